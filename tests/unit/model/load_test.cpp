// What a definition without faults is read as.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "unit/model/sample.hpp"

namespace lianban::model {
namespace {

using nlohmann::json;

const Definition& sample() {
  static const Loaded loaded = load(test::kSample, false);
  EXPECT_TRUE(loaded.definition) << test::shown(loaded.diagnostics);
  return *loaded.definition;
}
const State& state(const char* id) { return sample().chart.states[sample().chart.find(id)]; }
std::vector<std::string> ids(const std::vector<StateIndex>& states) {
  std::vector<std::string> names;
  for (const StateIndex each : states) names.push_back(sample().chart.states[each].id);
  return names;
}
const Transition& transition(const char* id, std::size_t number) {
  return sample().chart.transitions[state(id).transitions[number]];
}
template <class T>
const T& action(const Actions& actions, std::size_t index) {
  return std::get<T>(actions.at(index).body);
}
using Names = std::vector<std::string>;

TEST(Load, ABareChartIsAValidDefinition) {
  const Loaded loaded = load(
      R"({"lianban": 1, "id": "bare", "version": "1.0.0", "chart": {"states": [{"id": "a"}]}})");
  ASSERT_TRUE(loaded.definition) << test::shown(loaded.diagnostics);
  EXPECT_EQ(loaded.definition->chart.initial.to, std::vector<StateIndex>{0});
  EXPECT_EQ(loaded.definition->on_error, OnError::kRefuse);
  EXPECT_EQ(loaded.definition->calendar, "cn");
  EXPECT_EQ(*loaded.definition->vars, json::object());
}

TEST(Load, ReadsIdentity) {
  EXPECT_EQ(sample().id, "sample");
  EXPECT_EQ(sample().version, "1.2.0-beta+7");
  EXPECT_EQ(sample().title, (Text{"样例", "Sample"}));
  EXPECT_EQ(sample().summary, (Text{"All members", "All members"}));
  EXPECT_EQ(sample().number, "X{region}{date}{seq:5}");
  EXPECT_EQ(sample().regions, Names{"330300"});
  EXPECT_EQ(sample().on_error, OnError::kRaise);
  EXPECT_EQ(sample().law.at(0).url, "https://example.org/1");
  EXPECT_EQ((*sample().params)["limit"], "5 workdays");
  EXPECT_EQ(sample().channels, (Names{"window", "online"}));
  EXPECT_EQ(sample().open_by, (std::vector<Role>{{"", "applicant"}, {"bureau", "clerk"}}));
  EXPECT_EQ(sample().open_when.at(0).condition, "fits");
}

TEST(Load, KeepsTheBasisOfEveryObjectByItsPointer) {
  EXPECT_EQ(sample().basis.at("/conditions/fits"), Names{"law_1"});
  EXPECT_EQ(sample().basis.at("/chart/states/1/transitions/0"), Names{"law_1"});
}

TEST(Load, TheHashIsOfTheCanonicalBytes) {
  const json other = json::parse(test::kSample);
  const Loaded again = load(other.dump(3), false);
  EXPECT_EQ(again.definition->hash, sample().hash);
  EXPECT_EQ(again.definition->source, sample().source);
  const Loaded pinned = load(sample().source, false);
  ASSERT_TRUE(pinned.definition);
  EXPECT_EQ(pinned.definition->hash, sample().hash);
  json changed = other;
  changed["version"] = "1.2.1";
  EXPECT_NE(load(changed, false).definition->hash, sample().hash);
}

TEST(Load, AgenciesHaveRolesAndOneLeads) {
  EXPECT_EQ(sample().lead, "bureau");
  const Agency& bureau = *sample().agencies.find("bureau");
  EXPECT_EQ(bureau.code, "11330300002504567A");
  EXPECT_EQ(bureau.roles.at(0).first, "clerk");
  EXPECT_EQ(bureau.roles.at(0).second, (Text{"窗口", "Clerk"}));
  EXPECT_TRUE(sample().agencies.find("police")->office.has_value());
}

TEST(Load, MaterialsKnowTheirSourceAndTheirPeople) {
  const Material& deed = *sample().materials.find("deed");
  EXPECT_EQ(deed.source.kind, SourceKind::kApplicant);
  EXPECT_TRUE(deed.source.original);
  EXPECT_FALSE(deed.always_required);
  EXPECT_EQ(deed.required.at(0).condition, "fits");
  EXPECT_EQ(deed.by,
            (std::vector<Role>{{"", "applicant"}, {"bureau", "clerk"}, {"bureau", "head"}}));
  EXPECT_EQ(deed.checked_by, (std::vector<Role>{{"bureau", "clerk"}, {"bureau", "head"}}));
  const Material& record = *sample().materials.find("record");
  EXPECT_EQ(record.source.kind, SourceKind::kQuery);
  EXPECT_EQ(record.source.ref, "lookup");
  EXPECT_EQ(record.source.dated, Names{"day"});
  EXPECT_EQ(sample().materials.find("sheet")->source.kind, SourceKind::kProduced);
  EXPECT_EQ(sample().materials.find("permit")->source.kind, SourceKind::kReuse);
  EXPECT_TRUE(sample().materials.find("permit")->never_required);
  const Material& policy = *sample().materials.find("policy");
  EXPECT_TRUE(policy.always_required);
  EXPECT_EQ(policy.by, (std::vector<Role>{{"", "applicant"}}));
  EXPECT_EQ(policy.checked_by, (std::vector<Role>{{"bureau", "head"}}));
}

TEST(Load, ADeferralHoldsTheStatesThatNeedIt) {
  const Deferral& defer = *sample().materials.find("policy")->defer;
  EXPECT_EQ(defer.available_after, "call.act.done");
  EXPECT_FALSE(defer.available_is_state);
  EXPECT_EQ(defer.within, (Duration{5, Unit::kWorkdays}));
  EXPECT_EQ(defer.at_least, (Duration{2, Unit::kWorkdays}));
  EXPECT_EQ(defer.recheck, (Duration{1, Unit::kWorkdays}));
  EXPECT_EQ(defer.overdue, "acceptance_revoked");
  EXPECT_EQ(ids(defer.needed_by), Names{"review"});
  EXPECT_EQ(state("review").needs, Names{"policy"});
  EXPECT_TRUE(state("check").needs.empty());
}

TEST(Load, ClocksHaveOneLimitOrTwo) {
  const Clock& check = *sample().clocks.find("check");
  EXPECT_TRUE(check.spec.single);
  EXPECT_EQ(check.spec.statutory, (Duration{5, Unit::kWorkdays}));
  EXPECT_FALSE(check.from_accepted);
  const Clock& decision = *sample().clocks.find("decision");
  EXPECT_FALSE(decision.spec.single);
  EXPECT_TRUE(decision.from_accepted);
  EXPECT_EQ(decision.spec.promised, (Duration{7, Unit::kWorkdays}));
  EXPECT_EQ(decision.spec.extend->times, 2);
  EXPECT_EQ(decision.spec.extend->promised, (Duration{3, Unit::kWorkdays}));
  EXPECT_EQ(decision.spec.warn_at.at(0).percent, 80);
  EXPECT_EQ(ids(decision.runs_in), Names{"review"});
  EXPECT_EQ(ids(decision.pauses_in), Names{"hold"});
}

TEST(Load, CallsKnowWhatTheyFeedAndWhatTheyReverse) {
  const CallSpec& lookup = *sample().calls.find("lookup");
  EXPECT_FALSE(lookup.answers_later);
  EXPECT_EQ(lookup.feeds, (Names{"policy", "record"}));
  EXPECT_TRUE(lookup.outcomes.at(0).when.has_value());
  EXPECT_FALSE(lookup.outcomes.at(1).when.has_value());
  EXPECT_TRUE(sample().calls.find("act")->outcomes.at(0).effect);
  EXPECT_EQ(sample().calls.find("act")->reverse, "undo");
  EXPECT_EQ(sample().calls.find("undo")->reverses, "act");
  EXPECT_EQ(sample().calls.find("act")->timeout, (Duration{3, Unit::kWorkdays}));
}

TEST(Load, ALicenceIsValidForATimeUntilADateOrUntilItsEarliestSection) {
  EXPECT_EQ(sample().licences.find("pass")->valid_for, (Duration{8, Unit::kYears}));
  EXPECT_TRUE(sample().licences.find("dated")->valid_until.has_value());
  const Licence& joint = *sample().licences.find("joint");
  EXPECT_TRUE(joint.valid_earliest_section);
  EXPECT_EQ(joint.sections.at(0).authority, "police");
  EXPECT_TRUE(joint.sections.at(0).valid.has_value());
  EXPECT_TRUE(joint.held.has_value());
  EXPECT_TRUE(joint.rests_on.has_value());
}

TEST(Load, AParamStandsForItsValueButNotInAMapOfNames) {
  const Paper& notice = *sample().papers.find("notice");
  ASSERT_EQ(notice.fields.size(), 3U);  // A field named "note" is a field.
  EXPECT_EQ(notice.fields[1].first, "note");
  EXPECT_TRUE(notice.fields[2].second.is_constant());
  const CallSpec& lookup = *sample().calls.find("lookup");
  EXPECT_EQ(lookup.request.at(0).first, "param");
}

TEST(Load, StatesStandInDocumentOrder) {
  Names names;
  for (const State& each : sample().chart.states) names.push_back(each.id);
  EXPECT_EQ(names,
            (Names{"start", "check", "review", "left", "past", "act_here", "nest", "deep_in",
                   "left_done", "right", "hold", "right_done", "granted", "decided", "ended"}));
  EXPECT_EQ(ids(sample().chart.top),
            (Names{"start", "check", "review", "granted", "decided", "ended"}));
  const Chart& chart = sample().chart;
  EXPECT_EQ(state("review").end, chart.find("granted"));
  EXPECT_EQ(state("deep_in").end, chart.find("left_done"));
  EXPECT_EQ(state("deep_in").depth, 3U);
  EXPECT_EQ(state("deep_in").parent, chart.find("nest"));
  EXPECT_EQ(state("deep_in").pointer, "/chart/states/2/states/0/states/2/states/0");
}

TEST(Load, EveryKindOfStateIsKnown) {
  EXPECT_EQ(state("start").kind, StateKind::kChoice);
  EXPECT_EQ(state("check").kind, StateKind::kAtomic);
  EXPECT_EQ(state("review").kind, StateKind::kParallel);
  EXPECT_EQ(state("left").kind, StateKind::kCompound);
  EXPECT_EQ(state("past").kind, StateKind::kHistory);
  EXPECT_EQ(state("ended").kind, StateKind::kFinal);
}

TEST(Load, OneStartsInTheFirstChildThatIsNoHistory) {
  const auto loaded = load(R"({"lianban": 1, "id": "x", "version": "1.0.0", "chart": {"states": [
    {"id": "h", "kind": "history", "default": {"to": "b"}}, {"id": "a"}, {"id": "b"}]}})",
                           false);
  ASSERT_TRUE(loaded.definition) << test::shown(loaded.diagnostics);
  EXPECT_EQ(loaded.definition->chart.initial.to, std::vector<StateIndex>{1});
  EXPECT_EQ(ids(state("left").initial.to), Names{"deep_in"});
  EXPECT_EQ(ids(state("right").initial.to), Names{"hold"});
  EXPECT_TRUE(state("review").initial.to.empty());
  EXPECT_EQ(ids(sample().chart.initial.to), Names{"check"});
  EXPECT_EQ(action<Produce>(sample().chart.initial.actions, 0).paper, "notice");
}

