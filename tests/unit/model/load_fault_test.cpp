// Every fault of structure: its code, its pointer, its line and column.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/limits.hpp"
#include "model/check_codes.hpp"
#include "model/codes.hpp"
#include "unit/model/sample.hpp"

namespace lianban::model {
namespace {

using nlohmann::json;

/// The sample with one change ("" as value: the member is taken out), and what it must lead to.
struct Case {
  const char* what;
  const char* at;     ///< Pointer of the change.
  const char* value;  ///< JSON; empty: erased.
  const char* code;
  const char* pointer;      ///< Of the finding.
  const char* starts = "";  ///< What stands in the text at its line and column.
  const char* hint = "";    ///< Part of the English hint.
};

void PrintTo(const Case& of, std::ostream* out) { *out << of.what; }

const Case kCases[] = {
    {"unknown member", "/agencyes", "{}", "LB-E1102", "/agencyes", "\"agencyes\"", "'agencies'"},
    {"unknown member of a state", "/chart/states/1/transition", "[]", "LB-E1102",
     "/chart/states/1/transition", "\"transition\"", "'transitions'"},
    {"unknown member of a title", "/title", R"({"cn": "x", "en": "y"})", "LB-E1102", "/title/cn",
     "\"cn\""},
    {"missing version", "/version", "", "LB-E1103", ""},
    {"missing rule", "/conditions/fits/rule", "", "LB-E1103", "/conditions/fits", "{"},
    {"missing limit", "/clocks/check/limit", "", "LB-E1103", "/clocks/check", "{"},
    {"missing sections", "/licences/joint/sections", "", "LB-E1103", "/licences/joint"},
    {"empty title", "/title", "{}", "LB-E1103", "/title"},
    {"text for a flag", "/agencies/bureau/lead", "\"yes\"", "LB-E1104", "/agencies/bureau/lead",
     "\"yes\""},
    {"list for an object", "/papers/notice", "[]", "LB-E1104", "/papers/notice", "["},
    {"number for a text", "/calls/act/operation", "7", "LB-E1104", "/calls/act/operation", "7"},
    {"object for a list", "/chart/states", "{}", "LB-E1104", "/chart/states"},
    {"state that is a text", "/chart/states/0", "\"start\"", "LB-E1104", "/chart/states/0",
     "\"start\""},
    {"note that is no text", "/papers/notice/note", "1", "LB-E1104", "/papers/notice/note", "1"},
    {"query of one word", "/chart/states/1/enter/0/query", "\"record\"", "LB-E1104",
     "/chart/states/1/enter/0/query"},
    {"lonely if", "/chart/states/1/transitions/4/do/3/if", "[true]", "LB-E1104",
     "/chart/states/1/transitions/4/do/3/if"},
    {"bad times", "/clocks/decision/extend/times", "0", "LB-E1104", "/clocks/decision/extend/times",
     "0"},
    {"capital in an id", "/papers/Other", "{}", "LB-E1105", "/papers/Other", "\"Other\""},
    {"bad definition id", "/id", "\"My Id\"", "LB-E1105", "/id", "\"My Id\""},
    {"bad state id", "/chart/states/5/id", "\"the end\"", "LB-E1105", "/chart/states/5/id"},
    {"no name of an event", "/chart/states/1/transitions/1/on", "\"\"", "LB-E1105",
     "/chart/states/1/transitions/1/on"},
    {"no schema", "/form/properties/seats/type", "\"whole\"", "LB-E1106",
     "/form/properties/seats/type", "\"whole\""},
    {"unknown format", "/form/properties/plate/format", "\"plat\"", "LB-E1107",
     "/form/properties/plate/format", "\"plat\"", "'plate'"},
    {"state twice", "/chart/states/5/id", "\"check\"", "LB-E1108", "/chart/states/5/id",
     "\"check\"", "another id"},
    {"outcome twice", "/calls/lookup/outcomes/1/id", "\"found\"", "LB-E1108",
     "/calls/lookup/outcomes/1/id", "", "rename it"},
    {"target twice", "/chart/states/2/transitions/1/to", R"(["hold", "hold"])", "LB-E1108",
     "/chart/states/2/transitions/1/to/1", "", "take one"},
    {"bad duration", "/calls/act/timeout", "\"3 work days\"", "LB-E1109", "/calls/act/timeout",
     "\"3 work"},
    {"bad warning", "/clocks/decision/warn_at/0", "\"0%\"", "LB-E1109",
     "/clocks/decision/warn_at/0"},
    {"bad delay", "/chart/states/1/transitions/4/do/1/send/after", "\"soon\"", "LB-E1109",
     "/chart/states/1/transitions/4/do/1/send/after"},
    {"bad validity", "/licences/pass/valid", "\"for ever\"", "LB-E1109", "/licences/pass/valid"},
    {"unknown kind", "/chart/states/5/kind", "\"end\"", "LB-E1110", "/chart/states/5/kind",
     "\"end\"", "final"},
    {"unknown outcome", "/chart/states/3/outcome", "\"grantd\"", "LB-E1110",
     "/chart/states/3/outcome", "", "'granted'"},
    {"unknown answers", "/calls/act/answers", "\"soon\"", "LB-E1110", "/calls/act/answers"},
    {"unknown on_error", "/on_error", "\"ignore\"", "LB-E1110", "/on_error"},
    {"unknown state", "/chart/states/0/transitions/1/to", "\"endet\"", "LB-E1111",
     "/chart/states/0/transitions/1/to", "\"endet\"", "'ended'"},
    {"unknown state in must_pass", "/must_pass/0", "\"reviev\"", "LB-E1111", "/must_pass/0", "",
     "'review'"},
    {"unknown availability", "/materials/policy/defer/available_after", "\"reviev\"", "LB-E1111",
     "/materials/policy/defer/available_after", "", "'review'"},
    {"unknown role", "/open/by/1", "\"bureau.clark\"", "LB-E1112", "/open/by/1", "",
     "'bureau.clerk'"},
    {"agency for a role", "/open/by/1", "\"bureau\"", "LB-E1112", "/open/by/1", "", "role"},
    {"unknown agency", "/calls/act/agency", "\"polise\"", "LB-E1112", "/calls/act/agency", "",
     "'police'"},
    {"unknown holder", "/chart/states/1/holder", "\"buro\"", "LB-E1112", "/chart/states/1/holder"},
    {"unknown material", "/chart/states/1/enter/1/query/0", "\"recort\"", "LB-E1113",
     "/chart/states/1/enter/1/query/0", "", "'record'"},
    {"event of an unknown material", "/chart/states/1/transitions/1/on",
     "\"material.dead.supplied\"", "LB-E1113", "/chart/states/1/transitions/1/on", "", "'deed'"},
    {"event of no deferral", "/chart/states/1/transitions/1/on", "\"deferral.deed.overdue\"",
     "LB-E1113", "/chart/states/1/transitions/1/on"},
    {"unknown paper", "/materials/sheet/source/produced", "\"notise\"", "LB-E1114",
     "/materials/sheet/source/produced", "", "'notice'"},
    {"unknown call", "/calls/act/reverse", "\"undu\"", "LB-E1115", "/calls/act/reverse", "",
     "'undo'"},
    {"unknown outcome of a call", "/chart/states/1/transitions/1/on/0", "\"call.lookup.fund\"",
     "LB-E1115", "/chart/states/1/transitions/1/on/0", "", "'found'"},
    {"unknown found", "/materials/record/source/found", "\"there\"", "LB-E1115",
     "/materials/record/source/found"},
    {"unknown leaves", "/chart/states/3/leaves/0", "\"akt\"", "LB-E1115",
     "/chart/states/3/leaves/0", "", "'act'"},
    {"unknown clock", "/chart/states/1/transitions/4/do/15/extend", "\"decison\"", "LB-E1116",
     "/chart/states/1/transitions/4/do/15/extend", "", "'decision'"},
    {"unknown licence", "/chart/states/1/transitions/4/do/8/issue", "\"pas\"", "LB-E1117",
     "/chart/states/1/transitions/4/do/8/issue", "", "'pass'"},
    {"unknown condition", "/open/when/0", "\"fit\"", "LB-E1118", "/open/when/0", "", "'fits'"},
    {"unknown param", "/clocks/check/limit", R"({"param": "limt"})", "LB-E1119",
     "/clocks/check/limit/param", "\"limt\"", "'limit'"},
    {"unknown law", "/conditions/fits/basis/0", "\"law_2\"", "LB-E1120", "/conditions/fits/basis/0",
     "\"law_2\""},
    {"reserved agency", "/agencies/system", "{}", "LB-E1121", "/agencies/system", "\"system\""},
    {"reserved outcome", "/calls/undo/outcomes/0/id", "\"failed\"", "LB-E1121",
     "/calls/undo/outcomes/0/id"},
    {"reserved name of a case", "/chart/states/1/transitions/4/do/17/open/as", "\"accepted\"",
     "LB-E1121", "/chart/states/1/transitions/4/do/17/open/as"},
    {"reserved raise", "/chart/states/1/transitions/1/do/0/raise", "\"call.lookup.found\"",
     "LB-E1122", "/chart/states/1/transitions/1/do/0/raise"},
    {"reserved send", "/chart/states/1/transitions/4/do/0/send", "\"after.check\"", "LB-E1122",
     "/chart/states/1/transitions/4/do/0/send"},
    {"on and after", "/chart/states/1/transitions/2/on", "\"x\"", "LB-E1123",
     "/chart/states/1/transitions/2/after", "\"after\""},
    {"two leads", "/agencies/police/lead", "true", "LB-E1123", "/agencies/police/lead", "true"},
    {"limit and statutory", "/clocks/check/statutory", "\"5 days\"", "LB-E1123",
     "/clocks/check/limit", "\"limit\""},
    {"two sources", "/materials/sheet/source/reuse", "\"pass\"", "LB-E1123",
     "/materials/sheet/source"},
    {"two reverses", "/calls/lookup/reverse", "\"undo\"", "LB-E1123", "/calls/lookup/reverse"},
    {"two names in an action", "/chart/states/1/enter/0/issue", "\"pass\"", "LB-E1124",
     "/chart/states/1/enter/0", "{"},
    {"no name in an action", "/chart/states/1/enter/0", R"({"note": "x"})", "LB-E1124",
     "/chart/states/1/enter/0"},
    {"unknown action", "/chart/states/1/enter/0", R"({"produse": "notice"})", "LB-E1125",
     "/chart/states/1/enter/0/produse", "\"produse\"", "'produce'"},
    {"history without default", "/chart/states/2/states/0/states/0/default", "", "LB-E1126",
     "/chart/states/2/states/0/states/0"},
    {"history with transitions", "/chart/states/2/states/0/states/0/transitions", "[]", "LB-E1126",
     "/chart/states/2/states/0/states/0/transitions"},
    {"choice with an event", "/chart/states/0/transitions/0/on", "\"x\"", "LB-E1127",
     "/chart/states/0/transitions/0"},
    {"choice that ends with a condition", "/chart/states/0/transitions/1/when", "\"fits\"",
     "LB-E1127", "/chart/states/0/transitions/1/when", "\"fits\""},
    {"choice that leads nowhere", "/chart/states/0/transitions/1/to", "", "LB-E1127",
     "/chart/states/0/transitions/1"},
    {"choice without transitions", "/chart/states/0/transitions", "", "LB-E1127",
     "/chart/states/0"},
    {"final with children", "/chart/states/5/states", R"([{"id": "inside"}])", "LB-E1128",
     "/chart/states/5/kind"},
    {"final with transitions", "/chart/states/5/transitions", "[]", "LB-E1128",
     "/chart/states/5/transitions"},
    {"parallel without children", "/chart/states/1/kind", "\"parallel\"", "LB-E1129",
     "/chart/states/1/kind"},
    {"atomic with children", "/chart/states/2/kind", "\"atomic\"", "LB-E1129",
     "/chart/states/2/kind"},
    {"initial of a parallel state", "/chart/states/2/initial", "\"left\"", "LB-E1130",
     "/chart/states/2/initial", "\"initial\"", "take it out"},
    {"outcome of an inner final", "/chart/states/2/states/0/states/3/outcome", "\"granted\"",
     "LB-E1130", "/chart/states/2/states/0/states/3/outcome"},
    {"done of no final", "/chart/states/1/done", "true", "LB-E1130", "/chart/states/1/done"},
    {"by without an event", "/chart/states/1/transitions/2/by", "\"applicant\"", "LB-E1130",
     "/chart/states/1/transitions/2/by", "\"by\""},
    {"original that is fetched", "/materials/record/original", "true", "LB-E1130",
     "/materials/record/original"},
    {"assignment to what is not declared", "/chart/states/1/transitions/0/do/1/assign",
     R"({"vars.cuont": 1})", "LB-E1131", "/chart/states/1/transitions/0/do/1/assign/vars.cuont",
     "\"vars.cuont\"", "'vars.count'"},
    {"assignment to the case", "/chart/states/1/transitions/0/do/1/assign", R"({"case.number": 1})",
     "LB-E1131", "/chart/states/1/transitions/0/do/1/assign/case.number"},
    {"amending a var", "/chart/states/1/amend/0", "\"vars.count\"", "LB-E1131",
     "/chart/states/1/amend/0"},
    {"dated that no reply has", "/materials/record/source/dated", "\"date\"", "LB-E1131",
     "/materials/record/source/dated"},
    {"another language", "/lianban", "2", "LB-E1132", "/lianban", "2"},
    {"no version", "/version", "\"1.0\"", "LB-E1133", "/version", "\"1.0\""},
    {"version with leading zero", "/version", "\"1.02.0\"", "LB-E1133", "/version"},
    {"unknown placeholder", "/number", "\"X{day}{seq}\"", "LB-E1134", "/number"},
    {"two counters", "/number", "\"{seq}{seq:3}\"", "LB-E1134", "/number"},
    {"counter too wide", "/papers/notice/number", "\"{seq:99}\"", "LB-E1134",
     "/papers/notice/number"},
    {"open brace", "/licences/pass/number", "\"{seq\"", "LB-E1134", "/licences/pass/number"},
    {"no event of a clock", "/chart/states/1/transitions/1/on", "\"clock.check.expird\"",
     "LB-E1136", "/chart/states/1/transitions/1/on", "", "'expired'"},
    {"no event of all deferrals", "/chart/states/1/transitions/1/on", "\"deferrals.done\"",
     "LB-E1136", "/chart/states/1/transitions/1/on"},
    {"initial outside", "/chart/states/2/states/0/initial", "\"hold\"", "LB-E1137",
     "/chart/states/2/states/0/initial"},
    {"targets that exclude each other", "/chart/states/2/transitions/1/to", R"(["check", "hold"])",
     "LB-E1137", "/chart/states/2/transitions/1/to"},
    {"no states", "/chart/states", "[]", "LB-E1138", "/chart/states", "["},
    {"no children", "/chart/states/1/states", "[]", "LB-E1138", "/chart/states/1/states"},
    {"no outcomes", "/calls/undo/outcomes", "[]", "LB-E1138", "/calls/undo/outcomes"},
    {"no events", "/chart/states/1/transitions/1/on", "[]", "LB-E1138",
     "/chart/states/1/transitions/1/on"},
    {"bad body code", "/agencies/bureau/code", "\"11330300002504567B\"", "LB-E1139",
     "/agencies/bureau/code"},
    {"bad region", "/regions/0", "\"33\"", "LB-E1139", "/regions/0", "\"33\""},
    {"a token in a request", "/calls/act/request/token", "\"Bearer 3q2Zp9Xv7Lk4Tn8Rw1Yb6Md5\"",
     "LB-E1141", "/calls/act/request/token"},
    {"condition in a circle", "/conditions/fits/rule", R"({"holds": "settled"})", "LB-E1140",
     "/conditions/fits/rule", "{"},
    {"call that reverses itself", "/calls/act/reverse", "\"act\"", "LB-E1140",
     "/calls/act/reverse"},
    {"undeclared path", "/conditions/fits/rule", R"({"var": "form.seat"})", "LB-E1403",
     "/conditions/fits/rule/var", "\"form.seat\"", "'form.seats'"},
    {"reply outside outcomes", "/papers/notice/fields/day", R"({"var": "reply.found"})", "LB-E1403",
     "/papers/notice/fields/day/var"},
    {"unknown state in a rule", "/conditions/settled/rule", R"({"in_state": "reviev"})", "LB-E1404",
     "/conditions/settled/rule/in_state"},
};

class Fault : public testing::TestWithParam<Case> {};

std::string from(const std::string& text, std::size_t line, std::size_t column) {
  std::size_t at = 0;
  for (; line > 1; --line) at = text.find('\n', at) + 1;
  return text.substr(at + column - 1, 60);  // The lines in question are ASCII.
}

TEST_P(Fault, HasItsCodePointerLineAndColumn) {
  const Case& with = GetParam();
  json source = test::sample();
  const json::json_pointer at(with.at);
  if (*with.value == '\0') {
    json& parent = source.at(at.parent_pointer());
    parent.erase(at.back());
  } else {
    source[at] = json::parse(with.value);
  }
  const std::string text = source.dump(2);
  const Loaded loaded = load(text, false);
  EXPECT_EQ(loaded.definition, nullptr);
  const Diagnostic* found = test::find(loaded.diagnostics, with.code, with.pointer);
  ASSERT_NE(found, nullptr) << test::shown(loaded.diagnostics);
  EXPECT_EQ(found->severity, Severity::kError);
  EXPECT_FALSE(found->message.zh.empty());
  EXPECT_FALSE(found->message.en.empty());
  EXPECT_GT(found->line, 0U);
  EXPECT_TRUE(from(text, found->line, found->column).starts_with(with.starts))
      << from(text, found->line, found->column);
  EXPECT_NE(found->hint.en.find(with.hint), std::string::npos) << found->hint.en;
}

INSTANTIATE_TEST_SUITE_P(Load, Fault, testing::ValuesIn(kCases), [](const auto& tested) {
  std::string name;
  for (const char* c = tested.param.what; *c != '\0'; ++c) {
    name += *c == ' ' || *c == '_' ? '_' : *c;
  }
  return name;
});

TEST(LoadFaults, TheSampleHasNone) {
  const Loaded loaded = load(test::kSample, false);
  EXPECT_TRUE(loaded.diagnostics.empty()) << test::shown(loaded.diagnostics);
}

TEST(LoadFaults, AllAreToldAtOnceInTheOrderOfTheText) {
  json source = test::sample();
  std::set<std::string> pointers;
  for (const char* at : {"/id", "/calls/act/agency", "/chart/states/1/holder", "/papers/notice/to",
                         "/materials/policy/defer/within"}) {
    source[json::json_pointer(at)] = "Nobody knows";
    pointers.insert(at);
  }
  const Loaded loaded = load(source.dump(1), false);
  ASSERT_EQ(loaded.diagnostics.size(), 5U) << test::shown(loaded.diagnostics);
  std::size_t line = 0;
  for (const Diagnostic& each : loaded.diagnostics) {
    EXPECT_GE(each.line, line);
    line = each.line;
    pointers.erase(each.pointer);
  }
  EXPECT_TRUE(pointers.empty());
}

TEST(LoadFaults, AnUnknownParamIsToldOnceWhateverItStandsFor) {
  for (const char* at : {"/clocks/check/limit", "/calls/act/operation", "/agencies/bureau/title",
                         "/chart/states/1/transitions/0/to", "/clocks/decision/extend/times"}) {
    json source = test::sample();
    source[json::json_pointer(at)] = {{"param", "nobody_knows"}};
    const Loaded loaded = load(source.dump(1), false);
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << at << test::shown(loaded.diagnostics);
    EXPECT_EQ(loaded.diagnostics[0].code, "LB-E1119");
  }
}

TEST(LoadFaults, SyntaxIsPlaced) {
  const Loaded loaded = load("{\n \"lianban\": 1,\n \"id\": }\n");
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].code, "LB-E1101");
  EXPECT_EQ(loaded.diagnostics[0].line, 3U);
  EXPECT_EQ(loaded.diagnostics[0].column, 8U);
}

