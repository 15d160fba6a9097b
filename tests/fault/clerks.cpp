#include "fault/clerks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crash/load.hpp"

namespace lianban::faults {

namespace {

using Json = nlohmann::json;

Actor clerk() { return {"clerk", {"transport.window_clerk"}, {}}; }
Actor other_clerk() { return {"clerk-2", {"transport.window_clerk"}, {}}; }
Actor reviewer() { return {"reviewer", {"transport.reviewer"}, {}}; }
Actor approver() { return {"approver", {"transport.approver"}, {}}; }
Actor head() { return {"head", {"transport.head"}, {}}; }
Actor owner(std::size_t index) { return {"owner-" + std::to_string(index), {"applicant"}, {}}; }

/// Every fourth licence goes by post; every fifth case is refused after the police have acted, and
/// its owner wants the registration turned back.
bool by_post(std::size_t index) { return index % 4 == 1; }
bool refused(std::size_t index) { return index % 5 == 2; }

Json filing_of(std::size_t index) {
  Json filing = crash::filing(static_cast<int>(index));
  if (by_post(index)) {
    filing["form"]["delivery"] = {{"by", "post"}, {"address", "样例路一号"}};
  }
  return filing;
}

/// What the agency would have said.
Json reply_of(const std::string& call) {
  if (call.starts_with("police_")) return {{"result", "approved"}, {"licence_no", "XS0000000000"}};
  if (call == "ship_documents") return {{"result", "delivered"}};
  return {{"found", true}, {"no", "BY-TELEPHONE"}};
}

}  // namespace

bool Clerks::submit(const std::string& id, Verb verb, const std::string& subject, Json data,
                    Actor actor) {
  Command command;
  command.verb = verb;
  command.subject = subject;
  command.data = std::move(data);
  command.actor = std::move(actor);
  const auto answer = engine_.submit(id, command);
  return answer.ok() && std::holds_alternative<Accepted>(*answer);
}

bool Clerks::file() {
  for (int i = 0; i < cases_; ++i) {
    Command filing;
    filing.verb = Verb::kOpen;
    filing.request_id = "filing-" + std::to_string(i);
    filing.data = filing_of(static_cast<std::size_t>(i));
    filing.actor = clerk();
    const auto answer = engine_.open_case(crash::kDefinition, filing);
    const auto* accepted = answer.ok() ? std::get_if<Accepted>(&*answer) : nullptr;
    if (accepted == nullptr) return false;
    ids_.push_back(accepted->case_id);
    for (const char* each : {"application_form", "registration_certificate", "driving_licence"}) {
      if (!submit(ids_.back(), Verb::kVerify, each, nullptr, other_clerk())) return false;
    }
  }
  return true;
}

bool Clerks::step(std::size_t index) {
  const std::string& id = ids_[index];
  const auto shown = engine_.show(id);
  if (!shown.ok()) return false;
  const Json& outcome = (*shown)["outcome"];
  if (outcome.is_string() && !outcome.get<std::string>().empty()) {
    ended_.insert(id);
    return true;
  }
  const auto active = (*shown)["states"]["active"].get<std::vector<std::string>>();
  const auto in = [&](const char* state) {
    return std::find(active.begin(), active.end(), state) != active.end();
  };
  const auto send = [&](const char* event, Actor actor, Json data = nullptr) {
    return submit(id, Verb::kSend, event, std::move(data), std::move(actor));
  };
  if (in("checking")) return send("accept", clerk()) || hand_in(id, *shown);
  if (in("preliminary_review")) return send("pass", reviewer());
  if (in("final_review")) {
    return refused(index) ? send("reject", approver(), {{"reason", "样例"}})
                          : send("approve", approver());
  }
  if (in("handing_over")) return send("hand_over", clerk());
  if (in("consent")) return send("restore_consent", owner(index));
  return false;
}

/// What a register could not give after all attempts the applicant brings on paper.
bool Clerks::hand_in(const std::string& id, const Json& shown) {
  for (const Json& gap : shown["gaps"]) {
    const auto material = gap["material"].get<std::string>();
    const auto lookup = shown["calls"].find(material + "_query");
    if (lookup == shown["calls"].end() || (*lookup)["state"] != "failed") continue;
    if (!submit(id, Verb::kSupply, material, {{"found", true}, {"no", "PAPER"}}, clerk())) continue;
    ++settled_["a lookup that failed, brought on paper"];
    return true;
  }
  return false;
}

int Clerks::work() {
  int steps = 0;
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    if (!ended_.contains(ids_[i]) && step(i)) ++steps;
  }
  return steps;
}

std::vector<std::string> Clerks::open_cases() {
  std::vector<std::string> open;
  for (const std::string& id : ids_) {
    if (!ended_.contains(id)) open.push_back(id);
  }
  return open;
}

bool Clerks::settle(const Incident& incident) {
  const Json why = {{"reason", "asked by telephone"}};
  Json answer = why;
  answer["reply"] = reply_of(incident.subject);
  const auto by = [&](Verb verb, const Json& data, const char* how) {
    if (!submit(incident.case_id, verb, incident.id, data, head())) return false;
    ++settled_[incident.code + how];
    return true;
  };
  // Under the same key an agency says the same again: who was not understood twice is called.
  const bool again = !asked_again_.insert(incident.case_id + incident.subject).second;
  if (again && by(Verb::kAnswer, answer, ", answered by hand")) return true;
  return by(Verb::kRetry, why, ", asked again") || by(Verb::kAnswer, answer, ", answered by hand");
}

std::map<std::string, int> Clerks::outcomes() {
  std::map<std::string, int> all;
  for (const std::string& id : ids_) {
    const auto shown = engine_.show(id);
    const Json outcome = shown.ok() ? (*shown)["outcome"] : Json();
    ++all[outcome.is_string() && !outcome.get<std::string>().empty() ? outcome.get<std::string>()
                                                                     : "open"];
  }
  return all;
}

}  // namespace lianban::faults
