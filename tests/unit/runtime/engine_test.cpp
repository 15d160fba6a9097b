// Commands in, answers out: request ids, refusals, limits, restarts.
#include "support.hpp"

namespace lianban {
namespace {

using Engines = Runtime;

TEST_F(Engines, OpenSubmitAndReopenFromTheFile) {
  use_file();
  start(kCounter);
  const Accepted opened = open("counter", {{"form", {{"name", "王小明"}}}}, "o1");
  EXPECT_EQ(opened.number, "N202109150001");
  EXPECT_EQ(opened.states, States{"work"});
  EXPECT_EQ(opened.revision, 1u);
  EXPECT_EQ(expect_accepted(send(opened.case_id, "count", {{"by", 3}})).revision, 2u);

  start();
  EXPECT_EQ(show(opened.case_id)["vars"]["n"], 3);
  EXPECT_EQ(show(opened.number)["form"]["name"], "王小明");
  const Accepted pressed = expect_accepted(send(opened.number, "press", nullptr, "p1", clerk()));
  EXPECT_EQ(pressed.states, States{"pressed"});
  EXPECT_EQ(pressed.revision, 3u);
  expect_sound(opened.case_id);
  EXPECT_TRUE(engine->check_database().ok());
}

TEST_F(Engines, SameRequestGetsTheFirstAnswerForEver) {
  start(kCounter);
  const Accepted opened = open("counter", Json::object(), "o1");
  const Accepted first = expect_accepted(send(opened.case_id, "count", {{"by", 3}}, "q1"));
  expect_accepted(send(opened.case_id, "press", nullptr, "q2", clerk()));
  expect_accepted(send(opened.case_id, "finish", nullptr, "q3"));

  const Accepted again = expect_accepted(send(opened.case_id, "count", {{"by", 3}}, "q1"));
  EXPECT_TRUE(again.repeated);
  EXPECT_FALSE(first.repeated);
  EXPECT_EQ(again.revision, first.revision);
  EXPECT_EQ(again.states, first.states);
  EXPECT_EQ(again.outcome, "");
  const Accepted last = expect_accepted(send(opened.case_id, "finish", nullptr, "q3"));
  EXPECT_EQ(last.outcome, "recorded");
  EXPECT_EQ(show(opened.case_id)["revision"], 4);
}

TEST_F(Engines, SameRequestWithAnotherBodyIsAConflict) {
  start(kCounter);
  const Accepted opened = open("counter", Json::object(), "o1");
  expect_accepted(send(opened.case_id, "count", {{"by", 1}}, "q1"));
  EXPECT_EQ(refusal_code(send(opened.case_id, "count", {{"by", 2}}, "q1")), "request/conflict");
  EXPECT_EQ(refusal_code(send(opened.case_id, "count", {{"by", 1}}, "q1", clerk())),
            "request/conflict");
  EXPECT_EQ(refusal_code(send(opened.case_id, "press", nullptr, "o1", clerk())),
            "request/conflict");
}

TEST_F(Engines, OpeningTwiceOpensOneCase) {
  start(kCounter);
  const Accepted first = open("counter", {{"form", {{"name", "a"}}}}, "o1");
  const Accepted again = open("counter", {{"form", {{"name", "a"}}}}, "o1");
  EXPECT_EQ(again.case_id, first.case_id);
  EXPECT_EQ(again.number, first.number);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(refusal_code(engine->open_case(
                "counter", command(Verb::kOpen, {}, {{"form", {{"name", "b"}}}}, "o1"))),
            "request/conflict");
  const Accepted other = open("counter", {{"form", {{"name", "a"}}}}, "o2");
  EXPECT_NE(other.case_id, first.case_id);
  EXPECT_EQ(other.number, "N202109150002");
}

TEST_F(Engines, ARefusalCommitsNothingAndMayBeAskedAgain) {
  start(kCounter);
  const Accepted opened = open("counter");
  EXPECT_EQ(refusal_code(send(opened.case_id, "press", nullptr, "p1", clerk())), "event/when");
  EXPECT_EQ(show(opened.case_id)["revision"], 1);
  expect_accepted(send(opened.case_id, "count", {{"by", 3}}));
  EXPECT_EQ(expect_accepted(send(opened.case_id, "press", nullptr, "p1", clerk())).states,
            States{"pressed"});
}

TEST_F(Engines, WhatIsOverdueFiresEvenIfTheCommandIsRefused) {
  start(kCounter);
  const Accepted opened = open("counter");
  clock->set(moment("2021-09-15T09:31:00+08:00"));
  EXPECT_EQ(refusal_code(send(opened.case_id, "press", nullptr, {}, clerk())), "event/unknown");
  EXPECT_EQ(states(opened.case_id), States{"late"});
  EXPECT_EQ(show(opened.case_id)["revision"], 2);
  expect_sound(opened.case_id);
}

TEST_F(Engines, PersonsDoNotSpeakForAgencies) {
  start(kAsker);
  const Accepted opened = open("asker");
  Command reply = command(Verb::kReply, "ask", {{"result", "ok"}});
  reply.actor = clerk();
  EXPECT_EQ(refusal_code(engine->submit(opened.case_id, reply)), "command/by");
  EXPECT_EQ(states(opened.case_id), States{"asking"});
}

TEST_F(Engines, ArgumentsAreBounded) {
  start(kCounter);
  const std::string id = open("counter").case_id;
  Json deep = 1;
  for (int i = 0; i < 70; ++i) deep = Json::array({deep});
  EXPECT_EQ(refusal_code(send(id, "count", deep)), "error argument/depth");
  EXPECT_EQ(refusal_code(send(id, "count", {{"by", std::string(2u << 20, 'x')}})),
            "error argument/size");
  EXPECT_EQ(refusal_code(send(id, "count", {{"by", "\xff"}})), "error argument/encoding");
  EXPECT_EQ(refusal_code(send(id, "count", {{"by", 1}}, std::string(129, 'q'))),
            "error argument/request_id");
  EXPECT_EQ(refusal_code(send(id, "count", {{"by", 1}}, "engine:tick:2")),
            "error argument/request_id");
  EXPECT_EQ(refusal_code(engine->submit(id, command(Verb::kOpen, "counter"))),
            "error argument/verb");
  EXPECT_EQ(refusal_code(send("nowhere", "count")), "error case/not_found");
  EXPECT_EQ(refusal_code(engine->open_case("nothing", command(Verb::kOpen, {}))),
            "error definition/unknown");
  EXPECT_EQ(show(id)["revision"], 1);
}

TEST_F(Engines, ASecondEngineOnTheFileIsRefused) {
  use_file();
  start(kCounter);
  const auto second = Engine::open(options);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "store/locked");
}

TEST_F(Engines, AfterCloseNothingIsTaken) {
  use_file();
  start(kCounter);
  const std::string id = open("counter").case_id;
  engine->close();
  EXPECT_EQ(refusal_code(send(id, "count", {{"by", 1}})), "error store/closed");
}

TEST_F(Engines, CasesKeepTheDefinitionTheyWereOpenedWith) {
  use_file();
  start(kCounter);
  const Accepted old = open("counter");
  Json next = Json::parse(kCounter);
  next["version"] = "2.0.0";
  next["vars"]["n"] = 3;
  const auto hash = engine->publish(definition_of(next));
  ASSERT_TRUE(hash.ok());
  EXPECT_EQ(*engine->publish(definition_of(next)), *hash);
  EXPECT_EQ(engine->definitions()->size(), 2u);

  start();
  const Accepted young = open("counter");
  EXPECT_EQ(show(young.case_id)["version"], "2.0.0");
  EXPECT_EQ(show(old.case_id)["version"], "1.0.0");
  EXPECT_EQ(refusal_code(send(old.case_id, "press", nullptr, {}, clerk())), "event/when");
  EXPECT_EQ(refusal_code(send(young.case_id, "press", nullptr, {}, clerk())), "accepted");
  const std::string first = definition_of(kCounter).hash();
  EXPECT_EQ(show(open(first).case_id)["version"], "1.0.0");
}

TEST_F(Engines, CalendarsArePinnedInTheDatabase) {
  use_file();
  start(kCounter);
  const Accepted opened = open("counter");
  const std::string due = show(opened.case_id)["clocks"]["work_limit"]["due"];
  EXPECT_EQ(due, "2021-09-23");  // 18 September is worked, 20 and 21 are the Mid-Autumn days off.

  options.calendars = "/nonexistent";
  start();
  EXPECT_EQ(show(open("counter").case_id)["clocks"]["work_limit"]["due"], due);
  const auto explained = engine->explain_limit("cn", clock->now(), {5, Unit::kWorkdays});
  ASSERT_TRUE(explained.ok());
  EXPECT_EQ((*explained)["due"], due);
  EXPECT_EQ((*explained)["days"].size(), 9u);
  const auto unknown = engine->explain_limit("mars", clock->now(), {5, Unit::kWorkdays});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, "calendar/not_found");
}

TEST_F(Engines, ActionsSayWhyNot) {
  start(kCounter);
  const std::string id = open("counter").case_id;
  const auto actions = engine->actions(id, clerk());
  ASSERT_TRUE(actions.ok());
  ASSERT_EQ(actions->size(), 1u);
  EXPECT_EQ(actions->front().event, "press");
  EXPECT_FALSE(actions->front().allowed);
  EXPECT_EQ(actions->front().refusal.code, "event/when");
}

TEST_F(Engines, PersonalValuesStayOutOfTheHistoryButAreRead) {
  use_file();
  start(kCounter);
  const std::string id = open("counter", {{"form", {{"name", "欧阳某某"}}}}).case_id;
  const auto history = engine->history(id);
  ASSERT_TRUE(history.ok());
  EXPECT_NE(history->dump().find("欧阳某某"), std::string::npos);
  EXPECT_EQ(history->at(0)["revision"], 1);
  expect_sound(id);
}

}  // namespace
}  // namespace lianban
