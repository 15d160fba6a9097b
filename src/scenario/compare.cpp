#include "scenario/compare.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lianban/time.hpp"

namespace lianban::scenario {

namespace {

std::optional<Day> date_of(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (const auto day = parse_day(text)) return day;
  const auto at = parse_instant(text);
  return at ? std::optional<Day>(day_of(*at)) : std::nullopt;
}

bool same_value(const Json& expected, const Json& found) {
  if (expected == found) return true;
  const auto day = date_of(expected);
  if (!day) return false;
  // Two instants are compared as instants; as soon as one is a date, both are.
  const bool instants = !parse_day(expected.get_ref<const std::string&>()) && found.is_string() &&
                        !parse_day(found.get_ref<const std::string&>());
  if (instants) {
    return parse_instant(expected.get_ref<const std::string&>()) ==
           parse_instant(found.get_ref<const std::string&>());
  }
  return day == date_of(found);
}

}  // namespace

std::optional<Difference> compare(const Json& expected, const Json* found,
                                  const std::string& where) {
  if (expected.is_null() && (found == nullptr || found->is_null())) return std::nullopt;
  if (found == nullptr) return Difference{where, expected.dump(), "nothing"};
  const Difference difference{where, expected.dump(), found->dump()};
  if (expected.is_object()) {
    if (!found->is_object()) return difference;
    for (const auto& [name, value] : expected.items()) {
      const auto it = found->find(name);
      auto below = compare(value, it == found->end() ? nullptr : &*it, where + "/" + name);
      if (below) return below;
    }
    return std::nullopt;
  }
  if (expected.is_array()) {
    if (!found->is_array() || found->size() != expected.size()) return difference;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      auto below = compare(expected[i], &(*found)[i], where + "/" + std::to_string(i));
      if (below) return below;
    }
    return std::nullopt;
  }
  return same_value(expected, *found) ? std::nullopt : std::optional<Difference>(difference);
}

std::optional<Difference> compare_sets(const Json& expected, const Json& found,
                                       const std::string& where) {
  Json left = expected.is_array() ? expected : Json::array({expected});
  Json right = found;
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right ? std::nullopt
                       : std::optional<Difference>({where, left.dump(), right.dump()});
}

}  // namespace lianban::scenario
