#include "base/sm2.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "base/hash.hpp"

namespace lianban::base {
namespace {

// GB/T 32918.5-2017, appendix A.2: the example of a signature.
constexpr std::string_view kId = "1234567812345678";
constexpr std::string_view kMessage = "message digest";
const std::string kPrivate = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
const std::string kX = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
const std::string kY = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
const std::string kR = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
const std::string kS = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

// The same two keys, written by `openssl pkey` from the digits above.
constexpr std::string_view kPublicPem = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y
M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==
-----END PUBLIC KEY-----
)";
constexpr std::string_view kPrivatePem = R"(-----BEGIN PRIVATE KEY-----
MEECAQAwEwYHKoZIzj0CAQYIKoEcz1UBgi0EJzAlAgEBBCA5RSCPeyFEsT8244rG
05+ViJOTaShgtRpC+4HvTffFuA==
-----END PRIVATE KEY-----
)";

std::string raw_example() { return unhex(kR + kS); }

TEST(Gbt32918Part5, TheStandardsSignatureIsVerified) {
  const auto key = Sm2Key::public_key("04" + kX + kY);
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->verify(kId, kMessage, raw_example(), Sm2Form::kRaw));
  EXPECT_TRUE(key->verify(kId, kMessage, sm2_der(raw_example()).value(), Sm2Form::kDer));
}

TEST(Gbt32918Part5, ItIsOneOfThisIdMessageKeyAndForm) {
  const auto key = Sm2Key::public_key(kX + kY);
  ASSERT_TRUE(key);
  EXPECT_FALSE(key->verify("", kMessage, raw_example(), Sm2Form::kRaw)) << "the empty id";
  EXPECT_FALSE(key->verify("1234567812345679", kMessage, raw_example(), Sm2Form::kRaw));
  EXPECT_FALSE(key->verify(kId, "message digesT", raw_example(), Sm2Form::kRaw));
  EXPECT_FALSE(key->verify(kId, kMessage, raw_example(), Sm2Form::kDer));
  EXPECT_FALSE(key->verify(kId, kMessage, sm2_der(raw_example()).value(), Sm2Form::kRaw));
  EXPECT_FALSE(key->verify(kId, kMessage, unhex(kS + kR), Sm2Form::kRaw));
  EXPECT_FALSE(key->verify(kId, kMessage, "", Sm2Form::kRaw));
  EXPECT_FALSE(key->verify(kId, kMessage, "", Sm2Form::kDer));
  const auto other = Sm2Key::private_key(std::string(63, '0') + "1");
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->verify(kId, kMessage, raw_example(), Sm2Form::kRaw));
}

TEST(Sm2, WhatIsSignedIsVerified) {
  rc::check([](const std::string& message, const std::string& id, bool raw) {
    const auto signer = Sm2Key::private_key(kPrivate);
    const auto verifier = Sm2Key::public_key(kX + kY);
    const Sm2Form form = raw ? Sm2Form::kRaw : Sm2Form::kDer;
    const auto signature = signer->sign(id, message, form);
    RC_ASSERT(signature.has_value());
    RC_ASSERT(verifier->verify(id, message, *signature, form));
    RC_ASSERT(!verifier->verify(id + "x", message, *signature, form));
    RC_ASSERT(!verifier->verify(id, message + "x", *signature, form));
  });
}

TEST(Sm2, ASignatureIsNeverTheSameTwice) {
  const auto key = Sm2Key::private_key(kPrivate);
  ASSERT_TRUE(key);
  EXPECT_NE(key->sign(kId, kMessage, Sm2Form::kDer), key->sign(kId, kMessage, Sm2Form::kDer));
}

TEST(Sm2, AnIdThatIsTooLongIsRefused) {
  const auto key = Sm2Key::private_key(kPrivate);
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->sign(std::string(8190, 'i'), kMessage, Sm2Form::kDer));
  EXPECT_FALSE(key->sign(std::string(8191, 'i'), kMessage, Sm2Form::kDer));
}

