// Executable content: one function per action, one switch (std::visit) that names them all.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "calendar/limit.hpp"
#include "decide/reasons.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

/// Runs one action. Every overload returns false when the list has to stop: after a refusal, or
/// under `on_error: raise` after an error (which then raises error.execution).
class ActionRunner {
 public:
  ActionRunner(Session& session, const model::Action& action) : s_(session), action_(action) {}

  bool run() { return std::visit(*this, action_.body); }

  bool operator()(const model::Assign& assign);
  bool operator()(const model::Raise& raise);
  bool operator()(const model::Send& send);
  bool operator()(const model::Cancel& cancel);
  bool operator()(const model::If& branches);
  bool operator()(const model::Foreach& loop);
  bool operator()(const model::Accept& accept);
  bool operator()(const model::Decide& decide) { return s_.decide_outcome(decide.outcome); }
  bool operator()(const model::Query& query) { return s_.query(query); }
  bool operator()(const model::Call& call) { return s_.request(call.call, {}, {}); }
  bool operator()(const model::Produce& produce) { return s_.produce(produce.paper); }
  bool operator()(const model::Notify& notify);
  bool operator()(const model::Issue& issue) { return s_.issue(issue); }
  bool operator()(const model::LicenceAct& act) { return s_.act_on_licence(act); }
  bool operator()(const model::Waive& waive);
  bool operator()(const model::Extend& extend);
  bool operator()(const model::Custody& custody);
  bool operator()(const model::Open& open);
  bool operator()(const model::Record& record);
  bool operator()(const model::Incident& incident);
  bool operator()(const model::Host& host);

 private:
  std::optional<Json> value(const rules::Rule& rule);
  std::optional<std::string> text(const rules::Rule& rule);
  bool failed(const Error& error);
  JsonPtr data_of(const rules::Rule& rule, bool& ok);

  Session& s_;
  const model::Action& action_;
};

bool Session::execute(const model::Actions& actions) {
  run_list(actions);
  return !refused();
}

bool Session::run_list(const model::Actions& actions) {
  for (const model::Action& action : actions) {
    if (!ActionRunner(*this, action).run()) return false;
    if (entries_.size() > limits::kEntriesPerCommand) {
      return refuse("limit/entries", "一次操作产生的记录过多",
                    "one command makes too many entries");
    }
  }
  return !refused();
}

bool ActionRunner::failed(const Error& error) {
  if (s_.definition_.on_error == model::OnError::kRaise) {
    s_.interpreter_.raise({"error.execution", nullptr});
    return false;
  }
  return s_.rule_failed(error, action_.pointer);
}

std::optional<Json> ActionRunner::value(const rules::Rule& rule) {
  const Moment moment = s_.moment();
  auto result = rule.evaluate(CaseScope(moment));
  if (!result.ok()) {
    failed(result.error());
    return std::nullopt;
  }
  return std::move(result).value();
}

std::optional<std::string> ActionRunner::text(const rules::Rule& rule) {
  auto result = value(rule);
  if (!result) return std::nullopt;
  return result->is_string() ? result->get<std::string>() : result->is_null() ? "" : result->dump();
}

JsonPtr ActionRunner::data_of(const rules::Rule& rule, bool& ok) {
  auto data = value(rule);
  ok = data.has_value();
  return !data || data->is_null() ? nullptr : std::make_shared<const Json>(std::move(*data));
}

bool ActionRunner::operator()(const model::Assign& assign) {
  std::vector<Json> values;
  for (const auto& [path, rule] : assign.targets) {
    auto result = value(rule);
    if (!result) return false;
    values.push_back(std::move(*result));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const rules::Path& path = assign.targets[i].first;
    if (path.root == rules::Root::kForm) {
      if (s_.set_form(path.segments, std::move(values[i]), "form/invalid")) continue;
      if (s_.definition_.on_error != model::OnError::kRaise) return false;
      s_.refusal_.reset();
      s_.interpreter_.raise({"error.execution", nullptr});
      return false;
    }
    Assigned entry;
    entry.path = {"vars"};
    entry.path.insert(entry.path.end(), path.segments.begin(), path.segments.end());
    entry.value = std::make_shared<const Json>(std::move(values[i]));
    s_.emit(std::move(entry));
  }
  return true;
}

