#include <gtest/gtest.h>

#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

class Queues : public EveryStore {
 protected:
  /// Opens a case with these outbox rows.
  void open_with(std::uint32_t number, std::vector<OutboxInsert> rows) {
    CaseCommit commit = next_commit(key_of(number), 0);
    commit.outbox_add = std::move(rows);
    expect_committed(store(), commit);
  }
  std::vector<std::string> claimed(std::string_view lane, Instant now, std::size_t limit = 100) {
    std::vector<std::string> refs;
    const auto rows = store().claim(claim_of(lane, now, limit)).value();
    for (const OutboxRow& row : rows) refs.push_back(row.ref);
    return refs;
  }
  void settle(std::uint32_t number, std::uint32_t seq, OutboxState state, Instant due) {
    ASSERT_TRUE(store().settle({{key_of(number), seq, OutboxChange{0, state, 1, due}}}).ok());
  }
  std::vector<CaseKey> in_box(std::string_view box) {
    std::vector<CaseKey> keys;
    const auto items = store().box(kTenant, box, {}, 100).value();
    for (const BoxItem& item : items) {
      keys.push_back(item.summary.key);
    }
    return keys;
  }
};
using Names = std::vector<std::string>;

// ---- outbox ----

TEST_P(Queues, ClaimRaisesTheAttemptBeforeAnythingIsSent) {
  open_with(1, {{0, "police", "call-0", at(10)}});
  EXPECT_EQ(next_outbox(store(), ""), at(10));
  EXPECT_TRUE(claimed("", at(9)).empty());
  const auto rows = store().claim({at(10), 5, {}, {}}).value();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0], (OutboxRow{key_of(1), 0, "police", "call-0", OutboxState::kSending, 1, at(10),
                                at(10)}));
  reopen_if_durable();
  EXPECT_EQ(store().outbox_of(key_of(1)).value(), rows);
  EXPECT_TRUE(claimed("", at(99)).empty());
  EXPECT_EQ(next_outbox(store(), ""), std::nullopt);
}

TEST_P(Queues, OfOneCaseAndLaneOnlyTheFirstIsOffered) {
  open_with(1,
            {{0, "police", "p0", at(10)}, {1, "police", "p1", at(1)}, {2, "insurer", "i2", at(5)}});
  open_with(2, {{0, "police", "q0", at(7)}});
  EXPECT_EQ(claimed("", at(20)), (Names{"i2", "q0", "p0"}));
  EXPECT_TRUE(claimed("police", at(20)).empty());
  settle(1, 0, OutboxState::kUnsure, at(10));
  EXPECT_TRUE(claimed("police", at(20)).empty());
  settle(1, 0, OutboxState::kSent, at(10));
  EXPECT_EQ(claimed("police", at(20)), Names{"p1"});
}

TEST_P(Queues, AParkedRowHoldsNobodyBack) {
  open_with(1, {{0, "police", "p0", at(1)}, {1, "police", "p1", at(1)}});
  EXPECT_EQ(claimed("police", at(2)), Names{"p0"});
  settle(1, 0, OutboxState::kParked, at(1));
  EXPECT_EQ(claimed("police", at(2)), Names{"p1"});
}

TEST_P(Queues, ARetryWaitsForItsTimeAndStillHoldsItsLane) {
  open_with(1, {{0, "police", "p0", at(1)}, {1, "police", "p1", at(1)}});
  EXPECT_EQ(claimed("police", at(2)), Names{"p0"});
  settle(1, 0, OutboxState::kQueued, at(60));
  EXPECT_TRUE(claimed("police", at(59)).empty());
  const auto again = store().claim(claim_of("police", at(60), 9)).value();
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].attempt, 2u);
}

