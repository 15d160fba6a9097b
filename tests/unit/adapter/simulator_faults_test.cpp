// The simulated agencies' faults over real sockets: what the client sees, and what was done.
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <future>
#include <nlohmann/json.hpp>
#include <string>

#include "agencies/simulated_agencies.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

using simulators::Fault;
using simulators::FaultRule;

class Faulty : public testing::Test {
 protected:
  void start(simulators::Options options = {}) {
    options.today = "2021-09-15";
    simulated_ = std::make_unique<simulators::SimulatedAgencies>(std::move(options));
    const auto started = simulated_->start();
    ASSERT_TRUE(started) << started.error().message.en;
    ports_ = started.value();
    auto loaded = load_agency_directory(simulated_->directory());
    if (loaded.ok()) agency_ = make_http_agency(std::move(loaded.directory));
  }
  void TearDown() override {
    agency_.reset();
    simulated_.reset();
  }
  void fault(Fault what, int times = 1, int value = -1, const char* agency = "data_platform") {
    simulated_->add_fault(
        FaultRule{.agency = agency, .fault = what, .times = times, .value = value});
  }
  AgencyAnswer ask(const std::string& key, int timeout_ms = 0) {
    AgencyRequest asked = request("data_platform", "tax-receipt", key);
    asked.timeout_ms = timeout_ms;
    return agency_->ask(asked);
  }
  httplib::Client client(const std::string& name) {
    return httplib::Client("127.0.0.1", ports_.at(name));
  }
  int effects(const std::string& agency, const std::string& key) {
    return simulated_->effects()[agency][key].value("effects", 0);
  }

  std::unique_ptr<simulators::SimulatedAgencies> simulated_;
  std::map<std::string, int> ports_;
  std::unique_ptr<Agency> agency_;
};

TEST_F(Faulty, EveryFaultHasAName) {
  for (const Fault each : simulators::all_faults()) {
    EXPECT_EQ(simulators::fault_named(simulators::name_of(each)), each);
  }
  EXPECT_FALSE(simulators::fault_named("explodes"));
}

TEST_F(Faulty, ARuleIsReadFromTextAndFromJsonAlike) {
  const auto text = simulators::fault_rule_text("police/vehicle-use-change=slow:3:800");
  ASSERT_TRUE(text);
  EXPECT_EQ(simulators::to_json(text.value()), Json({{"agency", "police"},
                                                     {"operation", "vehicle-use-change"},
                                                     {"fault", "slow"},
                                                     {"on", "ask"},
                                                     {"times", 3},
                                                     {"after", 0},
                                                     {"value", 800}}));
  const auto again = simulators::fault_rule(simulators::to_json(text.value()));
  ASSERT_TRUE(again);
  EXPECT_EQ(simulators::to_json(again.value()), simulators::to_json(text.value()));
  EXPECT_EQ(simulators::fault_rule_text("police=lost")->times, -1);
  EXPECT_EQ(simulators::fault_rule_text("police=lost:*:5")->value, 5);
  EXPECT_EQ(simulators::fault_rule_text("@notices=busy:2")->times, 2);
  for (const char* bad : {"police", "police=", "police=explodes", "post=lost", "police=lost:x",
                          "police=lost:1:x", "=lost", "police=lost:1:2:3"}) {
    EXPECT_FALSE(simulators::fault_rule_text(bad)) << bad;
  }
  EXPECT_FALSE(simulators::fault_rule(Json::array()));
  EXPECT_FALSE(simulators::fault_rule({{"agency", "police"}, {"fault", "lost"}, {"on", "sleep"}}));
  EXPECT_FALSE(simulators::fault_rule({{"agency", "police"}, {"fault", "lost"}, {"times", "3"}}));
}

