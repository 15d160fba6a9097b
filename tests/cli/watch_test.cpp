// `run --watch` as a process of its own: callbacks, breakers, figures.
#include <httplib.h>

#include <chrono>

#include "agencies/signer.hpp"
#include "operations.hpp"

namespace lianban::cli::test {
namespace {

const std::vector<std::string> kSecrets{"KEY=access", "SECRET=a test"};

class Watch : public Operations {
 protected:
  /// Serves the agencies, who call back where this test's command will listen.
  void serve_calling_back() {
    port_ = free_port();
    serve({.callbacks = {.url = "http://127.0.0.1:" + std::to_string(port_) + "/callbacks",
                         .key = "access",
                         .secret = "a test",
                         .retry_ms = 50}},
          {{"honours_keys", true}}, {{"callbacks", {{"key", "KEY"}, {"secret", "SECRET"}}}});
  }
  std::unique_ptr<RunningCli> watch(Words words) {
    words.insert(words.begin(), {"run", "--watch", "--json"});
    return std::make_unique<RunningCli>(here_with(words), kSecrets);
  }
  /// Listens for callbacks, and is there.
  std::unique_ptr<RunningCli> listen() {
    auto running = watch({"--listen", std::to_string(port_)});
    const Json there =
        running->wait_for([](const Json& line) { return line.contains("listening"); });
    EXPECT_EQ(there["listening"]["port"], port_);
    return running;
  }
  static Json callback_of(RunningCli& running) {
    return running.wait_for([](const Json& line) { return line.contains("callback"); })["callback"];
  }
  static Json breaker_of(RunningCli& running) {
    return running.wait_for([](const Json& line) { return line.contains("breaker"); })["breaker"];
  }
  /// As the police would send it, but for `spoil`.
  httplib::Result post(const std::string& body, const std::string& spoil = {}) const {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const std::string at =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
    const simulators::SigningKey key{"lianban", "access", "a test"};
    const simulators::Signable what{"POST", "/callbacks/police",       "a=1&b=2",
                                    at,     simulators::fresh_nonce(), body};
    httplib::Headers headers;
    for (const auto& [name, value] :
         simulators::signed_headers(key, what, simulators::sign(key, what).value_or(""))) {
      headers.emplace(name, value);
    }
    httplib::Client client("127.0.0.1", port_);
    return client.Post("/callbacks/police?b=2&a=1", headers, body + spoil, "application/json");
  }

  int port_ = 0;
};

TEST_F(Watch, ASignedCallbackOfThePoliceMovesTheCaseOn) {
  serve_calling_back();
  const std::string number = open();
  const auto running = listen();
  const Json heard = callback_of(*running);
  EXPECT_EQ(heard["agency"], "police");
  EXPECT_EQ(heard["result"], "taken");
  // The notice of the state it led to goes out at once.
  const Json told = running->wait_for([](const Json& line) {
    return line.contains("pump") && line["pump"]["answered"].get<int>() > 0;
  });
  EXPECT_TRUE(told.is_object());
  EXPECT_EQ(running->stop(), 130);
  EXPECT_EQ(states(number), Json({"changed"}));
  const auto effects = simulated_->effects();
  for (const auto& [key, count] : effects["police"].items()) {
    EXPECT_EQ(count["callbacks_accepted"], 1) << key;
    EXPECT_EQ(count["effects"], 1) << key;
  }
}

TEST_F(Watch, EachCallbackGetsItsAnswer) {
  serve_calling_back();
  const auto running = listen();
  const std::string stranger = R"({"request":"k-1","reply":{"result":"approved"}})";
  const auto orphan = post(stranger);
  ASSERT_TRUE(orphan);
  EXPECT_EQ(orphan->status, 200);
  EXPECT_EQ(Json::parse(orphan->body), (Json{{"result", "orphan"}}));
  EXPECT_EQ(callback_of(*running)["result"], "orphan");
  const auto forged = post(stranger, " ");
  ASSERT_TRUE(forged);
  EXPECT_EQ(forged->status, 401);
  EXPECT_EQ(Json::parse(forged->body)["code"], "callback/signature");
  EXPECT_EQ(callback_of(*running)["code"], "callback/signature");
  httplib::Client client("127.0.0.1", port_);
  const auto unsigned_one = client.Post("/callbacks/police", stranger, "application/json");
  ASSERT_TRUE(unsigned_one);
  EXPECT_EQ(unsigned_one->status, 401);
  EXPECT_EQ(Json::parse(unsigned_one->body)["code"], "callback/unsigned");
  const auto unknown = client.Post("/callbacks/nobody", stranger, "application/json");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->status, 404);
  EXPECT_EQ(Json::parse(unknown->body)["code"], "callback/unknown_agency");
  callback_of(*running);
  EXPECT_TRUE(callback_of(*running)["agency"].is_null()) << "a name that nobody knows";
  EXPECT_EQ(running->stop(), 130);

  const Json kept = ask({"callbacks", "list"}, 0)["callbacks"];
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0]["agency"], "police");
  EXPECT_EQ(kept[0]["request"], "k-1");
  EXPECT_EQ(ask({"callbacks", "retry", kept[0]["id"].dump()}, 0)["result"], "orphan");
  EXPECT_EQ(ask({"callbacks", "retry", "999"}, 3)["error"]["code"], "callback/unknown");
  EXPECT_TRUE(has(run({"callbacks", "list"}).out, "1 个未采用"));
}

TEST_F(Watch, ABreakerIsToldWhenItOpensAndWhenItCloses) {
  serve({}, {{"honours_keys", true}},
        {{"retry", {{"first", "PT0.01S"}, {"jitter", 0}}},
         {"breaker", {{"failures", 2}, {"open_for", "1 second"}}}});
  ASSERT_TRUE(simulated_->set_down("police", true));
  open();
  const auto running = watch({"--metrics", folder_.file("metrics.json")});
  const Json opened = breaker_of(*running);
  EXPECT_EQ(opened["agency"], "police");
  EXPECT_NE(opened["state"], "closed");
  ASSERT_TRUE(simulated_->set_down("police", false));
  EXPECT_EQ(breaker_of(*running)["state"], "closed");
  EXPECT_EQ(running->stop(), 130);
  const Json file = Json::parse(text_of(folder_.file("metrics.json")));
  EXPECT_GE(file["agencies"]["police"]["opened"], 1);
  EXPECT_EQ(file["agencies"]["police"]["breaker"], "closed");
}

TEST_F(Watch, ListeningNeedsAPortAndAWatch) {
  serve({}, {{"honours_keys", true}});
  EXPECT_EQ(run({"run", "--listen", "0"}).exit, 2);
  EXPECT_EQ(ask({"run", "--watch", "--listen", "here:there"}, 2)["error"]["code"], "usage/listen");
  httplib::Server other;
  const int port = other.bind_to_any_port("127.0.0.1");
  EXPECT_EQ(ask({"run", "--watch", "--listen", std::to_string(port)}, 8)["error"]["code"],
            "configuration/port");
}

}  // namespace
}  // namespace lianban::cli::test
