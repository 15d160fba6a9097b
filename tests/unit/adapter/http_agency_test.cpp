#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "agencies/simulated_agencies.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

/// The HTTP agency with the simulated ones behind it, over loopback.
class HttpAgency : public testing::Test {
 protected:
  void start(simulators::Options options = {}) {
    simulated_ = std::make_unique<simulators::SimulatedAgencies>(std::move(options));
    const auto ports = simulated_->start();
    ASSERT_TRUE(ports) << ports.error().message.en;
    const LoadedDirectory loaded = load_agency_directory(simulated_->directory());
    ASSERT_TRUE(loaded.ok()) << loaded.faults.front().place;
    agency_ = make_http_agency(loaded.directory);
  }
  void TearDown() override {
    agency_.reset();  // first: a server waits for its kept connections
    simulated_.reset();
  }
  int effects(const std::string& agency, const std::string& key) {
    const Json all = simulated_->effects();
    return all.value(Json::json_pointer("/" + agency + "/" + key + "/effects"), 0);
  }

  std::unique_ptr<simulators::SimulatedAgencies> simulated_;
  std::unique_ptr<Agency> agency_;
};

TEST_F(HttpAgency, BringsAnAnswerNow) {
  start();
  const AgencyAnswer answer = agency_->ask(request("data_platform", "tax-receipt", "k1"));
  ASSERT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
  EXPECT_EQ(answer.reply->at("found"), true);
  EXPECT_EQ(answer.reply->at("no").get<std::string>().substr(0, 2), "WS");
}

TEST_F(HttpAgency, BringsALaterAnswerByPolling) {
  start({.agencies = {{"police", {.pending_polls = 2}}}});
  AgencyRequest change = request("police", "vehicle-use-change", "k1");
  change.answers_later = true;
  const AgencyAnswer acknowledged = agency_->ask(change);
  ASSERT_EQ(acknowledged.kind, AgencyAnswerKind::kAcknowledged) << shown(acknowledged);
  EXPECT_EQ(agency_->poll(change, acknowledged.ticket).kind, AgencyAnswerKind::kPending);
  EXPECT_EQ(agency_->poll(change, acknowledged.ticket).kind, AgencyAnswerKind::kPending);
  const AgencyAnswer answer = agency_->poll(change, acknowledged.ticket);
  ASSERT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
  EXPECT_EQ(answer.reply->at("result"), "approved");
  EXPECT_EQ(agency_->poll(change, acknowledged.ticket).reply->at("result"), "approved");
}

TEST_F(HttpAgency, ANewTicketIsNotNeededForTheSameKey) {
  start();
  const AgencyRequest change = request("police", "vehicle-use-change", "k1");
  EXPECT_EQ(agency_->ask(change).ticket, agency_->ask(change).ticket);
  EXPECT_EQ(effects("police", "k1"), 1);
  EXPECT_EQ(simulated_->effects()["police"]["k1"]["requests"], 2);
}

TEST_F(HttpAgency, TheSameKeyWithAnotherBodyIsRefused) {
  start();
  EXPECT_EQ(agency_->ask(request("police", "vehicle-use-change", "k1")).kind,
            AgencyAnswerKind::kAcknowledged);
  const AgencyAnswer other =
      agency_->ask(request("police", "vehicle-use-change", "k1", {{"plate", "浙C00002"}}));
  EXPECT_EQ(other.error.code, "agency/refused");
  EXPECT_FALSE(other.error.retryable);
}

