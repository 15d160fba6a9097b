#include <algorithm>
#include <mutex>
#include <utility>

#include "store/errors.hpp"
#include "store/memory_inbox.hpp"
#include "store/memory_licences.hpp"
#include "store/memory_order.hpp"
#include "store/memory_tables.hpp"
#include "store/store.hpp"
#include "store/validate.hpp"

namespace lianban::store {
namespace {

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(FaultPoint* faults) : faults_(faults) {}

  Result<Receipt> commit(const CaseCommit& commit) override {
    if (auto fault = fault_of(commit)) return *std::move(fault);
    const std::lock_guard lock(mutex_);
    if (closed_) return closed_error();
    const MemoryCase* known = tables_.case_of(commit.key);
    if ((known == nullptr ? 0 : known->data.revision) != commit.expected) {
      ++stats_.conflicts;
      return conflict_error();
    }
    if (commit.fence && !tables_.holds(commit.key, *commit.fence)) return fenced_error();
    if (!licences_.fits(commit)) return ++stats_.conflicts, conflict_error();
    if (fails("commit:begin") || fails("commit:row")) return io_error("injected");
    if (fails("commit:before")) return ++stats_.unknown, unknown_error();
    whole([&] {
      tables_.apply(commit);
      if (commit.inbox) inbox_.change(*commit.inbox);
      licences_.put(commit.key.tenant, commit.licences_put);
    });
    ++stats_.commits;
    ++stats_.batches;
    if (fails("commit:after")) return ++stats_.unknown, unknown_error();
    fails("commit:told");
    return Receipt{commit.journal.revision, 1};
  }

  std::vector<Result<Receipt>> commit_each(std::span<const CaseCommit> commits) override {
    std::vector<Result<Receipt>> receipts;
    for (const CaseCommit& one : commits) receipts.push_back(commit(one));
    return receipts;
  }

  Result<std::optional<StoredCase>> load(const CaseKey& key) override {
    return read<std::optional<StoredCase>>([&]() -> std::optional<StoredCase> {
      const MemoryCase* known = tables_.case_of(key);
      if (known == nullptr) return std::nullopt;
      const auto skip = static_cast<std::ptrdiff_t>(known->data.body_revision);
      return StoredCase{known->data, {known->journal.begin() + skip, known->journal.end()}};
    });
  }

  Result<std::optional<std::uint64_t>> revision(const CaseKey& key) override {
    return read<std::optional<std::uint64_t>>([&]() -> std::optional<std::uint64_t> {
      const MemoryCase* known = tables_.case_of(key);
      if (known == nullptr) return std::nullopt;
      return known->data.revision;
    });
  }

  Result<std::vector<JournalRow>> journal(const CaseKey& key, std::uint64_t first) override {
    return read<std::vector<JournalRow>>([&] { return tables_.journal(key, first); });
  }

  Result<std::optional<JournalRow>> find_request(const CaseKey& key,
                                                 std::string_view request) override {
    return read<std::optional<JournalRow>>([&]() -> std::optional<JournalRow> {
      const MemoryCase* known = tables_.case_of(key);
      if (known == nullptr || !may_contain(known->data.requests, request)) return std::nullopt;
      for (const JournalRow& row : known->journal) {
        if (row.request == request) return row;
      }
      return std::nullopt;
    });
  }

  Result<std::vector<FeedRow>> feed(TenantId tenant, std::uint64_t after,
                                    std::size_t limit) override {
    return read<std::vector<FeedRow>>([&] { return tables_.feed(tenant, after, limit); });
  }
  Result<std::vector<CaseSummary>> list(TenantId tenant, std::uint64_t after,
                                        std::size_t limit) override {
    return read<std::vector<CaseSummary>>([&] {
      std::vector<CaseSummary> found;
      for (std::uint64_t row = after + 1; row <= tables_.cases() && found.size() < limit; ++row) {
        const MemoryCase& each = tables_.case_at(row);
        if (each.data.key.tenant == tenant) found.push_back(summary_of(each));
      }
      return found;
    });
  }

  Result<std::vector<CaseSummary>> find(TenantId tenant, const FinderRow& finder,
                                        std::uint64_t after, std::size_t limit) override {
    return read<std::vector<CaseSummary>>([&] {
      return tables_.found_under(tenant, finder.kind, std::string(base::view(finder.blind)), after,
                                 limit);
    });
  }

  Result<std::optional<CaseSummary>> find_number(TenantId tenant,
                                                 std::string_view number) override {
    return read<std::optional<CaseSummary>>([&]() -> std::optional<CaseSummary> {
      auto found = tables_.found_under(tenant, std::string(kNumberKind), std::string(number), 0, 1);
      if (found.empty()) return std::nullopt;
      return std::move(found.front());
    });
  }

