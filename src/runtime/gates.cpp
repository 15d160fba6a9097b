#include "runtime/gates.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace lianban::runtime {

using lifecycle::BreakerEvent;
using lifecycle::BreakerState;

namespace {

/// An agency without an entry is an adapter inside the host, which knows its own limits.
const AgencyEntry& usual_entry() {
  static const AgencyEntry kUsual = [] {
    AgencyEntry entry;
    entry.concurrency = 64;
    return entry;
  }();
  return kUsual;
}

/// A request must not be given up before its agency is known to be down.
int failures_to_trip(const AgencyEntry& entry) {
  return std::clamp(entry.breaker.failures, 1, std::max(1, entry.retry.attempts - 1));
}

}  // namespace

Health health_of(const AgencyAnswer& answer) {
  if (answer.kind != AgencyAnswerKind::kFailed) return Health::kUp;
  static const std::set<std::string_view> kDown = {"agency/unreachable", "agency/timeout",
                                                   "agency/interrupted", "agency/busy",
                                                   "agency/nonsense",    "agency/token"};
  static const std::set<std::string_view> kUp = {"agency/refused", "agency/too_large",
                                                 "agency/failed"};
  if (kDown.contains(answer.error.code)) return Health::kDown;
  return kUp.contains(answer.error.code) ? Health::kUp : Health::kUnknown;
}

const AgencyEntry* Gates::entry_of(std::string_view lane, std::string& name) const {
  name = lane;
  if (const auto own = directory_.entries.find(lane); own != directory_.entries.end()) {
    return &own->second;
  }
  // "@notices" is a whole name; "police@330300" falls back to the agency's common entry.
  const std::size_t at = lane.find('@');
  if (at == std::string_view::npos || at == 0) return nullptr;
  const auto common = directory_.entries.find(lane.substr(0, at));
  if (common == directory_.entries.end()) return nullptr;
  name = common->first;
  return &common->second;
}

Gates::Gate& Gates::gate_of(const std::string& lane, const AgencyEntry*& entry) {
  std::string name;
  entry = entry_of(lane, name);
  if (entry == nullptr) entry = &usual_entry();
  return gates_[name];
}

bool Gates::external(const std::string& lane) const {
  std::string name;
  const AgencyEntry* entry = entry_of(lane, name);
  return entry != nullptr && entry->external;
}

std::string Gates::name_of(const std::string& lane) const {
  std::string name;
  static_cast<void>(entry_of(lane, name));
  return name;
}

void Gates::fire(Gate& gate, BreakerEvent event) {
  gate.breaker = lifecycle::next(gate.breaker, event).value_or(gate.breaker);
}

std::size_t Gates::take(const std::string& lane, std::size_t wanted, Instant now) {
  const std::lock_guard lock(mutex_);
  const AgencyEntry* entry = nullptr;
  Gate& gate = gate_of(lane, entry);
  if (entry->external || wanted == 0) return 0;
  std::size_t places = 0;
  switch (gate.breaker) {
    case BreakerState::kClosed: {
      const auto limit = static_cast<std::size_t>(entry->concurrency);
      places = std::min(wanted, limit - std::min(limit, gate.in_flight));
      break;
    }
    case BreakerState::kOpen:
      if (now < gate.open_until) return 0;
      fire(gate, BreakerEvent::kProbe);
      places = 1;
      break;
    case BreakerState::kProbing:
      return 0;
  }
  gate.in_flight += places;
  return places;
}

void Gates::give_back(const std::string& lane, std::size_t places) {
  if (places == 0) return;
  const std::lock_guard lock(mutex_);
  const AgencyEntry* entry = nullptr;
  Gate& gate = gate_of(lane, entry);
  gate.in_flight -= std::min(gate.in_flight, places);
  // The pause was over, but nobody wanted to go: the next one who does is the probe.
  fire(gate, BreakerEvent::kFail);
}

void Gates::land(const std::string& lane, const Landed& landed, Instant now) {
  const std::lock_guard lock(mutex_);
  const AgencyEntry* entry = nullptr;
  Gate& gate = gate_of(lane, entry);
  gate.in_flight -= std::min<std::size_t>(gate.in_flight, 1);
  ++gate.attempts;
  gate.failures += landed.failed ? 1 : 0;
  gate.repeats += landed.again ? 1 : 0;
  gate.latency_sum += landed.milliseconds;
  gate.latency_max = std::max(gate.latency_max, landed.milliseconds);
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), landed.milliseconds);
  ++gate.latency.at(static_cast<std::size_t>(bound - kBounds.begin()));
  switch (landed.health) {
    case Health::kUp:
      gate.failures_in_row = 0;
      fire(gate, BreakerEvent::kSucceed);
      return;
    case Health::kUnknown:
      fire(gate, BreakerEvent::kFail);
      return;
    case Health::kDown:
      break;
  }
  ++gate.failures_in_row;
  const BreakerState before = gate.breaker;
  fire(gate, BreakerEvent::kFail);
  if (gate.failures_in_row >= failures_to_trip(*entry)) fire(gate, BreakerEvent::kTrip);
  if (gate.breaker != BreakerState::kOpen || before == BreakerState::kOpen) return;
  gate.open_until = now + entry->breaker.open_for;
  ++gate.opened;
}

bool Gates::down(const std::string& lane) {
  const std::lock_guard lock(mutex_);
  const AgencyEntry* entry = nullptr;
  return gate_of(lane, entry).breaker != BreakerState::kClosed;
}

std::optional<Instant> Gates::shut_until(const std::string& lane) {
  const std::lock_guard lock(mutex_);
  const AgencyEntry* entry = nullptr;
  const Gate& gate = gate_of(lane, entry);
  if (gate.breaker != BreakerState::kOpen) return std::nullopt;
  return gate.open_until;
}

Json Gates::latency_of(const Gate& gate) {
  Json counted = Json::object();
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < kBounds.size(); ++i) {
    below += gate.latency[i];
    counted[std::to_string(kBounds[i])] = below;
  }
  const std::uint64_t all = below + gate.latency.back();
  return {{"count", all}, {"sum", gate.latency_sum}, {"max", gate.latency_max}, {"le", counted}};
}

Json Gates::report() {
  const std::lock_guard lock(mutex_);
  Json all = Json::object();
  for (const auto& [name, gate] : gates_) {
    const auto entry = directory_.entries.find(name);
    const AgencyEntry& how = entry == directory_.entries.end() ? usual_entry() : entry->second;
    Json& one = all[name];
    one = {{"breaker", to_name(gate.breaker)},
           {"in_flight", gate.in_flight},
           {"limit", how.concurrency},
           {"attempts", gate.attempts},
           {"failures", gate.failures},
           {"repeats", gate.repeats},
           {"opened", gate.opened},
           {"latency_ms", latency_of(gate)}};
    if (gate.breaker != BreakerState::kClosed) {
      one["open_until"] = format_instant(gate.open_until);
    }
  }
  return all;
}

}  // namespace lianban::runtime