TEST_F(Faulty, OnlyTheNextMatchingRequestsHaveIt) {
  start();
  simulated_->add_fault({.agency = "data_platform",
                         .operation = "tax-receipt",
                         .fault = Fault::kBusy,
                         .times = 2,
                         .after = 1});
  EXPECT_EQ(ask("k1").kind, AgencyAnswerKind::kAnswered);
  EXPECT_EQ(agency_->ask(request("data_platform", "purchase-invoice", "k2")).kind,
            AgencyAnswerKind::kAnswered);
  EXPECT_EQ(ask("k3").error.code, "agency/busy");
  EXPECT_EQ(simulated_->state()["faults"][0]["times"], 1);
  EXPECT_EQ(ask("k3").error.code, "agency/busy");
  EXPECT_EQ(simulated_->state()["faults"], Json::array());
  EXPECT_EQ(ask("k3").kind, AgencyAnswerKind::kAnswered);
  EXPECT_EQ(effects("data_platform", "k3"), 1);
}

TEST_F(Faulty, OptionsSayFaultsAndAResetBringsThemBack) {
  start({.faults = {{.agency = "data_platform", .fault = Fault::kBusy}}});
  EXPECT_EQ(ask("k1").error.code, "agency/busy");
  EXPECT_EQ(ask("k1").kind, AgencyAnswerKind::kAnswered);
  simulated_->reset();
  EXPECT_EQ(ask("k1").error.code, "agency/busy");
  simulated_->reset();
  simulated_->clear_faults();
  EXPECT_EQ(ask("k1").kind, AgencyAnswerKind::kAnswered);
}

TEST_F(Faulty, BusySaysWhenToComeBackIfItIsTold) {
  start();
  fault(Fault::kBusy, 1, 7);
  fault(Fault::kBusy, 1);
  auto http = client("data_platform");
  const httplib::Headers key = {{"Idempotency-Key", "k1"}};
  const auto first = http.Post("/tax-receipt", key, vehicle().dump(), "application/json");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, 503);
  EXPECT_EQ(first->get_header_value("Retry-After"), "7");
  EXPECT_EQ(effects("data_platform", "k1"), 0);
}

TEST_F(Faulty, AConnectionIsClosedBeforeOrAfterTheAct) {
  start();
  fault(Fault::kResetBefore);
  EXPECT_EQ(ask("k1").error.code, "agency/interrupted");
  EXPECT_EQ(effects("data_platform", "k1"), 0);
  fault(Fault::kResetAfter);
  EXPECT_EQ(ask("k1").error.code, "agency/interrupted");
  EXPECT_EQ(effects("data_platform", "k1"), 1);
  EXPECT_EQ(ask("k1").kind, AgencyAnswerKind::kAnswered);
  EXPECT_EQ(effects("data_platform", "k1"), 1);
}

TEST_F(Faulty, ALostAnswerLeavesTheClientWaitingAndTheActDone) {
  start();
  fault(Fault::kLost);
  const AgencyAnswer answer = ask("k1", 150);
  EXPECT_EQ(answer.error.code, "agency/timeout") << shown(answer);
  EXPECT_TRUE(answer.arrived_unknown);
  EXPECT_EQ(effects("data_platform", "k1"), 1);
}

