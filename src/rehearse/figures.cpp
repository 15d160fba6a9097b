#include "rehearse/figures.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "calendar/clock.hpp"

namespace lianban::rehearse {

namespace {

constexpr std::string_view kApplicant = "applicant";

/// What a limit brought about at 24:00 belongs to the day it ended.
Day day_reached(Instant at) { return at_midnight(at) ? shown_day(at) : day_of(at); }

bool has(const std::vector<std::string>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

class Counter {
 public:
  explicit Counter(RehearsalFigures& to) : to_(to) {}

  void look(const decide::Entry& entry) {
    if (const auto* clock = std::get_if<decide::ClockStands>(&entry)) {
      for (const auto kind : {calendar::LimitKind::kStatutory, calendar::LimitKind::kPromised}) {
        const auto& limit = clock->record.limit(kind);
        if (!limit || !limit->expired) continue;
        std::string name = "clock." + clock->id;
        name += ".";
        name += to_name(kind);
        if (seen_.insert(name + "/" + std::to_string(clock->record.number)).second) {
          ++to_.breaches[name];
        }
      }
    } else if (const auto* deferral = std::get_if<decide::DeferralStands>(&entry)) {
      if (deferral->record.state != lifecycle::DeferralState::kOverdue) return;
      std::string name = "deferral.";
      name += deferral->id;
      if (seen_.insert(name).second) ++to_.breaches[name];
    } else if (const auto* held = std::get_if<decide::Held>(&entry)) {
      const bool his = has(held->holders, kApplicant);
      if (his && (!before_ || has(held->anew, kApplicant))) ++to_.applicant_turns;
      before_ = his;
    }
  }

 private:
  RehearsalFigures& to_;
  std::set<std::string> seen_;
  bool before_ = false;
};

template <class Count>
void put(std::map<std::string, std::int64_t>& to, const std::map<std::string, Count>& from,
         std::int64_t sign) {
  for (const auto& [name, count] : from) {
    auto& sum = to[name];
    sum += sign * static_cast<std::int64_t>(count);
  }
}

void drop_zeros(std::map<std::string, std::int64_t>& from) {
  std::erase_if(from, [](const auto& each) { return each.second == 0; });
}

void add_saved(const std::optional<std::int64_t>& before, const std::optional<std::int64_t>& after,
               std::int64_t& sum) {
  if (before && after) sum += *before - *after;
}

}  // namespace

RehearsalFigures figures_of(const std::vector<decide::Entries>& rows, Instant until,
                            const calendar::Calendar& calendar) {
  RehearsalFigures out;
  Counter counter(out);
  decide::Case of;
  for (const decide::Entries& row : rows) {
    for (const decide::Entry& entry : row) counter.look(entry);
    decide::apply_row(row, of);
  }
  const auto days_to = [&](const std::optional<Instant>& at) -> std::optional<std::int64_t> {
    if (!at) return std::nullopt;
    return calendar.between_provisional(day_of(of.opened_at), day_reached(*at)).workdays;
  };
  out.ended = of.ended();
  out.outcome = of.outcome;
  out.decision = of.decision;
  out.states = of.active;
  out.days_to_decision = days_to(of.decided_at);
  out.days_to_ending = days_to(of.ended_at);
  for (const auto& [holder, days] : calendar::workdays_used(of.stays, until, calendar)) {
    if (days != 0) out.used[holder] = days;
  }
  return out;
}

namespace {

/// A limit that has passed has passed, whatever comes after.
void add_certain(const RehearsedCase& rehearsed, RehearsalReport& report) {
  for (const auto& [limit, count] : rehearsed.after.breaches) {
    const auto known = rehearsed.before.breaches.find(limit);
    const std::size_t before = known == rehearsed.before.breaches.end() ? 0 : known->second;
    if (count > before) report.breaches_saved[limit] -= static_cast<std::int64_t>(count - before);
  }
  drop_zeros(report.breaches_saved);
}

}  // namespace

void add(const RehearsedCase& rehearsed, RehearsalReport& report) {
  const std::string& was = rehearsed.before.decision;
  const std::string& is = rehearsed.after.decision;
  if (!was.empty() && !is.empty() && was != is) ++report.decided_otherwise;
  for (const RehearsalRefusal& refusal : rehearsed.refused) ++report.refused[refusal.code];
  for (const std::string& material : rehearsed.unneeded) ++report.unneeded[material];
  switch (rehearsed.verdict) {
    case RehearsedCase::Verdict::kSame:
      ++report.same;
      break;
    case RehearsedCase::Verdict::kDifferent:
      ++report.different;
      break;
    case RehearsedCase::Verdict::kOpen:
      ++report.open;
      break;
    case RehearsedCase::Verdict::kUntold:
      // What was saved up to there may be lost again afterwards: it is not counted.
      ++report.untold;
      return add_certain(rehearsed, report);
  }
  const RehearsalFigures& before = rehearsed.before;
  const RehearsalFigures& after = rehearsed.after;
  add_saved(before.days_to_decision, after.days_to_decision, report.days_to_decision_saved);
  add_saved(before.days_to_ending, after.days_to_ending, report.days_to_ending_saved);
  put(report.days_saved, before.used, 1);
  put(report.days_saved, after.used, -1);
  drop_zeros(report.days_saved);
  report.applicant_turns_saved += static_cast<std::int64_t>(before.applicant_turns) -
                                  static_cast<std::int64_t>(after.applicant_turns);
  put(report.breaches_saved, before.breaches, 1);
  put(report.breaches_saved, after.breaches, -1);
  drop_zeros(report.breaches_saved);
}

}  // namespace lianban::rehearse
