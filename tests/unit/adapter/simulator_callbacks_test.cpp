// The simulated agencies call back: signed as the published scheme says, until they are heard.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "adapter/signing.hpp"
#include "agencies/simulated_agencies.hpp"
#include "base/hash.hpp"
#include "unit/adapter/callback_host.hpp"
#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

using simulators::Fault;

constexpr const char* kKey = "police-at-our-side";
constexpr const char* kSecret = "not a secret, a test";

class CallingBack : public testing::Test {
 protected:
  void start(const CallbackHost& host, simulators::Options options = {}) {
    options.callbacks.url = host.url();
    if (options.callbacks.key.empty()) options.callbacks.key = kKey;
    if (options.callbacks.secret.empty()) options.callbacks.secret = kSecret;
    options.callbacks.retry_ms = 1;
    simulated_ = std::make_unique<simulators::SimulatedAgencies>(std::move(options));
    const auto started = simulated_->start();
    ASSERT_TRUE(started) << started.error().message.en;
    agency_ = make_http_agency(load_agency_directory(simulated_->directory()).directory);
  }
  void TearDown() override {
    agency_.reset();
    simulated_.reset();
  }
  void fault(Fault what, int value = -1) {
    simulated_->add_fault({.agency = "police", .fault = what, .value = value});
  }
  AgencyAnswer ask(const std::string& key) {
    Json what = vehicle();
    what["vin"] = key;
    what["plate"] = key;
    return agency_->ask(request("police", "vehicle-use-change", key, what));
  }
  /// The signature the library makes for the same request.
  static std::string expected(const Callback& callback, SignatureAlgorithm algorithm,
                              const std::string& secret = kSecret) {
    SignatureScheme scheme = *find_signature_scheme("lianban");
    scheme.algorithm = algorithm;
    return signature_of(
        scheme, {callback.method, callback.target, callback.body},
        {header_of(callback, "X-Lianban-Key"), secret, header_of(callback, "X-Lianban-Time"),
         header_of(callback, "X-Lianban-Nonce")});
  }
  static std::string signature(const Callback& callback) {
    return header_of(callback, "X-Lianban-Signature");
  }
  Json counts(const std::string& key) { return simulated_->effects()["police"][key]; }
  /// Until the courier has written down what became of the last one.
  void wait_accepted(const std::string& key, int count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (counts(key)["callbacks_accepted"] < count && std::chrono::steady_clock::now() < end) {
      std::this_thread::yield();
    }
  }

  std::unique_ptr<simulators::SimulatedAgencies> simulated_;
  std::unique_ptr<Agency> agency_;
};

TEST_F(CallingBack, TheAnswerComesSignedAsTheLibrarySigns) {
  CallbackHost host;
  start(host);
  const std::string ticket = ask("k1").ticket;
  EXPECT_FALSE(ticket.empty());
  const Callback callback = host.wait(1).at(0);
  EXPECT_EQ(callback.agency, "police");
  EXPECT_EQ(callback.target, "/callbacks/police");
  const Json body = Json::parse(callback.body);
  EXPECT_EQ(body["request"], "k1");
  EXPECT_EQ(body["reply"]["result"], "approved");
  EXPECT_EQ(header_of(callback, "X-Lianban-Key"), kKey);
  EXPECT_EQ(header_of(callback, "X-Lianban-Nonce").size(), 32u);
  EXPECT_EQ(signature(callback), expected(callback, SignatureAlgorithm::kHmacSm3));
  wait_accepted("k1", 1);
  EXPECT_EQ(counts("k1")["callbacks_sent"], 1);
  EXPECT_EQ(counts("k1")["callbacks_accepted"], 1);
  const AgencyAnswer polled = agency_->poll(request("police", "vehicle-use-change", "k1"), ticket);
  EXPECT_EQ(*polled.reply, body["reply"]) << "polling works beside it";
}

TEST_F(CallingBack, WhatAnswersNowDoesNotCallBack) {
  CallbackHost host;
  start(host);
  EXPECT_EQ(agency_->ask(request("data_platform", "tax-receipt", "k0")).kind,
            AgencyAnswerKind::kAnswered);
  ask("k1");
  EXPECT_EQ(host.wait(1).at(0).agency, "police");
  EXPECT_EQ(host.count(), 1u);
}

TEST_F(CallingBack, HmacSha256IsTheSameTextWithAnotherHash) {
  CallbackHost host;
  start(host, {.callbacks = {.scheme = "lianban-sha256"}});
  ask("k1");
  const Callback callback = host.wait(1).at(0);
  EXPECT_EQ(signature(callback), expected(callback, SignatureAlgorithm::kHmacSha256));
}

