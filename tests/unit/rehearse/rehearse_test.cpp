// Recorded cases told under a draft: what is the same, what is saved, and what cannot be told.
#include "lianban/rehearsal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lianban/engine.hpp"

namespace lianban {
namespace {

using nlohmann::json;
using Verdict = RehearsedCase::Verdict;

constexpr const char* kCalendars = LIANBAN_SOURCE_DIR "/workflows/calendars";

/// Filed, accepted, surveyed by another agency, then a document that may come later is waited for.
json permit() {
  return json::parse(R"({
  "lianban": 1, "id": "permit", "version": "1.0.0",
  "agencies": {
    "bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk", "head": "Head"}},
    "registry": {"title": "Registry", "roles": {}}},
  "form": {"type": "object", "properties": {"owner": {"type": "string", "x-personal": "name"}}},
  "papers": {"pledge": {"title": "Pledge"}},
  "materials": {
    "form": {"title": "Form", "source": "applicant"},
    "photo": {"title": "Photo", "source": "applicant"},
    "proof": {"title": "Proof", "source": {"query": "look", "found": "found"},
      "defer": {"within": "10 workdays", "commitment": "pledge", "recheck": "1 workday",
                "needed_by": ["deciding"], "overdue": "acceptance_revoked"}}},
  "clocks": {"decision": {"title": "Decision", "statutory": "20 workdays",
    "promised": "8 workdays", "from": "accepted", "runs_in": ["review"]}},
  "calls": {
    "look": {"title": "Look", "agency": "registry", "operation": "look", "answers": "now",
      "reply": {"type": "object", "required": ["found"],
                "properties": {"found": {"type": "boolean"}}},
      "outcomes": [{"id": "found", "when": {"var": "reply.found"}}, {"id": "not_found"}]},
    "survey": {"title": "Survey", "agency": "registry", "operation": "survey", "answers": "later",
      "reply": {"type": "object", "required": ["fit"],
                "properties": {"fit": {"type": "boolean"}}},
      "outcomes": [{"id": "fit", "when": {"var": "reply.fit"}}, {"id": "unfit"}]}},
  "chart": {"states": [
    {"id": "desk", "holder": "bureau", "transitions": [
      {"on": "accept", "by": "bureau.clerk", "do": [{"accept": {}}], "to": "review"}]},
    {"id": "review", "transitions": [
      {"on": "deferral.proof.overdue", "do": [{"decide": "acceptance_revoked"}],
       "to": "revoked"}],
     "states": [
      {"id": "surveying", "holder": "registry", "call": "survey", "transitions": [
        {"on": "call.survey.fit", "to": "waiting"},
        {"on": "call.survey.unfit", "do": [{"decide": "refused"}], "to": "refused"}]},
      {"id": "waiting", "holder": "applicant", "transitions": [{"to": "deciding"}]},
      {"id": "deciding", "holder": "bureau", "transitions": [
        {"on": "grant", "by": "bureau.clerk", "do": [{"decide": "granted"}], "to": "granted"}]}]},
    {"id": "granted", "kind": "final", "outcome": "granted"},
    {"id": "refused", "kind": "final", "outcome": "refused"},
    {"id": "revoked", "kind": "final", "outcome": "acceptance_revoked"}]}})");
}

std::shared_ptr<const Definition> checked(const json& text) {
  const auto result = Definition::check(text.dump());
  for (const Diagnostic& each : result.diagnostics) {
    if (each.severity == Severity::kError) ADD_FAILURE() << each.pointer << " " << each.message.en;
  }
  return result.definition;
}

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return std::move(all).str();
}