  Result<std::vector<BoxItem>> box(TenantId tenant, std::string_view box, const BoxCursor& after,
                                   std::size_t limit) override {
    return read<std::vector<BoxItem>>([&] {
      std::vector<BoxItem> items;
      const auto found = tables_.boxes.find({tenant, std::string(box)});
      if (found == tables_.boxes.end()) return items;
      for (auto at = found->second.upper_bound({after.due, after.row});
           at != found->second.end() && items.size() < limit; ++at) {
        items.push_back({summary_of(tables_.case_at(at->second)), at->first});
      }
      return items;
    });
  }

  Result<std::vector<DueWake>> due_wakes(Instant now, std::size_t limit,
                                         const std::optional<DueWake>& after) override {
    return read<std::vector<DueWake>>([&] {
      std::vector<DueWake> due;
      auto at = after ? tables_.wakes.upper_bound({after->due, after->row}) : tables_.wakes.begin();
      for (; at != tables_.wakes.end() && at->first <= now && due.size() < limit; ++at) {
        due.push_back({tables_.case_at(at->second).data.key, at->first, at->second});
      }
      return due;
    });
  }

  Result<std::optional<Instant>> next_wake() override {
    return read<std::optional<Instant>>([&]() -> std::optional<Instant> {
      if (tables_.wakes.empty()) return std::nullopt;
      return tables_.wakes.begin()->first;
    });
  }

  Status rearm(const std::vector<Rearm>& wakes) override {
    return write([&] {
      for (const Rearm& wake : wakes) {
        MemoryCase* known = tables_.case_of(wake.key);
        if (known == nullptr || known->data.revision != wake.revision) continue;
        tables_.set_wake(*known, wake.wake_at);
      }
    });
  }

  Result<std::vector<OutboxRow>> claim(const Claim& claim) override {
    std::vector<OutboxRow> claimed;
    const Status done = write([&] {
      const auto first = [&](const auto& entry) {
        return first_of_lane(tables_.case_at(std::get<2>(entry)), std::get<3>(entry));
      };
      auto due = claim.lanes.empty()
                     ? due_entries(tables_.ready, "", claim.now, claim.limit, first)
                     : decltype(due_entries(tables_.ready, "", claim.now, claim.limit, first)){};
      for (const LaneShare& share : claim.lanes) {
        const auto more = due_entries(tables_.ready, share.lane, claim.now, share.limit, first);
        due.insert(due.end(), more.begin(), more.end());
      }
      sort_by_due(due);
      if (due.size() > claim.limit) due.resize(claim.limit);
      for (const auto& entry : due) {
        MemoryCase& owner = tables_.case_at(std::get<2>(entry));
        OutboxRow row = owner.outbox.at(std::get<3>(entry));
        row.state = claim.lent_until ? OutboxState::kQueued : OutboxState::kSending;
        row.due = claim.lent_until.value_or(row.due);
        ++row.attempt;
        tables_.put_outbox(owner, row);
        claimed.push_back(std::move(row));
      }
    });
    if (!done) return done.error();
    return claimed;
  }

  Status settle(const std::vector<OutboxSettle>& rows) override {
    {
      const std::lock_guard lock(mutex_);
      for (const OutboxSettle& row : rows) {
        if (row.attempt && !tables_.holds(row.key, {row.seq, *row.attempt})) return fenced_error();
      }
    }
    return write([&] {
      for (const OutboxSettle& settle : rows) {
        MemoryCase* owner = tables_.case_of(settle.key);
        if (owner == nullptr || !owner->outbox.contains(settle.seq)) continue;
        if (!settle.change) {
          tables_.remove_outbox(*owner, settle.seq);
          continue;
        }
        OutboxRow row = owner->outbox.at(settle.seq);
        row.state = settle.change->state;
        row.attempt = settle.change->attempt;
        row.due = settle.change->due;
        tables_.put_outbox(*owner, row);
      }
    });
  }

  Result<std::vector<LaneDue>> queued_lanes() override {
    return read<std::vector<LaneDue>>([&] { return dues(tables_.ready); });
  }
  Result<std::vector<LaneCount>> lane_counts() override {
    return read<std::vector<LaneCount>>([&] { return tables_.lane_counts(); });
  }

  Result<std::vector<OutboxRow>> outbox(OutboxState state, const std::optional<OutboxRow>& after,
                                        std::size_t limit) override {
    return read<std::vector<OutboxRow>>([&] {
      std::vector<OutboxRow> rows;
      const MemoryCase* last = after ? tables_.case_of(after->key) : nullptr;
      for (std::uint64_t row = last ? last->row : 1; row <= tables_.cases(); ++row) {
        const MemoryCase& each = tables_.case_at(row);
        auto at = &each == last ? each.outbox.upper_bound(after->seq) : each.outbox.begin();
        for (; at != each.outbox.end(); ++at) {
          if (at->second.state != state || state == OutboxState::kQueued) continue;
          if (rows.size() == limit) return rows;
          rows.push_back(at->second);
        }
      }
      return rows;
    });
  }

