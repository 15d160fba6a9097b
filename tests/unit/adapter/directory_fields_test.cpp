// Every member of the agency directory: what the parser says of it, and that the published schema
// says the same wherever a schema can.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "base/json.hpp"
#include "lianban/agency.hpp"

namespace lianban {
namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(std::string(LIANBAN_SOURCE_DIR) + "/" + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class PublishedSchema {
 public:
  PublishedSchema() : source_(Json::parse(text_of("workflows/schema/directory.schema.json"))) {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(source_), schema_);
  }
  [[nodiscard]] bool takes(const Json& directory) const {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(directory), nullptr);
  }

 private:
  Json source_;
  valijson::Schema schema_;
};

Json good() {
  return Json::parse(R"({
    "$schema": "../workflows/schema/directory.schema.json",
    "@schemes": {
      "city": {
        "algorithm": "hmac-sm3", "parts": ["method", "path", "key", "time", "nonce", "body_digest"],
        "separator": "\n", "ends_with_separator": true, "encoding": "base64", "time": "http_date",
        "window": "2 minutes", "fixed": {"X-City-Version": "2"},
        "headers": {"key": "X-City-Key", "time": "X-City-Time", "nonce": "X-City-Nonce",
                    "signature": "X-City-Signature"}
      },
      "hashed": {"algorithm": "sha256", "parts": ["secret", "time"],
                 "headers": {"time": "X-Time", "signature": "X-Sign"}},
      "guomi": {"algorithm": "sm2", "parts": ["body_digest", "time", "nonce"], "separator": "\n", "sm2": {"id": "", "form": "raw"},
                "headers": {"time": "X-Time", "nonce": "X-Nonce", "signature": "X-Sign"}}
    },
    "@notices": {"url": "https://sms.example.gov.cn", "operations": {"deliver": {"path": "/send"}}},
    "@supervision": {"external": true, "operations": {"deliver": {}}},
    "police": {
      "url": "https://police.example.gov.cn/gateway",
      "auth": {"scheme": "oauth2", "key": "POLICE_ID", "secret": "POLICE_SECRET",
               "token_url": "https://sso.example.gov.cn/token", "scope": "vehicles change"},
      "callbacks": {"scheme": "city", "key": "POLICE_CALLBACK_KEY", "secret": "POLICE_CALLBACK_SECRET",
                    "previous": {"key": "OLD_KEY", "secret": "OLD_SECRET",
                                 "until": "2026-12-31T23:59:59+08:00"}},
      "tls": {"ca_file": "/etc/lianban/ca.pem", "client_certificate": "client.pem",
              "client_key": "client.key"},
      "timeouts": {"connect": "2 seconds", "total": "PT0.5S"},
      "retry": {"first": "1 second", "factor": 1.5, "max": "10 minutes", "attempts": 12, "jitter": 0},
      "breaker": {"failures": 7, "open_for": "1 minute"},
      "concurrency": 2, "max_reply_bytes": 4096, "note": "the province's gateway",
      "operations": {
        "change": {"path": "/change", "poll": {"every": "1 hours", "until": "30 days"}},
        "restore": {"method": "PUT", "path": "/restore?v=2", "honours_keys": true,
                    "query": "/restore/by-key/{key}", "poll": {"path": "/answers?t={ticket}"}}
      }
    },
    "police@330300": {"url": "http://10.1.2.3:8080", "operations": {}},
    "insurer": {"external": true, "callbacks": {"key": "K", "secret": "S"}, "concurrency": 9,
                "operations": {"policy": {"honours_keys": true}}},
    "local": {"url": "http://127.0.0.1:8080", "auth": {"scheme": "bearer", "secret": "TOKEN"},
              "operations": {}}
  })");
}

/// A change of the good directory and the first fault it makes, "" for none. A null removes.
struct Sample {
  const char* pointer;
  Json value;
  const char* fault;
  bool schema_can_tell = true;
};

const Json kGone = nullptr;
const Json kRefuseKeys = {{"scheme", "tif"}, {"secret", "S"}};

