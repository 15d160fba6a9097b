#include "errors.hpp"

#include <array>
#include <new>
#include <utility>

#include "codes.hpp"
#include "to_json.hpp"

namespace lianban::c {

namespace {

struct Rule {
  std::string_view name;  ///< A whole code, or an area with its slash.
  std::int32_t code;
};

// Whole codes first: the first rule that fits decides.
constexpr std::array kRules = {
    Rule{"case/not_found", LIANBAN_NOT_FOUND},
    Rule{"definition/not_found", LIANBAN_NOT_FOUND},
    Rule{"definition/unknown", LIANBAN_NOT_FOUND},
    Rule{"file/not_found", LIANBAN_NOT_FOUND},
    Rule{"store/not_found", LIANBAN_NOT_FOUND},
    Rule{"callback/unknown", LIANBAN_NOT_FOUND},
    Rule{"letter/unknown", LIANBAN_NOT_FOUND},
    Rule{"errand/unknown", LIANBAN_NOT_FOUND},
    Rule{"task/unknown", LIANBAN_NOT_FOUND},
    Rule{"clock/unknown", LIANBAN_NOT_FOUND},
    Rule{"licence/not_found", LIANBAN_NOT_FOUND},
    Rule{"code/not_found", LIANBAN_NOT_FOUND},
    Rule{"licence/exists", LIANBAN_CONFLICT},
    Rule{"store/conflict", LIANBAN_CONFLICT},
    Rule{"request/conflict", LIANBAN_CONFLICT},
    Rule{"task/fenced", LIANBAN_CONFLICT},
    Rule{"engine/busy", LIANBAN_BUSY},
    Rule{"store/busy", LIANBAN_BUSY},
    Rule{"callback/busy", LIANBAN_BUSY},
    Rule{"engine/interrupted", LIANBAN_INTERRUPTED},
    Rule{"engine/memory", LIANBAN_NO_MEMORY},
    Rule{"engine/forked", LIANBAN_FORKED},
    Rule{"engine/format", LIANBAN_STORE},
    Rule{"store/unknown", LIANBAN_UNCERTAIN},
    Rule{"store/argument", LIANBAN_INTERNAL},
    Rule{"store/", LIANBAN_STORE},
    Rule{"definition/faulty", LIANBAN_DEFINITION},
    Rule{"definition/", LIANBAN_STORE},
    Rule{"callback/secret", LIANBAN_CONFIGURATION},
    Rule{"callback/", LIANBAN_CALLBACK},
    Rule{"agency/secret", LIANBAN_CONFIGURATION},
    Rule{"calendar/", LIANBAN_CONFIGURATION},
    Rule{"directory/", LIANBAN_CONFIGURATION},
    Rule{"configuration/", LIANBAN_CONFIGURATION},
    Rule{"handle/", LIANBAN_HANDLE},
    Rule{"argument/", LIANBAN_ARGUMENT},
    Rule{"json/", LIANBAN_ARGUMENT},
    Rule{"request/", LIANBAN_ARGUMENT},
    Rule{"picture/", LIANBAN_ARGUMENT},
    Rule{"file/", LIANBAN_ARGUMENT},
};

bool fits(std::string_view rule, std::string_view name) {
  return rule.ends_with('/') ? name.starts_with(rule) : name == rule;
}

/// Handed out when an error object cannot be made; freeing it does nothing.
constexpr lianban_error kNoMemoryHandle = static_cast<std::uint64_t>(Kind::kError) << 48;

/// "12:3" as Error::place has it.
void add_position(const std::string& place, Json& to) {
  const std::size_t colon = place.find(':');
  if (colon == std::string::npos || colon == 0 || colon > 9 || place.size() - colon > 9) return;
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (i != colon && (place[i] < '0' || place[i] > '9')) return;
  }
  to["line"] = std::stoi(place.substr(0, colon));
  to["column"] = std::stoi(place.substr(colon + 1));
}

std::string json_of(const Failure& failure) {
  Json json{{"code", failure.code},
            {"code_name", name_of_code(failure.code)},
            {"name", failure.error.code},
            {"message", to_json(failure.error.message)},
            {"retryable", failure.error.retryable || is_retryable(failure.code)},
            {"place", failure.error.place}};
  if (failure.error.place.starts_with('/')) json["pointer"] = failure.error.place;
  add_position(failure.error.place, json);
  json.update(failure.more);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::shared_ptr<ErrorObject> object_of(const Failure& failure) {
  auto object = std::make_shared<ErrorObject>();
  object->code = failure.code;
  object->name = failure.error.code;
  object->zh = failure.error.message.in(Language::kChinese);
  object->en = failure.error.message.in(Language::kEnglish);
  object->json = json_of(failure);
  return object;
}

/// Static texts for the two that have no object of their own.
struct Words {
  std::int32_t code;
  const char *name, *zh, *en, *json;
};
constexpr Words kNothing{LIANBAN_DONE, "", "", "", "{}"};
constexpr Words kStray{LIANBAN_HANDLE, "", "", "", "{}"};
constexpr Words kNoMemory{
    LIANBAN_NO_MEMORY, "engine/memory", "内存不足", "out of memory",
    R"({"code":8,"code_name":"no_memory","name":"engine/memory","message":{"zh":"内存不足",)"
    R"("en":"out of memory"},"retryable":true,"place":""})"};
static_assert(LIANBAN_NO_MEMORY == 8);

/// What a handle says. Borrowed from the object: whoever frees the error while another thread reads
/// it reads what is gone, as the header says.
Words words_of(lianban_error error) {
  if (error == 0) return kNothing;
  if (error == kNoMemoryHandle) return kNoMemory;
  const auto object = errors().find(error);
  if (!object) return kStray;
  return {object->code, object->name.c_str(), object->zh.c_str(), object->en.c_str(),
          object->json.c_str()};
}

}  // namespace

std::int32_t code_of(std::string_view name) {
  for (const Rule& rule : kRules) {
    if (fits(rule.name, name)) return rule.code;
  }
  return LIANBAN_INTERNAL;
}

ErrorTable& errors() {
  // Never destroyed: other threads may still be inside while the process ends.
  static auto* const kTable = new ErrorTable;
  return *kTable;
}

Failure failure_of(Error error) {
  const std::int32_t code = code_of(error.code);
  return {code, std::move(error), Json::object()};
}

Failure failure_of(const Refusal& refusal) {
  Failure failure;
  failure.code = refusal.code == "request/conflict" ? LIANBAN_CONFLICT : LIANBAN_REFUSED;
  failure.error = {refusal.code, refusal.message, {}, false};
  failure.more["reasons"] = to_json(refusal).at("reasons");
  return failure;
}

Failure failure_of(const Diagnostics& findings) {
  Failure failure;
  failure.code = LIANBAN_DEFINITION;
  failure.error.code = "definition/faulty";
  failure.error.message = {"定义有错误", "the definition has errors"};
  for (const Diagnostic& each : findings) {
    if (each.severity != Severity::kError) continue;
    failure.error.place = std::to_string(each.line) + ":" + std::to_string(each.column);
    failure.error.message.zh.append("：").append(each.message.in(Language::kChinese));
    failure.error.message.en.append(": ").append(each.message.in(Language::kEnglish));
    failure.more["pointer"] = each.pointer;
    break;
  }
  failure.more["findings"] = to_json(findings);
  return failure;
}

Failure bad_argument(std::string_view parameter, std::string name, std::string zh, std::string en) {
  Failure failure{LIANBAN_ARGUMENT, {}, Json::object()};
  failure.error.code = std::move(name);
  failure.error.message = {std::move(zh), std::move(en)};
  failure.more["argument"] = parameter;
  return failure;
}

Failure null_argument(std::string_view parameter) {
  std::string zh("参数不能为 NULL：");
  std::string en("must not be NULL: ");
  return bad_argument(parameter, "argument/null", zh.append(parameter), en.append(parameter));
}

Failure bad_handle() {
  return failure_of(make_error("handle/unknown", "句柄无效、已关闭或类型不符",
                               "the handle is closed, unknown or of another kind"));
}

Failure forked() {
  return failure_of(make_error("engine/forked", "引擎属于父进程，子进程须自行打开",
                               "the engine belongs to the parent process; open one in the child"));
}

Failure interrupted() {
  return failure_of(make_error("engine/interrupted", "等待被中断", "the wait was interrupted"));
}

std::int32_t report(lianban_error* slot, const Failure& failure) noexcept {
  if (slot == nullptr) return failure.code;
  try {
    const lianban_error handle = errors().add(object_of(failure));
    if (handle == 0) return report_no_memory(slot);
    *slot = handle;
    return failure.code;
  } catch (...) {
    return report_no_memory(slot);
  }
}

std::int32_t report_no_memory(lianban_error* slot) noexcept {
  if (slot != nullptr) *slot = kNoMemoryHandle;
  return LIANBAN_NO_MEMORY;
}

}  // namespace lianban::c

using lianban::c::words_of;

int32_t lianban_error_code(lianban_error error) { return words_of(error).code; }

const char* lianban_error_name(lianban_error error) { return words_of(error).name; }

const char* lianban_error_message(lianban_error error, const char* language) {
  const auto words = words_of(error);
  const bool chinese = language != nullptr && language[0] == 'z' && language[1] == 'h';
  return chinese ? words.zh : words.en;
}

const char* lianban_error_json(lianban_error error) { return words_of(error).json; }

int32_t lianban_error_free(lianban_error error) {
  if (error == 0 || error == lianban::c::kNoMemoryHandle) return LIANBAN_DONE;
  return lianban::c::errors().take(error) ? LIANBAN_DONE : LIANBAN_HANDLE;
}
