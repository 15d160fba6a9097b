// Who is believed: what signs, what is late, what was turned over, what was never agreed.
#include "adapter/callback.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "base/limits.hpp"
#include "unit/adapter/callback_support.hpp"

namespace lianban::adapter {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// The curve's generator (GB/T 32918.5): the public key of the private number 1.
const std::string kGenerator =
    "0432C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"
    "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0";
const std::string kOwn[] = {"lianban", "lianban-sha256", "lianban-sm2"};

TEST(Callback, SignedByTheAgencyItNamesIsBelieved) {
  for (const std::string& scheme : kOwn) {
    const Trust trust(scheme);
    const auto verified = trust.verify(callback_of(trust));
    ASSERT_TRUE(verified) << scheme << verified.error().code;
    EXPECT_EQ(verified->nonce, kNonce);
    EXPECT_EQ(verified->at, kNow);
    EXPECT_FALSE(verified->by_previous_key);
  }
}

TEST(Callback, NamesOfHeadersComeInAnyCase) {
  const Trust trust("lianban");
  Callback callback = callback_of(trust);
  for (auto& [name, value] : callback.headers) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  }
  EXPECT_EQ(trust.verdict(callback), "ok");
}

TEST(Callback, EveryHeaderStandsThereExactlyOnce) {
  const Trust trust("lianban");
  const Callback whole = callback_of(trust);
  for (std::size_t i = 0; i < whole.headers.size(); ++i) {
    Callback without = whole;
    without.headers.erase(without.headers.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(trust.verdict(without), "callback/unsigned") << i;
    EXPECT_EQ(trust.verify(without).error().place, whole.headers[i].first);
    Callback twice = whole;
    twice.headers.push_back(twice.headers[i]);
    EXPECT_EQ(trust.verdict(twice), "callback/unsigned") << i;
    twice.headers.back().first[0] = 'x';
    EXPECT_EQ(trust.verdict(twice), "callback/unsigned") << "the same name in another case";
  }
  Callback more = whole;
  more.headers.emplace_back("X-Forwarded-For", "192.0.2.1");
  more.headers.emplace_back("X-Forwarded-For", "192.0.2.2");
  EXPECT_EQ(trust.verdict(more), "ok") << "headers that are not of the scheme do not matter";
}

TEST(Callback, TheTimeWindowHoldsBothWaysUpToItsEdge) {
  for (const std::string& scheme : kOwn) {
    const Trust trust(scheme);
    const Callback callback = callback_of(trust);
    for (const int sign : {1, -1}) {
      const auto edge = sign * trust.scheme().window;
      EXPECT_EQ(trust.verdict(callback, kNow + edge), "ok") << scheme << sign;
      EXPECT_EQ(trust.verdict(callback, kNow + edge + sign * microseconds{1}), "callback/time");
      EXPECT_EQ(trust.verdict(callback, kNow + sign * std::chrono::hours{24 * 365}),
                "callback/time");
    }
  }
}

TEST(Callback, TheTimeIsWrittenAsTheSchemeSays) {
  Trust trust(*find_signature_scheme("lianban"));
  SignatureScheme& scheme = trust.directory.schemes["own"];
  for (const SignatureTime format :
       {SignatureTime::kSeconds, SignatureTime::kMilliseconds, SignatureTime::kHttpDate}) {
    scheme.time = format;
    Callback callback = callback_of(trust);
    EXPECT_EQ(trust.verdict(callback), "ok");
    for (const char* text : {"", "x", "1637542800 ", " 1637542800", "+1637542800", "01637542800",
                             "1637542800.0", "16375428000000000000000", "-1", "0x619aead0",
                             "Mon, 22 Nov 2021 01:00:00 UTC", "Tue, 22 Nov 2021 01:00:00 GMT",
                             "Mon, 22 Nov 2021 09:00:00 GMT+8", "2021-11-22T01:00:00Z"}) {
      header(callback, "X-Lianban-Time") = text;
      EXPECT_EQ(trust.verdict(callback), "callback/time") << text;
    }
  }
}

TEST(Callback, ThePreviousPairHoldsUntilItsEnd) {
  for (const std::string& scheme : kOwn) {
    Trust trust(scheme);
    const Callback old = callback_of(trust);
    trust.secrets["OLD_KEY"] = trust.secrets["KEY"];
    trust.secrets["OLD_SECRET"] = trust.secrets["SECRET"];
    trust.secrets["KEY"] = "ak-2";
    trust.secrets["SECRET"] = trust.is_sm2() ? kGenerator : "sk-2";
    EXPECT_EQ(trust.verdict(old), "callback/signature") << scheme;
    AgencyCallbacks& callbacks = trust.callbacks();
    callbacks.previous_key = "OLD_KEY";
    callbacks.previous_secret = "OLD_SECRET";
    callbacks.previous_until = kNow + seconds{10};
    EXPECT_EQ(trust.verdict(old), "previous");
    EXPECT_EQ(trust.verdict(old, kNow + seconds{10} - microseconds{1}), "previous");
    EXPECT_EQ(trust.verdict(old, kNow + seconds{10}), "callback/signature");
    Callback fresh = callback_of(trust);
    const std::string secret = trust.is_sm2() ? std::string(63, '0') + "1" : "sk-2";
    sign(fresh, trust.scheme(), kNow, kNonce, "ak-2", secret);
    EXPECT_EQ(trust.verdict(fresh), "ok");
    sign(fresh, trust.scheme(), kNow, kNonce, "ak-1", secret);
    EXPECT_EQ(trust.verdict(fresh), "callback/signature") << "old key with the new secret";
    sign(fresh, trust.scheme(), kNow, kNonce, "ak-2");
    EXPECT_EQ(trust.verdict(fresh), "callback/signature") << "new key with the old secret";
  }
}

TEST(Callback, WhereOnlyTheSecretChangedTheKeyStays) {
  Trust trust("lianban");
  const Callback old = callback_of(trust);
  trust.secrets["SECRET"] = "sk-2";
  trust.secrets["OLD_SECRET"] = "sk-1";
  trust.callbacks().previous_secret = "OLD_SECRET";
  trust.callbacks().previous_until = kNow + seconds{1};
  EXPECT_EQ(trust.verdict(old), "previous");
}

TEST(Callback, OfAnotherAgencyIsNotBelieved) {
  Trust trust("lianban");
  Trust insurer("lianban-sha256", "insurer");
  insurer.callbacks().key = "INSURER_KEY";
  insurer.callbacks().secret = "INSURER_SECRET";
  trust.directory.entries.merge(insurer.directory.entries);
  trust.secrets["INSURER_KEY"] = "ak-1";
  trust.secrets["INSURER_SECRET"] = "sk-insurer";
  Callback callback = unsigned_callback_of();
  const SignatureScheme& ours = *find_signature_scheme("lianban");
  sign(callback, ours, kNow, kNonce, "ak-1", "sk-insurer");
  EXPECT_EQ(trust.verdict(callback), "callback/signature");
  sign(callback, ours, kNow, kNonce, "ak-insurer");
  EXPECT_EQ(trust.verdict(callback), "callback/signature") << "the secret without its key";
  sign(callback, ours);
  callback.agency = "insurer";
  EXPECT_EQ(trust.verdict(callback), "callback/signature");
  callback.agency = "transport";
  EXPECT_EQ(trust.verdict(callback), "callback/unknown_agency");
  callback.agency = "police";
  EXPECT_EQ(trust.verdict(callback), "ok");
}

TEST(Callback, AnOfficeMayHaveItsOwnKeys) {
  Trust trust("lianban");
  AgencyEntry office = trust.directory.entries["police"];
  office.callbacks->secret = "OFFICE_SECRET";
  trust.directory.entries["police@330300"] = office;
  trust.secrets["OFFICE_SECRET"] = "sk-office";
  Callback callback = callback_of(trust);
  callback.office = "330302";
  EXPECT_EQ(trust.verdict(callback), "ok") << "without an entry of its own";
  callback.office = "330300";
  EXPECT_EQ(trust.verdict(callback), "callback/signature");
  sign(callback, trust.scheme(), kNow, kNonce, "ak-1", "sk-office");
  EXPECT_EQ(trust.verdict(callback), "ok");
  trust.directory.entries["police@330300"].callbacks.reset();
  EXPECT_EQ(trust.verdict(callback), "callback/unknown_agency") << "its own entry forbids it";
}

TEST(Callback, TheSchemeIsTheDirectorysAndNeverTheMessages) {
  for (const std::string& agreed : kOwn) {
    const Trust trust(agreed);
    for (const std::string& name : signature_scheme_names()) {
      Callback callback = unsigned_callback_of();
      sign(callback, *find_signature_scheme(name));
      const std::string verdict = trust.verdict(callback);
      const bool same_headers = name.starts_with("lianban");
      EXPECT_EQ(verdict, name == agreed ? "ok"
                         : same_headers ? "callback/signature"
                                        : "callback/unsigned")
          << name << " to " << agreed;
    }
  }
}

TEST(Callback, APublicKeyIsNoSharedSecret) {
  const Trust trust("lianban-sm2");
  Callback callback = unsigned_callback_of();
  for (const std::string& secret : {kSm2Public, std::string("sk-1")}) {
    sign(callback, *find_signature_scheme("lianban"), kNow, kNonce, "ak-1", secret);
    EXPECT_EQ(trust.verdict(callback), "callback/signature");
  }
}

TEST(Callback, FixedHeadersAreAsAgreed) {
  Trust trust(*find_signature_scheme("zhejiang-irs"));
  SignatureScheme& scheme = trust.directory.schemes["own"];
  EXPECT_EQ(trust.verdict(callback_of(trust)), "callback/unknown_agency") << "covers no body";
  scheme.parts.push_back(SignedPart::kNonce);
  scheme.parts.push_back(SignedPart::kBodyDigest);
  scheme.nonce_header = "X-BG-NONCE";
  Callback callback = callback_of(trust);
  EXPECT_EQ(trust.verdict(callback), "ok");
  for (const char* algorithm : {"none", "", "hmac-sha1", "HMAC-SHA256", "hmac-sha256 "}) {
    header(callback, "X-BG-HMAC-ALGORITHM") = algorithm;
    EXPECT_EQ(trust.verdict(callback), "callback/signature") << algorithm;
  }
}

TEST(Callback, OnlySchemesThatProveItFit) {
  for (const std::string& name : signature_scheme_names()) {
    EXPECT_EQ(fits_callbacks(*find_signature_scheme(name)), name.starts_with("lianban")) << name;
  }
  const auto fits = [](auto change) {
    SignatureScheme scheme = *find_signature_scheme("lianban");
    change(scheme);
    return fits_callbacks(scheme);
  };
  EXPECT_TRUE(fits([](auto& s) { s.separator = "|"; }));
  EXPECT_TRUE(fits([](auto& s) { s.key_header.clear(); }));
  EXPECT_TRUE(fits([](auto& s) { s.parts.push_back(SignedPart::kSecret); }));
  EXPECT_FALSE(fits([](auto& s) { s.algorithm = SignatureAlgorithm::kSha256; }));
  EXPECT_FALSE(fits([](auto& s) { s.algorithm = SignatureAlgorithm::kSha1; }));
  EXPECT_FALSE(fits([](auto& s) { s.separator.clear(); }));
  EXPECT_FALSE(fits([](auto& s) { s.separator = "a"; }));
  EXPECT_FALSE(fits([](auto& s) { s.separator = "-1"; }));
  EXPECT_FALSE(fits([](auto& s) { s.time_header.clear(); }));
  EXPECT_FALSE(fits([](auto& s) { s.nonce_header.clear(); }));
  EXPECT_FALSE(fits([](auto& s) { s.signature_header.clear(); }));
  EXPECT_FALSE(fits([](auto& s) {
    s.separator = ":";
    s.time = SignatureTime::kHttpDate;
  }));
  EXPECT_FALSE(fits([](auto& s) {
    s.algorithm = SignatureAlgorithm::kSm2;
    s.parts.push_back(SignedPart::kSecret);
  }));
  for (const SignedPart part : {SignedPart::kTime, SignedPart::kNonce, SignedPart::kBodyDigest}) {
    EXPECT_FALSE(fits([part](auto& s) { std::erase(s.parts, part); }));
  }
}

TEST(Callback, ANonceIs8To128VisibleCharacters) {
  const Trust trust("lianban");
  Callback callback = unsigned_callback_of();
  const auto verdict = [&](const std::string& nonce) {
    sign(callback, trust.scheme(), kNow, nonce);
    return trust.verdict(callback);
  };
  EXPECT_EQ(verdict("7-chars"), "callback/signature");
  EXPECT_EQ(verdict("8-chars!"), "ok");
  EXPECT_EQ(verdict(std::string(128, '~')), "ok");
  EXPECT_EQ(verdict(std::string(129, '~')), "callback/signature");
  EXPECT_EQ(verdict(""), "callback/signature");
  for (const char* text :
       {"with space", "with\ttab--", "with\nfeed-", "随机数随机数", "del\x7f-----"}) {
    EXPECT_EQ(verdict(text), "callback/signature") << text;
  }
}

TEST(Callback, OneSignatureCannotBeReadAsThatOfAnotherNonce) {
  Trust trust(*find_signature_scheme("lianban"));
  SignatureScheme& scheme = trust.directory.schemes["own"];
  scheme.separator = "&";
  scheme.parts = {SignedPart::kPath, SignedPart::kNonce, SignedPart::kQuery, SignedPart::kTime,
                  SignedPart::kBodyDigest};
  Callback callback = unsigned_callback_of();
  callback.target = "/callbacks?a=nonce-nr-2&b=2";
  sign(callback, scheme);
  EXPECT_EQ(trust.verdict(callback), "ok");
  // The same text: path & nonce & a=... & b=2.
  callback.target = "/callbacks&" + kNonce + "?b=2";
  header(callback, "X-Lianban-Nonce") = "a=nonce-nr-2";
  EXPECT_EQ(trust.verdict(callback), "callback/signature") << "the path took the first nonce in";
  callback.target = "/callbacks?b=2";
  header(callback, "X-Lianban-Nonce") = kNonce + "&a=nonce-nr-2";
  EXPECT_EQ(trust.verdict(callback), "callback/signature") << "the nonce took the query in";
}

TEST(Callback, MethodAndTargetAreThoseThatWereSigned) {
  const Trust trust("lianban");
  const Callback whole = callback_of(trust);
  for (const char* target :
       {"/callbacks/insurer?b=2&a=1", "/callbacks/police", "/callbacks/police?b=2",
        "/callbacks/police?b=2&a=1&c=3", "/callbacks/police?b=1&a=2", "",
        "/Callbacks/police?b=2&a=1", "/callbacks/%70olice?b=2&a=1", "/callbacks/police\n?a=1&b=2",
        "/callbacks/police\na=1&b=2"}) {
    Callback callback = whole;
    callback.target = target;
    EXPECT_EQ(trust.verdict(callback), "callback/signature") << target;
  }
  for (const char* method : {"PUT", "post", "", "POST\n/callbacks/police"}) {
    Callback callback = whole;
    callback.method = method;
    EXPECT_EQ(trust.verdict(callback), "callback/signature") << method;
  }
  Callback moved = whole;
  moved.method = "POST\n/callbacks/police";  // What is signed stays the same text.
  moved.target = "?b=2&a=1";
  EXPECT_EQ(trust.verdict(moved), "callback/signature");
}

TEST(Callback, TheBodyMayBeEmptyOrLargeButNotGiant) {
  for (const std::string& scheme : kOwn) {
    const Trust trust(scheme);
    EXPECT_EQ(trust.verdict(callback_of(trust, "")), "ok");
    EXPECT_EQ(trust.verdict(callback_of(trust, std::string(limits::kPayloadBytes, '{'))), "ok");
    EXPECT_EQ(trust.verdict(callback_of(trust, std::string(limits::kPayloadBytes + 1, '{'))),
              "callback/too_large");
  }
  Callback giant = unsigned_callback_of(std::string(16 * limits::kPayloadBytes, ' '));
  giant.agency = "nobody";
  EXPECT_EQ(Trust("lianban").verdict(giant), "callback/too_large") << "before anything else";
}

TEST(Callback, AGiantHeaderIsNotLookedInto) {
  for (const std::string& scheme : kOwn) {
    const Trust trust(scheme);
    for (const char* name : {"X-Lianban-Key", "X-Lianban-Nonce", "X-Lianban-Signature"}) {
      Callback callback = callback_of(trust);
      header(callback, name).resize(8u << 20, 'a');
      EXPECT_EQ(trust.verdict(callback), "callback/signature") << name;
    }
  }
}

TEST(Callback, WithoutItsSecretNothingIsBelieved) {
  for (const std::string& scheme : kOwn) {
    for (const char* name : {"KEY", "SECRET"}) {
      Trust trust(scheme);
      const Callback callback = callback_of(trust);
      trust.secrets[name] = "";
      EXPECT_EQ(trust.verdict(callback), "callback/secret") << "an empty one is none";
      trust.secrets.erase(name);
      EXPECT_EQ(trust.verdict(callback), "callback/secret");
      EXPECT_EQ(trust.verify(callback).error().place, name);
    }
  }
  Trust trust("lianban-sm2");
  const Callback callback = callback_of(trust);
  trust.secrets["SECRET"] = kSm2Private;
  EXPECT_EQ(trust.verdict(callback), "callback/secret") << "the wrong half of the pair";
  const auto thrower = [](const std::string&) -> std::optional<std::string> {
    throw std::runtime_error("vault");
  };
  EXPECT_EQ(verify_callback(trust.directory, callback, thrower, kNow).error().code,
            "callback/secret");
  EXPECT_EQ(verify_callback(trust.directory, callback, {}, kNow).error().code, "callback/secret");
}

TEST(Callback, AMissingPreviousSecretIsNoForgery) {
  Trust trust("lianban");
  const Callback callback = callback_of(trust);
  trust.callbacks().previous_secret = "GONE";
  trust.callbacks().previous_until = kNow + seconds{1};
  EXPECT_EQ(trust.verdict(callback), "ok");
  trust.secrets["SECRET"] = "sk-2";
  EXPECT_EQ(trust.verdict(callback), "callback/secret") << "the agency should send it again";
}

TEST(Callback, WhatIsWrongWithKeyOrSignatureIsNotTold) {
  const Trust trust("lianban");
  const auto told = [&](auto change) {
    Callback callback = callback_of(trust);
    change(callback);
    const Error error = trust.verify(callback).error();
    return error.code + error.message.zh + error.message.en + error.place;
  };
  const std::string text = told([](Callback& c) { c.body += ' '; });
  EXPECT_EQ(told([](Callback& c) { header(c, "X-Lianban-Key") = "ak-2"; }), text);
  EXPECT_EQ(told([](Callback& c) { header(c, "X-Lianban-Nonce") = "short"; }), text);
  EXPECT_EQ(told([](Callback& c) { header(c, "X-Lianban-Signature") = ""; }), text);
  EXPECT_EQ(told([](Callback& c) { header(c, "X-Lianban-Signature") = "zz"; }), text);
}

TEST(CallbackBody, HasExactlyRequestAndReply) {
  const auto body = read_callback(kBody);
  ASSERT_TRUE(body) << body.error().message.en;
  EXPECT_EQ(body->request, "k-1");
  EXPECT_EQ(body->reply, (Json{{"result", "pass"}}));
  const std::pair<const char*, const char*> faults[] = {
      {"", ""},
      {"null", ""},
      {"[]", ""},
      {R"({"request":"k-1","reply":{}} )"
       "x",
       ""},
      {R"({"request":"k-1","reply":{},"reply":{}})", ""},
      {R"({"request":"k-1","reply":{},"note":"Zhang San"})", ""},
      {R"({"reply":{}})", "/request"},
      {R"({"request":1,"reply":{}})", "/request"},
      {R"({"request":"","reply":{}})", "/request"},
      {R"({"request":"a b","reply":{}})", "/request"},
      {R"({"request":"张三","reply":{}})", "/request"},
      {R"({"request":"k-1"})", "/reply"},
      {R"({"request":"k-1","reply":null})", "/reply"},
      {R"({"request":"k-1","reply":[]})", "/reply"},
      {R"({"request":"k-1","reply":"Zhang San"})", "/reply"},
      {"{\"request\":\"k-1\",\"reply\":{\"a\":\"\xff\"}}", ""},
  };
  for (const auto& [text, pointer] : faults) {
    const auto fault = read_callback(text);
    ASSERT_FALSE(fault) << text;
    EXPECT_EQ(fault.error().code, "callback/body") << text;
    EXPECT_EQ(fault.error().place, pointer) << text;
    EXPECT_NE(fault.error().message.en.find(*pointer == 0 ? "\"\"" : pointer), std::string::npos);
    EXPECT_EQ(fault.error().message.en.find("Zhang"), std::string::npos) << "content is told";
    EXPECT_EQ(fault.error().message.zh.find("张三"), std::string::npos) << "content is told";
  }
}

TEST(CallbackBody, IsBoundedInDepthAndLength) {
  const auto nested = [](std::size_t depth) {
    return R"({"request":"k","reply":{"a":)" + std::string(depth, '[') + std::string(depth, ']') +
           "}}";
  };
  EXPECT_TRUE(read_callback(nested(limits::kJsonDepth - 2)));
  EXPECT_FALSE(read_callback(nested(limits::kJsonDepth - 1)));
  EXPECT_FALSE(read_callback(nested(100'000)));
  const auto key = [](std::size_t size) {
    return R"({"reply":{},"request":")" + std::string(size, 'k') + "\"}";
  };
  EXPECT_TRUE(read_callback(key(limits::kRequestIdBytes)));
  EXPECT_FALSE(read_callback(key(limits::kRequestIdBytes + 1)));
  EXPECT_FALSE(read_callback(std::string(limits::kPayloadBytes, ' ') + kBody));
}

TEST(CallbackResult, EachHasItsName) {
  using enum CallbackResult;
  const std::pair<CallbackResult, std::string_view> names[] = {
      {kTaken, "taken"},   {kRepeated, "repeated"}, {kLate, "late"},
      {kMisfit, "misfit"}, {kWaiting, "waiting"},   {kOrphan, "orphan"}};
  for (const auto& [result, name] : names) EXPECT_EQ(to_name(result), name);
}

TEST(CallbackStatus, IsWhatTheHostAnswers) {
  const std::pair<const char*, int> rows[] = {{"callback/unknown_agency", 404},
                                              {"callback/too_large", 413},
                                              {"callback/unsigned", 401},
                                              {"callback/time", 401},
                                              {"callback/signature", 401},
                                              {"callback/secret", 500},
                                              {"callback/body", 400},
                                              {"callback/agency", 403},
                                              {"callback/busy", 503},
                                              {"store/locked", 500},
                                              {"", 500}};
  for (const auto& [code, status] : rows) EXPECT_EQ(http_status_of_callback(code), status) << code;
}

}  // namespace
}  // namespace lianban::adapter
