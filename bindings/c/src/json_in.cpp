#include "json_in.hpp"

#include <cstring>
#include <utility>

#include "base/hint.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace lianban::c {

Or<std::string> read_text(const char* text, std::string_view parameter) {
  if (text == nullptr) return null_argument(parameter);
  const std::size_t length = strnlen(text, kMostText + 1);
  if (length > kMostText) {
    return bad_argument(parameter, "argument/size", "文本超过 4 MiB",
                        "the text is longer than 4 MiB");
  }
  std::string copy(text, length);
  if (!base::valid_utf8(copy)) {
    return bad_argument(parameter, "argument/encoding", "文本不是有效的 UTF-8",
                        "the text is not well-formed UTF-8");
  }
  return copy;
}

Outcome read_json(const char* text, std::string_view parameter) {
  auto copied = read_text(text, parameter);
  if (auto* failure = std::get_if<Failure>(&copied)) return std::move(*failure);
  const auto& copy = std::get<std::string>(copied);
  base::JsonFault fault;
  auto parsed = base::parse_json(copy, {kMostText, limits::kJsonDepth}, &fault);
  if (parsed.ok()) return std::move(parsed).value();
  Failure failure = failure_of(parsed.error());
  failure.code = LIANBAN_ARGUMENT;
  failure.error.place =
      std::to_string(fault.position.line) + ":" + std::to_string(fault.position.column);
  failure.more["argument"] = parameter;
  return failure;
}

Outcome read_object(const char* text, std::string_view parameter, bool nullable) {
  if (text == nullptr && nullable) return Json::object();
  auto parsed = read_json(text, parameter);
  if (const auto* json = std::get_if<Json>(&parsed); json != nullptr && !json->is_object()) {
    return bad_argument(parameter, "argument/type", "须为 JSON 对象", "must be a JSON object");
  }
  return parsed;
}

const Json* Fields::find(const char* name) {
  known_.emplace_back(name);
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void Fields::fail(const char* name, std::string code, std::string zh, std::string en) {
  if (fault_) return;
  fault_ = bad_argument(parameter_, std::move(code), std::move(zh), std::move(en));
  fault_->error.place = base::pointer_join(at_, name);
}

namespace {

constexpr const char* kType = "argument/type";
constexpr const char* kRange = "argument/range";

}  // namespace

std::string Fields::text(const char* name, std::string fallback) {
  const Json* found = find(name);
  if (found == nullptr) return fallback;
  if (!found->is_string()) {
    fail(name, kType, "须为文本", "must be a text");
    return fallback;
  }
  return found->get<std::string>();
}

std::int64_t Fields::integer(const char* name, std::int64_t fallback, std::int64_t least,
                             std::int64_t most) {
  const Json* found = find(name);
  if (found == nullptr) return fallback;
  if (!found->is_number_integer()) {
    fail(name, kType, "须为整数", "must be an integer");
    return fallback;
  }
  const bool huge =
      found->is_number_unsigned() && found->get<std::uint64_t>() > std::uint64_t{INT64_MAX};
  const std::int64_t value = huge ? INT64_MAX : found->get<std::int64_t>();
  if (value < least || value > most) {
    const std::string bounds = std::to_string(least) + " … " + std::to_string(most);
    fail(name, kRange, "须在 " + bounds + " 之间", "must lie within " + bounds);
    return fallback;
  }
  return value;
}

double Fields::number(const char* name, double fallback) {
  const Json* found = find(name);
  if (found == nullptr) return fallback;
  if (!found->is_number() || found->get<double>() < 0) {
    fail(name, kType, "须为非负数", "must be a number, 0 or more");
    return fallback;
  }
  return found->get<double>();
}

bool Fields::boolean(const char* name, bool fallback) {
  const Json* found = find(name);
  if (found == nullptr) return fallback;
  if (!found->is_boolean()) {
    fail(name, kType, "须为 true 或 false", "must be true or false");
    return fallback;
  }
  return found->get<bool>();
}

std::vector<std::string> Fields::texts(const char* name) {
  const Json* found = find(name);
  std::vector<std::string> list;
  if (found == nullptr) return list;
  bool fits = found->is_array();
  for (std::size_t i = 0; fits && i < found->size(); ++i) {
    fits = (*found)[i].is_string();
    if (fits) list.push_back((*found)[i].get<std::string>());
  }
  if (!fits) fail(name, kType, "须为文本数组", "must be an array of texts");
  return list;
}

std::optional<Instant> Fields::instant(const char* name, bool day_ends) {
  const std::string written = text(name);
  if (written.empty()) return std::nullopt;
  if (const auto day = parse_day(written)) return day_ends ? end_of(*day) : start_of(*day);
  if (const auto at = parse_instant(written)) return at;
  fail(name, "argument/instant", "不是日期或时刻", "is no date or instant");
  return std::nullopt;
}

Json Fields::any(const char* name) {
  const Json* found = find(name);
  return found == nullptr ? Json() : *found;
}

Json Fields::object(const char* name) {
  const Json* found = find(name);
  if (found == nullptr) return Json();
  if (!found->is_object()) {
    fail(name, kType, "须为 JSON 对象", "must be a JSON object");
    return Json();
  }
  return *found;
}

std::optional<Failure> Fields::fault() {
  if (fault_ || !closed_) return fault_;
  for (const auto& [name, value] : object_.items()) {
    bool known = false;
    for (const std::string& each : known_) known = known || each == name;
    if (known) continue;
    fail(name.c_str(), "argument/unknown_member", "没有这个成员：" + base::quoted_zh(name),
         "there is no such member: " + base::quoted_en(name));
    const Hint hint = base::did_you_mean(name, known_);
    if (!hint.empty()) fault_->more["hint"] = {{"zh", hint.zh}, {"en", hint.en}};
    break;
  }
  return fault_;
}

}  // namespace lianban::c
