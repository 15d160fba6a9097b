#include "rules/faults.hpp"

#include "base/limits.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
namespace {

using base::quoted_en;
using base::quoted_zh;

std::string count_range(const Operator& what) {
  const std::string least = std::to_string(what.least);
  if (what.most == kAny) return least + "+";
  return what.least == what.most ? least : least + "-" + std::to_string(what.most);
}

}  // namespace

void Faults::add(std::string code, Text message, Hint hint, std::string pointer, bool at_name) {
  if (out_.size() - before_ >= limits::kDiagnostics) return;
  Diagnostic found;
  found.code = std::move(code);
  found.message = std::move(message);
  if (!hint.written.empty()) found.fix = Fix{hint.written, hint.meant};
  found.hint = std::move(hint);
  found.pointer = std::move(pointer);
  found.at_name = at_name;
  out_.push_back(std::move(found));
}

void Faults::unknown_operator(std::string_view name, std::string pointer) {
  std::vector<std::string> known;
  for (const std::string_view each : operator_names()) known.emplace_back(each);
  Hint hint = did_you_mean(name, known);
  if (hint.empty()) {
    hint = {"只有一个成员的对象是运算；要表示对象本身，请写 {\"object\": {...}}",
            "an object with one member is an operator; for an object write {\"object\": {...}}"};
  }
  add("LB-E1401", {"没有运算" + quoted_zh(name), "there is no operator " + quoted_en(name)},
      std::move(hint), std::move(pointer), true);
}

void Faults::wrong_count(const Operator& what, std::size_t found, std::string pointer) {
  const std::string range = count_range(what);
  const std::string count = std::to_string(found);
  add("LB-E1402",
      {"运算" + quoted_zh(what.name) + "应有 " + range + " 个参数，现有 " + count + " 个",
       "operator " + quoted_en(what.name) + " takes " + range + " arguments, found " + count},
      {}, std::move(pointer));
}

void Faults::wrong_argument(const Operator& what, Text expected, std::string pointer) {
  add("LB-E1402",
      {"运算" + quoted_zh(what.name) + "的参数须是" + expected.zh,
       "operator " + quoted_en(what.name) + " takes " + expected.en},
      {}, std::move(pointer));
}

void Faults::undeclared_path(std::string_view path, const std::vector<std::string>& known,
                             std::string pointer) {
  add("LB-E1403",
      {"路径" + quoted_zh(path) + "没有声明", "the path " + quoted_en(path) + " is not declared"},
      did_you_mean(path, known), std::move(pointer));
}

void Faults::computed_path(std::string pointer) {
  add("LB-E1403",
      {"路径无法在加载时核对", "the path cannot be checked when the definition is loaded"},
      {"请写明路径；只可用 if 和 merge 在写明的路径之间选择",
       "write the path out; only 'if' and 'merge' may choose between written paths"},
      std::move(pointer));
}

void Faults::unknown_state(std::string_view state, std::string pointer) {
  add("LB-E1404", {"没有状态" + quoted_zh(state), "there is no state " + quoted_en(state)}, {},
      std::move(pointer));
}

void Faults::unknown_condition(std::string_view condition, std::string pointer) {
  add("LB-E1405",
      {"没有条件" + quoted_zh(condition), "there is no condition " + quoted_en(condition)}, {},
      std::move(pointer));
}

void Faults::may_be_null(std::string_view path, std::string_view operator_name,
                         std::string pointer) {
  const std::string name(path);
  add("LB-E1406",
      {"运算" + quoted_zh(operator_name) + "读取的" + quoted_zh(path) +
           "可能没有值，空值会被当作 0 比较",
       "operator " + quoted_en(operator_name) + " reads " + quoted_en(path) +
           ", which may have no value: null would be compared as 0"},
      {"请写 {\"require\": \"" + name + "\"}，或先用 if 判断",
       "write {\"require\": \"" + name + "\"}, or test it first with 'if'"},
      std::move(pointer));
}

void Faults::bad_constant(Text what, Hint hint, std::string pointer) {
  add("LB-E1407", std::move(what), std::move(hint), std::move(pointer));
}

void Faults::too_deep(std::string pointer) {
  const std::string most = std::to_string(limits::kRuleDepth);
  add("LB-E1408",
      {"规则的嵌套超过 " + most + " 层", "the rule is nested deeper than " + most + " levels"},
      {"请把其中一部分写成命名的条件（conditions）", "make a part of it a named condition"},
      std::move(pointer));
}

}  // namespace lianban::rules
