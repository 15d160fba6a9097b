// What a finding has to do with, and fixes that are certain: they change only the words that are
// wrong, and what they leave is clean.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/definition.hpp"

namespace lianban::model {
namespace {

std::string shown(const Diagnostics& findings) {
  std::string text;
  for (const Diagnostic& each : findings) {
    text += each.code + " at " + each.pointer + ": " + each.message.en + "\n";
  }
  return text;
}

/// The text after its one finding was fixed, or "" where there is not exactly one certain fix.
std::string fixed(const std::string& text) {
  const Diagnostics found = load(text).diagnostics;
  EXPECT_EQ(found.size(), 1U) << text << "\n" << shown(found);
  Fixed done = apply_fixes(text, found);
  return done.applied.size() == 1 ? done.text : std::string();
}

std::string definition(const std::string& members, const std::string& state) {
  return R"({"lianban": 1, "id": "demo", "version": "1.0.0", )" + members +
         R"("chart": {"states": [{"id": "review", )" + state +
         R"(}, {"id": "over", "kind": "final"}]}})";
}

struct Slip {
  const char *members, *wrong, *right;
};

class Slips : public testing::TestWithParam<Slip> {};

TEST_P(Slips, AreCertainlyFixedAndThenClean) {
  const Slip& slip = GetParam();
  const std::string after = fixed(definition(slip.members, slip.wrong));
  EXPECT_EQ(after, definition(slip.members, slip.right));
  const Diagnostics left = load(after).diagnostics;
  EXPECT_TRUE(left.empty()) << shown(left);
  EXPECT_TRUE(apply_fixes(after, left).applied.empty());
}

constexpr const char* kAgencies =
    R"("agencies": {"bureau": {"title": "B", "lead": true, "roles": {"clerk": "C"}}}, )";
constexpr const char* kCall =
    R"("agencies": {"bureau": {"title": "B", "lead": true, "roles": {"clerk": "C"}}},
       "calls": {"ask": {"agency": "bureau", "operation": "ask", "outcomes": [{"id": "agreed"}]}}, )";
constexpr const char* kRule =
    R"("form": {"type": "object", "properties": {"vehicle": {"type": "string"}}},
       "conditions": {"ready": {"title": "R", "rule": true}}, )";

INSTANTIATE_TEST_SUITE_P(
    Words, Slips,
    testing::Values(
        Slip{"", R"("transitions": [{"on": "go", "to": "ovre"}])",
             R"("transitions": [{"on": "go", "to": "over"}])"},
        Slip{"", R"("transitons": [{"on": "go", "to": "over"}])",
             R"("transitions": [{"on": "go", "to": "over"}])"},
        Slip{kAgencies, R"("transitions": [{"on": "go", "by": "bureau.clrek", "to": "over"}])",
             R"("transitions": [{"on": "go", "by": "bureau.clerk", "to": "over"}])"},
        Slip{kCall, R"("call": "ask", "transitions": [{"on": "call.ask.agred", "to": "over"}])",
             R"("call": "ask", "transitions": [{"on": "call.ask.agreed", "to": "over"}])"},
        Slip{"", R"("transitions": [{"after": "5 workday ", "to": "over"}])",
             R"("transitions": [{"after": "5 workdays", "to": "over"}])"},
        Slip{"", R"("enter": [{"recrd": "seen"}], "transitions": [{"on": "go", "to": "over"}])",
             R"("enter": [{"record": "seen"}], "transitions": [{"on": "go", "to": "over"}])"},
        Slip{
            kRule,
            R"("transitions": [{"on": "go", "when": {"befor": ["2026-01-01", "2026-02-01"]}, "to": "over"}])",
            R"("transitions": [{"on": "go", "when": {"before": ["2026-01-01", "2026-02-01"]}, "to": "over"}])"},
        Slip{kRule, R"("transitions": [{"on": "go", "when": {"holds": "raedy"}, "to": "over"}])",
             R"("transitions": [{"on": "go", "when": {"holds": "ready"}, "to": "over"}])"},
        Slip{kRule, R"("transitions": [{"on": "go", "when": {"in_state": "reviw"}, "to": "over"}])",
             R"("transitions": [{"on": "go", "when": {"in_state": "review"}, "to": "over"}])"},
        Slip{"", R"("transitions": [{"on": "go", "reenter": "true", "to": "over"}])",
             R"("transitions": [{"on": "go", "reenter": true, "to": "over"}])"}));

