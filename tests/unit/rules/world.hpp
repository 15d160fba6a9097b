#pragma once

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "rules/rule.hpp"

namespace lianban::rules::test {

/// Monday to Friday of 2020 to 2022; nothing is announced beyond.
class Weekdays : public base::Workdays {
 public:
  Result<bool> is_workday(Day day) const override {
    const int year = static_cast<int>(std::chrono::year_month_day{day}.year());
    if (year < 2020 || year > 2022) {
      return make_error("calendar/unknown_year", "未公布该年的工作日", "the year is not announced");
    }
    const std::chrono::weekday weekday{day};
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
  }
  Result<Day> add(Day from, std::int64_t n) const override {
    for (Day day = from; n > 0;) {
      day += std::chrono::days{1};
      const Result<bool> works = is_workday(day);
      if (!works) return works.error();
      if (*works && --n == 0) return day;
    }
    return from;
  }
  Result<std::int64_t> between(Day from, Day to) const override {
    if (to < from) {
      const auto back = between(to, from);
      return back ? Result<std::int64_t>(-*back) : back;
    }
    std::int64_t count = 0;
    while (from < to) {
      from += std::chrono::days{1};
      const Result<bool> works = is_workday(from);
      if (!works) return works.error();
      count += *works ? 1 : 0;
    }
    return count;
  }
};

/// A case that is one JSON document: "form.x" stands at /form/x.
class World : public Scope {
 public:
  explicit World(Json data = Json::object()) : data_(std::move(data)) {}

  const Json* find(const Path& path, Json& scratch) const override {
    if (path.text == "case.gaps.0.material") {
      // A scope may build a value and give a part of it.
      scratch = Json::array({{{"material", "carrier_policy"}}});
      return &scratch[0]["material"];
    }
    if (path.root == Root::kData) return follow(data_, path.segments);
    if (!data_.is_object()) return nullptr;
    const auto family = data_.find(path.text.substr(0, path.text.find('.')));
    return family == data_.end() ? nullptr : follow(*family, path.segments);
  }
  bool in_state(std::string_view state) const override { return state == "checking"; }
  Result<bool> holds(std::string_view condition) const override {
    if (condition == "broken") return make_error("rule/missing", "缺少数据", "data is missing");
    return condition == "credit_clean";
  }
  Instant now() const override { return now_; }
  const base::Workdays& workdays() const override { return weekdays_; }

 private:
  Json data_;
  Instant now_ = *parse_instant("2021-09-15T09:30:00+08:00");
  Weekdays weekdays_;
};

inline CompileContext classic() {
  CompileContext context;
  context.unchecked_data = true;
  return context;
}

/// Declares what the tests read. "form.plate" is always set, the rest may be null.
inline CompileContext checked() {
  static const std::map<std::string, bool> kPaths{
      {"form.plate", true},           {"form.seats", false},   {"form.registered", false},
      {"form.odometer", false},       {"form.items", true},    {"vars.n", true},
      {"case.gaps.0.material", true}, {"case.opened_at", true}};
  CompileContext context;
  context.path = [](const Path& path) -> std::optional<PathInfo> {
    const auto found = kPaths.find(path.text);
    if (found == kPaths.end()) return std::nullopt;
    return PathInfo{found->second};
  };
  context.path_names = [] {
    std::vector<std::string> names;
    for (const auto& [name, always] : kPaths) names.push_back(name);
    return names;
  };
  context.has_state = [](std::string_view state) { return state == "checking"; };
  context.has_condition = [](std::string_view name) {
    return name == "credit_clean" || name == "broken";
  };
  return context;
}

inline Json parse(std::string_view text) { return Json::parse(text); }

/// Compiles without checks of paths and evaluates; a fault of compiling fails the test.
inline Result<Json> run(std::string_view rule, std::string_view data = "{}",
                        const CompileContext& context = classic()) {
  Diagnostics faults;
  const Rule compiled = Rule::compile(parse(rule), context, "", faults);
  if (!faults.empty()) {
    return make_error("test/compile", faults[0].code, faults[0].message.en, faults[0].pointer);
  }
  return compiled.evaluate(World(parse(data)));
}

inline Json value(std::string_view rule, std::string_view data = "{}",
                  const CompileContext& context = classic()) {
  Result<Json> result = run(rule, data, context);
  return result ? *result
                : Json("failed: " + result.error().code + " " + result.error().message.en);
}

inline std::string error_code(std::string_view rule, std::string_view data = "{}",
                              const CompileContext& context = classic()) {
  const Result<Json> result = run(rule, data, context);
  return result ? "none: " + result->dump() : result.error().code;
}

/// "CODE at POINTER" of each fault.
inline std::vector<std::string> faults_of(std::string_view rule,
                                          const CompileContext& context = checked()) {
  Diagnostics faults;
  static_cast<void>(Rule::compile(parse(rule), context, "/when", faults));
  std::vector<std::string> found;
  for (const Diagnostic& each : faults) found.push_back(each.code + " at " + each.pointer);
  return found;
}

}  // namespace lianban::rules::test
