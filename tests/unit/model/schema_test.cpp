#include "model/schema.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "unit/model/sample.hpp"

namespace lianban::model {
namespace {

using nlohmann::json;

Schema compiled(const char* text) {
  Diagnostics faults;
  Schema schema = Schema::compile(json::parse(text), "/form", faults);
  EXPECT_TRUE(faults.empty()) << test::shown(faults);
  return schema;
}

Diagnostics faults_of(const char* text) {
  Diagnostics faults;
  EXPECT_TRUE(Schema::compile(json::parse(text), "/form", faults).empty());
  return faults;
}

/// "pointer: message" of each fault.
std::vector<std::string> told(const Schema& schema, const json& value) {
  std::vector<std::string> all;
  for (const SchemaFault& each : schema.validate(value)) {
    EXPECT_FALSE(each.message.zh.empty());
    all.push_back(each.pointer + ": " + each.message.en);
  }
  return all;
}
using Told = std::vector<std::string>;

TEST(Schema, WithoutOneEverythingIsValid) {
  EXPECT_TRUE(Schema().empty());
  EXPECT_TRUE(Schema().validate(json(1)).empty());
  EXPECT_TRUE(Schema().member({"a"}).declared);
}

TEST(Schema, AllFaultsNameTheirMemberAndTellNoValue) {
  const Schema schema = compiled(R"({
    "type": "object", "required": ["name", "seats"], "additionalProperties": false,
    "properties": {
      "name": {"type": "string", "minLength": 2, "maxLength": 4},
      "seats": {"type": "integer", "minimum": 1, "maximum": 7},
      "use": {"enum": ["A", "T"]}, "code": {"type": "string", "pattern": "^[a-z]+$"},
      "list": {"type": "array", "maxItems": 2, "uniqueItems": true, "items": {"type": "object",
               "required": ["reason"]}}}})");
  EXPECT_EQ(told(schema, {{"name", "Anna"}, {"seats", 7}}), Told{});
  EXPECT_EQ(told(schema, {{"name", "Annette"}, {"seats", 9}}),
            (Told{"/name: 'name' is too long, at most 4 characters",
                  "/seats: 'seats' must be at most 7"}));
  EXPECT_EQ(told(schema, {{"name", "Anna"}}), Told{"/seats: 'seats' is required"});
  EXPECT_EQ(told(schema, {{"name", "Anna"}, {"seats", "7"}}),
            Told{"/seats: 'seats' has the wrong type"});
  EXPECT_EQ(told(schema, {{"name", "Anna"}, {"seats", 7}, {"use", "B"}}),
            Told{"/use: 'use' is not one of the allowed values"});
  EXPECT_EQ(told(schema, {{"name", "Anna"}, {"seats", 7}, {"code", "A1"}}),
            Told{"/code: 'code' does not have the required form"});
  EXPECT_EQ(told(schema, {{"name", "Anna"}, {"seats", 7}, {"more", 1}}),
            Told{"/more: 'more' is not a known member"});
  EXPECT_EQ(told(schema, {{"name", "Anna"}, {"seats", 7}, {"list", json::array({json::object()})}}),
            Told{"/list/0/reason: 'list.0.reason' is required"});
  EXPECT_EQ(told(schema, json::array()), Told{": the value has the wrong type"});
}

TEST(Schema, FormatsAreThoseOfTheRules) {
  const Schema schema = compiled(R"({"properties": {
    "id": {"format": "resident_id"}, "vin": {"format": "vin"}, "plate": {"format": "plate"},
    "day": {"format": "date"}, "at": {"format": "date-time"}}})");
  EXPECT_EQ(told(schema, {{"id", "11010519491231002X"},
                          {"day", "2024-02-29"},
                          {"at", "2024-02-29T09:00:00+08:00"},
                          {"plate", 7}}),
            Told{});
  EXPECT_EQ(told(schema, {{"id", "110105194912310021"}}),
            Told{"/id: 'id' is no valid resident_id"});
  EXPECT_EQ(told(schema, {{"day", "2023-02-29"}}), Told{"/day: 'day' is no valid date"});
  EXPECT_EQ(told(schema, {{"at", "yesterday"}}), Told{"/at: 'at' is no valid date-time"});
}

