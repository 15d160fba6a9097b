// The operators whose arguments name something: paths, states, conditions, patterns, kinds.
#include <re2/re2.h>

#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "rules/compiler.hpp"
#include "rules/operators.hpp"
#include "rules/valid.hpp"

namespace lianban::rules {
namespace {

constexpr std::size_t kPatternBytes = 1000;
constexpr std::int64_t kPatternMemory = 1 << 20;

/// A path as `var` takes it: text, a number (an element of an array), or null for everything.
std::optional<std::string> written_path(const Json& source) {
  if (source.is_string()) return source.get<std::string>();
  if (source.is_null()) return std::string();
  if (source.is_number_integer()) return source.dump();
  return std::nullopt;
}

std::string_view first_segment(std::string_view text) { return text.substr(0, text.find('.')); }

}  // namespace

std::uint32_t Compiler::add_path(std::string_view text, const std::string& pointer) {
  PathUse use;
  const auto undeclared = [&] {
    const auto known = context_.path_names ? context_.path_names() : std::vector<std::string>{};
    faults_.undeclared_path(text, known, pointer);
    return kNothing;
  };
  if (context_.unchecked_data) {
    use.path.root = body_ == Body::kNone ? Root::kData : Root::kElement;
  } else if (auto declared = parse_path(text)) {
    use.path = std::move(*declared);
    if (context_.path) {
      const auto info = context_.path(use.path);
      if (!info) return undeclared();
      use.may_be_null = !info->always_set;
    }
  } else {
    const std::string_view first = first_segment(text);
    const bool is_element =
        body_ == Body::kElement ||
        (body_ == Body::kReduce && (text.empty() || first == "current" || first == "accumulator"));
    if (!is_element) return undeclared();
    use.path.root = Root::kElement;
  }
  if (use.path.text.empty()) {
    use.path.segments = split_path(text);
    use.path.text = text;
  }
  program_->paths.push_back(std::move(use));
  return static_cast<std::uint32_t>(program_->paths.size() - 1);
}

void Compiler::collect_paths(const Json& source, const std::string& pointer,
                             std::vector<std::uint32_t>& set) {
  if (source.is_string()) {
    const std::uint32_t path = add_path(source.get<std::string>(), pointer);
    if (path != kNothing) set.push_back(path);
    return;
  }
  const bool is_call = source.is_object() && source.size() == 1;
  const std::string name = is_call ? source.begin().key() : std::string();
  const bool chooses = name == "if" || name == "?:";
  if (!source.is_array() && name != "merge" && !chooses) return faults_.computed_path(pointer);
  const Json& parts = is_call ? source.begin().value() : source;
  const std::string inside = is_call ? base::pointer_join(pointer, name) : pointer;
  if (!parts.is_array()) return collect_paths(parts, inside, set);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool is_condition = chooses && i % 2 == 0 && i + 1 < parts.size();
    if (!is_condition) collect_paths(parts[i], base::pointer_join(inside, i), set);
  }
}

std::uint32_t Compiler::add_path_set(const Arguments& arguments, std::size_t from, std::size_t to) {
  // An operator is at most two levels of JSON; what is deeper is refused where it is built.
  constexpr std::size_t kMostLevels = 2 * limits::kRuleDepth;
  std::vector<std::uint32_t> set;
  for (std::size_t i = from; i < to; ++i) {
    if (deeper_than(*arguments[i].source, kMostLevels)) continue;
    collect_paths(*arguments[i].source, arguments[i].pointer, set);
  }
  program_->path_sets.push_back(std::move(set));
  return static_cast<std::uint32_t>(program_->path_sets.size() - 1);
}

void Compiler::build_var(const Call& call) {
  const auto text =
      call.arguments.empty() ? std::string() : written_path(*call.arguments[0].source);
  if (!text) {
    std::uint32_t data = kNothing;
    if (!context_.unchecked_data) data = add_path_set(call.arguments, 0, 1);
    build_arguments(call);
    program_->nodes[call.slot].what = &kComputedPath;
    program_->nodes[call.slot].data = data;
    return;
  }
  const std::uint32_t path =
      add_path(*text, call.arguments.empty() ? call.pointer : call.arguments[0].pointer);
  const std::size_t defaults = call.arguments.size() > 1 ? 1 : 0;
  const std::uint32_t first = reserve(defaults);
  set_node(call, first, defaults, path);
  if (defaults > 0)
    build(first, *call.arguments[1].source, call.arguments[1].pointer, call.depth + 1);
}