TEST(Load, HistoryHasADefault) {
  EXPECT_TRUE(state("past").deep);
  EXPECT_EQ(ids(state("past").initial.to), Names{"act_here"});
}

TEST(Load, FinalsHaveOutcomes) {
  EXPECT_EQ(state("granted").outcome, "granted");
  EXPECT_EQ(state("granted").leaves, (Names{"act", "deed"}));
  EXPECT_EQ(state("granted").results.at(0).first, "first");
  EXPECT_TRUE(state("decided").outcome_is_decision);
  EXPECT_EQ(state("ended").outcome, "terminated");
  EXPECT_TRUE(state("left_done").done.has_value());
  EXPECT_EQ(state("left_done").outcome, "");
}

TEST(Load, ATransitionSaysWhoMaySendWhat) {
  const Transition& accept = transition("check", 0);
  EXPECT_EQ(accept.on, Names{"accept"});
  EXPECT_EQ(accept.by, (std::vector<Role>{{"bureau", "clerk"}}));
  ASSERT_EQ(accept.when.size(), 2U);
  EXPECT_EQ(accept.when[0].condition, "fits");
  EXPECT_EQ(accept.when[1].condition, "");
  EXPECT_FALSE(accept.input.validate(json::object()).empty());
  EXPECT_EQ(ids(accept.targets), Names{"review"});
  EXPECT_EQ(accept.pointer, "/chart/states/1/transitions/0");
  EXPECT_EQ(state("check").holder, "bureau");
  EXPECT_EQ(state("check").amend.at(0).text, "form.owner.name");
  EXPECT_EQ(ids(transition("check", 4).not_by), Names{"review"});
}

