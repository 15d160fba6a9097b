#pragma once

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "store/rows.hpp"

namespace lianban::store {

/// The inbox of the memory store, in the orders the SQLite form has indexes for. Not thread-safe.
class MemoryInbox {
 public:
  /// The new row's id, or 0 where the agency's nonce is known.
  std::uint64_t receive(InboxRow row);
  void change(const InboxChange& change);
  [[nodiscard]] std::optional<InboxRow> row(std::uint64_t id) const;
  [[nodiscard]] std::vector<InboxRow> list(TenantId tenant, InboxState state, std::uint64_t after,
                                           std::size_t limit) const;
  [[nodiscard]] std::vector<InboxRow> due(Instant now, std::size_t limit) const;
  [[nodiscard]] std::optional<Instant> next() const;

 private:
  std::map<std::uint64_t, InboxRow> rows_;
  std::set<std::tuple<TenantId, std::string, std::string>> nonces_;
  std::set<std::pair<Instant, std::uint64_t>> due_;  ///< Of kReceived.
};

}  // namespace lianban::store
