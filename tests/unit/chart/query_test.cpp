// What can be asked of a chart at rest, and charts wider than a machine word.
#include <gtest/gtest.h>

#include "machine.hpp"
#include "model/event_match.hpp"

namespace lianban::test {
namespace {

TEST(Candidates, AreInnermostFirstAndAskNoGuard) {
  Machine machine(
      {parallel("p",
                {S("x", {S("x1").with(T("go", {}).label("x1"))}).with(T("go", {}).label("x")),
                 S("y").with(T("go", {}).label("y, first")).with(T("go", {}).label("y, second"))})
           .with(T("go", {}).label("p")),
       S("z").with(T("go", {}).label("z"))});
  machine.start();
  EXPECT_EQ(machine.labels(machine.interpreter.candidates(machine.snapshot, "go")),
            "x1 x y, first y, second p");
  EXPECT_TRUE(machine.host.asked.empty());
  EXPECT_TRUE(machine.interpreter.candidates(machine.snapshot, "other").empty());
}

TEST(Candidates, TransitionsFromLeavesEventlessOnesOut) {
  Machine machine(
      {S("a", {S("a1").on("go", "b").on("", "b")}).on("stop", "b"), S("b").on("back", "a")});
  machine.host.forbidden = {"always>b"};
  machine.start();
  EXPECT_EQ(machine.labels(machine.interpreter.transitions_from(machine.snapshot)), "go>b stop>b");
}

Ids entered(const Machine& machine, const std::string& label) {
  Ids found;
  for (model::TransitionIndex at = 0; at < machine.chart.transitions.size(); ++at) {
    if (machine.chart.transitions[at].pointer != label) continue;
    for (const auto each : machine.interpreter.would_enter(machine.snapshot, at)) {
      found.push_back(machine.chart.states[each].id);
    }
  }
  return found;
}

TEST(WouldEnter, ListsDefaultsAncestorsAndRegions) {
  Machine machine({S("s").on("go", "x"), S("w", {parallel("p", {S("x", {S("x1")}), S("y")})})});
  machine.start();
  EXPECT_EQ(entered(machine, "go>x"), (Ids{"w", "p", "x", "x1", "y"}));
}

TEST(WouldEnter, FollowsTheHistoryAsItWouldBeRecorded) {
  Machine machine({S("w", {S("a").on("next", "b"), S("b"), history("h", {"a"})})
                       .with(T("again", {"h"}).reenter())
                       .on("stop", "s"),
                   S("s").on("resume", "h")});
  machine.start();
  machine.send("next");
  EXPECT_EQ(entered(machine, "again>h"), (Ids{"w", "b"}));
  EXPECT_TRUE(machine.snapshot.history.empty());
  machine.send("stop");
  EXPECT_EQ(entered(machine, "resume>h"), (Ids{"w", "b"}));
}

TEST(NameMatch, FollowsTheDescriptors) {
  model::Transition transition;
  EXPECT_FALSE(name_match(transition, "a"));
  transition.on = {"a.b", "c"};
  for (const char* name : {"a.b", "a.b.c", "c", "c.d"})
    EXPECT_TRUE(name_match(transition, name)) << name;
  for (const char* name : {"a", "a.bc", "cd", "d"})
    EXPECT_FALSE(name_match(transition, name)) << name;
  transition.by = {{"", "applicant"}};
  EXPECT_TRUE(name_match(transition, "a.b"));
  EXPECT_FALSE(name_match(transition, "a.b.c"));
  transition.by.clear();
  transition.on = {"*"};
  EXPECT_TRUE(name_match(transition, "a"));
  EXPECT_FALSE(name_match(transition, "after.a"));
}

/// A ring of `count` states in each of two regions.
Machine ring(std::size_t count) {
  const auto region = [&](const std::string& id) {
    std::vector<S> states;
    for (std::size_t at = 0; at < count; ++at) {
      states.push_back(S(id + std::to_string(at)).on("go", id + std::to_string((at + 1) % count)));
    }
    return S(id, std::move(states));
  };
  return Machine({parallel("p", {region("x"), region("y")}).on("stop", "z"), S("z")});
}

TEST(Width, ChartsAroundAndAboveTheInlineSetsWork) {
  for (const std::size_t count : {30u, 31u, 32u, 64u, 126u, 127u, 128u, 200u, 1000u}) {
    Machine machine = ring(count);
    machine.start();
    for (std::size_t at = 0; at + 1 < count; ++at) machine.send("go");
    const std::string last = std::to_string(count - 1);
    EXPECT_EQ(machine.states(), "x" + last + " y" + last);
    machine.send("go");
    EXPECT_EQ(machine.states(), "x0 y0");
    machine.send("stop");
    EXPECT_EQ(machine.states(), "z");
  }
}

// More regions than the program keeps entry sets for.
TEST(Width, AnEntrySetTooLargeToBeKeptIsComputed) {
  std::vector<S> regions;
  for (int at = 0; at < 300; ++at) {
    const std::string id = "r" + std::to_string(at);
    regions.push_back(S(id, {S(id + "a").on("go", id + "b"), S(id + "b")}));
  }
  Machine machine({S("s").on("begin", "p"), parallel("p", regions).on("stop", "s")});
  machine.start();
  machine.send("begin");
  EXPECT_EQ(machine.snapshot.active.count(), 601u);
  machine.send("go");
  EXPECT_TRUE(machine.in("r0b") && machine.in("r299b") && !machine.in("r299a"));
  machine.send("stop");
  EXPECT_EQ(machine.states(), "s");
}

}  // namespace
}  // namespace lianban::test
