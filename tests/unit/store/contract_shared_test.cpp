#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

class Shared : public EveryStore {};

TEST_P(Shared, NumbersOfASeriesAreGivenOnce) {
  EXPECT_EQ(store().lease_numbers(kTenant, "case", "20210915", 100).value(), 1u);
  EXPECT_EQ(store().lease_numbers(kTenant, "case", "20210915", 1).value(), 101u);
  EXPECT_EQ(store().lease_numbers(kTenant, "case", "20210916", 1).value(), 1u);
  EXPECT_EQ(store().lease_numbers(kTenant, "licence", "20210915", 1).value(), 1u);
  EXPECT_EQ(store().lease_numbers(TenantId{1}, "case", "20210915", 1).value(), 1u);
  reopen_if_durable();
  EXPECT_EQ(store().lease_numbers(kTenant, "case", "20210915", 5).value(), 102u);
  EXPECT_EQ(store().lease_numbers(kTenant, "case", "20210915", 0).error().code, "store/argument");
}

TEST_P(Shared, ThreadsNeverGetTheSameNumber) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<std::uint64_t> firsts;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < 25; ++round) {
        const auto first = store().lease_numbers(kTenant, "case", "", 3).value();
        const std::lock_guard lock(mutex);
        firsts.insert(first);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(firsts.size(), 100u);
  EXPECT_EQ(*firsts.rbegin(), 298u);
}

TEST_P(Shared, DefinitionsAreKeptByTheirHash) {
  const DefinitionRow first{"hash-1", "wenzhou", "1.0.0", "released", "{}"};
  const DefinitionRow second{"hash-2", "wenzhou", "1.1.0", "draft", "{ }"};
  ASSERT_TRUE(store().put_definition(first).ok());
  ASSERT_TRUE(store().put_definition(second).ok());
  ASSERT_TRUE(store().put_definition({"hash-3", "other", "1.0.0", "draft", "[]"}).ok());
  reopen_if_durable();
  EXPECT_EQ(store().definition("hash-2").value()->bytes, "{ }");
  EXPECT_FALSE(store().definition("hash-9").value().has_value());
  const auto listed = store().definitions("wenzhou").value();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].hash, "hash-1");
  EXPECT_TRUE(listed[0].bytes.empty());
  EXPECT_EQ(store().definitions().value().size(), 3u);
}

TEST_P(Shared, OnlyTheStateOfADefinitionChanges) {
  ASSERT_TRUE(store().put_definition({"hash-1", "wenzhou", "1.0.0", "draft", "{}"}).ok());
  ASSERT_TRUE(store().put_definition({"hash-1", "wenzhou", "1.0.0", "released", "{}"}).ok());
  EXPECT_EQ(store().definition("hash-1").value()->state, "released");
  const Status other = store().put_definition({"hash-1", "wenzhou", "1.0.0", "retired", "{1}"});
  EXPECT_EQ(other.error().code, "store/argument");
  EXPECT_EQ(store().definition("hash-1").value()->state, "released");
}

TEST_P(Shared, TheLastCalendarIsTheCurrentOne) {
  ASSERT_TRUE(store().put_calendar({"cn", "2021.1", "a"}).ok());
  ASSERT_TRUE(store().put_calendar({"cn", "2021.10", "b"}).ok());
  ASSERT_TRUE(store().put_calendar({"zj", "2021.2", "c"}).ok());
  ASSERT_TRUE(store().put_calendar({"cn", "2021.1", "a"}).ok());
  EXPECT_EQ(store().put_calendar({"cn", "2021.1", "z"}).error().code, "store/argument");
  EXPECT_EQ(store().put_calendar({"cn", "", "a"}).error().code, "store/argument");
  reopen_if_durable();
  EXPECT_EQ(store().calendar("cn").value()->revision, "2021.10");
  EXPECT_EQ(store().calendar("cn", "2021.1").value()->bytes, "a");
  EXPECT_FALSE(store().calendar("cn", "1999").value().has_value());
  EXPECT_EQ(store().calendars().value().size(), 3u);
}

TEST_P(Shared, SettingsAreKeptAndTheStoresOwnAreProtected) {
  ASSERT_TRUE(store().set_meta("engine.epoch", "1").ok());
  ASSERT_TRUE(store().set_meta("engine.epoch", "2").ok());
  EXPECT_EQ(store().set_meta("store.schema", "9").error().code, "store/argument");
  reopen_if_durable();
  EXPECT_EQ(store().meta("engine.epoch").value(), "2");
  EXPECT_EQ(store().meta("nothing").value(), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Stores, Shared, ::testing::ValuesIn(kinds()), kind_name);

}  // namespace
}  // namespace lianban::store
