#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/limits.hpp"
#include "world.hpp"

namespace lianban::rules::test {
namespace {

using Faults = std::vector<std::string>;

Diagnostic only_fault(std::string_view rule) {
  Diagnostics faults;
  static_cast<void>(Rule::compile(parse(rule), checked(), "/when", faults));
  EXPECT_EQ(faults.size(), 1u) << rule;
  return faults.empty() ? Diagnostic{} : faults[0];
}

TEST(Compile, UnknownOperatorIsNamedWithASuggestion) {
  const Diagnostic fault = only_fault(R"({"and": [true, {"mising": ["form.plate"]}]})");
  EXPECT_EQ(fault.code, "LB-E1401");
  EXPECT_EQ(fault.pointer, "/when/and/1/mising");
  EXPECT_TRUE(fault.at_name);
  EXPECT_EQ(fault.hint.en, "did you mean 'missing'?");
  EXPECT_EQ(fault.hint.zh, "是否指“missing”？");
  EXPECT_EQ(fault.severity, Severity::kError);
}

TEST(Compile, UnknownOperatorFarFromAllOthersExplainsTheLiteralObject) {
  EXPECT_NE(only_fault(R"({"licence_number": 1})").hint.en.find("object"), std::string::npos);
}

TEST(Compile, LogIsNoOperatorBecauseARuleHasNoEffect) {
  EXPECT_EQ(faults_of(R"({"log": "x"})"), Faults{"LB-E1401 at /when/log"});
}

TEST(Compile, NumberOfArgumentsIsChecked) {
  for (const char* rule :
       {R"({"==": [1]})", R"({"!": [1, 2]})", R"({"<": [1, 2, 3, 4]})", R"({">": [1, 2, 3]})",
        R"({"and": []})", R"({"var": ["form.plate", 1, 2]})", R"({"reduce": [[1], 2, 3, 4]})",
        R"({"today": [1]})", R"({"age": []})", R"({"matches": "x"})"}) {
    const auto faults = faults_of(rule);
    ASSERT_EQ(faults.size(), 1u) << rule;
    EXPECT_EQ(faults[0].substr(0, 8), "LB-E1402") << rule;
  }
  EXPECT_EQ(only_fault(R"({"<": [1]})").message.en, "operator '<' takes 2-3 arguments, found 1");
  EXPECT_EQ(only_fault(R"({"and": []})").message.en, "operator 'and' takes 1+ arguments, found 0");
}

TEST(Compile, ArgumentsThatMustBeWrittenOutAre) {
  EXPECT_EQ(faults_of(R"({"in_state": {"var": "form.plate"}})"),
            Faults{"LB-E1402 at /when/in_state"});
  EXPECT_EQ(faults_of(R"({"holds": [3]})"), Faults{"LB-E1402 at /when/holds/0"});
  EXPECT_EQ(faults_of(R"({"require": 3})"), Faults{"LB-E1402 at /when/require"});
  EXPECT_EQ(faults_of(R"({"object": "x"})"), Faults{"LB-E1402 at /when/object"});
}

TEST(Compile, UndeclaredPathIsNamedWithASuggestion) {
  const Diagnostic fault = only_fault(R"({"!": {"var": "form.plaet"}})");
  EXPECT_EQ(fault.code, "LB-E1403");
  EXPECT_EQ(fault.pointer, "/when/!/var");
  EXPECT_EQ(fault.hint.en, "did you mean 'form.plate'?");
  EXPECT_EQ(faults_of(R"({"var": ["from.plate", 1]})"), Faults{"LB-E1403 at /when/var/0"});
  EXPECT_EQ(faults_of(R"({"var": ""})"), Faults{"LB-E1403 at /when/var"});
  EXPECT_EQ(faults_of(R"({"missing": ["form.plate", "form.x"]})"),
            Faults{"LB-E1403 at /when/missing/1"});
  EXPECT_EQ(faults_of(R"({"require": "form.x"})"), Faults{"LB-E1403 at /when/require"});
}

TEST(Compile, AFamilyIsNeededEvenWhereNoPathIsChecked) {
  EXPECT_EQ(faults_of(R"({"var": "plate"})", CompileContext{}), Faults{"LB-E1403 at /when/var"});
  EXPECT_EQ(faults_of(R"({"var": "form.anything"})", CompileContext{}), Faults{});
}

TEST(Compile, InsideAnIteratorTheElementAndTheCaseAreRead) {
  const char* rule = R"({"filter": [{"var": "form.items"}, {"===": [{"var": "plate"},
                                                                  {"var": "form.plate"}]}]})";
  EXPECT_EQ(faults_of(rule), Faults{});
  EXPECT_EQ(value(rule, R"({"form": {"plate": "P1", "items": [{"plate": "P1"}, {"plate": "P2"}]}})",
                  checked()),
            parse(R"([{"plate": "P1"}])"));
  EXPECT_EQ(faults_of(R"({"reduce": [{"var": "form.items"}, {"var": "curent.qty"}, 0]})"),
            Faults{"LB-E1403 at /when/reduce/1/var"});
  EXPECT_EQ(faults_of(R"({"map": [{"var": "qty"}, 1]})"), Faults{"LB-E1403 at /when/map/0/var"});
  EXPECT_EQ(faults_of(R"({"reduce": [[1], 1, {"var": "current"}]})"),
            Faults{"LB-E1403 at /when/reduce/2/var"});
}

