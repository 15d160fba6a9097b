#include "agencies/simulated_agencies.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

/// The story the simulated agencies tell together; other tests and the demo rely on it.
class Simulated : public testing::Test {
 protected:
  void start(simulators::Options options = {}) {
    options.today = "2021-09-15";
    simulated_ = std::make_unique<simulators::SimulatedAgencies>(std::move(options));
    ASSERT_TRUE(simulated_->start());
    agency_ = make_http_agency(load_agency_directory(simulated_->directory()).directory);
  }
  void TearDown() override {
    agency_.reset();
    simulated_.reset();
  }
  Json now(const std::string& agency, const std::string& operation, Json what = vehicle()) {
    const AgencyAnswer answer = agency_->ask(request(agency, operation, next_key(), what));
    return answer.reply ? *answer.reply : Json(answer.error.code);
  }
  Json later(const std::string& agency, const std::string& operation, Json what = vehicle()) {
    const AgencyRequest asked = request(agency, operation, next_key(), what);
    const std::string ticket = agency_->ask(asked).ticket;
    AgencyAnswer answer = agency_->poll(asked, ticket);
    for (int i = 0; i < 5 && answer.kind == AgencyAnswerKind::kPending; ++i) {
      answer = agency_->poll(asked, ticket);
    }
    return answer.reply ? *answer.reply : Json(answer.error.code);
  }
  std::string next_key() { return "k" + std::to_string(++keys_); }

  std::unique_ptr<simulators::SimulatedAgencies> simulated_;
  std::unique_ptr<Agency> agency_;
  int keys_ = 0;
};

TEST_F(Simulated, ThePolicyExistsOnlySomeTimeAfterTheUseWasChanged) {
  start({.policy_after_asks = 2});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(now("insurer", "carrier-policy")["found"], false);
  EXPECT_EQ(later("police", "vehicle-use-change")["result"], "approved");
  EXPECT_EQ(now("insurer", "carrier-policy")["found"], false);
  const Json policy = now("insurer", "carrier-policy");
  EXPECT_EQ(policy["found"], true);
  EXPECT_EQ(policy["plate"], vehicle()["plate"]);
  EXPECT_EQ(policy["kind"], "carrier_liability");
  EXPECT_EQ(policy["effective_from"], "2021-09-15");
  EXPECT_EQ(policy["effective_to"], "2022-09-15");
  EXPECT_EQ(now("insurer", "carrier-policy"), policy);
}

TEST_F(Simulated, APolicyPutInForceIsFoundFromItsDayOn) {
  start({.policy_after_asks = 0});
  Json policy = vehicle();
  policy.update({{"policy_no", "P1"},
                 {"effective_from", "2021-09-28"},
                 {"effective_to", "2022-09-27"},
                 {"exists_from", "2021-09-28"}});
  ASSERT_TRUE(simulated_->put_policy(policy));
  EXPECT_EQ(now("insurer", "carrier-policy")["found"], false);
  simulated_->set_today("2021-09-28");
  EXPECT_EQ(now("insurer", "carrier-policy")["policy_no"], "P1");
  EXPECT_EQ(now("insurer", "carrier-policy", {{"plate", "浙C00002"}, {"vin", "x"}})["found"],
            false);
  EXPECT_FALSE(simulated_->put_policy({{"policy_no", "P2"}}));
}

TEST_F(Simulated, ThePoliceChangeAUseOnceAndRestoreOnlyWhatWasChanged) {
  start();
  EXPECT_EQ(later("police", "vehicle-use-restore")["result"], "rejected");
  const Json changed = later("police", "vehicle-use-change");
  EXPECT_EQ(changed["result"], "approved");
  EXPECT_TRUE(changed.contains("licence_no"));
  EXPECT_EQ(later("police", "vehicle-use-change")["result"], "rejected");
  EXPECT_EQ(later("police", "vehicle-use-restore")["result"], "approved");
  EXPECT_EQ(simulated_->state()["vehicles"][0]["use"], "U");
  Json other = vehicle();
  other["vin"] = "LSVAA49J132047372";
  EXPECT_EQ(later("police", "vehicle-use-change", other)["result"], "rejected");
}

TEST_F(Simulated, AnAnswerCanBeOrdered) {
  start({.agencies = {{"police", {.pending_polls = -1}}}});
  const AgencyRequest asked = request("police", "vehicle-use-change", "k1");
  const std::string ticket = agency_->ask(asked).ticket;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(agency_->poll(asked, ticket).kind, AgencyAnswerKind::kPending);
  }
  EXPECT_EQ(simulated_->answer({{"agency", "carrier"}}), 0);
  const Json reply = {{"result", "rejected"}, {"reason", "查封"}};
  EXPECT_EQ(simulated_->answer({{"agency", "police"}, {"reply", reply}}), 1);
  EXPECT_EQ(*agency_->poll(asked, ticket).reply, reply);
  EXPECT_EQ(simulated_->answer(Json::object()), 0);
}

