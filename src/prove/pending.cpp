// Which limits and timers a case waits for, and how each can be made the next.
#include <algorithm>

#include "prove/situation.hpp"

namespace lianban::prove {

using calendar::ClockState;
using calendar::LimitKind;
using decide::Case;
using Kind = Pending::Kind;

namespace {

/// Whether the promised limit is bound to come first.
bool promised_first(const model::Clock& clock) {
  return clock.spec.promised && clock.spec.statutory &&
         clock.spec.promised->unit == clock.spec.statutory->unit &&
         clock.spec.promised->amount <= clock.spec.statutory->amount;
}

void add_clock(const Setting& setting, const std::string& id, const calendar::ClockRun& run,
               std::vector<Pending>& to) {
  if (run.state != ClockState::kRunning) return;
  const auto* clock = setting.definition.clocks.find(id);
  for (const LimitKind kind : {LimitKind::kPromised, LimitKind::kStatutory}) {
    const auto& limit = run.limit(kind);
    if (!limit || limit->expired) continue;
    if (!limit->warnings.empty()) {
      to.push_back({Kind::kClockWarned, id, {}, kind, 0});
      continue;
    }
    if (!limit_matters(setting, id)) continue;
    const bool waits = kind == LimitKind::kStatutory && run.promised && !run.promised->expired &&
                       clock != nullptr && setting.steering_clocks.contains(id) &&
                       promised_first(*clock);
    if (!waits) to.push_back({Kind::kClockExpired, id, {}, kind, 0});
  }
}

}  // namespace

std::vector<Pending> pending(const Setting& setting, const Case& of) {
  std::vector<Pending> to;
  if (of.ended() || of.attention == lifecycle::AttentionState::kFenced) return to;
  for (const auto& [id, run] : of.clocks) add_clock(setting, id, run, to);
  for (const auto& [id, record] : of.deferrals) {
    if (record.state != lifecycle::DeferralState::kPromised) continue;
    if (!record.warnings.empty()) {
      to.push_back({Kind::kDeferralWarned, id, {}, {}, 0});
    } else if (record.due && !record.provisional && !record.last_look && !record.held) {
      to.push_back({Kind::kDeferralDue, id, {}, {}, 0});
    }
  }
  for (const decide::TimerRecord& timer : of.timers) {
    const bool after = !timer.state.empty();
    Pending next{after ? Kind::kAfter : Kind::kSend,
                 after ? timer.state : timer.event,
                 after ? std::string() : timer.id,
                 {},
                 timer.ordinal};
    if (std::find(to.begin(), to.end(), next) == to.end()) to.push_back(std::move(next));
  }
  for (const auto& [id, call] : of.calls) {
    if (call.timeout && call.outstanding()) to.push_back({Kind::kTimeout, id, {}, {}, 0});
  }
  return to;
}

namespace {

template <class CaseType>
auto* timer_of(CaseType& of, const Pending& timer) {
  const auto it = std::find_if(of.timers.begin(), of.timers.end(), [&](const auto& each) {
    const bool after = !each.state.empty();
    if (after != (timer.kind == Kind::kAfter)) return false;
    return after ? each.state == timer.id && each.ordinal == timer.ordinal
                 : each.event == timer.id && each.id == timer.send;
  });
  return it == of.timers.end() ? nullptr : &*it;
}

}  // namespace

std::optional<Instant> instant_of(const Case& of, const Pending& timer) {
  switch (timer.kind) {
    case Kind::kClockWarned:
    case Kind::kClockExpired: {
      const auto it = of.clocks.find(timer.id);
      if (it == of.clocks.end() || !it->second.limit(timer.limit)) return std::nullopt;
      const auto& limit = *it->second.limit(timer.limit);
      if (timer.kind == Kind::kClockExpired) {
        return limit.expired ? std::nullopt : std::optional(std::max(limit.due, it->second.armed));
      }
      if (limit.warnings.empty()) return std::nullopt;
      return std::max(limit.warnings.front().due, it->second.armed);
    }
    case Kind::kDeferralWarned:
    case Kind::kDeferralDue: {
      const auto it = of.deferrals.find(timer.id);
      if (it == of.deferrals.end()) return std::nullopt;
      if (timer.kind == Kind::kDeferralDue) return it->second.due;
      return it->second.warnings.empty() ? std::nullopt
                                         : std::optional(it->second.warnings.front());
    }
    case Kind::kAfter:
    case Kind::kSend: {
      const auto* found = timer_of(of, timer);
      return found == nullptr ? std::nullopt : std::optional(found->due);
    }
    case Kind::kTimeout: {
      const auto it = of.calls.find(timer.id);
      return it == of.calls.end() ? std::nullopt : it->second.timeout;
    }
  }
  return std::nullopt;
}

void arm(Case& of, const Pending& timer, Instant now) {
  switch (timer.kind) {
    case Kind::kClockWarned:
      of.clocks.at(timer.id).limit(timer.limit)->warnings.front().due = now;
      return;
    case Kind::kClockExpired:
      of.clocks.at(timer.id).limit(timer.limit)->due = now;
      return;
    case Kind::kDeferralWarned:
      of.deferrals.at(timer.id).warnings.front() = now;
      return;
    case Kind::kDeferralDue:
      of.deferrals.at(timer.id).due = now;
      return;
    case Kind::kAfter:
    case Kind::kSend:
      timer_of(of, timer)->due = now;
      return;
    case Kind::kTimeout:
      of.calls.at(timer.id).timeout = now;
      return;
  }
}

}  // namespace lianban::prove
