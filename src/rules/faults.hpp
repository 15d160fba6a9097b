#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/hint.hpp"
#include "lianban/diagnostic.hpp"
#include "rules/program.hpp"

namespace lianban::rules {

/// What the compiler says, in words: one function for each code of Rule::compile.
class Faults {
 public:
  explicit Faults(Diagnostics& out) : out_(out), before_(out.size()) {}
  [[nodiscard]] bool any() const { return out_.size() > before_; }

  void unknown_operator(std::string_view name, std::string pointer);
  void wrong_count(const Operator& what, std::size_t found, std::string pointer);
  /// An argument that must be written out is computed, or of another type.
  void wrong_argument(const Operator& what, Text expected, std::string pointer);
  void undeclared_path(std::string_view path, const std::vector<std::string>& known,
                       std::string pointer);
  void computed_path(std::string pointer);
  void unknown_state(std::string_view state, std::string pointer);
  void unknown_condition(std::string_view condition, std::string pointer);
  void may_be_null(std::string_view path, std::string_view operator_name, std::string pointer);
  void bad_constant(Text what, Hint hint, std::string pointer);
  void too_deep(std::string pointer);

 private:
  void add(std::string code, Text message, Hint hint, std::string pointer, bool at_name = false);

  Diagnostics& out_;
  std::size_t before_;
};

using base::did_you_mean;

}  // namespace lianban::rules
