#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "lianban/time.hpp"

/// What the store keeps, as plain values. The store knows rows and bytes, no law: bodies, journal
/// bytes and references are opaque to it, and every hash in them is computed by the caller.
namespace lianban::store {

/// The case's id is SM3(tenant, request id of the opening), first 16 bytes: opening twice meets the
/// same key. The tenant comes first in every key, so that data can be spread by it.
using base::CaseId;
using base::TenantId;

struct CaseKey {
  TenantId tenant{};
  CaseId id;
  friend auto operator<=>(const CaseKey&, const CaseKey&) = default;
};

/// One case as it stands. `body` may be older than the case (`body_revision` <= `revision`): the
/// journal rows after it complete the state.
struct CaseRow {
  CaseKey key;
  std::uint64_t revision = 0;  ///< Number of the last journal row; the first is 1.
  std::string definition;      ///< Content hash of the pinned definition.
  int format = 0;              ///< How `body` is encoded; upgraded when next written.
  std::string calendar_rev;    ///< Calendar its due dates were computed with.
  std::string status;          ///< A name, never a number.
  std::optional<std::string> number;
  Instant opened_at{};
  std::optional<Instant> ended_at;
  base::Digest head{};             ///< Hash of the last journal row.
  std::optional<Instant> wake_at;  ///< Armed wake: at or before the true next one, never later.
  std::uint64_t body_revision = 0;
  std::string body;
  std::string personal;  ///< Value block of personal fields; empty if there is none.
  std::string requests;  ///< request_prefix of every journal row, in order, 8 bytes each.
};

/// All entries of one command. Rows are only ever added.
struct JournalRow {
  std::uint64_t revision = 0;
  Instant at{};
  std::string request;          ///< The caller's request id, at most limits::kRequestIdBytes.
  base::Digest request_hash{};  ///< Hash of the request's body: tells a retry from a conflict.
  std::string bytes;            ///< Canonical array of the entries.
  base::Digest hash{};          ///< Chain hash of this row.
  friend bool operator==(const JournalRow&, const JournalRow&) = default;
};

/// A journal row as it stands among those of all cases.
struct FeedRow {
  std::uint64_t pos = 0;  ///< Store-local; grows in order of commit.
  CaseKey key;
  JournalRow row;
};

struct StoredCase {
  CaseRow row;
  std::vector<JournalRow> since_body;  ///< Rows after `row.body_revision`, oldest first.
};

/// Enough of a case for a list.
struct CaseSummary {
  CaseKey key;
  std::uint64_t revision = 0;
  std::string status;
  std::optional<std::string> number;
  Instant opened_at{};
  std::optional<Instant> ended_at;
  std::uint64_t row = 0;  ///< Store-local, for paging only; grows in order of opening.
};

/// Life of an outbox row; a settled one is removed. kQueued, kSending and kUnsure hold back later
/// rows of the same case and lane; kSent (acknowledged, answer comes later), kParked (the host
/// fetches it) and kDead (attempts used up, waits for the operator) do not.
enum class OutboxState { kQueued, kSending, kSent, kUnsure, kParked, kDead };
[[nodiscard]] std::string_view name_of(OutboxState state);
[[nodiscard]] std::optional<OutboxState> outbox_state(std::string_view name);

struct OutboxRow {
  CaseKey key;
  std::uint32_t seq = 0;  ///< Counts per case, below kOutboxSeqLimit.
  std::string lane;       ///< Agency (or "notice", "self"): order is kept per case and lane.
  std::string ref;        ///< What to send; the runtime resolves it from the case.
  OutboxState state = OutboxState::kQueued;
  std::uint32_t attempt = 0;  ///< Raised by `claim`, before the attempt is made.
  Instant due{};
  Instant since{};  ///< When it was queued.
  friend bool operator==(const OutboxRow&, const OutboxRow&) = default;
};
inline constexpr std::uint32_t kOutboxSeqLimit = 1u << 20;

struct OutboxInsert {
  std::uint32_t seq = 0;
  std::string lane;
  std::string ref;
  Instant due{};
  OutboxState state = OutboxState::kQueued;
};
/// A change of a row that is gone is no fault: an answer may settle it before the sender does.
struct OutboxChange {
  std::uint32_t seq = 0;
  OutboxState state = OutboxState::kQueued;
  std::uint32_t attempt = 0;
  Instant due{};
};

/// The answer to one attempt counts only while that attempt is the last: whoever was too slow, and
/// has been taken for dead, changes nothing any more (fencing).
struct OutboxFence {
  std::uint32_t seq = 0;
  std::uint32_t attempt = 0;
};

/// How many rows one claim may take of a lane.
struct LaneShare {
  std::string lane;
  std::size_t limit = 1;
};
struct Claim {
  Instant now{};
  std::size_t limit = 1;         ///< All lanes together.
  std::vector<LaneShare> lanes;  ///< Empty: every lane, each up to `limit`.
  /// Rows are lent: they stay kQueued with this as their due, so that a worker who is never heard
  /// of again needs no recovery. Nothing: they become kSending.
  std::optional<Instant> lent_until;
};

/// A lane and when the first of what waits in it is due.
struct LaneDue {
  std::string lane;
  Instant due{};
  friend bool operator==(const LaneDue&, const LaneDue&) = default;
};

/// What waits in a lane, counted.
struct LaneCount {
  std::string lane;
  OutboxState state = OutboxState::kQueued;
  std::uint64_t rows = 0;
  Instant oldest{};  ///< `since` of the oldest.
  friend bool operator==(const LaneCount&, const LaneCount&) = default;
};

/// What became of something an agency sent by itself. kReceived is tried (again) at `next_at`;
/// kTaken stands in the history of its case; for a kOrphan no case was ever found.
enum class InboxState { kReceived, kTaken, kOrphan };
[[nodiscard]] std::string_view name_of(InboxState state);
[[nodiscard]] std::optional<InboxState> inbox_state(std::string_view name);

/// Rows are kept with their raw bytes: they are the evidence of what the agency said.
struct InboxRow {
  std::uint64_t id = 0;  ///< Given by the store, from 1, growing.
  TenantId tenant{};
  std::string agency;  ///< With "@office" where there is one.
  std::string nonce;   ///< Never accepted twice from one agency.
  Instant received_at{};
  InboxState state = InboxState::kReceived;
  std::uint32_t attempts = 0;
  Instant next_at{};
  std::string request;  ///< The request it answers, as it says.
  std::string body;     ///< Raw.
  friend bool operator==(const InboxRow&, const InboxRow&) = default;
};
struct InboxChange {
  std::uint64_t id = 0;
  InboxState state = InboxState::kReceived;
  std::uint32_t attempts = 0;
  Instant next_at{};
};

/// "This case can be acted on by whoever looks into this box", ordered by due.
struct BoxRow {
  std::string box;
  Instant due = kNoDue;
  static constexpr Instant kNoDue = Instant::max();
  friend auto operator<=>(const BoxRow&, const BoxRow&) = default;
};
struct BoxItem {
  CaseSummary summary;
  Instant due{};
};
/// Where a page ended. Pass the last item's values to go on after it.
struct BoxCursor {
  Instant due = Instant::min();
  std::uint64_t row = 0;
};

/// A search key written once: kind and 16 bytes (HMAC-SM3 of a personal value, or a hash of any).
struct FinderRow {
  std::string kind;
  base::Key16 blind{};
  friend auto operator<=>(const FinderRow&, const FinderRow&) = default;
};

/// A question that is asked again and again until it is answered. Ticks touch only this row.
struct PollRow {
  std::string material;  ///< Unique within the case.
  std::string lane;
  Instant next_at{};
  std::uint32_t attempts = 0;
  Instant first_at{};
  std::string last_code;
  std::string state;  ///< A name of the runtime's; the store does not read it.
  friend bool operator==(const PollRow&, const PollRow&) = default;
};
struct DuePoll {
  CaseKey key;
  PollRow poll;
};

/// One licence of the register: the truth about it once it was issued, whichever case acts on it.
struct LicenceRow {
  std::string number;          ///< Unique within the tenant.
  std::uint64_t revision = 0;  ///< Counts the changes of this row; the first is 1.
  std::string definition;      ///< Id of the definition that issued it; may be empty.
  std::string licence;         ///< Its id in that definition.
  std::string type_code;
  CaseId of;                  ///< The case that issued its version; empty: entered from outside.
  std::uint32_t version = 1;  ///< Issuing again keeps the number and counts this.
  std::string state;          ///< A name; running out is not written, it is a matter of reading.
  std::optional<Instant> expires;  ///< The first instant at which it is not valid any more.
  std::string rests_on;            ///< Number of the licence it stands and falls with, or empty.
  std::string body;
  std::string personal;   ///< Value block of personal fields; empty if there is none.
  std::uint64_t row = 0;  ///< Store-local, for paging only; not read when writing.
  friend bool operator==(const LicenceRow&, const LicenceRow&) = default;
};
/// Compare-and-set of one row; `row.revision` must be `expected` + 1.
struct LicencePut {
  std::uint64_t expected = 0;  ///< 0: there is no such number yet.
  LicenceRow row;
};
/// What a decision was made on: the row is still at this revision (0: still not there).
struct LicenceSeen {
  std::string number;
  std::uint64_t revision = 0;
};

struct DueWake {
  CaseKey key;
  Instant due{};
  std::uint64_t row = 0;  ///< For paging only.
};
/// Puts a wake that found nothing due on its true instant (or removes it). Ignored if the case has
/// moved on since `revision`: its commit has then set the wake itself.
struct Rearm {
  CaseKey key;
  std::uint64_t revision = 0;
  std::optional<Instant> wake_at;
};

/// Clerks are served before the pump; the pump gets at most limits::kPumpBatch of a batch.
enum class Priority { kClerk, kPump };

/// Everything one command changes, in one transaction or not at all.
struct CaseCommit {
  CaseKey key;
  std::uint64_t expected = 0;  ///< Revision the decision was made on; 0 opens the case.
  JournalRow journal;          ///< `journal.revision` must be `expected` + 1.

