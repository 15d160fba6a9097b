// A vendor's endpoint that is wrong fails the check it should, and no other; one that is right
// fails none. The simulated agencies, written on the other side, are the vendors.
#include "lianban/conformance.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "adapter/conformance_inbox.hpp"
#include "adapter/conformance_sample.hpp"
#include "adapter/signing.hpp"
#include "agencies/simulated_agencies.hpp"
#include "unit/adapter/callback_host.hpp"
#include "unit/adapter/raw_server.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

using simulators::Fault;
using Names = std::set<std::string>;

/// The profile that comes with the library, with as few samples as latency can do with.
Json profile(const std::string& agency) {
  std::ifstream in(std::string(LIANBAN_SOURCE_DIR) + "/workflows/agencies/" + agency + ".json");
  Json read = Json::parse(in);
  read["limits"]["samples"] = 2;
  read["limits"]["poll_every_ms"] = 1;
  read["limits"]["quiet_ms"] = 50;
  // Longer than any load of the machine.
  read["limits"]["timeout_ms"] = 60'000;
  read["limits"]["p50_ms"] = 60'000;
  read["limits"]["p95_ms"] = 60'000;
  return read;
}

/// Only the operation that changes a vehicle's use.
Json one_operation() {
  Json read = profile("police");
  read["operations"].erase("vehicle-use-restore");
  return read;
}

Names with_result(const Json& report, const std::string& result) {
  Names out;
  for (const Json& check : report["checks"]) {
    if (check["result"] == result) out.insert(check["id"].get<std::string>());
  }
  return out;
}

SecretSource fixed(const std::string& value) {
  return [value](const std::string&) { return std::optional(value); };
}

AgencyCallbacks keys() {
  AgencyCallbacks callbacks;
  callbacks.key = "KEY";
  callbacks.secret = "SECRET";
  return callbacks;
}

class Conformance : public testing::Test {
 protected:
  Conformance()
      : inbox_(make_callback_verifier(keys(), fixed("a test"))),
        host_([this](const Callback& callback) { return inbox_.take(callback); }) {}

  void start(simulators::Options options = {}, bool calls_back = false) {
    if (calls_back) {
      options.callbacks = {.url = host_.url(), .key = "a test", .secret = "a test", .retry_ms = 1};
    }
    simulated_ = std::make_unique<simulators::SimulatedAgencies>(std::move(options));
    const auto started = simulated_->start();
    ASSERT_TRUE(started) << started.error().message.en;
    ports_ = started.value();
    calls_back_ = calls_back;
  }
  void fault(Fault what, int times = -1, int value = -1) {
    simulated_->add_fault({.agency = "police", .fault = what, .times = times, .value = value});
  }
  Json verify(const Json& as) {
    const std::string agency = as["agency"];
    ConformanceOptions options;
    options.url = "http://127.0.0.1:" + std::to_string(ports_.at(agency));
    options.seed = ++seed_;
    if (calls_back_) options.inbox = &inbox_;
    options.effects = [this, agency](const std::string& key) {
      return std::optional(simulated_->effects()[agency][key].value("effects", 0));
    };
    auto report = verify_agency(as, options);
    EXPECT_TRUE(report) << report.error().code << report.error().place;
    return report ? *report : Json{{"checks", Json::array()}};
  }
  /// The checks that failed where everything else was right.
  Names failed(const Json& as) {
    const Json report = verify(as);
    EXPECT_GT(report["passed"], 5) << report.dump(2);
    return with_result(report, "failed");
  }

  ConformanceInbox inbox_;
  CallbackHost host_;
  std::unique_ptr<simulators::SimulatedAgencies> simulated_;
  std::map<std::string, int> ports_;
  bool calls_back_ = false;
  std::uint64_t seed_ = 0;
};

TEST_F(Conformance, EveryAgencyOfTheApprovalPassesEverything) {
  start({}, true);
  for (const std::string& agency : simulators::agency_names()) {
    const Json report = verify(profile(agency));
    EXPECT_EQ(with_result(report, "failed"), Names()) << report.dump(2);
    EXPECT_EQ(report["failed"], 0);
    EXPECT_EQ(report["passed"].get<std::size_t>() + report["skipped"].get<std::size_t>(),
              report["checks"].size());
    for (const Json& check : report["checks"]) {
      EXPECT_TRUE(check.contains("title")) << check.dump();
      EXPECT_FALSE(check["title"]["zh"].get<std::string>().empty());
      if (check["result"] == "skipped") {
        EXPECT_FALSE(check["detail"]["en"].get<std::string>().empty()) << check.dump();
      }
    }
  }
}

