// Signatures are data: each family against a vector computed with other tools (Python's hmac and
// hashlib, `openssl dgst -sm3`), then over the wire, checked by the receiver from what it got.
#include "adapter/signing.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <set>
#include <thread>

#include "base/hash.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

const std::string kNonce = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kTarget = "/gateway/api?b=2&a=1";
const Instant kAt = *parse_instant("2021-11-22T09:00:00+08:00");

std::vector<std::string> headers_of(std::string_view family) {
  const SignatureScheme& scheme = *find_signature_scheme(family);
  return signature_headers(scheme, {"POST", kTarget, R"({"a":1})"},
                           {"ak-1", "sk-1", format_signature_time(scheme.time, kAt), kNonce});
}
using Lines = std::vector<std::string>;

TEST(Signing, ZhejiangIrs) {
  EXPECT_EQ(headers_of("zhejiang-irs"),
            (Lines{"X-BG-HMAC-ALGORITHM: hmac-sha256", "X-BG-HMAC-ACCESS-KEY: ak-1",
                   "X-BG-DATE-TIME: Mon, 22 Nov 2021 01:00:00 GMT",
                   "X-BG-HMAC-SIGNATURE: oQow1AHkWaW7rUGVvIjE2eIa8WYHsnnoCYqm2Ytk/Nk="}));
}

TEST(Signing, Tif) {
  EXPECT_EQ(headers_of("tif"),
            (Lines{"x-tif-paasid: ak-1", "x-tif-timestamp: 1637542800", "x-tif-nonce: " + kNonce,
                   "x-tif-signature: "
                   "883acd654cea02eb2d55754872052b2e544ba400d1e2db11212cb2937bee0465"}));
}

TEST(Signing, OpenData) {
  EXPECT_EQ(headers_of("open-data"),
            (Lines{"X-Client-Id: ak-1", "X-Timestamp: 1637542800000", "X-Nonce: " + kNonce,
                   "X-Signature: r6tZB0e/u95HNiXQw+7W3AAAkBIoODjb5K+Vu/Uthz4="}));
}

TEST(Signing, AppKey) {
  EXPECT_EQ(headers_of("app-key"), (Lines{"appKey: ak-1", "timestamp: 1637542800",
                                          "signature: f07722c5a1739ba38874e5e232ae2d44fcd81efb"}));
}

TEST(Signing, OurOwnCoversTheBody) {
  EXPECT_EQ(
      headers_of("lianban"),
      (Lines{"X-Lianban-Key: ak-1", "X-Lianban-Time: 1637542800", "X-Lianban-Nonce: " + kNonce,
             "X-Lianban-Signature: "
             "0d3f63d113046b503070032aa6d5eb18b8ea7037e06fff9063de6ac1959a7c4b"}));
  for (const std::string& name : signature_scheme_names()) {
    EXPECT_EQ(find_signature_scheme(name)->covers_body(), name.starts_with("lianban")) << name;
  }
  EXPECT_EQ(find_signature_scheme("bearer"), nullptr);
}

TEST(Signing, TargetIsWhatFollowsTheHost) {
  EXPECT_EQ(target_of("https://a.example/b/c?d=e"), "/b/c?d=e");
  EXPECT_EQ(target_of("http://127.0.0.1:80"), "/");
}

/// A receiver that keeps what it was sent.
class Receiver {
 public:
  Receiver() {
    server_.set_keep_alive_max_count(1);
    server_.Post("/base/op", [this](const httplib::Request& request, httplib::Response& response) {
      seen_.push_back(request);
      response.set_content("{}", "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~Receiver() {
    server_.stop();
    thread_.join();
  }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] const std::vector<httplib::Request>& seen() const { return seen_; }

 private:
  httplib::Server server_;
  std::vector<httplib::Request> seen_;
  int port_ = 0;
  std::thread thread_;
};

std::unique_ptr<Agency> signing_agency(int port, HttpAgencyOptions options) {
  auto loaded = load_agency_directory(
      {{"agency",
        {{"url", "http://127.0.0.1:" + std::to_string(port) + "/base"},
         {"auth", {{"scheme", "lianban"}, {"key", "AGENCY_KEY"}, {"secret", "AGENCY_SECRET"}}},
         {"operations", {{"op", {{"path", "/op?z=1&y=2"}}}}}}}});
  EXPECT_TRUE(loaded.ok()) << loaded.faults.front().code << loaded.faults.front().place;
  return make_http_agency(std::move(loaded.directory), std::move(options));
}

TEST(Signing, TheReceiverCanCheckWhatItGot) {
  Receiver receiver;
  HttpAgencyOptions options;
  options.secret = [](const std::string& name) {
    return std::optional<std::string>(name == "AGENCY_KEY" ? "ak-9" : "sk-9");
  };
  options.now = [] { return kAt; };
  const auto agency = signing_agency(receiver.port(), options);
  for (const char* key : {"k1", "k2"}) {
    const AgencyAnswer answer = agency->ask(request("agency", "op", key));
    ASSERT_EQ(answer.kind, AgencyAnswerKind::kAnswered) << shown(answer);
  }
  ASSERT_EQ(receiver.seen().size(), 2U);
  std::set<std::string> nonces;
  for (const httplib::Request& got : receiver.seen()) {
    EXPECT_EQ(got.get_header_value("X-Lianban-Key"), "ak-9");
    EXPECT_EQ(got.get_header_value("X-Lianban-Time"), "1637542800");
    const std::string nonce = got.get_header_value("X-Lianban-Nonce");
    nonces.insert(nonce);
    const std::string text =
        "POST\n/base/op\ny=2&z=1\n1637542800\n" + nonce + "\n" + base::hex(base::sm3({got.body}));
    EXPECT_EQ(got.get_header_value("X-Lianban-Signature"), base::hex(base::hmac_sm3("sk-9", text)));
    EXPECT_FALSE(got.has_header("Authorization"));
  }
  EXPECT_EQ(nonces.size(), 2U) << "a nonce was used twice";
}

TEST(Signing, WithoutItsSecretNothingIsSent) {
  Receiver receiver;
  HttpAgencyOptions options;
  for (const std::string missing : {"AGENCY_KEY", "AGENCY_SECRET"}) {
    options.secret = [missing](const std::string& name) {
      return name == missing ? std::nullopt : std::optional<std::string>("x");
    };
    const AgencyAnswer answer =
        signing_agency(receiver.port(), options)->ask(request("agency", "op", "k1"));
    EXPECT_EQ(answer.error.code, "agency/secret");
    EXPECT_NE(shown(answer).find(missing), std::string::npos) << shown(answer);
    EXPECT_FALSE(answer.arrived_unknown);
  }
  EXPECT_TRUE(receiver.seen().empty());
}

}  // namespace
}  // namespace lianban::adapter
