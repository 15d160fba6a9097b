#include <array>

#include "rules/coerce.hpp"
#include "rules/evaluation.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
namespace {

// {"if": [condition, value, condition, value, ..., otherwise]}
bool run_if(Evaluation& evaluation, const Node& node, Operand& out) {
  std::size_t at = 0;
  for (; at + 1 < node.count; at += 2) {
    if (!evaluation.run_argument(node, at, out)) return false;
    if (truth(out.value())) return evaluation.run_argument(node, at + 1, out);
  }
  if (at < node.count) return evaluation.run_argument(node, at, out);
  out.set_null();
  return true;
}

/// `and` gives the first false argument, `or` the first true one, else both the last.
template <bool kStopAt>
bool run_until(Evaluation& evaluation, const Node& node, Operand& out) {
  for (std::size_t i = 0; i < node.count; ++i) {
    if (!evaluation.run_argument(node, i, out)) return false;
    if (truth(out.value()) == kStopAt) return true;
  }
  return true;
}

template <bool kWhen>
bool run_truth(Evaluation& evaluation, const Node& node, Operand& out) {
  if (!evaluation.run_argument(node, 0, out)) return false;
  out.set_truth(truth(out.value()) == kWhen);
  return true;
}

template <bool (*kEqual)(const Json&, const Json&), bool kWhen>
bool run_equal(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand left;
  Operand right;
  if (!evaluation.run_argument(node, 0, left) || !evaluation.run_argument(node, 1, right) ||
      !evaluation.charge_value(left.value()) || !evaluation.charge_value(right.value())) {
    return false;
  }
  out.set_truth(kEqual(left.value(), right.value()) == kWhen);
  return true;
}

template <bool (*kHolds)(std::partial_ordering)>
bool run_compare(Evaluation& evaluation, const Node& node, Operand& out) {
  std::array<Operand, 2> sides;
  bool holds = true;
  for (std::size_t i = 0; i < node.count; ++i) {
    Operand& next = sides[i % 2];
    if (!evaluation.run_argument(node, i, next) || !evaluation.charge_value(next.value())) {
      return false;
    }
    if (i > 0) holds = holds && kHolds(compare(sides[(i - 1) % 2].value(), next.value()));
  }
  out.set_truth(holds);
  return true;
}

constexpr std::array<Operator, 14> kOperators{{
    {"if", Kind::kIf, 0, kAny, run_if},
    {"?:", Kind::kIf, 0, kAny, run_if},
    {"and", Kind::kAnd, 1, kAny, run_until<false>},
    {"or", Kind::kOr, 1, kAny, run_until<true>},
    {"!", Kind::kNot, 1, 1, run_truth<false>},
    {"!!", Kind::kTruth, 1, 1, run_truth<true>},
    {"==", Kind::kSame, 2, 2, run_equal<loosely_equal, true>},
    {"===", Kind::kSame, 2, 2, run_equal<strictly_equal, true>},
    {"!=", Kind::kDifferent, 2, 2, run_equal<loosely_equal, false>},
    {"!==", Kind::kDifferent, 2, 2, run_equal<strictly_equal, false>},
    // Three arguments: the middle one lies between the others.
    {"<", Kind::kCompare, 2, 3, run_compare<std::is_lt>},
    {"<=", Kind::kCompare, 2, 3, run_compare<std::is_lteq>},
    {">", Kind::kCompare, 2, 2, run_compare<std::is_gt>},
    {">=", Kind::kCompare, 2, 2, run_compare<std::is_gteq>},
}};

}  // namespace

std::span<const Operator> logic_operators() { return kOperators; }

}  // namespace lianban::rules