bool ActionRunner::operator()(const model::Raise& raise) {
  bool ok = true;
  JsonPtr data = data_of(raise.data, ok);
  if (ok) s_.raise(raise.event, std::move(data));
  return ok;
}

bool ActionRunner::operator()(const model::Send& send) {
  const auto event = text(send.event);
  if (!event) return false;
  bool ok = true;
  JsonPtr data = data_of(send.data, ok);
  if (!ok) return false;
  std::string id;
  if (send.id) {
    const auto given = text(*send.id);
    if (!given) return false;
    id = *given;
  }
  if (is_reserved_event(*event)) {
    return failed(
        make_error("event/reserved", "该事件名由系统保留", "the event name is the engine's"));
  }
  if (!send.after) {
    s_.external_.push_back({*event, std::move(data)});
    return true;
  }
  const auto delay = text(*send.after);
  if (!delay) return false;
  const auto duration = parse_duration(*delay);
  const calendar::Provisional workdays(s_.calendar());
  const auto due = duration ? calendar::limit_of(s_.now(), *duration, workdays)
                            : make_error("rule/type", "不是时长", "not a duration");
  if (!due.ok()) return failed(due.error());
  if (s_.case_.timers.size() >= limits::kTimersPerCase) {
    return s_.refuse("limit/timers", "定时过多", "the case has too many timers");
  }
  TimerSet entry;
  entry.record = {s_.case_.timer_seq + 1, *due, *event, id, {}, 0, std::move(data)};
  s_.emit(std::move(entry));
  return true;
}

bool ActionRunner::operator()(const model::Cancel& cancel) {
  const auto id = text(cancel.id);
  if (!id) return false;
  for (const TimerRecord& timer : std::vector(s_.case_.timers)) {
    if (timer.state.empty() && timer.id == *id) s_.emit(TimerOff{timer.seq, "cancelled"});
  }
  return true;
}

bool ActionRunner::operator()(const model::If& branches) {
  for (const model::Branch& branch : branches.branches) {
    const Moment moment = s_.moment();
    const auto holds = branch.when.test(CaseScope(moment));
    if (!holds.ok()) {
      // The condition counts as false; only under `refuse` does it undo the command.
      if (!failed(holds.error()) && s_.refused()) return false;
      continue;
    }
    if (*holds) return s_.run_list(branch.then);
  }
  return s_.run_list(branches.otherwise);
}

bool ActionRunner::operator()(const model::Foreach& loop) {
  const auto items = value(loop.in);
  if (!items) return false;
  if (items->is_null()) return true;
  if (!items->is_array()) {
    return failed(make_error("rule/type", "foreach 需要数组", "foreach needs an array"));
  }
  if (items->size() > limits::kForeachItems) {
    return failed(make_error("rule/budget", "foreach 项目过多", "foreach over too many items"));
  }
  const auto assign = [&](const rules::Path& path, Json item) {
    Assigned entry{{"vars"}, std::make_shared<const Json>(std::move(item))};
    entry.path.insert(entry.path.end(), path.segments.begin(), path.segments.end());
    s_.emit(std::move(entry));
  };
  std::int64_t index = 0;
  for (const Json& item : *items) {
    assign(loop.as, item);
    if (loop.index) assign(*loop.index, index);
    ++index;
    if (!s_.run_list(loop.body)) return false;
  }
  return true;
}

bool ActionRunner::operator()(const model::Accept& accept) {
  std::optional<Instant> as_of;
  if (accept.as_of) {
    const auto given = text(*accept.as_of);
    if (!given) return false;
    as_of = parse_instant(*given);
    if (!as_of) {
      if (const auto day = parse_day(*given)) as_of = start_of(*day);
    }
    if (!as_of) return failed(make_error("rule/type", "as_of 不是时间", "as_of is not a time"));
  }
  return s_.accept(as_of, accept.deemed);
}

