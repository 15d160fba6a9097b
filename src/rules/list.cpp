#include <array>

#include "rules/coerce.hpp"
#include "rules/evaluation.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
namespace {

/// Runs the second argument for each element; `each(element, result)` returns false to stop.
/// What is no array has no elements.
template <class Each>
bool for_each(Evaluation& evaluation, const Node& node, const Json& list, Each each) {
  if (!list.is_array()) return true;
  const Node& body = evaluation.argument(node, 1);
  for (const Json& element : list) {
    Operand result;
    if (!evaluation.run_with({&element, nullptr}, body, result)) return false;
    if (!each(element, std::move(result))) break;
  }
  return true;
}

bool run_map(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand list;
  Json results = Json::array();
  bool paid = true;
  const bool done = evaluation.run_argument(node, 0, list) &&
                    for_each(evaluation, node, list.value(), [&](const Json&, Operand&& result) {
                      return paid = evaluation.take(std::move(result), results.emplace_back());
                    });
  out.set(std::move(results));
  return done && paid;
}

bool run_filter(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand list;
  Json results = Json::array();
  bool paid = true;
  const bool done =
      evaluation.run_argument(node, 0, list) &&
      for_each(evaluation, node, list.value(), [&](const Json& element, Operand&& result) {
        if (!truth(result.value())) return true;
        paid = evaluation.charge_value(element);
        if (paid) results.push_back(element);
        return paid;
      });
  out.set(std::move(results));
  return done && paid;
}

/// Whether the body is `kSought` for one element at least.
template <bool kSought>
bool any_element(Evaluation& evaluation, const Node& node, bool& any, bool& empty) {
  Operand list;
  any = false;
  if (!evaluation.run_argument(node, 0, list)) return false;
  empty = !list.value().is_array() || list.value().empty();
  return for_each(evaluation, node, list.value(), [&](const Json&, Operand&& result) {
    any = truth(result.value()) == kSought;
    return !any;
  });
}

// JSONLogic: "all" of nothing is false, unlike the logician's.
bool run_all(Evaluation& evaluation, const Node& node, Operand& out) {
  bool any_fails = false;
  bool empty = false;
  if (!any_element<false>(evaluation, node, any_fails, empty)) return false;
  out.set_truth(!any_fails && !empty);
  return true;
}

template <bool kWhen>
bool run_some(Evaluation& evaluation, const Node& node, Operand& out) {
  bool any = false;
  bool empty = false;
  if (!any_element<true>(evaluation, node, any, empty)) return false;
  out.set_truth(any == kWhen);
  return true;
}

// {"reduce": [list, body, first]}: the body reads "current" and "accumulator".
bool run_reduce(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand list;
  Operand first;
  Json accumulator;
  if (!evaluation.run_argument(node, 0, list)) return false;
  if (node.count == 3 && (!evaluation.run_argument(node, 2, first) ||
                          !evaluation.take(std::move(first), accumulator))) {
    return false;
  }
  if (list.value().is_array()) {
    for (const Json& element : list.value()) {
      Operand result;
      Json next;  // The result may refer to the old accumulator, which must outlive the copy.
      if (!evaluation.run_with({&element, &accumulator}, evaluation.argument(node, 1), result) ||
          !evaluation.take(std::move(result), next)) {
        return false;
      }
      accumulator = std::move(next);
    }
  }
  out.set(std::move(accumulator));
  return true;
}

bool run_list(Evaluation& evaluation, const Node& node, Operand& out) {
  Json results = Json::array();
  for (std::size_t i = 0; i < node.count; ++i) {
    Operand element;
    if (!evaluation.run_argument(node, i, element) ||
        !evaluation.take(std::move(element), results.emplace_back())) {
      return false;
    }
  }
  out.set(std::move(results));
  return true;
}

bool run_merge(Evaluation& evaluation, const Node& node, Operand& out) {
  Json results = Json::array();
  for (std::size_t i = 0; i < node.count; ++i) {
    Operand part;
    if (!evaluation.run_argument(node, i, part)) return false;
    if (!part.value().is_array()) {
      if (!evaluation.take(std::move(part), results.emplace_back())) return false;
      continue;
    }
    if (!evaluation.charge_value(part.value())) return false;
    results.insert(results.end(), part.value().begin(), part.value().end());
  }
  out.set(std::move(results));
  return true;
}

/// A text within a text. The search may compare the needle at every place, so that is its price.
bool find_text(Evaluation& evaluation, const Json& needle, const std::string& text, bool& found) {
  found = false;
  if (needle.is_null() || needle.is_structured()) return true;
  const std::string sought = as_text(needle);
  constexpr std::size_t kBytesPerStep = 64;
  if (!evaluation.charge((text.size() / kBytesPerStep) * (1 + sought.size() / kBytesPerStep))) {
    return false;
  }
  found = text.find(sought) != std::string::npos;
  return true;
}

// {"in": [what, list or text]}
bool run_in(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand needle;
  Operand hay;
  if (!evaluation.run_argument(node, 0, needle) || !evaluation.run_argument(node, 1, hay)) {
    return false;
  }
  bool found = false;
  if (const auto* text = hay.value().get_ptr<const std::string*>()) {
    if (!find_text(evaluation, needle.value(), *text, found)) return false;
  } else if (hay.value().is_array()) {
    if (!evaluation.charge_value(hay.value())) return false;
    for (const Json& each : hay.value()) found = found || strictly_equal(each, needle.value());
  }
  out.set_truth(found);
  return true;
}

constexpr std::array<Operator, 8> kOperators{{
    {"map", Kind::kIterate, 2, 2, run_map},
    {"filter", Kind::kIterate, 2, 2, run_filter},
    {"all", Kind::kIterate, 2, 2, run_all},
    {"none", Kind::kIterate, 2, 2, run_some<false>},
    {"some", Kind::kIterate, 2, 2, run_some<true>},
    {"reduce", Kind::kReduce, 2, 3, run_reduce},
    {"merge", Kind::kPlain, 0, kAny, run_merge},
    {"in", Kind::kPlain, 2, 2, run_in},
}};

}  // namespace

constinit const Operator kConstantValue{"", Kind::kConstant, 0, 0, nullptr};
constinit const Operator kListOfRules{"", Kind::kList, 0, kAny, run_list};

std::span<const Operator> list_operators() { return kOperators; }

}  // namespace lianban::rules