std::vector<Sample> entries() {
  return {
      {"/police/external", false, ""},
      {"/police/external", 1, "directory/type /police/external"},
      {"/insurer/url", "https://a", "directory/unknown /insurer/url"},
      {"/insurer/auth", kRefuseKeys, "directory/unknown /insurer/auth"},
      {"/insurer/operations/policy/path", "/p",
       "directory/unknown /insurer/operations/policy/path"},
      {"/police/url", kGone, "directory/missing /police/url"},
      {"/police/url", "ftp://police", "directory/url /police/url"},
      {"/police/url", "https://police/a?b=c", "directory/url /police/url"},
      {"/police/url", "https://u:p@police/", "directory/secret /police/url"},
      {"/police/url", "https://[::1]:8443/a", ""},
      {"/police/max_reply_bytes", 1023, "directory/range /police/max_reply_bytes"},
      {"/police/max_reply_bytes", 16777216, ""},
      {"/police/max_reply_bytes", 16777217, "directory/range /police/max_reply_bytes"},
      {"/police/max_reply_bytes", "4 KB", "directory/type /police/max_reply_bytes"},
      {"/police/concurrency", 0, "directory/range /police/concurrency"},
      {"/police/timeouts/total", "2 workdays", "directory/duration /police/timeouts/total"},
      {"/police/timeouts/total", "11 minutes", "directory/range /police/timeouts/total", false},
      {"/police/retry/jitter", 1.5, "directory/range /police/retry/jitter"},
      {"/police/retry/max", "PT0.5S", "directory/range /police/retry", false},
      {"/police/speed", 1, "directory/unknown /police/speed"},
      {"/police/note", "q7Rt2mZp9XwK4vNb8Lc3Hs6D", "directory/secret /police/note", false},
      {"/Police", Json::object(), "directory/unknown /Police"},
      {"/@other", Json::object(), "directory/unknown /@other"},
      {"/@notices/operations", Json::object(), "directory/missing /@notices/operations/deliver"},
      {"/@supervision/operations", Json::object(),
       "directory/missing /@supervision/operations/deliver"},
      {"/police/operations/change/method", "GET",
       "directory/range /police/operations/change/method"},
      {"/police/operations/change/path", "//evil", "directory/path /police/operations/change/path"},
      {"/police/operations/change/path", "/a{b}", "directory/path /police/operations/change/path"},
      {"/police/operations/change/path", "/do?x=1",
       "directory/missing /police/operations/change/poll/path"},
      {"/police/operations/change/poll/path", "/answers",
       "directory/path /police/operations/change/poll/path"},
      {"/police/operations/restore/query", "/by-key",
       "directory/path /police/operations/restore/query"},
      {"/police/operations/restore/query", "/{key}", ""},
      {"/police/operations/a b", {{"path", "/x"}}, "directory/unknown /police/operations/a b"},
  };
}

std::vector<Sample> proofs() {
  return {
      {"/police/auth/scheme", "city", "directory/auth /police/auth/token_url"},
      {"/police/auth", kRefuseKeys, "directory/missing /police/auth/key"},
      {"/police/auth/scheme", "nobodys", "directory/auth /police/auth/scheme"},
      {"/police/auth/key", kGone, "directory/missing /police/auth/key"},
      {"/police/auth/key", "two words", "directory/secret /police/auth/key"},
      {"/police/auth/token_url", kGone, "directory/missing /police/auth/token_url"},
      {"/police/auth/token_url", "http://sso.example.gov.cn/t",
       "directory/auth /police/auth/token_url"},
      {"/police/auth/token_url", "http://localhost/t", ""},
      {"/police/auth/scope", "全部", "directory/range /police/auth/scope"},
      {"/local/auth", {{"scheme", "city"}, {"key", "K"}, {"secret", "S"}}, ""},
      {"/local/auth/scheme", "nobodys", "directory/auth /local/auth/scheme"},
      {"/local/url", "http://10.1.2.3", "directory/auth /local/auth"},
      {"/local/url", "http://127.0.0.1.example.com/", "directory/auth /local/auth"},
      {"/police/callbacks/scheme", "lianban", ""},
      {"/police/callbacks/scheme", kGone, ""},
      {"/police/callbacks/scheme", "bearer", "directory/auth /police/callbacks/scheme"},
      {"/police/callbacks/scheme", "tif", "directory/auth /police/callbacks/scheme", false},
      {"/police/callbacks/scheme", "hashed", "directory/auth /police/callbacks/scheme", false},
      {"/police/callbacks/scheme", "guomi", ""},
      {"/@schemes/city/separator", "", "directory/auth /police/callbacks/scheme", false},
      {"/police/callbacks/key", kGone, "directory/missing /police/callbacks/key"},
      {"/police/callbacks/secret", "-----BEGIN", "directory/secret /police/callbacks/secret"},
      {"/police/callbacks/previous", kGone, ""},
      {"/police/callbacks/previous/until", kGone,
       "directory/missing /police/callbacks/previous/until"},
      {"/police/callbacks/previous/until", "soon",
       "directory/range /police/callbacks/previous/until"},
      {"/police/tls/client_key", kGone, "directory/missing /police/tls/client_key"},
      {"/police/tls/client_certificate", kGone, "directory/missing /police/tls/client_certificate"},
      {"/police/tls/ca_file", "", "directory/range /police/tls/ca_file"},
      {"/police/tls/verify", false, "directory/unknown /police/tls/verify"},
      {"/police@330300/tls", {{"ca_file", "a"}}, "directory/url /police@330300/tls"},
  };
}