TEST(Load, NamesOfEventsAreNormalised) {
  EXPECT_EQ(transition("check", 1).on, (Names{"call.lookup", "ping"}));
  EXPECT_EQ(transition("check", 4).on, Names{"*"});
  EXPECT_TRUE(transition("start", 0).eventless());
  const auto& by_descriptor = sample().chart.by_descriptor;
  EXPECT_EQ(by_descriptor.at("call.lookup").size(), 1U);
  EXPECT_EQ(by_descriptor.at("after.check").size(), 2U);
}

TEST(Load, AfterIsAnEventOfItsStateAndCounted) {
  EXPECT_EQ(transition("check", 2).on, Names{"after.check"});
  EXPECT_EQ(transition("check", 2).after, (Duration{2, Unit::kDays}));
  EXPECT_EQ(transition("check", 2).after_ordinal, 0U);
  EXPECT_EQ(transition("check", 3).after_ordinal, 1U);
}

TEST(Load, TransitionsStandInDocumentOrder) {
  const Chart& chart = sample().chart;
  for (std::size_t i = 1; i < chart.transitions.size(); ++i) {
    EXPECT_LE(chart.transitions[i - 1].source, chart.transitions[i].source);
  }
  EXPECT_TRUE(transition("act_here", 0).reenter);
  EXPECT_EQ(ids(transition("act_here", 0).restarts), Names{"right"});
  EXPECT_EQ(ids(transition("review", 1).targets), (Names{"deep_in", "hold"}));
}

