#include <algorithm>
#include <array>

#include "rules/coerce.hpp"
#include "rules/evaluation.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
namespace {

/// The element as a classic rule sees its data: in `reduce` an object of two members.
const Json* find_element(const Frame& frame, const std::vector<std::string>& segments) {
  if (frame.accumulator == nullptr) return follow(*frame.element, segments);
  if (segments.front() == "current") return follow(*frame.element, segments, 1);
  if (segments.front() == "accumulator") return follow(*frame.accumulator, segments, 1);
  return nullptr;
}

bool look_up(Evaluation& evaluation, const Path& path, Operand& out) {
  const Frame& frame = evaluation.frame();
  if (path.root != Root::kElement) {
    evaluation.find(path, out);
    return true;
  }
  if (frame.accumulator != nullptr && path.segments.empty()) {
    if (!evaluation.charge_value(*frame.element) || !evaluation.charge_value(*frame.accumulator)) {
      return false;
    }
    out.set(Json{{"current", *frame.element}, {"accumulator", *frame.accumulator}});
    return true;
  }
  const Json* found = find_element(frame, path.segments);
  found != nullptr ? out.refer(*found) : out.set_null();
  return true;
}

bool look_up_or_default(Evaluation& evaluation, const Node& node, const Path& path,
                        std::size_t default_at, Operand& out) {
  if (!look_up(evaluation, path, out)) return false;
  const bool missing = out.value().is_null();
  if (missing && default_at < node.count && !evaluation.run_argument(node, default_at, out)) {
    return false;
  }
  evaluation.record(path.text, out.value(), missing);
  return true;
}

bool run_var(Evaluation& evaluation, const Node& node, Operand& out) {
  const Path& path = evaluation.program().paths[node.data].path;
  return look_up_or_default(evaluation, node, path, 0, out);
}

/// The path that a computed text names: one of those written in the rule, so that every path is
/// checked at load. Classic rules compute any.
bool resolve(Evaluation& evaluation, const Node& node, const Json& name, Path& out) {
  const std::string text = as_text(name);
  if (node.data == kNothing) {
    out.root = evaluation.frame().element != nullptr ? Root::kElement : Root::kData;
    out.segments = split_path(text);
    out.text = text;
    return true;
  }
  for (const std::uint32_t each : evaluation.program().path_sets[node.data]) {
    const Path& path = evaluation.program().paths[each].path;
    if (path.text != text) continue;
    out = path;
    return true;
  }
  return evaluation.fail_type(node, "计算出的路径不在规则写明的路径之内",
                              "the computed path is none of those written in the rule");
}

bool run_computed_var(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand name;
  Path path;
  return evaluation.run_argument(node, 0, name) && evaluation.charge_value(name.value()) &&
         resolve(evaluation, node, name.value(), path) &&
         look_up_or_default(evaluation, node, path, 1, out);
}

/// Appends those of the names that have no value; as in JSONLogic an empty text is none.
bool append_missing(Evaluation& evaluation, const Node& node, const Json& names, Json& missing) {
  if (!evaluation.charge_value(names)) return false;
  for (const Json& name : names) {
    Path path;
    Operand value;
    if (!evaluation.charge(1) || !resolve(evaluation, node, name, path) ||
        !look_up(evaluation, path, value)) {
      return false;
    }
    const bool is_missing = value.value().is_null() || value.value() == "";
    evaluation.record(path.text, value.value(), is_missing);
    if (is_missing) missing.push_back(name);
  }
  return true;
}

// {"missing": [path, ...]}, or one argument that computes the list.
bool run_missing(Evaluation& evaluation, const Node& node, Operand& out) {
  Json names = Json::array();
  for (std::size_t i = 0; i < node.count; ++i) {
    Operand name;
    Json value;
    if (!evaluation.run_argument(node, i, name) || !evaluation.take(std::move(name), value)) {
      return false;
    }
    if (i == 0 && value.is_array()) {
      names = std::move(value);
      break;
    }
    names.push_back(std::move(value));
  }
  Json missing = Json::array();
  if (!append_missing(evaluation, node, names, missing)) return false;
  out.set(std::move(missing));
  return true;
}

// {"missing_some": [how many are needed, [path, ...]]}: nothing is missing where enough are there.
bool run_missing_some(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand least;
  Operand names;
  if (!evaluation.run_argument(node, 0, least) || !evaluation.run_argument(node, 1, names)) {
    return false;
  }
  const auto needed = as_number(least.value());
  if (!needed || !names.value().is_array()) {
    return evaluation.fail_type(node, "参数须是数量和路径列表",
                                "the arguments must be a number and a list of paths");
  }
  Json missing = Json::array();
  if (!append_missing(evaluation, node, names.value(), missing)) return false;
  const auto present = static_cast<double>(names.value().size() - missing.size());
  if (present >= needed->real) missing = Json::array();
  out.set(std::move(missing));
  return true;
}

bool run_require(Evaluation& evaluation, const Node& node, Operand& out) {
  const Path& path = evaluation.program().paths[node.data].path;
  if (!look_up(evaluation, path, out)) return false;
  const bool missing = out.value().is_null();
  evaluation.record(path.text, out.value(), missing);
  if (!missing) return true;
  return evaluation.fail(make_error("rule/missing", "规则所需的“" + path.text + "”没有值",
                                    "the rule requires '" + path.text + "', which has no value",
                                    evaluation.program().pointer_of(node)));
}

// {"object": {name: rule, ...}}
bool run_object(Evaluation& evaluation, const Node& node, Operand& out) {
  Json result = Json::object();
  for (std::size_t i = 0; i < node.count; ++i) {
    Operand member;
    if (!evaluation.run_argument(node, i, member) ||
        !evaluation.take(std::move(member), result[evaluation.program().names[node.data + i]])) {
      return false;
    }
  }
  out.set(std::move(result));
  return true;
}

bool run_in_state(Evaluation& evaluation, const Node& node, Operand& out) {
  out.set_truth(evaluation.scope().in_state(evaluation.name_of(node)));
  return true;
}

bool run_holds(Evaluation& evaluation, const Node& node, Operand& out) {
  // A condition has its own budget; without a price here a loop could ask for thousands of them.
  constexpr std::size_t kPrice = 100;
  if (!evaluation.charge(kPrice)) return false;
  Result<bool> holds = evaluation.scope().holds(evaluation.name_of(node));
  if (!holds) return evaluation.fail(std::move(holds).error());
  out.set_truth(*holds);
  return true;
}

constexpr std::array<Operator, 7> kOperators{{
    {"var", Kind::kVar, 0, 2, run_var},
    {"missing", Kind::kMissing, 0, kAny, run_missing},
    {"missing_some", Kind::kMissingSome, 2, 2, run_missing_some},
    {"require", Kind::kRequire, 1, 1, run_require},
    {"object", Kind::kObject, 1, 1, run_object},
    {"in_state", Kind::kInState, 1, 1, run_in_state},
    {"holds", Kind::kHolds, 1, 1, run_holds},
}};

}  // namespace

constinit const Operator kComputedPath{"var", Kind::kComputedVar, 1, 2, run_computed_var};

std::span<const Operator> world_operators() { return kOperators; }

}  // namespace lianban::rules