TEST(Schema, FormatsCountInsideAlternativesToo) {
  const Schema schema = compiled(R"({"properties": {
    "id": {"anyOf": [{"type": "null"}, {"type": "string", "format": "resident_id"}]}}})");
  EXPECT_EQ(told(schema, {{"id", nullptr}}), Told{});
  EXPECT_EQ(told(schema, {{"id", "11010519491231002X"}}), Told{});
  EXPECT_EQ(told(schema, {{"id", "1"}}), Told{"/id: 'id' fits none of the allowed forms"});
}

TEST(Schema, ALongTextCannotOverflowThePatternMatcher) {
  const Schema schema = compiled(R"({"type": "string", "pattern": "^(a|b)*$", "format": "date"})");
  EXPECT_FALSE(schema.validate(json(std::string(1'000'000, 'a'))).empty());
}

TEST(Schema, ReferencesStayInside) {
  const Schema schema = compiled(R"({"definitions": {"tree": {"type": "object", "properties": {
      "name": {"type": "string", "format": "date"},
      "below": {"type": "array", "items": {"$ref": "#/definitions/tree"}}}}},
    "properties": {"root": {"$ref": "#/definitions/tree"}}})");
  EXPECT_EQ(
      told(schema, json::parse(R"({"root": {"below": [{"below": [{"name": "2024-01-01"}]}]}})")),
      Told{});
  EXPECT_EQ(told(schema, json::parse(R"({"root": {"below": [{"below": [{"name": "x"}]}]}})")),
            Told{"/root/below/0/below/0/name: 'root.below.0.below.0.name' is no valid date"});
  EXPECT_TRUE(schema.member({"root", "below", "0", "name"}).declared);
  EXPECT_FALSE(schema.member({"root", "below", "0", "nam"}).declared);
}

struct Broken {
  const char* text;
  const char* code;
  const char* pointer;
};

