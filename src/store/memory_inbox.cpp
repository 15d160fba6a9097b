#include "store/memory_inbox.hpp"

namespace lianban::store {

std::uint64_t MemoryInbox::receive(InboxRow row) {
  if (!nonces_.emplace(row.tenant, row.agency, row.nonce).second) return 0;
  row.id = rows_.size() + 1;
  if (row.state == InboxState::kReceived) due_.insert({row.next_at, row.id});
  const std::uint64_t id = row.id;
  rows_.emplace(id, std::move(row));
  return id;
}

void MemoryInbox::change(const InboxChange& change) {
  const auto found = rows_.find(change.id);
  if (found == rows_.end()) return;
  InboxRow& row = found->second;
  due_.erase({row.next_at, row.id});
  row.state = change.state;
  row.attempts = change.attempts;
  row.next_at = change.next_at;
  if (row.state == InboxState::kReceived) due_.insert({row.next_at, row.id});
}

std::optional<InboxRow> MemoryInbox::row(std::uint64_t id) const {
  const auto found = rows_.find(id);
  if (found == rows_.end()) return std::nullopt;
  return found->second;
}

std::vector<InboxRow> MemoryInbox::list(TenantId tenant, InboxState state, std::uint64_t after,
                                        std::size_t limit) const {
  std::vector<InboxRow> found;
  if (state == InboxState::kTaken) return found;
  for (auto at = rows_.upper_bound(after); at != rows_.end() && found.size() < limit; ++at) {
    const InboxRow& row = at->second;
    if (row.tenant == tenant && row.state == state) found.push_back(row);
  }
  return found;
}

std::vector<InboxRow> MemoryInbox::due(Instant now, std::size_t limit) const {
  std::vector<InboxRow> found;
  for (const auto& [at, id] : due_) {
    if (at > now || found.size() == limit) break;
    found.push_back(rows_.at(id));
  }
  return found;
}

std::optional<Instant> MemoryInbox::next() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

}  // namespace lianban::store