  // New values of the case row; always all of them.
  std::string definition;
  std::string calendar_rev;
  std::string status;
  std::optional<std::string> number;
  std::optional<Instant> ended_at;
  std::optional<Instant> wake_at;  ///< The true next wake; the store arms lazily.
  Instant opened_at{};             ///< Read at the opening only.

  // Written only when present. An opening must have a body.
  std::optional<std::string> body;  ///< State as of `journal.revision`.
  int format = 0;                   ///< Of `body`.
  std::optional<std::string> personal;

  std::vector<OutboxInsert> outbox_add;
  std::vector<OutboxChange> outbox_change;
  std::vector<std::uint32_t> outbox_remove;
  std::optional<OutboxFence> fence;  ///< store/fenced unless the row is there at this attempt.
  std::optional<InboxChange> inbox;
  std::vector<BoxRow> boxes_remove;  ///< Removed first; exactly as they were added.
  std::vector<BoxRow> boxes_add;
  std::vector<FinderRow> finder_add;
  std::vector<PollRow> polls_put;  ///< Insert or replace by `material`.
  std::vector<std::string> polls_remove;
  std::vector<LicencePut> licences_put;    ///< store/conflict unless each is at `expected`.
  std::vector<LicenceSeen> licences_seen;  ///< store/conflict unless each is as it was seen.
  Priority priority = Priority::kClerk;
};

struct Receipt {
  std::uint64_t revision = 0;
  std::uint32_t batch = 1;  ///< Commands in the same transaction.
};

/// Outbox rows changed without a case commit.
struct OutboxSettle {
  CaseKey key;
  std::uint32_t seq = 0;
  std::optional<OutboxChange> change;  ///< Nothing: the row is removed. Its own `seq` is not read.
  std::optional<std::uint32_t> attempt{};  ///< As OutboxFence says; nothing: whatever it is at.
};

/// A tick of a poll: changes the row if it still exists, never brings back a removed one.
struct PollTick {
  CaseKey key;
  PollRow poll;
};

struct DefinitionRow {
  std::string hash;  ///< Content hash, the key.
  std::string id;
  std::string version;
  std::string state;  ///< A name of the definition version's lifecycle.
  std::string bytes;  ///< Empty in lists.
};
struct CalendarRow {
  std::string name;
  std::string revision;
  std::string bytes;  ///< Empty in lists.
};

struct Stats {
  std::uint64_t cases = 0;    ///< In the store, ended ones too.
  std::uint64_t commits = 0;  ///< Commands made durable since opening the store.
  std::uint64_t batches = 0;  ///< Transactions they took.
  std::uint64_t largest_batch = 0;
  std::uint64_t conflicts = 0;
  std::uint64_t unknown = 0;      ///< Commands answered store/unknown.
  std::uint64_t wal_pages = 0;    ///< SQLite: pages written to the WAL since opening.
  std::uint64_t checkpoints = 0;  ///< SQLite.
};

/// First 8 bytes of SM3 of a request id. Ids of one client often begin alike, so a prefix of the
/// id itself would say nothing.
[[nodiscard]] std::string request_prefix(std::string_view request);
/// False: certainly not among them. True: look into the journal.
[[nodiscard]] bool may_contain(std::string_view requests, std::string_view request);
/// When the one wake row of a case stands after a commit made at `at`: a row that is early enough
/// is left alone (writing it costs two pages), one already due or of an ended case is not.
[[nodiscard]] std::optional<Instant> armed_after(std::optional<Instant> armed,
                                                 std::optional<Instant> truth, Instant at,
                                                 bool ended);

}  // namespace lianban::store