TEST_F(Conformance, WhatAnswersLaterIsTriedToTheLastCheck) {
  start({}, true);
  const Json report = verify(one_operation());
  EXPECT_EQ(with_result(report, "skipped"), Names()) << report.dump(2);
  EXPECT_EQ(report["checks"].size(), 25u);
  EXPECT_EQ(report["agency"], "police");
  EXPECT_EQ(report["seed"], 1);
}

TEST_F(Conformance, CanBeRunAgain) {
  start();
  EXPECT_EQ(failed(one_operation()), Names());
  EXPECT_EQ(failed(one_operation()), Names());
}

TEST_F(Conformance, WithoutAnInboxTheCallbacksAreSkipped) {
  start();
  EXPECT_EQ(with_result(verify(one_operation()), "skipped"),
            Names({"callback", "callback_signature", "callback_time", "callback_nonce",
                   "callback_body", "callback_again", "callback_once"}));
}

TEST_F(Conformance, ReportsQuoteNothingOfRequests) {
  start();
  fault(Fault::kWrongPlate);
  const std::string report = verify(one_operation()).dump();
  EXPECT_EQ(report.find("浙C"), std::string::npos);
  EXPECT_EQ(report.find("LSVAA"), std::string::npos);
  EXPECT_EQ(report.find("演示"), std::string::npos);
}

struct Wrong {
  Fault fault;
  Names failed;
};

TEST_F(Conformance, AWrongReplyFailsTheCheckItShould) {
  for (const Wrong& wrong :
       {Wrong{Fault::kHtml, {"answer"}}, Wrong{Fault::kHuge, {"answer"}},
        Wrong{Fault::kBusy, {"answer"}}, Wrong{Fault::kResetBefore, {"answer"}},
        Wrong{Fault::kResetAfter, {"answer"}}, Wrong{Fault::kWrongSchema, {"schema"}},
        Wrong{Fault::kWrongPlate, {"about"}},
        Wrong{Fault::kKeyIgnored, {"repeat", "one_effect", "concurrent"}}}) {
    SCOPED_TRACE(simulators::name_of(wrong.fault));
    start();
    fault(wrong.fault);
    const Json report = verify(one_operation());
    EXPECT_EQ(with_result(report, "failed"), wrong.failed) << report.dump(2);
    simulated_.reset();
  }
}

TEST_F(Conformance, ALostAnswerFailsTheAnswer) {
  start();
  fault(Fault::kLost);
  Json as = one_operation();
  as["limits"]["timeout_ms"] = 300;
  EXPECT_EQ(with_result(verify(as), "failed"), Names({"answer"}));
}

TEST_F(Conformance, ASlowEndpointFailsOnItsTimes) {
  for (const Fault slow : {Fault::kSlow, Fault::kDrip}) {
    start();
    fault(slow, -1, slow == Fault::kSlow ? 60 : 3);
    Json as = one_operation();
    as["limits"]["p50_ms"] = 50;
    EXPECT_EQ(failed(as), Names({"latency"})) << simulators::name_of(slow);
    simulated_.reset();
  }
}

TEST_F(Conformance, AWrongCallbackFailsTheCheckItShould) {
  for (const Wrong& wrong :
       {Wrong{Fault::kBadSignature, {"callback_signature"}},
        Wrong{Fault::kClockSkew, {"callback_time"}}, Wrong{Fault::kBadNonce, {"callback_nonce"}}}) {
    SCOPED_TRACE(simulators::name_of(wrong.fault));
    start({}, true);
    fault(wrong.fault);
    EXPECT_EQ(failed(one_operation()), wrong.failed);
    simulated_.reset();
  }
}

TEST_F(Conformance, ACallbackThatComesTwiceFailsOnlyThat) {
  start({}, true);
  fault(Fault::kTwice);
  Json as = one_operation();
  as["limits"]["quiet_ms"] = 60'000;
  EXPECT_EQ(failed(as), Names({"callback_once"}));
}

TEST_F(Conformance, InWhichOrderCallbacksComeIsNobodysFault) {
  for (const Fault order : {Fault::kOutOfOrder, Fault::kCallbackFirst}) {
    start({}, true);
    fault(order, -1, 20);
    EXPECT_EQ(failed(one_operation()), Names()) << simulators::name_of(order);
    simulated_.reset();
  }
}

