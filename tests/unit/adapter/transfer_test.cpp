// Many exchanges on one thread: their ends, early ends and deadlines, over real sockets.
#include "adapter/transfer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <memory>
#include <string>

#include "unit/adapter/collector.hpp"
#include "unit/adapter/held_server.hpp"
#include "unit/adapter/raw_server.hpp"

namespace lianban::adapter {
namespace {

using std::chrono::milliseconds;

const std::string kOk = http_reply("200 OK", "{}");

HttpRequest post(int port, std::string body = "{}", milliseconds total = milliseconds{60'000}) {
  HttpRequest request;
  request.method = "POST";
  request.url = "http://127.0.0.1:" + std::to_string(port) + "/";
  request.body = std::move(body);
  request.connect_timeout = total;
  request.total_timeout = total;
  return request;
}

TEST(Transfers, ManyAreInFlightAtOnceOnOneThread) {
  constexpr std::size_t kMany = 40;
  HeldServer server;
  Collector<HttpReply> ends;
  Transfers transfers;
  for (std::size_t i = 0; i < kMany; ++i) transfers.start(post(server.port()), ends.taker());
  server.wait_for(kMany);
  EXPECT_TRUE(ends.now().empty());
  for (std::size_t i = kMany; i-- > 0;) server.answer(i, kOk);
  for (const HttpReply& reply : ends.wait_for(kMany)) EXPECT_EQ(reply.exchange, Exchange::kReply);
  const auto threads = ends.threads();
  EXPECT_EQ(std::count(threads.begin(), threads.end(), threads.front()), kMany);
  EXPECT_NE(threads.front(), std::this_thread::get_id());
}

TEST(Transfers, KeepTheirConnections) {
  HeldServer server;
  Collector<HttpReply> ends;
  Transfers transfers;
  for (std::size_t i = 0; i < 5; ++i) {
    transfers.start(post(server.port()), ends.taker());
    server.wait_for(i + 1);
    server.answer(i, kOk);
    ends.wait_for(i + 1);
  }
  EXPECT_EQ(server.connections(), 1U);
  HttpRequest fresh = post(server.port());
  fresh.fresh_connection = true;
  for (std::size_t i = 5; i < 8; ++i) {
    transfers.start(fresh, ends.taker());
    server.wait_for(i + 1);
    server.answer(i, kOk);
    ends.wait_for(i + 1);
  }
  EXPECT_EQ(server.connections(), 4U);
}

TEST(Transfers, ACancelledOneSaysWhetherItWasSent) {
  HeldServer server;
  const FullPort full;
  Collector<HttpReply> ends;
  Transfers transfers;
  const auto connecting = transfers.start(post(full.port()), ends.taker());
  transfers.cancel(connecting);
  EXPECT_EQ(ends.wait_for(1)[0].exchange, Exchange::kCancelled);
  EXPECT_FALSE(ends.now()[0].sent);
  const auto sent = transfers.start(post(server.port()), ends.taker());
  server.wait_for(1);
  transfers.cancel(sent);
  EXPECT_EQ(ends.wait_for(2)[1].exchange, Exchange::kCancelled);
  EXPECT_TRUE(ends.now()[1].sent);
  server.wait_for_closed(1);
}

TEST(Transfers, CancellingOneLeavesTheOthers) {
  HeldServer server;
  Collector<HttpReply> ends;
  Transfers transfers;
  const auto first = transfers.start(post(server.port(), "1"), ends.taker());
  server.wait_for(1);
  transfers.start(post(server.port(), "2"), ends.taker());
  server.wait_for(2);
  transfers.cancel(first);
  ends.wait_for(1);
  server.answer(1, kOk);
  EXPECT_EQ(ends.wait_for(2)[1].exchange, Exchange::kReply);
}

TEST(Transfers, CancellingWhatHasEndedDoesNothing) {
  HeldServer server;
  Collector<HttpReply> ends;
  Transfers transfers;
  const auto number = transfers.start(post(server.port()), ends.taker());
  server.wait_for(1);
  server.answer(0, kOk);
  ends.wait_for(1);
  transfers.cancel(number);
  transfers.cancel(0);
  transfers.stop();
  EXPECT_EQ(ends.now().size(), 1U);
}

TEST(Transfers, EachKeepsItsOwnDeadline) {
  HeldServer server;
  Collector<HttpReply> ends;
  Transfers transfers;
  const auto slow = transfers.start(post(server.port()), ends.taker());
  server.wait_for(1);
  transfers.start(post(server.port(), "{}", milliseconds{200}), ends.taker());
  EXPECT_EQ(ends.wait_for(1)[0].exchange, Exchange::kTimeout);
  EXPECT_TRUE(ends.now()[0].sent);
  transfers.cancel(slow);
  EXPECT_EQ(ends.wait_for(2)[1].exchange, Exchange::kCancelled);
}

TEST(Transfers, StopEndsAllAndWhatIsStartedLaterAtOnce) {
  HeldServer server;
  const FullPort full;
  Collector<HttpReply> ends;
  Transfers transfers;
  for (int i = 0; i < 3; ++i) transfers.start(post(server.port()), ends.taker());
  transfers.start(post(full.port()), ends.taker());
  transfers.hold(
      milliseconds{60'000}, [](std::uint64_t) {}, ends.taker());
  server.wait_for(3);
  transfers.stop();
  const auto ended = ends.now();
  ASSERT_EQ(ended.size(), 5U);
  EXPECT_EQ(
      std::count_if(ended.begin(), ended.end(), [](const HttpReply& reply) { return reply.sent; }),
      3);
  transfers.start(post(server.port()), ends.taker());
  transfers.hold(
      milliseconds{60'000}, [](std::uint64_t) {}, ends.taker());
  EXPECT_EQ(ends.now().size(), 7U);
  EXPECT_FALSE(transfers.post([] {}));
  for (const HttpReply& reply : ends.now()) EXPECT_EQ(reply.exchange, Exchange::kCancelled);
  transfers.stop();
}

TEST(Transfers, StopBeforeAnythingWasStarted) {
  Transfers transfers;
  transfers.stop();
  EXPECT_EQ(transfers.run(post(1)).exchange, Exchange::kCancelled);
}

TEST(Transfers, AnEndMayStartTheNextOneAndStopAll) {
  HeldServer server;
  Collector<HttpReply> ends;
  Transfers transfers;
  auto taker = ends.taker();
  transfers.start(post(server.port()), [&](HttpReply first) {
    taker(std::move(first));
    transfers.start(post(server.port()), taker);
    transfers.start(post(server.port()), [&](HttpReply reply) {
      taker(std::move(reply));
      transfers.stop();
    });
  });
  server.wait_for(1);
  server.answer(0, kOk);
  const auto requests = server.wait_for(3);
  server.answer(2, kOk);
  server.answer(1, kOk);
  ends.wait_for(3);
  transfers.stop();
  EXPECT_EQ(ends.now().size(), 3U);
}

TEST(Transfers, TheDestructorStops) {
  HeldServer server;
  Collector<HttpReply> ends;
  {
    Transfers transfers;
    transfers.start(post(server.port()), ends.taker());
    server.wait_for(1);
  }
  ASSERT_EQ(ends.now().size(), 1U);
  EXPECT_EQ(ends.now()[0].exchange, Exchange::kCancelled);
}

TEST(Transfers, AHeldOneGoesWhenItIsSent) {
  HeldServer server;
  Collector<HttpReply> ends;
  Transfers transfers;
  std::promise<std::uint64_t> begun;
  transfers.hold(
      milliseconds{60'000}, [&](std::uint64_t number) { begun.set_value(number); }, ends.taker());
  const auto number = begun.get_future().get();
  EXPECT_TRUE(ends.now().empty());
  std::promise<bool> again;
  transfers.post([&] {
    transfers.send(number, post(server.port()));
    again.set_value(transfers.send(number, post(server.port())));
  });
  EXPECT_FALSE(again.get_future().get()) << "sent twice";
  server.wait_for(1);
  server.answer(0, kOk);
  EXPECT_EQ(ends.wait_for(1)[0].exchange, Exchange::kReply);
}

TEST(Transfers, AHeldOneEndsUnsentInTimeOrWhenCancelled) {
  Collector<HttpReply> ends;
  Transfers transfers;
  const auto waiting = [](std::uint64_t) {};
  const auto number = transfers.hold(milliseconds{60'000}, waiting, ends.taker());
  transfers.hold(milliseconds{1}, waiting, ends.taker());
  EXPECT_EQ(ends.wait_for(1)[0].exchange, Exchange::kUnreachable);
  transfers.cancel(number);
  EXPECT_EQ(ends.wait_for(2)[1].exchange, Exchange::kCancelled);
  EXPECT_FALSE(ends.now()[0].sent || ends.now()[1].sent);
}

TEST(Transfers, AReplyMayBeAsLongAsItsRequestSays) {
  for (const std::size_t most : {std::size_t{1024}, std::size_t{3} << 20}) {
    for (const std::size_t more : {0, 1}) {
      RawServer server([&](int, const std::string&) {
        return RawServer::Reply{http_reply("200 OK", std::string(most + more, ' '))};
      });
      HttpRequest request = post(server.port());
      request.max_reply_bytes = most;
      const HttpReply reply = Transfers().run(request);
      EXPECT_EQ(reply.exchange, more == 0 ? Exchange::kReply : Exchange::kTooLarge);
      EXPECT_EQ(reply.body.size(), more == 0 ? most : reply.body.size());
    }
  }
}

TEST(Transfers, RetryAfterIsReadInBothForms) {
  const auto seconds = [](const std::string& value) {
    RawServer server([&](int, const std::string&) {
      return RawServer::Reply{http_reply("503 ", "", "Retry-After: " + value + "\r\n")};
    });
    return Transfers().run(post(server.port())).retry_after.count();
  };
  EXPECT_EQ(seconds("120"), 120);
  EXPECT_EQ(seconds("0"), 0);
  EXPECT_EQ(seconds("soon"), 0);
  EXPECT_EQ(seconds("-5"), 0);
  EXPECT_EQ(seconds("Wed, 21 Oct 2015 07:28:00 GMT"), 0);
  EXPECT_GT(seconds("Wed, 21 Oct 2099 07:28:00 GMT"), 86'400);
}

TEST(Transfers, ManyThreadsMayStartCancelAndStop) {
  RawServer server([](int, const std::string&) { return RawServer::Reply{kOk, false}; });
  Collector<HttpReply> ends;
  auto transfers = std::make_unique<Transfers>();
  constexpr std::size_t kEach = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < kEach; ++i) {
        const auto number = transfers->start(post(server.port()), ends.taker());
        if (i % 3 == 0) transfers->cancel(number);
        if (t == 3 && i == kEach / 2) transfers->stop();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  transfers.reset();
  EXPECT_EQ(ends.now().size(), 4 * kEach);
}

}  // namespace
}  // namespace lianban::adapter
