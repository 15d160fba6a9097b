// Entering, transitions, event names and the order of what runs.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "machine.hpp"

namespace lianban::test {
namespace {

using chart::StepStatus;

TEST(Start, EntersTheFirstChildrenAndRunsInitialContentAfterEntry) {
  Machine machine({S("a", {S("a1").on_enter(log_action("in a1")), S("a2")})
                       .on_enter(log_action("in a"))
                       .start_log("start of a")});
  EXPECT_EQ(machine.start(), StepStatus::kTaken);
  EXPECT_EQ(machine.log(), "+a in a start of a +a1 in a1");
  EXPECT_TRUE(machine.snapshot.running);
}

TEST(Start, ChartContentRunsBeforeAnyStateIsEntered) {
  model::Chart chart = build({S("a"), S("b")}, {"b"});
  chart.initial.actions = {log_action("first")};
  Machine machine(std::move(chart));
  EXPECT_EQ(machine.start(), StepStatus::kTaken);
  EXPECT_EQ(machine.log(), "first +b");
}

TEST(Start, ADeepInitialEntersItsAncestorsAndTheOtherRegions) {
  Machine machine({S("a", {parallel("p", {S("x", {S("x1"), S("x2")}), S("y", {S("y1"), S("y2")})})})
                       .start({"x2"})});
  machine.start();
  EXPECT_EQ(machine.log(), "+a +p +x +x2 +y +y1");
}

TEST(Start, AListOfInitialStatesNamesOnePerRegion) {
  Machine machine({parallel("p", {S("x", {S("x1"), S("x2")}), S("y", {S("y1"), S("y2")})})},
                  {"y2", "x2"});
  machine.start();
  EXPECT_EQ(machine.states(), "x2 y2");
}

TEST(Transition, LeavesInReverseOrderThenRunsContentThenEnters) {
  Machine machine(
      {S("a", {S("a1").on_exit(log_action("out a1")).with(T("go", {"b1"}).log("on the way"))})
           .on_exit(log_action("out a")),
       S("b", {S("b1")})});
  machine.start();
  EXPECT_EQ(machine.send("go"), StepStatus::kTaken);
  EXPECT_EQ(machine.log(), "out a1 -a1 out a -a go>b1 on the way +b +b1");
}

TEST(Transition, TheFirstInTheDocumentWins) {
  Machine machine({S("a").on("go", "b").on("go", "c"), S("b"), S("c")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "b");
}

TEST(Transition, TheNextCandidateIsTriedWhenAGuardDoesNotHold) {
  Machine machine({S("a", {S("a1").on("go", "b")}).on("go", "c"), S("b"), S("c")});
  machine.host.forbidden = {"go>b"};
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "c");
  EXPECT_EQ(machine.host.asked, (Ids{"go>b", "go>c"}));
}

TEST(Transition, ADescendantIsAskedBeforeItsAncestor) {
  Machine machine({S("a", {S("a1").on("go", "b")}).on("go", "c"), S("b"), S("c")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "b");
  EXPECT_EQ(machine.host.asked, (Ids{"go>b"}));
}

TEST(Transition, WithoutTargetRunsItsContentAndLeavesNothing) {
  Machine machine({S("a", {S("a1")}).with(T("note", {}).log("noted"))});
  machine.start();
  EXPECT_EQ(machine.send("note"), StepStatus::kTaken);
  EXPECT_EQ(machine.log(), "note> noted");
}

TEST(Transition, InsideItsSourceDoesNotLeaveTheSource) {
  Machine machine(
      {S("a", {S("a1"), S("a2")}).with(T("go", {"a2"})).with(T("re", {"a2"}).reenter())});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a1 go>a2 +a2");
  machine.send("re");
  EXPECT_EQ(machine.log(), "-a2 -a re>a2 +a +a2");
}

// The source is not properly inside itself, so there is nothing to stay in (SCION more-parallel
// test10 counts the entries).
TEST(Transition, ToItselfLeavesAndEntersWithOrWithoutReenter) {
  Machine machine({S("a", {S("a1"), S("a2")})
                       .with(T("self", {"a"}))
                       .with(T("re", {"a"}).reenter())
                       .on("next", "a2")});
  machine.start();
  machine.send("next");
  machine.send("self");
  EXPECT_EQ(machine.log(), "-a2 -a self>a +a +a1");
  machine.send("re");
  EXPECT_EQ(machine.log(), "-a1 -a re>a +a +a1");
}

TEST(Event, ThatEnablesNothingLeavesTheSnapshotAlone) {
  Machine machine({S("a").on("go", "b"), S("b")});
  machine.start();
  const chart::Snapshot before = machine.snapshot;
  EXPECT_EQ(machine.send("other"), StepStatus::kNothing);
  EXPECT_EQ(machine.snapshot.active, before.active);
  EXPECT_EQ(machine.log(), "");
}

TEST(Event, MatchesByDotSeparatedPrefix) {
  Machine machine({S("a").on("x.y", "b"), S("b").on("*", "a")});
  machine.start();
  EXPECT_EQ(machine.send("x"), StepStatus::kNothing);
  EXPECT_EQ(machine.send("x.yz"), StepStatus::kNothing);
  EXPECT_EQ(machine.send("x.y.z"), StepStatus::kTaken);
  EXPECT_EQ(machine.states(), "b");
  EXPECT_EQ(machine.send("anything.at.all"), StepStatus::kTaken);
  EXPECT_EQ(machine.send("x.y"), StepStatus::kTaken);
}

TEST(Event, OfALapsedTimeIsNotMatchedByTheStar) {
  Machine machine({S("a").on("*", "b"), S("b").on("after.b", "c").on("*", "d"), S("c"), S("d")});
  machine.start();
  EXPECT_EQ(machine.send("after.a"), StepStatus::kNothing);
  machine.send("afterwards");
  EXPECT_EQ(machine.states(), "b");
  machine.send("after.b");
  EXPECT_EQ(machine.states(), "c");
}

TEST(Event, NamesAreExactWhereAPersonIsNamed) {
  Machine machine(
      {S("a").with(T("x", {"b"}).by("applicant")).with(T("*", {"b"}).by("applicant")), S("b")});
  machine.start();
  EXPECT_EQ(machine.send("x.y"), StepStatus::kNothing);
  EXPECT_EQ(machine.send("y"), StepStatus::kNothing);
  EXPECT_EQ(machine.send("x"), StepStatus::kTaken);
}

TEST(Event, DescriptorsOfEveryLengthKeepDocumentOrder) {
  Machine machine({S("a")
                       .with(T("*", {}).label("star"))
                       .with(T("x", {}).also("x.y").label("both"))
                       .with(T("x.y", {}).label("long"))});
  machine.host.guard = [](const std::string&) { return false; };
  machine.start();
  machine.send("x.y");
  EXPECT_EQ(machine.host.asked, (Ids{"star", "both", "long"}));
}

TEST(Order, EventlessBeforeInternalBeforeTheNextExternal) {
  Machine machine({S("a").with(T("go", {"b"}).raise("one").raise("two")), S("b").on("", "c"),
                   S("c").on("one", "d").on("two", "e"), S("d").on("two", "f"), S("e"), S("f")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a go>b +b -b always>c +c <one -c one>d +d <two -d two>f +f");
}

TEST(Order, InternalEventsThatEnableNothingAreDropped) {
  Machine machine(
      {S("a").with(T("go", {}).raise("unheard").raise("heard")).on("heard", "b"), S("b")});
  machine.start();
  EXPECT_EQ(machine.send("go"), StepStatus::kTaken);
  EXPECT_EQ(machine.states(), "b");
}

TEST(Order, GuardsAreAskedBeforeAnythingIsLeft) {
  Machine machine({S("a").on("go", "b"), S("b")});
  machine.start();
  bool was_in = false;
  machine.host.guard = [&](const std::string&) { return was_in = machine.in("a"), true; };
  machine.send("go");
  EXPECT_TRUE(was_in);
}

TEST(Order, AStateIsActiveWhileItsOwnHandlersRun) {
  Machine machine({S("a").on_exit(log_action("out")).with(T("go", {"b"}).log("between")),
                   S("b").on_enter(log_action("in"))});
  machine.host.watched = {{"out", "a"}, {"between", "a"}, {"in", "b"}};
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "out:in -a go>b between:out +b in:in");
}

TEST(Choice, IsLeftInTheSameMacrostep) {
  Machine machine(
      {S("a").on("go", "which"), choice("which").on("", "b").on("", "c"), S("b"), S("c")});
  machine.host.forbidden = {"always>b"};
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "c");
}

TEST(Limit, ALivelockOfEventlessTransitionsEnds) {
  Machine machine({S("a").on("go", "b"), S("b").on("", "c"), S("c").on("", "b")});
  machine.start();
  EXPECT_EQ(machine.send("go"), StepStatus::kLimit);
}

TEST(Limit, AnEventThatRaisesItselfEnds) {
  Machine machine({S("a").with(T("go", {}).raise("go"))});
  machine.start();
  EXPECT_EQ(machine.send("go"), StepStatus::kLimit);
}

// Under on_error "raise" a failing guard raises error.execution; one that fails while that event
// is handled must not hang the process although no microstep is ever taken.
TEST(Limit, AGuardThatFailsOnItsOwnErrorEnds) {
  Machine machine({S("a").on("error.execution", "b").on("go", "b"), S("b")});
  machine.start();
  machine.host.guard = [&](const std::string&) {
    machine.interpreter.raise({"error.execution", nullptr});
    return false;
  };
  EXPECT_EQ(machine.send("go"), StepStatus::kLimit);
}

TEST(Limit, AsManyMicrostepsAsAllowedAreTaken) {
  Machine machine({S("a").with(T("go", {})).with(T("", {}))});
  machine.start();
  std::size_t left = limits::kMicrosteps;  // the external one, and one less without event
  machine.host.guard = [&](const std::string&) { return left != 0 && left-- != 0; };
  EXPECT_EQ(machine.send("go"), StepStatus::kTaken);
  left = limits::kMicrosteps + 1;
  EXPECT_EQ(machine.send("go"), StepStatus::kLimit);
}

TEST(Abort, AFailingActionStopsEverythingAtOnce) {
  for (const int where : {0, 1, 2, 3}) {
    S a("a");
    S b = S("b", {S("b1")});
    T go("go", {"b"});
    if (where == 0) a.on_exit(failing_action());
    if (where == 1) go.actions = {failing_action()};
    if (where == 2) b.on_enter(failing_action());
    if (where == 3) b.initial_actions = {failing_action()};
    Machine machine({a.with(go), b});
    machine.start();
    EXPECT_EQ(machine.send("go"), StepStatus::kAborted) << where;
    EXPECT_EQ(machine.log().find("+b1"), std::string::npos) << where;
  }
}

TEST(Abort, IsReportedWhileStarting) {
  Machine machine({S("a").on_enter(failing_action())});
  EXPECT_EQ(machine.start(), StepStatus::kAborted);
}

TEST(Abort, TheNextMacrostepBeginsWithAnEmptyQueue) {
  Machine machine(
      {S("a").with(T("bad", {}).raise("left over").label("bad")).on("left over", "b"), S("b")});
  machine.chart.transitions[0].actions.push_back(failing_action());
  machine.start();
  const chart::Snapshot before = machine.snapshot;
  EXPECT_EQ(machine.send("bad"), StepStatus::kAborted);
  machine.snapshot = before;
  EXPECT_EQ(machine.send("unknown"), StepStatus::kNothing);
  EXPECT_EQ(machine.states(), "a");
}

TEST(Completion, TakesWhatDataHasEnabledWithoutAnEvent) {
  Machine machine({S("a").on("", "b"), S("b")});
  machine.host.forbidden = {"always>b"};
  machine.start();
  EXPECT_EQ(machine.interpreter.run_to_completion(machine.snapshot), StepStatus::kNothing);
  machine.host.forbidden.clear();
  EXPECT_EQ(machine.send("unheard"), StepStatus::kNothing);
  EXPECT_EQ(machine.states(), "a");
  EXPECT_EQ(machine.interpreter.run_to_completion(machine.snapshot), StepStatus::kTaken);
  EXPECT_EQ(machine.states(), "b");
}

TEST(Completion, AnErrorOfAGuardIsHandledThoughTheEventEnabledNothing) {
  Machine machine({S("a").on("go", "b").on("error.execution", "c"), S("b"), S("c")});
  machine.start();
  machine.host.guard = [&](const std::string& label) {
    if (label == "go>b") machine.interpreter.raise({"error.execution", nullptr});
    return label != "go>b";
  };
  EXPECT_EQ(machine.send("go"), StepStatus::kTaken);
  EXPECT_EQ(machine.states(), "c");
}

}  // namespace
}  // namespace lianban::test