void Compiler::build_missing(const Call& call) {
  std::uint32_t data = kNothing;
  if (!context_.unchecked_data) {
    const std::size_t from = call.what->kind == Kind::kMissingSome ? 1 : 0;
    data = add_path_set(call.arguments, from, call.arguments.size());
  }
  build_arguments(call);
  program_->nodes[call.slot].data = data;
}

// {"require": "path"}; {"require": {"var": "path"}} says the same.
void Compiler::build_require(const Call& call) {
  const Json* source = call.arguments[0].source;
  if (source->is_object() && source->size() == 1 && source->contains("var")) {
    source = &source->front();
    if (source->is_array() && source->size() == 1) source = &source->front();
  }
  if (!source->is_string()) {
    return faults_.wrong_argument(*call.what, {"写明的路径", "a path that is written out"},
                                  call.arguments[0].pointer);
  }
  set_node(call, 0, 0, add_path(source->get<std::string>(), call.arguments[0].pointer));
}

void Compiler::build_object(const Call& call) {
  const Json& members = *call.arguments[0].source;
  if (!members.is_object()) {
    return faults_.wrong_argument(*call.what, {"名称到规则的对象", "an object of names and rules"},
                                  call.arguments[0].pointer);
  }
  const std::uint32_t first = reserve(members.size());
  set_node(call, first, members.size(), static_cast<std::uint32_t>(program_->names.size()));
  for (const auto& member : members.items()) program_->names.push_back(member.key());
  std::uint32_t slot = first;
  for (const auto& member : members.items()) {
    build(slot++, member.value(), base::pointer_join(call.arguments[0].pointer, member.key()),
          call.depth + 1);
  }
}

void Compiler::build_named(const Call& call) {
  const auto* name = call.arguments[0].source->get_ptr<const std::string*>();
  const std::string& pointer = call.arguments[0].pointer;
  if (name == nullptr) {
    return faults_.wrong_argument(*call.what, {"写明的名称", "a name that is written out"},
                                  pointer);
  }
  if (call.what->kind == Kind::kInState) {
    if (context_.has_state && !context_.has_state(*name)) faults_.unknown_state(*name, pointer);
  } else {
    if (context_.has_condition && !context_.has_condition(*name)) {
      faults_.unknown_condition(*name, pointer);
    }
  }
  set_node(call, 0, 0, static_cast<std::uint32_t>(program_->names.size()));
  program_->names.push_back(*name);
}

void Compiler::build_matches(const Call& call) {
  const auto* pattern = call.arguments[1].source->get_ptr<const std::string*>();
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemory);
  auto compiled = std::make_unique<RE2>(
      pattern != nullptr && pattern->size() <= kPatternBytes ? *pattern : std::string("("),
      options);
  if (!compiled->ok()) {
    return faults_.bad_constant(
        {"不是正则表达式", "this is no regular expression"},
        {"第二个参数须是写明的 RE2 表达式，至多 " + std::to_string(kPatternBytes) + " 字节",
         "the second argument must be a written RE2 expression of at most " +
             std::to_string(kPatternBytes) + " bytes"},
        call.arguments[1].pointer);
  }
  build_arguments(call);
  program_->nodes[call.slot].data = static_cast<std::uint32_t>(program_->patterns.size());
  program_->patterns.push_back(std::move(compiled));
}

void Compiler::build_valid(const Call& call) {
  const auto* kind = call.arguments[0].source->get_ptr<const std::string*>();
  if (kind == nullptr || !is_valid_kind(*kind)) {
    const std::string name = kind != nullptr ? *kind : std::string();
    return faults_.bad_constant({"没有证件种类“" + name + "”", "there is no kind '" + name + "'"},
                                did_you_mean(name, valid_kinds()), call.arguments[0].pointer);
  }
  build_arguments(call);
  program_->nodes[call.slot].data = static_cast<std::uint32_t>(program_->names.size());
  program_->names.push_back(*kind);
}

}  // namespace lianban::rules
