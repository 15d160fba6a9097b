// The server that takes callbacks: what it hands over and what it refuses by itself.
#include "cli/callback_listener.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>

namespace lianban::cli {
namespace {

class Listener : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto port = listener_.start({"127.0.0.1", 0});
    ASSERT_TRUE(port) << port.error().code;
    client_ = std::make_unique<httplib::Client>("127.0.0.1", *port);
    client_->set_url_encode(false);
  }
  std::vector<Callback> taken() {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  static std::string code_of(const httplib::Result& result) {
    if (!result) return "nothing";
    const auto body = nlohmann::json::parse(result->body, nullptr, false);
    return body.is_object() ? body.value("code", "") : "no JSON";
  }

  std::unique_ptr<httplib::Client> client_;

 private:
  std::mutex mutex_;
  std::vector<Callback> taken_;
  CallbackListener listener_{[this](const Callback& callback) {
    const std::lock_guard lock(mutex_);
    taken_.push_back(callback);
    return CallbackReply{401, R"({"code":"callback/signature"})"};
  }};
};

TEST_F(Listener, HandsOverRawBytesHeadersAndTheTargetAsItCame) {
  const std::string body("{\"a\" : 1}\r\n\0\xff end", 17);
  const auto result = client_->Post("/callbacks/police@330300?b=%41&a=+&a",
                                    {{"X-Lianban-Nonce", "12345678"}, {"X-Lianban-Nonce", "two"}},
                                    body, "application/x-www-form-urlencoded");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 401);
  EXPECT_EQ(result->body, R"({"code":"callback/signature"})");
  ASSERT_EQ(taken().size(), 1U);
  const Callback callback = taken().front();
  EXPECT_EQ(callback.agency, "police");
  EXPECT_EQ(callback.office, "330300");
  EXPECT_EQ(callback.method, "POST");
  EXPECT_EQ(callback.target, "/callbacks/police@330300?b=%41&a=+&a");
  EXPECT_EQ(callback.body, body);
  EXPECT_EQ(std::count_if(callback.headers.begin(), callback.headers.end(),
                          [](const auto& each) { return each.first == "X-Lianban-Nonce"; }),
            2)
      << "a header that comes twice is the verifier's to refuse";
}

TEST_F(Listener, ABodyOfTheLimitPassesAndOneMoreByteDoesNot) {
  const std::string whole(CallbackListener::kLargestBody, ' ');
  ASSERT_TRUE(client_->Post("/callbacks/police", whole, "application/json"));
  EXPECT_EQ(taken().size(), 1U);
  const auto large = client_->Post("/callbacks/police", whole + " ", "application/json");
  EXPECT_EQ(code_of(large), "callback/too_large");
  EXPECT_EQ(large->status, 413);
  EXPECT_EQ(taken().size(), 1U);
}

TEST_F(Listener, ABodyWhoseLengthIsNotAnnouncedIsMeasuredToo) {
  const std::string piece(64u << 10, ' ');
  const auto large = client_->Post(
      "/callbacks/police",
      [&](std::size_t offset, httplib::DataSink& sink) {
        if (offset > CallbackListener::kLargestBody) {
          sink.done();
          return true;
        }
        return sink.write(piece.data(), piece.size());
      },
      "application/json");
  ASSERT_TRUE(large);
  EXPECT_EQ(large->status, 413);
  EXPECT_EQ(code_of(large), "callback/too_large");
  EXPECT_TRUE(taken().empty());
  // The connection is still good.
  EXPECT_EQ(code_of(client_->Post("/callbacks/police", "{}", "application/json")),
            "callback/signature");
}

TEST_F(Listener, WhatTheServerWouldTakeApartIsRefused) {
  const httplib::MultipartFormDataItems items{{"reply", "{}", "", "application/json"}};
  const auto form = client_->Post("/callbacks/police", items);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->status, 415);
  const auto packed =
      client_->Post("/callbacks/police", {{"Content-Encoding", "gzip"}}, "{}", "application/json");
  ASSERT_TRUE(packed);
  EXPECT_EQ(packed->status, 415);
  EXPECT_EQ(code_of(packed), "callback/request");
  EXPECT_TRUE(taken().empty());
}

TEST_F(Listener, AnythingElseIsNoCallback) {
  for (const auto& result :
       {client_->Get("/callbacks/police"), client_->Post("/callbacks/", "{}", "application/json"),
        client_->Post("/callbacks/a/b", "{}", "application/json")}) {
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 404);
    EXPECT_EQ(code_of(result), "callback/request");
  }
  EXPECT_TRUE(taken().empty());
}

TEST(ListenPlace, IsAPortOrHostAndPort) {
  EXPECT_EQ(listen_place("8090")->host, "127.0.0.1");
  EXPECT_EQ(listen_place("8090")->port, 8090);
  EXPECT_EQ(listen_place("0.0.0.0:0")->host, "0.0.0.0");
  for (const char* wrong : {"", ":80", "host", "host:", "-1", "65536", "80x", "1 "}) {
    EXPECT_FALSE(listen_place(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace lianban::cli
