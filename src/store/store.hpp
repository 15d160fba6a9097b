#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "lianban/result.hpp"
#include "store/rows.hpp"

namespace lianban::store {

/// Durable cases. Thread-safe: any thread may call anything; calls block until they are answered.
/// What is acknowledged is durable (SQLite: fsync done before the answer).
///
/// Errors, besides those named at a call:
///   store/unknown   COMMIT failed: the change may or may not be there. Drop every cached state of
///                   the case, then look it up by its request id.
///   store/full      no space; nothing was changed, reads go on, works again when there is space
///   store/io        the file system failed; nothing was changed
///   store/damaged   the file's content contradicts itself
///   store/busy      another program holds the database right now
///   store/closed    after `close`
///   store/argument  the call contradicts itself (a bug of the caller); store/limit  a bound passed
class Store {
 public:
  virtual ~Store() = default;

  // ---- cases ----

  /// Compare-and-set of one case with all that belongs to it. store/conflict: the case is not at
  /// `expected` (or, for 0, exists already), or a licence is not as it was read; nothing was
  /// changed.
  virtual Result<Receipt> commit(const CaseCommit& commit) = 0;
  /// Many cases from one thread: each commit succeeds or fails on its own, in this order; they
  /// share transactions where there is room. For the pump, which would else wait for a flush each.
  virtual std::vector<Result<Receipt>> commit_each(std::span<const CaseCommit> commits) = 0;
  /// Nothing if there is no such case.
  virtual Result<std::optional<StoredCase>> load(const CaseKey& key) = 0;
  /// The revision alone: whether a cached state still holds.
  virtual Result<std::optional<std::uint64_t>> revision(const CaseKey& key) = 0;
  /// All rows from `first` on, oldest first; empty for an unknown case.
  virtual Result<std::vector<JournalRow>> journal(const CaseKey& key, std::uint64_t first = 1) = 0;
  /// The row a request id left in the case, if any.
  virtual Result<std::optional<JournalRow>> find_request(const CaseKey& key,
                                                         std::string_view request) = 0;

  /// Rows of all cases in order of commit; `after` is the last one's `pos`, 0 from the start. Rows
  /// of other tenants in between are passed over.
  virtual Result<std::vector<FeedRow>> feed(TenantId tenant, std::uint64_t after,
                                            std::size_t limit) = 0;

  // ---- lists; `after` is the last item's `row`, 0 from the start ----

  virtual Result<std::vector<CaseSummary>> list(TenantId tenant, std::uint64_t after,
                                                std::size_t limit) = 0;
  virtual Result<std::vector<CaseSummary>> find(TenantId tenant, const FinderRow& finder,
                                                std::uint64_t after, std::size_t limit) = 0;
  virtual Result<std::optional<CaseSummary>> find_number(TenantId tenant,
                                                         std::string_view number) = 0;
  /// Cases in a box, by due, then by opening.
  virtual Result<std::vector<BoxItem>> box(TenantId tenant, std::string_view box,
                                           const BoxCursor& after, std::size_t limit) = 0;

  // ---- wakes: one armed instant per case, never later than the true one ----

  /// Armed at or before `now`, earliest first. `after`: the last one seen, to get past cases that
  /// cannot be served now.
  virtual Result<std::vector<DueWake>> due_wakes(Instant now, std::size_t limit,
                                                 const std::optional<DueWake>& after = {}) = 0;
  virtual Result<std::optional<Instant>> next_wake() = 0;
  virtual Status rearm(const std::vector<Rearm>& wakes) = 0;

  // ---- outbox ----

  /// Queued rows due at `now`, earliest first, each with its attempt raised, durably, before
  /// anything is sent. Of one case and lane only the first is offered, and only when nothing before
  /// it is queued, sending or unsure.
  virtual Result<std::vector<OutboxRow>> claim(const Claim& claim) = 0;
  /// All rows or none. store/fenced: one of them is not at the attempt it should be at.
  virtual Status settle(const std::vector<OutboxSettle>& rows) = 0;
  /// Every lane with a queued row, and when its first is due. It may be held back by an earlier row
  /// of its case: where `claim` gives nothing, the next chance is a settle, not this instant.
  virtual Result<std::vector<LaneDue>> queued_lanes() = 0;
  /// Everything in the outbox, counted by lane and state. Reads all of it: for a person who asks.
  virtual Result<std::vector<LaneCount>> lane_counts() = 0;
  /// Rows in one state, in order of case and seq; none for kQueued, which `claim` gives. `after`:
  /// the last row of the page before; it may be gone by now.
  virtual Result<std::vector<OutboxRow>> outbox(OutboxState state,
                                                const std::optional<OutboxRow>& after,
                                                std::size_t limit) = 0;
  /// The rows of one case by seq.
  virtual Result<std::vector<OutboxRow>> outbox_of(const CaseKey& key) = 0;

  // ---- polls ----

  /// next_at at or before `now`, earliest first, of one lane or of all (empty).
  virtual Result<std::vector<DuePoll>> due_polls(std::string_view lane, Instant now,
                                                 std::size_t limit) = 0;
  /// Every lane with a poll, and when its first is due.
  virtual Result<std::vector<LaneDue>> polled_lanes() = 0;
  virtual Result<std::vector<PollRow>> polls_of(const CaseKey& key) = 0;
  virtual Status tick_polls(const std::vector<PollTick>& ticks) = 0;

  // ---- inbox: what agencies sent by themselves ----

