#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "base/limits.hpp"
#include "unit/adapter/raw_server.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

AgencyRequest op(std::string key = "k1") { return request("agency", "op", std::move(key)); }

AgencyAnswer asked(const std::string& bytes) {
  RawServer server([&](int, const std::string&) { return RawServer::Reply{bytes}; });
  return make_http_agency(one_agency(server.port()))->ask(op());
}

TEST(HostileAgency, NonsenseIsNamedSo) {
  for (const std::string& bytes :
       {http_reply("200 OK", "<html>维护中</html>"), http_reply("200 OK", "[1]"),
        http_reply("200 OK", ""), std::string("SSH-2.0-OpenSSH_9.2\r\n"),
        std::string("HTTP/1.1 banana\r\n\r\n"), std::string("\x16\x03\x01\x02\x00\x01", 6)}) {
    const AgencyAnswer answer = asked(bytes);
    EXPECT_EQ(answer.error.code, "agency/nonsense") << bytes;
    EXPECT_TRUE(answer.arrived_unknown) << bytes;
  }
}

TEST(HostileAgency, AHugeReplyIsCutOff) {
  const std::string huge(2 * limits::kPayloadBytes, ' ');
  EXPECT_EQ(asked(http_reply("200 OK", huge)).error.code, "agency/too_large");
  EXPECT_EQ(asked("HTTP/1.1 200 OK\r\n\r\n" + huge).error.code, "agency/too_large");
  EXPECT_EQ(asked("HTTP/1.1 200 OK\r\nX: " + std::string(80'000, 'x') + "\r\n\r\n{}").error.code,
            "agency/too_large");
}

TEST(HostileAgency, AReplyOfExactlyTheLimitIsTaken) {
  const std::string text = "{" + std::string(limits::kPayloadBytes - 2, ' ') + "}";
  EXPECT_EQ(asked(http_reply("200 OK", text)).kind, AgencyAnswerKind::kAnswered);
}

TEST(HostileAgency, ACompressedReplyIsNotUnpacked) {
  std::string seen;
  RawServer server([&](int, const std::string& request) {
    seen = request;
    return RawServer::Reply{http_reply("200 OK", "\x1f\x8b\x08", "Content-Encoding: gzip\r\n")};
  });
  EXPECT_EQ(make_http_agency(one_agency(server.port()))->ask(op()).error.code, "agency/nonsense");
  EXPECT_EQ(seen.find("Accept-Encoding"), std::string::npos);
}

TEST(HostileAgency, ARedirectIsNotFollowed) {
  RawServer elsewhere(
      [](int, const std::string&) { return RawServer::Reply{http_reply("200 OK", "{}")}; });
  const std::string there = "http://127.0.0.1:" + std::to_string(elsewhere.port()) + "/";
  for (const char* status : {"301 Moved", "302 Found", "307 Temporary", "308 Permanent"}) {
    const AgencyAnswer answer = asked(http_reply(status, "{}", "Location: " + there + "\r\n"));
    EXPECT_EQ(answer.error.code, "agency/nonsense") << status;
    EXPECT_FALSE(answer.error.retryable) << status;
  }
  EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(HostileAgency, AnAcknowledgementCannotSendThePollElsewhere) {
  RawServer server([](int number, const std::string& request) {
    if (number == 0) {
      return RawServer::Reply{
          http_reply("202 Accepted", "", "Location: http://127.0.0.1:1/op/T%2F1\r\n")};
    }
    return RawServer::Reply{http_reply("200 OK", Json{{"line", request.substr(0, 16)}}.dump())};
  });
  const auto agency =
      make_http_agency(one_agency(server.port(), {{"path", "/op"}, {"poll", Json::object()}}));
  const AgencyAnswer acknowledged = agency->ask(op());
  EXPECT_EQ(acknowledged.ticket, "T/1");
  const AgencyAnswer answer = agency->poll(op(), acknowledged.ticket);
  ASSERT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
  EXPECT_EQ(answer.reply->at("line"), "GET /op/T%2F1 HT");
}

TEST(HostileAgency, ABrokenConnectionMayHaveActed) {
  for (const char* bytes : {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"}) {
    const AgencyAnswer answer = asked(bytes);
    EXPECT_EQ(answer.error.code, "agency/interrupted") << bytes;
    EXPECT_TRUE(answer.error.retryable);
    EXPECT_TRUE(answer.arrived_unknown);
  }
}

TEST(HostileAgency, AFailedPollNeverMeansAnEffect) {
  RawServer server([](int, const std::string&) { return RawServer::Reply{}; });
  const auto agency =
      make_http_agency(one_agency(server.port(), {{"path", "/op"}, {"poll", Json::object()}}));
  const AgencyAnswer answer = agency->poll(op(), "T1");
  EXPECT_EQ(answer.error.code, "agency/interrupted");
  EXPECT_FALSE(answer.arrived_unknown);
}

TEST(HostileAgency, AConnectionThatIsNeverTakenWasNotReached) {
  const FullPort full;
  AgencyRequest request = op();
  request.timeout_ms = 80;
  const AgencyAnswer answer = make_http_agency(one_agency(full.port()))->ask(request);
  EXPECT_EQ(answer.error.code, "agency/unreachable");
  EXPECT_FALSE(answer.arrived_unknown);
}

TEST(HostileAgency, WithoutTlsNothingIsSent) {
  RawServer server(
      [](int, const std::string&) { return RawServer::Reply{http_reply("200 OK", "{}")}; });
  auto directory = one_agency(server.port());
  directory.entries.at("agency").url = "https://127.0.0.1:" + std::to_string(server.port());
  directory.entries.at("agency").total_timeout = std::chrono::milliseconds{150};
  const AgencyAnswer answer = make_http_agency(directory)->ask(op());
  EXPECT_EQ(answer.error.code, "agency/unreachable");
  EXPECT_FALSE(answer.arrived_unknown);
  EXPECT_EQ(server.requests(), 0);
}

/// Answers the first request, dies on the second, answers again.
RawServer::Reply dies_second(int number, const std::string&) {
  if (number == 1) return {};
  return {http_reply("200 OK", "{}"), false};
}

TEST(KeptConnection, IsUsedAgainForWhoHonoursKeys) {
  RawServer server(dies_second);
  const auto agency =
      make_http_agency(one_agency(server.port(), {{"path", "/op"}, {"honours_keys", true}}));
  EXPECT_EQ(agency->ask(op("k1")).kind, AgencyAnswerKind::kAnswered);
  // libcurl sends it again by itself: harmless here, and the reason for the next test.
  EXPECT_EQ(agency->ask(op("k2")).kind, AgencyAnswerKind::kAnswered);
  EXPECT_EQ(server.requests(), 3);
}

TEST(KeptConnection, IsNeverUsedForWhoDoesNot) {
  RawServer server(dies_second);
  const auto agency = make_http_agency(one_agency(server.port()));
  EXPECT_EQ(agency->ask(op("k1")).kind, AgencyAnswerKind::kAnswered);
  const AgencyAnswer died = agency->ask(op("k2"));
  EXPECT_EQ(died.error.code, "agency/interrupted");
  EXPECT_TRUE(died.arrived_unknown);
  EXPECT_EQ(server.requests(), 2);
}

/// What the agency sees of one request.
std::string seen_request(AgencyRequest request, AgencyDirectory* given = nullptr,
                         HttpAgencyOptions options = {}) {
  std::string seen;
  RawServer server([&](int, const std::string& bytes) {
    seen = bytes;
    return RawServer::Reply{http_reply("200 OK", "{}")};
  });
  AgencyDirectory directory = given != nullptr ? *given : AgencyDirectory{};
  if (given == nullptr) directory = one_agency(server.port());
  directory.entries.at("agency").url = "http://127.0.0.1:" + std::to_string(server.port());
  const AgencyAnswer answer = make_http_agency(directory, std::move(options))->ask(request);
  return answer.kind == AgencyAnswerKind::kAnswered ? seen : answer.error.code;
}

TEST(Request, CarriesItsKeyAndBodyAndNothingOfTheCase) {
  const std::string seen = seen_request(op("case/7:1"));
  EXPECT_TRUE(seen.starts_with("POST /op HTTP/1.1\r\n")) << seen;
  EXPECT_NE(seen.find("\r\nIdempotency-Key: case/7:1\r\n"), std::string::npos);
  EXPECT_NE(seen.find("\r\nContent-Type: application/json\r\n"), std::string::npos);
  EXPECT_TRUE(seen.ends_with("\r\n\r\n" + vehicle().dump()));
  EXPECT_EQ(seen.find("case-1"), std::string::npos);
}

TEST(Request, WithoutABodyIsAnEmptyObject) {
  AgencyRequest request = op();
  request.body = nullptr;
  EXPECT_TRUE(seen_request(request).ends_with("\r\n\r\n{}"));
}

TEST(Request, ThatCannotBeSentIsNotSent) {
  for (const std::string& key :
       {std::string(), std::string("a\r\nX: y"), std::string("a b"), std::string("钥匙"),
        std::string(limits::kRequestIdBytes + 1, 'k')}) {
    EXPECT_EQ(seen_request(op(key)), "agency/request") << key;
  }
  AgencyRequest request = op();
  request.body = body(Json::array());
  EXPECT_EQ(seen_request(request), "agency/request");
  request.body = body({{"a", std::string(limits::kPayloadBytes, 'x')}});
  EXPECT_EQ(seen_request(request), "agency/request");
}

TEST(Request, ProvesItselfWithTheNamedSecret) {
  AgencyDirectory directory = one_agency(1);
  directory.entries.at("agency").auth = AgencyAuth{"bearer", {}, "KEY"};
  const auto with = [&](auto secret) {
    HttpAgencyOptions options;
    options.secret = std::move(secret);
    return seen_request(op(), &directory, std::move(options));
  };
  const auto named = [](const std::string& name) {
    return std::optional<std::string>("of-" + name);
  };
  EXPECT_NE(with(named).find("\r\nAuthorization: Bearer of-KEY\r\n"), std::string::npos);
  EXPECT_EQ(with([](const std::string&) { return std::nullopt; }), "agency/secret");
  EXPECT_EQ(with([](const std::string&) { return std::string("a\r\nX: y"); }), "agency/secret");
  EXPECT_EQ(with([](const std::string&) -> std::optional<std::string> {
              throw std::runtime_error("vault");
            }),
            "agency/secret");
  ::unsetenv("KEY");
  EXPECT_EQ(with(nullptr), "agency/secret");
  ::setenv("KEY", "of-environment", 1);
  EXPECT_NE(with(nullptr).find("Bearer of-environment\r\n"), std::string::npos);
  ::unsetenv("KEY");
}

TEST(Request, GoesPastTheEnvironmentsProxy) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  const std::string seen = seen_request(op());
  ::unsetenv("http_proxy");
  EXPECT_TRUE(seen.starts_with("POST /op ")) << seen;
}

TEST(Failure, NeverRepeatsAPayload) {
  const std::string canary = "330302199001011234";
  RawServer server([&](int number, const std::string&) {
    const std::string echo = "{\"id\": \"" + canary + "\"";
    const char* statuses[] = {"200 OK", "400 ", "500 ", "302 ", "202 Accepted"};
    return RawServer::Reply{http_reply(statuses[number % 5] + canary, echo,
                                       "Location: /" + canary + "\r\nX: " + canary + "\r\n")};
  });
  const auto agency = make_http_agency(one_agency(server.port()));
  for (int i = 0; i < 5; ++i) {
    AgencyRequest request = op("key-" + canary);
    request.case_id = canary;
    request.body = body({{"id_number", canary}});
    const Error error = agency->ask(request).error;
    EXPECT_FALSE(error.code.empty());
    const std::string all = error.code + error.message.zh + error.message.en + error.place;
    EXPECT_EQ(all.find(canary), std::string::npos) << all;
  }
}

}  // namespace
}  // namespace lianban::adapter