class Rehearse : public ::testing::Test {
 protected:
  Rehearse() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("lianban_rehearse_") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    database_ = (folder_ / "cases.db").string();
  }
  ~Rehearse() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  /// The office's day-to-day, on a database of its own.
  class Office {
   public:
    Office(const std::string& database, const json& definition)
        : clock_(std::make_shared<ManualClock>(*parse_instant("2021-09-15T09:00:00+08:00"))) {
      EngineOptions options;
      options.database = database;
      options.calendars = kCalendars;
      options.clock = clock_;
      auto opened = Engine::open(std::move(options));
      EXPECT_TRUE(opened.ok());
      engine_ = std::move(opened).value();
      hash_ = engine_->publish(*checked(definition)).value();
    }
    void at(const char* day) {
      clock_->set(*parse_instant(std::string(day) + "T09:00:00+08:00"));
      EXPECT_TRUE(engine_->pump_idle().ok());
    }
    void file(const std::string& who) {
      Command open{"open-" + who, Verb::kOpen, "", json::object(), Actor{who, {"applicant"}, ""}};
      open.data = {{"form", {{"owner", "Zhang Wei"}}},
                   {"materials", {{"form", json::object()}, {"photo", json::object()}}},
                   {"promises", {"proof"}}};
      case_ = taken(engine_->open_case(hash_, open)).case_id;
    }
    void send(const char* event, const char* role = "bureau.clerk") {
      submit(Verb::kSend, event, nullptr, Actor{"c1", {role}, ""});
    }
    void reply(const char* call, const json& reply) {
      submit(Verb::kReply, call, reply, Actor::system());
    }
    /// From filing on 09-15 to the decision on 09-26, the seventh working day.
    void grant_one(const std::string& who) {
      at("2021-09-15");
      file(who);
      at("2021-09-16");
      send("accept");
      reply("look", {{"found", false}});
      at("2021-09-18");
      reply("survey", {{"fit", true}});
      at("2021-09-24");
      reply("look", {{"found", true}});
      at("2021-09-26");
      send("grant");
    }
    json show() { return engine_->show(case_).value(); }

   private:
    void submit(Verb verb, const char* subject, const json& data, const Actor& actor) {
      taken(engine_->submit(case_, {"r" + std::to_string(++count_), verb, subject, data, actor}));
      EXPECT_TRUE(engine_->pump_idle().ok());
    }
    static Accepted taken(const Result<Answer>& answer) {
      if (!answer.ok()) {
        ADD_FAILURE() << answer.error().code;
        return {};
      }
      if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
        ADD_FAILURE() << refusal->code << " " << refusal->message.en;
        return {};
      }
      return std::get<Accepted>(*answer);
    }
    std::shared_ptr<ManualClock> clock_;
    std::unique_ptr<Engine> engine_;
    std::string hash_, case_;
    int count_ = 0;
  };

  void granted() {
    Office office(database_, permit());
    office.grant_one("zhang");
    EXPECT_EQ(office.show()["outcome"], "granted");
  }

  RehearsalReport rehearsed(const json& draft, std::size_t limit = 0) const {
    RehearsalOptions options;
    options.database = database_;
    options.calendars = kCalendars;
    options.limit = limit;
    const auto report = rehearse_cases(*checked(draft), options);
    EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().code + report.error().place);
    return report.ok() ? *report : RehearsalReport{};
  }

  using Map = std::map<std::string, std::int64_t>;
  std::filesystem::path folder_;
  std::string database_;
};

TEST_F(Rehearse, TheSameDefinitionChangesNothing) {
  granted();
  const auto report = rehearsed(permit());
  ASSERT_EQ(report.cases.size(), 1U);
  const RehearsedCase& one = report.cases[0];
  EXPECT_EQ(one.verdict, Verdict::kSame);
  EXPECT_EQ(one.before.outcome, "granted");
  EXPECT_EQ(one.before.days_to_decision, 7);
  EXPECT_EQ(one.before.days_to_ending, 7);
  EXPECT_EQ(one.before.used, (Map{{"applicant", 3}, {"bureau", 2}, {"registry", 2}}));
  EXPECT_EQ(one.before.applicant_turns, 1U);
  EXPECT_EQ(one.after.used, one.before.used);
  EXPECT_EQ(one.after.days_to_decision, 7);
  EXPECT_TRUE(one.refused.empty() && one.unasked.empty() && one.unneeded.empty());
  EXPECT_EQ(one.moot, 0U);
  EXPECT_EQ(report.same, 1U);
  EXPECT_TRUE(report.days_saved.empty() && report.breaches_saved.empty());
  EXPECT_EQ(report.days_to_decision_saved, 0);
}

