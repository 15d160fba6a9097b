// Requests, retries, crashes in between, and cases that open cases.
#include <atomic>
#include <thread>

#include "support.hpp"

namespace lianban {
namespace {

class Pumping : public Runtime {
 protected:
  void direct(bool honours_keys, int attempts) {
    AgencyEntry entry;
    entry.retry.first = std::chrono::milliseconds{1000};
    entry.retry.factor = 2;
    entry.retry.jitter = 0;
    entry.retry.attempts = attempts;
    AgencyOperation operation;
    operation.honours_keys = honours_keys;
    operation.poll = AgencyPolling{std::chrono::minutes{1}, std::chrono::minutes{5}, {}};
    entry.operations["look"] = operation;
    options.directory.entries["registry"] = entry;
  }
};

TEST_F(Pumping, AnAnswerComesBackAsACommand) {
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  const std::string id = open("asker").case_id;
  ASSERT_TRUE(engine->next_due()->has_value());
  const PumpReport report = pump();
  EXPECT_EQ(report.asked, 1u);
  EXPECT_EQ(report.answered, 1u);
  EXPECT_EQ(states(id), States{"yes"});
  EXPECT_FALSE(engine->next_due()->has_value());
  EXPECT_EQ(agency->asked().front().case_id, id);
  EXPECT_EQ(agency->asked().front().operation, "look");
  expect_sound(id);
}

TEST_F(Pumping, AnAcknowledgedRequestWaitsForItsAnswer) {
  start(kAsker);
  const std::string id = open("asker").case_id;
  pump();
  EXPECT_FALSE(engine->next_due()->has_value());
  auto open_calls = *engine->open_calls(id);
  ASSERT_EQ(open_calls.size(), 1u);
  EXPECT_EQ(open_calls[0].call, "ask");
  EXPECT_EQ(open_calls[0].state, "acknowledged");
  EXPECT_EQ(show(id)["outstanding"], Json::array({"ask"}));
  expect_accepted(engine->submit(id, command(Verb::kReply, "ask", {{"result", "no"}}, "cb-1")));
  EXPECT_EQ(states(id), States{"refusal"});
  EXPECT_TRUE(
      expect_accepted(engine->submit(id, command(Verb::kReply, "ask", {{"result", "no"}}, "cb-1")))
          .repeated);
  EXPECT_TRUE(engine->open_calls(id)->empty());
}

TEST_F(Pumping, ATicketIsPolledUntilTheAnswer) {
  direct(true, 3);
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::acknowledged("t-7"); };
  std::vector<std::string> tickets;
  agency->polled = [&](const AgencyRequest&, const std::string& ticket) {
    tickets.push_back(ticket);
    return tickets.size() < 3 ? AgencyAnswer::pending()
                              : AgencyAnswer::answered({{"result", "ok"}});
  };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-15T09:02:59+08:00");
  EXPECT_EQ(tickets.size(), 2u);
  EXPECT_EQ(states(id), States{"asking"});
  advance_to("2021-09-15T09:03:00+08:00");
  EXPECT_EQ(tickets, (std::vector<std::string>{"t-7", "t-7", "t-7"}));
  EXPECT_EQ(states(id), States{"yes"});
  EXPECT_FALSE(engine->next_due()->has_value());
}

TEST_F(Pumping, PollingEndsAndFails) {
  direct(true, 3);
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::acknowledged("t-7"); };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-15T09:10:00+08:00");
  EXPECT_EQ(show(id)["incidents"].size(), 1u);
  EXPECT_TRUE(engine->open_calls(id)->empty());
  EXPECT_FALSE(engine->next_due()->has_value());
}

TEST_F(Pumping, RetriesFollowTheScheduleAndThenFail) {
  direct(true, 3);
  start(kAsker);
  std::vector<Instant> attempts;
  agency->answer = [&](const AgencyRequest&) {
    attempts.push_back(clock->now());
    return failed("agency/failed", true);
  };
  const std::string id = open("asker").case_id;
  const Instant begin = clock->now();
  advance_to("2021-09-15T10:00:00+08:00");
  using std::chrono::seconds;
  EXPECT_EQ(attempts, (std::vector<Instant>{begin, begin + seconds{1}, begin + seconds{3}}));
  EXPECT_EQ(agency->asked()[0].key, agency->asked()[2].key);
  EXPECT_EQ(agency->asked()[2].attempt, 3);
  const Json shown = show(id);
  ASSERT_EQ(shown["incidents"].size(), 1u);
  EXPECT_EQ(shown["incidents"][0]["subject"], "ask");
  EXPECT_FALSE(engine->next_due()->has_value());

  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  Command retry = command(Verb::kRetry, "ask");
  retry.actor = clerk();
  expect_accepted(engine->submit(id, retry));
  pump();
  EXPECT_EQ(states(id), States{"yes"});
  EXPECT_EQ(agency->asked()[3].key, agency->asked()[0].key);
  expect_sound(id);
}

