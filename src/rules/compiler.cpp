#include "rules/compiler.hpp"

#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "rules/moment.hpp"
#include "rules/null_check.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
bool deeper_than(const Json& value, std::size_t levels) {
  if (!value.is_structured() || value.empty()) return false;
  if (levels == 0) return true;
  for (const Json& each : value) {
    if (deeper_than(each, levels - 1)) return true;
  }
  return false;
}

std::shared_ptr<const Program> Compiler::compile(const Json& source, std::string_view pointer) {
  build(reserve(1), source, std::string(pointer), 1);
  if (!faults_.any() && context_.path) check_null(*program_, faults_);
  return faults_.any() ? nullptr : program_;
}

std::uint32_t Compiler::reserve(std::size_t count) {
  const std::size_t first = program_->nodes.size();
  // A node is something from the first moment, also where a fault leaves it unfinished.
  program_->nodes.resize(first + count, Node{&kConstantValue, 0, 0, kNothing});
  program_->pointers.resize(first + count);
  return static_cast<std::uint32_t>(first);
}

void Compiler::set_node(const Call& call, std::uint32_t first, std::size_t count,
                        std::uint32_t data) {
  program_->nodes[call.slot] = {call.what, first, static_cast<std::uint32_t>(count), data};
}

void Compiler::build(std::uint32_t slot, const Json& source, std::string pointer,
                     std::size_t depth) {
  if (depth > limits::kRuleDepth) return faults_.too_deep(std::move(pointer));
  program_->pointers[slot] = pointer;
  if (source.is_array()) return build_list(slot, source, pointer, depth);
  if (source.is_object() && source.size() == 1) return build_operator(slot, source, pointer, depth);
  if (deeper_than(source, limits::kRuleDepth - depth)) return faults_.too_deep(std::move(pointer));
  build_constant(slot, source);
}

void Compiler::build_constant(std::uint32_t slot, const Json& value) {
  const auto index = static_cast<std::uint32_t>(program_->constants.size());
  program_->constants.push_back(value);
  program_->nodes[slot] = {&kConstantValue, 0, 0, index};
}

void Compiler::build_list(std::uint32_t slot, const Json& source, const std::string& pointer,
                          std::size_t depth) {
  const std::size_t constants = program_->constants.size();
  const std::uint32_t first = reserve(source.size());
  bool constant = true;
  for (std::uint32_t i = 0; i < source.size(); ++i) {
    build(first + i, source[i], base::pointer_join(pointer, i), depth + 1);
    constant = constant && program_->nodes[first + i].what->kind == Kind::kConstant;
  }
  const auto count = static_cast<std::uint32_t>(source.size());
  program_->nodes[slot] = {&kListOfRules, first, count, kNothing};
  if (!constant || faults_.any()) return;
  // Constants have no arguments, so the elements are the last nodes and can go again.
  program_->nodes.resize(first);
  program_->pointers.resize(first);
  program_->constants.resize(constants);
  build_constant(slot, source);
}

void Compiler::build_operator(std::uint32_t slot, const Json& source, const std::string& pointer,
                              std::size_t depth) {
  const std::string& name = source.begin().key();
  const Json& given = source.begin().value();
  Call call{slot, find_operator(name), {}, base::pointer_join(pointer, name), depth};
  if (call.what == nullptr) return faults_.unknown_operator(name, std::move(call.pointer));
  // One argument may stand without brackets; {"now": null} is {"now": []}.
  if (!given.is_array()) {
    if (call.what->most > 0 || !given.is_null()) call.arguments = {{&given, call.pointer}};
  } else {
    for (std::size_t i = 0; i < given.size(); ++i) {
      call.arguments.push_back({&given[i], base::pointer_join(call.pointer, i)});
    }
  }
  const std::size_t count = call.arguments.size();
  if (count < call.what->least || count > call.what->most) {
    return faults_.wrong_count(*call.what, count, std::move(call.pointer));
  }
  build_call(call);
}

void Compiler::build_call(const Call& call) {
  switch (call.what->kind) {
    case Kind::kVar:
      return build_var(call);
    case Kind::kMissing:
    case Kind::kMissingSome:
      return build_missing(call);
    case Kind::kRequire:
      return build_require(call);
    case Kind::kObject:
      return build_object(call);
    case Kind::kInState:
    case Kind::kHolds:
      return build_named(call);
    case Kind::kIterate:
    case Kind::kReduce:
      return build_iterator(call);
    case Kind::kMatches:
      return build_matches(call);
    case Kind::kValid:
      return build_valid(call);
    case Kind::kDates:
      for (const Argument& each : call.arguments) check_moment(each);
      return build_arguments(call);
    case Kind::kAdd:
      check_moment(call.arguments[0]);
      check_duration(call.arguments[1]);
      return build_arguments(call);
    case Kind::kPlain:
    case Kind::kConstant:
    case Kind::kList:
    case Kind::kComputedVar:
    case Kind::kIf:
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kNot:
    case Kind::kTruth:
    case Kind::kSame:
    case Kind::kDifferent:
    case Kind::kCompare:
    case Kind::kArithmetic:
      return build_arguments(call);
  }
}

void Compiler::build_arguments(const Call& call) {
  const std::uint32_t first = reserve(call.arguments.size());
  set_node(call, first, call.arguments.size(), kNothing);
  for (std::uint32_t i = 0; i < call.arguments.size(); ++i) {
    build(first + i, *call.arguments[i].source, call.arguments[i].pointer, call.depth + 1);
  }
}

void Compiler::build_iterator(const Call& call) {
  const std::uint32_t first = reserve(call.arguments.size());
  set_node(call, first, call.arguments.size(), kNothing);
  const Body outer = body_;
  for (std::uint32_t i = 0; i < call.arguments.size(); ++i) {
    if (i == 1) body_ = call.what->kind == Kind::kReduce ? Body::kReduce : Body::kElement;
    build(first + i, *call.arguments[i].source, call.arguments[i].pointer, call.depth + 1);
    body_ = outer;
  }
}

void Compiler::check_moment(const Argument& argument) {
  const bool is_rule = argument.source->is_object() && argument.source->size() == 1;
  if (is_rule) return;
  const auto* text = argument.source->get_ptr<const std::string*>();
  if (text != nullptr && parse_moment(*text)) return;
  faults_.bad_constant({"不是日期或时刻", "this is neither a date nor an instant"},
                       {"日期写作 2021-09-15，时刻写作 2021-09-15T09:00:00+08:00",
                        "write 2021-09-15, or 2021-09-15T09:00:00+08:00"},
                       argument.pointer);
}

void Compiler::check_duration(const Argument& argument) {
  const bool is_rule = argument.source->is_object() && argument.source->size() == 1;
  if (is_rule) return;
  const auto* text = argument.source->get_ptr<const std::string*>();
  if (text != nullptr && parse_duration(*text)) return;
  faults_.bad_constant({"不是时长", "this is no duration"},
                       {"写作 \"15 workdays\" 或 ISO 8601，如 \"P8Y\"",
                        "write \"15 workdays\" or ISO 8601 like \"P8Y\""},
                       argument.pointer);
}

}  // namespace lianban::rules