TEST(LoadFaults, ADuplicateNameIsAFaultOfSyntax) {
  const Loaded loaded = load("{\"lianban\": 1,\n \"lianban\": 1}");
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].code, "LB-E1101");
  EXPECT_EQ(loaded.diagnostics[0].line, 2U);
}

TEST(LoadFaults, WhatIsNoObjectIsNoDefinition) {
  for (const char* text : {"[]", "1", "\"x\"", "null"}) {
    const Loaded loaded = load(text);
    EXPECT_EQ(loaded.definition, nullptr);
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << text;
    EXPECT_EQ(loaded.diagnostics[0].code, "LB-E1104");
  }
}

TEST(LoadFaults, EmptyObjectsLackEverythingAtOnce) {
  const Loaded loaded = load("{}");
  EXPECT_EQ(loaded.diagnostics.size(), 4U) << test::shown(loaded.diagnostics);
}

TEST(LoadFaults, NoMoreThanTheLimitIsTold) {
  json source = test::sample();
  for (int i = 0; i < 1000; ++i) source["member" + std::to_string(i)] = 1;
  EXPECT_EQ(load(source, false).diagnostics.size(), limits::kDiagnostics);
}

TEST(LoadFaults, TooManyStatesAreToldOnce) {
  json states = json::array();
  for (std::size_t i = 0; i <= limits::kStates; ++i) {
    states.push_back({{"id", "s" + std::to_string(i)}});
  }
  const json source = {
      {"lianban", 1}, {"id", "x"}, {"version", "1.0.0"}, {"chart", {{"states", states}}}};
  const Loaded loaded = load(source, false);
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].code, "LB-E1135");
}