TEST_F(Rehearse, NotAByteOfTheDatabaseChanges) {
  granted();
  const std::string before = bytes_of(database_);
  const auto files = [&] {
    std::set<std::string> names;
    for (const auto& each : std::filesystem::directory_iterator(folder_)) {
      names.insert(each.path().filename().string());
    }
    return names;
  };
  const auto names = files();
  (void)rehearsed(permit());
  EXPECT_EQ(bytes_of(database_), before);
  EXPECT_EQ(files(), names);
}

TEST_F(Rehearse, AnEngineMayGoOnMeanwhile) {
  Office office(database_, permit());
  office.grant_one("zhang");
  EXPECT_EQ(rehearsed(permit()).same, 1U);
  office.grant_one("li");
  EXPECT_EQ(rehearsed(permit()).same, 2U);
  EXPECT_EQ(rehearsed(permit(), 1).same, 1U) << "only the newest";
}

TEST_F(Rehearse, ACallThatIsNotAskedAnyMoreSavesItsTime) {
  granted();
  json draft = permit();
  draft["chart"]["states"][1]["states"].erase(0);
  draft["calls"].erase("survey");
  draft["chart"]["states"].erase(3);  // Nothing refuses any more.
  const auto report = rehearsed(draft);
  ASSERT_EQ(report.cases.size(), 1U);
  EXPECT_EQ(report.cases[0].verdict, Verdict::kSame);
  EXPECT_EQ(report.cases[0].unasked, std::vector<std::string>{"survey"});
  EXPECT_EQ(report.days_saved, (Map{{"applicant", -2}, {"registry", 2}}))
      << "the policy is waited for instead";
  EXPECT_EQ(report.days_to_ending_saved, 0);
}

TEST_F(Rehearse, AShorterPromiseIsBroken) {
  granted();
  json draft = permit();
  draft["materials"]["proof"]["defer"]["within"] = "4 workdays";
  const auto report = rehearsed(draft);
  ASSERT_EQ(report.cases.size(), 1U);
  const RehearsedCase& one = report.cases[0];
  EXPECT_EQ(one.verdict, Verdict::kDifferent);
  EXPECT_EQ(one.after.outcome, "acceptance_revoked");
  EXPECT_EQ(one.after.days_to_ending, 5) << "24:00 of the 23rd belongs to it";
  EXPECT_EQ(one.moot, 1U) << "nothing is left to grant";
  EXPECT_TRUE(one.refused.empty());
  EXPECT_EQ(one.before.decision, "granted");
  EXPECT_EQ(one.after.decision, "acceptance_revoked");
  EXPECT_EQ(report.decided_otherwise, 1U);
  EXPECT_EQ(report.different, 1U);
  EXPECT_EQ(report.breaches_saved, (Map{{"deferral.proof", -1}}));
  EXPECT_EQ(report.days_to_ending_saved, 2);
}

TEST_F(Rehearse, ATighterClockIsMissed) {
  granted();
  json draft = permit();
  draft["clocks"]["decision"]["promised"] = "4 workdays";
  const auto report = rehearsed(draft);
  EXPECT_EQ(report.same, 1U);
  EXPECT_EQ(report.breaches_saved, (Map{{"clock.decision.promised", -1}}));
  EXPECT_TRUE(report.days_saved.empty());
}