TEST_F(CallingBack, EachAgencyCanHaveKeysOfItsOwn) {
  CallbackHost host;
  start(host, {.agencies = {{"police", {.callback_key = "own", .callback_secret = "other"}}}});
  ask("k1");
  const Callback callback = host.wait(1).at(0);
  EXPECT_EQ(header_of(callback, "X-Lianban-Key"), "own");
  EXPECT_EQ(signature(callback), expected(callback, SignatureAlgorithm::kHmacSm3, "other"));
}

/// The signed text again, from its definition.
std::string signed_text(const Callback& callback) {
  return "POST\n" + callback.target + "\n\n" + header_of(callback, "X-Lianban-Time") + "\n" +
         header_of(callback, "X-Lianban-Nonce") + "\n" + base::hex(base::sm3({callback.body}));
}

bool sm2_holds(EVP_PKEY* key, const std::string& text, const std::string& signature_hex) {
  const std::string_view id = "1234567812345678";
  const std::string bytes = base::unhex(signature_hex);
  const auto at = [](std::string_view from) {
    return reinterpret_cast<const unsigned char*>(from.data());
  };
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* how = EVP_PKEY_CTX_new(key, nullptr);
  EVP_MD_CTX_set_pkey_ctx(context, how);
  EVP_PKEY_CTX_set1_id(how, at(id), static_cast<int>(id.size()));
  const bool holds = EVP_DigestVerifyInit(context, nullptr, EVP_sm3(), nullptr, key) == 1 &&
                     EVP_DigestVerify(context, at(bytes), bytes.size(), at(text), text.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_CTX_free(how);
  return holds;
}

std::string private_pem(EVP_PKEY* key) {
  BIO* to = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(to, &data);
  std::string pem(data, static_cast<std::size_t>(size));
  BIO_free(to);
  return pem;
}

std::string private_hex(EVP_PKEY* key) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, "priv", &number);
  std::string bytes(32, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), 32);
  BN_clear_free(number);
  return base::hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

TEST_F(CallingBack, Sm2SignaturesHoldUnderThePublicKey) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
  ASSERT_NE(key, nullptr);
  for (const std::string& secret : {private_pem(key), private_hex(key)}) {
    CallbackHost host;
    start(host, {.callbacks = {.scheme = "lianban-sm2", .secret = secret}});
    ask("k1");
    const auto came = host.wait(1);
    ASSERT_EQ(came.size(), 1u);
    EXPECT_TRUE(sm2_holds(key, signed_text(came[0]), signature(came[0])));
    EXPECT_FALSE(sm2_holds(key, signed_text(came[0]) + " ", signature(came[0])));
    TearDown();
  }
  EVP_PKEY_free(key);
}

TEST_F(CallingBack, IsSentAgainWithAFreshNonceUntilItIsAccepted) {
  std::atomic<int> refusals = 3;
  CallbackHost host([&](const Callback&) { return refusals-- > 0 ? 503 : 204; });
  start(host);
  ask("k1");
  const auto came = host.wait(4);
  ASSERT_EQ(came.size(), 4u);
  std::set<std::string> nonces;
  for (const Callback& callback : came) {
    nonces.insert(header_of(callback, "X-Lianban-Nonce"));
    EXPECT_EQ(callback.body, came[0].body);
    EXPECT_EQ(signature(callback), expected(callback, SignatureAlgorithm::kHmacSm3));
  }
  EXPECT_EQ(nonces.size(), 4u);
  wait_accepted("k1", 1);
  EXPECT_EQ(counts("k1")["callbacks_sent"], 4);
}

TEST_F(CallingBack, ItsAttemptsAreBounded) {
  CallbackHost host([](const Callback& callback) {
    return Json::parse(callback.body)["request"] == "k1" ? 503 : 200;
  });
  start(host, {.callbacks = {.attempts = 2}});
  ask("k1");
  EXPECT_EQ(host.wait(2).size(), 2u);
  ask("k2");
  wait_accepted("k2", 1);
  EXPECT_EQ(counts("k1")["callbacks_sent"], 2);
  EXPECT_EQ(counts("k1")["callbacks_accepted"], 0);
}

TEST_F(CallingBack, TwiceIsTwiceAfterItWasAccepted) {
  CallbackHost host;
  start(host);
  fault(Fault::kTwice);
  ask("k1");
  const auto came = host.wait(2);
  ASSERT_EQ(came.size(), 2u);
  EXPECT_EQ(came[0].body, came[1].body);
  EXPECT_NE(header_of(came[0], "X-Lianban-Nonce"), header_of(came[1], "X-Lianban-Nonce"));
  wait_accepted("k1", 2);
  EXPECT_EQ(counts("k1")["callbacks_accepted"], 2);
}

