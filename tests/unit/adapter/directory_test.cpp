#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "agencies/simulated_agencies.hpp"
#include "base/json.hpp"
#include "base/secrets.hpp"
#include "lianban/agency.hpp"

namespace lianban {
namespace {

using std::chrono::milliseconds;

Json good() {
  return Json::parse(R"({
    "police": {
      "url": "https://police.example.gov.cn/gateway/",
      "auth": {"scheme": "bearer", "secret": "POLICE_TOKEN"},
      "timeouts": {"connect": "2 seconds", "total": "PT0.5S"},
      "retry": {"first": "1 second", "factor": 1.5, "max": "10 minutes", "attempts": 12, "jitter": 0},
      "breaker": {"failures": 7, "open_for": "1 minute"},
      "concurrency": 2,
      "note": "the province's gateway",
      "operations": {
        "change": {"path": "/change", "poll": {"every": "1 hours", "until": "30 days"}},
        "restore": {"method": "PUT", "path": "/restore?v=2", "honours_keys": true,
                    "query": "/restore/by-key/{key}", "poll": {"path": "/answers?t={ticket}"}}
      }
    },
    "police@330300": {"url": "http://10.1.2.3:8080", "operations": {}}
  })");
}

std::string first_fault(const Json& source) {
  const LoadedDirectory loaded = load_agency_directory(source);
  if (loaded.ok()) return "";
  return loaded.faults.front().code + " " + loaded.faults.front().place;
}

std::string fault_at(const char* pointer, const Json& value) {
  Json source = good();
  source[Json::json_pointer(pointer)] = value;
  return first_fault(source);
}

TEST(Directory, ReadsEveryMember) {
  const LoadedDirectory loaded = load_agency_directory(good());
  ASSERT_TRUE(loaded.ok()) << first_fault(good());
  const AgencyEntry* police = loaded.directory.find("police", "");
  ASSERT_NE(police, nullptr);
  EXPECT_EQ(police->url, "https://police.example.gov.cn/gateway");
  EXPECT_EQ(police->auth->secret, "POLICE_TOKEN");
  EXPECT_EQ(police->connect_timeout, milliseconds{2000});
  EXPECT_EQ(police->total_timeout, milliseconds{500});
  EXPECT_EQ(police->retry.factor, 1.5);
  EXPECT_EQ(police->retry.max, milliseconds{600'000});
  EXPECT_EQ(police->retry.attempts, 12);
  EXPECT_EQ(police->breaker.failures, 7);
  EXPECT_EQ(police->concurrency, 2);
  const AgencyOperation& change = police->operations.at("change");
  EXPECT_EQ(change.method, "POST");
  EXPECT_FALSE(change.honours_keys);
  EXPECT_EQ(change.poll->path, "/change/{ticket}");
  EXPECT_EQ(change.poll->every, milliseconds{3'600'000});
  EXPECT_EQ(change.poll->until, std::chrono::days{30});
  EXPECT_EQ(police->operations.at("restore").poll->path, "/answers?t={ticket}");
}

TEST(Directory, PrefersTheOfficesOwnEntry) {
  const AgencyDirectory directory = load_agency_directory(good()).directory;
  EXPECT_EQ(directory.find("police", "330300")->url, "http://10.1.2.3:8080");
  EXPECT_EQ(directory.find("police", "330100")->url, "https://police.example.gov.cn/gateway");
  EXPECT_EQ(directory.find("insurer", "330300"), nullptr);
  EXPECT_NE(directory.operation("police", "330100", "change"), nullptr);
  EXPECT_EQ(directory.operation("police", "330300", "change"), nullptr);
  EXPECT_EQ(directory.operation("insurer", "", "change"), nullptr);
}

TEST(Directory, TellsEachFaultWithItsPlace) {
  const Json number = 5;
  EXPECT_EQ(first_fault(Json::array()), "directory/type ");
  EXPECT_EQ(first_fault({{"Police", Json::object()}}), "directory/unknown /Police");
  EXPECT_EQ(first_fault({{"police@", Json::object()}}), "directory/unknown /police@");
  EXPECT_EQ(first_fault({{"police", number}}), "directory/type /police");
  EXPECT_EQ(first_fault({{"police", {{"operations", Json::object()}}}}),
            "directory/missing /police/url");
  EXPECT_EQ(fault_at("/police/url", number), "directory/type /police/url");
  EXPECT_EQ(fault_at("/police/url", "ftp://a"), "directory/url /police/url");
  EXPECT_EQ(fault_at("/police/speed", number), "directory/unknown /police/speed");
  EXPECT_EQ(fault_at("/police/auth/scheme", "sm2"), "directory/auth /police/auth/scheme");
  EXPECT_EQ(fault_at("/police/auth/scheme", "tif"), "directory/missing /police/auth/key");
  EXPECT_EQ(fault_at("/police/auth/key", "two words"), "directory/secret /police/auth/key");
  EXPECT_EQ(fault_at("/police/url", "http://police.example.gov.cn"), "directory/auth /police/auth");
  EXPECT_EQ(fault_at("/police/timeouts/total", "soon"),
            "directory/duration /police/timeouts/total");
  EXPECT_EQ(fault_at("/police/timeouts/total", "2 workdays"),
            "directory/duration /police/timeouts/total");
  EXPECT_EQ(fault_at("/police/timeouts/total", "0 seconds"),
            "directory/range /police/timeouts/total");
  EXPECT_EQ(fault_at("/police/timeouts/total", "11 minutes"),
            "directory/range /police/timeouts/total");
  EXPECT_EQ(fault_at("/police/timeouts/total", "999999999999 days"),
            "directory/duration /police/timeouts/total");
  EXPECT_EQ(fault_at("/police/retry/factor", 0.5), "directory/range /police/retry/factor");
  EXPECT_EQ(fault_at("/police/retry/jitter", 1.5), "directory/range /police/retry/jitter");
  EXPECT_EQ(fault_at("/police/retry/attempts", 0), "directory/range /police/retry/attempts");
  EXPECT_EQ(fault_at("/police/retry/attempts", 2.5), "directory/type /police/retry/attempts");
  EXPECT_EQ(fault_at("/police/retry/attempts", 18446744073709551615ULL),
            "directory/range /police/retry/attempts");
  EXPECT_EQ(fault_at("/police/retry/max", "PT0.5S"), "directory/range /police/retry");
  EXPECT_EQ(fault_at("/police/operations/change/method", "GET"),
            "directory/range /police/operations/change/method");
  EXPECT_EQ(fault_at("/police/operations/change/path", "change"),
            "directory/path /police/operations/change/path");
  EXPECT_EQ(fault_at("/police/operations/change/honours_keys", "yes"),
            "directory/type /police/operations/change/honours_keys");
  EXPECT_EQ(fault_at("/police/operations/change/poll/path", "/answers"),
            "directory/path /police/operations/change/poll/path");
  EXPECT_EQ(fault_at("/police/operations/change/path", "/do?op=change"),
            "directory/missing /police/operations/change/poll/path");
  EXPECT_EQ(fault_at("/police/operations/restore/query", "/by-key"),
            "directory/path /police/operations/restore/query");
  EXPECT_EQ(fault_at("/police/operations/a b", {{"path", "/x"}}),
            "directory/unknown /police/operations/a b");
}

TEST(Directory, TellsAllFaultsAtOnce) {
  Json source = good();
  source["police"]["url"] = 1;
  source["police"]["concurrency"] = 0;
  source["police@330300"].erase("operations");
  source["X"] = 1;
  EXPECT_EQ(load_agency_directory(source).faults.size(), 4u);
}

TEST(Directory, RefusesSecretsThatAreWrittenDown) {
  for (const auto& [pointer, value] : std::vector<std::pair<const char*, Json>>{
           {"/police/url", "https://user:word@police.example.gov.cn"},
           {"/police/password", "x"},
           {"/police/auth/app-secret", "x"},
           {"/police/auth/secret", "two words"},
           {"/police/auth/secret", "-----BEGIN PRIVATE KEY-----"},
           {"/police/auth/secret", "0123456789abcdef0123456789abcdef"},
           {"/police/auth/secret", "q7Rt2mZp9XwK4vNb8Lc3Hs6D"},
           {"/police/note", "Bearer abc"}}) {
    EXPECT_EQ(fault_at(pointer, value), std::string("directory/secret ") + pointer) << value;
  }
}

TEST(Directory, NeverRepeatsASecretInItsFaults) {
  const std::string secret = "q7Rt2mZp9XwK4vNb8Lc3Hs6D";
  Json source = good();
  source["police"]["auth"]["secret"] = secret;
  source["police"]["url"] = "https://u:" + secret + "@a";
  for (const Error& fault : load_agency_directory(source).faults) {
    EXPECT_EQ(fault.message.en.find(secret), std::string::npos);
    EXPECT_EQ(fault.message.zh.find(secret), std::string::npos);
    EXPECT_EQ(fault.place.find(secret), std::string::npos);
  }
}

TEST(Directory, TakesOrdinaryNamesForNames) {
  for (const char* name : {"POLICE_GATEWAY_KEY_2026", "policeGatewayKeyForTheCity2026",
                           "wenzhou.police.gateway-key", "/api/V1/vehicleUseChange2024/answers"}) {
    EXPECT_FALSE(base::looks_like_secret(name)) << name;
  }
}

TEST(Directory, PlacesAFaultOfSyntaxByLineAndColumn) {
  const LoadedDirectory loaded = load_agency_directory_text("{\n  \"police\": }");
  ASSERT_EQ(loaded.faults.size(), 1u);
  EXPECT_EQ(loaded.faults.front().code, "directory/json");
  EXPECT_EQ(loaded.faults.front().place, "2:13");
}

TEST(Directory, TheExampleIsTheOneOfTheSimulatorsDefaultPorts) {
  std::ifstream file(LIANBAN_SOURCE_DIR "/examples/agencies/directory.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const LoadedDirectory loaded = load_agency_directory_text(text);
  ASSERT_TRUE(loaded.ok()) << loaded.faults.front().place;
  EXPECT_EQ(Json::parse(text),
            simulators::SimulatedAgencies::directory_for({{"data_platform", 18081},
                                                          {"police", 18082},
                                                          {"insurer", 18083},
                                                          {"carrier", 18084},
                                                          {"@notices", 18085},
                                                          {"@supervision", 18086}}));
}

}  // namespace
}  // namespace lianban