TEST(Load, EveryActionIsRead) {
  const Actions& accept = transition("check", 0).actions;
  EXPECT_TRUE(action<Accept>(accept, 0).deemed);
  EXPECT_TRUE(action<Accept>(accept, 0).as_of.has_value());
  EXPECT_EQ(action<Assign>(accept, 1).targets.at(0).first.text, "form.owner.name");
  EXPECT_EQ(accept.at(1).pointer, "/chart/states/1/transitions/0/do/1");
  const Actions& raised = transition("check", 1).actions;
  EXPECT_EQ(action<Raise>(raised, 0).event, "again");
  EXPECT_EQ(action<Raise>(raised, 1).event, "more");
  EXPECT_TRUE(action<Query>(state("check").enter, 0).all);
  EXPECT_EQ(action<Query>(state("check").enter, 1).materials, Names{"record"});
  const Actions& all = transition("check", 4).actions;
  EXPECT_FALSE(action<Send>(all, 0).after.has_value());
  EXPECT_TRUE(action<Send>(all, 1).after.has_value());
  EXPECT_TRUE(action<Cancel>(all, 2).id.is_constant());
  EXPECT_EQ(action<If>(all, 3).branches.size(), 1U);
  EXPECT_EQ(action<If>(all, 3).otherwise.size(), 1U);
  EXPECT_EQ(action<Foreach>(all, 4).as.text, "vars.item");
  EXPECT_EQ(action<Decide>(all, 5).outcome, "granted");
  EXPECT_EQ(action<Notify>(all, 7).to, "police");
  EXPECT_EQ(action<LicenceAct>(all, 9).verb, LicenceVerb::kSuspend);
  EXPECT_EQ(action<LicenceAct>(all, 13).verb, LicenceVerb::kCancel);
  EXPECT_EQ(action<Extend>(all, 15).clock, "decision");
  EXPECT_EQ(action<Custody>(all, 16).materials, Names{"deed"});
  EXPECT_EQ(action<Open>(all, 17).form_members.at(0).first, "name");
  EXPECT_EQ(action<Host>(all, 18).name, "tell");
}

TEST(Load, AFormOfAnotherCaseMayBeOneRule) {
  json source = test::sample();
  source["/chart/states/1/transitions/4/do/17/open/form"_json_pointer] = {{"var", "form"}};
  const Loaded loaded = load(source, false);
  ASSERT_TRUE(loaded.definition) << test::shown(loaded.diagnostics);
  const auto& chart = loaded.definition->chart;
  const auto& all = chart.transitions[chart.states[1].transitions[4]].actions;
  EXPECT_TRUE(action<Open>(all, 17).form_members.empty());
  EXPECT_EQ(action<Open>(all, 17).form.paths().size(), 1U);
}