TEST_F(CallingBack, OutOfOrderLetsALaterTicketGoFirst) {
  CallbackHost host;
  start(host);
  fault(Fault::kOutOfOrder, 60'000);
  ask("k1");
  ask("k2");
  const auto came = host.wait(2);
  ASSERT_EQ(came.size(), 2u);
  EXPECT_EQ(Json::parse(came[0].body)["request"], "k2");
  EXPECT_EQ(Json::parse(came[1].body)["request"], "k1");
}

TEST_F(CallingBack, CanComeBeforeTheAcknowledgement) {
  CallbackHost host;
  start(host);
  fault(Fault::kCallbackFirst);
  EXPECT_EQ(ask("k1").kind, AgencyAnswerKind::kAcknowledged);
  EXPECT_EQ(host.count(), 1u);
}

TEST_F(CallingBack, AClockCanBeOff) {
  CallbackHost host;
  start(host);
  fault(Fault::kClockSkew, 4000);
  ask("k1");
  const Callback callback = host.wait(1).at(0);
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  EXPECT_GT(std::stoll(header_of(callback, "X-Lianban-Time")), now + 3000);
  EXPECT_EQ(signature(callback), expected(callback, SignatureAlgorithm::kHmacSm3));
}

TEST_F(CallingBack, ASignatureCanBeWrong) {
  CallbackHost host;
  start(host);
  fault(Fault::kBadSignature);
  ask("k1");
  const Callback callback = host.wait(1).at(0);
  EXPECT_NE(signature(callback), expected(callback, SignatureAlgorithm::kHmacSm3));
  EXPECT_EQ(signature(callback).size(), 64u);
}

TEST_F(CallingBack, ANonceCanBeUsedAgain) {
  CallbackHost host;
  start(host);
  ask("k1");
  host.wait(1);
  fault(Fault::kBadNonce);
  ask("k2");
  const auto came = host.wait(2);
  ASSERT_EQ(came.size(), 2u);
  EXPECT_EQ(header_of(came[0], "X-Lianban-Nonce"), header_of(came[1], "X-Lianban-Nonce"));
  EXPECT_EQ(signature(came[1]), expected(came[1], SignatureAlgorithm::kHmacSm3));
}

TEST_F(CallingBack, AnOrderedAnswerIsCalledBackToo) {
  CallbackHost host;
  start(host, {.agencies = {{"police", {.pending_polls = -1}}}});
  ask("k1");
  EXPECT_EQ(simulated_->answer({{"reply", {{"result", "rejected"}}}}), 1);
  EXPECT_EQ(Json::parse(host.wait(1).at(0).body)["reply"]["result"], "rejected");
}

TEST_F(CallingBack, AnAgencyThatIsDownKeepsSilentUntilItIsBack) {
  CallbackHost host;
  start(host, {.agencies = {{"police", {.pending_polls = -1}}}});
  ask("k1");
  agency_.reset();
  ASSERT_TRUE(simulated_->set_down("police", true));
  simulated_->answer(Json::object());
  ASSERT_TRUE(simulated_->set_down("police", false));
  EXPECT_EQ(host.wait(1).size(), 1u);
}

TEST_F(CallingBack, StopsWhileNobodyAnswers) {
  CallbackHost host([](const Callback&) { return 503; });
  start(host, {.callbacks = {.attempts = 1'000'000}});
  ask("k1");
  EXPECT_GE(host.wait(2).size(), 2u);
  simulated_->stop();  // The test's time limit says whether it ends.
  EXPECT_GE(counts("k1")["callbacks_sent"], 2);
}

TEST_F(CallingBack, DoesNotStartWithoutWhatItNeeds) {
  for (const simulators::CallbackOptions& callbacks :
       {simulators::CallbackOptions{.url = "http://127.0.0.1:1/c"},
        simulators::CallbackOptions{.url = "https://127.0.0.1:1/c", .key = "k", .secret = "s"},
        simulators::CallbackOptions{
            .url = "http://127.0.0.1:1/c", .scheme = "lianban-sm2", .key = "k", .secret = "s"},
        simulators::CallbackOptions{
            .url = "http://127.0.0.1:1/c", .scheme = "none", .key = "k", .secret = "s"}}) {
    simulators::SimulatedAgencies agencies({.callbacks = callbacks});
    const auto started = agencies.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, "simulator/callbacks");
  }
}

}  // namespace
}  // namespace lianban::adapter
