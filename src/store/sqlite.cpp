#include <atomic>
#include <filesystem>
#include <utility>

#include "store/commit_queue.hpp"
#include "store/errors.hpp"
#include "store/file_lock.hpp"
#include "store/sqlite_reads.hpp"
#include "store/sqlite_schema.hpp"
#include "store/sqlite_writer.hpp"
#include "store/sqlite_writes.hpp"
#include "store/store.hpp"
#include "store/validate.hpp"

namespace lianban::store {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(SqliteOptions options, FileLock lock, std::unique_ptr<Connection> connection)
      : options_(std::move(options)),
        lock_(std::move(lock)),
        readers_(options_),
        writer_(options_, readers_, std::move(connection)),
        queue_(
            {options_.batch_commands, std::chrono::microseconds{options_.batch_microseconds}},
            [this](CommitQueue::Batch& batch) { writer_.transact(batch); },
            [this] { writer_.checkpoint(); }) {}
  ~SqliteStore() override { shut(); }

  Result<Receipt> commit(const CaseCommit& commit) override {
    if (auto fault = fault_of(commit)) return *std::move(fault);
    Job job = job_of(commit);
    queue_.run({&job, 1});
    return receipt_of(commit, job);
  }

  std::vector<Result<Receipt>> commit_each(std::span<const CaseCommit> commits) override {
    std::vector<Job> jobs;
    std::vector<std::optional<Error>> faults;
    jobs.reserve(commits.size());
    for (const CaseCommit& commit : commits) {
      faults.push_back(fault_of(commit));
      if (!faults.back()) jobs.push_back(job_of(commit));
    }
    queue_.run(jobs);
    std::vector<Result<Receipt>> receipts;
    for (std::size_t at = 0, job = 0; at < commits.size(); ++at) {
      if (faults[at]) {
        receipts.push_back(*std::move(faults[at]));
      } else {
        receipts.push_back(receipt_of(commits[at], jobs[job++]));
      }
    }
    return receipts;
  }

  Result<std::optional<StoredCase>> load(const CaseKey& key) override {
    return read([&](Connection& reader) { return read_case(reader, key); });
  }
  Result<std::optional<std::uint64_t>> revision(const CaseKey& key) override {
    return read([&](Connection& reader) { return read_revision(reader, key); });
  }
  Result<std::vector<JournalRow>> journal(const CaseKey& key, std::uint64_t first) override {
    return read([&](Connection& reader) { return read_journal(reader, key, first); });
  }
  Result<std::optional<JournalRow>> find_request(const CaseKey& key,
                                                 std::string_view request) override {
    return read([&](Connection& reader) { return read_request(reader, key, request); });
  }

  Result<std::vector<FeedRow>> feed(TenantId tenant, std::uint64_t after,
                                    std::size_t limit) override {
    return read([&](Connection& reader) { return read_feed(reader, tenant, after, limit); });
  }
  Result<std::vector<CaseSummary>> list(TenantId tenant, std::uint64_t after,
                                        std::size_t limit) override {
    return read([&](Connection& reader) { return read_list(reader, tenant, after, limit); });
  }
  Result<std::vector<CaseSummary>> find(TenantId tenant, const FinderRow& finder,
                                        std::uint64_t after, std::size_t limit) override {
    return read([&](Connection& reader) {
      return read_found(reader, tenant, finder.kind, base::view(finder.blind), after, limit);
    });
  }
  Result<std::optional<CaseSummary>> find_number(TenantId tenant,
                                                 std::string_view number) override {
    return read([&](Connection& reader) -> std::optional<CaseSummary> {
      auto found = read_found(reader, tenant, kNumberKind, number, 0, 1);
      if (found.empty()) return std::nullopt;
      return std::move(found.front());
    });
  }
  Result<std::vector<BoxItem>> box(TenantId tenant, std::string_view box, const BoxCursor& after,
                                   std::size_t limit) override {
    return read([&](Connection& reader) { return read_box(reader, tenant, box, after, limit); });
  }

  Result<std::vector<DueWake>> due_wakes(Instant now, std::size_t limit,
                                         const std::optional<DueWake>& after) override {
    return read([&](Connection& reader) { return read_due_wakes(reader, now, limit, after); });
  }
  Result<std::optional<Instant>> next_wake() override {
    return read([](Connection& reader) { return read_next_wake(reader); });
  }
  Status rearm(const std::vector<Rearm>& wakes) override {
    return write(Priority::kPump, [&](Connection& writer) { return write_rearm(writer, wakes); });
  }

