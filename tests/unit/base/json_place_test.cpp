#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "unit/base/any_json.hpp"

namespace lianban::base {
namespace {

constexpr std::string_view kText = R"({
  "chart": {"states": [ {"id": "a"},
    {"id": "乙", "to" : ["x", -1.5]} ]},
  "a/b~": {"": true, "\u4e00\"": null}
})";

std::string at(std::string_view pointer, Part part = Part::kValue) {
  const Position position = locate(kText, pointer, part);
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

TEST(Locate, FindsAValue) {
  EXPECT_EQ(at(""), "1:1");
  EXPECT_EQ(at("/chart/states"), "2:23");
  EXPECT_EQ(at("/chart/states/0/id"), "2:32");
  EXPECT_EQ(at("/chart/states/1"), "3:5");
  EXPECT_EQ(at("/chart/states/1/to/1"), "3:30");
}

TEST(Locate, FindsAName) {
  EXPECT_EQ(at("/chart", Part::kName), "2:3");
  EXPECT_EQ(at("/chart/states/1/to", Part::kName), "3:17");
  EXPECT_EQ(at("/chart/states/1", Part::kName), "3:5") << "an element has no name";
}

TEST(Locate, ReadsEscapes) {
  EXPECT_EQ(at("/a~1b~0/"), "4:16");
  EXPECT_EQ(at("/a~1b~0/一\"", Part::kName), "4:22");
}

TEST(Locate, FallsBackToTheNearestParent) {
  EXPECT_EQ(at("/chart/nothing/at/all"), "2:12");
  EXPECT_EQ(at("/chart/states/7"), "2:23");
  EXPECT_EQ(at("/chart/states/1/id/deeper"), "3:12");
  EXPECT_EQ(at("/chart/states/x"), "2:23");
}

TEST(Locate, CountsNoByteOrderMark) {
  const Position position = locate("\xEF\xBB\xBF{\"a\":1}", "/a", Part::kValue);
  EXPECT_EQ(position.column, 6u);
}

std::size_t offset_of(std::string_view text, const Position& position) {
  std::size_t offset = 0;
  for (std::size_t line = 1; line < position.line; ++line) offset = text.find('\n', offset) + 1;
  std::size_t column = 1;
  while (column < position.column) {
    ++offset;
    if ((static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80) ++column;
  }
  return offset;
}

void expect_found(const std::string& text, const Json& value, const std::string& pointer) {
  const Position position = locate(text, pointer, Part::kValue);
  const std::string rest = text.substr(offset_of(text, position));
  if (value.is_object()) {
    RC_ASSERT(rest.front() == '{');
    for (const auto& [name, child] : value.items()) {
      expect_found(text, child, pointer_join(pointer, name));
    }
  } else if (value.is_array()) {
    RC_ASSERT(rest.front() == '[');
    for (std::size_t i = 0; i < value.size(); ++i) {
      expect_found(text, value[i], pointer_join(pointer, i));
    }
  } else {
    RC_ASSERT(rest.starts_with(value.dump()));
  }
}

RC_GTEST_PROP(Locate, FindsEveryValueOfAnyText, ()) {
  const Json value = *test::any_json(3);
  expect_found(value.dump(2), value, "");
}

RC_GTEST_PROP(ParseJson, AgreesWithNlohmannOnDamagedTexts, ()) {
  std::string text = (*test::any_json(3)).dump(*rc::gen::element(-1, 1));
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] =
      *rc::gen::element('"', '\\', '{', '}', '[', ']', ',', ':', '0', 'e', '\n', '\xC3', ' ');
  JsonFault fault{};
  const auto parsed = parse_json(text, {.bytes = 1u << 20, .depth = 10}, &fault);
  const Json other = Json::parse(text, nullptr, false);
  if (parsed.ok()) {
    RC_ASSERT(*parsed == other);
  } else {
    RC_ASSERT(fault.offset <= text.size());
    const bool stricter =
        fault.error.code == "json/duplicate_key" || fault.error.code == "json/number";
    RC_ASSERT(other.is_discarded() || stricter);
  }
}

RC_GTEST_PROP(Canonical, ReadsBackAsTheSame, ()) {
  const Json value = *test::any_json(4);
  const std::string text = canonical(value);
  const auto parsed = parse_json(text, {.bytes = 1u << 20, .depth = 10});
  RC_ASSERT(parsed.ok());
  RC_ASSERT(*parsed == value);
  RC_ASSERT(canonical(*parsed) == text);
}

}  // namespace
}  // namespace lianban::base
