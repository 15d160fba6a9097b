// What is acknowledged is there, what is not is not: threads, faults, caches, replay.
#include <rapidcheck/gtest.h>

#include <thread>

#include "support.hpp"

namespace lianban {
namespace {

using Durability = Runtime;

TEST_F(Durability, ManyThreadsOnManyCasesShareCommits) {
  use_file();
  start(kCounter);
  constexpr int kCases = 4;
  constexpr int kEach = 25;
  std::vector<std::string> ids;
  for (int i = 0; i < kCases; ++i) ids.push_back(open("counter").case_id);
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kCases; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto& id = ids[static_cast<std::size_t>((t + i) % kCases)];
        if (refusal_code(send(id, "count", {{"by", 1}})) == "accepted") ++accepted;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted.load(), kCases * kEach);
  int sum = 0;
  for (const std::string& id : ids) {
    sum += show(id)["vars"]["n"].get<int>();
    expect_sound(id);
  }
  EXPECT_EQ(sum, kCases * kEach);
  EXPECT_EQ((*engine->stats())["conflicts"], 0);
}

TEST_F(Durability, AnEvictedCaseComesBackEqual) {
  options.cache_bytes = 0;
  options.body_every = 5;
  use_file();
  start(kCounter);
  const std::string id = open("counter", {{"form", {{"name", "李某"}}}}).case_id;
  for (int i = 1; i <= 12; ++i) {
    expect_accepted(send(id, "count", {{"by", 1}}));
    EXPECT_EQ(show(id)["vars"]["n"], i);
    expect_sound(id);
  }
  EXPECT_EQ((*engine->stats())["cache"]["cases"], 0);
}

TEST_F(Durability, AnUnknownCommitIsResolvedByItsRequestId) {
  start(kCounter);
  const std::string id = open("counter").case_id;
  faults = [](std::string_view point) { return point == "commit:after"; };
  const Accepted there = expect_accepted(send(id, "count", {{"by", 1}}, "q1"));
  EXPECT_EQ(there.revision, 2u);
  EXPECT_FALSE(there.repeated);
  faults = [](std::string_view point) { return point == "commit:before"; };
  EXPECT_EQ(refusal_code(send(id, "count", {{"by", 1}}, "q2")), "error store/unknown");
  faults = nullptr;
  EXPECT_EQ(show(id)["vars"]["n"], 1);
  expect_accepted(send(id, "count", {{"by", 1}}, "q2"));
  EXPECT_EQ(show(id)["vars"]["n"], 2);
  expect_sound(id);
}

TEST_F(Durability, AFailedCommitLeavesTheOldStateInMemory) {
  use_file();
  start(kCounter);
  const std::string id = open("counter").case_id;
  faults = [](std::string_view point) { return point == "commit:row"; };
  const auto failed = send(id, "count", {{"by", 1}}, "q1");
  ASSERT_FALSE(failed.ok());
  faults = nullptr;
  EXPECT_EQ(show(id)["vars"]["n"], 0);
  expect_accepted(send(id, "count", {{"by", 1}}, "q1"));
  EXPECT_EQ(show(id)["vars"]["n"], 1);
  expect_sound(id);
}

TEST_F(Durability, RestartsAtEveryPointOfTheBodyCycle) {
  options.body_every = 3;
  use_file();
  start(kCounter);
  const std::string id = open("counter", {{"form", {{"name", "李某"}}}}).case_id;
  for (int i = 1; i <= 7; ++i) {
    expect_accepted(send(id, "count", {{"by", 1}}, "q" + std::to_string(i)));
    start();
    EXPECT_TRUE(expect_accepted(send(id, "count", {{"by", 1}}, "q" + std::to_string(i))).repeated);
    EXPECT_EQ(show(id)["vars"]["n"], i);
    expect_sound(id);
  }
}

/// Random commands with random faults, with and without a cache: what was accepted counts once,
/// what was not does not count, and the history proves the state.
RC_GTEST_FIXTURE_PROP(Durability, AcceptedCommandsCountExactlyOnce, ()) {
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 10));
  options.body_every = *rc::gen::inRange<std::uint32_t>(1, 5);
  if (*rc::gen::arbitrary<bool>()) options.cache_bytes = 0;
  start(kCounter);
  const std::string id = open("counter").case_id;
  int request = 0;
  for (const int step : steps) {
    const char* const point = step == 0   ? "commit:before"
                              : step == 1 ? "commit:after"
                              : step == 2 ? "commit:row"
                                          : "";
    faults = [point](std::string_view at) { return at == point; };
    const std::string name = "q" + std::to_string(++request);
    auto answer = send(id, "count", {{"by", 1}}, name);
    faults = nullptr;
    if (!answer.ok() || step == 3) answer = send(id, "count", {{"by", 1}}, name);
    RC_ASSERT(answer.ok());
    RC_ASSERT(std::holds_alternative<Accepted>(*answer));
  }
  RC_ASSERT(show(id)["vars"]["n"] == request);
  RC_ASSERT(engine->verify(id)->sound);
  RC_ASSERT(show(id)["revision"] == request + 1);
}

}  // namespace
}  // namespace lianban