bool ActionRunner::operator()(const model::Notify& notify) {
  const auto message = value(notify.text);
  if (!message) return false;
  s_.notify(notify.to, {}, message->is_string() ? message->get<std::string>() : message->dump());
  return true;
}

bool ActionRunner::operator()(const model::Waive& waive) {
  const auto reason = text(waive.reason);
  if (!reason) return false;
  material::MaterialRecord record = material::record_of(s_.case_.materials, waive.material);
  record.waived = true;
  record.reason = *reason;
  s_.put_material(waive.material, std::move(record), "waived");
  const auto it = s_.case_.deferrals.find(waive.material);
  if (it == s_.case_.deferrals.end()) return true;
  const auto next = lifecycle::next(it->second.state, lifecycle::DeferralEvent::kWaive);
  if (!next) return true;
  material::DeferralRecord deferral = it->second;
  deferral.state = *next;
  s_.put_deferral(waive.material, std::move(deferral), "waived");
  return true;
}

bool ActionRunner::operator()(const model::Extend& extend) {
  const auto it = s_.case_.clocks.find(extend.clock);
  const model::Clock* spec = s_.definition_.clocks.find(extend.clock);
  if (it == s_.case_.clocks.end()) {
    return s_.refuse("clock/not_running", "时限尚未开始：" + extend.clock,
                     "the clock is not running: " + extend.clock,
                     {clock_reason(s_.definition_, *spec)});
  }
  auto extended = calendar::extend(it->second, spec->spec, s_.now(), s_.calendar());
  if (!extended.ok()) {
    const Error& error = extended.error();
    return s_.refuse(error.code, error.message.zh, error.message.en,
                     {clock_reason(s_.definition_, *spec)});
  }
  s_.put_clock(extend.clock, std::move(extended).value(), "extended");
  return true;
}

bool ActionRunner::operator()(const model::Custody& custody) {
  for (const std::string& id : custody.materials) {
    material::MaterialRecord record = material::record_of(s_.case_.materials, id);
    const std::string at = custody.at == "applicant" ? std::string{} : custody.at;
    if (record.at == at) continue;
    record.at = at;
    s_.put_material(id, std::move(record), "custody");
  }
  return true;
}

bool ActionRunner::operator()(const model::Open& open) {
  Json form;
  if (!open.form_members.empty()) {
    auto members = s_.evaluate(open.form_members);
    if (!members.ok()) return failed(members.error());
    form = std::move(members).value();
  } else {
    auto given = value(open.form);
    if (!given) return false;
    form = std::move(*given);
  }
  ErrandStands entry;
  entry.record = {s_.case_.outbox_seq + 1,
                  "open",
                  open.as,
                  open.definition,
                  std::make_shared<const Json>(std::move(form)),
                  {},
                  {}};
  entry.id = std::to_string(entry.record.seq);
  entry.why = "opened";
  s_.emit(std::move(entry));
  s_.queue("self", "open:" + open.as);
  return true;
}

bool ActionRunner::operator()(const model::Record& record) {
  auto remark = value(record.remark);
  if (!remark) return false;
  s_.emit(Remarked{std::make_shared<const Json>(std::move(*remark))});
  return true;
}

bool ActionRunner::operator()(const model::Incident& incident) {
  const auto what = text(incident.text);
  if (!what) return false;
  s_.open_incident("definition", action_.pointer, *what);
  return true;
}

bool ActionRunner::operator()(const model::Host& host) {
  bool ok = true;
  JsonPtr data = data_of(host.data, ok);
  if (!ok) return false;
  s_.send_errand("host", host.name, std::move(data), "host", "handed_over");
  return true;
}

bool is_reserved_event(std::string_view name) {
  static constexpr std::string_view kPrefixes[] = {
      "call.",    "clock.", "deferral.", "deferrals.", "material.",
      "licence.", "case.",  "done.",     "error.",     "after."};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace lianban::decide
