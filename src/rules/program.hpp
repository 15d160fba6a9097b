#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "rules/path.hpp"

namespace re2 {
class RE2;
}

// Private to the room: the compiled form of a rule.
namespace lianban::rules {

class Evaluation;
class Operand;
struct Node;

/// Evaluates one node; false when the evaluation has failed (the error is kept by it).
using Run = bool (*)(Evaluation&, const Node&, Operand&);

/// What the compiler and the checker of null have to know of an operator; several operators share a
/// kind where they are alike to them.
enum class Kind : std::uint8_t {
  kPlain,        ///< Arguments are rules, nothing else to know.
  kConstant,     ///< No operator: a JSON value.
  kList,         ///< No operator: an array with rules in it.
  kVar,          ///< A path written out; its argument, if any, is the default.
  kComputedVar,  ///< The first argument gives the path.
  kMissing,      ///< Paths as texts, perhaps computed.
  kMissingSome,
  kRequire,
  kObject,
  kInState,
  kHolds,
  kIterate,  ///< The second argument is evaluated for each element of the first.
  kReduce,
  kIf,
  kAnd,
  kOr,
  kNot,
  kTruth,
  kSame,       ///< == and ===: they agree about null.
  kDifferent,  ///< != and !==.
  kCompare,    ///< Classic comparison by size.
  kDates,      ///< Every argument is a date or an instant.
  kAdd,        ///< A date or an instant, and a duration.
  kArithmetic,
  kMatches,
  kValid,
};

struct Operator {
  std::string_view name;
  Kind kind;
  std::uint32_t least;  ///< Arguments.
  std::uint32_t most;
  Run run;
};

inline constexpr std::uint32_t kNothing = UINT32_MAX;

/// Arguments of a node stand one after the other in Program::nodes.
struct Node {
  const Operator* what = nullptr;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  std::uint32_t data = kNothing;  ///< Index into the table that belongs to the kind.
};

struct PathUse {
  Path path;
  bool may_be_null = false;  ///< Declared, but not always set.
};

/// A rule in one piece: the first node is the root. Immutable once compiled.
struct Program {
  Program();
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::vector<Node> nodes;
  std::vector<std::string> pointers;  ///< Where each node stands in the definition.
  std::vector<Json> constants;
  std::vector<PathUse> paths;  ///< In document order.
  /// Of each node with computed paths: which of `paths` its text may name.
  std::vector<std::vector<std::uint32_t>> path_sets;
  std::vector<std::string> names;  ///< States, conditions, kinds of `valid`, members of `object`.
  std::vector<std::unique_ptr<re2::RE2>> patterns;

  [[nodiscard]] const std::string& pointer_of(const Node& node) const {
    return pointers[static_cast<std::size_t>(&node - nodes.data())];
  }
};

}  // namespace lianban::rules
