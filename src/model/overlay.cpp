#include "model/overlay.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/loading.hpp"

namespace lianban::model {

namespace {

using Steps = std::vector<std::string_view>;

/// What merges by name. "*" is any id; below a place that ends in "**" everything does (schemas).
constexpr std::array<std::string_view, 31> kMerged{"law",
                                                   "law/*",
                                                   "params",
                                                   "params/*",
                                                   "agencies",
                                                   "agencies/*",
                                                   "agencies/*/roles",
                                                   "open",
                                                   "vars",
                                                   "conditions",
                                                   "conditions/*",
                                                   "materials",
                                                   "materials/*",
                                                   "materials/*/defer",
                                                   "papers",
                                                   "papers/*",
                                                   "papers/*/fields",
                                                   "clocks",
                                                   "clocks/*",
                                                   "calls",
                                                   "calls/*",
                                                   "calls/*/request",
                                                   "licences",
                                                   "licences/*",
                                                   "licences/*/content",
                                                   "licences/*/sections",
                                                   "licences/*/sections/*",
                                                   "licences/*/sections/*/content",
                                                   "properties",
                                                   "properties/*",
                                                   "chart"};
constexpr std::array<std::string_view, 3> kSchemas{"form", "materials/*/data", "calls/*/reply"};

/// Whether the path is the pattern, or with `below` also anything inside it.
bool fits(const Steps& path, std::string_view pattern, bool below) {
  std::size_t depth = 0;
  while (!pattern.empty()) {
    const std::size_t end = std::min(pattern.find('/'), pattern.size());
    const std::string_view part = pattern.substr(0, end);
    if (depth == path.size() || (part != "*" && part != path[depth])) return false;
    ++depth;
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
  }
  return below || depth == path.size();
}

bool merges(const Steps& path) {
  const auto any = [&](const auto& patterns, bool below) {
    return std::ranges::any_of(patterns,
                               [&](std::string_view each) { return fits(path, each, below); });
  };
  return path.empty() || any(kMerged, false) || any(kSchemas, true);
}

void lay(Traced& base, const Traced& over, Steps& path, const OverlayFault& fault) {
  if (path.size() == 1 && path.front() == "chart" && base.is_object() && over.is_object()) {
    lay_chart_over(base, over, fault);
    return;
  }
  if (!base.is_object() || !over.is_object() || !merges(path)) {
    base = over;
    return;
  }
  // Null is a first value like any other; a variable that is not used harms nobody.
  const bool null_is_value = path.size() == 1 && path.front() == "vars";
  for (const Traced::Member& each : over.members) {
    Traced* known = base.find(each.name);
    if (known == nullptr || (each.value.is_null() && !null_is_value)) {
      if (null_is_value) {
        base.put(each.name, each.value);
      } else {
        lay_member(base, each.name, each.value, fault);
      }
      continue;
    }
    path.emplace_back(each.name);
    lay(*known, each.value, path, fault);
    path.pop_back();
  }
}

}  // namespace

void lay_member(Traced& base, const std::string& name, const Traced& value,
                const OverlayFault& fault) {
  if (!value.is_null()) {
    base.put(name, value);
    return;
  }
  const std::vector<std::string> names = base.names();
  if (base.erase(name)) return;
  fault(codes::kOverlayTarget, value.origin,
        {"被扩展的定义在此没有" + quoted_zh(name) + "，无从删除",
         "the definition it extends has no " + quoted_en(name) + " here to take out"},
        did_you_mean(name, names), true);
}

void lay_over(Traced& base, const Traced& over, const OverlayFault& fault) {
  Steps path;
  lay(base, over, path, fault);
  base.erase("extends");
}

}  // namespace lianban::model
