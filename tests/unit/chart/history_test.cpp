// History states: what they record, and what runs when they have recorded nothing.
#include <gtest/gtest.h>

#include "machine.hpp"

namespace lianban::test {
namespace {

std::vector<S> work(bool deep) {
  S hold = history("h", {"b"}, deep);
  hold.initial_actions = {log_action("default")};
  return {S("w", {hold, S("a").on("next", "b"),
                  S("b", {S("b1").on("next", "b2"), S("b2")}).start_log("start of b")})
              .start({"a"})
              .on_enter(log_action("in w"))
              .on("stop", "s"),
          S("s").on("resume", "h")};
}

TEST(History, ShallowBringsBackTheChildAndStartsItAnew) {
  Machine machine(work(false));
  machine.start();
  for (const char* event : {"next", "next", "stop", "resume"}) machine.send(event);
  EXPECT_EQ(machine.log(), "-s resume>h +w in w +b start of b +b1");
}

TEST(History, DeepBringsBackTheLeaves) {
  Machine machine(work(true));
  machine.start();
  for (const char* event : {"next", "next", "stop", "resume"}) machine.send(event);
  EXPECT_EQ(machine.log(), "-s resume>h +w in w +b +b2");
}

TEST(History, TheLatestVisitCounts) {
  Machine machine(work(true));
  machine.start();
  for (const char* event : {"stop", "resume"}) machine.send(event);
  EXPECT_EQ(machine.states(), "a");
  for (const char* event : {"next", "stop", "resume"}) machine.send(event);
  EXPECT_EQ(machine.states(), "b1");
}

TEST(History, DefaultContentRunsAfterTheParentsEntryAndInitialContent) {
  Machine machine(work(false), {"s"});
  machine.start();
  machine.send("resume");
  EXPECT_EQ(machine.log(), "-s resume>h +w in w default +b start of b +b1");
}

TEST(History, AsInitialOfItsParentRunsBothContentsInOrder) {
  S hold = history("h", {"b"});
  hold.initial_actions = {log_action("default")};
  Machine machine(
      {S("w", {hold, S("a"), S("b")}).start({"h"}).start_log("start of w").on("stop", "s"),
       S("s").on("resume", "w")});
  machine.start();
  EXPECT_EQ(machine.log(), "+w start of w default +b");
  machine.send("stop");
  machine.send("resume");
  EXPECT_EQ(machine.log(), "-s resume>w +w start of w +b");
}

TEST(History, DefaultContentAlsoRunsWhenTheParentIsNotLeft) {
  S hold = history("h", {"b"});
  hold.initial_actions = {log_action("default")};
  Machine machine({S("w", {S("a").on("go", "h"), S("b"), hold})});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a go>h default +b");
}

TEST(History, OfTheChartItselfGivesItsDefault) {
  S hold = history("h", {"b"});
  hold.initial_actions = {log_action("default")};
  Machine machine({S("a").on("go", "h"), S("b"), hold});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a go>h default +b");
}

TEST(History, IsRecordedBeforeAnyExitHandlerRuns) {
  Machine machine(work(true));
  machine.start();
  const auto a = machine.chart.by_id.at("a");
  machine.chart.states[a].exit = {log_action("probe")};
  machine.host.watched = {{"probe", "w"}};
  machine.send("stop");
  EXPECT_EQ(machine.log(), "probe:in -a -w stop>s +s");
  EXPECT_EQ(machine.snapshot.history.at(machine.chart.by_id.at("h")),
            (std::vector<model::StateIndex>{a}));
}

TEST(History, DeepOfAParallelStateBringsBackEveryRegion) {
  const auto region = [](const std::string& id) {
    return S(id, {S(id + "1").on("go " + id, id + "2"), S(id + "2")});
  };
  Machine machine(
      {parallel("p", {region("x"), region("y"), history("h", {"x1"}, true)}).on("stop", "s"),
       S("s").on("resume", "h")});
  machine.start();
  for (const char* event : {"go y", "stop", "resume"}) machine.send(event);
  EXPECT_EQ(machine.states(), "x1 y2");
}

TEST(History, ShallowOfAParallelStateStartsItsRegionsAnew) {
  const auto region = [](const std::string& id) {
    return S(id, {S(id + "1").on("go", id + "2"), S(id + "2")});
  };
  Machine machine({parallel("p", {region("x"), region("y"), history("h", {"x2"})}).on("stop", "s"),
                   S("s").on("resume", "h")});
  machine.start();
  for (const char* event : {"go", "stop", "resume"}) machine.send(event);
  EXPECT_EQ(machine.states(), "x1 y1");
}

TEST(History, ADefaultThatNamesOneRegionEntersTheOthersNormally) {
  Machine machine({S("s").on("resume", "h"),
                   parallel("p", {S("x", {S("x1"), S("x2")}), S("y", {S("y1"), S("y2")}),
                                  history("h", {"y2"})})});
  machine.start();
  machine.send("resume");
  EXPECT_EQ(machine.states(), "x1 y2");
}

// What a history recorded decides how far the transition reaches.
TEST(History, TheDomainOfATransitionFollowsTheRecord) {
  Machine machine(
      {S("w", {history("h", {"b1"}, true),
               S("a", {S("a1").on("swap", "h"), S("a2").on("swap", "h")}).on("flip", "a2"),
               S("b", {S("b1").on("swap", "a")})})
           .start({"a"})
           .on("stop", "s"),
       S("s").on("resume", "a2")});
  machine.start();
  machine.send("swap");
  EXPECT_EQ(machine.log(), "-a1 -a swap>h +b +b1");
  for (const char* event : {"swap", "stop", "resume", "swap"}) machine.send(event);
  EXPECT_EQ(machine.log(), "-a2 swap>h +a1");
}

TEST(History, OneWhoseDefaultIsAnotherOfTheSameParentIsNotFollowedInACircle) {
  Machine machine(
      {S("s").on("go", "h1"), S("w", {S("a"), history("h1", {"h2"}), history("h2", {"h1"})})});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "s");
}

}  // namespace
}  // namespace lianban::test