TEST_F(Simulated, TheDataPlatformFindsWhatItsRegistersHold) {
  start();
  for (const char* operation :
       {"purchase-invoice", "tax-receipt", "inspection-report", "range-announcement"}) {
    EXPECT_EQ(now("data_platform", operation)["found"], true) << operation;
    EXPECT_EQ(now("data_platform", operation), now("data_platform", operation)) << operation;
  }
  const Json identity = now("data_platform", "identity-by-qr", {{"token", "t1"}});
  EXPECT_EQ(identity["id_number"].get<std::string>().size(), 18u);
  EXPECT_EQ(now("data_platform", "identity-by-qr", {{"token", ""}})["found"], false);
  ASSERT_TRUE(simulated_->set_register({{"operation", "tax-receipt"}, {"found", false}}));
  EXPECT_EQ(now("data_platform", "tax-receipt"), Json({{"found", false}}));
  EXPECT_FALSE(simulated_->set_register({{"operation", "tax-receipt"}}));
}

TEST_F(Simulated, TheSameSeedGivesTheSameWorld) {
  start({.seed = 5});
  const Json first = now("data_platform", "tax-receipt");
  TearDown();
  start({.seed = 5});
  EXPECT_EQ(now("data_platform", "tax-receipt"), first);
  TearDown();
  start({.seed = 6});
  EXPECT_NE(now("data_platform", "tax-receipt"), first);
}

TEST_F(Simulated, TheCarrierDelivers) {
  start();
  EXPECT_EQ(later("carrier", "ship-documents")["result"], "delivered");
}

/// The control server speaks HTTP and JSON too, so the HTTP agency can be its client: `poll` gets.
TEST_F(Simulated, TheControlServerDoesWhatTheLibraryDoes) {
  simulated_ = std::make_unique<simulators::SimulatedAgencies>();
  const auto ports = simulated_->start();
  ASSERT_TRUE(ports);
  Json operations;
  for (const char* name : {"policy", "answers", "registers", "clock", "down", "reset"}) {
    operations[name] = {{"path", std::string("/control/") + name},
                        {"poll", {{"path", "/control/{ticket}"}}}};
  }
  const Json source = {{"control",
                        {{"url", "http://127.0.0.1:" + std::to_string(ports.value().at("control"))},
                         {"operations", operations}}}};
  agency_ = make_http_agency(load_agency_directory(source).directory);
  Json policy = vehicle();
  policy.update(
      {{"policy_no", "P1"}, {"effective_from", "2021-09-28"}, {"effective_to", "2022-09-27"}});
  EXPECT_EQ(now("control", "policy", policy), Json::object());
  EXPECT_EQ(now("control", "policy", Json::object()), "agency/refused");
  EXPECT_EQ(now("control", "clock", {{"today", "2021-09-30"}}), Json::object());
  EXPECT_EQ(now("control", "answers", Json::object()), Json({{"answered", 0}}));
  EXPECT_EQ(now("control", "registers", {{"operation", "tax-receipt"}, {"found", false}}),
            Json::object());
  EXPECT_EQ(now("control", "down", {{"agency", "control"}}), "agency/refused");
  EXPECT_EQ(now("control", "down", {{"agency", "police"}}), Json::object());
  EXPECT_EQ(now("control", "down", {{"agency", "police"}, {"down", false}}), Json::object());
  const auto get = [&](const char* what) {
    return agency_->poll(request("control", "policy", "k"), what).reply;
  };
  EXPECT_EQ(get("state")->at("policies").size(), 1u);
  EXPECT_EQ(get("state")->at("today"), "2021-09-30");
  EXPECT_EQ(*get("effects"), Json::object());
  EXPECT_EQ(now("control", "reset"), Json::object());
  EXPECT_TRUE(get("state")->at("policies").empty());
}

TEST_F(Simulated, ForgetsEverythingOnReset) {
  start();
  EXPECT_EQ(later("police", "vehicle-use-change")["result"], "approved");
  simulated_->reset();
  EXPECT_EQ(simulated_->effects(), Json::object());
  EXPECT_TRUE(simulated_->state()["vehicles"].empty());
}

}  // namespace
}  // namespace lianban::adapter