  Result<std::vector<OutboxRow>> claim(const Claim& claim) override {
    std::vector<OutboxRow> claimed;
    Status done = write(Priority::kPump,
                        [&](Connection& writer) { return write_claim(writer, claim, claimed); });
    if (!done) return std::move(done).error();
    return claimed;
  }
  Status settle(const std::vector<OutboxSettle>& rows) override {
    return write(Priority::kPump, [&](Connection& writer) { return write_settle(writer, rows); });
  }
  Result<std::vector<LaneDue>> queued_lanes() override {
    return read([](Connection& reader) { return read_queued_lanes(reader); });
  }
  Result<std::vector<LaneCount>> lane_counts() override {
    return read([](Connection& reader) { return read_lane_counts(reader); });
  }
  Result<std::vector<OutboxRow>> outbox(OutboxState state, const std::optional<OutboxRow>& after,
                                        std::size_t limit) override {
    return read([&](Connection& reader) { return read_outbox(reader, state, after, limit); });
  }
  Result<std::vector<OutboxRow>> outbox_of(const CaseKey& key) override {
    return read([&](Connection& reader) { return read_outbox_of(reader, key); });
  }

  Result<std::vector<DuePoll>> due_polls(std::string_view lane, Instant now,
                                         std::size_t limit) override {
    return read([&](Connection& reader) { return read_due_polls(reader, lane, now, limit); });
  }
  Result<std::vector<LaneDue>> polled_lanes() override {
    return read([](Connection& reader) { return read_polled_lanes(reader); });
  }
  Result<std::vector<PollRow>> polls_of(const CaseKey& key) override {
    return read([&](Connection& reader) { return read_polls_of(reader, key); });
  }
  Status tick_polls(const std::vector<PollTick>& ticks) override {
    return write(Priority::kPump, [&](Connection& writer) { return write_ticks(writer, ticks); });
  }

  Result<std::uint64_t> receive(const InboxRow& row) override {
    std::uint64_t id = 0;
    Status done =
        write(Priority::kClerk, [&](Connection& writer) { return write_inbox(writer, row, id); });
    if (!done) return std::move(done).error();
    return id;
  }
  Status settle_inbox(const InboxChange& change) override {
    return write(Priority::kPump, [&](Connection& writer) -> Status {
      change_inbox(writer, change);
      return Done{};
    });
  }
  Result<std::optional<InboxRow>> inbox_row(std::uint64_t id) override {
    return read([&](Connection& reader) { return read_inbox_row(reader, id); });
  }
  Result<std::vector<InboxRow>> inbox(TenantId tenant, InboxState state, std::uint64_t after,
                                      std::size_t limit) override {
    return read(
        [&](Connection& reader) { return read_inbox(reader, tenant, state, after, limit); });
  }
  Result<std::vector<InboxRow>> due_inbox(Instant now, std::size_t limit) override {
    return read([&](Connection& reader) { return read_due_inbox(reader, now, limit); });
  }
  Result<std::optional<Instant>> next_inbox() override {
    return read([](Connection& reader) { return read_next_inbox(reader); });
  }

  Result<std::optional<LicenceRow>> licence(TenantId tenant, std::string_view number) override {
    return read([&](Connection& reader) { return read_licence(reader, tenant, number); });
  }
  Result<std::vector<LicenceRow>> licences(TenantId tenant, std::uint64_t after,
                                           std::size_t limit) override {
    return read([&](Connection& reader) { return read_licences(reader, tenant, after, limit); });
  }
  Result<std::vector<LicenceRow>> resting_on(TenantId tenant, std::string_view number,
                                             std::uint64_t after, std::size_t limit) override {
    return read(
        [&](Connection& reader) { return read_resting(reader, tenant, number, after, limit); });
  }
  Status put_licences(TenantId tenant, const std::vector<LicencePut>& rows) override {
    for (const LicencePut& each : rows) {
      if (auto fault = fault_of(each)) return *std::move(fault);
    }
    return write(Priority::kPump, [&](Connection& writer) -> Status {
      if (!licences_fit(writer, tenant, rows, {})) return conflict_error();
      write_licences(writer, tenant, rows);
      return Done{};
    });
  }

  Result<std::uint64_t> lease_numbers(TenantId tenant, std::string_view series,
                                      std::string_view period, std::uint32_t count) override {
    if (count == 0) return argument_error("no numbers asked for");
    std::uint64_t first = 0;
    Status done = write(Priority::kClerk, [&](Connection& writer) {
      return write_lease(writer, tenant, series, period, count, first);
    });
    if (!done) return std::move(done).error();
    return first;
  }

