#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "base/reader.hpp"
#include "base/writer.hpp"
#include "unit/base/any_json.hpp"

namespace lianban::base {
namespace {

constexpr JsonLimits kLarge{.bytes = 1u << 24, .depth = 64};

enum class Colour { kRed, kGreen };
std::string_view to_name(Colour colour) { return colour == Colour::kRed ? "red" : "green"; }
bool from_name(std::string_view name, Colour& out) {
  if (name != "red" && name != "green") return false;
  out = name == "red" ? Colour::kRed : Colour::kGreen;
  return true;
}

struct Inner {
  std::int32_t count = 7;  // An initialiser that is not zero: zero must survive all the same.
  std::string text;
  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("count", self.count);
    v("text", self.text);
  }
  friend bool operator==(const Inner&, const Inner&) = default;
};

struct All {
  bool flag = true;
  std::int64_t integer = 0;
  std::uint8_t small = 0;
  std::uint64_t large = 0;
  double number = 0;
  std::string text;
  Instant at;
  Day day;
  Colour colour = Colour::kGreen;
  CaseId case_id;
  TenantId tenant;
  std::array<std::uint8_t, 4> bytes{};
  Json json;
  std::shared_ptr<const Json> shared;
  Inner inner;
  std::optional<std::int64_t> maybe;
  std::optional<Json> maybe_json;
  std::optional<Inner> maybe_inner;
  std::vector<std::string> list;
  std::vector<Inner> inners;
  std::vector<bool> flags;
  std::vector<std::optional<Day>> days;
  std::map<std::string, Inner> map;
  std::map<std::string, std::vector<Colour>> colours;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("flag", self.flag);
    v("integer", self.integer);
    v("small", self.small);
    v("large", self.large);
    v("number", self.number);
    v("text", self.text);
    v("at", self.at);
    v("day", self.day);
    v("colour", self.colour);
    v("case_id", self.case_id);
    v("tenant", self.tenant);
    v("bytes", self.bytes);
    v("json", self.json);
    v("shared", self.shared);
    v("inner", self.inner);
    v("maybe", self.maybe);
    v("maybe_json", self.maybe_json);
    v("maybe_inner", self.maybe_inner);
    v("list", self.list);
    v("inners", self.inners);
    v("flags", self.flags);
    v("days", self.days);
    v("map", self.map);
    v("colours", self.colours);
  }
};

static_assert(Visitable<All> && !Visitable<Json> && !Visitable<std::string>);
static_assert(Named<Colour> && !Named<Unit>);

All empty_all() {
  All all;
  all.flag = false;
  all.inner.count = 0;
  return all;
}

rc::Gen<Inner> any_inner() {
  return rc::gen::build<Inner>(rc::gen::set(&Inner::count),
                               rc::gen::set(&Inner::text, test::any_text()));
}

template <class T>
rc::Gen<std::optional<T>> any_optional(const rc::Gen<T>& of) {
  return rc::gen::oneOf(rc::gen::just(std::optional<T>()),
                        rc::gen::map(of, [](const T& v) { return std::optional<T>(v); }));
}

All any_all() {
  const auto day = rc::gen::map(rc::gen::inRange(-10'000, 100'000),
                                [](int n) { return Day{std::chrono::days{n}}; });
  const auto colour = rc::gen::element(Colour::kRed, Colour::kGreen);
  All all;
  all.flag = *rc::gen::arbitrary<bool>();
  all.integer = *rc::gen::arbitrary<std::int64_t>();
  all.small = *rc::gen::arbitrary<std::uint8_t>();
  all.large = *rc::gen::inRange<std::uint64_t>(0, INT64_MAX);
  all.number = *test::any_double();
  all.text = *test::any_text();
  all.at = Instant{std::chrono::microseconds{*rc::gen::arbitrary<std::int64_t>()}};
  all.day = *day;
  all.colour = *colour;
  all.case_id.bytes = *rc::gen::arbitrary<std::array<std::uint8_t, 16>>();
  all.tenant.value = *rc::gen::arbitrary<std::int64_t>();
  all.bytes = *rc::gen::arbitrary<std::array<std::uint8_t, 4>>();
  all.json = *test::any_json(2);
  if (*rc::gen::arbitrary<bool>()) all.shared = std::make_shared<Json>(*test::any_json(2));
  all.inner = *any_inner();
  all.maybe = *any_optional(rc::gen::arbitrary<std::int64_t>());
  all.maybe_json = *any_optional(test::any_json(1));
  all.maybe_inner = *any_optional(any_inner());
  all.list = *rc::gen::container<std::vector<std::string>>(test::any_text());
  all.inners = *rc::gen::container<std::vector<Inner>>(any_inner());
  all.flags = *rc::gen::arbitrary<std::vector<bool>>();
  all.days = *rc::gen::container<std::vector<std::optional<Day>>>(any_optional<Day>(day));
  all.map = *rc::gen::container<std::map<std::string, Inner>>(test::any_text(), any_inner());
  all.colours = *rc::gen::container<std::map<std::string, std::vector<Colour>>>(
      test::any_text(), rc::gen::container<std::vector<Colour>>(colour));
  return all;
}

