// Any JSON as a rule, over any JSON as data: bounded by the budget, never a crash.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/limits.hpp"
#include "rules/rule.hpp"

namespace {

using namespace lianban;

class Everyday final : public base::Workdays {
 public:
  Result<bool> is_workday(Day) const override { return true; }
  Result<Day> add(Day from, std::int64_t n) const override { return from + std::chrono::days(n); }
  Result<std::int64_t> between(Day from, Day to) const override { return (to - from).count(); }
};

class Data final : public rules::Scope {
 public:
  explicit Data(const Json& data) : data_(data) {}
  const Json* find(const rules::Path& path, Json&) const override {
    const Json* at = &data_;
    for (const auto& name : path.segments) {
      if (!at->is_object() || !at->contains(name)) return nullptr;
      at = &(*at)[name];
    }
    return at;
  }
  bool in_state(std::string_view) const override { return false; }
  Result<bool> holds(std::string_view) const override { return true; }
  Instant now() const override { return {}; }
  const base::Workdays& workdays() const override { return days_; }

 private:
  const Json& data_;
  Everyday days_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto json = base::parse_json(text, {limits::kPayloadBytes, limits::kJsonDepth});
  if (!json.ok() || !json->is_array() || json->size() != 2) return 0;
  rules::CompileContext context;
  context.unchecked_data = true;
  Diagnostics faults;
  const auto rule = rules::Rule::compile((*json)[0], context, "", faults);
  static_cast<void>(rule.evaluate(Data((*json)[1])));
  return 0;
}
