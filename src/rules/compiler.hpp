#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "rules/faults.hpp"
#include "rules/program.hpp"
#include "rules/rule.hpp"

namespace lianban::rules {

/// Whether arrays and objects are nested in the value beyond that many levels; looks no deeper.
[[nodiscard]] bool deeper_than(const Json& value, std::size_t levels);

/// Turns the JSON of one rule into a program. Used once.
class Compiler {
 public:
  Compiler(const CompileContext& context, Diagnostics& out) : context_(context), faults_(out) {}

  /// Null where a fault was found.
  [[nodiscard]] std::shared_ptr<const Program> compile(const Json& source,
                                                       std::string_view pointer);

 private:
  struct Argument {
    const Json* source;
    std::string pointer;
  };
  using Arguments = std::vector<Argument>;
  /// What a `var` whose first segment is no family reads.
  enum class Body { kNone, kElement, kReduce };
  /// One operator on its way: where its node stands, what it is, what it was given.
  struct Call {
    std::uint32_t slot;
    const Operator* what;
    Arguments arguments;
    std::string pointer;  ///< Of the arguments.
    std::size_t depth;
  };

  void build(std::uint32_t slot, const Json& source, std::string pointer, std::size_t depth);
  void build_constant(std::uint32_t slot, const Json& value);
  void build_list(std::uint32_t slot, const Json& source, const std::string& pointer,
                  std::size_t depth);
  void build_operator(std::uint32_t slot, const Json& source, const std::string& pointer,
                      std::size_t depth);
  void build_call(const Call& call);
  void build_arguments(const Call& call);
  void build_iterator(const Call& call);
  void build_var(const Call& call);
  void build_missing(const Call& call);
  void build_require(const Call& call);
  void build_object(const Call& call);
  void build_named(const Call& call);
  void build_matches(const Call& call);
  void build_valid(const Call& call);

  void check_moment(const Argument& argument);
  void check_duration(const Argument& argument);
  /// kNothing after a fault.
  std::uint32_t add_path(std::string_view text, const std::string& pointer);
  /// The paths that a computed text may name: those written in it, as an index into path_sets.
  std::uint32_t add_path_set(const Arguments& arguments, std::size_t from, std::size_t to);
  void collect_paths(const Json& source, const std::string& pointer,
                     std::vector<std::uint32_t>& set);
  [[nodiscard]] std::uint32_t reserve(std::size_t count);
  void set_node(const Call& call, std::uint32_t first, std::size_t count, std::uint32_t data);

  const CompileContext& context_;
  Faults faults_;
  std::shared_ptr<Program> program_ = std::make_shared<Program>();
  Body body_ = Body::kNone;
};

}  // namespace lianban::rules
