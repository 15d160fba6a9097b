// A case tried out: what can be done is listed, done, taken back and done otherwise.
#include "lianban/simulation.hpp"

#include "stories.hpp"

namespace lianban::scenario::testing {
namespace {

using Kind = SimulationChoice::Kind;

class Try : public Stories {
 protected:
  static std::unique_ptr<Simulation> begin(json story = {{"definition", shop()}}) {
    if (!story.contains("start")) story["start"] = "2021-09-15T09:00:00+08:00";
    auto opened = Simulation::open(std::move(story), "",
                                   {.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars"});
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().place);
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  static std::optional<SimulationChoice> find(const Simulation& in, Kind kind,
                                              const std::string& subject,
                                              const std::string& outcome = {}) {
    for (const SimulationChoice& each : in.choices()) {
      const bool its = outcome.empty() || each.outcome == outcome;
      if (each.kind == kind && each.subject == subject && its) return each;
    }
    return std::nullopt;
  }
  static std::string states(const Simulation& in) { return in.view()["states"]["active"].dump(); }
  /// What a choice would say if it were refused; "" when it was done.
  static std::string choose(Simulation& in, Kind kind, const std::string& subject,
                            const std::string& outcome = {}, const json& data = nullptr) {
    const auto choice = find(in, kind, subject, outcome);
    if (!choice) return "no such choice";
    const auto fault = in.choose(*choice, data);
    if (!fault) return "";
    return fault->refusal ? fault->refusal->code : fault->text;
  }
};

TEST_F(Try, BeforeFilingThereIsOnlyFiling) {
  const auto simulation = begin();
  EXPECT_TRUE(simulation->view().is_null());
  const auto choices = simulation->choices();
  ASSERT_EQ(choices.size(), 1U);
  EXPECT_EQ(choices[0].kind, Kind::kOpen);
  EXPECT_EQ(choices[0].actor.id, "applicant");
  EXPECT_TRUE(choices[0].sample["materials"].contains("form")) << choices[0].sample;
  EXPECT_FALSE(choices[0].sample["materials"].contains("proof")) << "may come later";
  EXPECT_TRUE(simulation->take({{"send", "note"}})) << "nothing is opened unasked";
  EXPECT_EQ(simulation->depth(), 0U);
}

TEST_F(Try, EveryKindOfChoiceIsOffered) {
  const auto simulation = begin();
  ASSERT_EQ(choose(*simulation, Kind::kOpen, ""), "");
  EXPECT_TRUE(find(*simulation, Kind::kSend, "close")->allowed);
  const auto accept = find(*simulation, Kind::kSend, "accept");
  EXPECT_FALSE(accept->allowed);
  EXPECT_FALSE(accept->refusal.reasons.empty());
  EXPECT_EQ(accept->actor.roles, std::vector<std::string>{"bureau.clerk"});
  EXPECT_TRUE(find(*simulation, Kind::kSupply, "proof"));
  EXPECT_TRUE(find(*simulation, Kind::kPromise, "proof"));
  EXPECT_TRUE(find(*simulation, Kind::kVerify, "form"));
  EXPECT_TRUE(find(*simulation, Kind::kReject, "form"));
  EXPECT_EQ(find(*simulation, Kind::kReply, "ask", "yes")->sample, json({{"ok", true}}));
  EXPECT_EQ(find(*simulation, Kind::kReply, "ask", "no")->sample, json({{"ok", false}}));
  EXPECT_TRUE(find(*simulation, Kind::kFail, "ask"));
  const auto limit = find(*simulation, Kind::kLimit, "");
  ASSERT_TRUE(limit);
  EXPECT_EQ(format_limit(*limit->at), "2021-09-23")
      << "five working days with two festivals' swaps";
}

TEST_F(Try, AnAnswerComesOutAsItWasPicked) {
  for (const char* const outcome : {"yes", "no"}) {
    const auto simulation = begin();
    ASSERT_EQ(choose(*simulation, Kind::kOpen, ""), "");
    ASSERT_EQ(choose(*simulation, Kind::kReply, "ask", outcome), "");
    EXPECT_EQ(simulation->view()["calls"]["ask"]["outcome"], outcome);
  }
}

TEST_F(Try, BackIsAsIfItHadNotHappened) {
  const auto simulation = begin();
  ASSERT_EQ(choose(*simulation, Kind::kOpen, ""), "");
  const json before = simulation->view();
  const Instant then = simulation->now();
  ASSERT_EQ(choose(*simulation, Kind::kPromise, "proof"), "");
  ASSERT_FALSE(simulation->advance(3));
  EXPECT_NE(simulation->view(), before);
  EXPECT_TRUE(simulation->back());
  EXPECT_TRUE(simulation->back());
  EXPECT_EQ(simulation->view(), before);
  EXPECT_EQ(simulation->now(), then);
  EXPECT_TRUE(simulation->back());
  EXPECT_FALSE(simulation->back()) << "the beginning";
  EXPECT_TRUE(simulation->view().is_null());
}

TEST_F(Try, AbandonedBranchesStay) {
  const auto simulation = begin();
  ASSERT_EQ(choose(*simulation, Kind::kOpen, ""), "");
  ASSERT_EQ(choose(*simulation, Kind::kSend, "close"), "");
  EXPECT_EQ(simulation->view()["outcome"], "terminated");
  ASSERT_TRUE(simulation->back());
  ASSERT_EQ(choose(*simulation, Kind::kPromise, "proof"), "");
  ASSERT_TRUE(simulation->back());
  ASSERT_EQ(simulation->branches().size(), 2U);
  ASSERT_TRUE(simulation->forward(0));
  EXPECT_EQ(simulation->view()["outcome"], "terminated");
  ASSERT_TRUE(simulation->back());
  ASSERT_TRUE(simulation->forward()) << "the one that was left last";
  EXPECT_EQ(simulation->view()["outcome"], "terminated");
  ASSERT_TRUE(simulation->back());
  ASSERT_TRUE(simulation->forward(1));
  EXPECT_EQ(simulation->view()["deferrals"]["proof"]["state"], "promised");
  EXPECT_FALSE(simulation->forward());
}

TEST_F(Try, ARefusedStepChangesNothing) {
  const auto simulation = begin();
  ASSERT_EQ(choose(*simulation, Kind::kOpen, ""), "");
  const json before = simulation->view();
  EXPECT_EQ(choose(*simulation, Kind::kSend, "accept").substr(0, 6), "accept");
  EXPECT_EQ(simulation->view(), before);
  EXPECT_EQ(simulation->depth(), 1U);
  EXPECT_TRUE(simulation->take({{"advance", {{"to", 7}}}})) << "of a wrong shape";
  EXPECT_EQ(simulation->view(), before);
}

TEST_F(Try, WhatWasDoneIsAStoryThatPasses) {
  const auto simulation = begin();
  ASSERT_EQ(choose(*simulation, Kind::kOpen, ""), "");
  ASSERT_EQ(choose(*simulation, Kind::kPromise, "proof"), "");
  ASSERT_EQ(choose(*simulation, Kind::kReply, "ask", "yes"), "");
  ASSERT_FALSE(simulation->advance(2));
  ASSERT_EQ(choose(*simulation, Kind::kSend, "accept"), "event/needed_by");
  ASSERT_EQ(choose(*simulation, Kind::kSupply, "proof"), "");
  ASSERT_EQ(choose(*simulation, Kind::kSend, "accept"), "");
  ASSERT_EQ(choose(*simulation, Kind::kSend, "grant"), "");
  const json story = simulation->story("granted", "");
  const auto report = tell(story);
  EXPECT_TRUE(report.passed) << report.step << " " << report.expected << " | " << report.found;
  EXPECT_EQ(story["steps"].back()["expect"]["outcome"], "granted");
  json wrong = story;
  wrong["steps"].back()["expect"]["outcome"] = "refused";
  EXPECT_FALSE(tell(wrong).passed) << "it really looks";
}

TEST_F(Try, AStoryGoesOnWhereItEnds) {
  json told = story(json::parse(R"([{"expect": {"states": ["desk"]}},
    {"send": "accept", "refused": true}, {"send": "note"}])"));
  const auto simulation = begin(told);
  EXPECT_EQ(simulation->depth(), 2U) << "what it expects or wants refused is left out";
  EXPECT_EQ(simulation->fault(), "");
  EXPECT_EQ(simulation->view()["vars"]["n"], 2);
  told["steps"].push_back(
      {{"send", "grant"}, {"actor", {{"id", "x"}, {"roles", {"bureau.clerk"}}}}});
  const auto cut = begin(told);
  EXPECT_EQ(cut->depth(), 2U);
  EXPECT_NE(cut->fault(), "");
}

TEST_F(Try, SomebodyElseIsOfferedWhereOneHasActed) {
  const json twice = json::parse(R"({
    "lianban": 1, "id": "eyes", "version": "1.0.0",
    "agencies": {"bureau": {"lead": true, "roles": {"clerk": "Clerk"}}},
    "chart": {"states": [
      {"id": "first", "holder": "bureau", "transitions": [{"on": "pass", "by": "bureau.clerk", "to": "second"}]},
      {"id": "second", "holder": "bureau", "transitions": [
        {"on": "approve", "by": "bureau.clerk", "not_by": ["first"], "to": "over"}]},
      {"id": "over", "kind": "final"}]}})");
  const auto simulation = begin({{"definition", twice}});
  ASSERT_EQ(choose(*simulation, Kind::kOpen, ""), "");
  EXPECT_EQ(find(*simulation, Kind::kSend, "pass")->actor.id, "clerk");
  ASSERT_EQ(choose(*simulation, Kind::kSend, "pass"), "");
  const auto approve = find(*simulation, Kind::kSend, "approve");
  EXPECT_TRUE(approve->allowed);
  EXPECT_EQ(approve->actor.id, "clerk_2");
}

TEST_F(Try, NonsenseIsAnErrorNotAnException) {
  for (const json& story : {json(), json(7), json::object(), json{{"definition", "no such file"}},
                            json{{"definition", 7}}, json{{"definition", shop()}, {"steps", 7}}}) {
    EXPECT_FALSE(Simulation::open(story, "", {}).ok()) << story;
  }
}

}  // namespace
}  // namespace lianban::scenario::testing