  Status put_definition(const DefinitionRow& definition) override {
    return write(Priority::kClerk,
                 [&](Connection& writer) { return write_definition(writer, definition); });
  }
  Result<std::optional<DefinitionRow>> definition(std::string_view hash) override {
    return read([&](Connection& reader) { return read_definition(reader, hash); });
  }
  Result<std::vector<DefinitionRow>> definitions(std::string_view id) override {
    return read([&](Connection& reader) { return read_definitions(reader, id); });
  }
  Status put_calendar(const CalendarRow& calendar) override {
    return write(Priority::kClerk,
                 [&](Connection& writer) { return write_calendar(writer, calendar); });
  }
  Result<std::optional<CalendarRow>> calendar(std::string_view name,
                                              std::string_view revision) override {
    return read([&](Connection& reader) { return read_calendar(reader, name, revision); });
  }
  Result<std::vector<CalendarRow>> calendars() override {
    return read([](Connection& reader) { return read_calendars(reader); });
  }
  Status set_meta(std::string_view key, std::string_view value) override {
    if (key.starts_with("store.")) return argument_error("a reserved meta key");
    return write(Priority::kClerk,
                 [&](Connection& writer) { return write_meta(writer, key, value); });
  }
  Result<std::optional<std::string>> meta(std::string_view key) override {
    return read([&](Connection& reader) { return read_meta(reader, key); });
  }

  Result<Stats> stats() override {
    return read([&](Connection& reader) {
      Stats now;
      now.cases = static_cast<std::uint64_t>(reader.integer("SELECT ifnull(max(n), 0) FROM cases"));
      writer_.count(now);
      return now;
    });
  }
  Status check() override {
    return read([](Connection& reader) { return read_check(reader), Done{}; });
  }
  Status close() override {
    shut();
    return Done{};
  }

 private:
  Job job_of(const CaseCommit& commit) {
    Job job;
    job.priority = commit.priority;
    job.work = [this, &commit, prefix = request_prefix(commit.journal.request)] {
      return write_commit(writer_.connection(), commit, prefix);
    };
    return job;
  }

  Result<Receipt> receipt_of(const CaseCommit& commit, Job& job) {
    if (job.status) return Receipt{commit.journal.revision, job.batch};
    if (job.status.error().code == "store/conflict") writer_.count_conflict();
    return std::move(job.status).error();
  }

  /// What moves wakes, outbox and polls is the pump's business and goes behind the clerks.
  template <class Write>
  Status write(Priority priority, Write change) {
    Job job;
    job.priority = priority;
    job.work = [&] { return change(writer_.connection()); };
    queue_.run({&job, 1});
    return std::move(job.status);
  }

  template <class Read>
  auto read(Read get) -> Result<decltype(get(std::declval<Connection&>()))> {
    if (closed_.load()) return closed_error();
    try {
      auto reader = readers_.take();
      return get(*reader);
    } catch (const SQLite::Exception& fault) {
      return error_of(fault, options_.path);
    }
  }

  /// The writer goes last: the last connection to close writes the WAL back.
  void shut() {
    if (closed_.exchange(true)) return;
    queue_.close();
    readers_.pause();
    writer_.close();
    readers_.resume();
  }

  const SqliteOptions options_;
  FileLock lock_;
  ReaderPool readers_;
  Writer writer_;
  CommitQueue queue_;
  std::atomic<bool> closed_{false};
};

/// One name for a file however it is reached, so that a link cannot get round the lock.
std::string real_path(const std::string& path) {
  std::error_code ignored;
  const auto real = std::filesystem::weakly_canonical(path, ignored);
  return ignored ? path : real.string();
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const SqliteOptions& wanted) {
  if (wanted.path.empty()) return argument_error("no path");
  SqliteOptions options = wanted;
  options.path = real_path(options.path);
  Result<FileLock> lock = FileLock::take(options.path);
  if (!lock) return std::move(lock).error();
  if (auto fault = header_fault(options.path)) return *std::move(fault);
  try {
    auto connection = std::make_unique<Connection>(options, Connection::Role::kWriter);
    if (auto fault = prepare_file(*connection, options)) return *std::move(fault);
    if (options.faults != nullptr && options.faults->fails("open:done")) {
      return io_error(options.path);
    }
    return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
        std::move(options), std::move(lock).value(), std::move(connection)));
  } catch (const SQLite::Exception& fault) {
    return error_of(fault, options.path);
  }
}

}  // namespace lianban::store
