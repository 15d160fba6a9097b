// `extends`: a definition that is a small overlay over another one.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "model/codes.hpp"
#include "sample.hpp"

namespace lianban::model {
namespace {

using Files = std::map<std::string, std::string>;

constexpr const char* kBaseText = R"({
 "lianban": 1, "id": "base", "version": "1.0.0", "title": {"zh": "甲", "en": "A"},
 "params": {"days": {"title": "Days", "value": 3}, "spare": {"value": 1}},
 "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"clerk": "Clerk", "head": "Head"}}},
 "vars": {"count": 0, "word": "x"},
 "materials": {"deed": {"title": "Deed", "required": {"==": [{"var": "vars.count"}, 1]}}},
 "papers": {"notice": {"title": "Notice", "fields": {"a": 1, "b": {"var": "vars.word"}}}},
 "chart": {"states": [
   {"id": "filed", "title": "Filed", "transitions": [
     {"on": "grant", "by": "bureau.clerk", "when": {"==": [{"var": "vars.count"}, 0]}, "to": "granted"},
     {"on": "grant", "by": "bureau.head", "to": "granted"},
     {"on": ["stop", "drop"], "by": "bureau.head", "to": "stopped"},
     {"on": "begin", "by": "bureau.clerk", "to": "work"},
     {"after": "3 days", "to": "stopped"}]},
   {"id": "work", "states": [{"id": "first", "transitions": [{"on": "x", "by": "bureau.clerk", "to": "stopped"}]}]},
   {"id": "granted", "kind": "final", "outcome": "granted"},
   {"id": "stopped", "kind": "final"}]}})";

ReadBase from(const Files& files) {
  return [&files](const std::string& wanted, const std::string&) -> Result<BaseText> {
    const auto it = files.find(wanted);
    if (it == files.end()) return make_error("file/not_found", "没有这个文件", "no such file");
    return BaseText{it->first, it->second};
  };
}

Loaded over(const Json& changes, const Files& more = {}) {
  Files files = more;
  files.emplace("base.json", kBaseText);
  Json overlay = {{"lianban", 1}, {"extends", "base.json"}, {"id", "other"}, {"version", "2.0.0"}};
  overlay.update(changes);
  return load(overlay.dump(1), "other.json", from(files));
}

/// Lays over and expects no error; the merged whole.
Json merged(const Json& changes) {
  const Loaded loaded = over(changes);
  EXPECT_TRUE(loaded.definition) << test::shown(loaded.diagnostics);
  return loaded.merged ? *loaded.merged : Json();
}

const Json& state_of(const Json& parent, const std::string& id) {
  static const Json kNone;
  for (const Json& state : parent.at("states")) {
    if (state["id"] == id) return state;
    if (!state.contains("states")) continue;
    const Json& inside = state_of(state, id);
    if (!inside.is_null()) return inside;
  }
  return kNone;
}

std::vector<std::string> top(const Json& whole) {
  std::vector<std::string> ids;
  for (const Json& state : whole["chart"]["states"]) ids.push_back(state["id"]);
  return ids;
}

TEST(Extends, NamedThingsMergeByNameAndTheRestIsReplacedWhole) {
  const Json whole = merged(Json::parse(R"({
    "title": "B", "params": {"days": {"value": 5}, "spare": null},
    "vars": {"word": null, "more": null},
    "materials": {"deed": {"required": {">": [{"var": "vars.count"}, 2]}}},
    "papers": {"notice": {"fields": {"b": null, "c": {"var": "vars.count"}}}, "second": {"title": "S"}}})"));
  EXPECT_EQ(whole["title"], "B");
  EXPECT_EQ(whole["params"], Json::parse(R"({"days": {"title": "Days", "value": 5}})"));
  EXPECT_EQ(whole["vars"], Json::parse(R"({"count": 0, "word": null, "more": null})"));
  // A rule is a value: its operators are never mixed with those of the base.
  EXPECT_EQ(whole["materials"]["deed"],
            Json::parse(R"({"title": "Deed", "required": {">": [{"var": "vars.count"}, 2]}})"));
  EXPECT_EQ(whole["papers"]["notice"]["fields"],
            Json::parse(R"({"a": 1, "c": {"var": "vars.count"}})"));
  EXPECT_TRUE(whole["papers"].contains("second"));
  EXPECT_FALSE(whole.contains("extends"));
}

// A case pins the whole: the base may change or vanish later.
TEST(Extends, WhatIsHashedIsTheMergedWhole) {
  const Loaded loaded = over({{"title", "B"}});
  ASSERT_TRUE(loaded.definition);
  EXPECT_EQ(loaded.definition->id, "other");
  const Loaded alone = load(*loaded.merged, false);
  ASSERT_TRUE(alone.definition) << test::shown(alone.diagnostics);
  EXPECT_EQ(alone.definition->hash, loaded.definition->hash);
  EXPECT_EQ(loaded.definition->source.find("extends"), std::string::npos);
}