std::vector<Sample> schemes() {
  return {
      {"/@schemes/oauth2", Json::object(), "directory/unknown /@schemes/oauth2"},
      {"/@schemes/city/algorithm", "md5", "directory/range /@schemes/city/algorithm"},
      {"/@schemes/city/algorithm", kGone, "directory/missing /@schemes/city/algorithm"},
      {"/@schemes/city/parts", Json::array(), "directory/range /@schemes/city/parts"},
      {"/@schemes/city/parts", "time", "directory/type /@schemes/city/parts"},
      {"/@schemes/city/parts/0", "body", "directory/range /@schemes/city/parts/0"},
      {"/@schemes/city/parts/0", "secret", "directory/scheme /@schemes/city/parts"},
      {"/@schemes/guomi/parts/0", "secret", "directory/scheme /@schemes/guomi/parts"},
      {"/@schemes/hashed/parts/0", "path", "directory/scheme /@schemes/hashed/parts"},
      {"/@schemes/city/headers/key", kGone, "directory/scheme /@schemes/city/headers"},
      {"/@schemes/city/headers/time", kGone, "directory/scheme /@schemes/city/headers"},
      {"/@schemes/guomi/headers/nonce", kGone, "directory/scheme /@schemes/guomi/headers"},
      {"/@schemes/hashed/headers/signature", kGone, "directory/scheme /@schemes/hashed/headers"},
      {"/@schemes/city/headers/key", "X City", "directory/scheme /@schemes/city/headers/key"},
      {"/@schemes/city/headers/key", "content-LENGTH",
       "directory/scheme /@schemes/city/headers/key"},
      {"/@schemes/city/headers/key", "x-city-time", "directory/scheme /@schemes/city/headers/time",
       false},
      {"/@schemes/city/headers", kGone, "directory/missing /@schemes/city/headers"},
      {"/@schemes/city/fixed/Host", "a", "directory/scheme /@schemes/city/fixed/Host"},
      {"/@schemes/city/fixed/X-A", "a\r\nb", "directory/range /@schemes/city/fixed/X-A"},
      {"/@schemes/city/fixed/X-A", 1, "directory/type /@schemes/city/fixed/X-A"},
      {"/@schemes/city/fixed/X-Api-Key", "a", "directory/secret /@schemes/city/fixed/X-Api-Key",
       false},
      {"/@schemes/city/separator", std::string(17, '-'),
       "directory/range /@schemes/city/separator"},
      {"/@schemes/city/encoding", "hexadecimal", "directory/range /@schemes/city/encoding"},
      {"/@schemes/city/time", "iso", "directory/range /@schemes/city/time"},
      {"/@schemes/city/window", "2 days", "directory/range /@schemes/city/window", false},
      {"/@schemes/city/sm2", {{"id", "x"}}, "directory/scheme /@schemes/city/sm2"},
      {"/@schemes/guomi/sm2/form", "asn1", "directory/range /@schemes/guomi/sm2/form"},
      {"/@schemes/city/secret", "x", "directory/secret /@schemes/city/secret"},
  };
}

class Samples : public testing::TestWithParam<Sample> {};
INSTANTIATE_TEST_SUITE_P(Entries, Samples, testing::ValuesIn(entries()));
INSTANTIATE_TEST_SUITE_P(Proofs, Samples, testing::ValuesIn(proofs()));
INSTANTIATE_TEST_SUITE_P(Schemes, Samples, testing::ValuesIn(schemes()));

TEST_P(Samples, GetOneVerdictFromParserAndSchema) {
  static const PublishedSchema schema;
  const Sample& sample = GetParam();
  Json directory = good();
  const Json::json_pointer pointer(sample.pointer);
  if (sample.value.is_null()) {
    directory[pointer.parent_pointer()].erase(pointer.back());
  } else {
    directory[pointer] = sample.value;
  }
  const LoadedDirectory loaded = load_agency_directory(directory);
  std::string fault;
  if (!loaded.ok()) fault = loaded.faults.front().code + " " + loaded.faults.front().place;
  EXPECT_EQ(fault, sample.fault) << sample.pointer << " " << sample.value;
  if (sample.schema_can_tell) {
    EXPECT_EQ(schema.takes(directory), loaded.ok()) << sample.pointer << " " << sample.value;
  }
}

TEST(DirectorySchema, TakesWhatTheParserTakes) {
  const PublishedSchema schema;
  EXPECT_TRUE(load_agency_directory(good()).ok());
  EXPECT_TRUE(schema.takes(good()));
  const Json example = Json::parse(text_of("examples/agencies/directory.json"));
  EXPECT_TRUE(load_agency_directory(example).ok());
  EXPECT_TRUE(schema.takes(example));
  EXPECT_TRUE(schema.takes(Json::object()));
  EXPECT_FALSE(schema.takes(Json::array()));
}

