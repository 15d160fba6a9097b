#include "rules/null_check.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lianban::rules {
namespace {

/// Paths that are known to have a value at some place of the rule.
using Known = std::vector<const Path*>;

class NullCheck {
 public:
  NullCheck(const Program& program, Faults& faults) : program_(program), faults_(faults) {}
  void check(const Node& node, const Known& known);

 private:
  const Node& argument(const Node& node, std::size_t i) const {
    return program_.nodes[node.first + i];
  }
  const PathUse& use_of(const Node& node) const { return program_.paths[node.data]; }
  bool is_null(const Node& node) const {
    return node.what->kind == Kind::kConstant && program_.constants[node.data].is_null();
  }
  bool is_value(const Node& node) const {
    return node.what->kind == Kind::kConstant && !program_.constants[node.data].is_null();
  }

  /// The paths that have a value whenever the node's result is `when`.
  Known known_if(const Node& node, bool when) const;
  Known known_if_same(const Node& node, bool same) const;
  Known known_if_found(const Node& node) const;
  Known known_if_none_missing(const Node& node) const;
  Known known_paths_of(const Node& node, std::size_t count) const;
  void check_branches(const Node& node, Known known);
  void check_chain(const Node& node, bool goes_on_when, Known known);
  /// Reports what the value of the node may take from an empty path.
  void report(const Node& node, const Node& compared_by, Known known);

