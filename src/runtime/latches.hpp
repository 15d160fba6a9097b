#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

#include "base/ids.hpp"

namespace lianban::runtime {

/// One command at a time per case. Cases share a fixed number of mutexes, so that nothing grows
/// with the number of cases. A thread that holds a latch must not ask for another one; who needs
/// several takes them together, in the order of the stripes.
class Latches {
 public:
  using Lock = std::unique_lock<std::mutex>;

  [[nodiscard]] Lock lock(const base::CaseId& id) { return Lock(stripes_[stripe_of(id)]); }

  [[nodiscard]] std::vector<Lock> lock_all(const std::vector<base::CaseId>& ids) {
    std::vector<std::size_t> wanted;
    for (const base::CaseId& id : ids) wanted.push_back(stripe_of(id));
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    std::vector<Lock> locks;
    locks.reserve(wanted.size());
    for (const std::size_t stripe : wanted) locks.emplace_back(stripes_[stripe]);
    return locks;
  }

 private:
  static constexpr std::size_t kStripes = 256;
  [[nodiscard]] static std::size_t stripe_of(const base::CaseId& id) {
    return std::hash<base::CaseId>{}(id) % kStripes;
  }
  std::array<std::mutex, kStripes> stripes_;
};

}  // namespace lianban::runtime
