#include "rehearse/replay.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/scripted_agency.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "rehearse/figures.hpp"

namespace lianban::rehearse {

namespace {

bool is_answer(Verb verb) { return verb == Verb::kReply || verb == Verb::kFail; }

std::optional<Instant> instant_of(const Json& object, const char* name) {
  const auto it = object.find(name);
  if (it == object.end() || !it->is_string()) return std::nullopt;
  return parse_instant(it->get_ref<const std::string&>());
}

/// Every definition that the draft opens cases of.
void opened_by(const Json& part, std::set<std::string>& ids) {
  if (!part.is_structured()) return;
  if (part.is_object() && part.contains("open") && part["open"].is_object() &&
      part["open"].contains("definition") && part["open"]["definition"].is_string()) {
    ids.insert(part["open"]["definition"].get<std::string>());
  }
  for (const Json& each : part) opened_by(each, ids);
}

/// Stands in for a definition of cases that the draft opens: of those the record has the ending.
std::string bystander(const std::string& id) {
  const Json states = Json::array(
      {{{"id", "elsewhere"}, {"transitions", Json::array({{{"on", "over"}, {"to", "over"}}})}},
       {{"id", "over"}, {"kind", "final"}}});
  return Json{{"lianban", 1}, {"id", id}, {"version", "0.0.0"}, {"chart", {{"states", states}}}}
      .dump();
}

/// A reply that breaks the schema, as one did whose text was not kept.
std::optional<Json> misfit_of(const model::CallSpec& spec) {
  for (Json each : {Json::object(), Json::array(), Json(0), Json("?")}) {
    if (!spec.reply.validate(each).empty()) return each;
  }
  return std::nullopt;
}

}  // namespace

Status Replay::prepare() {
  clock_ = std::make_shared<ManualClock>(recorded_->commands.front().at);
  auto agencies = adapter::make_scripted_agency(Json::object());
  if (!agencies.ok()) return agencies.error();
  EngineOptions options;
  options.clock = clock_;
  options.calendars = calendars_;
  options.agencies = std::move(agencies).value();
  options.entropy = [count = std::uint8_t{0}](std::span<std::uint8_t> out) mutable {
    std::fill(out.begin(), out.end(), ++count);
  };
  options.finder_key = "a rehearsal finds nothing";
  auto engine = Engine::open(std::move(options));
  if (!engine.ok()) return engine.error();
  engine_ = std::move(engine).value();
  std::set<std::string> ids;
  opened_by(draft_.source()["chart"], ids);
  for (const std::string& id : ids) {
    const auto checked = Definition::check(bystander(id));
    if (checked.definition == nullptr) continue;
    if (const auto put = engine_->publish(*checked.definition); !put.ok()) return put.error();
  }
  const auto published = engine_->publish(draft_);
  return published.ok() ? Status(Done{}) : Status(published.error());
}

Json Replay::view() const {
  if (case_.empty()) return nullptr;
  auto shown = engine_->show(case_);
  return shown.ok() ? std::move(shown).value() : Json();
}

std::optional<Instant> Replay::asked_at(const std::string& call) const {
  const Json seen = view();
  if (!seen.is_object() || !seen["calls"].contains(call)) return std::nullopt;
  const Json& record = seen["calls"][call];
  const std::string state = record.value("state", "");
  const auto* spec = draft_.prepared()->definition->calls.find(call);
  const bool act = spec != nullptr && !spec->reverse.empty();
  const bool unsettled = act && (state == "failed" || state == "unclear");
  if (record["outstanding"] != true && !unsettled) return std::nullopt;
  return instant_of(record, "asked_at");
}

bool Replay::standing(const std::string& call) const {
  const auto open = engine_->open_calls(case_);
  return open.ok() && std::any_of(open->begin(), open->end(), [&](const OpenCall& each) {
           return each.call == call && each.state == "standing";
         });
}

std::optional<Instant> Replay::time_of(const Recorded& recorded) const {
  if (!is_answer(recorded.command.verb) || !recorded.asked_at) return recorded.at;
  const auto asked = asked_at(recorded.command.subject);
  if (!asked) return std::nullopt;
  return *asked + (recorded.at - *recorded.asked_at);
}

Result<RehearsedCase> Replay::tell(const RecordedCase& recorded) {
  recorded_ = &recorded;
  out_ = {};
  out_.case_id = recorded.id;
  out_.number = recorded.number;
  case_.clear();
  silent_.clear();
  done_.assign(recorded.commands.size(), false);
  out_.before = figures_of(recorded.rows, recorded.until, calendar_);
  if (const auto ready = prepare(); !ready.ok()) return ready.error();
  done_[0] = true;
  if (const auto filed = file(recorded.commands.front().command); !filed.ok()) {
    return filed.error();
  }
  while (!case_.empty()) {
    const auto next = next_of();
    if (!next || next->at > recorded.until) break;
    // On the way there the draft may ask something whose answer comes first.
    const auto due = engine_->next_due();
    if (!due.ok()) return due.error();
    const Instant stop = *due ? std::min(next->at, std::max(**due, clock_->now())) : next->at;
    if (const auto gone = advance_to(stop); !gone.ok()) return gone.error();
    if (stop < next->at) continue;
    done_[next->index] = true;
    if (const auto carried = carry(next->index); !carried.ok()) return carried.error();
  }
  if (!case_.empty() && clock_->now() < recorded.until) {
    if (const auto gone = advance_to(recorded.until); !gone.ok()) return gone.error();
  }
  conclude();
  return std::move(out_);
}

/// Of what happens at one instant, what was recorded first; the answers to a call in their order.
std::optional<Replay::Next> Replay::next_of() const {
  std::optional<Next> next;
  std::set<std::string> waiting;
  for (std::size_t index = 0; index < done_.size(); ++index) {
    if (done_[index]) continue;
    const Recorded& each = recorded_->commands[index];
    const bool answers = is_answer(each.command.verb) && each.asked_at;
    if (answers && !waiting.insert(each.command.subject).second) continue;
    const auto time = time_of(each);
    if (time && (!next || *time < next->at)) next = Next{index, *time};
  }
  return next;
}

Status Replay::file(Command open) {
  const model::Definition& model = *draft_.prepared()->definition;
  Json kept = Json::object();
  if (open.data.contains("materials")) {
    for (const auto& [id, data] : open.data["materials"].items()) {
      const model::Material* spec = model.materials.find(id);
      if (spec != nullptr) kept[id] = data;
      if (spec == nullptr || spec->never_required) out_.unneeded.push_back(id);
    }
    open.data["materials"] = std::move(kept);
  }
  if (open.data.contains("promises")) {
    Json promised = Json::array();
    for (const Json& id : open.data["promises"]) {
      const model::Material* spec = model.materials.find(id.get<std::string>());
      if (spec != nullptr && !spec->never_required) promised.push_back(id);
      if (spec == nullptr || spec->never_required) out_.unneeded.push_back(id);
    }
    open.data["promises"] = std::move(promised);
  }
  open.request_id = "rehearsal";
  const auto answer = engine_->open_case(draft_.hash(), open);
  if (!answer.ok()) return answer.error();
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    refused(recorded_->commands.front(), *refusal);
    return Done{};
  }
  case_ = std::get<Accepted>(*answer).case_id;
  return pump();
}

