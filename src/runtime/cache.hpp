#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <unordered_map>

#include "base/ids.hpp"
#include "runtime/held.hpp"

namespace lianban::runtime {

/// Decoded cases, the least recently used dropped first, bounded by bytes. Takes a new state only
/// after its COMMIT. Thread-safe.
class Cache {
 public:
  struct Stats {
    std::size_t cases = 0, bytes = 0;
    std::uint64_t hits = 0, misses = 0;
  };

  explicit Cache(std::size_t bytes) : limit_(bytes) {}

  [[nodiscard]] HeldPtr get(const base::CaseId& id);
  void put(HeldPtr held);
  void evict(const base::CaseId& id);
  [[nodiscard]] Stats stats();

 private:
  struct Slot {
    HeldPtr held;
    std::size_t cost = 0;
  };
  using Slots = std::list<Slot>;
  void drop(Slots::iterator slot);

  const std::size_t limit_;
  std::mutex mutex_;
  Slots slots_;  ///< Latest first.
  std::unordered_map<base::CaseId, Slots::iterator> index_;
  Stats stats_;
};

}  // namespace lianban::runtime
