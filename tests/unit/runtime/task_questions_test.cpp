// A host with its own way to a register: it fetches the rechecks of promised documents as it
// fetches requests. Asking has no effect, so one answer a round is taken, whoever brings it.
#include "lending.hpp"

namespace lianban {
namespace {

class LentQuestion : public Lending {
 protected:
  std::string promised_case() {
    const std::string id = open("deferred", {{"promises", {"doc"}}}).case_id;
    expect_accepted(send(id, "accept", nullptr, {}, clerk()));
    return id;
  }
  std::string deferral(const std::string& id) {
    return show(id)["deferrals"]["doc"]["state"].get<std::string>();
  }

  const Json found_ = {{"found", true}, {"on", "2021-09-16"}};
  const Json not_found_ = {{"found", false}};
};

TEST_F(LentQuestion, IsFetchedEveryWorkdayUntilTheDocumentIsThere) {
  use_file();
  start(kDeferred);
  const std::string id = promised_case();
  EXPECT_EQ(pump().polled, 0u) << "the pump leaves external agencies alone";
  const ExternalTask first = fetch();
  EXPECT_EQ(first.case_id, id);
  EXPECT_EQ(first.agency, "registry");
  EXPECT_EQ(first.call, "lookup");
  EXPECT_EQ(first.operation, "lookup");
  EXPECT_EQ(first.attempt, 1u);
  EXPECT_EQ(first.lent_until, clock->now() + std::chrono::seconds{60});
  EXPECT_TRUE(nothing_to_fetch());
  EXPECT_EQ(engine->open_calls(id)->front().state, "standing") << "the host has it";
  expect_accepted(engine->complete_task(first.token, not_found_));
  EXPECT_EQ(deferral(id), "promised");
  const std::uint64_t revision = show(id)["revision"];
  EXPECT_TRUE(nothing_to_fetch());
  start();
  advance_to("2021-09-16T09:00:00+08:00");
  const ExternalTask second = fetch();
  EXPECT_NE(second.key, first.key) << "a new question, not yesterday's";
  EXPECT_TRUE(expect_accepted(engine->complete_task(first.token, not_found_)).repeated);
  EXPECT_EQ(show(id)["revision"], revision) << "what says nothing new leaves no trace";
  EXPECT_FALSE(expect_accepted(engine->complete_task(second.token, found_)).repeated);
  EXPECT_EQ(deferral(id), "satisfied");
  EXPECT_TRUE(expect_accepted(engine->complete_task(second.token, found_)).repeated);
  advance_to("2021-09-17T12:00:00+08:00");
  EXPECT_TRUE(nothing_to_fetch());
  expect_sound(id);
}

TEST_F(LentQuestion, ThatDoesNotComeBackIsLentAgain) {
  start(kDeferred);
  const std::string id = promised_case();
  const ExternalTask first = fetch();
  pass(std::chrono::seconds{60});
  const ExternalTask second = fetch();
  EXPECT_EQ(second.key, first.key) << "the register can tell that it is the same question";
  EXPECT_EQ(second.attempt, 2u);
  EXPECT_EQ(engine->complete_task(first.token, found_).error().code, "task/fenced");
  EXPECT_EQ(engine->acknowledge_task(first.token).error().code, "task/fenced");
  EXPECT_EQ(engine->fail_task(first.token, "agency/timeout", true).error().code, "task/fenced");
  EXPECT_EQ(engine->extend_task(first.token, std::chrono::seconds{9}).error().code, "task/fenced");
  EXPECT_EQ(deferral(id), "promised");
  expect_accepted(engine->complete_task(second.token, not_found_));
  EXPECT_TRUE(expect_accepted(engine->complete_task(first.token, found_)).repeated);
  EXPECT_EQ(deferral(id), "promised") << "a late answer is not taken";
  expect_sound(id);
}

TEST_F(LentQuestion, ThatFailsComesAgainByTheRetryRulesAndThenTheNextWorkday) {
  start(kDeferred);
  const std::string id = promised_case();
  EXPECT_EQ(*engine->fail_task(fetch().token, "agency/timeout", true)->again_at,
            clock->now() + std::chrono::seconds{10});
  EXPECT_TRUE(nothing_to_fetch());
  pass(std::chrono::seconds{10});
  const ExternalTask second = fetch();
  EXPECT_EQ(second.attempt, 2u);
  EXPECT_EQ(*engine->fail_task(second.token, "agency/timeout", true)->again_at,
            clock->now() + std::chrono::seconds{20});
  pass(std::chrono::seconds{20});
  EXPECT_FALSE(engine->fail_task(fetch().token, "agency/timeout", true)->again_at);
  EXPECT_TRUE(nothing_to_fetch());
  advance_to("2021-09-16T12:00:00+08:00");
  EXPECT_EQ(fetch().attempt, 1u);
  EXPECT_EQ(deferral(id), "promised");
  expect_sound(id);
}

TEST_F(LentQuestion, IsPutOnceMoreAtTheLimit) {
  start(kDeferred);
  const std::string id = promised_case();
  expect_accepted(engine->complete_task(fetch().token, not_found_));
  advance_to("2021-09-18T09:00:00+08:00");
  expect_accepted(engine->complete_task(fetch().token, not_found_));
  EXPECT_TRUE(nothing_to_fetch());
  advance_to("2021-09-19T00:00:00+08:00");
  EXPECT_EQ(states(id), States{"working"}) << "held until the register has answered";
  expect_accepted(engine->complete_task(fetch().token, not_found_));
  EXPECT_EQ(states(id), States{"revoked"});
  EXPECT_TRUE(nothing_to_fetch());
  expect_sound(id);
}

TEST_F(LentQuestion, ThatIsOutAtTheLimitIsNotPutTwice) {
  start(kDeferred);
  const std::string id = promised_case();
  advance_to("2021-09-18T23:59:30+08:00");
  const ExternalTask task = fetch();
  advance_to("2021-09-19T00:00:10+08:00");
  EXPECT_TRUE(nothing_to_fetch());
  expect_accepted(engine->complete_task(task.token, found_));
  EXPECT_EQ(deferral(id), "satisfied");
  expect_sound(id);
}

TEST_F(LentQuestion, ThatIsOutAtTheLimitIsTheLastLook) {
  start(kDeferred);
  const std::string id = promised_case();
  advance_to("2021-09-18T23:59:30+08:00");
  const ExternalTask task = fetch();
  advance_to("2021-09-19T00:00:10+08:00");
  EXPECT_EQ(states(id), States{"working"}) << "held until the register has answered";
  expect_accepted(engine->complete_task(task.token, not_found_));
  EXPECT_EQ(states(id), States{"revoked"});
  EXPECT_TRUE(nothing_to_fetch());
  expect_sound(id);
}

TEST_F(LentQuestion, CanBeHeldLongerAndAnsweredLater) {
  start(kDeferred);
  const std::string id = promised_case();
  const ExternalTask task = fetch();
  pass(std::chrono::seconds{50});
  EXPECT_EQ(*engine->extend_task(task.token, std::chrono::seconds{60}),
            clock->now() + std::chrono::seconds{60});
  pass(std::chrono::seconds{59});
  EXPECT_TRUE(nothing_to_fetch());
  expect_accepted(engine->acknowledge_task(task.token));
  pass(std::chrono::hours{30});
  EXPECT_TRUE(nothing_to_fetch()) << "whoever acknowledged it owes the answer";
  expect_accepted(engine->complete_task(task.token, found_));
  EXPECT_EQ(deferral(id), "satisfied");
}

TEST_F(LentQuestion, WithoutAdaptersEveryRegisterIsTheHosts) {
  options.agencies = nullptr;
  options.directory.entries.clear();
  start(kDeferred);
  const std::string id = promised_case();
  TaskQuery other;
  other.agency = "elsewhere";
  EXPECT_TRUE(engine->fetch_tasks(other)->empty());
  const ExternalTask task = fetch();
  expect_accepted(engine->submit(id, command(Verb::kReply, "lookup", found_)));
  EXPECT_EQ(deferral(id), "satisfied");
  EXPECT_EQ(engine->complete_task(task.token, found_).error().code, "task/fenced");
  EXPECT_EQ(engine->complete_task(id + ":doc:0:x", found_).error().code, "task/unknown");
}

}  // namespace
}  // namespace lianban