Status Replay::pump() {
  const auto report = engine_->pump_idle();
  if (!report.ok()) return report.error();
  return last_looks();
}

Status Replay::advance_to(Instant target) {
  for (std::size_t stops = 0; stops < limits::kSettlePerCommit * 1000; ++stops) {
    const auto due = engine_->next_due();
    if (!due.ok()) return due.error();
    if (!*due || **due > target) {
      clock_->set(std::max(clock_->now(), target));
      return pump();
    }
    clock_->set(std::max(clock_->now(), **due));
    if (const auto pumped = pump(); !pumped.ok()) return pumped;
  }
  return make_error("engine/restless", "始终有到期事项", "something is due again and again");
}

/// At a limit the record did not look at, what was known of the document by then decides.
Status Replay::last_looks() {
  const Json seen = view();
  if (!seen.is_object() || seen["ended"] == true) return Done{};
  const model::Definition& model = *draft_.prepared()->definition;
  for (const auto& [id, deferral] : seen["deferrals"].items()) {
    const model::Material* spec = model.materials.find(id);
    if (spec == nullptr || spec->source.kind != model::SourceKind::kQuery) continue;
    if (deferral["state"] != "promised" || !deferral["due"].is_string()) continue;
    const auto& text = deferral["due"].get_ref<const std::string&>();
    const auto day = parse_day(text);
    const auto due = day ? std::optional(end_of(*day)) : parse_instant(text);
    if (!due || *due > clock_->now() || deferral["provisional"] == true) continue;
    const auto looked = recorded_->last_looks.find(id);
    if (looked != recorded_->last_looks.end() && looked->second.contains(*due)) continue;
    const std::string& call = spec->source.ref;
    if (!standing(call)) continue;
    const Recorded* known = nullptr;
    for (const Recorded& each : recorded_->commands) {
      const bool its = each.command.verb == Verb::kReply && each.command.subject == call;
      if (its && !each.misfit && each.at <= clock_->now()) known = &each;
    }
    if (known == nullptr) {
      silent_.push_back(call);
      continue;
    }
    Recorded again = *known;
    again.asked_at.reset();
    if (const auto told = answer(again); !told.ok()) return told;
  }
  return Done{};
}

