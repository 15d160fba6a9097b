// Licences that rest on another follow it: exactly once, through crashes, to the end of the chain.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "decide/codec.hpp"
#include "register_support.hpp"
#include "runtime/register.hpp"
#include "store/store.hpp"

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

/// The register as all histories together tell it: of each number the latest entry that wrote it.
std::map<std::string, std::string> told_by_histories(store::Store& store,
                                                     const std::vector<std::string>& ids) {
  std::map<std::string, decide::LicenceRecord> latest;
  for (const std::string& id : ids) {
    const store::CaseKey key{{}, *base::parse_case_id(id)};
    const auto personal = *decide::PersonalValues::decode(store.load(key).value()->row.personal);
    const auto journal = store.journal(key).value();
    for (const store::JournalRow& row : journal) {
      const auto entries = *decide::decode_entries(row.bytes, personal);
      for (const decide::Entry& entry : entries) {
        const auto* stands = std::get_if<decide::LicenceStands>(&entry);
        if (stands == nullptr || stands->why == "bound" || stands->why == "register") continue;
        auto& record = latest[stands->record.number];
        if (stands->record.row >= record.row) record = stands->record;
      }
    }
  }
  std::map<std::string, std::string> rows;
  for (const auto& [number, record] : latest) {
    rows[number] = std::to_string(record.row) + " " + decide::encode_licence(record, {});
  }
  return rows;
}

std::map<std::string, std::string> register_of(store::Store& store) {
  std::map<std::string, std::string> rows;
  const auto all = store.licences({}, 0, 1000).value();
  for (const store::LicenceRow& row : all) {
    const auto record = runtime::registered_of(row)->record;
    rows[row.number] = std::to_string(row.revision) + " " + decide::encode_licence(record, {});
  }
  return rows;
}

/// Replay equals the store, the register's rows too: whatever several cases did, with faults.
RC_GTEST_FIXTURE_PROP(Resting, TheRegisterIsWhatTheHistoriesSay, ()) {
  use_file();
  start_all();
  const std::string base = file_permit();
  const std::string number = number_of(base, "permit");
  std::vector<std::string> ids{base, hold(number), hold(number), recognise(number)};
  ids.push_back(recognise(number_of(ids[3], "seal")));
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 24));
  const char* const events[] = {"suspend", "resume", "cancel", "revoke", "renew", "close"};
  for (const int step : steps) {
    const bool broken = step % 7 == 0;
    faults = [broken](std::string_view at) { return broken && at == "commit:row"; };
    (void)send(ids[static_cast<std::size_t>(step) % 3], events[step % 6]);
    faults = nullptr;
    if (step % 3 == 0) pump();
  }
  pump();
  for (const std::string& id : ids) RC_ASSERT(engine->verify(id)->sound);
  const std::string under = state(number);
  if (under != "made") RC_ASSERT(state(number_of(ids[3], "seal")) == under);
  RC_ASSERT(state(number_of(ids[3], "seal")) == state(number_of(ids[4], "seal")));
  engine.reset();
  store::SqliteOptions sqlite;
  sqlite.path = file();
  auto store = store::open_sqlite(sqlite).value();
  RC_ASSERT(register_of(*store) == told_by_histories(*store, ids));
  RC_ASSERT(store->check().ok());
}

}  // namespace
}  // namespace lianban
