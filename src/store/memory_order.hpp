#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "store/rows.hpp"

/// Questions to the memory store's ordered sets of (lane, instant, case, name).
namespace lianban::store {

/// Each lane with its earliest instant.
template <class Ordered>
std::vector<LaneDue> dues(const Ordered& ordered) {
  std::vector<LaneDue> found;
  for (auto at = ordered.begin(); at != ordered.end();) {
    found.push_back({std::get<0>(*at), std::get<1>(*at)});
    at = ordered.upper_bound(
        {std::get<0>(*at), Instant::max(), std::numeric_limits<std::uint64_t>::max(), {}});
  }
  return found;
}

template <class Entry>
void sort_by_due(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<1>(a), std::get<2>(a), std::get<3>(a)) <
           std::tie(std::get<1>(b), std::get<2>(b), std::get<3>(b));
  });
}

/// Entries due at `now`, by instant, of one lane or of all (empty). `accept` may pass one over.
template <class Ordered, class Accept>
std::vector<typename Ordered::value_type> due_entries(const Ordered& ordered, std::string_view lane,
                                                      Instant now, std::size_t limit,
                                                      Accept accept) {
  std::vector<typename Ordered::value_type> found;
  auto at = lane.empty() ? ordered.begin()
                         : ordered.lower_bound({std::string(lane), Instant::min(), 0, {}});
  std::size_t of_lane = 0;
  std::string current;
  while (at != ordered.end() && (lane.empty() || std::get<0>(*at) == lane)) {
    if (std::get<0>(*at) != current) of_lane = 0;
    current = std::get<0>(*at);
    if (of_lane == limit || std::get<1>(*at) > now) {
      at = ordered.upper_bound(
          {current, Instant::max(), std::numeric_limits<std::uint64_t>::max(), {}});
      continue;
    }
    if (accept(*at)) {
      found.push_back(*at);
      ++of_lane;
    }
    ++at;
  }
  sort_by_due(found);
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace lianban::store
