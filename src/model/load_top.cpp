// What a definition is: identity, law, params, and who may open a case.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"
#include "model/sections.hpp"
#include "rules/valid.hpp"

namespace lianban::model {
namespace {

constexpr std::array<std::string_view, 25> kMembers{
    "$schema",   "lianban",    "id",         "version", "title",    "summary", "number",
    "law",       "params",     "calendar",   "regions", "agencies", "open",    "form",
    "vars",      "conditions", "materials",  "papers",  "clocks",   "calls",   "licences",
    "must_pass", "on_error",   "properties", "chart"};
constexpr std::array<std::string_view, 3> kRequired{"id", "version", "chart"};

Value top(const Loading& loading) { return {&loading.root, ""}; }

std::optional<Value> top_member(const Loading& loading, const char* name) {
  if (!loading.root.contains(name)) return std::nullopt;
  return top(loading).member(name);
}

bool is_definition_id(std::string_view id) {
  const auto may = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  };
  return !id.empty() && id.front() >= 'a' && id.front() <= 'z' && std::ranges::all_of(id, may);
}

/// MAJOR.MINOR.PATCH, then -PRERELEASE and +BUILD (semver 2.0.0).
bool is_version(std::string_view text) {
  const std::size_t more = text.find_first_of("-+");
  const auto tail_may = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '+';
  };
  if (more != std::string_view::npos) {
    const std::string_view tail = text.substr(more + 1);
    if (tail.empty() || !std::ranges::all_of(tail, tail_may)) return false;
    text = text.substr(0, more);
  }
  const auto numbers = rules::split_path(text);
  return numbers.size() == 3 && std::ranges::all_of(numbers, [](const std::string& number) {
           const bool digits =
               std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
           return digits && !number.empty() && (number == "0" || number.front() != '0');
         });
}

void load_language(Loading& loading) {
  const auto value = top_member(loading, "lianban");
  if (!value) return;
  if (value->json->is_number_integer() && *value->json == 1) return;
  Hint hint("请写 1", "write 1");
  if (*value->json == "1") {
    hint.written = "\"1\"";
    hint.meant = "1";
  }
  loading.fault(codes::kLanguage, value->pointer,
                {"不支持这个语言版本", "this version of the language is not supported"},
                std::move(hint));
}

void load_regions(Loading& loading) {
  const auto regions = top_member(loading, "regions");
  if (!regions) return;
  for (const Value& each : read_list(loading, *regions)) {
    std::string code = read_text(loading, each);
    if (each.json->is_string() && !rules::is_valid("division", code)) {
      loading.fault(
          codes::kBadCode, each.pointer,
          {quoted_zh(code) + "不是行政区划代码", quoted_en(code) + " is no division code"},
          {"六位数字，见 GB/T 2260", "six digits, see GB/T 2260"});
    }
    loading.definition.regions.push_back(std::move(code));
  }
}

}  // namespace

void check_top(Loading& loading) {
  Object object(loading, top(loading));
  for (const std::string_view name : kMembers) (void)object.find(name);
  for (const std::string_view name : kRequired) (void)object.need(name);
  if (!object.has("lianban")) {
    Hint hint("请写 \"lianban\": 1", "write \"lianban\": 1");
    if (!loading.root.empty()) {  // There is only one version to mean.
      hint.written = "{";
      hint.meant = "{\"lianban\": 1,";
    }
    loading.fault(codes::kMissingMember, "", {"缺少“lianban”", "'lianban' is missing"},
                  std::move(hint));
  }
  object.close();
}

void load_identity(Loading& loading) {
  Definition& to = loading.definition;
  load_language(loading);
  Object object(loading, top(loading));
  object.text("id", to.id);
  if (to.id.empty() ? loading.root.contains("id") && loading.root["id"].is_string()
                    : !is_definition_id(to.id)) {
    loading.fault(codes::kBadId, "/id",
                  {quoted_zh(to.id) + "不是标识", quoted_en(to.id) + " is no id"},
                  {"小写字母开头，其后是小写字母、数字和 _ . -",
                   "a small letter, then small letters, digits and _ . -"});
  }
  if (const auto version = object.find("version")) {
    to.version = read_text(loading, *version);
    if (version->json->is_string() && !is_version(to.version)) {
      Hint hint("例如 \"1.0.0\"", "for example \"1.0.0\"");
      if (is_version(to.version + ".0")) {  // "1.2" can only be 1.2.0.
        hint.written = to.version;
        hint.meant = to.version + ".0";
      }
      loading.fault(
          codes::kVersion, version->pointer,
          {quoted_zh(to.version) + "不是版本号", quoted_en(to.version) + " is no version"},
          std::move(hint));
    }
  }
  object.title("title", to.title);
  object.title("summary", to.summary);
  if (const auto number = object.find("number")) {
    to.number = read_text(loading, *number);
    check_number_pattern(loading, to.number, number->pointer);
  }
  object.text("calendar", to.calendar);
  std::string schema;
  object.text("$schema", schema);
  if (const auto on_error = object.find("on_error")) {
    constexpr std::array<std::string_view, 2> kChoices{"refuse", "raise"};
    if (read_choice(loading, *on_error, kChoices) == 1) to.on_error = OnError::kRaise;
  }
  load_regions(loading);
}

void load_law(Loading& loading) {
  for (auto& [id, at] : read_section(loading, "law")) {
    Law law{id, {}, {}, {}};
    Object object(loading, at);
    object.title("title", law.title);
    object.text("text", law.text);
    object.text("url", law.url);
    object.close();
    loading.definition.law.push_back(std::move(law));
  }
  for (auto& [id, at] : read_section(loading, "params")) {
    Param param{id, {}, false};
    Object object(loading, at);
    object.title("title", param.title);
    object.flag("sample", param.sample);
    (void)object.need("value");
    object.close();
    loading.definition.param_list.push_back(std::move(param));
  }
}

void load_open(Loading& loading) {
  const auto at = top_member(loading, "open");
  if (!at) return;
  Definition& to = loading.definition;
  Object object(loading, *at);
  if (const auto by = object.find("by")) to.open_by = read_roles(loading, *by);
  if (const auto channels = object.find("channels")) {
    for (const Value& each : read_list(loading, *channels)) {
      to.channels.push_back(read_id(loading, each));
    }
  }
  if (const auto when = object.find("when")) to.open_when = read_guards(loading, *when);
  object.close();
}

void load_must_pass(Loading& loading) {
  if (const auto at = top_member(loading, "must_pass")) {
    loading.definition.must_pass = refer_states(loading, *at);
  }
}

}  // namespace lianban::model
