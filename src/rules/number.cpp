#include <array>
#include <cmath>
#include <limits>

#include "rules/coerce.hpp"
#include "rules/evaluation.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
namespace {

// Arithmetic is stricter than JavaScript's, which answers NaN for what is no number: NaN is no JSON
// value, and a fee or an age computed from nothing must not decide a case.
bool number_argument(Evaluation& evaluation, const Node& node, std::size_t index, Number& out) {
  Operand operand;
  if (!evaluation.run_argument(node, index, operand) || !evaluation.charge_value(operand.value())) {
    return false;
  }
  const auto number = as_number(operand.value());
  if (!number)
    return evaluation.fail_type(node, "有一个参数不是数字", "an argument is not a number");
  out = *number;
  return true;
}

bool answer(Evaluation& evaluation, const Node& node, const Number& number, Operand& out) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (number.whole) {
    out.set(number.integer);
    return true;
  }
  if (!std::isfinite(number.real)) {
    return evaluation.fail_type(node, "结果不是有限的数字", "the result is not a finite number");
  }
  // JSON has one kind of number: 0.5 * 4 is 2, also where a schema asks for an integer.
  if (std::abs(number.real) < kExact && std::trunc(number.real) == number.real) {
    out.set(static_cast<std::int64_t>(number.real));
  } else {
    out.set(number.real);
  }
  return true;
}

bool overflow(Evaluation& evaluation, const Node& node) {
  return evaluation.fail_type(node, "结果超出64位整数的范围", "the result exceeds 64-bit integers");
}

/// Nothing where 64 bits do not hold the result.
using Combine = std::optional<Number> (*)(const Number&, const Number&);

std::optional<Number> sum(const Number& a, const Number& b) {
  std::int64_t exact = 0;
  if (!a.whole || !b.whole) return Number::of(a.real + b.real);
  if (__builtin_add_overflow(a.integer, b.integer, &exact)) return std::nullopt;
  return Number::of(exact);
}

std::optional<Number> difference(const Number& a, const Number& b) {
  std::int64_t exact = 0;
  if (!a.whole || !b.whole) return Number::of(a.real - b.real);
  if (__builtin_sub_overflow(a.integer, b.integer, &exact)) return std::nullopt;
  return Number::of(exact);
}

std::optional<Number> product(const Number& a, const Number& b) {
  std::int64_t exact = 0;
  if (!a.whole || !b.whole) return Number::of(a.real * b.real);
  if (__builtin_mul_overflow(a.integer, b.integer, &exact)) return std::nullopt;
  return Number::of(exact);
}

std::optional<Number> quotient(const Number& a, const Number& b) {
  if (b.real == 0) return Number::of(std::numeric_limits<double>::infinity());
  if (!a.whole || !b.whole) return Number::of(a.real / b.real);
  if (b.integer == -1) return difference(Number::of(std::int64_t{0}), a);
  if (a.integer % b.integer != 0) return Number::of(a.real / b.real);
  return Number::of(a.integer / b.integer);
}

std::optional<Number> remainder_of(const Number& a, const Number& b) {
  if (b.real == 0) return Number::of(std::numeric_limits<double>::infinity());
  if (!a.whole || !b.whole) return Number::of(std::fmod(a.real, b.real));
  return Number::of(b.integer == -1 ? std::int64_t{0} : a.integer % b.integer);
}

bool is_less(const Number& a, const Number& b) {
  return a.whole && b.whole ? a.integer < b.integer : a.real < b.real;
}
std::optional<Number> larger(const Number& a, const Number& b) { return is_less(a, b) ? b : a; }
std::optional<Number> smaller(const Number& a, const Number& b) { return is_less(b, a) ? b : a; }

template <Combine kCombine>
bool run_fold(Evaluation& evaluation, const Node& node, Operand& out) {
  Number total;
  if (!number_argument(evaluation, node, 0, total)) return false;
  for (std::size_t i = 1; i < node.count; ++i) {
    Number next;
    if (!number_argument(evaluation, node, i, next)) return false;
    const auto result = kCombine(total, next);
    if (!result) return overflow(evaluation, node);
    total = *result;
  }
  return answer(evaluation, node, total, out);
}

bool run_minus(Evaluation& evaluation, const Node& node, Operand& out) {
  if (node.count == 2) return run_fold<difference>(evaluation, node, out);
  Number only;
  if (!number_argument(evaluation, node, 0, only)) return false;
  const auto negated = difference(Number::of(std::int64_t{0}), only);
  return negated ? answer(evaluation, node, *negated, out) : overflow(evaluation, node);
}

constexpr std::array<Operator, 7> kOperators{{
    {"+", Kind::kArithmetic, 1, kAny, run_fold<sum>},
    {"-", Kind::kArithmetic, 1, 2, run_minus},
    {"*", Kind::kArithmetic, 1, kAny, run_fold<product>},
    {"/", Kind::kArithmetic, 2, 2, run_fold<quotient>},
    {"%", Kind::kArithmetic, 2, 2, run_fold<remainder_of>},
    {"max", Kind::kArithmetic, 1, kAny, run_fold<larger>},
    {"min", Kind::kArithmetic, 1, kAny, run_fold<smaller>},
}};

}  // namespace

std::span<const Operator> number_operators() { return kOperators; }

}  // namespace lianban::rules