  const Program& program_;
  Faults& faults_;
};

void append(Known& known, const Known& more) {
  known.insert(known.end(), more.begin(), more.end());
}

Known NullCheck::known_paths_of(const Node& node, std::size_t count) const {
  Known known;
  for (std::size_t i = 0; i < count; ++i) {
    const Node& each = argument(node, i);
    const bool reads =
        each.what->kind == Kind::kRequire || (each.what->kind == Kind::kVar && each.count == 0);
    if (reads) known.push_back(&use_of(each).path);
  }
  return known;
}

Known NullCheck::known_if_same(const Node& node, bool same) const {
  const Node& left = argument(node, 0);
  const Node& right = argument(node, 1);
  // Equal to some value, or different from null.
  const bool proves = same ? is_value(left) || is_value(right) : is_null(left) || is_null(right);
  return proves ? known_paths_of(node, 2) : Known{};
}

Known NullCheck::known_if_found(const Node& node) const {
  if (node.what->name != "in" || !is_value(argument(node, 1))) return {};
  const Json& list = program_.constants[argument(node, 1).data];
  const bool has_null = list.is_array() && std::ranges::find(list, Json()) != list.end();
  return has_null ? Known{} : known_paths_of(node, 1);
}

Known NullCheck::known_if_none_missing(const Node& node) const {
  if (node.data == kNothing) return {};
  for (std::size_t i = 0; i < node.count; ++i) {
    const Node& each = argument(node, i);
    // A computed list may leave a path out, and a list as first argument hides the others.
    const bool asked_for = each.what->kind == Kind::kConstant &&
                           (node.count == 1 || !program_.constants[each.data].is_array());
    if (!asked_for) return {};
  }
  Known known;
  for (const auto each : program_.path_sets[node.data]) {
    known.push_back(&program_.paths[each].path);
  }
  return known;
}

Known NullCheck::known_if(const Node& node, bool when) const {
  Known known;
  switch (node.what->kind) {
    case Kind::kVar:
      if (when && node.count == 0) known.push_back(&use_of(node).path);
      return known;
    case Kind::kRequire:
      return {&use_of(node).path};
    case Kind::kTruth:
      return known_if(argument(node, 0), when);
    case Kind::kNot:
      return known_if(argument(node, 0), !when);
    case Kind::kAnd:
    case Kind::kOr:
      if (when != (node.what->kind == Kind::kAnd)) return {};
      for (std::size_t i = 0; i < node.count; ++i) append(known, known_if(argument(node, i), when));
      return known;
    case Kind::kSame:
      return known_if_same(node, when);
    case Kind::kDifferent:
      return known_if_same(node, !when);
    case Kind::kMissing:
      return when ? Known{} : known_if_none_missing(node);
    case Kind::kMatches:
      return when ? known_paths_of(node, 1) : Known{};
    case Kind::kValid:
      return when ? known_paths_of(node, 2) : Known{};
    case Kind::kPlain:
      return when ? known_if_found(node) : Known{};
    case Kind::kConstant:
    case Kind::kList:
    case Kind::kComputedVar:
    case Kind::kMissingSome:
    case Kind::kObject:
    case Kind::kInState:
    case Kind::kHolds:
    case Kind::kIterate:
    case Kind::kReduce:
    case Kind::kIf:
    case Kind::kCompare:
    case Kind::kDates:
    case Kind::kAdd:
    case Kind::kArithmetic:
      return {};
  }
  return {};
}

void NullCheck::check_branches(const Node& node, Known known) {
  for (std::size_t i = 0; i < node.count; i += 2) {
    const Node& condition = argument(node, i);
    check(condition, known);
    if (i + 1 == node.count) return;
    Known inside = known;
    append(inside, known_if(condition, true));
    check(argument(node, i + 1), inside);
    append(known, known_if(condition, false));
  }
}

void NullCheck::check_chain(const Node& node, bool goes_on_when, Known known) {
  for (std::size_t i = 0; i < node.count; ++i) {
    check(argument(node, i), known);
    append(known, known_if(argument(node, i), goes_on_when));
  }
}

void NullCheck::check(const Node& node, const Known& known) {
  const Kind kind = node.what->kind;
  if (kind == Kind::kIf) return check_branches(node, known);
  if (kind == Kind::kAnd) return check_chain(node, true, known);
  if (kind == Kind::kOr) return check_chain(node, false, known);
  const bool compares = kind == Kind::kCompare || kind == Kind::kDates || kind == Kind::kAdd;
  for (std::size_t i = 0; i < node.count; ++i) {
    if (compares) report(argument(node, i), node, known);
    check(argument(node, i), known);
  }
}

void NullCheck::report(const Node& node, const Node& compared_by, Known known) {
  switch (node.what->kind) {
    case Kind::kVar: {
      const PathUse& use = use_of(node);
      if (!use.may_be_null) return;
      const bool has_default = node.count > 0 && !is_null(argument(node, 0));
      if (has_default) return report(argument(node, 0), compared_by, std::move(known));
      const bool safe =
          std::ranges::any_of(known, [&](const Path* each) { return *each == use.path; });
      if (!safe) {
        faults_.may_be_null(use.path.text, compared_by.what->name, program_.pointer_of(node));
      }
      return;
    }
    case Kind::kConstant:
      // A null written as such is the author's own word.
      return;
    case Kind::kComputedVar:
      for (const auto each : program_.path_sets[node.data]) {
        const PathUse& use = program_.paths[each];
        const bool has_default = node.count > 1 && !is_null(argument(node, 1));
        if (!use.may_be_null || has_default) continue;
        faults_.may_be_null(use.path.text, compared_by.what->name, program_.pointer_of(node));
      }
      return;
    case Kind::kArithmetic:
    case Kind::kAnd:
      for (std::size_t i = 0; i < node.count; ++i) report(argument(node, i), compared_by, known);
      return;
    case Kind::kOr:
      // All but the last are given only when they are true.
      return report(argument(node, node.count - 1), compared_by, std::move(known));
    case Kind::kIf:
      for (std::size_t i = 0; i + 1 < node.count; i += 2) {
        Known inside = known;
        append(inside, known_if(argument(node, i), true));
        report(argument(node, i + 1), compared_by, std::move(inside));
        append(known, known_if(argument(node, i), false));
      }
      if (node.count % 2 == 1) report(argument(node, node.count - 1), compared_by, known);
      return;
    case Kind::kPlain:
    case Kind::kList:
    case Kind::kMissing:
    case Kind::kMissingSome:
    case Kind::kRequire:
    case Kind::kObject:
    case Kind::kInState:
    case Kind::kHolds:
    case Kind::kIterate:
    case Kind::kReduce:
    case Kind::kNot:
    case Kind::kTruth:
    case Kind::kSame:
    case Kind::kDifferent:
    case Kind::kCompare:
    case Kind::kDates:
    case Kind::kAdd:
    case Kind::kMatches:
    case Kind::kValid:
      return;
  }
}

}  // namespace

void check_null(const Program& program, Faults& faults) {
  NullCheck(program, faults).check(program.nodes.front(), {});
}

}  // namespace lianban::rules
