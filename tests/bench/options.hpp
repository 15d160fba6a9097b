#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lianban::bench {

/// What a run was asked for. `--quick` shortens every round; the figures are the same.
struct Options {
  bool quick = false;
  std::size_t cases = 100'000;  ///< Open cases and timers of the large figures.
  std::string only;             ///< One group's name; empty: all.
  std::string folder;           ///< Where the database files go: the disk that is measured.

  /// Medians are taken over so many rounds, odd.
  [[nodiscard]] int rounds() const { return quick ? 3 : 5; }
  /// Length of one timed round.
  [[nodiscard]] double seconds() const { return quick ? 0.25 : 2.0; }
  [[nodiscard]] std::string file(const std::string& name) const { return folder + "/" + name; }
};

}  // namespace lianban::bench
