// Rules, durations, events and actions as people read them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/small_approval.hpp"
#include "words/book.hpp"

namespace lianban::words {
namespace {

class Words : public ::testing::Test {
 protected:
  Words() : definition_(support::small_approval()), book_(*definition_) {}
  [[nodiscard]] Text truth(const char* rule) const { return book_.truth(Json::parse(rule)); }
  [[nodiscard]] Text done(const char* action) const {
    return join(book_.actions(Json::array({Json::parse(action)})), same("|"));
  }

  std::shared_ptr<const model::Definition> definition_;
  Book book_;
};

struct Said {
  const char *source, *zh, *en;
};

TEST_F(Words, EachRuleIsOneSentenceInBothLanguages) {
  const Said rules[] = {
      {R"({"<=": [{"var": "form.seats"}, {"var": "params.most"}]})",
       "“座位数”不超过“座位上限”（7）", "“seats” is at most “Most seats” (7)"},
      {R"({"and": [{"<": [{"var": "form.seats"}, 3]}, {"or": [{"var": "form.since"}, {"!": [{"var": "form.name"}]}]}]})",
       "“座位数”小于3，并且（有“启用日期”，或者没有“姓名”）",
       "“seats” is less than 3, and (“in use since” is there, or “name” is not there)"},
      {R"({"if": [{"var": "form.since"}, {"before": [{"var": "form.since"}, {"today": []}]}, false]})",
       "有“启用日期”，并且“启用日期”早于当日",
       "“in use since” is there, and “in use since” is before today"},
      {R"({"if": [{"var": "form.since"}, {"<": [{"var": "form.seats"}, 4]}, true]})",
       "如果有“启用日期”，则“座位数”小于4；否则总是",
       "if “in use since” is there, then “seats” is less than 4; else always"},
      {R"({"in": [{"var": "calls.change.effect"}, ["possible", "standing"]]})",
       "“变更登记”的效力属于“可能已发生”、“已生效”",
       "the effect of “Change” is among “possible”, “standing”"},
      {R"({"none": [{"var": "case.gaps"}, {"!": [{"var": "promised"}]}]})",
       "所缺材料没有一项：没有该项的“已承诺补正”",
       "for none of the missing documents: its “promised” is not there"},
      {R"({"==": [{"var": "case.channel"}, "window"]})", "申请渠道为“窗口”",
       "the channel is “window”"},
      {R"({"in_state": "intake"})", "正在“收件\n审查”环节", "the case is in “Intake”"},
      {R"({"holds": "fits"})", "“座位不超过上限”", "“Not too many seats”"},
      {R"({"valid": ["vin", {"var": "form.name"}]})", "“姓名”是有效的车辆识别代号",
       "“name” is a valid VIN"},
      {R"({"not_after": [{"add": [{"var": "form.since"}, "8 years"]}, {"now": []}]})",
       "“启用日期”加8 年不晚于此刻", "“in use since” plus 8 years is not after now"},
      {R"({"==": [{"object": {"a": 1, "b": {"var": "form.seats"}}}, null]})",
       "（a为1、b为“座位数”）为空", "(a: 1, b: “seats”) is nothing"},
      {R"({"missing": ["form.name"]})", R"({"missing":["form.name"]})",
       R"({"missing":["form.name"]})"},
  };
  for (const Said& each : rules) {
    const Text said = truth(each.source);
    EXPECT_EQ(said.zh, each.zh) << each.source;
    EXPECT_EQ(said.en, each.en) << each.source;
  }
}

TEST_F(Words, EveryOperatorOfTheLanguageHasWordsOrIsShownAsWritten) {
  for (const char* rule : {R"({"max": [1, 2]})", R"({"cat": ["a", "b"]})", R"({"%": [7, 2]})",
                           R"({"filter": [{"var": "case.gaps"}, {"var": "promised"}]})"}) {
    EXPECT_EQ(truth(rule).zh.find('{'), std::string::npos) << truth(rule).zh;
    EXPECT_EQ(truth(rule).en.find('{'), std::string::npos) << truth(rule).en;
  }
}

TEST_F(Words, DurationsCountOneAndMany) {
  EXPECT_EQ(say(Duration{15, Unit::kWorkdays}), (Text{"15 个工作日", "15 working days"}));
  EXPECT_EQ(say(Duration{1, Unit::kMonths}), (Text{"1 个月", "1 month"}));
}

TEST_F(Words, ASampleIsMarkedWhereItIsUsed) {
  EXPECT_EQ(book_.limit(Json{{"param", "soon"}}),
            (Text{"3 个工作日（示例值）", "3 working days (sample)"}));
  EXPECT_EQ(book_.setting(Json{{"param", "most"}}), (Text{"7", "7"}));
}

TEST_F(Words, EventsAreSaidByWhatTheyBelongTo) {
  EXPECT_EQ(book_.event("call.change.approved"), (Text{"“变更登记”：同意", "“Change”: approved"}));
  EXPECT_EQ(book_.event("clock.decision.expired"),
            (Text{"“决定期限”已到", "“Time for the decision” over"}));
  EXPECT_EQ(book_.event("done.state.review"), (Text{"“审查”办毕", "“Review” done"}));
  EXPECT_EQ(book_.event("accept"), (Text{"accept", "accept"}));
}

TEST_F(Words, ActionsSayWhatIsDone) {
  EXPECT_EQ(done(R"({"accept": {"deemed": true}})").zh, "视为受理");
  EXPECT_EQ(done(R"({"custody": {"material": ["card"], "at": "applicant"}})"),
            (Text{"原件“证件（原件）”退还申请人", "return the originals “Card (original)”"}));
  EXPECT_EQ(done(R"({"call": "change"})"),
            (Text{"请公安局办理“变更登记”", "ask Police: “Change”"}));
  EXPECT_EQ(
      done(R"({"if": [{"var": "form.since"}, [{"issue": "permit"}], [{"decide": "refused"}]]})").zh,
      "如果有“启用日期”：颁发“许可证”；否则：作出决定：不予许可");
}

}  // namespace
}  // namespace lianban::words