TEST(Compile, AComputedPathChoosesBetweenWrittenOnes) {
  const char* rule = R"({"missing": {"merge": ["form.plate",
                         {"if": [{"===": [{"var": "vars.n"}, 1]}, ["form.seats"], []]}]}})";
  EXPECT_EQ(value(rule, R"({"form": {}, "vars": {"n": 1}})", checked()),
            parse(R"(["form.plate", "form.seats"])"));
  EXPECT_EQ(value(rule, R"({"form": {}, "vars": {"n": 2}})", checked()),
            parse(R"(["form.plate"])"));
  EXPECT_EQ(value(R"({"var": {"if": [true, "form.plate", "form.seats"]}})",
                  R"({"form": {"plate": "P"}})", checked()),
            "P");
  EXPECT_EQ(faults_of(R"({"var": {"cat": ["form.", "plate"]}})"), Faults{"LB-E1403 at /when/var"});
  EXPECT_EQ(faults_of(R"({"var": {"if": [true, "form.x", "form.seats"]}})"),
            Faults{"LB-E1403 at /when/var/if/1"});
  EXPECT_EQ(faults_of(R"({"missing": {"var": "form.plate"}})"),
            Faults{"LB-E1403 at /when/missing"});
}

TEST(Compile, UnknownStateAndCondition) {
  EXPECT_EQ(faults_of(R"({"in_state": "cheking"})"), Faults{"LB-E1404 at /when/in_state"});
  EXPECT_EQ(faults_of(R"({"holds": ["credit"]})"), Faults{"LB-E1405 at /when/holds/0"});
  EXPECT_EQ(faults_of(R"({"and": [{"in_state": "checking"}, {"holds": "credit_clean"}]})"),
            Faults{});
}

