#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/decide.hpp"
#include "decide/timers.hpp"

namespace lianban::decide {

namespace {

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// One overload a kind of entry; nothing here may look at a definition, a rule or a calendar.
struct Apply {
  Case& to;

  void at(Instant when) { to.latest = std::max(to.latest, when); }

  // When it was recorded, not when it took effect: overdue timers that fire before it do so
  // earlier.
  void operator()(const Commanded&) {}
  void operator()(const Opened& e) {
    to.id = e.id;
    to.definition = e.definition;
    to.version = e.version;
    to.definition_hash = e.definition_hash;
    to.channel = e.channel;
    to.region = e.region;
    to.office = e.office;
    to.opener = e.opener;
    to.applicant = e.applicant;
    to.form = e.form;
    to.vars = e.vars;
    to.opened_at = e.at;
    at(e.at);
  }
  void operator()(const Numbered& e) { to.number = e.number; }
  void operator()(const Happened& e) {
    at(e.at);
    if (e.actor.empty()) return;
    for (const std::string& source : e.sources) note_acted(to, source, e.actor);
  }
  void operator()(const Moved&) {}
  void operator()(const Entered& e) {
    to.started = true;
    Visit& visit = to.visits[e.state];
    ++visit.count;
    visit.entered = e.at;
    at(e.at);
  }
  void operator()(const Exited& e) {
    std::erase_if(to.timers, [&](const TimerRecord& timer) { return timer.state == e.state; });
    at(e.at);
  }
  void operator()(const Rested& e) {
    to.started = true;
    to.active = e.active;
  }
  void operator()(const Remembered& e) { to.history_states[e.state] = e.active; }
  void operator()(const Assigned& e);
  void operator()(const DoneData& e) {
    Json done = to.done ? *to.done : Json::object();
    done[e.state] = e.data ? *e.data : Json();
    to.done = std::make_shared<const Json>(std::move(done));
  }
  void operator()(const Accepted& e) {
    to.accepted_at = e.as_of;
    to.deemed = e.deemed;
    to.state = lifecycle::next(to.state, lifecycle::CaseEvent::kAccept).value_or(to.state);
    at(e.at);
  }
  void operator()(const Decided& e) {
    to.decision = e.outcome;
    to.decided_at = e.at;
    to.state = lifecycle::next(to.state, lifecycle::CaseEvent::kDecide).value_or(to.state);
    at(e.at);
  }
  void operator()(const Ended& e) {
    to.outcome = e.outcome;
    to.ended_at = e.at;
    to.results = e.results;
    to.timers.clear();
    to.state = lifecycle::next(to.state, lifecycle::CaseEvent::kConclude).value_or(to.state);
    at(e.at);
  }
  void operator()(const MaterialStands& e) { to.materials[e.id] = e.record; }
  void operator()(const DeferralStands& e) { to.deferrals[e.id] = e.record; }
  void operator()(const ClockStands& e) { to.clocks[e.id] = e.record; }
  void operator()(const CallStands& e) { to.calls[e.id] = e.record; }
  void operator()(const LicenceStands& e) {
    if (e.why == "replaced") to.earlier_licences[e.id].push_back(e.record);
    to.licences[e.id] = e.record;
  }
  void operator()(const IncidentStands& e) {
    const auto it = std::find_if(to.incidents.begin(), to.incidents.end(),
                                 [&](const IncidentRecord& each) { return each.id == e.id; });
    if (it == to.incidents.end()) {
      to.incidents.push_back(e.record);
    } else {
      *it = e.record;
    }
  }
  void operator()(const ErrandStands& e) {
    const auto it = std::find_if(to.errands.begin(), to.errands.end(),
                                 [&](const Errand& each) { return each.seq == e.record.seq; });
    if (it == to.errands.end()) {
      to.errands.push_back(e.record);
    } else {
      *it = e.record;
    }
  }
  void operator()(const Produced& e) { to.papers.push_back(e.record); }
  void operator()(const Noticed& e) { to.notices.push_back(e.record); }
  void operator()(const TimerSet& e) {
    to.timers.push_back(e.record);
    to.timer_seq = std::max(to.timer_seq, e.record.seq);
  }
  void operator()(const TimerOff& e) {
    std::erase_if(to.timers, [&](const TimerRecord& timer) { return timer.seq == e.seq; });
  }
  void operator()(const Held& e) {
    for (calendar::Stay& stay : to.stays) {
      const bool stays = contains(e.holders, stay.holder) && !contains(e.anew, stay.holder);
      if (!stay.to && !stays) stay.to = e.at;
    }
    for (const std::string& holder : e.holders) {
      const bool there = std::any_of(to.stays.begin(), to.stays.end(), [&](const auto& stay) {
        return !stay.to && stay.holder == holder;
      });
      if (!there) to.stays.push_back({holder, e.at, std::nullopt});
    }
  }
  void operator()(const Queued& e) { to.outbox_seq = std::max(to.outbox_seq, e.seq); }
  void operator()(const LateAnswer& e) { at(e.at); }
  void operator()(const Remarked&) {}
  void operator()(const Fenced& e) {
    to.attention =
        e.fenced ? lifecycle::AttentionState::kFenced : lifecycle::AttentionState::kClear;
  }
};

void Apply::operator()(const Assigned& e) {
  if (e.path.empty()) return;
  JsonPtr& root = e.path.front() == "form" ? to.form : to.vars;
  Json value = e.value ? *e.value : Json();
  if (e.path.size() == 1) {
    root = std::make_shared<const Json>(std::move(value));
    return;
  }
  Json all = root ? *root : Json::object();
  Json* at = &all;
  for (std::size_t i = 1; i < e.path.size(); ++i) {
    const std::string& name = e.path[i];
    if (at->is_array()) {
      at = &at->at(std::stoul(name));
    } else {
      if (!at->is_object()) *at = Json::object();
      at = &(*at)[name];
    }
  }
  *at = std::move(value);
  root = std::make_shared<const Json>(std::move(all));
}

}  // namespace

void apply(const Entry& entry, Case& to) { std::visit(Apply{to}, entry); }

std::optional<Instant> next_wake(const Case& of) {
  const auto timer = next_timer(of);
  return timer ? std::optional<Instant>(timer->at) : std::nullopt;
}

std::optional<Instant> next_limit(const Case& of) {
  std::optional<Instant> next;
  const auto consider = [&](Instant at) {
    if (!next || at < *next) next = at;
  };
  if (of.ended()) return next;
  for (const auto& [id, run] : of.clocks) {
    if (run.state != calendar::ClockState::kRunning) continue;
    for (const auto kind : {calendar::LimitKind::kStatutory, calendar::LimitKind::kPromised}) {
      if (run.limit(kind) && !run.limit(kind)->expired) consider(run.limit(kind)->due);
    }
  }
  for (const auto& [id, record] : of.deferrals) {
    if (record.state == lifecycle::DeferralState::kPromised && record.due) consider(*record.due);
  }
  return next;
}

}  // namespace lianban::decide
