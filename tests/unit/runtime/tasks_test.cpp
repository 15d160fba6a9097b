// A host with its own way to the agencies: tasks are lent, and whoever is too slow changes nothing.
#include "lending.hpp"

namespace lianban {
namespace {

TEST_F(Lending, ATaskIsFetchedOnceAndItsReplyMovesTheCase) {
  use_file();
  start(kAsker);
  const std::string id = open("asker").case_id;
  EXPECT_EQ(pump().asked, 0u) << "the pump leaves external agencies alone";
  EXPECT_FALSE(engine->next_due()->has_value());
  const ExternalTask task = fetch();
  EXPECT_EQ(task.case_id, id);
  EXPECT_EQ(task.agency, "registry");
  EXPECT_EQ(task.call, "ask");
  EXPECT_EQ(task.operation, "look");
  EXPECT_EQ(task.key, engine->open_calls(id)->front().key);
  EXPECT_EQ(task.lent_until, clock->now() + std::chrono::seconds{60});
  EXPECT_TRUE(nothing_to_fetch());
  const Accepted done = expect_accepted(engine->complete_task(task.token, {{"result", "ok"}}));
  EXPECT_FALSE(done.repeated);
  EXPECT_EQ(states(id), States{"yes"});
  EXPECT_TRUE(expect_accepted(engine->complete_task(task.token, {{"result", "ok"}})).repeated);
  start();
  EXPECT_TRUE(expect_accepted(engine->complete_task(task.token, {{"result", "ok"}})).repeated);
  expect_sound(id);
}

TEST_F(Lending, AWorkerTakenForDeadChangesNothingWhenItComesBack) {
  use_file();
  start(kAsker);
  const std::string id = open("asker").case_id;
  const ExternalTask first = fetch();
  pass(std::chrono::seconds{60});
  const ExternalTask second = fetch();
  EXPECT_EQ(second.key, first.key) << "the agency can tell that it is the same request";
  EXPECT_EQ(second.attempt, 2u);
  EXPECT_EQ(engine->complete_task(first.token, {{"result", "no"}}).error().code, "task/fenced");
  EXPECT_EQ(engine->acknowledge_task(first.token).error().code, "task/fenced");
  EXPECT_EQ(engine->fail_task(first.token, "agency/timeout", true).error().code, "task/fenced");
  EXPECT_EQ(engine->extend_task(first.token, std::chrono::seconds{9}).error().code, "task/fenced");
  EXPECT_EQ(states(id), States{"asking"});
  expect_accepted(engine->complete_task(second.token, {{"result", "ok"}}));
  EXPECT_EQ(engine->complete_task(first.token, {{"result", "no"}}).error().code, "task/fenced");
  EXPECT_EQ(states(id), States{"yes"});
  expect_sound(id);
}

TEST_F(Lending, ALeaseCanBeHeldLonger) {
  start(kAsker);
  open("asker");
  const ExternalTask task = fetch();
  pass(std::chrono::seconds{50});
  EXPECT_EQ(*engine->extend_task(task.token, std::chrono::seconds{60}),
            clock->now() + std::chrono::seconds{60});
  pass(std::chrono::seconds{59});
  EXPECT_TRUE(nothing_to_fetch());
  pass(std::chrono::seconds{1});
  EXPECT_EQ(fetch().attempt, 2u);
  EXPECT_EQ(engine->extend_task(task.token, std::chrono::hours{25}).error().code, "argument/lease");
  TaskQuery query;
  query.lease = std::chrono::milliseconds{0};
  EXPECT_EQ(engine->fetch_tasks(query).error().code, "argument/lease");
}

TEST_F(Lending, AFailedTaskComesAgainByTheRetryRulesAndThenIsAnIncident) {
  start(kAsker);
  const std::string id = open("asker").case_id;
  ASSERT_EQ(*engine->fail_task(fetch().token, "agency/timeout", true)->again_at,
            clock->now() + std::chrono::seconds{10});
  EXPECT_TRUE(nothing_to_fetch());
  pass(std::chrono::seconds{10});
  EXPECT_EQ(*engine->fail_task(fetch().token, "agency/timeout", true)->again_at,
            clock->now() + std::chrono::seconds{20});
  pass(std::chrono::seconds{20});
  EXPECT_FALSE(engine->fail_task(fetch().token, "agency/timeout", true)->again_at);
  EXPECT_TRUE(nothing_to_fetch());
  const auto page = engine->incidents();
  ASSERT_EQ(page->incidents.size(), 1u);
  EXPECT_EQ(page->incidents[0].case_id, id);
  EXPECT_EQ(page->incidents[0].code, "call/failed");
  EXPECT_EQ(page->incidents[0].subject, "ask");
}

TEST_F(Lending, WhatIsAcknowledgedIsAnsweredLater) {
  start(kAsker);
  const std::string id = open("asker").case_id;
  const ExternalTask task = fetch();
  expect_accepted(engine->acknowledge_task(task.token));
  EXPECT_TRUE(nothing_to_fetch());
  EXPECT_EQ(engine->open_calls(id)->front().state, "acknowledged");
  expect_accepted(engine->complete_task(task.token, {{"result", "ok"}}));
  EXPECT_EQ(states(id), States{"yes"});
}

TEST_F(Lending, AnAnswerFromElsewhereEndsTheTask) {
  start(kAsker);
  const std::string id = open("asker").case_id;
  const ExternalTask task = fetch();
  expect_accepted(engine->submit(id, command(Verb::kReply, "ask", {{"result", "no"}})));
  EXPECT_EQ(engine->complete_task(task.token, {{"result", "ok"}}).error().code, "task/fenced");
  EXPECT_EQ(states(id), States{"refusal"});
  EXPECT_EQ(engine->complete_task("no token", {{"result", "ok"}}).error().code, "task/unknown");
  EXPECT_EQ(engine->complete_task(task.token, Json::array()).error().code, "argument/data");
}

TEST_F(Lending, WithoutAdaptersEveryAgencyIsTheHosts) {
  options.agencies = nullptr;
  options.directory.entries.clear();
  start(kAsker);
  const std::string id = open("asker").case_id;
  TaskQuery other;
  other.agency = "elsewhere";
  EXPECT_TRUE(engine->fetch_tasks(other)->empty());
  other.agency = "registry";
  ASSERT_EQ(engine->fetch_tasks(other)->size(), 1u);
}

}  // namespace
}  // namespace lianban