TEST_F(Conformance, AnEndpointThatNeverCallsBackFailsThat) {
  start();
  calls_back_ = true;
  Json as = one_operation();
  as["limits"]["answer_within_ms"] = 50;
  EXPECT_EQ(failed(as), Names({"callback"}));
}

TEST_F(Conformance, AnEndpointThatNeverAnswersFailsThePoll) {
  start({.agencies = {{"police", {.pending_polls = -1}}}});
  Json as = one_operation();
  as["limits"]["answer_within_ms"] = 50;
  EXPECT_EQ(failed(as), Names({"poll"}));
}

TEST_F(Conformance, PollsAndQueriesAreHeldToTheSame) {
  for (const std::string on : {"poll", "query"}) {
    start();
    simulated_->add_fault(
        simulators::fault_rule({{"agency", "police"}, {"fault", "html"}, {"on", on}, {"times", -1}})
            .value());
    EXPECT_EQ(failed(one_operation()),
              on == "poll" ? Names({"poll"}) : Names({"query_known", "query_unknown"}));
    simulated_.reset();
  }
}

TEST_F(Conformance, AnEndpointThatIsNotThereIsOneFailure) {
  start();
  ASSERT_TRUE(simulated_->set_down("police", true));
  const Json report = verify(one_operation());
  EXPECT_EQ(report["failed"], 1);
  EXPECT_EQ(report["passed"], 0);
  EXPECT_EQ(with_result(report, "failed"), Names({"reachable"}));
  EXPECT_EQ(report["checks"].size(), 25u);
}

/// What a careless first version does: says yes to everything, in HTML where it cannot.
TEST_F(Conformance, AnEndpointThatTakesEverythingFailsTheRefusals) {
  RawServer server([](int, const std::string& request) {
    const bool post = request.starts_with("POST");
    return RawServer::Reply{post ? http_reply("200 OK", R"({"result":"approved"})")
                                 : http_reply("404 Not Found", "<html>not found</html>"),
                            true};
  });
  ports_["police"] = server.port();
  ConformanceOptions options;
  options.url = "http://127.0.0.1:" + std::to_string(server.port());
  const auto report = verify_agency(one_operation(), options);
  ASSERT_TRUE(report);
  EXPECT_EQ(with_result(*report, "failed"),
            Names({"unknown_path", "key_missing", "broken_json", "key_conflict", "query_unknown",
                   "query_known", "keep_alive"}))
      << report->dump(2);
}

TEST_F(Conformance, RequestsProveThemselvesAsTheDirectorySays) {
  std::atomic<int> bare = 0;
  RawServer server([&](int, const std::string& request) {
    if (request.find("Authorization: Bearer a test") == std::string::npos) ++bare;
    return RawServer::Reply{http_reply("200 OK", "{}"), true};
  });
  ConformanceOptions options;
  options.url = "http://127.0.0.1:" + std::to_string(server.port());
  options.auth = AgencyAuth{.scheme = "bearer", .secret = "TOKEN"};
  options.secret = fixed("a test");
  ASSERT_TRUE(verify_agency(one_operation(), options));
  EXPECT_GT(server.requests(), 3);
  EXPECT_EQ(bare, 0);
  options.secret = [](const std::string&) { return std::optional<std::string>(); };
  EXPECT_EQ(verify_agency(one_operation(), options).error().code, "agency/secret");
  options.url = "http://police.example";
  EXPECT_EQ(verify_agency(one_operation(), options).error().code, "conformance/auth");
  options.auth->scheme = "oauth2";
  EXPECT_EQ(verify_agency(one_operation(), options).error().code, "conformance/auth");
  options.url = "ftp://127.0.0.1";
  EXPECT_EQ(verify_agency(one_operation(), options).error().code, "conformance/url");
}

TEST(ConformanceProfile, SaysWhereItIsWrong) {
  const Json good = one_operation();
  const auto place_of = [&](const char* pointer, const Json& value) {
    Json bad = good;
    bad[Json::json_pointer(pointer)] = value;
    const auto report = verify_agency(bad, {.url = "http://127.0.0.1:1"});
    if (report) return std::string("accepted");
    EXPECT_EQ(report.error().code, "conformance/profile");
    return report.error().place;
  };
  const std::string operation = "/operations/vehicle-use-change";
  for (const std::string& member :
       {operation + "/path", operation + "/answers", operation + "/request", operation + "/reply",
        operation + "/query", operation + "/poll", operation + "/large",
        std::string("/limits/samples"), std::string("/agency"), std::string("/operations")}) {
    EXPECT_EQ(place_of(member.c_str(), 7.5), member);
  }
  EXPECT_EQ(place_of((operation + "/query").c_str(), "/no/place"), operation + "/query");
  EXPECT_EQ(place_of((operation + "/about").c_str(), Json::array({1})), operation + "/about");
  EXPECT_FALSE(verify_agency(Json::array(), {.url = "http://127.0.0.1:1"}));
}