bool same(const All& a, const All& b) {
  const bool shared = (!a.shared && !b.shared) || (a.shared && b.shared && *a.shared == *b.shared);
  const auto plain = [](const All& x) {
    return std::tie(x.flag, x.integer, x.small, x.large, x.number, x.text, x.at, x.day, x.colour,
                    x.case_id, x.tenant, x.bytes, x.json, x.inner, x.maybe, x.maybe_json,
                    x.maybe_inner, x.list, x.inners, x.flags, x.days, x.map, x.colours);
  };
  return shared && plain(a) == plain(b);
}

RC_GTEST_PROP(Visit, WhatIsWrittenReadsBackAsTheSame, ()) {
  const All all = any_all();
  const std::string text = to_text(all);
  const auto parsed = parse_json(text, kLarge);
  RC_ASSERT(parsed.ok());
  const auto read = from_json<All>(*parsed);
  RC_ASSERT(read.ok());
  RC_ASSERT(same(*read, all));
  RC_ASSERT(to_text(*read) == text);
}

RC_GTEST_PROP(Visit, OfJsonGivesTheCanonicalText, ()) {
  const Json json = *test::any_json(3);
  RC_ASSERT(to_text(json) == canonical(json));
  RC_ASSERT(Json::parse(to_text(json)) == json);
}

TEST(Visit, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(to_text(empty_all()), R"({"colour":"green"})") << "an enum is never left out";
}

TEST(Visit, ReadsAbsentMembersAsEmptyWhateverTheInitialiser) {
  const auto read = from_json<All>(Json{{"colour", "red"}});
  ASSERT_TRUE(read.ok());
  All expected = empty_all();
  expected.colour = Colour::kRed;
  EXPECT_TRUE(same(*read, expected));
}

TEST(Visit, WritesInTheOrderOfTheFieldList) {
  All all = empty_all();
  all.number = 1;
  all.integer = -5;
  all.day = *parse_day("2021-09-15");
  all.at = Instant{std::chrono::microseconds{12}};
  all.bytes = {0, 1, 0xAB, 0xFF};
  all.inner.text = "a\"b";
  all.maybe = 0;
  all.days = {std::nullopt, Day{}};
  EXPECT_EQ(to_text(all),
            R"({"integer":-5,"number":1.0,"at":12,"day":"2021-09-15","colour":"green",)"
            R"("bytes":"0001abff","inner":{"text":"a\"b"},"maybe":0,"days":[null,"1970-01-01"]})");
}

TEST(Visit, PutsAKindInFrontOfAVariantsFields) {
  std::string out;
  Writer writer(out);
  const Inner inner{.count = 1, .text = {}};
  writer.object([&] {
    writer("kind", std::string_view("inner"));
    Inner::visit(inner, writer);
  });
  EXPECT_EQ(out, R"({"kind":"inner","count":1})");
}

struct Fault {
  Json json;
  const char* place;
};

TEST(Reader, PlacesTheFirstFaultAndGoesOn) {
  const std::vector<Fault> faults{{{{"flag", 1}}, "/flag"},
                                  {{{"small", 256}}, "/small"},
                                  {{{"small", -1}}, "/small"},
                                  {{{"integer", 1.0}}, "/integer"},
                                  {{{"integer", UINT64_MAX}}, "/integer"},
                                  {{{"number", "x"}}, "/number"},
                                  {{{"text", nullptr}}, "/text"},
                                  {{{"day", "2021-02-30"}}, "/day"},
                                  {{{"colour", "mauve"}}, "/colour"},
                                  {{{"bytes", "00"}}, "/bytes"},
                                  {{{"case_id", "zz"}}, "/case_id"},
                                  {{{"list", {"a", 2, 3}}}, "/list/1"},
                                  {{{"map", {{"k", {{"count", "x"}}}}}}, "/map/k/count"},
                                  {{{"inner", 5}}, "/inner"},
                                  {Json(3), ""}};
  for (const Fault& fault : faults) {
    const auto read = from_json<All>(fault.json);
    ASSERT_FALSE(read.ok()) << fault.place;
    EXPECT_EQ(read.error().code, "base/read");
    EXPECT_EQ(read.error().place, fault.place);
  }
  const Json json{{"flag", "no"}, {"text", "kept"}};
  Reader reader(json);
  All all;
  reader.value(all);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(all.text, "kept");
}

TEST(Reader, NeverQuotesAValue) {
  const auto read = from_json<All>(Json{{"colour", "张三"}});
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().message.en.find("张三"), std::string::npos);
}

TEST(Reader, IgnoresMembersItDoesNotKnow) {
  EXPECT_TRUE(from_json<Inner>(Json{{"count", 1}, {"later", 2}}).ok());
}

TEST(StringHook, SeesEveryStringOfJsonFieldsAndNoOther) {
  All all = empty_all();
  all.text = "张三";
  all.json = Json{{"张三", {"张三", "other", 5}}};
  all.shared = std::make_shared<Json>("张三");
  const StringHook hide = [](std::string_view text, std::string& instead) {
    if (text != "张三") return false;
    instead = "@0\"";
    return true;
  };
  const std::string text = to_text(all, &hide);
  EXPECT_EQ(
      text,
      R"({"text":"张三","colour":"green","json":{"张三":["@0\"","other",5]},"shared":"@0\""})");
  const StringHook show = [](std::string_view found, std::string& instead) {
    if (found != "@0\"") return false;
    instead = "张三";
    return true;
  };
  const auto read = from_json<All>(Json::parse(text), &show);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(same(*read, all));
}

}  // namespace
}  // namespace lianban::base