TEST_F(HttpAgency, ThroughErrorsEachRequestHasOneEffect) {
  start({.seed = 7, .agencies = {{"carrier", {.error_rate = 0.6}}}});
  int failures = 0;
  for (int i = 0; i < 40; ++i) {
    const AgencyRequest ship = request("carrier", "ship-documents", "k" + std::to_string(i));
    AgencyAnswer answer = agency_->ask(ship);
    for (int more = 0; answer.kind == AgencyAnswerKind::kFailed && more < 50; ++more) {
      EXPECT_EQ(answer.error.code, "agency/busy");
      EXPECT_TRUE(answer.error.retryable);
      ++failures;
      answer = agency_->ask(ship);
    }
    EXPECT_EQ(answer.kind, AgencyAnswerKind::kAcknowledged) << shown(answer);
    EXPECT_EQ(effects("carrier", ship.key), 1);
  }
  EXPECT_GT(failures, 10);  // else nothing was tried
}

TEST_F(HttpAgency, WithAnAgencyThatIgnoresKeysARepeatedRequestActsAgain) {
  start({.agencies = {{"carrier", {.honours_keys = false}}}});
  const AgencyRequest ship = request("carrier", "ship-documents", "k1");
  EXPECT_NE(agency_->ask(ship).ticket, agency_->ask(ship).ticket);
  EXPECT_EQ(effects("carrier", "k1"), 2);
}

TEST_F(HttpAgency, AnAgencyThatIsDownWasNotReached) {
  start();
  const AgencyRequest ship = request("carrier", "ship-documents", "k1");
  ASSERT_TRUE(simulated_->set_down("carrier", true));
  const AgencyAnswer down = agency_->ask(ship);
  EXPECT_EQ(down.error.code, "agency/unreachable");
  EXPECT_TRUE(down.error.retryable);
  EXPECT_FALSE(down.arrived_unknown);
  EXPECT_EQ(agency_->ask(request("police", "vehicle-use-change", "k2")).kind,
            AgencyAnswerKind::kAcknowledged);
  ASSERT_TRUE(simulated_->set_down("carrier", false));
  EXPECT_EQ(agency_->ask(ship).kind, AgencyAnswerKind::kAcknowledged);
  EXPECT_FALSE(simulated_->set_down("nobody", true));
}

TEST_F(HttpAgency, AnAgencyThatIsSlowMayHaveActed) {
  start({.agencies = {{"carrier", {.latency_ms = 60'000}}}});
  AgencyRequest ship = request("carrier", "ship-documents", "k1");
  ship.timeout_ms = 500;  // long enough to be sent on a busy machine
  const AgencyAnswer slow = agency_->ask(ship);
  EXPECT_EQ(slow.error.code, "agency/timeout");
  EXPECT_TRUE(slow.error.retryable);
  EXPECT_TRUE(slow.arrived_unknown);
}

TEST_F(HttpAgency, AnUnknownTicketIsRefused) {
  start();
  const AgencyRequest ship = request("carrier", "ship-documents", "k1");
  EXPECT_EQ(agency_->poll(ship, "../T1").error.code, "agency/refused");
  EXPECT_EQ(agency_->poll(ship, "").error.code, "agency/request");
}

TEST_F(HttpAgency, WhatTheDirectoryDoesNotNameIsNotAsked) {
  start();
  EXPECT_EQ(agency_->ask(request("nobody", "x", "k1")).error.code, "agency/unknown_agency");
  EXPECT_EQ(agency_->ask(request("police", "x", "k1")).error.code, "agency/unknown_operation");
  EXPECT_EQ(agency_->poll(request("nobody", "x", "k1"), "T").error.code, "agency/unknown_agency");
  EXPECT_EQ(agency_->poll(request("insurer", "carrier-policy", "k1"), "T").error.code,
            "agency/unknown_operation");
}

TEST_F(HttpAgency, ManyThreadsAreServedAtOnce) {
  start();
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const std::string key = std::to_string(t) + "-" + std::to_string(i);
        const AgencyAnswer answer =
            agency_->ask(request("data_platform", "inspection-report", key));
        EXPECT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const Json all = simulated_->effects()["data_platform"];
  EXPECT_EQ(all.size(), 200u);
  for (const auto& [key, entry] : all.items()) EXPECT_EQ(entry["requests"], 1) << key;
}

}  // namespace
}  // namespace lianban::adapter
