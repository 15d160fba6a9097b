// OAuth2 client credentials: one token for many requests, and what happens when there is none.
#include "adapter/oauth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/hash.hpp"
#include "unit/adapter/collector.hpp"
#include "unit/adapter/held_server.hpp"
#include "unit/adapter/raw_server.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

using Answers = Collector<AgencyAnswer>;

AgencyRequest op(std::string key = "k1") { return request("agency", "op", std::move(key)); }

std::string granted(const std::string& token, int lasts = 3600) {
  return http_reply(
      "200 OK",
      Json{{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", lasts}}.dump());
}
const std::string kOk = http_reply("200 OK", "{}");

bool is_token_request(const std::string& request) { return request.starts_with("POST /token "); }
bool carries(const std::string& request, const std::string& token) {
  return request.find("\r\nAuthorization: Bearer " + token + "\r\n") != std::string::npos;
}

class OAuth : public testing::Test {
 protected:
  std::unique_ptr<Agency> agency(int token_port = 0) {
    AgencyDirectory directory = one_agency(server_.port());
    AgencyEntry& entry = directory.entries.at("agency");
    entry.auth = AgencyAuth{"oauth2", "CLIENT", "SECRET", {}, "vehicles change"};
    const int port = token_port == 0 ? server_.port() : token_port;
    entry.auth->token_url = "http://127.0.0.1:" + std::to_string(port) + "/token";
    HttpAgencyOptions options;
    options.secret = [](const std::string& name) {
      return std::optional<std::string>(name == "CLIENT" ? "联办:1" : "s/3 cret");
    };
    options.now = [this] { return Instant{} + std::chrono::seconds{now_}; };
    return make_http_agency(std::move(directory), std::move(options));
  }
  void start(Agency& agency, AgencyRequest request = op()) {
    agency.start(AgencyQuestion::kAsk, request, {}, answers_.taker());
  }
  HeldServer server_;
  Answers answers_;
  std::atomic<int> now_ = 1'000'000;
};

TEST_F(OAuth, TheTokenIsAskedForAsTheStandardSays) {
  AgencyEntry entry;
  entry.auth = AgencyAuth{"oauth2", {}, {}, "https://gov.example/token", "a b"};
  const HttpRequest http = token_request(entry, {"联办:1", "s/3 cret"});
  EXPECT_EQ(http.method, "POST");
  EXPECT_EQ(http.url, "https://gov.example/token");
  EXPECT_EQ(http.content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(http.body, "grant_type=client_credentials&scope=a%20b");
  const std::string pair = "%E8%81%94%E5%8A%9E%3A1:s%2F3%20cret";
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(pair.data());
  EXPECT_EQ(http.headers,
            std::vector<std::string>{"Authorization: Basic " + base::base64({bytes, pair.size()})});
}

TEST_F(OAuth, ManyWaitingRequestsFetchOneToken) {
  const auto agency = this->agency();
  for (int i = 0; i < 10; ++i) start(*agency, op("k" + std::to_string(i)));
  EXPECT_TRUE(is_token_request(server_.wait_for(1)[0]));
  server_.answer(0, granted("t1"));
  const auto requests = server_.wait_for(11);
  EXPECT_EQ(std::count_if(requests.begin(), requests.end(), is_token_request), 1);
  for (std::size_t i = 1; i < 11; ++i) {
    EXPECT_TRUE(carries(requests[i], "t1")) << requests[i];
    server_.answer(i, kOk);
  }
  for (const AgencyAnswer& answer : answers_.wait_for(10)) {
    EXPECT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
  }
}

TEST_F(OAuth, ATokenIsKeptUntilShortlyBeforeItsEnd) {
  for (const auto& [lasts, kept] : std::vector<std::pair<int, int>>{{3600, 3569}, {100, 89}}) {
    HeldServer tokens;
    const auto agency = this->agency(tokens.port());
    const std::size_t before = server_.wait_for(0).size();
    start(*agency);
    tokens.wait_for(1);
    tokens.answer(0, granted("old", lasts));
    server_.wait_for(before + 1);
    now_ += kept;
    start(*agency);
    EXPECT_TRUE(carries(server_.wait_for(before + 2).back(), "old"));
    now_ += 1;
    start(*agency);
    tokens.wait_for(2);
    tokens.answer(1, granted("new", lasts));
    EXPECT_TRUE(carries(server_.wait_for(before + 3).back(), "new"));
  }
}

TEST_F(OAuth, ARefusedTokenIsFetchedOnceMore) {
  const auto agency = this->agency();
  start(*agency);
  server_.wait_for(1);
  server_.answer(0, granted("t1"));
  server_.wait_for(2);
  server_.answer(1, http_reply("401 Unauthorized", "{}"));
  EXPECT_TRUE(is_token_request(server_.wait_for(3)[2]));
  server_.answer(2, granted("t2"));
  EXPECT_TRUE(carries(server_.wait_for(4)[3], "t2"));
  server_.answer(3, http_reply("401 Unauthorized", "{}"));
  const AgencyAnswer answer = answers_.wait_for(1)[0];
  EXPECT_EQ(answer.error.code, "agency/refused");
  EXPECT_FALSE(answer.arrived_unknown);
  EXPECT_EQ(server_.wait_for(4).size(), 4U);
}

TEST_F(OAuth, WithoutATokenNothingIsSent) {
  const std::string canary = "330302199001011234";
  for (const std::string& bytes :
       {http_reply("401 No", "{\"error\": \"" + canary + "\"}"), http_reply("200 OK", canary),
        http_reply("200 OK", "{}"), http_reply("200 OK", "{\"access_token\": \"a\\r\\nb\"}"),
        http_reply("200 OK", "{\"access_token\": \"a\", \"token_type\": \"mac\"}"),
        http_reply("503 No", "", "Retry-After: 9\r\n"), std::string()}) {
    RawServer tokens([&](int, const std::string&) { return RawServer::Reply{bytes}; });
    const AgencyAnswer answer = agency(tokens.port())->ask(op());
    EXPECT_EQ(answer.error.code, "agency/token") << bytes;
    EXPECT_TRUE(answer.error.retryable);
    EXPECT_FALSE(answer.arrived_unknown);
    EXPECT_EQ(shown(answer).find(canary), std::string::npos) << shown(answer);
    EXPECT_EQ(answer.retry_after.has_value(), bytes.starts_with("HTTP/1.1 503"));
  }
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(OAuth, AWaitingRequestKeepsItsDeadlineAndMayBeCancelled) {
  const auto agency = this->agency();
  AgencyRequest hasty = op("k1");
  hasty.timeout_ms = 1;
  start(*agency, hasty);
  EXPECT_EQ(answers_.wait_for(1)[0].error.code, "agency/token");
  const auto number = agency->start(AgencyQuestion::kAsk, op("k2"), {}, answers_.taker());
  start(*agency, op("k3"));
  agency->cancel(number);
  EXPECT_EQ(answers_.wait_for(2)[1].error.code, "agency/cancelled");
  EXPECT_FALSE(answers_.now()[1].arrived_unknown);
  server_.wait_for(1);
  server_.answer(0, granted("t1"));
  EXPECT_NE(server_.wait_for(2)[1].find("Idempotency-Key: k3"), std::string::npos);
  server_.answer(1, kOk);
  EXPECT_EQ(answers_.wait_for(3)[2].kind, AgencyAnswerKind::kAnswered);
}

TEST_F(OAuth, StopEndsWaitingRequestsAsCancelled) {
  const auto agency = this->agency();
  for (int i = 0; i < 3; ++i) start(*agency);
  server_.wait_for(1);
  agency->stop();
  ASSERT_EQ(answers_.now().size(), 3U);
  for (const AgencyAnswer& answer : answers_.now()) {
    EXPECT_EQ(answer.error.code, "agency/cancelled");
    EXPECT_FALSE(answer.arrived_unknown);
  }
}

}  // namespace
}  // namespace lianban::adapter