TEST(DirectorySchema, NamesEveryThingInBothLanguages) {
  const Json schema = Json::parse(text_of("workflows/schema/directory.schema.json"));
  const Json flat = schema.flatten();
  std::size_t described = 0;
  for (const auto& [name, value] : flat.items()) {
    if (!name.ends_with("/description") || name.find("/properties/") == std::string::npos) continue;
    EXPECT_NE(value.get<std::string>().find(" / "), std::string::npos) << name;
    ++described;
  }
  EXPECT_GT(described, 40U);
}

TEST(DirectoryFields, AreRead) {
  const LoadedDirectory loaded = load_agency_directory(good());
  ASSERT_TRUE(loaded.ok());
  const AgencyEntry& police = *loaded.directory.find("police", "");
  EXPECT_FALSE(police.external);
  EXPECT_EQ(police.auth->scheme, "oauth2");
  EXPECT_EQ(police.auth->token_url, "https://sso.example.gov.cn/token");
  EXPECT_EQ(police.auth->scope, "vehicles change");
  EXPECT_EQ(police.callbacks->scheme, "city");
  EXPECT_EQ(police.callbacks->key, "POLICE_CALLBACK_KEY");
  EXPECT_EQ(police.callbacks->previous_secret, "OLD_SECRET");
  EXPECT_EQ(police.callbacks->previous_until, *parse_instant("2026-12-31T23:59:59+08:00"));
  EXPECT_EQ(police.tls.ca_file, "/etc/lianban/ca.pem");
  EXPECT_EQ(police.tls.client_certificate, "client.pem");
  EXPECT_EQ(police.tls.client_key, "client.key");
  EXPECT_EQ(police.max_reply_bytes, 4096U);
  EXPECT_EQ(loaded.directory.find("police", "330300")->max_reply_bytes, 1U << 20);
  const AgencyEntry& insurer = *loaded.directory.find("insurer", "");
  EXPECT_TRUE(insurer.external);
  EXPECT_EQ(insurer.callbacks->scheme, "lianban");
  EXPECT_EQ(insurer.callbacks->previous_key, "");
  EXPECT_TRUE(insurer.operations.at("policy").honours_keys);
  EXPECT_TRUE(loaded.directory.find(kSupervisionEntry, "")->external);
  EXPECT_NE(loaded.directory.operation(kNoticesEntry, "", "deliver"), nullptr);
}

TEST(DirectoryFields, OwnSchemesAreReadAndFound) {
  const AgencyDirectory directory = load_agency_directory(good()).directory;
  const SignatureScheme& city = *directory.scheme("city");
  EXPECT_EQ(city.algorithm, SignatureAlgorithm::kHmacSm3);
  EXPECT_EQ(city.parts.size(), 6U);
  EXPECT_EQ(city.parts[0], SignedPart::kMethod);
  EXPECT_EQ(city.parts[5], SignedPart::kBodyDigest);
  EXPECT_EQ(city.separator, "\n");
  EXPECT_TRUE(city.ends_with_separator);
  EXPECT_EQ(city.encoding, SignatureEncoding::kBase64);
  EXPECT_EQ(city.time, SignatureTime::kHttpDate);
  EXPECT_EQ(city.window, std::chrono::seconds{120});
  EXPECT_EQ(city.key_header, "X-City-Key");
  EXPECT_EQ(city.time_header, "X-City-Time");
  EXPECT_EQ(city.nonce_header, "X-City-Nonce");
  EXPECT_EQ(city.signature_header, "X-City-Signature");
  const std::vector<std::pair<std::string, std::string>> fixed = {{"X-City-Version", "2"}};
  EXPECT_EQ(city.fixed_headers, fixed);
  EXPECT_EQ(directory.scheme("guomi")->sm2_id, "");
  EXPECT_EQ(directory.scheme("guomi")->sm2_form, Sm2Form::kRaw);
  EXPECT_EQ(directory.scheme("hashed")->algorithm, SignatureAlgorithm::kSha256);
  EXPECT_NE(directory.scheme("tif"), nullptr);
  EXPECT_EQ(directory.scheme("nobodys"), nullptr);
}

TEST(DirectoryFields, AreAllToldAtOnce) {
  Json source = good();
  source["@schemes"]["city"]["encoding"] = "x";
  source["@schemes"]["guomi"]["headers"].erase("signature");
  source["police"]["tls"].erase("client_key");
  source["police"]["callbacks"].erase("secret");
  source["police"]["auth"].erase("token_url");
  source["@notices"]["operations"].erase("deliver");
  EXPECT_EQ(load_agency_directory(source).faults.size(), 6U);
}

}  // namespace
}  // namespace lianban
