// What "is as expected" means in a story (definition language, section 9).
#include "scenario/compare.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lianban::scenario {
namespace {

/// Where they differ; "" where they do not.
std::string differs(const char* expected, const char* found) {
  const Json value = Json::parse(found);
  const auto difference = compare(Json::parse(expected), &value, "");
  return difference ? difference->where + " " + difference->expected + " " + difference->found : "";
}

TEST(Compare, ObjectsAreSubsets) {
  EXPECT_EQ(differs(R"({"a": 1})", R"({"a": 1, "b": 2})"), "");
  EXPECT_EQ(differs(R"({})", R"({"b": 2})"), "");
  EXPECT_EQ(differs(R"({"a": {"x": 1}})", R"({"a": {"x": 2, "y": 3}})"), "/a/x 1 2");
  EXPECT_EQ(differs(R"({"a": 1})", R"({"b": 1})"), "/a 1 nothing");
  EXPECT_EQ(differs(R"({"a": 1})", "7"), R"( {"a":1} 7)");
}

TEST(Compare, ListsAreComparedElementByElement) {
  EXPECT_EQ(differs(R"([{"a": 1}, 2])", R"([{"a": 1, "b": 0}, 2])"), "");
  EXPECT_EQ(differs("[1, 2]", "[2, 1]"), "/0 1 2");
  EXPECT_EQ(differs("[1]", "[1, 2]"), " [1] [1,2]") << "no prefix";
  EXPECT_EQ(differs("[]", "{}"), " [] {}");
}

TEST(Compare, NullIsAbsent) {
  EXPECT_EQ(differs(R"({"a": null})", "{}"), "");
  EXPECT_EQ(differs(R"({"a": null})", R"({"a": null})"), "");
  EXPECT_EQ(differs(R"({"a": null})", R"({"a": 0})"), "/a null 0");
  EXPECT_FALSE(compare(nullptr, nullptr, "").has_value());
}

// A date stands for its whole day in Beijing; two instants have to be the same moment.
TEST(Compare, DatesAreComparedByTheirDate) {
  EXPECT_EQ(differs(R"("2021-10-12")", R"("2021-10-12T23:59:59+08:00")"), "");
  EXPECT_EQ(differs(R"("2021-10-12T08:00:00+08:00")", R"("2021-10-12")"), "");
  EXPECT_EQ(differs(R"("2021-10-13")", R"("2021-10-12T16:00:00Z")"), "") << "00:00 in Beijing";
  EXPECT_NE(differs(R"("2021-10-12")", R"("2021-10-13T00:00:00+08:00")"), "");
  EXPECT_EQ(differs(R"("2021-10-12T16:00:00Z")", R"("2021-10-13T00:00:00+08:00")"), "");
  EXPECT_NE(differs(R"("2021-10-12T16:00:01Z")", R"("2021-10-13T00:00:00+08:00")"), "");
}

TEST(Compare, ValuesKeepTheirType) {
  EXPECT_NE(differs("1", R"("1")"), "");
  EXPECT_NE(differs("true", "1"), "");
  EXPECT_EQ(differs("1", "1.0"), "");
  EXPECT_NE(differs(R"("2021-10-12")", "20211012"), "");
}

TEST(Compare, SetsForgetOrderButNotNumber) {
  const auto equal = [](const char* expected, const char* found) {
    return !compare_sets(Json::parse(expected), Json::parse(found), "").has_value();
  };
  EXPECT_TRUE(equal(R"(["a", "b"])", R"(["b", "a"])"));
  EXPECT_TRUE(equal(R"("a")", R"(["a"])")) << "one value stands for a set of one";
  EXPECT_FALSE(equal(R"(["a"])", R"(["a", "b"])"));
  EXPECT_FALSE(equal(R"(["a", "a"])", R"(["a"])"));
  EXPECT_FALSE(equal("[]", R"(["a"])"));
}

}  // namespace
}  // namespace lianban::scenario
