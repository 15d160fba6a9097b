#include "rules/evaluation.hpp"

#include "base/text.hpp"

namespace lianban::rules {
namespace {

constexpr std::size_t kTraceSteps = 256;  // A clerk reads a screen, not the rounds of a loop.
constexpr std::size_t kTraceBytes = 200;

/// What a copy costs, in steps; stops counting at `most`.
std::size_t weight(const Json& value, std::size_t most, std::size_t bytes_per_step) {
  if (value.is_string()) return 1 + value.get_ref<const std::string&>().size() / bytes_per_step;
  std::size_t sum = 1;
  if (value.is_structured()) {
    for (const Json& each : value) {
      if (sum >= most) break;
      sum += weight(each, most - sum, bytes_per_step);
    }
  }
  return sum;
}

std::string shown(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > kTraceBytes) {
    text.resize(base::valid_utf8_prefix(std::string_view(text).substr(0, kTraceBytes)));
  }
  return text;
}

}  // namespace

bool Evaluation::run(const Node& node, Operand& out) {
  if (node.what->kind == Kind::kConstant) {
    out.refer(program_.constants[node.data]);
    return charge(1);
  }
  if (!charge(1) || !node.what->run(*this, node, out)) return false;
  if (trace_ != nullptr) record_operator(node, out.value());
  return true;
}

void Evaluation::record_operator(const Node& node, const Json& value) {
  const Kind kind = node.what->kind;
  // These have recorded their path, or are no operators.
  if (kind == Kind::kVar || kind == Kind::kComputedVar || kind == Kind::kRequire ||
      kind == Kind::kList) {
    return;
  }
  std::string what(node.what->name);
  if (kind == Kind::kHolds || kind == Kind::kInState) what.append(":").append(name_of(node));
  record(what, value, false);
}

void Evaluation::find(const Path& path, Operand& out) {
  const Json* found = scope_.find(path, scratch_);
  if (scratch_.is_null()) {
    found != nullptr ? out.refer(*found) : out.set_null();
    if (found == &scratch_) out.set_null();
    return;
  }
  // The scope has built a value; the next one must not be built over it.
  Json built = std::exchange(scratch_, Json());
  if (found == nullptr) return out.set_null();
  found == &scratch_ ? out.set(std::move(built)) : out.keep(std::move(built), *found);
}

bool Evaluation::run_with(const Frame& frame, const Node& node, Operand& out) {
  const Frame outer = std::exchange(frame_, frame);
  const bool done = run(node, out);
  frame_ = outer;
  return done;
}

bool Evaluation::fail_budget() {
  return fail(make_error("rule/budget", "规则的计算步数超过上限",
                         "the rule needs more steps than one evaluation may take",
                         program_.pointers.front()));
}

bool Evaluation::charge_weight(const Json& value) {
  return charge(weight(value, limits::kRuleSteps + 1, kBytesPerStep));
}

bool Evaluation::take(Operand&& from, Json& into) {
  if (from.is_own()) {
    into = from.take_own();
    return true;
  }
  if (!charge_value(from.value())) return false;
  into = from.value();
  return true;
}

bool Evaluation::fail(Error error) {
  if (!error_) error_ = std::move(error);
  return false;
}

bool Evaluation::fail_type(const Node& node, std::string_view zh, std::string_view en) {
  const std::string name(node.what->name);
  return fail(make_error("rule/type", "运算“" + name + "”：" + std::string(zh),
                         "operator '" + name + "': " + std::string(en), program_.pointer_of(node)));
}

void Evaluation::write_step(std::string_view what, const Json& value, bool missing) {
  if (trace_->steps.size() >= kTraceSteps) return;
  trace_->steps.push_back({std::string(what), shown(value), missing});
}

}  // namespace lianban::rules