TEST(Schema, WhatIsNoSchemaIsAFaultWithItsPlace) {
  for (const Broken& each : {
           Broken{"7", "LB-E1106", "/form"},
           Broken{R"({"type": "strin"})", "LB-E1106", "/form/type"},
           Broken{R"({"type": []})", "LB-E1106", "/form/type"},
           Broken{R"({"propertis": {}})", "LB-E1106", "/form/propertis"},
           Broken{R"({"properties": {"a": 1}})", "LB-E1106", "/form/properties/a"},
           Broken{R"({"properties": []})", "LB-E1106", "/form/properties"},
           Broken{R"({"required": "a"})", "LB-E1106", "/form/required"},
           Broken{R"({"items": {"enum": []}})", "LB-E1106", "/form/items/enum"},
           Broken{R"({"minimum": "1"})", "LB-E1106", "/form/minimum"},
           Broken{R"({"maxLength": -1})", "LB-E1106", "/form/maxLength"},
           Broken{R"({"multipleOf": 0})", "LB-E1106", "/form/multipleOf"},
           Broken{R"({"uniqueItems": 1})", "LB-E1106", "/form/uniqueItems"},
           Broken{R"({"allOf": []})", "LB-E1106", "/form/allOf"},
           Broken{R"({"dependencies": 1})", "LB-E1106", "/form/dependencies"},
           Broken{R"({"pattern": "("})", "LB-E1106", "/form/pattern"},
           Broken{R"({"patternProperties": {"(": {}}})", "LB-E1106", "/form/patternProperties/("},
           Broken{R"({"$ref": "http://example.org/s.json"})", "LB-E1106", "/form/$ref"},
           Broken{R"({"$ref": "other.json#/a"})", "LB-E1106", "/form/$ref"},
           Broken{R"({"$ref": "#/definitions/none"})", "LB-E1106", "/form/$ref"},
           Broken{R"({"$ref": "#"})", "LB-E1106", "/form/$ref"},
           Broken{R"({"allOf": [{"$ref": "#"}]})", "LB-E1106", "/form/allOf/0/$ref"},
           Broken{R"({"x-a": {"b": {}}, "$ref": "#/x-a/b"})", "LB-E1106", "/form/$ref"},
           Broken{R"({"x-personal": "face"})", "LB-E1106", "/form/x-personal"},
           Broken{R"({"anyOf": [{"x-personal": "name"}]})", "LB-E1106", "/form/anyOf/0/x-personal"},
           Broken{R"({"format": "residentid"})", "LB-E1107", "/form/format"},
           Broken{R"({"format": 7})", "LB-E1107", "/form/format"},
       }) {
    const Diagnostics faults = faults_of(each.text);
    ASSERT_EQ(faults.size(), 1U) << each.text << "\n" << test::shown(faults);
    EXPECT_EQ(faults[0].code, each.code) << each.text;
    EXPECT_EQ(faults[0].pointer, each.pointer) << each.text;
  }
}

TEST(Schema, PersonalMembersAreCollected) {
  const Schema schema = compiled(R"({"properties": {
    "owner": {"properties": {"name": {"x-personal": "name"}, "age": {}}},
    "plate": {"x-personal": "plate"},
    "people": {"items": {"properties": {"phone": {"x-personal": "phone"}}}}}})");
  std::vector<std::string> found;
  for (const auto& each : schema.personal()) {
    std::string path = each.kind;
    for (const std::string& segment : each.segments) path += "." + segment;
    found.push_back(path);
  }
  EXPECT_EQ(found, (Told{"name.owner.name", "phone.people.*.phone", "plate.plate"}));
}

TEST(Schema, MembersAreDeclaredAndRequiredStepByStep) {
  const Schema schema = compiled(R"({"type": "object", "required": ["a", "free", "nil"],
    "properties": {
      "a": {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}, "c": {}}},
      "d": {"type": "object", "required": ["e"], "properties": {"e": {"type": "integer"}}},
      "free": {"type": "object"}, "nil": {"type": ["string", "null"]},
      "text": {"type": "string"}, "list": {"type": "array", "items": {"properties": {"x": {}}}},
      "map": {"type": "object", "properties": {}, "additionalProperties": {"type": "object",
              "properties": {"y": {}}}},
      "all": {"allOf": [{"required": ["p"], "properties": {"p": {"type": "string"}}}]}}})");
  const auto is = [&](std::vector<std::string> path) {
    const Schema::Member member = schema.member(path);
    return std::string(member.declared ? "declared" : "unknown") +
           (member.required ? " required" : "");
  };
  EXPECT_EQ(is({"a", "b"}), "declared required");
  EXPECT_EQ(is({"a", "c"}), "declared");
  EXPECT_EQ(is({"a", "x"}), "unknown");
  EXPECT_EQ(is({"d", "e"}), "declared");
  EXPECT_EQ(is({"free", "any", "thing"}), "declared");
  EXPECT_EQ(is({"nil"}), "declared");
  EXPECT_EQ(is({"text", "x"}), "unknown");
  EXPECT_EQ(is({"list", "0", "x"}), "declared");
  EXPECT_EQ(is({"list", "0", "z"}), "unknown");
  EXPECT_EQ(is({"list", "x"}), "unknown");
  EXPECT_EQ(is({"map", "k", "y"}), "declared");
  EXPECT_EQ(is({"map", "k", "z"}), "unknown");
  EXPECT_EQ(is({"all", "p"}), "declared");
  EXPECT_EQ(is({"all", "q"}), "unknown");
}

TEST(Schema, ManyElementsThatMustDifferAreBounded) {
  const Schema schema = compiled(R"({"type": "array", "uniqueItems": true})");
  json many = json::array();
  for (int i = 0; i < 100'000; ++i) many.push_back(i);
  EXPECT_FALSE(schema.validate(many).empty());
  EXPECT_TRUE(schema.validate(json::array({1, 2, 3})).empty());
  EXPECT_FALSE(schema.validate(json::array({1, 2, 1})).empty());
}

TEST(Schema, TrueAllowsEverythingAndFalseNothing) {
  EXPECT_EQ(told(compiled("true"), json(1)), Told{});
  EXPECT_FALSE(compiled("false").validate(json(1)).empty());
}

}  // namespace
}  // namespace lianban::model
