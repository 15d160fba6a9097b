#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "rules/coerce.hpp"
#include "rules/evaluation.hpp"
#include "rules/operators.hpp"
#include "rules/valid.hpp"

namespace lianban::rules {
namespace {

bool run_cat(Evaluation& evaluation, const Node& node, Operand& out) {
  std::string text;
  for (std::size_t i = 0; i < node.count; ++i) {
    Operand part;
    if (!evaluation.run_argument(node, i, part) || !evaluation.charge_value(part.value())) {
      return false;
    }
    text += as_text(part.value());
  }
  out.set(std::move(text));
  return true;
}

/// Where each character of a UTF-8 text begins, and its end.
std::vector<std::size_t> character_starts(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) starts.push_back(i);
  }
  starts.push_back(text.size());
  return starts;
}

bool whole_argument(Evaluation& evaluation, const Node& node, std::size_t index,
                    std::int64_t& out) {
  Operand operand;
  if (!evaluation.run_argument(node, index, operand)) return false;
  const auto number = as_number(operand.value());
  if (!number || !number->whole) {
    return evaluation.fail_type(node, "位置和长度须是整数", "place and length must be integers");
  }
  out = number->integer;
  return true;
}

// {"substr": [text, start, length]}: a negative start counts from the end, a negative length leaves
// out that many at the end. Counted in characters, so that no Chinese character is cut.
bool run_substr(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand source;
  std::int64_t start = 0;
  if (!evaluation.run_argument(node, 0, source) || !evaluation.charge_value(source.value()) ||
      !whole_argument(evaluation, node, 1, start)) {
    return false;
  }
  if (!source.value().is_string() && !source.value().is_number()) {
    return evaluation.fail_type(node, "第一个参数须是文本", "the first argument must be a text");
  }
  const std::string text = as_text(source.value());
  const auto starts = character_starts(text);
  const auto size = static_cast<std::int64_t>(starts.size()) - 1;
  std::int64_t length = size;
  if (node.count == 3 && !whole_argument(evaluation, node, 2, length)) return false;
  const std::int64_t first =
      start < 0 ? std::max<std::int64_t>(size + std::max(start, -size), 0) : std::min(start, size);
  const std::int64_t rest = size - first;
  const std::int64_t taken = length < 0 ? rest + std::max(length, -rest) : std::min(length, rest);
  const std::size_t from = starts[static_cast<std::size_t>(first)];
  const std::size_t to = starts[static_cast<std::size_t>(first + taken)];
  out.set(text.substr(from, to - from));
  return true;
}

// {"matches": [text, pattern]}: found anywhere in the text, as in JSON Schema's "pattern".
bool run_matches(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand operand;
  if (!evaluation.run_argument(node, 0, operand) || !evaluation.charge_value(operand.value())) {
    return false;
  }
  const auto* text = operand.value().get_ptr<const std::string*>();
  out.set_truth(text != nullptr &&
                RE2::PartialMatch(*text, *evaluation.program().patterns[node.data]));
  return true;
}

// {"valid": [kind, text]}
bool run_valid(Evaluation& evaluation, const Node& node, Operand& out) {
  Operand operand;
  if (!evaluation.run_argument(node, 1, operand)) return false;
  const auto* text = operand.value().get_ptr<const std::string*>();
  out.set_truth(text != nullptr && is_valid(evaluation.name_of(node), *text));
  return true;
}

constexpr std::array<Operator, 4> kOperators{{
    {"cat", Kind::kPlain, 1, kAny, run_cat},
    {"substr", Kind::kPlain, 2, 3, run_substr},
    {"matches", Kind::kMatches, 2, 2, run_matches},
    {"valid", Kind::kValid, 2, 2, run_valid},
}};

}  // namespace

std::span<const Operator> text_operators() { return kOperators; }

}  // namespace lianban::rules
