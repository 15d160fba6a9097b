#include "rules/rule.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rules/coerce.hpp"
#include "rules/compiler.hpp"
#include "rules/evaluation.hpp"
#include "rules/operators.hpp"

namespace lianban::rules {
namespace {

std::vector<std::string> names_of(const Program& program, Kind kind) {
  std::vector<std::string> names;
  for (const Node& node : program.nodes) {
    if (node.what->kind != kind) continue;
    const std::string& name = program.names[node.data];
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace

bool is_operation(const Json& value) {
  return value.is_object() && value.size() == 1 && find_operator(value.begin().key()) != nullptr;
}

Program::Program() = default;
Program::~Program() = default;

Rule Rule::compile(const Json& source, const CompileContext& context, std::string_view pointer,
                   Diagnostics& faults) {
  Rule rule;
  rule.program_ = Compiler(context, faults).compile(source, pointer);
  return rule;
}

Rule Rule::constant(Json value) {
  auto program = std::make_shared<Program>();
  program->nodes.push_back({&kConstantValue, 0, 0, 0});
  program->pointers.emplace_back();
  program->constants.push_back(std::move(value));
  Rule rule;
  rule.program_ = std::move(program);
  return rule;
}

bool Rule::is_constant() const {
  return program_ == nullptr || program_->nodes.front().what->kind == Kind::kConstant;
}

std::vector<Path> Rule::paths() const {
  std::vector<Path> paths;
  if (program_ == nullptr) return paths;
  for (const PathUse& use : program_->paths) {
    const bool counts = use.path.root != Root::kElement;
    if (counts && std::ranges::find(paths, use.path) == paths.end()) paths.push_back(use.path);
  }
  return paths;
}

std::vector<std::string> Rule::states() const {
  return program_ == nullptr ? std::vector<std::string>{} : names_of(*program_, Kind::kInState);
}

std::vector<std::string> Rule::conditions() const {
  return program_ == nullptr ? std::vector<std::string>{} : names_of(*program_, Kind::kHolds);
}

Result<Json> Rule::evaluate(const Scope& scope, Trace* trace) const {
  if (program_ == nullptr) return Json();
  Evaluation evaluation(*program_, scope, trace);
  Operand out;
  if (!evaluation.run(program_->nodes.front(), out)) return evaluation.take_error();
  return out.is_own() ? out.take_own() : out.value();
}

Result<bool> Rule::test(const Scope& scope, Trace* trace) const {
  if (program_ == nullptr) return false;
  Evaluation evaluation(*program_, scope, trace);
  Operand out;
  if (!evaluation.run(program_->nodes.front(), out)) return evaluation.take_error();
  return truth(out.value());
}

}  // namespace lianban::rules
