#include "rules/operators.hpp"

#include <array>

namespace lianban::rules {
namespace {

std::array<std::span<const Operator>, 6> families() {
  return {logic_operators(), number_operators(), text_operators(),
          list_operators(),  world_operators(),  time_operators()};
}

}  // namespace

const Operator* find_operator(std::string_view name) {
  for (const auto& family : families()) {
    for (const Operator& each : family) {
      if (each.name == name) return &each;
    }
  }
  return nullptr;
}

std::vector<std::string_view> operator_names() {
  std::vector<std::string_view> names;
  for (const auto& family : families()) {
    for (const Operator& each : family) names.push_back(each.name);
  }
  return names;
}

}  // namespace lianban::rules