/// Whether a rule over this path compiles.
bool is_declared(const std::string& path) {
  json source = test::sample();
  source["conditions"]["probe"]["rule"] = {{"!", {{{"var", path}}}}};
  return load(source, false).definition != nullptr;
}

TEST(Paths, WhatTheLanguageListsIsDeclared) {
  for (const char* path : {"form",
                           "form.seats",
                           "form.owner.name",
                           "form.extra.anything.below",
                           "vars.count",
                           "vars.free.a.b",
                           "vars.open.a",
                           "vars.fixed.a",
                           "vars.list.0.x",
                           "params.limit",
                           "event.name",
                           "event.data",
                           "event.data.a.b",
                           "event.actor.id",
                           "event.actor.roles",
                           "event.actor.office",
                           "case.id",
                           "case.definition",
                           "case.number",
                           "case.channel",
                           "case.region",
                           "case.office",
                           "case.opened_at",
                           "case.accepted_at",
                           "case.decided_at",
                           "case.decision",
                           "case.gaps",
                           "case.deferrals",
                           "materials.deed.state",
                           "materials.deed.reason",
                           "materials.deed.at",
                           "materials.deed.data.anything",
                           "materials.record.data.km",
                           "materials.policy.data.no",
                           "deferrals.policy.due",
                           "clocks.check.started",
                           "clocks.check.due",
                           "clocks.decision.promised_due",
                           "clocks.decision.remaining",
                           "clocks.decision.overrun",
                           "calls.lookup.state",
                           "calls.lookup.reply.km",
                           "calls.act.reply.anything",
                           "calls.act.effect",
                           "calls.act.outcome",
                           "licences.pass.number",
                           "licences.pass.expires",
                           "papers.notice.number",
                           "papers.notice.at",
                           "done.left.anything"}) {
    EXPECT_TRUE(is_declared(path)) << path;
  }
}

TEST(Paths, WhatItDoesNotListIsNot) {
  for (const char* path : {"form.seat",
                           "form.owner.age",
                           "form.seats.below",
                           "vars.other",
                           "vars.fixed.b",
                           "vars.count.below",
                           "params.other",
                           "event.what",
                           "event.actor.name",
                           "case.what",
                           "materials.other.state",
                           "materials.record.data.other",
                           "deferrals.deed.due",
                           "clocks.check.what",
                           "calls.lookup.reply.other",
                           "calls.what.state",
                           "reply.found",
                           "licences.pass.what",
                           "papers.notice.what",
                           "done.nowhere.x",
                           "nothing.at.all"}) {
    EXPECT_FALSE(is_declared(path)) << path;
  }
}

/// Whether the checker lets a rule compare this path.
bool may_be_compared(const std::string& path) {
  json source = test::sample();
  source["conditions"]["probe"]["rule"] = {{"<", {{{"var", path}}, 1}}};
  const Loaded loaded = load(source, true);
  return test::find(loaded.diagnostics, "LB-E1406", "/conditions/probe/rule/</0") == nullptr;
}

TEST(Paths, OnlyWhatIsAlwaysSetMayBeCompared) {
  for (const char* path : {"form.seats", "form.owner.name", "vars.count", "vars.fixed.a",
                           "params.seats", "case.opened_at"}) {
    EXPECT_TRUE(may_be_compared(path)) << path;
  }
  for (const char* path : {"form.plate", "form.owner.born", "vars.free", "vars.free.a",
                           "event.data.x", "case.accepted_at", "materials.record.data.km",
                           "calls.lookup.reply.km", "clocks.check.due"}) {
    EXPECT_FALSE(may_be_compared(path)) << path;
  }
}

TEST(Paths, APinnedDefinitionIsNotChecked) {
  json source = test::sample();
  source["conditions"]["probe"]["rule"] = {{"<", {{{"var", "form.plate"}}, 1}}};
  EXPECT_EQ(load(source, true).definition, nullptr);
  EXPECT_NE(load(source, false).definition, nullptr);
}

}  // namespace
}  // namespace lianban::model
