#include "adapter/replies.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <tuple>

#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

HttpReply reply(long status, std::string text, std::string location = {}) {
  HttpReply out;
  out.exchange = Exchange::kReply;
  out.status = status;
  out.body = std::move(text);
  out.location = std::move(location);
  return out;
}

AgencyAnswer asked(const HttpReply& got, bool polls = true, bool later = true) {
  AgencyEntry entry;
  entry.url = "http://a";
  AgencyOperation operation;
  operation.path = "/op";
  if (polls) operation.poll = AgencyPolling{.path = "/op/{ticket}"};
  AgencyRequest what = request("agency", "op", "k1");
  what.answers_later = later;
  return read_ask(got, what, entry, operation);
}

AgencyAnswer polled(const HttpReply& got) { return read_poll(got, request("agency", "op", "k1")); }

TEST(Replies, AnObjectWithStatus2xxAnswers) {
  for (const long status : {200L, 201L, 203L}) {
    const AgencyAnswer answer = asked(reply(status, R"({"found": true})"));
    ASSERT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << status;
    EXPECT_EQ(*answer.reply, Json({{"found", true}}));
  }
}

TEST(Replies, TheTicketOfA202IsInItsBodyOrItsLocation) {
  EXPECT_EQ(asked(reply(202, R"({"ticket": "T1"})")).ticket, "T1");
  EXPECT_EQ(asked(reply(202, R"({"ticket": 17})")).ticket, "17");
  EXPECT_EQ(asked(reply(202, R"({"ticket": "T1"})", "/op/T2")).ticket, "T1");
  EXPECT_EQ(asked(reply(202, "", "http://b/op/T2")).ticket, "T2");
  EXPECT_EQ(asked(reply(202, "")).error.code, "agency/nonsense");
}

TEST(Replies, WithoutPollingOnlyALaterCallMayBeAcknowledged) {
  EXPECT_EQ(asked(reply(202, ""), false, true).kind, AgencyAnswerKind::kAcknowledged);
  EXPECT_EQ(asked(reply(202, ""), false, true).ticket, "");
  EXPECT_EQ(asked(reply(202, ""), false, false).error.code, "agency/nonsense");
  EXPECT_EQ(asked(reply(202, R"({"ticket": "T1"})"), true, false).ticket, "T1");
}

TEST(Replies, APollWaitsOn202And204) {
  EXPECT_EQ(polled(reply(202, "")).kind, AgencyAnswerKind::kPending);
  EXPECT_EQ(polled(reply(204, "")).kind, AgencyAnswerKind::kPending);
  EXPECT_EQ(polled(reply(200, R"({"result": "approved"})")).kind, AgencyAnswerKind::kAnswered);
  EXPECT_EQ(polled(reply(404, "")).error.code, "agency/refused");
}

TEST(Replies, EveryOtherStatusFailsInItsWay) {
  using Row = std::tuple<long, const char*, bool, bool>;  // status, code, retryable, may have acted
  for (const auto& [status, code, retryable, unknown] :
       {Row{301, "agency/nonsense", false, true}, Row{400, "agency/refused", false, false},
        Row{401, "agency/refused", false, false}, Row{404, "agency/refused", false, false},
        Row{422, "agency/refused", false, false}, Row{408, "agency/busy", true, true},
        Row{429, "agency/busy", true, false}, Row{500, "agency/busy", true, true},
        Row{503, "agency/busy", true, true}, Row{101, "agency/nonsense", true, true},
        Row{700, "agency/nonsense", true, true}}) {
    const AgencyAnswer answer = asked(reply(status, "{}"));
    EXPECT_EQ(answer.kind, AgencyAnswerKind::kFailed) << status;
    EXPECT_EQ(answer.error.code, code) << status;
    EXPECT_EQ(answer.error.retryable, retryable) << status;
    EXPECT_EQ(answer.arrived_unknown, unknown) << status;
  }
}

TEST(Replies, WhatIsNotAJsonObjectIsNonsense) {
  for (const char* text : {"", "<html>", "[]", "\"yes\"", "{\"a\":1,\"a\":2}", "{} {}", "\xff"}) {
    const AgencyAnswer answer = asked(reply(200, text));
    EXPECT_EQ(answer.error.code, "agency/nonsense") << text;
    EXPECT_TRUE(answer.arrived_unknown) << text;
  }
}

TEST(Replies, ErrorsNameTheAgencyAndNothingOfTheReply) {
  const AgencyAnswer answer = asked(reply(400, R"({"id": "330302199001011234"})", "/secret"));
  EXPECT_EQ(answer.error.message.en, "agency (op) refused the request: HTTP 400");
  EXPECT_EQ(answer.error.place, "agency/op");
  EXPECT_FALSE(answer.error.message.zh.empty());
}

}  // namespace
}  // namespace lianban::adapter