TEST(Sm2Key, IsReadFromPemAndFromDigitsOfAnyCase) {
  for (const std::string_view text :
       {kPublicPem,
        std::string_view("04"
                         "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                         "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13")}) {
    const auto key = Sm2Key::public_key(text);
    ASSERT_TRUE(key) << text;
    EXPECT_TRUE(key->verify(kId, kMessage, raw_example(), Sm2Form::kRaw));
  }
  for (const std::string_view text : {kPrivatePem, std::string_view(kPrivate)}) {
    const auto key = Sm2Key::private_key(text);
    ASSERT_TRUE(key) << text;
    EXPECT_TRUE(key->verify(kId, kMessage, raw_example(), Sm2Form::kRaw)) << "another number";
    EXPECT_TRUE(key->sign(kId, kMessage, Sm2Form::kRaw));
  }
}

TEST(Sm2Key, WhatIsNoKeyIsRefused) {
  const std::string n = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";
  const std::string n_minus_1 = n.substr(0, 63) + "2";  // 1 to n-2 by GB/T 32918.1.
  for (const std::string& text :
       {std::string(), std::string("key"), kPrivate + "00", kPrivate.substr(2), kPrivate + "\n",
        std::string(64, '0'), std::string(64, 'F'), n, n_minus_1, std::string(kPublicPem)}) {
    EXPECT_FALSE(Sm2Key::private_key(text)) << text;
  }
  EXPECT_TRUE(Sm2Key::private_key(n.substr(0, 63) + "1"));
  for (const std::string& text :
       {std::string(), kX, kX + kY.substr(2), "03" + kX + kY, "05" + kX + kY, "02" + kX,
        "0404" + kX + kY, kY + kX, kX + kX, std::string(128, '0'), std::string(128, 'F'),
        std::string(kPrivatePem), kPrivate}) {
    EXPECT_FALSE(Sm2Key::public_key(text)) << text;
  }
}

TEST(Sm2Key, OfAnotherCurveIsRefused) {
  // openssl ecparam -name prime256v1 -genkey -noout | openssl pkey -pubout
  constexpr std::string_view kOther = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElhmj7pjOBxaFK6NxbjVpeG3jb1Uu
3Och0jbNEkq3ION6o68KEeN0MqrfC/q/cbicQQ7YYG6+Zu8chso38a/nhg==
-----END PUBLIC KEY-----
)";
  EXPECT_FALSE(Sm2Key::public_key(kOther));
}

TEST(Sm2Key, APublicOneSignsNothing) {
  EXPECT_FALSE(Sm2Key::public_key(kX + kY)->sign(kId, kMessage, Sm2Form::kDer));
}

TEST(Sm2Form, ThereAndBackIsTheSame) {
  rc::check([] {
    const auto byte = rc::gen::weightedOneOf<int>(
        {{3, rc::gen::inRange(0, 256)}, {1, rc::gen::element(0, 0x7f, 0x80, 0xff)}});
    std::string raw;
    for (const int each : *rc::gen::container<std::vector<int>>(64, byte)) {
      raw += static_cast<char>(each);
    }
    RC_PRE(raw.substr(0, 32) != std::string(32, '\0') && raw.substr(32) != std::string(32, '\0'));
    const auto der = sm2_der(raw);
    RC_ASSERT(der.has_value());
    RC_ASSERT(sm2_raw(*der) == raw);
    RC_ASSERT(!sm2_raw(*der + '\0'));
    RC_ASSERT(!sm2_raw(der->substr(0, der->size() - 1)));
  });
}

TEST(Sm2Form, OnlyTheOneWayToWriteItIsAccepted) {
  const std::string one = std::string(31, '\0') + '\1';
  ASSERT_EQ(hex({reinterpret_cast<const std::uint8_t*>(sm2_der(one + one)->data()), 8}),
            "3006020101020101");
  for (const char* der : {
           "300602010102010100",  // a byte after it
           "3006020101020101"
           "00",                  // the same
           "30060201010201",      // cut off
           "300702020001020101",  // a needless zero
           "308106020101020101",  // a needless length byte
           "3080020101020101"
           "0000",                    // BER: without a length
           "3006020100020101",        // r is 0
           "3006020101020100",        // s is 0
           "3006020181020101",        // r is negative
           "3003020101",              // only one number
           "3009020101020101020101",  // three numbers
           "0406020101020101",        // not a sequence
       }) {
    EXPECT_FALSE(sm2_raw(unhex(der))) << der;
  }
  // r of 33 bytes
  EXPECT_FALSE(
      sm2_raw(unhex("30260221"
                    "01" +
                    std::string(64, '0') + "020101")));
  EXPECT_FALSE(sm2_raw(std::string(5000, '0')));
  EXPECT_FALSE(sm2_der(std::string(64, '\0')));
  EXPECT_FALSE(sm2_der(one + std::string(32, '\0')));
  EXPECT_FALSE(sm2_der(one));
  EXPECT_FALSE(sm2_der(one + one + one));
}

}  // namespace
}  // namespace lianban::base