TEST_F(Pumping, ADoubtfulRequestIsNeverSentAgainBlindly) {
  direct(false, 5);
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return failed("agency/timeout", true, true); };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-15T10:00:00+08:00");
  EXPECT_EQ(agency->asked().size(), 1u);
  EXPECT_EQ(show(id)["incidents"].size(), 1u);
}

TEST_F(Pumping, ACrashWhileSendingAsksAgainUnderTheSameKey) {
  direct(true, 5);
  use_file();
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  const std::string id = open("asker").case_id;
  faults = [](std::string_view point) { return point == "outbox:sent"; };
  pump();
  EXPECT_EQ(states(id), States{"asking"});
  faults = nullptr;
  start();
  pump();
  EXPECT_EQ(states(id), States{"yes"});
  ASSERT_EQ(agency->asked().size(), 2u);
  EXPECT_EQ(agency->asked()[0].key, agency->asked()[1].key);
}

TEST_F(Pumping, ACrashWhileSendingWithoutKeysIsAnIncident) {
  direct(false, 5);
  use_file();
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  const std::string id = open("asker").case_id;
  faults = [](std::string_view point) { return point == "outbox:sent"; };
  pump();
  faults = nullptr;
  start();
  start();  // A second crash before anybody pumped changes nothing.
  pump();
  EXPECT_EQ(agency->asked().size(), 1u);
  EXPECT_EQ(show(id)["incidents"].size(), 1u);
  EXPECT_EQ(states(id), States{"asking"});
}

TEST_F(Pumping, AnAnswerThatCouldNotBeWrittenIsKept) {
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  const std::string id = open("asker").case_id;
  faults = [](std::string_view point) { return point == "commit:row"; };
  (void)engine->pump();
  EXPECT_EQ(states(id), States{"asking"});
  EXPECT_TRUE(engine->next_due()->has_value());
  faults = nullptr;
  pump();
  EXPECT_EQ(states(id), States{"yes"});
  EXPECT_EQ(agency->asked().size(), 1u);
}

TEST_F(Pumping, ARequestThatIsAnsweredAlreadyIsNotSent) {
  start(kAsker);
  const std::string id = open("asker").case_id;
  expect_accepted(engine->submit(id, command(Verb::kReply, "ask", {{"result", "ok"}})));
  EXPECT_EQ(pump().asked, 0u);
  EXPECT_TRUE(agency->asked().empty());
  EXPECT_FALSE(engine->next_due()->has_value());
}

TEST_F(Pumping, SeveralThreadsPumpAndEachRequestIsMadeOnce) {
  use_file();
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(open("asker").case_id);
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) threads.emplace_back([&] { (void)engine->pump_idle(); });
  for (std::thread& thread : threads) thread.join();
  pump();
  EXPECT_EQ(agency->asked().size(), ids.size());
  for (const std::string& id : ids) {
    EXPECT_EQ(states(id), States{"yes"});
    expect_sound(id);
  }
}

// A commit is in the store a moment before it is in the cache: a pump that claims the request in
// between once took the cached case for the whole truth and dropped the row.
TEST_F(Pumping, ARequestClaimedTheMomentItIsQueuedIsNotLost) {
  use_file();
  Json later = Json::parse(kAsker);
  later["chart"]["states"].insert(
      later["chart"]["states"].begin(),
      Json::parse(R"({"id": "filed", "transitions": [{"on": "go", "to": "asking"}]})"));
  start(later.dump().c_str());
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  std::vector<std::string> ids;
  for (int i = 0; i < 150; ++i) ids.push_back(open("asker").case_id);
  std::atomic<bool> sending{true};
  std::vector<std::thread> pumps;
  for (int t = 0; t < 3; ++t) {
    pumps.emplace_back([&] {
      while (sending) (void)engine->pump();
    });
  }
  for (const std::string& id : ids) expect_accepted(send(id, "go"));
  sending = false;
  for (std::thread& thread : pumps) thread.join();
  pump();
  for (const std::string& id : ids) EXPECT_EQ(states(id), States{"yes"});
}

