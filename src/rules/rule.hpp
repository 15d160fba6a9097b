#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/workdays.hpp"
#include "lianban/diagnostic.hpp"
#include "lianban/result.hpp"
#include "lianban/time.hpp"
#include "rules/path.hpp"

namespace lianban::rules {

/// What the loader knows of a path.
struct PathInfo {
  bool always_set = false;  ///< Has a value whenever it can be read: comparing it is safe.
};

/// What a rule is checked against when it is compiled. Empty functions leave that check out (the
/// public JSONLogic cases are compiled so).
struct CompileContext {
  std::function<std::optional<PathInfo>(const Path&)> path;  ///< Nothing: the path is undeclared.
  std::function<std::vector<std::string>()> path_names;      ///< For "did you mean".
  std::function<bool(std::string_view)> has_state;
  std::function<bool(std::string_view)> has_condition;
  bool unchecked_data = false;  ///< `var` reads Root::kData with any segments.
};

/// Where a rule reads the world. Implementations answer for one moment of one case.
class Scope {
 public:
  virtual ~Scope() = default;
  /// The value at a path, or null where a declared path has none. May build the value in `scratch`
  /// and return its address; the result lives as long as the scope and the scratch.
  [[nodiscard]] virtual const Json* find(const Path& path, Json& scratch) const = 0;
  [[nodiscard]] virtual bool in_state(std::string_view state) const = 0;
  /// Whether the named condition holds; an error inside it is the caller's error.
  [[nodiscard]] virtual Result<bool> holds(std::string_view condition) const = 0;
  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] virtual const base::Workdays& workdays() const = 0;
};

/// What an evaluation read, for "why not?": each operand with its value, and paths without one.
struct Trace {
  struct Step {
    std::string what;   ///< "form.vehicle.seats", "<=", "holds:vehicle_fits".
    std::string value;  ///< JSON text of the result, at most 200 bytes.
    bool missing = false;
  };
  std::vector<Step> steps;
};

/// Whether a value reads as an operator with its arguments, not as an object of the author's.
[[nodiscard]] bool is_operation(const Json& value);

struct Program;  // the compiled tree; rules/program.hpp, private to the room

/// A rule in the strict profile of JSONLogic, compiled once. Immutable, cheap to copy, safe to
/// share between threads. A default-constructed rule is the constant null.
class Rule {
 public:
  Rule() = default;

  /// Compiles; every fault is appended to `faults` with a pointer below `pointer`
  /// (LB-E1401 unknown operator, LB-E1402 wrong number of arguments, LB-E1403 undeclared path,
  /// LB-E1404 unknown state, LB-E1405 unknown condition, LB-E1406 comparison of a path that may be
  /// null, LB-E1407 bad constant (duration, date, regular expression, kind of `valid`), LB-E1408
  /// rule too deep). A rule with faults is the constant null.
  [[nodiscard]] static Rule compile(const Json& source, const CompileContext& context,
                                    std::string_view pointer, Diagnostics& faults);
  [[nodiscard]] static Rule constant(Json value);

  [[nodiscard]] bool is_constant() const;
  /// Every path of the case that the rule reads, each once, in document order, for the checker.
  /// Paths of the element inside an iterator are not among them.
  [[nodiscard]] std::vector<Path> paths() const;
  [[nodiscard]] std::vector<std::string> states() const;      ///< of in_state
  [[nodiscard]] std::vector<std::string> conditions() const;  ///< of holds

  /// Errors: rule/missing (`require`), rule/budget, rule/type, calendar/unknown_year.
  [[nodiscard]] Result<Json> evaluate(const Scope& scope, Trace* trace = nullptr) const;
  /// JSONLogic's truth of the result (0, "", [], null, false are false; "0" is true).
  [[nodiscard]] Result<bool> test(const Scope& scope, Trace* trace = nullptr) const;

 private:
  std::shared_ptr<const Program> program_;  // null: the constant null
};

}  // namespace lianban::rules
