// Requests of which nobody knows whether they arrived, and agencies that are down.
#include "support.hpp"

namespace lianban {
namespace {

/// An agency that can be asked whether a request arrived.
class AskableAgency final : public Agency {
 public:
  std::function<AgencyAnswer(const AgencyRequest&)> answer, queried;
  int asks = 0, queries = 0;

  AgencyAnswer ask(const AgencyRequest& request) override {
    ++asks;
    return answer(request);
  }
  AgencyAnswer poll(const AgencyRequest&, const std::string&) override {
    return AgencyAnswer::pending();
  }
  AgencyAnswer query(const AgencyRequest& request) override {
    ++queries;
    return queried(request);
  }
};

class Unknown : public Runtime {
 protected:
  void SetUp() override {
    Runtime::SetUp();
    AgencyEntry entry;
    entry.retry.first = std::chrono::seconds{1};
    entry.retry.jitter = 0;
    entry.retry.attempts = 4;
    AgencyOperation operation;
    operation.query = "/look/requests/{key}";
    entry.operations["look"] = operation;
    options.directory.entries["registry"] = entry;
    options.agencies = askable;
    askable->answer = [](const AgencyRequest&) { return failed("agency/timeout", true, true); };
  }
  std::shared_ptr<AskableAgency> askable = std::make_shared<AskableAgency>();
};

TEST_F(Unknown, TheAgencyIsAskedBeforeAnythingIsSentAgain) {
  start(kAsker);
  askable->queried = [](const AgencyRequest&) {
    return AgencyAnswer::answered({{"result", "ok"}});
  };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-15T10:00:00+08:00");
  EXPECT_EQ(askable->asks, 1);
  EXPECT_EQ(askable->queries, 1);
  EXPECT_EQ(states(id), States{"yes"});
  expect_sound(id);
}

TEST_F(Unknown, WhatCertainlyDidNotArriveIsSentAgain) {
  start(kAsker);
  askable->queried = [&](const AgencyRequest&) {
    askable->answer = [](const AgencyRequest&) {
      return AgencyAnswer::answered({{"result", "ok"}});
    };
    return AgencyAnswer::not_arrived();
  };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-15T10:00:00+08:00");
  EXPECT_EQ(askable->asks, 2);
  EXPECT_EQ(states(id), States{"yes"});
}

TEST_F(Unknown, AnAcknowledgementFoundByAskingIsOne) {
  start(kAsker);
  askable->queried = [](const AgencyRequest&) { return AgencyAnswer::acknowledged({}); };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-15T10:00:00+08:00");
  EXPECT_EQ(askable->asks, 1);
  EXPECT_EQ(engine->open_calls(id)->front().state, "acknowledged");
  EXPECT_TRUE(engine->incidents()->incidents.empty());
}

TEST_F(Unknown, WhoCannotSayEitherLeadsToAnIncidentAndNoSecondRequest) {
  start(kAsker);
  askable->queried = [](const AgencyRequest&) { return failed("agency/refused", false); };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-15T10:00:00+08:00");
  EXPECT_EQ(askable->asks, 1);
  ASSERT_EQ(engine->incidents()->incidents.size(), 1u);
  EXPECT_EQ(engine->incidents()->incidents[0].text, "call.ask.failed: agency/unknown");
  EXPECT_EQ(states(id), States{"asking"});
  // A person has it asked again: even then the question comes first.
  askable->queried = [](const AgencyRequest&) {
    return AgencyAnswer::answered({{"result", "no"}});
  };
  Command retry = command(Verb::kRetry, "i1", {{"reason", "the registry is back"}});
  retry.actor = clerk();
  expect_accepted(engine->submit(id, retry));
  pump();
  EXPECT_EQ(askable->asks, 1);
  EXPECT_EQ(states(id), States{"refusal"});
}

TEST_F(Unknown, AfterACrashTheAgencyIsAskedToo) {
  use_file();
  start(kAsker);
  askable->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  askable->queried = askable->answer;
  const std::string id = open("asker").case_id;
  faults = [](std::string_view point) { return point == "outbox:sent"; };
  pump();
  EXPECT_EQ(states(id), States{"asking"});
  faults = nullptr;
  start();
  pump();
  EXPECT_EQ(askable->asks, 1);
  EXPECT_EQ(askable->queries, 1);
  EXPECT_EQ(states(id), States{"yes"});
}

// ---- the breaker ----

class Down : public Runtime {
 protected:
  void SetUp() override {
    Runtime::SetUp();
    AgencyEntry entry;
    entry.retry.first = std::chrono::seconds{1};
    entry.retry.jitter = 0;
    entry.retry.attempts = 8;
    entry.breaker.failures = 3;
    entry.breaker.open_for = std::chrono::minutes{1};
    AgencyOperation operation;
    operation.honours_keys = true;
    entry.operations["look"] = operation;
    options.directory.entries["registry"] = entry;
  }
  Json gate() {
    const auto agencies = engine->agencies();
    return agencies->at("registry");
  }
};

TEST_F(Down, AfterThreeFailuresInARowOnlyAProbeAMinuteGoesOut) {
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return failed("agency/busy", true, true); };
  for (int i = 0; i < 20; ++i) open("asker");
  pump();
  const std::size_t first = agency->asked().size();
  EXPECT_LE(first, 4u) << "at most what was under way at once";
  EXPECT_EQ(gate()["breaker"], "open");
  EXPECT_EQ(*engine->next_due(), moment("2021-09-15T09:01:00+08:00"));
  advance_to("2021-09-15T09:30:00+08:00");
  EXPECT_LE(agency->asked().size(), first + 30);
  EXPECT_GE(agency->asked().size(), first + 25);
  EXPECT_TRUE(engine->incidents()->incidents.empty());
  EXPECT_EQ(gate()["waiting"]["queued"], 20);
  EXPECT_EQ(gate()["oldest"], "2021-09-15T09:00:00+08:00");

  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  advance_to("2021-09-15T09:32:00+08:00");
  EXPECT_EQ(gate()["breaker"], "closed");
  EXPECT_FALSE(gate().contains("waiting"));
  const auto page = engine->find({});
  EXPECT_EQ(page->cases.size(), 20u);
  for (const CaseLine& line : page->cases) EXPECT_EQ(line.states, States{"yes"});
}

TEST_F(Down, WhatWasNeverSentCostsNoAttempt) {
  options.directory.entries["registry"].retry.attempts = 2;
  start(kAsker);
  agency->answer = [](const AgencyRequest&) { return failed("agency/unreachable", true); };
  const std::string id = open("asker").case_id;
  advance_to("2021-09-18T09:00:00+08:00");
  EXPECT_TRUE(engine->incidents()->incidents.empty());
  EXPECT_EQ(states(id), States{"asking"});
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"result", "ok"}}); };
  advance_to("2021-09-18T09:02:00+08:00");
  EXPECT_EQ(states(id), States{"yes"});
}

TEST_F(Down, ARequestThatAlwaysFailsAmongOthersThatDoNotIsParked) {
  start(kAsker);
  const std::string poison = open("asker").case_id;
  agency->answer = [&](const AgencyRequest& request) {
    return request.case_id == poison ? failed("agency/busy", true, true)
                                     : AgencyAnswer::answered({{"result", "ok"}});
  };
  for (int i = 0; i < 60; ++i) {
    open("asker");
    clock->set(clock->now() + std::chrono::seconds{7});
    pump();
  }
  ASSERT_EQ(engine->incidents()->incidents.size(), 1u);
  EXPECT_EQ(engine->incidents()->incidents[0].case_id, poison);
  EXPECT_EQ(gate()["breaker"], "closed");
}

TEST_F(Down, TheTimeTheAgencyNamesIsWaitedFor) {
  start(kAsker);
  agency->answer = [](const AgencyRequest&) {
    AgencyAnswer answer = failed("agency/busy", true);
    answer.retry_after = std::chrono::seconds{90};
    return answer;
  };
  open("asker");
  pump();
  EXPECT_EQ(*engine->next_due(), clock->now() + std::chrono::seconds{90});
}

}  // namespace
}  // namespace lianban
