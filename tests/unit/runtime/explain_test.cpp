// Why a clock's limit ends when it does: asked of the engine, pauses and owners included.
#include "unit/runtime/support.hpp"

namespace lianban {
namespace {

constexpr const char* kPausing = R"({
  "lianban": 1, "id": "pausing", "version": "1.0.0",
  "agencies": {"bureau": {"title": {"zh": "局", "en": "Bureau"}, "lead": true,
                          "roles": {"clerk": "Clerk"}}},
  "clocks": {
    "decision": {"title": "Decision", "statutory": "3 workdays", "promised": "2 workdays",
                 "runs_in": ["work"], "pauses_in": ["special"]},
    "later": {"title": "Later", "limit": "2 hours", "runs_in": ["special"]}
  },
  "chart": {"states": [
    {"id": "work", "holder": "bureau", "transitions": [{"on": "pause", "to": "special"}]},
    {"id": "special", "holder": "applicant", "transitions": [{"on": "resume", "to": "work"}]}
  ]}
})";

class ExplainClock : public Runtime {
 protected:
  void SetUp() override {
    Runtime::SetUp();
    start(kPausing);
    id = open("pausing").case_id;
  }
  void at(const char* time, const char* event) {
    advance_to(time);
    expect_accepted(send(id, event));
  }
  Json explained(const char* name) {
    const auto result = engine->explain_clock(id, name);
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().code);
    return result.ok() ? *result : Json::object();
  }
  /// "16 workday bureau" of each day of a limit.
  static std::vector<std::string> lines(const Json& limit) {
    std::vector<std::string> lines;
    for (const Json& day : limit["days"]) {
      std::string line = day["date"].get<std::string>().substr(8) + " ";
      line += (day["counted"] ? std::to_string(day["number"].get<int>()) : "-") + " ";
      line += day["reason"].get<std::string>();
      for (const Json& owner : day["owners"]) line += " " + owner.get<std::string>();
      lines.push_back(std::move(line));
    }
    return lines;
  }

  std::string id;
};

TEST_F(ExplainClock, AfterAPauseTheDaysItCostAreNotCounted) {
  at("2021-09-16T10:00:00+08:00", "pause");
  at("2021-09-20T10:00:00+08:00", "resume");
  advance_to("2021-09-22T10:00:00+08:00");
  const Json decision = explained("decision");
  EXPECT_EQ(decision["state"], "running");
  const Json& statutory = decision["limits"][0];
  EXPECT_EQ(statutory["limit"], "statutory");
  EXPECT_EQ(statutory["due"], "2021-09-23");
  EXPECT_EQ(statutory["due"], show(id)["clocks"]["decision"]["due"]);
  EXPECT_FALSE(statutory["provisional"]);
  const std::vector<std::string> expected{
      "15 - first_day",        "16 1 workday bureau",    "17 - paused applicant",
      "18 - paused applicant", "19 - holiday applicant", "20 - holiday applicant",
      "21 - holiday bureau",   "22 2 workday bureau",    "23 3 workday"};
  EXPECT_EQ(lines(statutory), expected);
  EXPECT_EQ(statutory["days"][2]["text"]["zh"], "时限中止");
  EXPECT_EQ(statutory["days"][2]["text"]["en"], "clock paused");
  EXPECT_EQ(decision["limits"][1]["limit"], "promised");
  EXPECT_EQ(decision["limits"][1]["due"], "2021-09-22");
}

TEST_F(ExplainClock, WhileItStandsStillItIsToldAsIfItWentOnNow) {
  at("2021-09-16T10:00:00+08:00", "pause");
  advance_to("2021-09-17T12:00:00+08:00");
  const Json decision = explained("decision");
  EXPECT_EQ(decision["state"], "paused");
  EXPECT_EQ(decision["limits"][0]["due"], "2021-09-22");
  EXPECT_TRUE(decision["limits"][0]["provisional"]);
  EXPECT_EQ(lines(decision["limits"][0]).at(2), "17 - paused applicant");
}

TEST_F(ExplainClock, AClockThatHasNotBegunHasNoLimitsAndHoursHaveNoDays) {
  EXPECT_EQ(explained("later")["state"], "waiting");
  EXPECT_TRUE(explained("later")["limits"].empty());
  at("2021-09-16T10:00:00+08:00", "pause");
  const Json later = explained("later");
  EXPECT_EQ(later["limits"][0]["due"], "2021-09-16T12:00:00+08:00");
  EXPECT_TRUE(later["limits"][0]["days"].empty());
}

TEST_F(ExplainClock, AnUnknownClockOrCaseIsAnError) {
  EXPECT_EQ(engine->explain_clock(id, "decisoin").error().code, "clock/unknown");
  EXPECT_EQ(engine->explain_clock("nobody", "decision").error().code, "case/not_found");
}

}  // namespace
}  // namespace lianban