TEST(Fix, KeepsEveryOtherByte) {
  const std::string text =
      "\xEF\xBB\xBF{\r\n\t\"lianban\" : 1,  \"id\":\"demo\", \"version\":\"1.0.0\",\r\n"
      "\t\"title\": \"联办\", \"chrat\": {\"states\": [{\"id\": \"a\"}]}\r\n}\r\n";
  // The missing chart is said too; its name is there, misspelt.
  const Fixed done = apply_fixes(text, load(text).diagnostics);
  std::string expected = text;
  expected.replace(expected.find("chrat"), 5, "chart");
  EXPECT_EQ(done.text, expected);
}

TEST(Fix, IsNotCertainBetweenTwo) {
  const std::string text =
      R"({"lianban": 1, "id": "demo", "version": "1.0.0", "chart": {"states": [
        {"id": "start", "transitions": [{"on": "go", "to": "check_c"}]},
        {"id": "check_a"}, {"id": "check_b"}]}})";
  EXPECT_EQ(fixed(text), "");
}

TEST(Fix, NeverMakesTheSameNameTwice) {
  EXPECT_EQ(fixed(definition(
                "", R"("title": "a", "titel": "b", "transitions": [{"on": "go", "to": "over"}])")),
            "");
}

TEST(Fix, LeavesWhatAParamBrought) {
  const std::string text =
      definition(R"("params": {"wait": {"title": "W", "value": "5 workdayz"}}, )",
                 R"("transitions": [{"after": {"param": "wait"}, "to": "over"}])");
  EXPECT_EQ(fixed(text), "");
}

TEST(Fix, AddsTheOnlyLanguageThereIs) {
  const std::string rest =
      R"("id": "demo", "version": "1.0.0", "chart": {"states": [{"id": "a"}]}})";
  EXPECT_EQ(fixed("{" + rest), R"({"lianban": 1,)" + rest);
  EXPECT_EQ(fixed(R"({"lianban": "1", )" + rest), R"({"lianban": 1, )" + rest);
}

TEST(Fix, CompletesAVersion) {
  const std::string tail = R"(", "chart": {"states": [{"id": "a"}]}})";
  EXPECT_EQ(fixed(R"({"lianban": 1, "id": "demo", "version": "1.2)" + tail),
            R"({"lianban": 1, "id": "demo", "version": "1.2.0)" + tail);
}

TEST(Fix, OfTwoThatOverlapOnlyTheFirstIsApplied) {
  Diagnostic one, two;
  one.fix = Fix{"bc", "X", 1, 1, 2};
  two.fix = Fix{"cd", "Y", 2, 1, 3};
  const Fixed done = apply_fixes("abcd", {one, two});
  EXPECT_EQ(done.text, "aXd");
  EXPECT_EQ(done.applied, std::vector<std::size_t>{0});
}

TEST(Fix, ThatDoesNotFitTheTextIsPassedOver) {
  Diagnostic one;
  one.fix = Fix{"xyz", "X", 1, 1, 2};
  EXPECT_TRUE(apply_fixes("abcd", {one}).applied.empty());
  one.fix->offset = 99;
  EXPECT_EQ(apply_fixes("abcd", {one}).text, "abcd");
}

TEST(Related, NamesTheFirstOfTwo) {
  const std::string text = R"({"lianban": 1, "id": "demo", "version": "1.0.0", "chart": {"states": [
{"id": "a"},
{"id": "a"}]}})";
  const Diagnostics found = load(text).diagnostics;
  ASSERT_EQ(found.size(), 1U) << shown(found);
  ASSERT_EQ(found[0].related.size(), 1U);
  EXPECT_EQ(found[0].line, 3U);
  EXPECT_EQ(found[0].related[0].pointer, "/chart/states/0/id");
  EXPECT_EQ(found[0].related[0].line, 2U);
  EXPECT_EQ(found[0].related[0].column, 8U);
}

TEST(Related, NamesWhatWasMeant) {
  const Diagnostics found =
      load(definition("", R"("transitions": [{"on": "go", "to": "ovre"}])")).diagnostics;
  ASSERT_EQ(found.size(), 1U) << shown(found);
  ASSERT_EQ(found[0].related.size(), 1U);
  EXPECT_EQ(found[0].related[0].pointer, "/chart/states/1/id");
}

TEST(Related, NamesTheTransitionThatIsAlwaysTaken) {
  const Diagnostics found = load(definition(kAgencies,
                                            R"("transitions": [
        {"on": "go", "by": "bureau.clerk", "to": "over"},
        {"on": "go", "by": "bureau.clerk", "title": "again", "to": "over"}])"))
                                .diagnostics;
  ASSERT_EQ(found.size(), 1U) << shown(found);
  ASSERT_EQ(found[0].related.size(), 1U);
  EXPECT_EQ(found[0].related[0].pointer, "/chart/states/0/transitions/0");
  EXPECT_GT(found[0].related[0].line, 0U);
}

}  // namespace
}  // namespace lianban::model
