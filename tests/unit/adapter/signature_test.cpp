// Our own schemes against vectors of the openssl command line, and what holds for all schemes.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/hash.hpp"
#include "base/sm2.hpp"
#include "unit/adapter/callback_support.hpp"

namespace lianban::adapter {
namespace {

constexpr SignedMessage kMessage{"POST", "/gateway/api?b=2&a=1", R"({"a":1})"};
const SignatureInputs kInputs{"ak-1", "sk-1", "1637542800", kNonce};

SignatureInputs with_secret(const std::string& secret) {
  SignatureInputs inputs = kInputs;
  inputs.secret = secret;
  return inputs;
}

// printf '{"a":1}' | openssl dgst -sm3
//   d646a76e347ce7c1a4c11acff67604928ccfaf03fc2e4fb8faaf5b2b1227605a
// printf 'POST\n/gateway/api\na=1&b=2\n1637542800\n0123456789abcdef0123456789abcdef\nd646...605a' >
// text
TEST(OwnSchemes, HmacOverSm3AndSha256) {
  // openssl dgst -sm3 -hmac sk-1 text
  EXPECT_EQ(signature_of(*find_signature_scheme("lianban"), kMessage, kInputs),
            "0d3f63d113046b503070032aa6d5eb18b8ea7037e06fff9063de6ac1959a7c4b");
  // openssl dgst -sha256 -hmac sk-1 text
  EXPECT_EQ(signature_of(*find_signature_scheme("lianban-sha256"), kMessage, kInputs),
            "7be616a22f30cf9a8b8cf67fc242ed98c3acdbdaf3f1bbdae28d21206a8ee80a");
}

TEST(OwnSchemes, Sm2) {
  // openssl pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:1234567812345678 -inkey key.pem
  //   -in text | xxd -p, with the private key of GB/T 32918.5, A.2
  constexpr std::string_view kSignature =
      "3046022100d8b41f349e95badb9b690a8bf4bce9a703b8d5fbecbbf32f0b4bf4031a435684"
      "022100c8d99e3e66043e4a520f7ba5be9b47ddcb3169078796e2f2b337cddbb9401e5f";
  const SignatureScheme& scheme = *find_signature_scheme("lianban-sm2");
  const auto check = [&](const SignatureScheme& with, std::string_view signature) {
    return check_signature(with, kMessage, with_secret(kSm2Public), signature);
  };
  EXPECT_EQ(check(scheme, kSignature), SignatureCheck::kHolds);
  EXPECT_EQ(check(scheme, signature_of(scheme, kMessage, with_secret(kSm2Private))),
            SignatureCheck::kHolds);
  SignatureScheme other = scheme;
  other.sm2_id = "";
  EXPECT_EQ(check(other, kSignature), SignatureCheck::kDoesNot);
  other = scheme;
  other.sm2_form = Sm2Form::kRaw;
  EXPECT_EQ(check(other, kSignature), SignatureCheck::kDoesNot);
  other.encoding = SignatureEncoding::kBase64;
  const auto raw = base::sm2_raw(base::unhex(kSignature));
  ASSERT_TRUE(raw);
  EXPECT_EQ(check(other, base::base64({reinterpret_cast<const std::uint8_t*>(raw->data()), 64})),
            SignatureCheck::kHolds);
}

// The worked example of the guide for vendors: made by Python's hashlib and hmac, the same by
// `openssl dgst -hmac`, SM2 by `openssl pkeyutl` as above.
TEST(OwnSchemes, TheGuidesExampleIsBelieved) {
  const std::pair<const char*, const char*> rows[] = {
      {"lianban", "1ebbaeb7c6a4c8425ef63a7fc554c83ea7cb5f25264cc6f5de21c38e7c101f93"},
      {"lianban-sha256", "ee7eb346b244f5b453a99dcc7cc3d145c6c71a43a1af324db0fffdcfa5b27fac"},
      {"lianban-sm2",
       "3045022100dcf091057dc037a4fb76c7e52450e22935736e74d3773688ef2a27ff15806671"
       "02201a3e024afe6a748b59c5d568cce70f552bd0e6884e64165caccb3d1f3ea56763"}};
  for (const auto& [scheme, signature] : rows) {
    Trust trust(scheme);
    trust.secrets["KEY"] = "police-2026";
    if (!trust.is_sm2()) trust.secrets["SECRET"] = "example-secret";
    Callback callback = unsigned_callback_of(R"({"request":"k-1","reply":{"result":"pass"}})");
    callback.target = "/callbacks/police?office=330300&area=b";
    callback.headers = {{"X-Lianban-Key", "police-2026"},
                        {"X-Lianban-Time", "1637542800"},
                        {"X-Lianban-Nonce", "0123456789abcdef0123456789abcdef"},
                        {"X-Lianban-Signature", signature}};
    EXPECT_EQ(trust.verdict(callback), "ok") << scheme;
  }
}

TEST(OwnSchemes, WithoutAnSm2KeyThereIsNoSignature) {
  const SignatureScheme& scheme = *find_signature_scheme("lianban-sm2");
  for (const std::string& secret : {std::string("sk-1"), kSm2Public, std::string()}) {
    EXPECT_EQ(signature_of(scheme, kMessage, with_secret(secret)), "");
    EXPECT_TRUE(signature_headers(scheme, kMessage, with_secret(secret)).empty());
  }
  for (const std::string& secret : {std::string("sk-1"), kSm2Private, std::string()}) {
    EXPECT_EQ(check_signature(scheme, kMessage, with_secret(secret), "00"), SignatureCheck::kNoKey);
  }
}

TEST(OwnSchemes, CapitalDigitsAreAnotherText) {
  for (const char* name : {"lianban", "lianban-sha256", "lianban-sm2"}) {
    const SignatureScheme& scheme = *find_signature_scheme(name);
    const bool sm2 = scheme.algorithm == SignatureAlgorithm::kSm2;
    std::string text = signature_of(scheme, kMessage, with_secret(sm2 ? kSm2Private : "sk-1"));
    const SignatureInputs inputs = with_secret(sm2 ? kSm2Public : "sk-1");
    ASSERT_EQ(check_signature(scheme, kMessage, inputs, text), SignatureCheck::kHolds);
    const auto letter = text.find_first_of("abcdef");
    text[letter] = static_cast<char>(text[letter] - 'a' + 'A');
    EXPECT_EQ(check_signature(scheme, kMessage, inputs, text), SignatureCheck::kDoesNot) << name;
  }
}

TEST(SignatureTimes, AreReadBackAsTheyWereWritten) {
  rc::check([] {
    const auto format = *rc::gen::element(SignatureTime::kSeconds, SignatureTime::kMilliseconds,
                                          SignatureTime::kHttpDate);
    const auto unit = format == SignatureTime::kMilliseconds ? 1'000 : 1'000'000;
    const auto last = 253'402'300'800 * 1'000'000;  // The end of the year 9999.
    const Instant at{
        std::chrono::microseconds{*rc::gen::inRange<std::int64_t>(0, last) / unit * unit}};
    const std::string text = format_signature_time(format, at);
    RC_ASSERT(parse_signature_time(format, text) == at);
    RC_ASSERT(!parse_signature_time(format, text + " "));
    RC_ASSERT(!parse_signature_time(format, " " + text));
  });
}

TEST(SignatureTimes, NothingElseIsATime) {
  const auto none = [](SignatureTime format, std::string_view text) {
    EXPECT_FALSE(parse_signature_time(format, text)) << text;
  };
  for (const SignatureTime format : {SignatureTime::kSeconds, SignatureTime::kMilliseconds}) {
    for (const char* text :
         {"", "-1", "+1", "00", "1e3", "9223372036854775807", "9223372036854775808", "1 ", "１"}) {
      none(format, text);
    }
    EXPECT_EQ(parse_signature_time(format, "0"), Instant{});
  }
  EXPECT_TRUE(parse_signature_time(SignatureTime::kSeconds, "253402300799"));
  none(SignatureTime::kSeconds, "253402300800");
  EXPECT_TRUE(parse_signature_time(SignatureTime::kMilliseconds, "253402300799999"));
  none(SignatureTime::kMilliseconds, "253402300800000");
  for (const char* text : {"", "Mon, 22 Nov 2021 01:00:00", "mon, 22 Nov 2021 01:00:00 GMT",
                           "Tue, 22 Nov 2021 01:00:00 GMT", "Mon, 22 nov 2021 01:00:00 GMT",
                           "Mon, 22 Nov 2021 1:00:00 GMT", "Mon, 22 Nov 2021 25:00:00 GMT",
                           "Mon, 31 Feb 2022 01:00:00 GMT", "Monday, 22-Nov-21 01:00:00 GMT",
                           "Mon Nov 22 01:00:00 2021", "Mon, 22 Nov 2021 01:00:60 GMT",
                           "Wed, 31 Dec 1969 23:59:59 GMT", "Mon, 22 Nov 2021 01:00:00 GMT+8",
                           "Sat, 01 Jan 10000 00:00:00 GMT"}) {
    none(SignatureTime::kHttpDate, text);
  }
}

/// Any scheme that fits callbacks.
SignatureScheme any_scheme() {
  SignatureScheme scheme = *find_signature_scheme("lianban");
  scheme.algorithm = *rc::gen::element(SignatureAlgorithm::kHmacSha256,
                                       SignatureAlgorithm::kHmacSm3, SignatureAlgorithm::kSm2);
  scheme.parts = {SignedPart::kTime, SignedPart::kNonce, SignedPart::kBodyDigest};
  for (const SignedPart part :
       {SignedPart::kMethod, SignedPart::kPath, SignedPart::kQuery, SignedPart::kKey}) {
    if (!*rc::gen::arbitrary<bool>()) continue;
    const auto at = *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(scheme.parts) + 1);
    scheme.parts.insert(scheme.parts.begin() + at, part);
  }
  scheme.separator = *rc::gen::element<std::string>("\n", "|", "\r\n");
  scheme.ends_with_separator = *rc::gen::arbitrary<bool>();
  scheme.encoding = *rc::gen::element(SignatureEncoding::kHex, SignatureEncoding::kBase64);
  scheme.time = *rc::gen::element(SignatureTime::kSeconds, SignatureTime::kMilliseconds,
                                  SignatureTime::kHttpDate);
  if (*rc::gen::arbitrary<bool>()) scheme.fixed_headers = {{"X-Algorithm", "as agreed"}};
  if (*rc::gen::arbitrary<bool>()) scheme.key_header.clear();
  scheme.sm2_id = *rc::gen::element<std::string>("1234567812345678", "", "police");
  scheme.sm2_form = *rc::gen::element(Sm2Form::kDer, Sm2Form::kRaw);
  return scheme;
}

TEST(Signatures, WhatIsSignedIsVerifiedAndNothingNearIt) {
  rc::check([] {
    const Trust trust(any_scheme());
    const SignatureScheme& scheme = trust.scheme();
    RC_ASSERT(fits_callbacks(scheme));
    Callback callback = unsigned_callback_of(*rc::gen::arbitrary<std::string>());
    const auto target = rc::gen::container<std::string>(rc::gen::inRange('!', '{'));
    callback.target = "/" + *target;
    sign(callback, scheme);
    RC_ASSERT(trust.verdict(callback) == "ok");
    Callback longer = callback;
    longer.body += *rc::gen::arbitrary<char>();
    RC_ASSERT(trust.verdict(longer) == "callback/signature");
    header(callback, scheme.nonce_header) += "0";
    RC_ASSERT(trust.verdict(callback) == "callback/signature");
  });
}

}  // namespace
}  // namespace lianban::adapter
