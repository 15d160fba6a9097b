// Licences that rest on another follow it: exactly once, through crashes, to the end of the chain.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "register_support.hpp"

namespace lianban {
namespace {

using Resting = Licensing;

TEST_F(Resting, ItFollowsAndItsCaseHears) {
  use_file();
  start_all();
  const std::string base = file_permit();
  const std::string other = recognise("F001");
  EXPECT_EQ(licence("F001")["resting"], Json({"R001"}));
  for (const auto& [event, expected] :
       {std::pair("suspend", "suspended"), {"resume", "made"}, {"revoke", "revoked"}}) {
    expect_accepted(send(base, event));
    pump();
    EXPECT_EQ(state("R001"), expected);
    EXPECT_EQ(show(other)["licences"]["seal"]["state"], expected);
  }
  EXPECT_EQ(show(other)["vars"]["heard"], 3);
  expect_sound(other);
}

// Killed at any of these points, the next engine goes on, and nothing is done twice.
TEST_F(Resting, ACrashBetweenActAndFollowingLosesAndDoublesNothing) {
  for (const char* const point : {"outbox:claimed", "resting:one", "resting:followed"}) {
    use_file();
    start_all();
    const std::string base = file_permit();
    const std::string number = number_of(base, "permit");
    std::vector<std::string> others{recognise(number), recognise(number)};
    std::size_t before = rows(others[0]);
    int seen = 0;
    // The second of the two meets the fault, so that one has followed and one has not.
    const int which = std::string_view(point) == "resting:one" ? 2 : 1;
    faults = [&](std::string_view at) { return at == point && ++seen == which; };
    expect_accepted(send(base, "suspend"));
    (void)engine->pump();
    EXPECT_GE(seen, which) << point;
    faults = nullptr;
    start_all();
    clock->set(clock->now() + std::chrono::minutes(2));
    pump();
    pump();
    for (const std::string& id : others) {
      EXPECT_EQ(show(id)["licences"]["seal"]["state"], "suspended") << point;
      EXPECT_EQ(show(id)["vars"]["heard"], 1) << point;
      EXPECT_EQ(rows(id), before + 1) << point;
      expect_sound(id);
    }
  }
}

TEST_F(Resting, ALicenceOfAnEndedCaseFollows) {
  use_file();
  start_all();
  const std::string base = file_permit();
  const std::string other = recognise("F001");
  expect_accepted(send(other, "close"));
  expect_accepted(send(base, "revoke"));
  pump();
  EXPECT_EQ(state("R001"), "revoked");
  EXPECT_EQ(show(other)["outcome"], "granted");
  EXPECT_EQ(show(other)["vars"]["heard"], 0) << "an ended case hears nothing";
  expect_sound(other);
}

TEST_F(Resting, WhatIsOverBeforeItCouldBePassedOnLeavesItAlone) {
  start_all();
  const std::string base = file_permit();
  const std::string other = recognise("F001");
  expect_accepted(send(base, "suspend"));
  expect_accepted(send(base, "resume"));
  pump();
  EXPECT_EQ(state("R001"), "made");
  EXPECT_EQ(show(other)["vars"]["heard"], 0);
}

// Issued while the other is being revoked: either it is refused, or it follows.
TEST_F(Resting, NothingIsIssuedOnALicenceThatIsRevokedMeanwhile) {
  use_file();
  start_all();
  const std::string base = file_permit("base");
  const std::string late = open("recognition", {{"form", {{"number", "F001"}}}}, "late").case_id;
  bool once = false;
  faults = [&](std::string_view point) {
    if (point == "desk:decided" && !std::exchange(once, true)) {
      expect_accepted(send(base, "revoke"));
    }
    return false;
  };
  EXPECT_EQ(refusal_code(send(late, "issue")), "licence/rests_on");
  EXPECT_TRUE(once);
}

TEST_F(Resting, AChainThatNoCaseIssuedIsPassedThrough) {
  start_all();
  const auto enter = [&](const char* number, const char* on) {
    const auto entered = engine->register_licence(
        {{"number", number}, {"licence", "x"}, {"issued_at", "2019-05-01"}, {"rests_on", on}});
    EXPECT_TRUE(entered.ok());
  };
  file_permit();
  enter("OLD-1", "F001");
  enter("OLD-2", "OLD-1");
  const std::string end = recognise("OLD-2");
  const std::string other = hold("F001");
  expect_accepted(send(other, "cancel"));
  pump();
  for (const char* number : {"F001", "OLD-1", "OLD-2", "R001"}) {
    EXPECT_EQ(state(number), "cancelled") << number;
  }
  EXPECT_EQ(show(end)["vars"]["heard"], 1);
}

/// What a licence is, from a record of the history or from the register.
Json essence(const Json& of) {
  Json kept = Json::object();
  for (const char* name : {"state", "version", "reason", "rests_on", "content"}) {
    kept[name] = of.value(name, Json());
  }
  return kept;
}

class RegisterProperty : public Licensing {
 protected:
  /// The register as all histories together tell it: of each number the latest entry that wrote.
  std::map<std::string, Json> told(const std::vector<std::string>& ids) {
    std::map<std::string, std::pair<std::uint64_t, Json>> latest;
    for (const std::string& id : ids) {
      const Json rows = *engine->history(id);
      for (const Json& row : rows) {
        for (const Json& entry : row["entries"]) {
          const std::string why = entry.value("why", "");
          if (entry["k"] != "licence" || why == "bound" || why == "register") continue;
          const Json& record = entry["record"];
          auto& [revision, what] = latest[record["number"].get<std::string>()];
          const auto written = record["row"].get<std::uint64_t>();
          if (written < revision) continue;
          revision = written;
          what = essence(record);
        }
      }
    }
    std::map<std::string, Json> all;
    for (const auto& [number, row] : latest) all[number] = row.second;
    return all;
  }
  std::map<std::string, Json> registered() {
    std::map<std::string, Json> all;
    const Json page = *engine->licences(1000);
    for (const Json& each : page["licences"]) {
      const std::string number = each["number"].get<std::string>();
      all[number] = essence(licence(number));
    }
    return all;
  }
};

/// Replay equals the store, the register's rows too: whatever several cases did, with faults.
RC_GTEST_FIXTURE_PROP(RegisterProperty, TheRegisterIsWhatTheHistoriesSay, ()) {
  start_all();
  const std::string base = file_permit();
  const std::string number = number_of(base, "permit");
  std::vector<std::string> ids{base, hold(number), hold(number), recognise(number)};
  ids.push_back(recognise(number_of(ids[3], "seal")));
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 42));
  const char* const events[] = {"suspend", "resume", "cancel", "revoke", "renew", "close"};
  for (const int step : steps) {
    const bool broken = step % 7 == 0;
    faults = [broken](std::string_view at) { return broken && at == "commit:row"; };
    (void)send(ids[static_cast<std::size_t>(step) % 3], events[step / 7]);
    faults = nullptr;
    if (step % 5 == 0) pump();
  }
  pump();
  for (const std::string& id : ids) RC_ASSERT(engine->verify(id)->sound);
  RC_ASSERT(registered() == told(ids));
  const std::string seal = state(number_of(ids[3], "seal"));
  RC_ASSERT(seal == state(number));
  RC_ASSERT(seal == state(number_of(ids[4], "seal")));
}

}  // namespace
}  // namespace lianban