TEST_P(Queues, ClaimKeepsToLaneAndLimitEarliestFirst) {
  for (std::uint32_t number = 1; number <= 5; ++number) {
    open_with(number, {{0, "police", "p" + std::to_string(number), at(100 - number)},
                       {1, "notice", "n" + std::to_string(number), at(number)}});
  }
  EXPECT_EQ(next_outbox(store(), "police"), at(95));
  EXPECT_EQ(claimed("police", at(200), 2), (Names{"p5", "p4"}));
  EXPECT_EQ(claimed("", at(200), 3), (Names{"n1", "n2", "n3"}));
  EXPECT_EQ(claimed("", at(200), 0), Names{});
  EXPECT_EQ(claimed("", at(200)), (Names{"n4", "n5", "p3", "p2", "p1"}));
}

TEST_P(Queues, ACommitChangesAndRemovesOutboxRows) {
  open_with(1, {{0, "police", "p0", at(1)}, {1, "police", "p1", at(1)}, {2, "notice", "n", at(1)}});
  CaseCommit answer = next_commit(key_of(1), 1);
  answer.outbox_remove = {0, 77};
  answer.outbox_change = {{1, OutboxState::kUnsure, 3, at(50)}, {88, OutboxState::kSent, 1, at(1)}};
  answer.outbox_add = {{3, "insurer", "i3", at(2)}};
  expect_committed(store(), answer);
  const auto rows = store().outbox_of(key_of(1)).value();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0], (OutboxRow{key_of(1), 1, "police", "p1", OutboxState::kUnsure, 3, at(50),
                                rows[0].since}));
  EXPECT_EQ(rows[1].ref, "n");
  EXPECT_EQ(rows[2].ref, "i3");
}

TEST_P(Queues, SettlingARowThatIsGoneIsNoFault) {
  open_with(1, {{0, "police", "p0", at(1)}});
  ASSERT_TRUE(store().settle({{key_of(1), 0, {}}, {key_of(1), 5, {}}, {key_of(9), 0, {}}}).ok());
  settle(1, 0, OutboxState::kSent, at(1));
  EXPECT_TRUE(store().outbox_of(key_of(1)).value().empty());
}

TEST_P(Queues, RowsOfAStateCanBeReadInPages) {
  for (std::uint32_t number = 1; number <= 4; ++number) {
    open_with(number, {{0, "host", "p", at(1), OutboxState::kParked},
                       {5, "police", "c", at(1)},
                       {9, "host", "n", at(1), OutboxState::kParked}});
  }
  EXPECT_TRUE(store().outbox(OutboxState::kQueued, {}, 9).value().empty());
  EXPECT_EQ(store().claim(claim_of("police", at(1), 1)).value().size(), 1u);
  EXPECT_EQ(store().outbox(OutboxState::kSending, {}, 9).value().size(), 1u);
  std::optional<OutboxRow> last;
  std::vector<std::pair<CaseKey, std::uint32_t>> seen;
  while (true) {
    const auto page = store().outbox(OutboxState::kParked, last, 3).value();
    if (page.empty()) break;
    for (const OutboxRow& row : page) seen.emplace_back(row.key, row.seq);
    last = page.back();
    ASSERT_TRUE(store().settle({{last->key, last->seq, {}}}).ok());
  }
  ASSERT_EQ(seen.size(), 8u);
  EXPECT_EQ(seen[3], std::pair(key_of(2), 9u));
}

// ---- wakes ----

TEST_P(Queues, ALaterWakeLeavesTheArmedOneAlone) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.wake_at = at(5000);
  expect_committed(store(), commit);
  commit = next_commit(key_of(1), 1);
  commit.wake_at = at(7000);
  expect_committed(store(), commit);
  EXPECT_EQ(store().next_wake().value(), at(5000));
  commit = next_commit(key_of(1), 2);
  commit.wake_at = at(4000);
  expect_committed(store(), commit);
  EXPECT_EQ(store().next_wake().value(), at(4000));
  EXPECT_EQ(store().load(key_of(1)).value()->row.wake_at, at(4000));
}

TEST_P(Queues, AWakeThatRangIsSetAnew) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.wake_at = at(5000);
  expect_committed(store(), commit);
  commit = next_commit(key_of(1), 1);
  commit.journal.at = at(5000);
  commit.wake_at = at(7000);
  expect_committed(store(), commit);
  EXPECT_EQ(store().next_wake().value(), at(7000));
  EXPECT_TRUE(store().due_wakes(at(6999), 10).value().empty());
}