TEST_F(Rehearse, AMaterialLessIsNamed) {
  granted();
  for (const bool gone : {true, false}) {
    json draft = permit();
    gone ? static_cast<void>(draft["materials"].erase("photo"))
         : static_cast<void>(draft["materials"]["photo"]["required"] = false);
    const auto report = rehearsed(draft);
    ASSERT_EQ(report.cases.size(), 1U);
    EXPECT_EQ(report.cases[0].verdict, Verdict::kSame);
    EXPECT_EQ(report.cases[0].unneeded, std::vector<std::string>{"photo"});
    EXPECT_EQ(report.unneeded, (std::map<std::string, std::size_t>{{"photo", 1}}));
  }
}

// Agencies take the time they took, from when they are asked: people act when they acted.
TEST_F(Rehearse, AnAnswerComesAsLongAfterItsRequestAsItDid) {
  granted();
  json draft = permit();
  draft["chart"]["states"][0]["enter"] = {{{"call", "survey"}}};
  draft["chart"]["states"][1]["states"][0].erase("call");
  const auto report = rehearsed(draft);
  ASSERT_EQ(report.cases.size(), 1U);
  EXPECT_EQ(report.cases[0].verdict, Verdict::kSame);
  EXPECT_TRUE(report.cases[0].unasked.empty());
  EXPECT_EQ(report.days_saved, (Map{{"applicant", -1}, {"registry", 1}}))
      << "asked on the 15th instead of the 16th: answered on the 17th";
}

TEST_F(Rehearse, WhatTheDraftAsksAnewCannotBeTold) {
  granted();
  json draft = permit();
  draft["calls"]["audit"] = draft["calls"]["survey"];
  json& deciding = draft["chart"]["states"][1]["states"][2]["transitions"][0];
  deciding = {{"on", "grant"}, {"by", "bureau.clerk"}, {"to", "auditing"}};
  draft["chart"]["states"][1]["states"].push_back(json::parse(R"({
    "id": "auditing", "holder": "registry", "call": "audit", "transitions": [
      {"on": "call.audit.fit", "do": [{"decide": "granted"}], "to": "granted"},
      {"on": "call.audit.unfit", "do": [{"decide": "refused"}], "to": "refused"}]})"));
  const auto report = rehearsed(draft);
  ASSERT_EQ(report.cases.size(), 1U);
  EXPECT_EQ(report.cases[0].verdict, Verdict::kUntold);
  EXPECT_EQ(report.cases[0].missing, std::vector<std::string>{"call.audit"});
  EXPECT_EQ(report.cases[0].told_until, parse_instant("2021-09-26T09:00:00+08:00"));
  EXPECT_EQ(report.untold, 1U);
  EXPECT_TRUE(report.days_saved.empty()) << "what cannot be told is not counted";
}

TEST_F(Rehearse, WhatTheDraftRefusesIsListed) {
  granted();
  json draft = permit();
  draft["chart"]["states"][0]["transitions"][0]["by"] = "bureau.head";
  const auto report = rehearsed(draft);
  ASSERT_EQ(report.cases.size(), 1U);
  const RehearsedCase& one = report.cases[0];
  EXPECT_EQ(one.verdict, Verdict::kUntold);
  EXPECT_EQ(one.missing, std::vector<std::string>{"state.desk"});
  ASSERT_EQ(one.refused.size(), 2U);
  EXPECT_EQ(one.refused[0].code, "event/by");
  EXPECT_EQ(one.refused[0].subject, "accept");
  EXPECT_EQ(one.refused[0].at, parse_instant("2021-09-16T09:00:00+08:00"));
  EXPECT_EQ(one.refused[1].code, "event/unknown");
  EXPECT_EQ(report.refused.at("event/by"), 1U);
}