Status Replay::carry(std::size_t index) {
  const Recorded& recorded = recorded_->commands[index];
  if (view()["ended"] == true) {
    if (recorded.command.actor.is_person()) ++out_.moot;
    return Done{};
  }
  if (is_answer(recorded.command.verb)) return answer(recorded);
  const model::Definition& model = *draft_.prepared()->definition;
  if (recorded.command.verb == Verb::kSupply || recorded.command.verb == Verb::kPromise ||
      recorded.command.verb == Verb::kDispute) {
    const model::Material* spec = model.materials.find(recorded.command.subject);
    if (spec == nullptr || spec->never_required) {
      out_.unneeded.push_back(recorded.command.subject);
      if (spec == nullptr) return Done{};
    }
  }
  const bool about_material =
      recorded.command.verb == Verb::kVerify || recorded.command.verb == Verb::kReject;
  if (about_material && model.materials.find(recorded.command.subject) == nullptr) return Done{};
  if (recorded.command.verb != Verb::kChild) return submit(recorded);
  // That the case was opened the engine says itself; its ending only the record knows.
  if (!recorded.command.data.contains("outcome")) return Done{};
  Recorded ended = recorded;
  const Json opened = view()["opened"];
  if (opened.contains(recorded.command.subject)) {
    ended.command.data["case"] = opened[recorded.command.subject]["case"];
  }
  return submit(ended);
}

Status Replay::submit(const Recorded& recorded) {
  Command command = recorded.command;
  command.request_id = "rehearsal-" + std::to_string(++requests_);
  const auto answered = engine_->submit(case_, command);
  if (!answered.ok()) return answered.error();
  if (const auto* refusal = std::get_if<Refusal>(&*answered)) refused(recorded, *refusal);
  return pump();
}

Status Replay::answer(const Recorded& recorded) {
  const std::string& call = recorded.command.subject;
  const auto* spec = draft_.prepared()->definition->calls.find(call);
  const bool wanted = spec != nullptr && (asked_at(call) || standing(call));
  if (!wanted) {
    if (!recorded.late) out_.unasked.push_back(call);
    return Done{};
  }
  Recorded given = recorded;
  if (recorded.misfit && recorded.command.verb == Verb::kReply) {
    const auto misfit = misfit_of(*spec);
    if (!misfit) {
      out_.unasked.push_back(call);
      return Done{};
    }
    given.command.data = *misfit;
  }
  given.command.actor = Actor::system();
  return submit(given);
}

void Replay::refused(const Recorded& recorded, const Refusal& refusal) {
  RehearsalRefusal out;
  out.at = recorded.at;
  out.verb = recorded.command.verb;
  // An opening's subject is the definition; everything else names a part of it.
  if (out.verb != Verb::kOpen) out.subject = recorded.command.subject;
  out.code = refusal.code;
  out.message = refusal.message;
  if (!refusal.reasons.empty()) out.reason = refusal.reasons.front().id;
  out_.refused.push_back(std::move(out));
}

std::vector<std::string> Replay::missing_calls(const Json& seen) const {
  std::vector<std::string> missing;
  for (const auto& [call, record] : seen["calls"].items()) {
    // A request that the record has too may simply not have been answered yet.
    const bool known = !out_.before.ended && recorded_->asked.contains(call);
    if (record["outstanding"] == true && record["wanted"] == true && !known) {
      missing.push_back("call." + call);
    }
  }
  std::vector<std::string> questions = silent_;
  const auto open = engine_->open_calls(case_);
  if (open.ok() && out_.before.ended) {
    for (const OpenCall& each : *open) {
      if (each.state == "standing") questions.push_back(each.call);
    }
  }
  for (const std::string& call : questions) {
    const std::string name = "call." + call;
    if (std::find(missing.begin(), missing.end(), name) == missing.end()) missing.push_back(name);
  }
  return missing;
}

void Replay::conclude() {
  using Verdict = RehearsedCase::Verdict;
  for (std::size_t index = 0; index < done_.size(); ++index) {
    if (!done_[index]) out_.unasked.push_back(recorded_->commands[index].command.subject);
  }
  if (case_.empty()) {
    out_.verdict = Verdict::kUntold;
    out_.missing = {"open"};
    out_.told_until = recorded_->commands.front().at;
    return;
  }
  std::vector<decide::Entries> rows;
  std::optional<Instant> last;
  const auto history = engine_->history(case_);
  if (history.ok()) {
    for (const Json& row : *history) {
      auto entries = decide::decode_entries(row["entries"].dump(), decide::PersonalValues());
      if (entries.ok()) rows.push_back(std::move(entries).value());
      last = instant_of(row, "at");
    }
  }
  out_.after = figures_of(rows, recorded_->until, calendar_);
  const Json seen = view();
  if (out_.after.ended) {
    out_.verdict = out_.before.ended && out_.before.outcome == out_.after.outcome
                       ? Verdict::kSame
                       : Verdict::kDifferent;
    return;
  }
  out_.missing = missing_calls(seen);
  if (!out_.before.ended && out_.missing.empty()) {
    out_.verdict = Verdict::kOpen;
    return;
  }
  out_.verdict = Verdict::kUntold;
  out_.told_until = last;
  if (!out_.missing.empty()) return;
  for (const std::string& state : out_.after.states) out_.missing.push_back("state." + state);
}

}  // namespace lianban::rehearse
