// An agency is down for three days of virtual time: its cases wait, and nobody else notices.
#include <algorithm>
#include <map>
#include <set>

#include "unit/runtime/support.hpp"

namespace lianban {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kWaiting = 200;
constexpr hours kOutage{72};
constexpr minutes kBetweenArrivals{30};
constexpr int kArrivals = 12;       ///< Cases of the other agency, each time.
constexpr std::size_t kRound = 16;  ///< Small rounds: who is starved shows.

/// Two approvals, each with one request, to an agency of its own.
Json approval(const char* id, const char* agency, const char* timeout) {
  Json source = Json::parse(kAsker);
  source["id"] = id;
  source["agencies"][agency] = source["agencies"]["registry"];
  if (std::string(agency) != "registry") source["agencies"].erase("registry");
  source["calls"]["ask"]["agency"] = agency;
  source["calls"]["ask"]["timeout"] = timeout;
  return source;
}

/// What the same two days look like to the cases of the agency that works.
struct Seen {
  std::vector<double> seconds;  ///< Of virtual time, from filing to answer.
  std::vector<double> rounds;   ///< Of the pump.
  [[nodiscard]] static double mean(const std::vector<double>& all) {
    double sum = 0;
    for (const double each : all) sum += each;
    return sum / static_cast<double>(all.size());
  }
  [[nodiscard]] static double worst(const std::vector<double>& all) {
    return *std::max_element(all.begin(), all.end());
  }
};

class Outage : public Runtime {
 protected:
  void prepare() {
    for (const char* name : {"registry", "archive"}) {
      AgencyEntry entry;
      AgencyOperation operation;
      operation.honours_keys = true;
      operation.poll = AgencyPolling{seconds{20}, {}, {}};
      entry.operations["look"] = operation;
      options.directory.entries[name] = entry;
    }
    agency->answer = [this](const AgencyRequest& request) {
      if (request.agency == "archive") {
        return AgencyAnswer::acknowledged(format_instant(clock->now() + seconds{30}));
      }
      asked_.push_back(clock->now());
      return down_ ? failed(code_, true, code_ != std::string("agency/unreachable"))
                   : AgencyAnswer::answered({{"result", "ok"}});
    };
    agency->polled = [this](const AgencyRequest&, const std::string& ticket) {
      return clock->now() >= *parse_instant(ticket) ? AgencyAnswer::answered({{"result", "ok"}})
                                                    : AgencyAnswer::pending();
    };
    clock->set(begin_);
    start();
    ASSERT_TRUE(engine->publish(definition_of(approval("waiting", "registry", "5 workdays"))).ok());
    ASSERT_TRUE(engine->publish(definition_of(approval("other", "archive", "5 workdays"))).ok());
  }

  /// Pumps until nothing is due now, and counts.
  void pump_all() {
    for (int round = 0; round < 10'000; ++round) {
      const auto report = engine->pump(kRound);
      ASSERT_TRUE(report.ok()) << report.error().code;
      ++rounds_;
      look(*report);
      if (report->total() == 0 && report->in_flight == 0) return;
    }
    FAIL() << "the pump never comes to rest";
  }
  void look(const PumpReport& report) {
    if (report.answered == 0) return;
    for (auto it = under_way_.begin(); it != under_way_.end();) {
      if (states(it->first) != States{"yes"}) {
        ++it;
        continue;
      }
      const auto took = clock->now() - it->second.first;
      seen_.seconds.push_back(
          static_cast<double>(std::chrono::duration_cast<seconds>(took).count()));
      seen_.rounds.push_back(static_cast<double>(rounds_ - it->second.second));
      it = under_way_.erase(it);
    }
  }
  void run_until(Instant end) {
    for (;;) {
      pump_all();
      const auto due = engine->next_due();
      ASSERT_TRUE(due.ok());
      if (!*due || **due > end) break;
      clock->set(std::max(**due, clock->now()));
    }
    clock->set(end);
  }
  void others_arrive() {
    for (int i = 0; i < kArrivals; ++i) {
      under_way_[open("other").case_id] = {clock->now(), rounds_};
    }
  }

  /// Three days: 200 cases that wait for the registry, others that come all the time.
  Seen live(bool down, const char* code) {
    down_ = down;
    code_ = code;
    seen_ = {};
    under_way_.clear();
    asked_.clear();
    waiting_.clear();
    prepare();
    for (int i = 0; i < kWaiting; ++i) waiting_.push_back(open("waiting").case_id);
    for (Instant now = begin_; now < begin_ + kOutage; now += kBetweenArrivals) {
      others_arrive();
      run_until(now + kBetweenArrivals);
    }
    EXPECT_TRUE(under_way_.empty());
    return seen_;
  }

