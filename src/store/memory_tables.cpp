#include "store/memory_tables.hpp"

namespace lianban::store {

CaseSummary summary_of(const MemoryCase& source) {
  const CaseRow& data = source.data;
  return {data.key,       data.revision, data.status, data.number,
          data.opened_at, data.ended_at, source.row};
}

bool first_of_lane(const MemoryCase& owner, std::uint32_t seq) {
  const auto holds_back = [](OutboxState state) {
    return state == OutboxState::kQueued || state == OutboxState::kSending ||
           state == OutboxState::kUnsure;
  };
  const std::string& lane = owner.outbox.at(seq).lane;
  for (const auto& [earlier, row] : owner.outbox) {
    if (earlier == seq) return true;
    if (row.lane == lane && holds_back(row.state)) return false;
  }
  return true;
}

MemoryCase* MemoryTables::case_of(const CaseKey& key) {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : &case_at(found->second);
}

std::vector<JournalRow> MemoryTables::journal(const CaseKey& key, std::uint64_t first) {
  const MemoryCase* known = case_of(key);
  const std::uint64_t skip = first == 0 ? 0 : first - 1;
  if (known == nullptr || skip >= known->journal.size()) return {};
  return {known->journal.begin() + static_cast<std::ptrdiff_t>(skip), known->journal.end()};
}

bool MemoryTables::holds(const CaseKey& key, const OutboxFence& fence) {
  const MemoryCase* known = case_of(key);
  if (known == nullptr) return false;
  const auto row = known->outbox.find(fence.seq);
  return row != known->outbox.end() && row->second.attempt == fence.attempt;
}

MemoryCase& MemoryTables::open(const CaseCommit& commit) {
  auto fresh = std::make_unique<MemoryCase>();
  fresh->row = cases_.size() + 1;
  fresh->data.key = commit.key;
  fresh->data.opened_at = commit.opened_at;
  rows_.emplace(commit.key, fresh->row);
  cases_.push_back(std::move(fresh));
  return *cases_.back();
}

void MemoryTables::apply(const CaseCommit& commit) {
  MemoryCase& target = commit.expected == 0 ? open(commit) : *case_of(commit.key);
  CaseRow& data = target.data;
  const TenantId tenant = commit.key.tenant;

  feed_.emplace_back(target.row, target.journal.size());
  target.journal.push_back(commit.journal);
  data.revision = commit.journal.revision;
  data.head = commit.journal.hash;
  data.requests += request_prefix(commit.journal.request);
  data.definition = commit.definition;
  data.calendar_rev = commit.calendar_rev;
  data.status = commit.status;
  data.ended_at = commit.ended_at;
  if (data.number != commit.number) {
    const std::string kind{kNumberKind};
    if (data.number) finder[{tenant, kind, *data.number}].erase(target.row);
    if (commit.number) finder[{tenant, kind, *commit.number}].insert(target.row);
    data.number = commit.number;
  }
  if (commit.body) {
    data.body = *commit.body;
    data.format = commit.format;
    data.body_revision = data.revision;
  }
  if (commit.personal) data.personal = *commit.personal;
  set_wake(target, armed_after(data.wake_at, commit.wake_at, commit.journal.at,
                               commit.ended_at.has_value()));

  for (const std::uint32_t seq : commit.outbox_remove) remove_outbox(target, seq);
  for (const OutboxChange& change : commit.outbox_change) {
    const auto found = target.outbox.find(change.seq);
    if (found == target.outbox.end()) continue;
    OutboxRow row = found->second;
    row.state = change.state;
    row.attempt = change.attempt;
    row.due = change.due;
    put_outbox(target, row);
  }
  for (const OutboxInsert& row : commit.outbox_add) {
    put_outbox(target, {commit.key, row.seq, row.lane, row.ref, row.state, 0, row.due, row.due});
  }
  for (const BoxRow& row : commit.boxes_remove)
    boxes[{tenant, row.box}].erase({row.due, target.row});
  for (const BoxRow& row : commit.boxes_add) boxes[{tenant, row.box}].insert({row.due, target.row});
  for (const FinderRow& row : commit.finder_add) {
    finder[{tenant, row.kind, std::string(base::view(row.blind))}].insert(target.row);
  }
  for (const std::string& material : commit.polls_remove) remove_poll(target, material);
  for (const PollRow& poll : commit.polls_put) put_poll(target, poll);
}

std::vector<FeedRow> MemoryTables::feed(TenantId tenant, std::uint64_t after, std::size_t limit) {
  std::vector<FeedRow> rows;
  for (std::uint64_t pos = after; pos < feed_.size() && rows.size() < limit; ++pos) {
    const MemoryCase& of = case_at(feed_[pos].first);
    if (of.data.key.tenant != tenant) continue;
    rows.push_back({pos + 1, of.data.key, of.journal[feed_[pos].second]});
  }
  return rows;
}

void MemoryTables::set_wake(MemoryCase& target, std::optional<Instant> armed) {
  if (target.data.wake_at) wakes.erase({*target.data.wake_at, target.row});
  if (armed) wakes.insert({*armed, target.row});
  target.data.wake_at = armed;
}

void MemoryTables::put_outbox(MemoryCase& target, const OutboxRow& row) {
  remove_outbox(target, row.seq);
  if (row.state == OutboxState::kQueued) ready.insert({row.lane, row.due, target.row, row.seq});
  target.outbox.emplace(row.seq, row);
}

void MemoryTables::remove_outbox(MemoryCase& target, std::uint32_t seq) {
  const auto found = target.outbox.find(seq);
  if (found == target.outbox.end()) return;
  ready.erase({found->second.lane, found->second.due, target.row, seq});
  target.outbox.erase(found);
}

std::vector<CaseSummary> MemoryTables::found_under(TenantId tenant, const std::string& kind,
                                                   const std::string& blind, std::uint64_t after,
                                                   std::size_t limit) {
  std::vector<CaseSummary> found;
  const auto rows = finder.find({tenant, kind, blind});
  if (rows == finder.end()) return found;
  for (auto at = rows->second.upper_bound(after); at != rows->second.end(); ++at) {
    if (found.size() == limit) break;
    found.push_back(summary_of(case_at(*at)));
  }
  return found;
}

std::vector<LaneCount> MemoryTables::lane_counts() const {
  std::map<std::pair<std::string, std::string_view>, LaneCount> counts;
  for (const auto& each : cases_) {
    for (const auto& [seq, row] : each->outbox) {
      LaneCount& count = counts[{row.lane, name_of(row.state)}];
      count.oldest = count.rows == 0 ? row.since : std::min(count.oldest, row.since);
      count.lane = row.lane;
      count.state = row.state;
      ++count.rows;
    }
  }
  std::vector<LaneCount> all;
  for (const auto& [name, count] : counts) all.push_back(count);
  return all;
}

void MemoryTables::put_poll(MemoryCase& target, const PollRow& poll) {
  remove_poll(target, poll.material);
  asking.insert({poll.lane, poll.next_at, target.row, poll.material});
  target.polls.emplace(poll.material, poll);
}

void MemoryTables::remove_poll(MemoryCase& target, const std::string& material) {
  const auto found = target.polls.find(material);
  if (found == target.polls.end()) return;
  asking.erase({found->second.lane, found->second.next_at, target.row, material});
  target.polls.erase(found);
}

}  // namespace lianban::store
