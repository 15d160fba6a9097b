#include <gtest/gtest.h>

#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

class Inbox : public EveryStore {
 protected:
  static InboxRow callback(const std::string& nonce, const std::string& agency = "police") {
    InboxRow row;
    row.tenant = kTenant;
    row.agency = agency;
    row.nonce = nonce;
    row.received_at = at(50);
    row.next_at = at(50);
    row.request = "key-1";
    row.body = std::string("{\"raw\": \0}", 11);
    return row;
  }
};

TEST_P(Inbox, KeepsWhatCameByteForByte) {
  InboxRow row = callback("n1");
  row.id = store().receive(row).value();
  EXPECT_EQ(row.id, 1u);
  reopen_if_durable();
  EXPECT_EQ(store().inbox_row(1).value(), row);
  EXPECT_EQ(store().due_inbox(at(50), 9).value(), std::vector{row});
  EXPECT_TRUE(store().due_inbox(at(49), 9).value().empty());
  EXPECT_EQ(store().next_inbox().value(), at(50));
  EXPECT_EQ(store().inbox_row(2).value(), std::nullopt);
}

TEST_P(Inbox, ANonceIsTakenOncePerAgencyForEver) {
  ASSERT_TRUE(store().receive(callback("n1")).ok());
  EXPECT_EQ(store().receive(callback("n1")).error().code, "store/known");
  EXPECT_EQ(store().receive(callback("n1", "insurer")).value(), 2u);
  ASSERT_TRUE(store().settle_inbox({1, InboxState::kTaken, 1, at(60)}).ok());
  reopen_if_durable();
  EXPECT_EQ(store().receive(callback("n1")).error().code, "store/known");
}

TEST_P(Inbox, ASettledRowIsNotDueAndListedByItsState) {
  for (const char* nonce : {"a", "b", "c"}) ASSERT_TRUE(store().receive(callback(nonce)).ok());
  ASSERT_TRUE(store().settle_inbox({1, InboxState::kOrphan, 3, at(60)}).ok());
  ASSERT_TRUE(store().settle_inbox({2, InboxState::kReceived, 1, at(70)}).ok());
  ASSERT_TRUE(store().settle_inbox({3, InboxState::kTaken, 1, at(60)}).ok());
  ASSERT_TRUE(store().settle_inbox({99, InboxState::kTaken, 1, at(60)}).ok());
  EXPECT_EQ(store().next_inbox().value(), at(70));
  EXPECT_EQ(store().due_inbox(at(99), 9).value().size(), 1u);
  const auto orphans = store().inbox(kTenant, InboxState::kOrphan, 0, 9).value();
  ASSERT_EQ(orphans.size(), 1u);
  EXPECT_EQ(orphans[0].attempts, 3u);
  EXPECT_TRUE(store().inbox(kTenant, InboxState::kOrphan, 1, 9).value().empty());
  EXPECT_TRUE(store().inbox(kTenant, InboxState::kTaken, 0, 9).value().empty());
  EXPECT_TRUE(store().inbox(TenantId{1}, InboxState::kOrphan, 0, 9).value().empty());
}

TEST_P(Inbox, IsSettledWithTheCommitItLedTo) {
  ASSERT_TRUE(store().receive(callback("n1")).ok());
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.inbox = InboxChange{1, InboxState::kTaken, 1, at(55)};
  expect_committed(store(), commit);
  EXPECT_EQ(store().inbox_row(1).value()->state, InboxState::kTaken);
  // The same commit again is a conflict and changes nothing else.
  commit.inbox = InboxChange{1, InboxState::kOrphan, 2, at(56)};
  EXPECT_EQ(store().commit(commit).error().code, "store/conflict");
  EXPECT_EQ(store().inbox_row(1).value()->state, InboxState::kTaken);
}

// ---- rows that are lent, and the fence ----

TEST_P(Inbox, ALentRowComesBackByItselfWithAHigherAttempt) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.outbox_add = {{0, "police", "call", at(10)}, {1, "police", "next", at(10)}};
  expect_committed(store(), commit);
  Claim claim = claim_of("police", at(10), 9);
  claim.lent_until = at(40);
  EXPECT_EQ(store().claim(claim).value().size(), 1u);
  reopen_if_durable();
  claim.now = at(39);
  EXPECT_TRUE(store().claim(claim).value().empty());
  claim.now = at(40);
  claim.lent_until = at(80);
  const auto again = store().claim(claim).value();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].ref, "call");
  EXPECT_EQ(again[0].attempt, 2u);
  EXPECT_EQ(again[0].since, at(10));
}

TEST_P(Inbox, OnlyTheLastAttemptMaySettleARow) {
  CaseCommit open = next_commit(key_of(1), 0);
  open.outbox_add = {{0, "police", "call", at(10)}};
  expect_committed(store(), open);
  Claim claim = claim_of("police", at(10), 9);
  claim.lent_until = at(20);
  ASSERT_TRUE(store().claim(claim).ok());
  claim.now = at(20);
  ASSERT_TRUE(store().claim(claim).ok());
  OutboxSettle late{key_of(1), 0, std::nullopt, 1};
  EXPECT_EQ(store().settle({late}).error().code, "store/fenced");
  CaseCommit zombie = next_commit(key_of(1), 1, open.journal.hash);
  zombie.outbox_remove = {0};
  zombie.fence = OutboxFence{0, 1};
  EXPECT_EQ(store().commit(zombie).error().code, "store/fenced");
  EXPECT_EQ(store().revision(key_of(1)).value(), 1u);
  zombie.fence->attempt = 2;
  expect_committed(store(), zombie);
  EXPECT_TRUE(store().outbox_of(key_of(1)).value().empty());
  late.attempt = 2;
  EXPECT_EQ(store().settle({late}).error().code, "store/fenced") << "the row is gone";
}

TEST_P(Inbox, LanesAreCountedAndSharedOut) {
  for (std::uint32_t number = 1; number <= 3; ++number) {
    CaseCommit open = next_commit(key_of(number), 0);
    open.outbox_add = {{0, "police", "p", at(10 + number)}, {1, "insurer", "i", at(30)}};
    expect_committed(store(), open);
  }
  EXPECT_EQ(store().queued_lanes().value(),
            (std::vector<LaneDue>{{"insurer", at(30)}, {"police", at(11)}}));
  Claim claim;
  claim.now = at(30);
  claim.limit = 9;
  claim.lanes = {{"police", 2}, {"insurer", 1}};
  EXPECT_EQ(store().claim(claim).value().size(), 3u);
  const auto counts = store().lane_counts().value();
  ASSERT_EQ(counts.size(), 4u);
  EXPECT_EQ(counts[0], (LaneCount{"insurer", OutboxState::kQueued, 2, at(30)}));
  EXPECT_EQ(counts[1], (LaneCount{"insurer", OutboxState::kSending, 1, at(30)}));
  EXPECT_EQ(counts[2], (LaneCount{"police", OutboxState::kQueued, 1, at(13)}));
  EXPECT_EQ(counts[3], (LaneCount{"police", OutboxState::kSending, 2, at(11)}));
}

INSTANTIATE_TEST_SUITE_P(Stores, Inbox, ::testing::ValuesIn(kinds()), kind_name);

}  // namespace
}  // namespace lianban::store