TEST(LoadFaults, TooManyTransitionsAreAFault) {
  const json transitions(limits::kTransitions + 1, json{{"on", "e"}});
  const json source = {{"lianban", 1},
                       {"id", "x"},
                       {"version", "1.0.0"},
                       {"chart", {{"states", {{{"id", "a"}, {"transitions", transitions}}}}}}};
  const Loaded loaded = load(source, false);
  EXPECT_NE(test::find(loaded.diagnostics, "LB-E1135",
                       "/chart/states/0/transitions/" + std::to_string(limits::kTransitions)),
            nullptr);
}

TEST(LoadFaults, AChainOfConditionsIsBounded) {
  json source = test::sample();
  for (int i = 1; i < 100; ++i) {
    source["conditions"]["c" + std::to_string(i)]["rule"] = {
        {"holds", i == 1 ? "fits" : "c" + std::to_string(i - 1)}};
  }
  const Loaded loaded = load(source, false);
  EXPECT_EQ(test::find(loaded.diagnostics, "LB-E1135", "/conditions/c63/rule"), nullptr);
  EXPECT_NE(test::find(loaded.diagnostics, "LB-E1135", "/conditions/c64/rule"), nullptr);
}

TEST(LoadFaults, TooDeepAValueIsAFault) {
  json deep = 1;
  for (int i = 0; i < 100; ++i) deep = json::array({deep});
  json source = test::sample();
  source["vars"]["free"] = deep;
  EXPECT_EQ(load(source, false).diagnostics.at(0).code, "LB-E1101");
  EXPECT_EQ(load(source.dump(), false).diagnostics.at(0).code, "LB-E1101");
}