  Result<std::vector<OutboxRow>> outbox_of(const CaseKey& key) override {
    return read<std::vector<OutboxRow>>([&] {
      std::vector<OutboxRow> rows;
      const MemoryCase* known = tables_.case_of(key);
      if (known == nullptr) return rows;
      for (const auto& [seq, row] : known->outbox) rows.push_back(row);
      return rows;
    });
  }

  Result<std::vector<DuePoll>> due_polls(std::string_view lane, Instant now,
                                         std::size_t limit) override {
    return read<std::vector<DuePoll>>([&] {
      std::vector<DuePoll> due;
      const auto all = [](const auto&) { return true; };
      for (const auto& entry : due_entries(tables_.asking, lane, now, limit, all)) {
        const MemoryCase& owner = tables_.case_at(std::get<2>(entry));
        due.push_back({owner.data.key, owner.polls.at(std::get<3>(entry))});
      }
      return due;
    });
  }

  Result<std::vector<LaneDue>> polled_lanes() override {
    return read<std::vector<LaneDue>>([&] { return dues(tables_.asking); });
  }

  Result<std::vector<PollRow>> polls_of(const CaseKey& key) override {
    return read<std::vector<PollRow>>([&] {
      std::vector<PollRow> polls;
      const MemoryCase* known = tables_.case_of(key);
      if (known == nullptr) return polls;
      for (const auto& [material, poll] : known->polls) polls.push_back(poll);
      return polls;
    });
  }

  Status tick_polls(const std::vector<PollTick>& ticks) override {
    return write([&] {
      for (const PollTick& tick : ticks) {
        MemoryCase* owner = tables_.case_of(tick.key);
        if (owner == nullptr || !owner->polls.contains(tick.poll.material)) continue;
        tables_.put_poll(*owner, tick.poll);
      }
    });
  }

  Result<std::uint64_t> receive(const InboxRow& row) override {
    std::uint64_t id = 0;
    const Status done = write([&] { id = inbox_.receive(row); });
    if (!done) return done.error();
    if (id == 0) return known_error();
    return id;
  }
  Status settle_inbox(const InboxChange& change) override {
    return write([&] { inbox_.change(change); });
  }
  Result<std::optional<InboxRow>> inbox_row(std::uint64_t id) override {
    return read<std::optional<InboxRow>>([&] { return inbox_.row(id); });
  }
  Result<std::vector<InboxRow>> inbox(TenantId tenant, InboxState state, std::uint64_t after,
                                      std::size_t limit) override {
    return read<std::vector<InboxRow>>([&] { return inbox_.list(tenant, state, after, limit); });
  }
  Result<std::vector<InboxRow>> due_inbox(Instant now, std::size_t limit) override {
    return read<std::vector<InboxRow>>([&] { return inbox_.due(now, limit); });
  }
  Result<std::optional<Instant>> next_inbox() override {
    return read<std::optional<Instant>>([&] { return inbox_.next(); });
  }

  Result<std::optional<LicenceRow>> licence(TenantId tenant, std::string_view number) override {
    return read<std::optional<LicenceRow>>([&] { return licences_.row(tenant, number); });
  }
  Result<std::vector<LicenceRow>> licences(TenantId tenant, std::uint64_t after,
                                           std::size_t limit) override {
    return read<std::vector<LicenceRow>>([&] { return licences_.list(tenant, after, limit); });
  }
  Result<std::vector<LicenceRow>> resting_on(TenantId tenant, std::string_view number,
                                             std::uint64_t after, std::size_t limit) override {
    return read<std::vector<LicenceRow>>(
        [&] { return licences_.resting_on(tenant, number, after, limit); });
  }
  Status put_licences(TenantId tenant, const std::vector<LicencePut>& rows) override {
    for (const LicencePut& each : rows) {
      if (auto fault = fault_of(each)) return *std::move(fault);
    }
    {
      const std::lock_guard lock(mutex_);
      if (!licences_.fits(tenant, rows)) return conflict_error();
    }
    return write([&] { licences_.put(tenant, rows); });
  }

  Result<std::uint64_t> lease_numbers(TenantId tenant, std::string_view series,
                                      std::string_view period, std::uint32_t count) override {
    if (count == 0) return argument_error("no numbers asked for");
    std::uint64_t first = 0;
    const Status done = write([&] {
      std::uint64_t& used = series_[{tenant, std::string(series), std::string(period)}];
      first = used + 1;
      used += count;
    });
    if (!done) return done.error();
    return first;
  }