  /// Keeps a row as new and gives its id; `row.id` is not read. store/known: something with this
  /// nonce came from this agency before.
  virtual Result<std::uint64_t> receive(const InboxRow& row) = 0;
  /// Without a case commit. A row that is gone is no fault.
  virtual Status settle_inbox(const InboxChange& change) = 0;
  virtual Result<std::optional<InboxRow>> inbox_row(std::uint64_t id) = 0;
  /// In order of id, those after `after`; none for kTaken, which nobody looks for.
  virtual Result<std::vector<InboxRow>> inbox(TenantId tenant, InboxState state,
                                              std::uint64_t after, std::size_t limit) = 0;
  /// kReceived with next_at at or before `now`, earliest first.
  virtual Result<std::vector<InboxRow>> due_inbox(Instant now, std::size_t limit) = 0;
  virtual Result<std::optional<Instant>> next_inbox() = 0;

  // ---- the register of licences ----

  virtual Result<std::optional<LicenceRow>> licence(TenantId tenant, std::string_view number) = 0;
  /// In order of first put; `after` is the last one's `row`, 0 from the start.
  virtual Result<std::vector<LicenceRow>> licences(TenantId tenant, std::uint64_t after,
                                                   std::size_t limit) = 0;
  /// Those that rest on this number, in the same order.
  virtual Result<std::vector<LicenceRow>> resting_on(TenantId tenant, std::string_view number,
                                                     std::uint64_t after, std::size_t limit) = 0;
  /// Without a case: all or none. store/conflict: one of them is not at `expected`.
  virtual Status put_licences(TenantId tenant, const std::vector<LicencePut>& rows) = 0;

  // ---- what cases share ----

  /// Takes `count` numbers of a series (from 1, per tenant and period) in its own transaction and
  /// gives the first. Numbers that are never used are void; none is given twice.
  virtual Result<std::uint64_t> lease_numbers(TenantId tenant, std::string_view series,
                                              std::string_view period, std::uint32_t count) = 0;

  /// Inserts, or changes the state of one that is there. store/argument: same hash, other bytes.
  virtual Status put_definition(const DefinitionRow& definition) = 0;
  virtual Result<std::optional<DefinitionRow>> definition(std::string_view hash) = 0;
  /// In order of first put, without bytes; all if `id` is empty.
  virtual Result<std::vector<DefinitionRow>> definitions(std::string_view id = {}) = 0;

  /// store/argument: same name and revision, other bytes.
  virtual Status put_calendar(const CalendarRow& calendar) = 0;
  /// The one put last if `revision` is empty.
  virtual Result<std::optional<CalendarRow>> calendar(std::string_view name,
                                                      std::string_view revision = {}) = 0;
  virtual Result<std::vector<CalendarRow>> calendars() = 0;

  /// Small settings of the engine. Keys beginning with "store." are the store's own: in a file
  /// readable ("store.schema", "store.file_uuid"), never writable.
  virtual Status set_meta(std::string_view key, std::string_view value) = 0;
  virtual Result<std::optional<std::string>> meta(std::string_view key) = 0;

  virtual Result<Stats> stats() = 0;
  /// Reads the whole store and compares it with itself; minutes for a large file.
  virtual Status check() = 0;
  /// Waits for running commits, then refuses everything. A second close does nothing. Called by
  /// the destructor.
  virtual Status close() = 0;
};

/// Named places where a run may be made to fail or die: "commit:begin", "commit:row" (one
/// command's rows written), "commit:before", "commit:after" (durable, nobody told yet),
/// "commit:told" (ahead of the next batch), "checkpoint:before", "migrate:N" (before the N-th
/// statement), "open:done".
class FaultPoint {
 public:
  virtual ~FaultPoint() = default;
  /// True: the store behaves as if the file system had failed here. Called on the thread that
  /// leads the commit, possibly with others waiting: it must not call the store.
  virtual bool fails(std::string_view point) = 0;
};

/// The same contract in memory, for simulations and tests. `faults` may be null and must outlive
/// the store.
[[nodiscard]] std::unique_ptr<Store> open_memory(FaultPoint* faults = nullptr);

struct SqliteOptions {
  std::string path;
  std::size_t cache_bytes = 8u << 20;         ///< Page cache of the writing connection.
  std::size_t reader_cache_bytes = 1u << 20;  ///< Of each reading connection.
  std::size_t readers = 2;                    ///< At most this many reads at once.
  /// False: synchronous=NORMAL, a power cut may lose the last commits. For throw-away data only.
  bool full_sync = true;
  std::uint32_t checkpoint_pages = 4000;  ///< WAL pages after which it is written back.
  std::uint32_t max_pages = 0;            ///< Largest file in pages of 4 KB; 0: no bound.
  /// Bounds of one transaction; the time counts from its first command.
  std::size_t batch_commands = limits::kBatchCommands;
  std::int64_t batch_microseconds = limits::kBatchMicroseconds;
  FaultPoint* faults = nullptr;  ///< May be null; must outlive the store.
};

/// Opens or creates a file. Errors: store/locked (a second engine, here or in another process),
/// store/foreign (not a Lianban database; left untouched), store/newer (written by a newer
/// library; left untouched), store/damaged, store/full, store/io. A file of an older library is
/// brought up to date step by step; killed at any point, the next opening goes on.
[[nodiscard]] Result<std::unique_ptr<Store>> open_sqlite(const SqliteOptions& options);

}  // namespace lianban::store