TEST_P(Queues, AnEndedCaseIsNotWoken) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.wake_at = at(5000);
  expect_committed(store(), commit);
  commit = next_commit(key_of(1), 1);
  commit.ended_at = commit.journal.at;
  commit.wake_at = at(5000);
  expect_committed(store(), commit);
  EXPECT_EQ(store().next_wake().value(), std::nullopt);
}

TEST_P(Queues, DueWakesComeEarliestFirstInPages) {
  for (std::uint32_t number = 1; number <= 5; ++number) {
    CaseCommit commit = next_commit(key_of(number), 0);
    commit.wake_at = at(number == 4 ? 3000 : 3000 - number);
    expect_committed(store(), commit);
  }
  const auto first = store().due_wakes(at(3000), 3).value();
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].key, key_of(5));
  EXPECT_EQ(first[0].due, at(2995));
  const auto rest = store().due_wakes(at(3000), 3, first.back()).value();
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].key, key_of(1));
  EXPECT_EQ(rest[1].key, key_of(4));
  EXPECT_EQ(store().due_wakes(at(2999), 10).value().size(), 4u);
}

TEST_P(Queues, RearmingIsForgottenWhenTheCaseHasMovedOn) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.wake_at = at(5000);
  expect_committed(store(), commit);
  ASSERT_TRUE(store().rearm({{key_of(1), 1, at(6000)}}).ok());
  EXPECT_EQ(store().next_wake().value(), at(6000));
  expect_committed(store(), next_commit(key_of(1), 1));
  ASSERT_TRUE(store().rearm({{key_of(1), 1, at(9000)}, {key_of(2), 1, at(1)}}).ok());
  EXPECT_EQ(store().next_wake().value(), at(6000));
  ASSERT_TRUE(store().rearm({{key_of(1), 2, std::nullopt}}).ok());
  EXPECT_EQ(store().next_wake().value(), std::nullopt);
  EXPECT_TRUE(store().check().ok());
}

// ---- boxes, finder, lists ----

TEST_P(Queues, BoxesHoldTheCasesThatCanBeActedOn) {
  for (std::uint32_t number = 1; number <= 3; ++number) {
    CaseCommit commit = next_commit(key_of(number), 0);
    commit.boxes_add = {{"transport.reviewer", at(100 - number)}, {"applicant", BoxRow::kNoDue}};
    expect_committed(store(), commit);
  }
  EXPECT_EQ(in_box("transport.reviewer"), (std::vector{key_of(3), key_of(2), key_of(1)}));
  EXPECT_EQ(in_box("applicant"), (std::vector{key_of(1), key_of(2), key_of(3)}));
  CaseCommit moved = next_commit(key_of(3), 1);
  moved.boxes_remove = {{"transport.reviewer", at(97)}};
  moved.boxes_add = {{"transport.reviewer", at(200)}, {"applicant", BoxRow::kNoDue}};
  expect_committed(store(), moved);
  EXPECT_EQ(in_box("transport.reviewer"), (std::vector{key_of(2), key_of(1), key_of(3)}));
  EXPECT_TRUE(in_box("nobody").empty());
  EXPECT_TRUE(store().box(TenantId{1}, "applicant", {}, 10).value().empty());
}

TEST_P(Queues, ABoxIsReadInPages) {
  for (std::uint32_t number = 1; number <= 7; ++number) {
    CaseCommit commit = next_commit(key_of(number), 0);
    commit.boxes_add = {{"box", at(number % 2)}};
    expect_committed(store(), commit);
  }
  BoxCursor cursor;
  std::vector<CaseKey> seen;
  while (true) {
    const auto page = store().box(kTenant, "box", cursor, 2).value();
    if (page.empty()) break;
    for (const BoxItem& item : page) seen.push_back(item.summary.key);
    cursor = {page.back().due, page.back().summary.row};
  }
  EXPECT_EQ(seen, (std::vector{key_of(2), key_of(4), key_of(6), key_of(1), key_of(3), key_of(5),
                               key_of(7)}));
}