  Status put_definition(const DefinitionRow& definition) override {
    std::optional<Error> fault;
    const Status done = write([&] {
      for (DefinitionRow& known : definitions_) {
        if (known.hash != definition.hash) continue;
        if (known.bytes != definition.bytes) {
          fault = argument_error("same definition hash, other bytes");
        } else {
          known.state = definition.state;
        }
        return;
      }
      definitions_.push_back(definition);
    });
    if (fault) return *std::move(fault);
    return done;
  }

  Result<std::optional<DefinitionRow>> definition(std::string_view hash) override {
    return read<std::optional<DefinitionRow>>([&]() -> std::optional<DefinitionRow> {
      for (const DefinitionRow& known : definitions_) {
        if (known.hash == hash) return known;
      }
      return std::nullopt;
    });
  }

  Result<std::vector<DefinitionRow>> definitions(std::string_view id) override {
    return read<std::vector<DefinitionRow>>([&] {
      std::vector<DefinitionRow> found;
      for (const DefinitionRow& known : definitions_) {
        if (!id.empty() && known.id != id) continue;
        found.push_back({known.hash, known.id, known.version, known.state, {}});
      }
      return found;
    });
  }

  Status put_calendar(const CalendarRow& calendar) override {
    if (calendar.revision.empty()) return argument_error("a calendar without revision");
    std::optional<Error> fault;
    const Status done = write([&] {
      for (const CalendarRow& known : calendars_) {
        if (known.name != calendar.name || known.revision != calendar.revision) continue;
        if (known.bytes != calendar.bytes) fault = argument_error("same calendar, other bytes");
        return;
      }
      calendars_.push_back(calendar);
    });
    if (fault) return *std::move(fault);
    return done;
  }

  Result<std::optional<CalendarRow>> calendar(std::string_view name,
                                              std::string_view revision) override {
    return read<std::optional<CalendarRow>>([&]() -> std::optional<CalendarRow> {
      for (auto at = calendars_.rbegin(); at != calendars_.rend(); ++at) {
        if (at->name == name && (revision.empty() || at->revision == revision)) return *at;
      }
      return std::nullopt;
    });
  }

  Result<std::vector<CalendarRow>> calendars() override {
    return read<std::vector<CalendarRow>>([&] {
      std::vector<CalendarRow> found;
      for (const CalendarRow& known : calendars_) found.push_back({known.name, known.revision, {}});
      return found;
    });
  }

  Status set_meta(std::string_view key, std::string_view value) override {
    if (key.starts_with("store.")) return argument_error("a reserved meta key");
    return write([&] { meta_.insert_or_assign(std::string(key), std::string(value)); });
  }

  Result<std::optional<std::string>> meta(std::string_view key) override {
    return read<std::optional<std::string>>([&]() -> std::optional<std::string> {
      const auto found = meta_.find(key);
      if (found == meta_.end()) return std::nullopt;
      return found->second;
    });
  }

  Result<Stats> stats() override {
    return read<Stats>([&] {
      Stats now = stats_;
      now.cases = tables_.cases();
      now.largest_batch = std::min<std::uint64_t>(1, now.commits);
      return now;
    });
  }

  Status check() override {
    return read<Done>([] { return Done{}; });
  }

  Status close() override {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    return Done{};
  }

 private:
  bool fails(std::string_view point) { return faults_ != nullptr && faults_->fails(point); }

  template <class T, class Read>
  Result<T> read(Read get) {
    const std::lock_guard lock(mutex_);
    if (closed_) return closed_error();
    return Result<T>(get());
  }

  template <class Change>
  Status write(Change change) {
    const std::lock_guard lock(mutex_);
    if (closed_) return closed_error();
    if (fails("commit:begin")) return io_error("injected");
    if (fails("commit:before")) return unknown_error();
    whole(change);
    if (fails("commit:after")) return unknown_error();
    return Done{};
  }

  /// A change that memory ran out in cannot be taken back, nor recovered: the store is closed.
  template <class Change>
  void whole(const Change& change) {
    try {
      change();
    } catch (const std::bad_alloc&) {
      closed_ = true;
      throw;
    }
  }

  FaultPoint* faults_;
  std::mutex mutex_;
  bool closed_ = false;
  MemoryTables tables_;
  MemoryInbox inbox_;
  MemoryLicences licences_;
  std::map<std::tuple<TenantId, std::string, std::string>, std::uint64_t> series_;
  std::vector<DefinitionRow> definitions_;
  std::vector<CalendarRow> calendars_;
  std::map<std::string, std::string, std::less<>> meta_;
  Stats stats_;
};

}  // namespace

std::unique_ptr<Store> open_memory(FaultPoint* faults) {
  return std::make_unique<MemoryStore>(faults);
}

}  // namespace lianban::store
