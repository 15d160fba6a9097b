#include "crash/trial.hpp"

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "crash/load.hpp"

namespace lianban::crash {

namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

/// Where a child dies, and at most how many times it passes there before.
struct Point {
  const char* name;
  unsigned most;
};
constexpr Point kPoints[] = {
    {"commit:begin", 60}, {"commit:row", 60},   {"commit:before", 60},
    {"commit:after", 60}, {"commit:told", 60},  {"outbox:claimed", 25},
    {"outbox:sent", 25},  {"callback:kept", 6}, {"callback:kept", 6},
};
/// A point that is never passed so often ends by the clock as well: nothing waits for ever.
constexpr milliseconds kLongestLife{400};
constexpr std::chrono::seconds kRest{30};

void complain(std::size_t& count, const std::string& what) {
  if (++count < 5) std::cerr << "\n" << what << "\n";
}

}  // namespace

Trial::Trial(std::filesystem::path folder, Keys keys, int callback_port,
             simulators::SimulatedAgencies& agencies, Tally& tally)
    : folder_(std::move(folder)),
      keys_(keys),
      callback_port_(callback_port),
      agencies_(agencies),
      tally_(tally) {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  agencies_.reset();
  std::ofstream(folder_ / "directory.json") << directory_of(keys_).dump();
}

Json Trial::directory_of(Keys keys) const {
  Json directory = agencies_.directory();
  Json& police = directory["police"];
  police["callbacks"] = {{"key", kCallbackKeyName}, {"secret", kCallbackSecretName}};
  for (auto& [name, operation] : police["operations"].items()) {
    // Polling would bring what a lost callback has lost.
    operation.erase("poll");
    operation["honours_keys"] = keys == Keys::kHonoured;
    if (keys == Keys::kBlind) operation.erase("query");
  }
  return directory;
}

void Trial::kill_once(std::mt19937& random, int first_serial) {
  ChildOptions options{database(), directory(), {}, 0, first_serial, callback_port_};
  milliseconds life{5 + random() % 250};
  if (random() % 3 != 0) {
    const Point& point = kPoints[random() % std::size(kPoints)];
    options.die_at = point.name;
    options.die_after = static_cast<int>(1 + random() % point.most);
    life = kLongestLife;
  }
  Child child(options);
  const Child::End end = child.run(life);
  for (const std::string& each : end.faults) complain(tally_.errors, "child: " + each);
  if (!end.killed) complain(tally_.errors, "the child ended by itself");
  ++tally_.kills;
  ++tally_.died_at[end.by_clock ? "anywhere" : options.die_at];
  const std::size_t before = log_.size();
  hear(end);
  auto engine = open_engine(database(), directory(), {});
  if (!engine.ok()) return complain(tally_.errors, "reopen: " + engine.error().code);
  check(**engine, before);
}

void Trial::hear(const Child::End& end) {
  for (const Acknowledged& one : end.said) {
    const auto [known, fresh] = known_.emplace(one.request, one.revision);
    // What an earlier child was told is told again, word for word.
    if (!fresh && (!one.repeated || known->second != one.revision)) {
      complain(tally_.lost, "lost: " + one.request);
    }
    if (!fresh) continue;
    log_.push_back(one);
    ids_.insert(one.case_id);
    ++tally_.acknowledged;
  }
}

void Trial::check(Engine& engine, std::size_t first) {
  std::set<std::string> touched;
  for (std::size_t i = first; i < log_.size(); ++i) {
    const Acknowledged& one = log_[i];
    touched.insert(one.case_id);
    const Command command = command_of(one.request);
    const auto answer = command.verb == Verb::kOpen ? engine.open_case(kDefinition, command)
                                                    : engine.submit(one.case_id, command);
    const auto* accepted = answer.ok() ? std::get_if<Accepted>(&*answer) : nullptr;
    if (accepted == nullptr || !accepted->repeated || accepted->revision != one.revision) {
      complain(tally_.lost, "lost: " + one.request);
    }
  }
  for (const std::string& id : touched) {
    const auto verified = engine.verify(id);
    if (verified.ok() && verified->sound) continue;
    complain(tally_.unsound,
             "unsound: " + (verified.ok() ? verified->fault : verified.error().code));
  }
}

Json Trial::police() const { return agencies_.effects().value("police", Json::object()); }

