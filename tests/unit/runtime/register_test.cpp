// Licences beyond the case that issued them: one register, whoever acts.
#include <gtest/gtest.h>

#include <thread>

#include "register_support.hpp"
#include "store/store.hpp"

namespace lianban {
namespace {

using Register = Licensing;

TEST_F(Register, AnIssuedLicenceIsInTheRegisterWithItsCase) {
  use_file();
  start_all();
  const std::string id = file_permit();
  const Json row = licence("F001");
  EXPECT_EQ(row["definition"], "filing");
  EXPECT_EQ(row["licence"], "permit");
  EXPECT_EQ(row["type_code"], "T1");
  EXPECT_EQ(row["case"], id);
  EXPECT_EQ(row["state"], "made");
  EXPECT_EQ(row["content"]["plate"], "浙C12345");
  EXPECT_EQ(row["resting"], Json::array());
  EXPECT_EQ(engine->licence("F999").error().code, "licence/not_found");
  EXPECT_EQ((*engine->licences())["licences"].size(), 1U);
}

TEST_F(Register, AnotherCaseActsAndTheFirstOneShowsIt) {
  use_file();
  start_all();
  const std::string first = file_permit();
  expect_accepted(send(first, "close"));
  const std::size_t before = rows(first);
  const std::string second = hold("F001");
  expect_accepted(send(second, "cancel"));
  pump();
  EXPECT_EQ(state("F001"), "cancelled");
  EXPECT_EQ(show(first)["licences"]["permit"]["state"], "cancelled");
  EXPECT_EQ(rows(first), before) << "its own history is untouched";
  EXPECT_EQ(licence("F001")["case"], first) << "an act does not change who issued it";
  expect_sound(first);
  expect_sound(second);
}

TEST_F(Register, TheNextVersionBelongsToTheCaseThatIssuedIt) {
  use_file();
  start_all();
  const std::string first = file_permit();
  const std::string second = hold("F001");
  expect_accepted(send(second, "renew"));
  EXPECT_EQ(licence("F001")["version"], 2);
  EXPECT_EQ(licence("F001")["case"], second);
  EXPECT_EQ(show(first)["licences"]["permit"]["state"], "replaced");
  EXPECT_EQ(refusal_code(send(first, "suspend")), "licence/state");
  expect_sound(first);
  expect_sound(second);
}

// The personal values of one case must not stand readable in another's history.
TEST_F(Register, PersonalValuesOfALicenceGoToTheOtherCasesOwnBlock) {
  use_file();
  start_all();
  file_permit();
  const std::string second = hold("F001");
  EXPECT_EQ(show(second)["licences"]["permit"]["content"]["plate"], "浙C12345");
  engine.reset();
  store::SqliteOptions sqlite;
  sqlite.path = file();
  auto store = store::open_sqlite(sqlite).value();
  const auto id = *base::parse_case_id(second);
  const auto stored = store->load({{}, id}).value();
  EXPECT_NE(stored->row.personal.find("浙C12345"), std::string::npos);
  EXPECT_EQ(stored->row.body.find("浙C12345"), std::string::npos);
  const auto journal = store->journal({{}, id}).value();
  for (const auto& row : journal) {
    EXPECT_EQ(row.bytes.find("浙C12345"), std::string::npos);
  }
  const auto licence = store->licence({}, "F001").value();
  EXPECT_EQ(licence->body.find("浙C12345"), std::string::npos);
  EXPECT_NE(licence->personal.find("浙C12345"), std::string::npos);
}

// Both have read "made"; only one of them may find it so when it commits.
TEST_F(Register, OfTwoCasesThatCancelAtOnceOneIsRefused) {
  use_file();
  start_all();
  for (int round = 0; round < 8; ++round) {
    const std::string owner = file_permit();
    const std::string number = number_of(owner, "permit");
    const std::vector<std::string> ids{hold(number), hold(number)};
    std::vector<std::string> codes(2);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      threads.emplace_back([&, i] { codes[i] = refusal_code(send(ids[i], "cancel")); });
    }
    for (std::thread& thread : threads) thread.join();
    std::sort(codes.begin(), codes.end());
    EXPECT_EQ(codes, (std::vector<std::string>{"accepted", "licence/state"}));
    for (const std::string& id : ids) expect_sound(id);
  }
}

TEST_F(Register, ACommitThatMeetsAnotherStateIsDecidedAgain) {
  use_file();
  start_all();
  file_permit();
  const std::string first = hold("F001", "first");
  const std::string second = hold("F001", "second");
  // While the first one's decision waits for its commit, the second one acts.
  bool once = false;
  std::string inner;
  faults = [&](std::string_view point) {
    if (point == "desk:decided" && !std::exchange(once, true)) {
      inner = refusal_code(send(second, "suspend"));
    }
    return false;
  };
  EXPECT_EQ(refusal_code(send(first, "suspend")), "licence/state");
  EXPECT_EQ(inner, "accepted");
  EXPECT_TRUE(once);
  expect_sound(first);
}

TEST_F(Register, ALicenceFromBeforeIsEnteredOnce) {
  use_file();
  start_all();
  const Json old{{"number", "OLD-1"},
                 {"licence", "permit"},
                 {"issued_at", "2019-05-01"},
                 {"expires", "2021-09-15"},
                 {"content", {{"plate", "浙C9"}}}};
  EXPECT_EQ((*engine->register_licence(old))["repeated"], false);
  const std::string id = hold("OLD-1");
  expect_accepted(send(id, "suspend"));
  EXPECT_EQ((*engine->register_licence(old))["repeated"], true) << "also after it was acted on";
  EXPECT_EQ(state("OLD-1"), "suspended");
  Json other = old;
  other["expires"] = "2030-01-01";
  EXPECT_EQ(engine->register_licence(other).error().code, "licence/exists");
  clock->set(moment("2021-09-16T00:00:00+08:00"));
  EXPECT_EQ(state("OLD-1"), "expired");
}

TEST_F(Register, WhatCannotBeEnteredIsNamedByItsMember) {
  start_all();
  const Json good{{"number", "N"}, {"licence", "permit"}, {"issued_at", "2019-05-01"}};
  const auto refused = [&](const char* member, Json value) {
    Json bad = good;
    bad[member] = std::move(value);
    const auto entered = engine->register_licence(bad);
    if (entered.ok()) return std::string("entered");
    return entered.error().code + " " +
           (entered.error().message.en.ends_with(member) ? member : entered.error().message.en);
  };
  EXPECT_EQ(refused("number", ""), "argument/licence number");
  EXPECT_EQ(refused("number", 7), "argument/licence number");
  EXPECT_EQ(refused("licence", nullptr), "argument/licence licence");
  EXPECT_EQ(refused("issued_at", "yesterday"), "argument/licence issued_at");
  EXPECT_EQ(refused("expires", "2019-02-30"), "argument/licence expires");
  EXPECT_EQ(refused("state", "lost"), "argument/licence state");
  EXPECT_EQ(refused("version", 0), "argument/licence version");
  EXPECT_EQ(refused("content", "x"), "argument/licence content");
  EXPECT_EQ(refused("colour", "red"), "argument/licence colour");
  Json resting = good;
  resting["rests_on"] = "nowhere";
  EXPECT_EQ(engine->register_licence(resting).error().code, "licence/not_found");
  EXPECT_EQ(engine->register_licence(Json::array()).error().code, "argument/licence");
}

TEST_F(Register, ListsComeInPages) {
  start_all();
  for (int i = 0; i < 3; ++i) file_permit();
  const auto first = engine->licences(2);
  EXPECT_EQ((*first)["licences"].size(), 2U);
  const auto second = engine->licences(2, (*first)["next"].get<std::string>());
  EXPECT_EQ((*second)["licences"][0]["number"], "F003");
  EXPECT_TRUE((*second)["next"].is_null());
  EXPECT_EQ(engine->licences(2, "x").error().code, "argument/cursor");
}

// A file from before the register: its cases' licences stand only inside their bodies.
TEST_F(Register, LicencesOfAnOlderFileAreEnteredWhenItIsOpened) {
  use_file();
  start_all();
  const std::string id = file_permit();
  engine.reset();
  const std::string older = file() + ".old";
  {
    store::SqliteOptions from, to;
    from.path = file();
    to.path = older;
    auto source = store::open_sqlite(from).value();
    auto copy = store::open_sqlite(to).value();
    const auto definitions = source->definitions().value();
    for (const auto& each : definitions) {
      ASSERT_TRUE(copy->put_definition(*source->definition(each.hash).value()).ok());
    }
    const auto calendars = source->calendars().value();
    for (const auto& each : calendars) {
      ASSERT_TRUE(copy->put_calendar(*source->calendar(each.name, each.revision).value()).ok());
    }
    const store::CaseKey key{{}, *base::parse_case_id(id)};
    const auto stored = *source->load(key).value();
    const auto journal = source->journal(key).value();
    for (const store::JournalRow& row : journal) {
      store::CaseCommit commit;
      commit.key = key;
      commit.expected = row.revision - 1;
      commit.journal = row;
      commit.definition = stored.row.definition;
      commit.calendar_rev = stored.row.calendar_rev;
      commit.status = stored.row.status;
      commit.opened_at = stored.row.opened_at;
      commit.format = stored.row.format;
      if (row.revision == stored.row.body_revision) commit.body = stored.row.body;
      commit.personal = stored.row.personal;
      ASSERT_TRUE(copy->commit(commit).ok());
    }
    ASSERT_TRUE(copy->set_meta("engine.register", "due").ok());
  }
  options.database = older;
  start();
  EXPECT_EQ(licence("F001")["case"], id);
  EXPECT_EQ(licence("F001")["content"]["plate"], "浙C12345");
  expect_accepted(send(id, "suspend"));
  EXPECT_EQ(state("F001"), "suspended");
  expect_sound(id);
  start();
  EXPECT_EQ(state("F001"), "suspended") << "filled once";
}

}  // namespace
}  // namespace lianban
