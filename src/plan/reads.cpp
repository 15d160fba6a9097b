#include "plan/reads.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "rules/rule.hpp"

namespace lianban::planning {

namespace {

constexpr int kMostConditions = 64;  ///< `holds` may go round in a circle.
constexpr std::array<std::string_view, 4> kForgiving = {"if", "or", "!", "?:"};

/// The written path of `var` without a default; empty where there is none.
std::string plain_path(const Json& argument) {
  if (argument.is_string()) return argument.get<std::string>();
  const bool alone = argument.is_array() && argument.size() == 1 && argument[0].is_string();
  return alone ? argument[0].get<std::string>() : std::string();
}

/// The path of a rule that is only {"var": path}.
std::string var_path(const Json& rule) {
  if (!rule.is_object() || rule.size() != 1 || !rule.contains("var")) return {};
  return plain_path(rule.at("var"));
}

void add_reads(const Json& rule, std::vector<std::string>& out) {
  if (rule.is_array()) {
    for (const Json& each : rule) add_reads(each, out);
    return;
  }
  if (!rules::is_operation(rule)) {
    if (!rule.is_object()) return;
    for (const Json& each : rule) add_reads(each, out);
    return;
  }
  const std::string name = rule.begin().key();
  const Json& arguments = rule.begin().value();
  for (const std::string_view forgiving : kForgiving) {
    if (name == forgiving) return;
  }
  if (name == "var" || name == "require") {
    const std::string path = plain_path(arguments);
    if (!path.empty()) out.push_back(path);
    return;
  }
  add_reads(arguments, out);
}

class Looking {
 public:
  explicit Looking(const Json& conditions) : conditions_(conditions) {}

  void guard(const Json& rule) {
    if (rule.is_string()) return condition(rule.get<std::string>());
    if (rule.is_array()) {
      for (const Json& each : rule) guard(each);
      return;
    }
    this->rule(rule);
  }

  Demands found;

 private:
  void condition(const std::string& id) {
    if (--left_ < 0 || !conditions_.is_object() || !conditions_.contains(id)) return;
    const Json& named = conditions_.at(id);
    if (named.is_object() && named.contains("rule")) rule(named.at("rule"));
  }

  void rule(const Json& of) {
    if (!of.is_object() || of.size() != 1) return;
    const std::string name = of.begin().key();
    const Json& arguments = of.begin().value();
    const Json& first = arguments.is_array() && !arguments.empty() ? arguments[0] : arguments;
    if (name == "and" && arguments.is_array()) {
      for (const Json& each : arguments) rule(each);
    } else if (name == "holds" && first.is_string()) {
      condition(first.get<std::string>());
    } else if (name == "in_state" && first.is_string()) {
      found.states.push_back(first.get<std::string>());
    } else if (name == "var") {
      add(plain_path(arguments));
    } else if (name == "!!") {
      add(var_path(first));
    } else if (name == "==" || name == "===") {
      equal(arguments);
    }
  }

  void equal(const Json& arguments) {
    if (!arguments.is_array() || arguments.size() != 2) return;
    for (std::size_t i = 0; i < 2; ++i) {
      const Json& other = arguments[1 - i];
      // A document that is asked to be missing is no need.
      const bool has_it = other.is_string() && other != "missing" && other != "rejected" &&
                          other != "none" && other != "undone";
      if (has_it) add(var_path(arguments[i]));
    }
  }

  void add(std::string path) {
    if (!path.empty()) found.paths.push_back(std::move(path));
  }

  const Json& conditions_;
  int left_ = kMostConditions;
};

}  // namespace

std::vector<std::string> firm_reads(const Json& rule) {
  std::vector<std::string> out;
  add_reads(rule, out);
  return out;
}

Demands demands_of(const Json& guard, const Json& conditions) {
  Looking looking(conditions);
  looking.guard(guard);
  return std::move(looking.found);
}

bool never_holds(const Json& guard) {
  if (guard.is_array()) {
    for (const Json& each : guard) {
      if (never_holds(each)) return true;
    }
    return false;
  }
  return guard.is_boolean() && !guard.get<bool>();
}

}  // namespace lianban::planning