TEST_P(Queues, FindsByBlindIndexAndByNumber) {
  for (std::uint32_t number = 1; number <= 3; ++number) {
    CaseCommit commit = next_commit(key_of(number), 0);
    commit.number = "no-" + std::to_string(number);
    commit.finder_add = {{"applicant", blind_of(number == 3 ? "li" : "zhang")}};
    expect_committed(store(), commit);
  }
  const auto found = store().find(kTenant, {"applicant", blind_of("zhang")}, 0, 10).value();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].key, key_of(1));
  EXPECT_EQ(found[1].number, "no-2");
  const auto rest =
      store().find(kTenant, {"applicant", blind_of("zhang")}, found[0].row, 10).value();
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_TRUE(store().find(kTenant, {"plate", blind_of("zhang")}, 0, 10).value().empty());
  EXPECT_EQ(store().find_number(kTenant, "no-3").value()->key, key_of(3));
  EXPECT_FALSE(store().find_number(kTenant, "no-4").value().has_value());
  CaseCommit renumbered = next_commit(key_of(3), 1);
  renumbered.number = "no-9";
  expect_committed(store(), renumbered);
  EXPECT_FALSE(store().find_number(kTenant, "no-3").value().has_value());
  EXPECT_EQ(store().find_number(kTenant, "no-9").value()->revision, 2u);
}

TEST_P(Queues, ListsCasesOfATenantInOrderOfOpening) {
  for (std::uint32_t number = 1; number <= 6; ++number) {
    grow(store(), key_of(number, number % 2 == 0 ? kTenant : TenantId{1}), 1);
  }
  const auto first = store().list(kTenant, 0, 2).value();
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[1].key, key_of(4));
  const auto rest = store().list(kTenant, first[1].row, 2).value();
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].key, key_of(6));
}

// ---- polls ----

PollRow poll(std::string material, std::string lane, Instant next) {
  return {std::move(material), std::move(lane), next, 0, at(1), "", "waiting"};
}

TEST_P(Queues, PollsAreAskedWhenDueAndTickedAlone) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.polls_put = {poll("carrier_policy", "insurer", at(50)), poll("invoice", "tax", at(40))};
  expect_committed(store(), commit);
  EXPECT_EQ(next_poll(store(), ""), at(40));
  EXPECT_EQ(next_poll(store(), "insurer"), at(50));
  const auto due = store().due_polls("", at(60), 10).value();
  ASSERT_EQ(due.size(), 2u);
  EXPECT_EQ(due[0].poll.material, "invoice");
  EXPECT_EQ(due[1].key, key_of(1));
  EXPECT_EQ(store().due_polls("", at(60), 1).value().size(), 1u);
  PollRow asked = due[1].poll;
  asked.attempts = 1;
  asked.last_code = "not_found";
  asked.next_at = at(500);
  ASSERT_TRUE(store().tick_polls({{key_of(1), asked}}).ok());
  reopen_if_durable();
  EXPECT_EQ(store().polls_of(key_of(1)).value(), (std::vector{asked, due[0].poll}));
  EXPECT_EQ(store().revision(key_of(1)).value(), 1u);
  EXPECT_TRUE(store().due_polls("insurer", at(499), 10).value().empty());
}

TEST_P(Queues, ATickNeverBringsBackARemovedPoll) {
  CaseCommit commit = next_commit(key_of(1), 0);
  commit.polls_put = {poll("carrier_policy", "insurer", at(50))};
  expect_committed(store(), commit);
  const PollRow known = store().polls_of(key_of(1)).value().at(0);
  commit = next_commit(key_of(1), 1);
  commit.polls_remove = {"carrier_policy", "never_there"};
  expect_committed(store(), commit);
  ASSERT_TRUE(store().tick_polls({{key_of(1), known}, {key_of(9), known}}).ok());
  EXPECT_TRUE(store().polls_of(key_of(1)).value().empty());
  EXPECT_EQ(next_poll(store(), ""), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Stores, Queues, ::testing::ValuesIn(kinds()), kind_name);

}  // namespace
}  // namespace lianban::store