TEST_F(Faulty, StoppingDoesNotWaitForWhatNobodyAnswers) {
  start();
  fault(Fault::kLost);
  fault(Fault::kSlow, 1, 3'600'000);
  auto waiting = std::async(std::launch::async, [&] { return ask("k1", 60'000); });
  while (simulated_->effects()["data_platform"].empty()) std::this_thread::yield();
  simulated_->stop();
  EXPECT_EQ(waiting.get().error.code, "agency/interrupted");
}

TEST_F(Faulty, SlowAndDrippingAnswersComeWhole) {
  start();
  fault(Fault::kSlow, 1, 30);
  fault(Fault::kDrip, 1, 1);
  const auto begun = std::chrono::steady_clock::now();
  const AgencyAnswer answer = ask("k1");
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds{30});
  EXPECT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
  fault(Fault::kDrip, 1, 1000);
  EXPECT_EQ(ask("k1", 100).error.code, "agency/timeout");
}

TEST_F(Faulty, PagesAndFloodsAreNoAnswers) {
  start();
  fault(Fault::kHtml);
  EXPECT_EQ(ask("k1").error.code, "agency/nonsense");
  fault(Fault::kHuge);
  EXPECT_EQ(ask("k2").error.code, "agency/too_large");
  EXPECT_EQ(effects("data_platform", "k1"), 1);
  EXPECT_EQ(effects("data_platform", "k2"), 1);
}

TEST_F(Faulty, ARepliesContentCanBeWrongOnce) {
  start();
  fault(Fault::kWrongSchema);
  EXPECT_FALSE(ask("k1").reply->at("found").is_boolean());
  EXPECT_TRUE(ask("k1").reply->at("found").is_boolean());
  fault(Fault::kWrongPlate);
  EXPECT_NE(ask("k2").reply->at("plate"), vehicle()["plate"]);
}

TEST_F(Faulty, WhatAnswersLaterAnswersWrongly) {
  start({.agencies = {{"police", {.pending_polls = 0}}}});
  fault(Fault::kWrongPlate, 1, -1, "police");
  const AgencyRequest asked = request("police", "vehicle-use-change", "k1");
  const std::string ticket = agency_->ask(asked).ticket;
  for (int i = 0; i < 2; ++i) {
    const AgencyAnswer answer = agency_->poll(asked, ticket);
    ASSERT_EQ(answer.kind, AgencyAnswerKind::kAnswered);
    EXPECT_NE(answer.reply->at("plate"), vehicle()["plate"]);
  }
}

TEST_F(Faulty, PollsAndQueriesHaveFaultsOfTheirOwn) {
  start({.agencies = {{"police", {.pending_polls = 0}}}});
  for (const char* on : {"poll", "query"}) {
    const auto rule =
        simulators::fault_rule({{"agency", "police"}, {"fault", "reset_before"}, {"on", on}});
    simulated_->add_fault(rule.value());
  }
  const std::string ticket = agency_->ask(request("police", "vehicle-use-change", "k1")).ticket;
  auto http = client("police");  // libcurl would ask again by itself on a connection it had kept
  EXPECT_FALSE(http.Get("/vehicle-use-change/" + ticket));
  EXPECT_TRUE(http.Get("/vehicle-use-change/" + ticket));
  EXPECT_FALSE(http.Get("/vehicle-use-change/requests/k1"));
  EXPECT_TRUE(http.Get("/vehicle-use-change/requests/k1"));
}

TEST_F(Faulty, AnIgnoredKeyActsAgain) {
  start();
  fault(Fault::kKeyIgnored, 1, -1, "carrier");
  fault(Fault::kKeyIgnored, 1, -1, "carrier");
  const AgencyRequest ship = request("carrier", "ship-documents", "k1");
  const std::string first = agency_->ask(ship).ticket;
  fault(Fault::kKeyIgnored, 1, -1, "carrier");
  const std::string second = agency_->ask(ship).ticket;
  EXPECT_NE(first, second);
  EXPECT_EQ(agency_->ask(ship).ticket, second);
  EXPECT_EQ(effects("carrier", "k1"), 2);
}

TEST_F(Faulty, AQueryTellsWhatBecameOfAKey) {
  start({.agencies = {{"police", {.pending_polls = -1}}}});
  auto http = client("police");
  const auto ask_about = [&](const std::string& key) {
    const auto result = http.Get("/vehicle-use-change/requests/" + key);
    return result ? std::make_pair(result->status, Json::parse(result->body))
                  : std::make_pair(0, Json());
  };
  EXPECT_EQ(ask_about("k1"), std::make_pair(404, Json({{"known", false}})));
  fault(Fault::kResetBefore, 1, -1, "police");
  const AgencyRequest asked = request("police", "vehicle-use-change", "k1");
  EXPECT_EQ(agency_->ask(asked).kind, AgencyAnswerKind::kFailed);
  EXPECT_EQ(ask_about("k1").first, 404);  // it came, and nothing was done
  const std::string ticket = agency_->ask(asked).ticket;
  EXPECT_EQ(ask_about("k1"), std::make_pair(202, Json({{"ticket", ticket}})));
  simulated_->answer({{"ticket", ticket}});
  EXPECT_EQ(ask_about("k1").first, 200);
  EXPECT_EQ(ask_about("k1").second["result"], "approved");
  EXPECT_EQ(ask_about("k2").first, 404);
}

TEST_F(Faulty, WhatHttpItselfRefusesIsSaidInJson) {
  start();
  auto http = client("police");
  const auto unknown = http.Get("/nothing/of/the/kind");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->status, 404);
  EXPECT_TRUE(Json::parse(unknown->body, nullptr, false).is_object()) << unknown->body;
}

TEST_F(Faulty, GatewaysListWhatIsBroughtOncePerKey) {
  start();
  ASSERT_TRUE(ports_.contains("@notices"));
  ASSERT_TRUE(ports_.contains("@supervision"));
  auto notices = client("@notices");
  const Json body = {{"template", "granted"}, {"case", "C1"}};
  for (int i = 0; i < 2; ++i) {
    const auto result = notices.Post("/deliver", httplib::Headers{{"Idempotency-Key", "n1"}},
                                     body.dump(), "application/json");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 200);
    EXPECT_EQ(Json::parse(result->body), Json({{"accepted", true}}));
  }
  EXPECT_EQ(simulated_->state()["deliveries"],
            Json::array({{{"gateway", "@notices"}, {"key", "n1"}, {"body", body}}}));
  EXPECT_EQ(simulated_->effects()["@notices"]["n1"]["requests"], 2);
  EXPECT_EQ(simulated_->effects()["@notices"]["n1"]["effects"], 1);
  EXPECT_EQ(simulated_->directory()["@supervision"]["operations"]["deliver"]["path"], "/deliver");
}

