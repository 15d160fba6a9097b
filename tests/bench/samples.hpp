#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace lianban::bench {

using Watch = std::chrono::steady_clock;

inline double seconds_since(Watch::time_point start) {
  return std::chrono::duration<double>(Watch::now() - start).count();
}
inline double micros_since(Watch::time_point start) { return seconds_since(start) * 1e6; }

inline double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const std::size_t middle = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle),
                   values.end());
  return values[middle];
}

/// Latencies in microseconds.
class Samples {
 public:
  void add(double micros) { values_.push_back(micros); }
  void add(const Samples& other) {
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
  }
  void reserve(std::size_t count) { values_.reserve(count); }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /// The smallest value that at least this share of the values does not pass; 0 without values.
  [[nodiscard]] double quantile(double share) const {
    if (values_.empty()) return 0;
    std::vector<double> sorted = values_;
    const auto at = std::min(sorted.size() - 1,
                             static_cast<std::size_t>(share * static_cast<double>(sorted.size())));
    const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(at);
    std::nth_element(sorted.begin(), place, sorted.end());
    return *place;
  }
  [[nodiscard]] double p50() const { return quantile(0.50); }
  [[nodiscard]] double p99() const { return quantile(0.99); }
  [[nodiscard]] double max() const {
    return values_.empty() ? 0 : *std::max_element(values_.begin(), values_.end());
  }

 private:
  std::vector<double> values_;
};

}  // namespace lianban::bench
