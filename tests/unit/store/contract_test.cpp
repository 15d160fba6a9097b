#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

TEST_P(EveryStore, GivesBackWhatWasCommitted) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.number = "330300202109150001";
  commit.wake_at = at(5000);
  commit.personal = std::string("value block\0with a zero", 23);
  commit.body = std::string("body\0with a zero", 16);
  commit.journal.bytes = std::string("[\0]", 3);
  expect_committed(store(), commit);
  reopen_if_durable();
  const auto loaded = store().load(key_of(1));
  ASSERT_TRUE(loaded.ok());
  ASSERT_TRUE(loaded->has_value());
  const CaseRow& row = (*loaded)->row;
  EXPECT_EQ(row.key, key_of(1));
  EXPECT_EQ(row.revision, 1u);
  EXPECT_EQ(row.definition, "definition-hash");
  EXPECT_EQ(row.format, 1);
  EXPECT_EQ(row.calendar_rev, "2021.1");
  EXPECT_EQ(row.status, "in_review");
  EXPECT_EQ(row.number, "330300202109150001");
  EXPECT_EQ(row.opened_at, at(1000));
  EXPECT_EQ(row.ended_at, std::nullopt);
  EXPECT_EQ(row.head, commit.journal.hash);
  EXPECT_EQ(row.wake_at, at(5000));
  EXPECT_EQ(row.body_revision, 1u);
  EXPECT_EQ(row.body, *commit.body);
  EXPECT_EQ(row.personal, *commit.personal);
  EXPECT_TRUE(may_contain(row.requests, "req-1"));
  EXPECT_FALSE(may_contain(row.requests, "req-2"));
  EXPECT_TRUE((*loaded)->since_body.empty());
  EXPECT_EQ(store().journal(key_of(1)).value(), std::vector{commit.journal});
}

TEST_P(EveryStore, KnowsNothingOfAnUnknownCase) {
  EXPECT_EQ(store().load(key_of(9)).value().has_value(), false);
  EXPECT_EQ(store().revision(key_of(9)).value(), std::nullopt);
  EXPECT_TRUE(store().journal(key_of(9)).value().empty());
  EXPECT_EQ(store().find_request(key_of(9), "req-1").value(), std::nullopt);
}

TEST_P(EveryStore, FeedsTheRowsOfAllCasesInOrderOfCommit) {
  grow(store(), key_of(1), 1);
  grow(store(), key_of(2), 2);
  expect_committed(store(), next_commit(key_of(1), 1));
  const auto all = store().feed(key_of(1).tenant, 0, 10);
  ASSERT_TRUE(all.ok());
  std::vector<std::pair<CaseKey, std::uint64_t>> order;
  for (const FeedRow& each : *all) order.emplace_back(each.key, each.row.revision);
  const std::vector<std::pair<CaseKey, std::uint64_t>> expected{
      {key_of(1), 1}, {key_of(2), 1}, {key_of(2), 2}, {key_of(1), 2}};
  EXPECT_EQ(order, expected);
  EXPECT_EQ(all->back().row, store().journal(key_of(1)).value().back());
  const auto page = store().feed(key_of(1).tenant, all->at(1).pos, 1);
  ASSERT_EQ(page.value().size(), 1u);
  EXPECT_EQ(page.value().front().pos, all->at(2).pos);
  EXPECT_TRUE(store().feed(key_of(1).tenant, all->back().pos, 10).value().empty());
  EXPECT_TRUE(store().feed(TenantId{77}, 0, 10).value().empty());
}

TEST_P(EveryStore, RefusesACommitOnAnotherRevision) {
  grow(store(), key_of(1), 2);
  for (const std::uint64_t expected : {0u, 1u, 3u}) {
    CaseCommit stale = next_commit(key_of(1), expected);
    stale.body = "other";
    stale.status = "other";
    const auto receipt = store().commit(stale);
    ASSERT_FALSE(receipt.ok());
    EXPECT_EQ(receipt.error().code, "store/conflict");
    EXPECT_TRUE(receipt.error().retryable);
  }
  EXPECT_EQ(store().commit(next_commit(key_of(2), 1)).error().code, "store/conflict");
  EXPECT_EQ(store().load(key_of(1)).value()->row.status, "in_review");
  EXPECT_EQ(store().journal(key_of(1)).value().size(), 2u);
  EXPECT_EQ(store().stats().value().conflicts, 4u);
}

