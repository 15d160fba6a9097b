#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "lianban/result.hpp"
#include "rules/operand.hpp"
#include "rules/program.hpp"
#include "rules/rule.hpp"

namespace lianban::rules {

/// The element that a `var` inside an iterator reads.
struct Frame {
  const Json* element = nullptr;
  const Json* accumulator = nullptr;  ///< Of `reduce`, else null.
};

/// One evaluation of one program: its budget, its trace, its element, its error. Lives on the stack
/// of the caller; one thread.
class Evaluation {
 public:
  Evaluation(const Program& program, const Scope& scope, Trace* trace)
      : program_(program), scope_(scope), trace_(trace) {}

  /// False when it failed; `error()` says why.
  [[nodiscard]] bool run(const Node& node, Operand& out);
  [[nodiscard]] bool run_argument(const Node& node, std::size_t index, Operand& out) {
    return run(program_.nodes[node.first + index], out);
  }
  /// Runs the node with another element.
  [[nodiscard]] bool run_with(const Frame& frame, const Node& node, Operand& out);

  /// Takes from the budget. Whatever copies or searches pays by size: a rule that doubles a text
  /// in every round would else fill the memory within few steps.
  [[nodiscard]] bool charge(std::size_t steps) {
    if (steps > limits::kRuleSteps - spent_) return fail_budget();
    spent_ += steps;
    return true;
  }
  /// Moves an own value, copies (and charges) one that stands elsewhere.
  [[nodiscard]] bool take(Operand&& from, Json& into);
  /// Charges what copying, comparing or reading the whole value costs.
  [[nodiscard]] bool charge_value(const Json& value) {
    return value.is_string() || value.is_structured() ? charge_weight(value) : true;
  }

  /// Reads a path of the case.
  void find(const Path& path, Operand& out);

  /// All return false, for `return evaluation.fail(...)`.
  bool fail(Error error);
  bool fail_type(const Node& node, std::string_view zh, std::string_view en);

  void record(std::string_view what, const Json& value, bool missing) {
    if (trace_ != nullptr) write_step(what, value, missing);
  }

  [[nodiscard]] const Program& program() const { return program_; }
  [[nodiscard]] const Scope& scope() const { return scope_; }
  [[nodiscard]] const Frame& frame() const { return frame_; }
  [[nodiscard]] const Node& argument(const Node& node, std::size_t index) const {
    return program_.nodes[node.first + index];
  }
  [[nodiscard]] const std::string& name_of(const Node& node) const {
    return program_.names[node.data];
  }
  /// Only after a failure.
  [[nodiscard]] Error take_error() { return std::move(*error_); }

 private:
  bool charge_weight(const Json& value);
  bool fail_budget();
  void record_operator(const Node& node, const Json& value);
  void write_step(std::string_view what, const Json& value, bool missing);

  static constexpr std::size_t kBytesPerStep = 64;

  const Program& program_;
  const Scope& scope_;
  Trace* trace_;
  Frame frame_;
  Json scratch_;
  std::size_t spent_ = 0;
  std::optional<Error> error_;
};

}  // namespace lianban::rules