TEST(Extends, TransitionsAreNamedByWhatTheyWaitFor) {
  const Json whole = merged(Json::parse(R"({"chart": {"states": {"filed": {
    "title": null,
    "transitions": {"grant#1": {"when": null, "to": "stopped"}, "drop": null, "after": {"after": "5 days"}},
    "add_transitions": [{"on": "hold", "by": "bureau.clerk", "to": "work"}]}}}})"));
  const Json& filed = state_of(whole["chart"], "filed");
  EXPECT_FALSE(filed.contains("title"));
  EXPECT_EQ(filed["transitions"], Json::parse(R"([
    {"on": "hold", "by": "bureau.clerk", "to": "work"},
    {"on": "grant", "by": "bureau.clerk", "to": "stopped"},
    {"on": "grant", "by": "bureau.head", "to": "granted"},
    {"on": "begin", "by": "bureau.clerk", "to": "work"},
    {"after": "5 days", "to": "stopped"}])"));
}

TEST(Extends, StatesAreAddedBesideAndInsideOthersAndTakenOut) {
  const Json whole = merged(Json::parse(R"({"chart": {"states": {
    "zeta": {"place": {"after": "alpha"}, "kind": "final"},
    "alpha": {"place": {"before": "granted"}, "kind": "final"},
    "second": {"place": {"in": "work"}, "title": "Second", "transitions": [
      {"on": "c", "by": "bureau.clerk", "to": "zeta"}]},
    "filed": {"transitions": {"grant#2": null}, "add_transitions": [
      {"on": "a", "by": "bureau.clerk", "to": "alpha"}, {"on": "b", "by": "bureau.clerk", "to": "second"}]},
    "first": {"transitions": {"x": {"to": "zeta"}}}}}})"));
  EXPECT_EQ(top(whole),
            (std::vector<std::string>{"filed", "work", "alpha", "zeta", "granted", "stopped"}));
  EXPECT_EQ(state_of(whole["chart"], "second")["title"], "Second");
  EXPECT_EQ(state_of(whole["chart"], "first")["transitions"][0]["to"], "zeta");
  EXPECT_EQ(state_of(whole["chart"], "filed")["transitions"].size(), 6u);
  const Json less = merged(Json::parse(
      R"({"chart": {"states": {"work": null, "filed": {"transitions": {"begin": null}}}}})"));
  EXPECT_EQ(top(less), (std::vector<std::string>{"filed", "granted", "stopped"}));
}

struct Wrong {
  const char* changes;
  std::string_view code;
  const char* pointer;
};

TEST(Extends, WhatNamesNothingIsAFaultOfTheOverlay) {
  const std::vector<Wrong> all = {
      {R"({"params": {"dayz": null}})", codes::kOverlayTarget, "/params/dayz"},
      {R"({"chart": {"states": {"file": {"title": "x"}}}})", codes::kOverlayTarget,
       "/chart/states/file"},
      {R"({"chart": {"states": {"nowhere": null}}})", codes::kOverlayTarget,
       "/chart/states/nowhere"},
      {R"({"chart": {"states": {"filed": {"transitions": {"grunt": null}}}}})",
       codes::kOverlayTarget, "/chart/states/filed/transitions/grunt"},
      {R"({"chart": {"states": {"filed": {"transitions": {"grant": null}}}}})",
       codes::kOverlayTarget, "/chart/states/filed/transitions/grant"},
      {R"({"chart": {"states": {"filed": {"transitions": {"grant#3": null}}}}})",
       codes::kOverlayTarget, "/chart/states/filed/transitions/grant#3"},
      {R"({"chart": {"states": {"new": {"place": {"after": "filled"}}}}})", codes::kUnknownState,
       "/chart/states/new/place/after"},
      {R"({"chart": {"states": {"new": {"place": {"near": "filed"}}}}})", codes::kWrongType,
       "/chart/states/new/place"},
      {R"({"chart": {"states": {"filed": {"place": {"in": "work"}}}}})", codes::kOutOfPlace,
       "/chart/states/filed/place"},
      {R"({"chart": {"states": {"work": {"states": {"first": null}}}}})", codes::kWrongType,
       "/chart/states/work/states"},
      {R"({"chart": {"states": {"filed": 1}}})", codes::kWrongType, "/chart/states/filed"},
      {R"({"extends": 1})", codes::kWrongType, "/extends"},
      {R"({"extends": "gone.json"})", codes::kBase, "/extends"},
  };
  for (const Wrong& wrong : all) {
    const Loaded loaded = over(Json::parse(wrong.changes));
    EXPECT_FALSE(loaded.definition) << wrong.changes;
    ASSERT_EQ(loaded.diagnostics.size(), 1u) << wrong.changes << test::shown(loaded.diagnostics);
    EXPECT_EQ(loaded.diagnostics[0].code, wrong.code) << wrong.changes;
    EXPECT_EQ(loaded.diagnostics[0].pointer, wrong.pointer);
    EXPECT_EQ(loaded.diagnostics[0].file, "");
    EXPECT_GT(loaded.diagnostics[0].line, 0u);
  }
  const Loaded near = over(Json::parse(R"({"chart": {"states": {"file": {"title": "x"}}}})"));
  EXPECT_NE(near.diagnostics[0].hint.en.find("filed"), std::string::npos);
}