TEST_P(EveryStore, RefusesACommitThatContradictsItself) {
  CaseCommit skips = next_commit(key_of(1), 0);
  skips.journal.revision = 2;
  EXPECT_EQ(store().commit(skips).error().code, "store/argument");
  CaseCommit bodiless = next_commit(key_of(1), 0);
  bodiless.body.reset();
  EXPECT_EQ(store().commit(bodiless).error().code, "store/argument");
  CaseCommit long_winded = next_commit(key_of(1), 0);
  long_winded.journal.request = std::string(129, 'r');
  EXPECT_EQ(store().commit(long_winded).error().code, "store/limit");
  EXPECT_EQ(store().revision(key_of(1)).value(), std::nullopt);
}

TEST_P(EveryStore, SameIdOfAnotherTenantIsAnotherCase) {
  grow(store(), key_of(1), 2);
  grow(store(), key_of(1, TenantId{440100}), 1);
  EXPECT_EQ(store().revision(key_of(1)).value(), 2u);
  EXPECT_EQ(store().revision(key_of(1, TenantId{440100})).value(), 1u);
}

TEST_P(EveryStore, LoadsTheRowsAfterTheBody) {
  grow(store(), key_of(1), 1);
  grow(store(), key_of(2), 3);  // Rows of others lie between.
  base::Digest previous = store().load(key_of(1)).value()->row.head;
  for (std::uint64_t revision = 1; revision < 6; ++revision) {
    CaseCommit commit = next_commit(key_of(1), revision, previous);
    if (revision == 2) commit.body = "body of revision 3";
    expect_committed(store(), commit);
    previous = commit.journal.hash;
  }
  reopen_if_durable();
  const StoredCase loaded = *store().load(key_of(1)).value();
  EXPECT_EQ(loaded.row.revision, 6u);
  EXPECT_EQ(loaded.row.body_revision, 3u);
  EXPECT_EQ(loaded.row.body, "body of revision 3");
  ASSERT_EQ(loaded.since_body.size(), 3u);
  EXPECT_EQ(loaded.since_body.front().revision, 4u);
  EXPECT_EQ(loaded.since_body.back().revision, 6u);
  EXPECT_EQ(loaded.row.head, loaded.since_body.back().hash);
}

TEST_P(EveryStore, HistoryIsInOrderAndChained) {
  grow(store(), key_of(1), 20);
  const auto rows = store().journal(key_of(1)).value();
  ASSERT_EQ(rows.size(), 20u);
  base::Digest previous{};
  for (std::size_t index = 0; index < rows.size(); ++index) {
    EXPECT_EQ(rows[index].revision, index + 1);
    EXPECT_EQ(rows[index].hash, base::sm3({base::view(previous), rows[index].bytes}));
    previous = rows[index].hash;
  }
  const auto late = store().journal(key_of(1), 18).value();
  EXPECT_EQ(late, (std::vector{rows[17], rows[18], rows[19]}));
  EXPECT_TRUE(store().journal(key_of(1), 21).value().empty());
}

TEST_P(EveryStore, FindsARowByItsRequestId) {
  grow(store(), key_of(1), 12);
  const auto rows = store().journal(key_of(1)).value();
  for (const JournalRow& row : rows) {
    EXPECT_EQ(store().find_request(key_of(1), row.request).value(), row);
  }
  EXPECT_EQ(store().find_request(key_of(1), "req-13").value(), std::nullopt);
  EXPECT_EQ(store().find_request(key_of(1), "").value(), std::nullopt);
}

TEST_P(EveryStore, EndedCaseKeepsItsEnd) {
  grow(store(), key_of(1), 1);
  CaseCommit last = next_commit(key_of(1), 1);
  last.status = "granted";
  last.ended_at = at(9000);
  expect_committed(store(), last);
  const CaseRow row = store().load(key_of(1)).value()->row;
  EXPECT_EQ(row.status, "granted");
  EXPECT_EQ(row.ended_at, at(9000));
}

