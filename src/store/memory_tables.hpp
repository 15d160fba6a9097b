#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "store/rows.hpp"

namespace lianban::store {

/// One case with everything that belongs to it.
struct MemoryCase {
  std::uint64_t row = 0;
  CaseRow data;
  std::vector<JournalRow> journal;
  std::map<std::uint32_t, OutboxRow> outbox;
  std::map<std::string, PollRow> polls;
};

struct CaseKeyHash {
  std::size_t operator()(const CaseKey& key) const {
    return std::hash<CaseId>{}(key.id) ^ std::hash<TenantId>{}(key.tenant);
  }
};

[[nodiscard]] CaseSummary summary_of(const MemoryCase& source);
/// Whether nothing before this row of its lane is queued, sending or unsure.
[[nodiscard]] bool first_of_lane(const MemoryCase& owner, std::uint32_t seq);

/// The rows of the memory store and the orders they are asked for in: the same indexes the SQLite
/// form has. Not thread-safe. Nothing here can fail half-way.
class MemoryTables {
 public:
  [[nodiscard]] MemoryCase* case_of(const CaseKey& key);
  /// The rows from revision `first` on.
  [[nodiscard]] std::vector<JournalRow> journal(const CaseKey& key, std::uint64_t first);
  /// Whether the request is still in the attempt that the fence names.
  [[nodiscard]] bool holds(const CaseKey& key, const OutboxFence& fence);
  [[nodiscard]] MemoryCase& case_at(std::uint64_t row) { return *cases_[row - 1]; }
  [[nodiscard]] std::uint64_t cases() const { return cases_.size(); }

  [[nodiscard]] std::vector<FeedRow> feed(TenantId tenant, std::uint64_t after, std::size_t limit);
  /// The case must stand at `commit.expected`.
  void apply(const CaseCommit& commit);
  void set_wake(MemoryCase& target, std::optional<Instant> armed);
  void put_outbox(MemoryCase& target, const OutboxRow& row);
  void remove_outbox(MemoryCase& target, std::uint32_t seq);
  [[nodiscard]] std::vector<LaneCount> lane_counts() const;
  void put_poll(MemoryCase& target, const PollRow& poll);
  void remove_poll(MemoryCase& target, const std::string& material);

  [[nodiscard]] std::vector<CaseSummary> found_under(TenantId tenant, const std::string& kind,
                                                     const std::string& blind, std::uint64_t after,
                                                     std::size_t limit);

  using Box = std::set<std::pair<Instant, std::uint64_t>>;
  std::set<std::pair<Instant, std::uint64_t>> wakes;                               // due, row
  std::set<std::tuple<std::string, Instant, std::uint64_t, std::uint32_t>> ready;  // lane, due, row
  std::set<std::tuple<std::string, Instant, std::uint64_t, std::string>> asking;   // lane, next_at
  std::map<std::pair<TenantId, std::string>, Box> boxes;
  std::map<std::tuple<TenantId, std::string, std::string>, std::set<std::uint64_t>> finder;

 private:
  MemoryCase& open(const CaseCommit& commit);

  std::vector<std::unique_ptr<MemoryCase>> cases_;
  std::vector<std::pair<std::uint64_t, std::size_t>> feed_;  // case row, place in its journal
  std::unordered_map<CaseKey, std::uint64_t, CaseKeyHash> rows_;
};

/// Finder kind under which case numbers stand.
inline constexpr std::string_view kNumberKind = "store.number";

}  // namespace lianban::store