TEST_F(Pumping, MoreTimersThanFitIntoOneCommitAllFire) {
  start(R"({
    "lianban": 1, "id": "many", "version": "1.0.0", "vars": {"n": 0, "i": 0, "all": []},
    "chart": {"states": [{"id": "a", "transitions": [
      {"on": "set", "do": [{"foreach": {"in": {"var": "event.data.all"}, "as": "vars.i",
                                        "do": [{"send": {"event": "ring", "after": "1 hours"}}]}}]},
      {"on": "ring", "do": [{"assign": {"vars.n": {"+": [{"var": "vars.n"}, 1]}}}]}]}]}
  })");
  const std::string id = open("many").case_id;
  expect_accepted(send(id, "set", {{"all", std::vector<int>(150, 1)}}));
  clock->set(clock->now() + std::chrono::hours(2));
  pump();
  EXPECT_EQ(show(id)["vars"]["n"], 150);
  expect_sound(id);
}

TEST_F(Pumping, WithoutAdaptersRequestsWaitForTheHost) {
  options.agencies = nullptr;
  start(kAsker);
  const std::string id = open("asker").case_id;
  EXPECT_EQ(pump().total(), 0u);
  EXPECT_FALSE(engine->next_due()->has_value());
  ASSERT_EQ(engine->open_calls(id)->size(), 1u);
  EXPECT_EQ(engine->open_calls(id)->front().state, "asked");
  expect_accepted(engine->submit(id, command(Verb::kReply, "ask", {{"result", "ok"}})));
  EXPECT_EQ(states(id), States{"yes"});
}

TEST_F(Pumping, TimersOfManyCasesFireTogether) {
  use_file();
  start(kCounter);
  std::vector<std::string> ids;
  for (int i = 0; i < 70; ++i) ids.push_back(open("counter").case_id);
  EXPECT_EQ(*engine->next_due(), moment("2021-09-15T09:30:00+08:00"));
  clock->set(moment("2021-09-15T09:30:00+08:00"));
  const std::uint64_t before = (*engine->stats())["batches"];
  EXPECT_EQ(pump().timers, 70u);
  const std::uint64_t after = (*engine->stats())["batches"];
  EXPECT_LT(after - before, 20u);
  for (const std::string& id : ids) EXPECT_EQ(states(id), States{"late"});
  expect_sound(ids.front());
}

TEST_F(Pumping, AChildCaseTellsItsParentHowItEnded) {
  use_file();
  start();
  const auto parent = definition_of(R"({
    "lianban": 1, "id": "parent", "version": "1.0.0",
    "chart": {"states": [
      {"id": "a", "transitions": [
        {"on": "start", "do": [{"open": {"definition": "child", "form": {}, "as": "home"}}],
         "to": "waiting"}]},
      {"id": "waiting", "transitions": [
        {"on": "case.home.recorded", "to": "good"}, {"on": "case.home.not_accepted", "to": "bad"}]},
      {"id": "good"}, {"id": "bad"}
    ]}})");
  const auto child = definition_of(R"({
    "lianban": 1, "id": "child", "version": "1.0.0",
    "chart": {"states": [
      {"id": "begin", "transitions": [{"on": "end", "to": "over"}]},
      {"id": "over", "kind": "final", "outcome": "recorded"}
    ]}})");
  ASSERT_TRUE(engine->publish(parent).ok());
  const std::string id = open("parent").case_id;
  expect_accepted(send(id, "start"));
  EXPECT_EQ(pump().opened, 0u);  // Not published yet: tried again later.
  ASSERT_TRUE(engine->publish(child).ok());
  advance_to("2021-09-15T09:05:00+08:00");
  const auto page = engine->find({});
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->cases.size(), 2u);
  EXPECT_EQ(states(id), States{"waiting"});
  start();
  const std::string home = page->cases[1].case_id;
  EXPECT_EQ(show(id)["opened"]["home"]["case"], home);
  EXPECT_TRUE(show(id)["opened"]["home"]["outcome"].is_null());
  expect_accepted(send(home, "end"));
  pump();
  EXPECT_EQ(states(id), States{"good"});
  EXPECT_EQ(show(id)["opened"]["home"]["case"], home);
  EXPECT_EQ(show(id)["opened"]["home"]["outcome"], "recorded");
  expect_sound(id);
  EXPECT_FALSE(engine->next_due()->has_value());
}

}  // namespace
}  // namespace lianban