Callback signed_callback(const std::string& body, const std::string& nonce, Instant at,
                         const std::string& secret) {
  const SignatureScheme& scheme = *find_signature_scheme("lianban");
  Callback callback;
  callback.agency = "police";
  callback.target = "/callbacks/police";
  callback.body = body;
  const SignatureInputs with{secret, secret, format_signature_time(scheme.time, at), nonce};
  callback.headers = {{"x-lianban-key", secret},
                      {"x-lianban-time", with.time},
                      {"x-lianban-nonce", nonce},
                      {"x-lianban-signature",
                       signature_of(scheme, {"POST", callback.target, callback.body}, with)}};
  return callback;
}

TEST(ConformanceInboxTest, BelievesOnlyWhatIsSignedTimelyAndNew) {
  const Instant now{std::chrono::seconds{1'631'664'000}};
  const std::string body = R"({"request":"k1","reply":{}})";
  const std::string nonce(32, 'a');
  ConformanceInbox inbox(make_callback_verifier(keys(), fixed("a test"), [now] { return now; }));
  Callback bare = signed_callback(body, nonce, now, "a test");
  bare.headers.pop_back();
  EXPECT_EQ(inbox.take(bare), 401);
  EXPECT_EQ(inbox.take(signed_callback(body, nonce, now, "another")), 401);
  EXPECT_EQ(inbox.take(signed_callback(body, nonce, now + std::chrono::seconds{301}, "a test")),
            401);
  EXPECT_EQ(inbox.take(signed_callback("{}", nonce, now, "a test")), 400);
  inbox.state().refuse_once("k1");
  EXPECT_EQ(inbox.take(signed_callback(body, nonce, now, "a test")), 503);
  EXPECT_EQ(inbox.take(signed_callback(body, nonce, now, "a test")), 200);
  EXPECT_EQ(inbox.take(signed_callback(body, nonce, now, "a test")), 401);
  EXPECT_EQ(inbox.take(signed_callback(body, std::string(32, 'b'), now, "a test")), 200);
  Callback twice = signed_callback(body, std::string(32, 'c'), now, "a test");
  twice.headers.emplace_back("X-Lianban-Time", "0");
  EXPECT_EQ(inbox.take(twice), 401);
  ConformanceInbox keyless(make_callback_verifier(
      keys(), [](const std::string&) { return std::optional<std::string>(); },
      [now] { return now; }));
  EXPECT_EQ(keyless.take(signed_callback(body, nonce, now, "a test")), 500);
}

TEST(ConformanceSamples, AreInventedAnewAndStandTheirChecks) {
  const Samples samples(7);
  const Json pattern = {{"plate", "{plate}"},
                        {"owner", {{"id", "{id_number}"}}},
                        {"vins", {"{vin}"}},
                        {"text", "no. {number}"},
                        {"odd", "{"},
                        {"other", "{other}"},
                        {"n", 1}};
  const Json one = samples.fill(pattern, 1);
  EXPECT_EQ(one, samples.fill(pattern, 1));
  EXPECT_NE(one["plate"], samples.fill(pattern, 2)["plate"]);
  EXPECT_NE(one["plate"], Samples(8).fill(pattern, 1)["plate"]);
  EXPECT_NE(samples.key(1), samples.key(2));
  EXPECT_EQ(one["odd"], "{");
  EXPECT_EQ(one["other"], "{other}");
  EXPECT_EQ(one["n"], 1);
  EXPECT_TRUE(one["text"].get<std::string>().starts_with("no. S"));
  // GB 11643: the weighted sum with the check digit is 1 modulo 11.
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1};
  for (std::uint64_t number = 1; number < 50; ++number) {
    const std::string id = samples.fill("{id_number}", number);
    ASSERT_EQ(id.size(), 18u);
    int sum = 0;
    for (std::size_t i = 0; i < 18; ++i) sum += kWeights[i] * (id[i] == 'X' ? 10 : id[i] - '0');
    EXPECT_EQ(sum % 11, 1) << number;
    EXPECT_EQ(samples.fill("{vin}", number).get<std::string>().size(), 17u);
  }
}

}  // namespace
}  // namespace lianban::adapter