/// Every value of the sample replaced by something else: faults, never an exception or worse.
TEST(LoadFaults, NoValueAnywhereBreaksTheLoader) {
  const json source = test::sample();
  const json flat = source.flatten();
  for (const auto& item : flat.items()) {
    json::json_pointer at(item.key());
    for (; !at.empty(); at.pop_back()) {
      for (const json& other : {json(), json::array({1}), json::object({{"x", 1}})}) {
        json changed = source;
        changed[at] = other;
        const Loaded loaded = load(changed, false);
        EXPECT_TRUE(loaded.definition || !loaded.diagnostics.empty()) << at;
      }
      if (at.parent_pointer().empty()) break;
      if (source.at(at).is_primitive() && !source.at(at.parent_pointer()).is_array()) break;
    }
  }
}

TEST(Codes, AreUnique) {
  std::set<std::string_view> seen;
  for (const codes::Code& each : codes::kAll)
    EXPECT_TRUE(seen.insert(each.code).second) << each.code;
  for (const codes::Code& each : codes::kChecks) {
    EXPECT_TRUE(seen.insert(each.code).second) << each.code;
  }
}

TEST(Codes, EveryFaultOfTheLoaderHasATest) {
  // Those of overlays need two files: extends_test.cpp.
  std::set<std::string_view> tested{"LB-E1101", "LB-E1135", "LB-E1142", "LB-E1143", "LB-E1144"};
  for (const Case& each : kCases) tested.insert(each.code);
  for (const codes::Code& each : codes::kAll) {
    if (each.code.starts_with("LB-E11")) {
      EXPECT_TRUE(tested.contains(each.code)) << each.code;
    }
  }
}

}  // namespace
}  // namespace lianban::model
