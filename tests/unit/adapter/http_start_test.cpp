// Requests to agencies without waiting, and the question whether one arrived.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "unit/adapter/collector.hpp"
#include "unit/adapter/held_server.hpp"
#include "unit/adapter/raw_server.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

using Answers = Collector<AgencyAnswer>;

AgencyRequest op(std::string key = "k1") { return request("agency", "op", std::move(key)); }

TEST(Start, ManyRequestsAreInFlightAtOnce) {
  HeldServer server;
  Answers answers;
  const auto agency = make_http_agency(one_agency(server.port()));
  for (int i = 0; i < 20; ++i) {
    const auto number =
        agency->start(AgencyQuestion::kAsk, op("k" + std::to_string(i)), {}, answers.taker());
    EXPECT_NE(number, 0U);
  }
  server.wait_for(20);
  for (std::size_t i = 0; i < 20; ++i) server.answer(i, http_reply("200 OK", "{\"n\": 1}"));
  for (const AgencyAnswer& answer : answers.wait_for(20)) {
    EXPECT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
  }
}

TEST(Start, ACancelledRequestMayHaveArrivedOnlyIfItWasSent) {
  HeldServer server;
  const FullPort full;
  Answers answers;
  const auto agency = make_http_agency(one_agency(server.port()));
  const auto sent = agency->start(AgencyQuestion::kAsk, op(), {}, answers.taker());
  server.wait_for(1);
  agency->cancel(sent);
  const AgencyAnswer after = answers.wait_for(1)[0];
  EXPECT_EQ(after.error.code, "agency/cancelled");
  EXPECT_TRUE(after.error.retryable);
  EXPECT_TRUE(after.arrived_unknown);
  const auto other = make_http_agency(one_agency(full.port()));
  other->cancel(other->start(AgencyQuestion::kAsk, op(), {}, answers.taker()));
  const AgencyAnswer before = answers.wait_for(2)[1];
  EXPECT_EQ(before.error.code, "agency/cancelled");
  EXPECT_FALSE(before.arrived_unknown);
}

TEST(Start, StopEndsEveryRequestOnceAndLaterOnesAtOnce) {
  HeldServer server;
  Answers answers;
  const auto agency = make_http_agency(one_agency(server.port()));
  agency->start(AgencyQuestion::kAsk, op(), {}, answers.taker());
  agency->start(AgencyQuestion::kAsk, op("a b"), {}, answers.taker());
  server.wait_for(1);
  agency->stop();
  EXPECT_EQ(answers.now().size(), 2U);
  agency->start(AgencyQuestion::kAsk, op(), {}, answers.taker());
  ASSERT_EQ(answers.now().size(), 3U);
  EXPECT_EQ(answers.now()[2].error.code, "agency/cancelled");
  EXPECT_FALSE(answers.now()[2].arrived_unknown);
  EXPECT_EQ(agency->ask(op()).error.code, "agency/cancelled");
  agency->stop();
  EXPECT_EQ(answers.now().size(), 3U);
}

TEST(Start, WhatCannotBeSentIsToldToo) {
  Answers answers;
  const auto agency = make_http_agency(one_agency(1));
  agency->start(AgencyQuestion::kAsk, request("nobody", "op", "k"), {}, answers.taker());
  agency->start(AgencyQuestion::kPoll, op(), "T1", answers.taker());
  agency->start(AgencyQuestion::kQuery, op(), {}, answers.taker());
  const auto all = answers.wait_for(3);
  EXPECT_EQ(all[0].error.code, "agency/unknown_agency");
  EXPECT_EQ(all[1].error.code, "agency/unknown_operation");
  EXPECT_EQ(all[2].error.code, "agency/unknown_operation");
}

TEST(Start, AnAgencyWhoseRequestsAreFetchedIsNotAsked) {
  AgencyDirectory directory;
  directory.entries["agency"].external = true;
  directory.entries["agency"].operations["op"].path = "/op";
  EXPECT_EQ(make_http_agency(directory)->ask(op()).error.code, "agency/unknown_agency");
}

AgencyAnswer queried(const std::string& bytes, bool polls = false) {
  std::string seen;
  AgencyAnswer answer;
  {
    RawServer server([&](int, const std::string& request) {
      seen = request;
      return RawServer::Reply{bytes};
    });
    Json operation = {{"path", "/op"}, {"query", "/op/by-key/{key}?v=1"}};
    if (polls) operation["poll"] = Json::object();
    answer = make_http_agency(one_agency(server.port(), operation))->query(op("case/7:1"));
  }
  EXPECT_TRUE(seen.starts_with("GET /op/by-key/case%2F7%3A1?v=1 HTTP/1.1\r\n")) << seen;
  EXPECT_EQ(seen.find(vehicle().dump()), std::string::npos);
  return answer;
}