void Trial::retry_what_was_never_done(Engine& engine) {
  const auto page = engine.incidents({}, 1000);
  if (!page.ok()) return complain(tally_.errors, page.error().code);
  const Json acts = police();
  for (const Incident& each : page->incidents) {
    const std::string request = each.case_id + "." + each.subject + ".";
    bool acted = false;
    for (const auto& [key, record] : acts.items()) {
      acted = acted || (key.starts_with(request) && record["effects"].get<int>() > 0);
    }
    if (acted) continue;
    ++retried_[request];
    Command retry;
    retry.verb = Verb::kRetry;
    retry.subject = each.id;
    retry.data = {{"reason", "the police say that they know nothing of it"}};
    retry.actor = Actor{"head", {"transport.head"}, {}};
    const auto answer = engine.submit(each.case_id, retry);
    if (!answer.ok() || !std::holds_alternative<Accepted>(*answer)) {
      complain(tally_.errors, "an incident cannot be retried: " + each.code);
    }
  }
}

/// Something that the agencies still owe, or our side.
bool Trial::waits(Engine& engine) {
  const Json acts = police();
  for (const auto& [key, record] : acts.items()) {
    if (record["effects"].get<int>() > 0 && record["callbacks_accepted"].get<int>() == 0) {
      return true;
    }
  }
  const auto page = engine.incidents({}, 1);
  if (page.ok() && !page->incidents.empty()) return true;
  for (const std::string& id : ids_) {
    const auto open = engine.open_calls(id);
    if (!open.ok()) continue;
    for (const OpenCall& call : *open) {
      if (call.state != "standing") return true;
    }
  }
  return false;
}

void Trial::settle(Engine& engine) {
  const auto end = std::chrono::steady_clock::now() + kRest;
  do {
    const auto report = engine.pump_idle();
    if (!report.ok()) return complain(tally_.errors, report.error().code);
    retry_what_was_never_done(engine);
    if (!waits(engine)) return;
    std::this_thread::sleep_for(milliseconds{10});
  } while (std::chrono::steady_clock::now() < end);
}

void Trial::finish() {
  auto engine = open_engine(database(), directory(), {});
  if (!engine.ok()) return complain(tally_.errors, "reopen: " + engine.error().code);
  const auto listener = listen(**engine, callback_port_);
  if (listener == nullptr) return complain(tally_.errors, "callback port");
  settle(**engine);
  check(**engine, 0);
  count_cases(**engine);
  count_acts();
}

void Trial::count_cases(Engine& engine) {
  const Json acts = police();
  tally_.cases += ids_.size();
  for (const std::string& id : ids_) {
    const auto open = engine.open_calls(id);
    const auto shown = engine.show(id);
    if (!open.ok() || !shown.ok()) {
      complain(tally_.errors, "a case cannot be read");
      continue;
    }
    // Everything that was due has been done by now. One that is still only asked was dropped on the
    // way; one whose answer the agency could deliver was answered, and that was lost.
    for (const OpenCall& call : *open) {
      if (call.state == "asked") complain(tally_.dropped, "dropped: " + call.call);
      const auto act = acts.find(call.key);
      if (act == acts.end()) continue;
      const bool taken = (*act)["callbacks_accepted"].get<int>() > 0;
      complain(taken ? tally_.unanswered : tally_.errors, "not answered: " + call.call);
    }
    for (const Json& each : (*shown)["incidents"]) {
      ++tally_.incidents;
      if (each["open"]) complain(tally_.errors, "an incident that nobody could settle");
    }
  }
}

void Trial::count_acts() {
  const Json records = police();
  std::map<std::string, int> acts;
  for (const auto& [key, record] : records.items()) {
    const int done = record["effects"].get<int>();
    acts[key.substr(0, key.find('.')) + record["operation"].get<std::string>()] += done;
    tally_.acts += static_cast<std::size_t>(done);
    tally_.callbacks += record["callbacks_accepted"].get<std::size_t>();
    if (keys_ != Keys::kBlind) continue;
    int allowed = 1;
    for (const auto& [request, times] : retried_) allowed += key.starts_with(request) ? times : 0;
    if (record["requests"].get<int>() > allowed) complain(tally_.resent, "sent again blindly");
  }
  for (const auto& [act, count] : acts) {
    if (count > 1) complain(tally_.doubled, "done twice");
  }
}

}  // namespace lianban::crash