  void expect_patience() {
    EXPECT_TRUE(engine->incidents()->incidents.empty());
    for (const std::string& id : waiting_) {
      const auto calls = engine->open_calls(id);
      ASSERT_TRUE(calls.ok());
      ASSERT_EQ(calls->size(), 1u);
      EXPECT_EQ(calls->front().state, "asked");
      EXPECT_EQ(states(id), States{"asking"});
    }
    std::map<std::int64_t, int> per_minute;
    for (const Instant at : asked_) ++per_minute[(at - begin_) / minutes{1}];
    // Until it is known to be down it is asked as often as its breaker lets.
    const AgencyEntry& entry = options.directory.entries["registry"];
    EXPECT_LE(per_minute[0], entry.breaker.failures + entry.concurrency);
    per_minute.erase(0);
    for (const auto& [minute, count] : per_minute) EXPECT_LE(count, 1) << "minute " << minute;
    EXPECT_GE(asked_.size(), 100u) << "nobody looks whether it is back";
  }
  void expect_recovery() {
    down_ = false;
    run_until(clock->now() + minutes{15});
    for (const std::string& id : waiting_) {
      EXPECT_EQ(states(id), States{"yes"});
    }
    EXPECT_TRUE(engine->incidents()->incidents.empty());
    expect_sound(waiting_.front());
    EXPECT_EQ((*engine->agencies())["registry"]["breaker"], "closed");
  }
  static void expect_unharmed(const Seen& usual, const Seen& outage) {
    ASSERT_EQ(usual.seconds.size(), outage.seconds.size());
    EXPECT_GT(Seen::mean(usual.seconds), 0);
    EXPECT_LE(Seen::mean(outage.seconds), 1.2 * Seen::mean(usual.seconds));
    EXPECT_LE(Seen::worst(outage.seconds), 1.2 * Seen::worst(usual.seconds));
    EXPECT_LE(Seen::mean(outage.rounds), 1.2 * Seen::mean(usual.rounds));
    RecordProperty("seconds_ratio",
                   std::to_string(Seen::mean(outage.seconds) / Seen::mean(usual.seconds)));
    RecordProperty("rounds_ratio",
                   std::to_string(Seen::mean(outage.rounds) / Seen::mean(usual.rounds)));
  }

  const Instant begin_ = moment("2021-09-15T09:00:00+08:00");
  bool down_ = false;
  const char* code_ = "";
  std::vector<Instant> asked_;
  std::vector<std::string> waiting_;
  std::map<std::string, std::pair<Instant, int>> under_way_;
  Seen seen_;
  int rounds_ = 0;
};

TEST_F(Outage, AnAgencyThatCannotBeReachedForThreeDaysCostsNobodyButItsCases) {
  const Seen usual = live(false, "");
  const Seen outage = live(true, "agency/unreachable");
  expect_patience();
  expect_recovery();
  expect_unharmed(usual, outage);
}

TEST_F(Outage, AnAgencyThatIsBusyForThreeDaysCostsNobodyButItsCases) {
  const Seen usual = live(false, "");
  const Seen outage = live(true, "agency/busy");
  expect_patience();
  expect_recovery();
  expect_unharmed(usual, outage);
}

TEST_F(Outage, WhatHasALimitOfItsOwnIsReportedThenAndNotBefore) {
  down_ = true;
  code_ = "agency/unreachable";
  prepare();
  ASSERT_TRUE(engine->publish(definition_of(approval("hasty", "registry", "1 workday"))).ok());
  const std::string hasty = open("hasty").case_id;
  const std::string patient = open("waiting").case_id;
  // The day of asking does not count: the limit is the end of the next workday.
  run_until(moment("2021-09-16T23:59:00+08:00"));
  EXPECT_TRUE(engine->incidents()->incidents.empty());
  run_until(moment("2021-09-17T00:01:00+08:00"));
  const auto incidents = engine->incidents()->incidents;
  ASSERT_EQ(incidents.size(), 1u);
  EXPECT_EQ(incidents[0].case_id, hasty);
  // Reported is not given up: it goes on with the others when the agency is back.
  down_ = false;
  run_until(clock->now() + minutes{15});
  EXPECT_EQ(states(patient), States{"yes"});
  EXPECT_EQ(states(hasty), States{"yes"});
  EXPECT_TRUE(engine->incidents()->incidents.empty());
}

}  // namespace
}  // namespace lianban
