// Personal values in lists of the form: neither the history nor the stored case holds them.
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workbench.hpp"

namespace lianban {
namespace {

constexpr const char* kFleet = R"({
  "lianban": 1, "id": "fleet", "version": "1.0.0",
  "form": {
    "type": "object",
    "properties": {
      "drivers": {"type": "array", "items": {
        "type": "object",
        "properties": {
          "id_number": {"type": "string", "x-personal": "resident_id"},
          "contact": {"type": "object", "properties": {
            "phones": {"type": "array", "items": {"type": "string", "x-personal": "phone"}}
          }},
          "grade": {"type": "string"}
        }
      }},
      "home": {"type": "object", "x-personal": "address", "properties": {
        "street": {"type": "string"}
      }}
    }
  },
  "chart": {"states": [{"id": "work", "amend": ["form.drivers"], "transitions": [
    {"on": "stop", "to": "over"}]}, {"id": "over", "kind": "final"}]}
})";

constexpr std::array kValues{"330302199001011237", "330302198502022345", "13800138000",
                             "13900139000", "7 Lakeside Road"};

Json form() {
  return {{"drivers",
           {{{"id_number", kValues[0]},
             {"contact", {{"phones", {kValues[2], kValues[3]}}}},
             {"grade", "A2"}},
            {{"id_number", kValues[1]}}}},
          {"home", {{"street", kValues[4]}}}};
}

void expect_hidden(const support::Workbench& bench) {
  std::string stored = decide::encode_case(*bench.open, bench.personal);
  for (const std::string& row : bench.history) stored += row;
  for (const char* value : kValues) EXPECT_EQ(stored.find(value), std::string::npos) << value;
}

TEST(PersonalLists, EveryElementIsHiddenInHistoryAndCase) {
  support::Workbench bench(kFleet);
  ASSERT_TRUE(bench.loaded());
  ASSERT_EQ(bench.run(Verb::kOpen, "fleet", {{"form", form()}}), "");
  EXPECT_EQ(bench.personal.all().size(), kValues.size());
  expect_hidden(bench);
}

TEST(PersonalLists, WhatIsNotMarkedStaysReadable) {
  support::Workbench bench(kFleet);
  ASSERT_EQ(bench.run(Verb::kOpen, "fleet", {{"form", form()}}), "");
  EXPECT_NE(bench.history.front().find("A2"), std::string::npos);
}

TEST(PersonalLists, AnElementAmendedLaterIsHiddenToo) {
  support::Workbench bench(kFleet);
  ASSERT_EQ(bench.run(Verb::kOpen, "fleet", {{"form", {{"drivers", {{{"grade", "A2"}}}}}}}), "");
  EXPECT_TRUE(bench.personal.all().empty());
  ASSERT_EQ(bench.run(Verb::kAmend, "form.drivers.0.id_number", kValues[0]), "");
  ASSERT_EQ(bench.personal.all().size(), 1U);
  EXPECT_EQ(bench.personal.all().front().kind, "resident_id");
  expect_hidden(bench);
}

TEST(PersonalLists, TheCaseComesBackWhole) {
  support::Workbench bench(kFleet);
  ASSERT_EQ(bench.run(Verb::kOpen, "fleet", {{"form", form()}}), "");
  const auto again =
      decide::decode_case(decide::encode_case(*bench.open, bench.personal), bench.personal);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again->form, form());
}

}  // namespace
}  // namespace lianban
