#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lianban::bench {

/// What a figure should reach, and which number has to reach it.
struct Aim {
  enum class Kind { kAtLeast, kAtMost };
  Kind kind = Kind::kAtLeast;
  double bound = 0;
  bool of_ratio = false;  ///< Else of the value.
};
inline Aim at_least(double bound) { return {Aim::Kind::kAtLeast, bound, false}; }
inline Aim at_most(double bound) { return {Aim::Kind::kAtMost, bound, false}; }
inline Aim ratio_at_least(double bound) { return {Aim::Kind::kAtLeast, bound, true}; }
inline Aim ratio_at_most(double bound) { return {Aim::Kind::kAtMost, bound, true}; }

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::optional<double> ratio;
  std::optional<Aim> aim;
  nlohmann::json more = nlohmann::json::object();  ///< Further members of the line.
};

/// One JSON line a figure on standard output, as it is measured; the table at the end.
class Report {
 public:
  void add(Figure figure);
  void print_table() const;
  /// Something was wrong, not slow: the run goes on and ends with 1.
  void fault(std::string sentence);
  [[nodiscard]] bool sound() const { return faults_.empty(); }

 private:
  std::vector<Figure> figures_;
  std::vector<std::string> faults_;
};

/// A sentence on standard error, with the time since the start.
void say(std::string_view sentence);
/// The run cannot go on: says why and ends the process with 1.
[[noreturn]] void give_up(std::string_view sentence);
/// At most four significant digits: more would only show noise.
[[nodiscard]] double rounded(double value);

}  // namespace lianban::bench