TEST(Query, ReadsWhetherARequestArrived) {
  EXPECT_EQ(queried(http_reply("200 OK", "{\"a\": 1}")).reply->at("a"), 1);
  EXPECT_EQ(queried(http_reply("404 Not Found", "{}")).kind, AgencyAnswerKind::kNotArrived);
  const AgencyAnswer acknowledged = queried(http_reply("202 Accepted", "{\"ticket\": 7}"), true);
  EXPECT_EQ(acknowledged.kind, AgencyAnswerKind::kAcknowledged);
  EXPECT_EQ(acknowledged.ticket, "7");
}

TEST(Query, APageOfAGatewayDoesNotSayThatNothingArrived) {
  for (const char* body : {"<html>404</html>", "", "[]", "null"}) {
    const AgencyAnswer answer = queried(http_reply("404 Not Found", body));
    EXPECT_EQ(answer.error.code, "agency/refused") << body;
  }
}

TEST(Query, EverythingElseIsAFailureWithoutAnEffect) {
  for (const auto& [bytes, code] : std::vector<std::pair<std::string, const char*>>{
           {http_reply("410 Gone", "{}"), "agency/refused"},
           {http_reply("204 No Content", ""), "agency/nonsense"},
           {http_reply("201 Created", "{}"), "agency/nonsense"},
           {http_reply("200 OK", "[]"), "agency/nonsense"},
           {http_reply("202 Accepted", "{}"), "agency/nonsense"},
           {http_reply("503 ", ""), "agency/busy"},
           {http_reply("302 Found", "{}", "Location: /\r\n"), "agency/nonsense"},
           {"", "agency/interrupted"}}) {
    const AgencyAnswer answer = queried(bytes);
    EXPECT_EQ(answer.error.code, code) << bytes;
    EXPECT_FALSE(answer.arrived_unknown) << bytes;
  }
}

TEST(Limits, OfTheDirectoryAreKept) {
  RawServer server([](int, const std::string&) {
    return RawServer::Reply{http_reply("200 OK", "{" + std::string(5000, ' ') + "}")};
  });
  AgencyDirectory directory = one_agency(server.port());
  directory.entries.at("agency").max_reply_bytes = 5001;
  const AgencyAnswer cut = make_http_agency(directory)->ask(op());
  EXPECT_EQ(cut.error.code, "agency/too_large");
  EXPECT_TRUE(cut.arrived_unknown);
  directory.entries.at("agency").max_reply_bytes = 5002;
  EXPECT_EQ(make_http_agency(directory)->ask(op()).kind, AgencyAnswerKind::kAnswered);
}

TEST(Limits, MayBeAboveTheUsualOnes) {
  const std::string huge = "{" + std::string(3u << 20, ' ') + "}";
  RawServer server(
      [&](int, const std::string&) { return RawServer::Reply{http_reply("200 OK", huge)}; });
  AgencyDirectory directory = one_agency(server.port());
  directory.entries.at("agency").max_reply_bytes = 4u << 20;
  EXPECT_EQ(make_http_agency(directory)->ask(op()).kind, AgencyAnswerKind::kAnswered);
}

TEST(RetryAfter, IsToldOf429And503AndAtMostADay) {
  using std::chrono::milliseconds;
  const auto told = [](const std::string& status, const std::string& value) {
    RawServer server([&](int, const std::string&) {
      return RawServer::Reply{http_reply(status, "", "Retry-After: " + value + "\r\n")};
    });
    const auto after = make_http_agency(one_agency(server.port()))->ask(op()).retry_after;
    return after ? after->count() : -1;
  };
  EXPECT_EQ(told("429 Too Many", "7"), 7'000);
  EXPECT_EQ(told("503 Unavailable", "120"), 120'000);
  EXPECT_EQ(told("503 Unavailable", "999999999"), 86'400'000);
  EXPECT_EQ(told("503 Unavailable", "Wed, 21 Oct 2099 07:28:00 GMT"), 86'400'000);
  EXPECT_EQ(told("503 Unavailable", "0"), -1);
  EXPECT_EQ(told("500 Oh", "120"), -1);
  EXPECT_EQ(told("400 No", "120"), -1);
}

}  // namespace
}  // namespace lianban::adapter