TEST_P(EveryStore, ManyCommitsEachHaveTheirOwnOutcome) {
  grow(store(), key_of(7), 1);
  std::vector<CaseCommit> commits;
  for (std::uint32_t number = 1; number <= 100; ++number) {
    commits.push_back(next_commit(key_of(number), 0));
    commits.back().priority = Priority::kPump;
  }
  commits[50].definition.clear();
  const auto receipts = store().commit_each(commits);
  ASSERT_EQ(receipts.size(), 100u);
  for (std::size_t index = 0; index < receipts.size(); ++index) {
    if (index == 6) {
      EXPECT_EQ(receipts[index].error().code, "store/conflict");
    } else if (index == 50) {
      EXPECT_EQ(receipts[index].error().code, "store/argument");
    } else {
      EXPECT_TRUE(receipts[index].ok()) << index;
    }
  }
  EXPECT_EQ(store().stats().value().cases, 99u);
  EXPECT_TRUE(store().commit_each({}).empty());
}

TEST_P(EveryStore, ThreadsOnTheirOwnCasesLoseNothing) {
  constexpr std::uint32_t kThreads = 8;
  constexpr std::uint64_t kCommits = 40;
  std::vector<std::thread> threads;
  for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] { grow(store(), key_of(thread), kCommits); });
  }
  for (std::thread& thread : threads) thread.join();
  reopen_if_durable();
  for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
    EXPECT_EQ(store().journal(key_of(thread)).value().size(), kCommits);
  }
  EXPECT_TRUE(store().check().ok());
}

TEST_P(EveryStore, OfThreadsOnOneCaseExactlyOneWinsEachRevision) {
  constexpr std::uint64_t kCommits = 30;
  grow(store(), key_of(1), 1);
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::uint64_t revision = 1; revision < kCommits;) {
        CaseCommit commit = next_commit(key_of(1), revision);
        commit.journal.request = "t" + std::to_string(thread) + "-" + std::to_string(revision);
        const auto receipt = store().commit(commit);
        if (receipt) ++taken;
        revision = store().revision(key_of(1)).value().value();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto rows = store().journal(key_of(1)).value();
  EXPECT_EQ(rows.size(), kCommits);
  EXPECT_EQ(taken.load(), static_cast<int>(kCommits) - 1);
  std::set<std::string> requests;
  for (const JournalRow& row : rows) requests.insert(row.request);
  EXPECT_EQ(requests.size(), kCommits);
}

TEST_P(EveryStore, AfterCloseEverythingIsRefused) {
  grow(store(), key_of(1), 1);
  EXPECT_TRUE(store().close().ok());
  EXPECT_TRUE(store().close().ok());
  EXPECT_EQ(store().commit(next_commit(key_of(1), 1)).error().code, "store/closed");
  EXPECT_EQ(store().load(key_of(1)).error().code, "store/closed");
  EXPECT_EQ(store().claim({at(0), 1, {}, {}}).error().code, "store/closed");
  EXPECT_EQ(store().stats().error().code, "store/closed");
}

TEST_P(EveryStore, AFailureBeforeTheCommitIsUnknownAndLeavesNothing) {
  grow(store(), key_of(1), 1);
  faults_.arm("commit:before");
  EXPECT_EQ(store().commit(next_commit(key_of(1), 1)).error().code, "store/unknown");
  EXPECT_EQ(store().find_request(key_of(1), "req-2").value(), std::nullopt);
  expect_committed(store(), next_commit(key_of(1), 1));
}

TEST_P(EveryStore, AFailureAfterTheCommitIsUnknownAndItIsThere) {
  grow(store(), key_of(1), 1);
  faults_.arm("commit:after");
  EXPECT_EQ(store().commit(next_commit(key_of(1), 1)).error().code, "store/unknown");
  EXPECT_TRUE(store().find_request(key_of(1), "req-2").value().has_value());
  EXPECT_EQ(store().commit(next_commit(key_of(1), 1)).error().code, "store/conflict");
  expect_committed(store(), next_commit(key_of(1), 2));
}

TEST_P(EveryStore, AFailureAtOneCommandChangesNothing) {
  grow(store(), key_of(1), 1);
  for (const char* point : {"commit:begin", "commit:row"}) {
    faults_.arm(point);
    EXPECT_EQ(store().commit(next_commit(key_of(1), 1)).error().code, "store/io") << point;
    EXPECT_EQ(store().revision(key_of(1)).value(), 1u);
  }
  expect_committed(store(), next_commit(key_of(1), 1));
}

INSTANTIATE_TEST_SUITE_P(Stores, EveryStore, ::testing::ValuesIn(kinds()), kind_name);

}  // namespace
}  // namespace lianban::store
