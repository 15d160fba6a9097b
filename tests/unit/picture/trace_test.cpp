// A case's way comes from its history and from nothing else.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "picture/sketch.hpp"
#include "support/small_approval.hpp"

namespace lianban::picture {
namespace {

using Json = nlohmann::json;

const char* const kAccept = "/chart/states/0/transitions/0";
const char* const kAsk = "/chart/states/0/transitions/1";
const char* const kPause = "/chart/states/1/transitions/1";

Json event(const char* name, const char* transition) {
  return {{"k", "event"}, {"name", name}, {"transitions", {transition}}};
}
Json entered(const char* state) { return {{"k", "entered"}, {"state", state}}; }
Json exited(const char* state) { return {{"k", "exited"}, {"state", state}}; }
Json rows(std::vector<Json> entries) {
  return Json::array({{{"revision", 1}, {"entries", std::move(entries)}}});
}

/// Asked twice, accepted, paused.
Json history() {
  return rows({{{"k", "opened"}, {"definition_hash", base::hex(support::small_approval()->hash)}},
               entered("intake"),
               event("ask", kAsk),
               event("ask", kAsk),
               event("accept", kAccept),
               exited("intake"),
               entered("review"),
               entered("paper"),
               entered("reading"),
               entered("car"),
               entered("looking"),
               event("pause", kPause),
               exited("reading"),
               exited("paper"),
               exited("looking"),
               exited("car"),
               exited("review"),
               entered("parked"),
               {{"k", "of_a_later_version"}}});
}
Json view() { return {{"states", {{"in", {"parked"}}}}}; }

std::string drawn(const CaseTrace& trace, DiagramFormat format) {
  DiagramOptions options;
  options.trace = &trace;
  const auto text = draw(*support::small_approval(), format, options);
  return text ? *text : text.error().code;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Trace, CountsWhatTheHistoryNames) {
  const CaseTrace trace = trace_of(history(), view());
  EXPECT_EQ(trace.transitions.at(kAsk), 2U);
  EXPECT_EQ(trace.transitions.at(kAccept), 1U);
  EXPECT_EQ(trace.transitions.size(), 3U);
  EXPECT_EQ(trace.states.at("intake"), 1U);
  EXPECT_EQ(trace.active, (std::set<std::string>{"parked"}));
  EXPECT_TRUE(trace.taken_in.at(kPause).contains("looking"));
  EXPECT_FALSE(trace.taken_in.at(kPause).contains("intake"));
}

TEST(Trace, WithoutAViewTheHistorySaysWhereTheCaseStands) {
  EXPECT_EQ(trace_of(history(), {}).active, (std::set<std::string>{"parked"}));
}

TEST(Trace, EachProgressHasItsSignAndItsColour) {
  const std::string dot = drawn(trace_of(history(), view()), DiagramFormat::kDot);
  EXPECT_TRUE(has(dot, R"(fillcolor="#DCEFE0", color="#2E7D32", label="✔ 收件\n审查)")) << dot;
  EXPECT_TRUE(has(dot, R"(label="● 搁置)"));
  EXPECT_TRUE(has(dot, R"(label="○ 准予)"));
  const std::string mermaid = drawn(trace_of(history(), view()), DiagramFormat::kMermaid);
  EXPECT_TRUE(has(mermaid, "class s_parked current"));
  EXPECT_TRUE(has(mermaid, "state \"● 搁置"));
}

TEST(Trace, OnlyTransitionsTheHistoryNamesAreTaken) {
  const std::string dot = drawn(trace_of(history(), view()), DiagramFormat::kDot);
  std::size_t bold = 0;
  for (auto at = dot.find("penwidth=3"); at != std::string::npos;
       at = dot.find("penwidth=3", at + 1)) {
    ++bold;
  }
  EXPECT_EQ(bold, 3U);
  EXPECT_TRUE(has(dot, "✔×2 问"));
}

TEST(Trace, ATransitionOfACompositeStateIsTakenOnlyWhereTheCaseStood) {
  const std::string bpmn = drawn(trace_of(history(), view()), DiagramFormat::kBpmn);
  // "pause" is a flow of both regions' tasks, and both were active; nothing else is taken twice.
  std::size_t taken = 0;
  for (auto at = bpmn.find("✔×1 pause"); at != std::string::npos;
       at = bpmn.find("✔×1 pause", at + 1)) {
    ++taken;
  }
  EXPECT_EQ(taken, 2U);
}

TEST(Trace, ALimitThatRanOutIsLateWhereTheCaseStandsInIt) {
  Json entries = history()[0]["entries"];
  entries.erase(entries.begin() + 11, entries.end());  // before the pause
  entries.push_back(
      {{"k", "clock"}, {"id", "decision"}, {"record", {{"statutory", {{"expired", true}}}}}});
  const CaseTrace trace = trace_of(rows(entries), {});
  EXPECT_TRUE(trace.late_clocks.contains("decision"));
  const std::string dot = drawn(trace, DiagramFormat::kDot);
  EXPECT_TRUE(has(dot, R"(label="⏳ 阅卷)")) << dot;
  EXPECT_TRUE(has(dot, R"(label="✔ 收件)"));
}

TEST(Trace, ACaseOfAnotherDefinitionIsRefused) {
  CaseTrace trace = trace_of(history(), view());
  trace.definition_hash = std::string(64, '0');
  EXPECT_EQ(drawn(trace, DiagramFormat::kDot), "picture/other_definition");
}

}  // namespace
}  // namespace lianban::picture
