#include "runtime/cache.hpp"

#include <utility>

namespace lianban::runtime {

HeldPtr Cache::get(const base::CaseId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(id);
  if (found == index_.end()) {
    ++stats_.misses;
    return nullptr;
  }
  ++stats_.hits;
  slots_.splice(slots_.begin(), slots_, found->second);
  return found->second->held;
}

void Cache::put(HeldPtr held) {
  const std::lock_guard lock(mutex_);
  const base::CaseId id = held->state.id;
  if (const auto found = index_.find(id); found != index_.end()) drop(found->second);
  const std::size_t cost = held->cost();
  if (cost > limit_) return;
  slots_.push_front({std::move(held), cost});
  try {
    index_.emplace(id, slots_.begin());
  } catch (...) {
    slots_.pop_front();
    throw;
  }
  stats_.bytes += cost;
  while (stats_.bytes > limit_) drop(std::prev(slots_.end()));
}

void Cache::evict(const base::CaseId& id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = index_.find(id); found != index_.end()) drop(found->second);
}

void Cache::drop(Slots::iterator slot) {
  stats_.bytes -= slot->cost;
  index_.erase(slot->held->state.id);
  slots_.erase(slot);
}

Cache::Stats Cache::stats() {
  const std::lock_guard lock(mutex_);
  Stats now = stats_;
  now.cases = slots_.size();
  return now;
}

}  // namespace lianban::runtime
