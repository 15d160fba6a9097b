// One request that cannot be served must not keep the others.
#include <map>

#include "unit/runtime/support.hpp"

namespace lianban {
namespace {

using std::chrono::minutes;

constexpr int kCases = 1000;

class Poison : public Runtime {
 protected:
  void SetUp() override {
    Runtime::SetUp();
    AgencyEntry entry;
    AgencyOperation operation;
    operation.honours_keys = true;
    entry.operations["look"] = operation;
    options.directory.entries["registry"] = entry;
    agency->answer = [this](const AgencyRequest& request) {
      return request.case_id == poison_ ? poisoned_() : AgencyAnswer::answered({{"result", "ok"}});
    };
    start(kAsker);
    // The poison is first in the lane: all others stand behind it.
    poison_ = open("asker").case_id;
    for (int i = 1; i < kCases; ++i) neighbours_.push_back(open("asker").case_id);
  }
  /// Rounds until all neighbours are through, with the clock standing still.
  int rounds_for_neighbours() {
    for (int round = 1; round <= 100; ++round) {
      const auto report = engine->pump();
      EXPECT_TRUE(report.ok());
      const bool over = report.ok() && report->total() == 0 && report->in_flight == 0;
      if (over) return round;
    }
    return 101;
  }
  void expect_neighbours_through() {
    for (const std::string& id : neighbours_) {
      ASSERT_EQ(states(id), States{"yes"});
    }
  }
  void expect_parked(const char* code) {
    const auto incidents = engine->incidents()->incidents;
    ASSERT_EQ(incidents.size(), 1u);
    EXPECT_EQ(incidents[0].case_id, poison_);
    EXPECT_EQ(incidents[0].code, code);
    EXPECT_EQ(incidents[0].subject, "ask");
    EXPECT_EQ(states(poison_), States{"asking"});
    expect_sound(poison_);
  }

  std::string poison_;
  std::vector<std::string> neighbours_;
  std::function<AgencyAnswer()> poisoned_;
};

TEST_F(Poison, AReplyThatFitsNoOutcomeParksOneCase) {
  poisoned_ = [] { return AgencyAnswer::answered({{"result", "what nobody foresaw"}}); };
  EXPECT_LE(rounds_for_neighbours(), 10);
  expect_neighbours_through();
  expect_parked("call/misfit");
}

TEST_F(Poison, AReplyOfAnotherShapeParksOneCase) {
  poisoned_ = [] { return AgencyAnswer::answered({{"result", {1, 2, 3}}}); };
  EXPECT_LE(rounds_for_neighbours(), 10);
  expect_neighbours_through();
  expect_parked("call/misfit");
}

TEST_F(Poison, ARequestThatIsAlwaysRefusedParksOneCase) {
  poisoned_ = [] { return failed("agency/refused", false); };
  EXPECT_LE(rounds_for_neighbours(), 10);
  expect_neighbours_through();
  expect_parked("call/failed");
  // The lead agency finds out by telephone, and the case goes on.
  Command answer = command(Verb::kAnswer, engine->incidents()->incidents[0].id,
                           {{"reply", {{"result", "ok"}}}, {"reason", "asked by telephone"}});
  answer.actor = clerk();
  expect_accepted(engine->submit(poison_, answer));
  EXPECT_EQ(states(poison_), States{"yes"});
}

TEST_F(Poison, ARequestThatAlwaysBreaksTheAgencyParksWhileOthersSucceed) {
  poisoned_ = [] { return failed("agency/busy", true, true); };
  EXPECT_LE(rounds_for_neighbours(), 10);
  expect_neighbours_through();
  EXPECT_TRUE(engine->incidents()->incidents.empty()) << "it still has attempts";
  // Others keep coming and are served the moment they come, until its attempts are used up.
  const Instant end = clock->now() + std::chrono::hours{2};
  while (clock->now() < end && engine->incidents()->incidents.empty()) {
    clock->set(clock->now() + minutes{1});
    const std::string next = open("asker").case_id;
    pump();
    EXPECT_EQ(states(next), States{"yes"}) << format_instant(clock->now());
  }
  expect_parked("call/failed");
}

}  // namespace
}  // namespace lianban
