#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "world.hpp"

namespace lianban::rules::test {
namespace {

std::string list_data(std::size_t size) {
  Json list = Json::array();
  for (std::size_t i = 0; i < size; ++i) list.push_back(i);
  return Json{{"n", std::move(list)}}.dump();
}

TEST(Budget, NestedMapIsStopped) {
  const char* rule = R"({"map": [{"var": "n"}, {"map": [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      {"map": [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], {"+": [{"var": ""}, 1]}]}]}]})";
  EXPECT_TRUE(run(rule, list_data(10)).ok());
  const auto result = run(rule, list_data(1000));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "rule/budget");
}

TEST(Budget, GrowingValuesPayBySize) {
  const std::string data = list_data(64);
  for (
      const char* rule :
      {R"({"reduce": [{"var": "n"}, {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "x"]})",
       R"({"reduce": [{"var": "n"}, {"merge": [{"var": "accumulator"}, {"var": "accumulator"}]}, [1]]})",
       R"({"reduce": [{"var": "n"}, [{"var": "accumulator"}, {"var": "accumulator"}], 1]})",
       R"({"reduce": [{"var": "n"}, {"object": {"a": {"var": ""}, "b": {"var": ""}}}, 1]})"}) {
    EXPECT_EQ(error_code(rule, data), "rule/budget") << rule;
  }
}

TEST(Budget, SearchingForALongTextPaysForTheWorstCase) {
  const Json data{{"hay", std::string(400'000, 'a')}, {"needle", std::string(200'000, 'a') + "b"}};
  EXPECT_EQ(error_code(R"({"in": [{"var": "needle"}, {"var": "hay"}]})", data.dump()),
            "rule/budget");
  EXPECT_EQ(value(R"({"in": ["b", {"var": "hay"}]})", data.dump()), false);
}

TEST(Budget, ConditionsInALoopAreStopped) {
  EXPECT_EQ(error_code(R"({"all": [{"var": "n"}, {"holds": "credit_clean"}]})", list_data(2000)),
            "rule/budget");
}

Trace trace_of(std::string_view rule, std::string_view data) {
  Diagnostics faults;
  Trace trace;
  const Rule compiled = Rule::compile(parse(rule), CompileContext{}, "", faults);
  EXPECT_TRUE(faults.empty());
  static_cast<void>(compiled.evaluate(World(parse(data)), &trace));
  return trace;
}

TEST(Trace, ShowsOperandsResultsAndMissingPaths) {
  const Trace trace =
      trace_of(R"({"and": [{"<=": [{"var": "form.seats"}, 7]}, {"holds": "credit_clean"},
                                           {"in_state": "granted"}]})",
               R"({"form": {}})");
  ASSERT_EQ(trace.steps.size(), 5u);
  EXPECT_EQ(trace.steps[0].what, "form.seats");
  EXPECT_EQ(trace.steps[0].value, "null");
  EXPECT_TRUE(trace.steps[0].missing);
  EXPECT_EQ(trace.steps[1].what, "<=");
  EXPECT_EQ(trace.steps[1].value, "true");
  EXPECT_FALSE(trace.steps[1].missing);
  EXPECT_EQ(trace.steps[2].what, "holds:credit_clean");
  EXPECT_EQ(trace.steps[3].what, "in_state:granted");
  EXPECT_EQ(trace.steps[3].value, "false");
  EXPECT_EQ(trace.steps[4].what, "and");
}

TEST(Trace, ShowsTheDefaultAndTheFailedRequire) {
  const Trace with_default = trace_of(R"({"var": ["form.seats", 5]})", "{}");
  ASSERT_EQ(with_default.steps.size(), 1u);
  EXPECT_EQ(with_default.steps[0].value, "5");
  EXPECT_TRUE(with_default.steps[0].missing);
  const Trace required = trace_of(R"({">": [{"require": "form.seats"}, 5]})", "{}");
  ASSERT_EQ(required.steps.size(), 1u);
  EXPECT_EQ(required.steps[0].what, "form.seats");
  EXPECT_TRUE(required.steps[0].missing);
}

TEST(Trace, IsBoundedInLengthAndWidthAndCutsNoCharacter) {
  std::string wide;
  for (int i = 0; i < 100; ++i) wide += "浙";
  const Json data{{"form", {{"x", wide}, {"n", Json::array()}}}};
  const Trace one = trace_of(R"({"var": "form.x"})", data.dump());
  ASSERT_EQ(one.steps.size(), 1u);
  EXPECT_EQ(one.steps[0].value.size(), 199u);  // a quotation mark and 66 characters of three bytes
  const Json many{{"form", {{"n", Json::array()}}}};
  Json long_list = many;
  for (int i = 0; i < 2000; ++i) long_list["form"]["n"].push_back(i);
  EXPECT_LE(trace_of(R"({"map": [{"var": "form.n"}, {"+": [{"var": ""}, 1]}]})", long_list.dump())
                .steps.size(),
            256u);
}

TEST(Trace, TestAndEvaluateAgree) {
  const World world(parse(R"({"form": {"a": "0", "b": []}})"));
  Diagnostics faults;
  EXPECT_TRUE(*Rule::compile(parse(R"({"var": "form.a"})"), {}, "", faults).test(world));
  EXPECT_FALSE(*Rule::compile(parse(R"({"var": "form.b"})"), {}, "", faults).test(world));
  EXPECT_EQ(
      Rule::compile(parse(R"({"require": "form.c"})"), {}, "", faults).test(world).error().code,
      "rule/missing");
}

}  // namespace
}  // namespace lianban::rules::test
