#include <gtest/gtest.h>

#include "world.hpp"

namespace lianban::rules::test {
namespace {

void expect_safe(std::initializer_list<const char*> rules) {
  for (const char* rule : rules) EXPECT_EQ(faults_of(rule), std::vector<std::string>{}) << rule;
}

void expect_unsafe(std::initializer_list<const char*> rules) {
  for (const char* rule : rules) {
    const auto faults = faults_of(rule);
    ASSERT_EQ(faults.size(), 1u) << rule;
    EXPECT_EQ(faults[0].substr(0, 8), "LB-E1406") << rule;
  }
}

TEST(NullCheck, ComparingAPathThatMayBeNullIsRefusedWithItsPlace) {
  Diagnostics faults;
  static_cast<void>(Rule::compile(parse(R"({"and": [true, {"<": [{"var": "form.seats"}, 8]}]})"),
                                  checked(), "/conditions/fits/rule", faults));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].code, "LB-E1406");
  EXPECT_EQ(faults[0].pointer, "/conditions/fits/rule/and/1/</0");
  EXPECT_NE(faults[0].hint.en.find(R"({"require": "form.seats"})"), std::string::npos);
}

TEST(NullCheck, EveryComparingOperatorIsHeld) {
  expect_unsafe({R"({"<": [{"var": "form.seats"}, 8]})", R"({"<=": [1, {"var": "form.seats"}, 8]})",
                 R"({">": [8, {"var": "form.seats"}]})", R"({">=": [{"var": "form.seats"}, 8]})",
                 R"({"before": [{"var": "form.registered"}, {"today": []}]})",
                 R"({"after": [{"var": "form.registered"}, {"today": []}]})",
                 R"({"not_before": [{"var": "form.registered"}, {"today": []}]})",
                 R"({"not_after": [{"var": "form.registered"}, {"today": []}]})",
                 R"({"age": {"var": "form.registered"}})",
                 R"({"add": [{"var": "form.registered"}, "8 years"]})",
                 R"({"workdays_between": [{"var": "form.registered"}, {"today": []}]})"});
}

TEST(NullCheck, ArithmeticAndChoicesPassNullOn) {
  expect_unsafe({R"({"<": [{"+": [{"var": "form.seats"}, 1]}, 8]})",
                 R"({"<": [{"max": [1, {"-": [{"var": "form.seats"}]}]}, 8]})",
                 R"({"<": [{"if": [true, {"var": "form.seats"}, 1]}, 8]})",
                 R"({"<": [{"or": [1, {"var": "form.seats"}]}, 8]})",
                 R"({"<": [{"var": ["form.odometer", {"var": "form.seats"}]}, 8]})",
                 R"({"<": [{"var": ["form.seats", null]}, 8]})",
                 R"({"<": [{"var": {"if": [true, "form.plate", "form.seats"]}}, 8]})"});
}

TEST(NullCheck, WhatIsAlwaysSetOrHasADefaultMayBeCompared) {
  expect_safe({R"({"<": [{"var": "vars.n"}, 8]})", R"({"<": [{"var": ["form.seats", 0]}, 8]})",
               R"({"<": [{"or": [{"var": "form.seats"}, 0]}, 8]})",
               R"({"==": [{"var": "form.seats"}, 8]})", R"({"in": [{"var": "form.seats"}, [1]]})",
               R"({"<": [{"require": "form.seats"}, 8]})",
               R"({"<": [{"+": [{"require": {"var": "form.seats"}}, 1]}, 8]})",
               R"({"all": [{"var": "form.items"}, {">": [{"var": "qty"}, 0]}]})"});
}

TEST(NullCheck, AGuardMakesTheComparisonSafe) {
  const std::string compare = R"({"<": [{"var": "form.seats"}, 8]})";
  const auto safe = [&](const std::string& before, const std::string& after) {
    EXPECT_EQ(faults_of(before + compare + after), std::vector<std::string>{}) << before << after;
  };
  safe(R"({"and": [{"var": "form.seats"}, )", "]}");
  safe(R"({"and": [{"!!": {"var": "form.seats"}}, )", "]}");
  safe(R"({"and": [{"!==": [{"var": "form.seats"}, null]}, )", "]}");
  safe(R"({"and": [{"!=": [null, {"var": "form.seats"}]}, )", "]}");
  safe(R"({"and": [{"!": {"==": [{"var": "form.seats"}, null]}}, )", "]}");
  safe(R"({"and": [{"===": [{"var": "form.seats"}, 5]}, )", "]}");
  safe(R"({"and": [{"in": [{"var": "form.seats"}, [5, 7]]}, )", "]}");
  safe(R"({"and": [{"!": {"missing": ["form.seats", "form.plate"]}}, )", "]}");
  safe(R"({"and": [{"and": [{"var": "form.seats"}, true]}, )", "]}");
  safe(R"({"if": [{"var": "form.seats"}, )", ", false]}");
  safe(R"({"if": [{"missing": "form.seats"}, false, )", "]}");
  safe(R"({"if": [{"===": [{"var": "form.seats"}, null]}, false, {"var": "vars.n"}, )", ", true]}");
  safe(R"({"or": [{"!": {"var": "form.seats"}}, )", "]}");
  safe(R"({"or": [{"===": [{"var": "form.seats"}, null]}, )", "]}");
  safe(R"({"and": [{"var": "form.seats"}, {"!": {"or": [false, )", "]}}]}");
  expect_safe({R"({"<": [{"if": [{"var": "form.seats"}, {"var": "form.seats"}, 0]}, 8]})",
               R"({"and": [{"valid": ["vin", {"var": "form.registered"}]},
                           {"age": {"var": "form.registered"}}]})",
               R"({"and": [{"matches": [{"var": "form.registered"}, "^2"]},
                           {"age": {"var": "form.registered"}}]})"});
}

TEST(NullCheck, AGuardOfAnotherPathOrTheOtherBranchDoesNotHelp) {
  expect_unsafe(
      {R"({"and": [{"var": "form.odometer"}, {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"and": [{"<": [{"var": "form.seats"}, 8]}, {"var": "form.seats"}]})",
       R"({"or": [{"var": "form.seats"}, {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"if": [{"var": "form.seats"}, true, {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"and": [{"or": [{"var": "form.seats"}, true]}, {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"and": [{"in": [{"var": "form.seats"}, [5, null]]}, {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"and": [{"var": ["form.seats", 1]}, {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"and": [{"!": {"missing": [["form.plate"], "form.seats"]}},
                   {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"and": [{"!": {"missing": {"if": [true, ["form.plate"], ["form.seats"]]}}},
                   {"<": [{"var": "form.seats"}, 8]}]})",
       R"({"and": [{"!==": [{"var": "form.seats"}, 3]}, {"<": [{"var": "form.seats"}, 8]}]})"});
}

TEST(NullCheck, IsLeftOutWithoutDeclaredPaths) {
  EXPECT_EQ(faults_of(R"({"<": [{"var": "form.seats"}, 8]})", CompileContext{}),
            std::vector<std::string>{});
  EXPECT_EQ(faults_of(R"({"<": [{"var": "seats"}, 8]})", classic()), std::vector<std::string>{});
}

}  // namespace
}  // namespace lianban::rules::test