TEST(Compile, BadConstantsAreFoundAtLoad) {
  for (const char* rule :
       {R"({"matches": ["x", "("]})", R"({"matches": ["x", {"var": "form.plate"}]})",
        R"({"valid": ["vinn", "x"]})", R"({"before": ["2021-02-29", {"today": []}]})",
        R"({"after": [20210101, {"today": []}]})", R"({"age": null})",
        R"({"add": [{"today": []}, "3 weeks"]})", R"({"add": [{"today": []}, 3]})",
        R"({"workdays_between": ["2021-01-01", "tomorrow"]})"}) {
    const auto faults = faults_of(rule);
    ASSERT_EQ(faults.size(), 1u) << rule;
    EXPECT_EQ(faults[0].substr(0, 8), "LB-E1407") << rule;
  }
  EXPECT_EQ(only_fault(R"({"valid": ["vinn", "x"]})").hint.en, "did you mean 'vin'?");
  const Json huge{{"matches", {"x", std::string(1001, 'a')}}};
  EXPECT_EQ(faults_of(huge.dump()), Faults{"LB-E1407 at /when/matches/1"});
}

TEST(Compile, NestingIsBounded) {
  const auto nested = [](std::size_t levels, const char* open, const char* close) {
    std::string text;
    for (std::size_t i = 0; i < levels; ++i) text += open;
    text += "1";
    for (std::size_t i = 0; i < levels; ++i) text += close;
    return text;
  };
  const std::size_t most = limits::kRuleDepth;
  EXPECT_EQ(faults_of(nested(most - 1, R"({"!": [)", "]}")), Faults{});
  for (const auto& rule :
       {nested(most, R"({"!": )", "}"), nested(most + 1, "[", "]"),
        R"({"missing": )" + nested(100'000, "[", "]") + "}", nested(10'000, R"({"!": )", "}"),
        nested(most + 1, R"({"a": 1, "b": )", "}")}) {
    const auto faults = faults_of(rule);
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_EQ(faults[0].substr(0, 8), "LB-E1408");
  }
}

TEST(Compile, FaultsAreBoundedInNumber) {
  Json rule{{"and", Json::array()}};
  for (int i = 0; i < 1000; ++i) rule["and"].push_back({{"nonsense", 1}});
  EXPECT_EQ(faults_of(rule.dump()).size(), limits::kDiagnostics);
}

TEST(Compile, ARuleWithFaultsIsTheConstantNull) {
  Diagnostics faults;
  const Rule rule = Rule::compile(parse(R"({"nonsense": 1})"), checked(), "", faults);
  EXPECT_TRUE(rule.is_constant());
  EXPECT_EQ(*rule.evaluate(World()), nullptr);
  EXPECT_FALSE(*rule.test(World()));
  EXPECT_EQ(*Rule().evaluate(World()), nullptr);
}

TEST(Compile, ARuleTellsWhatItReads) {
  Diagnostics faults;
  const Rule rule = Rule::compile(
      parse(
          R"({"and": [{"holds": "credit_clean"}, {"in_state": "checking"}, {"in_state": "checking"},
                {"var": "vars.n"}, {"missing": ["form.plate"]}, {"var": "vars.n"},
                {"some": [{"var": "form.items"}, {"var": "qty"}]}]})"),
      checked(), "", faults);
  ASSERT_TRUE(faults.empty());
  std::vector<std::string> texts;
  for (const Path& path : rule.paths()) texts.push_back(path.text);
  EXPECT_EQ(texts, (std::vector<std::string>{"vars.n", "form.plate", "form.items"}));
  EXPECT_EQ(rule.states(), std::vector<std::string>{"checking"});
  EXPECT_EQ(rule.conditions(), std::vector<std::string>{"credit_clean"});
  EXPECT_FALSE(rule.is_constant());
  EXPECT_TRUE(Rule::constant(Json{{"a", 1}}).is_constant());
  EXPECT_EQ(*Rule::constant(Json{{"var", "x"}}).evaluate(World()), (Json{{"var", "x"}}));
}

// Whatever JSON is given as a rule: it is refused with a place, or it ends with a value or an
// error.
rc::Gen<Json> any_rule(int depth) {
  const auto leaf = rc::gen::map(rc::gen::inRange(0, 8), [](int pick) -> Json {
    static const std::array<Json, 8> kLeaves{Json(),
                                             Json(true),
                                             Json(-3),
                                             Json(0.5),
                                             Json("form.plate"),
                                             Json("2021-09-15"),
                                             Json("3 workdays"),
                                             Json::array()};
    return kLeaves[static_cast<std::size_t>(pick)];
  });
  if (depth == 0) return leaf;
  static const std::vector<std::string> kNames{"var",
                                               "missing",
                                               "missing_some",
                                               "if",
                                               "and",
                                               "or",
                                               "!",
                                               "!!",
                                               "==",
                                               "===",
                                               "<",
                                               ">=",
                                               "+",
                                               "-",
                                               "*",
                                               "/",
                                               "%",
                                               "max",
                                               "map",
                                               "filter",
                                               "reduce",
                                               "all",
                                               "some",
                                               "none",
                                               "merge",
                                               "in",
                                               "cat",
                                               "substr",
                                               "object",
                                               "require",
                                               "add",
                                               "age",
                                               "before",
                                               "workdays_between",
                                               "matches",
                                               "valid",
                                               "today",
                                               "now",
                                               "holds",
                                               "in_state",
                                               "nonsense"};
  const auto arguments =
      rc::gen::resize(3, rc::gen::container<std::vector<Json>>(any_rule(depth - 1)));
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, kNames.size() + 10),
                         [=](std::size_t pick) {
                           if (pick >= kNames.size())
                             return rc::gen::map(leaf, [](Json value) { return value; });
                           return rc::gen::map(arguments, [pick](const std::vector<Json>& given) {
                             return Json{{kNames[pick], given}};
                           });
                         });
}

RC_GTEST_PROP(Compile, AnyJsonIsRefusedOrEnds, ()) {
  const Json source = *any_rule(3);
  for (const CompileContext& context : {checked(), classic()}) {
    Diagnostics faults;
    const Rule rule = Rule::compile(source, context, "", faults);
    Trace trace;
    const auto result = rule.evaluate(World(parse(R"({"form": {"plate": "P"}})")), &trace);
    if (!faults.empty()) RC_ASSERT(result.ok() && result->is_null());
    if (!result) RC_ASSERT(result.error().code.find('/') != std::string::npos);
  }
}

}  // namespace
}  // namespace lianban::rules::test
