#include "decide/timers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/limits.hpp"
#include "material/deferral.hpp"

namespace lianban::decide {

using lifecycle::DeferralState;

namespace {

auto rank(const DueTimer& timer) {
  return std::tie(timer.at, timer.due, timer.kind, timer.order, timer.id);
}

void consider(std::optional<DueTimer>& best, DueTimer timer) {
  if (!best || rank(timer) < rank(*best)) best = std::move(timer);
}

void consider_clocks(const Case& of, std::optional<DueTimer>& best) {
  for (const auto& [id, run] : of.clocks) {
    const auto due = calendar::next_due(run);
    if (!due || due->provisional) continue;
    const auto kind = due->kind == calendar::FireKind::kWarned ? TimerKind::kClockWarned
                                                               : TimerKind::kClockExpired;
    consider(best, {due->at, due->due, kind, static_cast<std::int64_t>(due->limit), id});
  }
}

void consider_deferrals(const Case& of, std::optional<DueTimer>& best) {
  for (const auto& [id, record] : of.deferrals) {
    if (record.state != DeferralState::kPromised) continue;
    if (!record.warnings.empty() && !record.estimated) {
      const Instant at = record.warnings.front();
      consider(best, {at, at, TimerKind::kDeferralWarned, 0, id});
    }
    if (material::can_fall_due(record) && !record.last_look && !record.held) {
      consider(best, {*record.due, *record.due, TimerKind::kDeferralDue, 0, id});
    }
  }
}

}  // namespace

std::optional<DueTimer> next_timer(const Case& of) {
  std::optional<DueTimer> best;
  if (of.ended() || of.attention == lifecycle::AttentionState::kFenced) return best;
  consider_clocks(of, best);
  consider_deferrals(of, best);
  for (const TimerRecord& timer : of.timers) {
    const bool after = !timer.state.empty();
    // Document order of `after` is the order of setting: states are entered in document order.
    consider(best, {timer.due, timer.due, after ? TimerKind::kAfter : TimerKind::kSend, timer.seq,
                    std::to_string(timer.seq)});
  }
  for (const auto& [id, call] : of.calls) {
    if (call.timeout && call.outstanding()) {
      consider(best, {*call.timeout, *call.timeout, TimerKind::kCallTimeout, 0, id});
    }
  }
  return best;
}

namespace {

bool fire_clock(Session& session, const DueTimer& timer) {
  const calendar::ClockRun& run = session.now_case().clocks.at(timer.id);
  const auto due = calendar::next_due(run);
  session.put_clock(timer.id, calendar::mark_fired(run, *due),
                    std::string(calendar::to_name(due->kind)));
  const Json data{{"limit", calendar::to_name(due->limit)}, {"due", format_limit(due->due)}};
  session.raise("clock." + timer.id + "." + std::string(calendar::to_name(due->kind)),
                std::make_shared<const Json>(data));
  return session.drain();
}

bool fire_deferral(Session& session, const DueTimer& timer) {
  const model::Material& spec = *session.definition().materials.find(timer.id);
  material::DeferralRecord record = session.now_case().deferrals.at(timer.id);
  if (timer.kind == TimerKind::kDeferralWarned) {
    record.warnings.erase(record.warnings.begin());
    session.put_deferral(timer.id, std::move(record), "warned");
    session.raise("deferral." + timer.id + ".warned");
    return session.drain();
  }
  // The limit: one last look, and nothing falls due while it is out. Nobody loses a licence by a
  // register's slowness.
  if (spec.source.kind == model::SourceKind::kQuery && session.available_since(spec)) {
    record.last_look = true;
    session.put_deferral(timer.id, std::move(record), "last_look");
    session.ask_standing(spec, session.now());
    return true;
  }
  session.fall_due(spec);
  return session.drain();
}

bool fire_timer(Session& session, const DueTimer& timer) {
  const auto& timers = session.now_case().timers;
  const auto it = std::find_if(timers.begin(), timers.end(), [&](const TimerRecord& each) {
    return each.seq == static_cast<std::uint32_t>(timer.order);
  });
  const chart::Event event{it->event, it->data};
  session.after_ordinal = it->ordinal;
  session.emit(TimerOff{it->seq, "fired"});
  const bool went_on = session.step(event) && session.drain();
  session.after_ordinal = 0;
  return went_on;
}

bool fire_timeout(Session& session, const DueTimer& timer) {
  CallRecord record = session.now_case().calls.at(timer.id);
  const bool wanted = record.wanted && !record.state_id.empty();
  record.timeout.reset();
  session.put_call(timer.id, std::move(record), "timeout");
  bool taken = false;
  if (!session.step({"call." + timer.id + ".timeout", nullptr}, &taken)) return false;
  if (!taken && wanted)
    session.open_incident("call/timeout", timer.id, "call." + timer.id + ".timeout");
  return session.drain();
}

bool fire(Session& session, const DueTimer& timer) {
  switch (timer.kind) {
    case TimerKind::kClockWarned:
    case TimerKind::kClockExpired:
      return fire_clock(session, timer);
    case TimerKind::kDeferralWarned:
    case TimerKind::kDeferralDue:
      return fire_deferral(session, timer);
    case TimerKind::kAfter:
    case TimerKind::kSend:
      return fire_timer(session, timer);
    case TimerKind::kCallTimeout:
      return fire_timeout(session, timer);
  }
  return true;
}

}  // namespace

bool settle(Session& session, Instant until, Settling settling) {
  session.refresh_calendar();
  const Actor person = session.actor();
  for (std::size_t fired = 0;; ++fired) {
    const auto timer = next_timer(session.now_case());
    if (!timer || timer->at > until) break;
    if (fired == limits::kSettlePerCommit) {
      session.set_actor(person);
      // Time alone goes on with the rest in its next commit; a person's command has to wait for it.
      if (settling == Settling::kInParts) return true;
      return session.refuse("case/busy", "到期事项过多，请稍后再试",
                            "too many timers fell due at once; try again");
    }
    auto before = session.checkpoint();
    session.set_actor(Actor::system());
    session.set_now(timer->due);
    if (fire(session, *timer)) continue;
    const std::string why = session.refusal().code;
    session.restore(std::move(before));
    session.fence("timer/failed", timer->id, why);
    break;
  }
  session.set_actor(person);
  session.set_now(until);
  return true;
}

std::vector<std::string> current_holders(const Case& of) {
  std::vector<std::string> holders;
  for (const calendar::Stay& stay : of.stays) {
    if (!stay.to) holders.push_back(stay.holder);
  }
  return holders;
}

void note_acted(Case& in, const std::string& state, const std::string& actor) {
  auto& actors = in.acted[state];
  if (std::find(actors.begin(), actors.end(), actor) == actors.end()) actors.push_back(actor);
}

}  // namespace lianban::decide