// A fault is shown where its author can mend it.
TEST(Extends, FaultsOfTheWholeAreShownInTheFileThatSaysIt) {
  const Loaded mine = over(Json::parse(R"({"chart": {"states": {
    "filed": {"add_transitions": [{"on": "go", "by": "bureau.clerk", "to": "nowhere"}]}}}})"));
  ASSERT_EQ(mine.diagnostics.size(), 1u) << test::shown(mine.diagnostics);
  EXPECT_EQ(mine.diagnostics[0].code, codes::kUnknownState);
  EXPECT_EQ(mine.diagnostics[0].pointer, "/chart/states/filed/add_transitions/0/to");
  EXPECT_EQ(mine.diagnostics[0].file, "");
  // The state that is taken out is still a target of the base.
  const Loaded theirs = over(Json::parse(R"({"chart": {"states": {"granted": null}}})"));
  ASSERT_FALSE(theirs.diagnostics.empty());
  EXPECT_EQ(theirs.diagnostics[0].code, codes::kUnknownState);
  EXPECT_EQ(theirs.diagnostics[0].file, "base.json");
  EXPECT_EQ(theirs.diagnostics[0].pointer, "/chart/states/0/transitions/0/to");
  EXPECT_EQ(theirs.diagnostics[0].line, 10u);
}

TEST(Extends, AnOverlayHasAnIdentityOfItsOwn) {
  const Files files{{"base.json", kBaseText}};
  const Loaded loaded = load(R"({"lianban": 1, "extends": "base.json"})", "o.json", from(files));
  ASSERT_EQ(loaded.diagnostics.size(), 2u);
  EXPECT_EQ(loaded.diagnostics[0].code, codes::kMissingMember);
}

TEST(Extends, OverlaysMayLieOnOverlaysButNotInACircle) {
  const Files files{
      {"mid.json", R"({"lianban": 1, "extends": "base.json", "id": "mid", "version": "1.0.0",
                       "params": {"days": {"value": 4}, "spare": null}})"},
      {"loop.json", R"({"lianban": 1, "extends": "loop.json", "id": "loop", "version": "1.0.0"})"}};
  const Loaded loaded = over({{"extends", "mid.json"}, {"title", "Top"}}, files);
  ASSERT_TRUE(loaded.definition) << test::shown(loaded.diagnostics);
  EXPECT_EQ((*loaded.merged)["params"]["days"]["value"], 4);
  EXPECT_EQ(loaded.bases.size(), 2u);
  const Loaded circle = over({{"extends", "loop.json"}}, files);
  ASSERT_EQ(circle.diagnostics.size(), 1u);
  EXPECT_EQ(circle.diagnostics[0].code, codes::kCircle);
  EXPECT_EQ(circle.diagnostics[0].file, "loop.json");
}

TEST(Extends, TheHeightOfThePileIsLimited) {
  Files files;
  for (int i = 0; i < 20; ++i) {
    files["f" + std::to_string(i)] = Json({{"lianban", 1},
                                           {"id", "f"},
                                           {"version", "1.0.0"},
                                           {"extends", "f" + std::to_string(i + 1)}})
                                         .dump();
  }
  const Loaded loaded = over({{"extends", "f0"}}, files);
  ASSERT_EQ(loaded.diagnostics.size(), 1u);
  EXPECT_EQ(loaded.diagnostics[0].code, codes::kTooMany);
}

TEST(Extends, ABaseThatIsNoJsonIsShownAtItsLine) {
  const Loaded loaded = over({{"extends", "bad.json"}}, {{"bad.json", "{\n  \"a\": }\n"}});
  ASSERT_EQ(loaded.diagnostics.size(), 1u);
  EXPECT_EQ(loaded.diagnostics[0].code, codes::kSyntax);
  EXPECT_EQ(loaded.diagnostics[0].file, "bad.json");
  EXPECT_EQ(loaded.diagnostics[0].line, 2u);
}

TEST(Extends, WithoutAWayToReadTheBaseItSaysSo) {
  const Loaded loaded = load(R"({"lianban": 1, "extends": "x", "id": "a", "version": "1.0.0"})");
  ASSERT_EQ(loaded.diagnostics.size(), 1u);
  EXPECT_EQ(loaded.diagnostics[0].code, codes::kBase);
}

}  // namespace
}  // namespace lianban::model