TEST_F(Rehearse, AnOpeningTheDraftRefusesEndsThere) {
  granted();
  json draft = permit();
  draft["form"]["required"] = {"plate"};
  draft["form"]["properties"]["plate"] = {{"type", "string"}};
  const auto report = rehearsed(draft);
  ASSERT_EQ(report.cases.size(), 1U);
  EXPECT_EQ(report.cases[0].verdict, Verdict::kUntold);
  EXPECT_EQ(report.cases[0].missing, std::vector<std::string>{"open"});
  ASSERT_EQ(report.cases[0].refused.size(), 1U);
  EXPECT_EQ(report.cases[0].refused[0].verb, Verb::kOpen);
}

// After the record's end nobody knows what the register would have said.
TEST_F(Rehearse, ALongerPromiseCannotBeToldAfterTheRecordsEnd) {
  {
    Office office(database_, permit());
    office.at("2021-09-15");
    office.file("zhang");
    office.at("2021-09-16");
    office.send("accept");
    office.reply("look", {{"found", false}});
    office.at("2021-09-18");
    office.reply("survey", {{"fit", true}});
    office.at("2021-10-08");
    office.reply("look", {{"found", false}});
    EXPECT_EQ(office.show()["outcome"], "acceptance_revoked");
  }
  const auto same = rehearsed(permit());
  ASSERT_EQ(same.cases.size(), 1U);
  EXPECT_EQ(same.cases[0].verdict, Verdict::kSame);
  EXPECT_EQ(same.cases[0].before.breaches.at("deferral.proof"), 1U);
  EXPECT_TRUE(same.breaches_saved.empty());
  json draft = permit();
  draft["materials"]["proof"]["defer"]["within"] = "15 workdays";
  const auto longer = rehearsed(draft);
  ASSERT_EQ(longer.cases.size(), 1U);
  EXPECT_EQ(longer.cases[0].verdict, Verdict::kUntold);
}

// A limit that has passed has passed, and a decision is made once, whatever comes after.
TEST_F(Rehearse, OfWhatCannotBeToldTheCertainCounts) {
  granted();
  json draft = permit();
  draft["materials"]["proof"]["defer"]["within"] = "4 workdays";
  draft["chart"]["states"][1]["transitions"][0]["to"] = "closing";
  draft["chart"]["states"].push_back(json::parse(R"({"id": "closing", "holder": "bureau",
    "transitions": [{"on": "close", "by": "bureau.clerk", "to": "revoked"}]})"));
  const auto report = rehearsed(draft);
  EXPECT_EQ(report.untold, 1U);
  EXPECT_EQ(report.decided_otherwise, 1U);
  EXPECT_EQ(report.breaches_saved, (Map{{"deferral.proof", -1}}));
  EXPECT_TRUE(report.days_saved.empty());
  EXPECT_EQ(report.days_to_decision_saved, 0);
}

TEST_F(Rehearse, OpenCasesAreComparedAsFarAsTheyAre) {
  {
    Office office(database_, permit());
    office.at("2021-09-15");
    office.file("zhang");
    office.at("2021-09-16");
    office.send("accept");
  }
  const auto report = rehearsed(permit());
  EXPECT_EQ(report.open, 1U);
  EXPECT_TRUE(report.days_saved.empty());
}

TEST_F(Rehearse, OtherMattersAreLeftAlone) {
  granted();
  json other = permit();
  other["id"] = "another";
  EXPECT_TRUE(rehearsed(other).cases.empty());
}

TEST_F(Rehearse, WhatIsNoDatabaseIsSaid) {
  const auto draft = checked(permit());
  RehearsalOptions options;
  options.calendars = kCalendars;
  options.database = (folder_ / "none.db").string();
  EXPECT_EQ(rehearse_cases(*draft, options).error().code, "store/not_found");
  EXPECT_FALSE(std::filesystem::exists(options.database));
  std::ofstream(database_) << std::string(4096, 'x');
  options.database = database_;
  EXPECT_EQ(rehearse_cases(*draft, options).error().code, "store/foreign");
}

}  // namespace
}  // namespace lianban