TEST_F(Faulty, GatewaysCanBeLeftOut) {
  start({.gateways = false});
  EXPECT_FALSE(ports_.contains("@notices"));
  EXPECT_FALSE(simulated_->directory().contains("@notices"));
}

TEST_F(Faulty, TheControlServerTakesFaultsAndHasAPage) {
  start();
  auto control = client("control");
  const auto page = control.Get("/");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->get_header_value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page->body.find("http://"), std::string::npos) << "the page asks this server alone";
  EXPECT_EQ(page->body.find("https://"), std::string::npos);
  const auto post = [&](const Json& body) {
    const auto result = control.Post("/control/faults", body.dump(), "application/json");
    return result ? result->status : 0;
  };
  EXPECT_EQ(post({{"agency", "data_platform"}, {"fault", "html"}}), 200);
  EXPECT_EQ(post({{"agency", "data_platform"}, {"fault", "explodes"}}), 400);
  EXPECT_EQ(post({{"agency", "nobody"}, {"fault", "html"}}), 400);
  const auto listed = control.Get("/control/faults");
  ASSERT_TRUE(listed);
  EXPECT_EQ(Json::parse(listed->body)["faults"].size(), 1u);
  EXPECT_EQ(Json::parse(listed->body)["kinds"].size(), simulators::all_faults().size());
  EXPECT_EQ(ask("k1").error.code, "agency/nonsense");
  EXPECT_EQ(post({{"agency", "data_platform"}, {"fault", "html"}, {"times", -1}}), 200);
  EXPECT_EQ(post({{"clear", true}}), 200);
  EXPECT_EQ(ask("k2").kind, AgencyAnswerKind::kAnswered);
  const Json agencies = simulated_->state()["agencies"];
  ASSERT_EQ(agencies.size(), 6u) << "four agencies and two gateways";
  EXPECT_EQ(agencies[1]["name"], "police");
  EXPECT_EQ(agencies[1]["down"], false);
  ASSERT_TRUE(simulated_->set_down("police", true));
  EXPECT_EQ(simulated_->state()["agencies"][1]["down"], true);
}

}  // namespace
}  // namespace lianban::adapter
