// Regions: conflicts, done events, sibling wiping, calls.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "machine.hpp"
#include "model/regions.hpp"

namespace lianban::test {
namespace {

using chart::StepStatus;

S region(const std::string& id, const std::string& event) {
  return S(id, {S(id + "1").on(event, id + "2"), S(id + "2")});
}

TEST(Parallel, EachRegionTakesItsOwnTransition) {
  Machine machine({parallel("p", {region("x", "go"), region("y", "go")})});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-y1 -x1 go>x2 go>y2 +x2 +y2");
}

TEST(Parallel, LeavesInReverseDocumentOrder) {
  Machine machine({parallel("p", {region("x", "a"), region("y", "b")}).on("end", "z"), S("z")});
  machine.start();
  machine.send("end");
  EXPECT_EQ(machine.log(), "-y1 -y -x1 -x -p end>z +z");
}

TEST(Parallel, OfTwoWaysOutTheEarlierRegionWins) {
  Machine machine(
      {parallel("p", {S("x", {S("x1").on("go", "z1")}), S("y", {S("y1").on("go", "z2")})}), S("z1"),
       S("z2")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "z1");
}

TEST(Parallel, ALaterWayOutYieldsToAnEarlierInnerStep) {
  Machine machine({parallel("p", {region("x", "go"), S("y", {S("y1").on("go", "z")})}), S("z")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "x2 y1");
}

// The ancestor's transition was chosen first, for a region without own candidate; the deeper one of
// a later region takes its place.
TEST(Parallel, ADescendantsTransitionReplacesItsAncestors) {
  Machine machine({parallel("p", {S("x"), region("y", "go")}).on("go", "z"), S("z")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.states(), "x y2");
}

TEST(Parallel, TargetlessTransitionsConflictWithNothing) {
  Machine machine(
      {parallel("p", {S("x").with(T("go", {}).log("noted")), S("y").on("go", "z")}), S("z")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-y -x -p go> noted go>z +z");
}

TEST(Parallel, ACommonAncestorIsAskedAndTakenOnce) {
  Machine machine({parallel("p", {S("x"), S("y"), S("w")}).with(T("go", {}).log("once"))});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "go> once");
  EXPECT_EQ(machine.host.asked.size(), 1u);
}

TEST(Parallel, StayingInsideItEntersTheOtherRegionsAnew) {
  Machine machine({parallel("p", {region("x", "a"), region("y", "a")}).on("back", "x2")});
  machine.start();
  machine.send("a");
  machine.send("back");
  EXPECT_EQ(machine.log(), "-y2 -y -x2 -x back>x2 +x +x2 +y +y1");
}

TEST(Wiping, ASelfTransitionOfARegionRestartsItsSiblings) {
  Machine machine({parallel("p", {region("x", "a").with(T("again", {"x"})), region("y", "a")})});
  machine.start();
  machine.send("a");
  machine.send("again");
  EXPECT_EQ(machine.states(), "x1 y1");
}

Ids wiped(const std::vector<S>& states, const std::string& label) {
  const model::Chart chart = build(states);
  Ids found;
  for (const model::Transition& transition : chart.transitions) {
    if (transition.pointer != label) continue;
    for (const auto each : wiped_siblings(chart, transition))
      found.push_back(chart.states[each].id);
  }
  return found;
}

TEST(Wiping, NamesTheSiblingsThatASelfTransitionRestarts) {
  EXPECT_EQ(
      wiped({parallel("p", {region("x", "a").with(T("again", {"x"})), region("y", "a"), S("z")})},
            "again>x"),
      (Ids{"y", "z"}));
}

TEST(Wiping, TheSafeFormsWipeNothing) {
  const std::vector<S> states = {
      parallel("p", {region("x", "a").with(T("again", {"x1"})), region("y", "a")}).on("end", "q"),
      S("q").on("begin", "p")};
  for (const char* label : {"again>x1", "a>x2", "end>q", "begin>p"}) {
    EXPECT_EQ(wiped(states, label), Ids{}) << label;
  }
}

TEST(Wiping, FromOneRegionIntoAnotherRestartsTheRest) {
  EXPECT_EQ(wiped({parallel("p", {S("x").on("go", "y2"), region("y", "a"), S("z")})}, "go>y2"),
            (Ids{"z"}));
}

TEST(Wiping, TargetsInEveryRegionNameThemAll) {
  EXPECT_EQ(wiped({parallel("p", {region("x", "a"), region("y", "a")}).with(T("go", {"x2", "y2"}))},
                  "go>x2"),
            Ids{});
}

TEST(Wiping, TheParallelStateItselfAsTarget) {
  const std::vector<S> states = {parallel("p", {S("x").on("inner", "p"), S("y")}).on("outer", "p")};
  EXPECT_EQ(wiped(states, "inner>p"), (Ids{"y"}));
  EXPECT_EQ(wiped(states, "outer>p"), Ids{});
}

TEST(Wiping, AnAncestorsTransitionIntoOneRegion) {
  const std::vector<S> states = {
      S("a", {S("a1"), parallel("p", {region("x", "a"), S("y")})}).on("redo", "x1").on("all", "p")};
  EXPECT_EQ(wiped(states, "redo>x1"), (Ids{"y"}));
  EXPECT_EQ(wiped(states, "all>p"), Ids{});
}

TEST(Wiping, EnteringFromAStateThatIsNeverActiveWithIt) {
  EXPECT_EQ(wiped({S("a").on("go", "x2"), parallel("p", {region("x", "a"), S("y")})}, "go>x2"),
            Ids{});
}

TEST(Wiping, NestedRegionsAreCoveredByTheOutermost) {
  const S inner = parallel("q", {S("q1"), S("q2")});
  EXPECT_EQ(wiped({parallel("p", {S("x").with(T("again", {"x"})), S("y", {inner})})}, "again>x"),
            (Ids{"y"}));
}

TEST(Wiping, ADeepHistoryOfTheParallelStateBringsAllBack) {
  const std::vector<S> states = {parallel("p", {S("x").on("deep", "hd").on("shallow", "hs"), S("y"),
                                                history("hd", {"x"}, true), history("hs", {"x"})})};
  EXPECT_EQ(wiped(states, "deep>hd"), Ids{});
  EXPECT_EQ(wiped(states, "shallow>hs"), (Ids{"y"}));
}

TEST(Done, OfTheLastRegionComesBeforeThatOfTheParallelState) {
  Machine machine({parallel("p", {S("x", {S("x1").on("a", "xf"), final_state("xf")}),
                                  S("y", {S("y1").on("b", "yf"), final_state("yf")})})
                       .on("done.state.p", "z"),
                   S("z")});
  machine.start();
  machine.send("b");
  EXPECT_EQ(machine.log(), "-y1 b>yf +yf <done.state.y");
  machine.send("a");
  EXPECT_EQ(machine.log(),
            "-x1 a>xf +xf <done.state.x <done.state.p -yf -y -xf -x -p done.state.p>z +z");
}

TEST(Done, CarriesTheDataOfTheFinalState) {
  Machine machine({S("a", {S("a1").on("go", "af"), final_state("af")})});
  machine.host.done["af"] = std::make_shared<Json>(7);
  machine.start();
  machine.send("go");
  ASSERT_EQ(machine.host.seen.size(), 1u);
  EXPECT_EQ(machine.host.seen[0].name, "done.state.a");
  EXPECT_EQ(*machine.host.seen[0].data, Json(7));
}

TEST(Done, ComesAfterTheEntryOfTheFinalState) {
  Machine machine(
      {S("a", {S("a1").on("go", "af"), final_state("af").on_enter(raise_action("in"))})});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a1 go>af +af <in <done.state.a");
}

TEST(Done, ANestedParallelStateCompletesTheOuterOne) {
  const auto leaf = [](const std::string& id, const std::string& event) {
    return S(id, {S(id + "1").on(event, id + "f"), final_state(id + "f")});
  };
  Machine machine(
      {parallel("p", {parallel("q", {leaf("x", "a"), leaf("y", "b")}), leaf("z", "c")})});
  machine.start();
  machine.send("c");
  machine.send("a");
  machine.send("b");
  EXPECT_EQ(machine.log(), "-y1 b>yf +yf <done.state.y <done.state.q <done.state.p");
}

TEST(Done, ARegionThatIsAPlainStateIsNeverDone) {
  Machine machine({parallel("p", {S("x", {S("x1").on("a", "xf"), final_state("xf")}), S("y")})});
  machine.start();
  machine.send("a");
  EXPECT_EQ(machine.log(), "-x1 a>xf +xf <done.state.x");
}

TEST(End, ATopLevelFinalIsEnteredAndNeverLeft) {
  Machine machine({S("a").with(T("go", {"f"}).raise("late")), final_state("f")
                                                                  .on_enter(log_action("in"))
                                                                  .on_exit(log_action("out"))
                                                                  .on("late", "a")
                                                                  .on("", "a")
                                                                  .calls("c")});
  machine.start();
  EXPECT_EQ(machine.send("go"), StepStatus::kEnded);
  EXPECT_EQ(machine.log(), "-a go>f +f in");
  EXPECT_FALSE(machine.snapshot.running);
  EXPECT_EQ(machine.states(), "f");
  EXPECT_EQ(machine.send("late"), StepStatus::kNothing);
  EXPECT_EQ(machine.interpreter.run_to_completion(machine.snapshot), StepStatus::kNothing);
  EXPECT_EQ(machine.labels(machine.interpreter.candidates(machine.snapshot, "late")), "");
}

TEST(Call, IsAskedForAtTheEndOfTheMacrostepInDocumentOrder) {
  Machine machine(
      {S("a").on("go", "p"),
       parallel("p", {S("x").calls("cx").on_enter(raise_action("later")), S("y").calls("cy")})});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a go>p +p +x +y <later call x call y");
}

TEST(Call, OfAStateThatIsLeftAgainIsNotAskedFor) {
  Machine machine({S("a").on("go", "b"), S("b").calls("cb").on("", "c"), S("c").calls("cc")});
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a go>b +b -b always>c +c call c");
}

TEST(Call, EventsRaisedByItAreTakenAndNewCallsAskedFor) {
  Machine machine({S("a").on("go", "b"), S("b").calls("cb").on("failed", "c"), S("c").calls("cc")});
  machine.host.raise_at_call["b"] = "failed";
  machine.start();
  machine.send("go");
  EXPECT_EQ(machine.log(), "-a go>b +b call b <failed -b failed>c +c call c");
}

TEST(Call, IsNotRepeatedWhileTheStateStaysActive) {
  Machine machine({S("a").calls("ca").with(T("note", {}))});
  machine.start();
  EXPECT_EQ(machine.log(), "+a call a");
  machine.send("note");
  EXPECT_EQ(machine.log(), "note>");
}

}  // namespace
}  // namespace lianban::test
