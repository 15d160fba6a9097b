#include "model/reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/references.hpp"

namespace lianban::model {
namespace {

bool is_annotation(const std::string& name, const Json& value) {
  return (name == "note" && value.is_string()) || (name == "basis" && value.is_array());
}

}  // namespace

void set_hint(Diagnostic& finding, Hint hint) {
  if (!hint.written.empty()) {
    finding.fix = Fix{std::move(hint.written), std::move(hint.meant)};
  }
  finding.hint = std::move(hint);
}

void Loading::fault(std::string_view code, std::string_view pointer, Text message, Hint hint,
                    bool at_name, std::vector<Related> related) {
  if (diagnostics.size() >= limits::kDiagnostics) return;
  Diagnostic found;
  found.code = code;
  found.message = std::move(message);
  set_hint(found, std::move(hint));
  found.pointer = pointer;
  found.at_name = at_name;
  found.related = std::move(related);
  diagnostics.push_back(std::move(found));
}

Value Value::member(const std::string& name) const {
  return {&json->at(name), base::pointer_join(pointer, name)};
}
Value Value::element(std::size_t index) const {
  return {&json->at(index), base::pointer_join(pointer, index)};
}

Object::Object(Loading& loading, Value at)
    : loading_(loading), at_(std::move(at)), ok_(at_.json->is_object()) {
  if (!ok_) {
    wrong_type(loading_, at_, {"对象", "an object"});
    return;
  }
  read_annotations(loading_, at_);
  known_ = {"note", "basis"};
}

bool Object::has(std::string_view name) const {
  return ok_ && at_.json->find(name) != at_.json->end();
}

std::optional<Value> Object::find(std::string_view name) {
  known_.emplace_back(name);
  if (!has(name)) return std::nullopt;
  return at_.member(known_.back());
}

std::optional<Value> Object::need(std::string_view name) {
  auto found = find(name);
  if (!found && ok_) {
    loading_.fault(codes::kMissingMember, at_.pointer,
                   {"缺少" + quoted_zh(name), quoted_en(name) + " is missing"});
  }
  return found;
}

void Object::text(std::string_view name, std::string& out) {
  if (const auto value = find(name)) out = read_text(loading_, *value);
}
void Object::flag(std::string_view name, bool& out) {
  if (const auto value = find(name)) out = read_flag(loading_, *value);
}
void Object::title(std::string_view name, Text& out) {
  if (const auto value = find(name)) out = read_title(loading_, *value);
}
void Object::duration(std::string_view name, std::optional<Duration>& out) {
  if (const auto value = find(name)) out = read_duration(loading_, *value);
}

void Object::refuse(std::string_view name, Text why) {
  if (const auto value = find(name)) {
    loading_.fault(codes::kOutOfPlace, value->pointer,
                   {quoted_zh(name) + "在此没有意义：" + why.zh,
                    quoted_en(name) + " has no meaning here: " + why.en},
                   {"请删去它", "take it out"}, true);
  }
}

void Object::close() {
  if (!ok_) return;
  for (const auto& item : at_.json->items()) {
    if (std::ranges::find(known_, item.key()) != known_.end()) continue;
    loading_.fault(
        codes::kUnknownMember, base::pointer_join(at_.pointer, item.key()),
        {"未知的成员" + quoted_zh(item.key()), "unknown member " + quoted_en(item.key())},
        did_you_mean(item.key(), known_), true);
  }
}

void read_annotations(Loading& loading, const Value& at) {
  if (const auto note = at.json->find("note"); note != at.json->end() && !note->is_string()) {
    wrong_type(loading, at.member("note"), {"文本", "a text"});
  }
  if (!at.json->contains("basis")) return;
  std::vector<std::string> laws;
  for (const Value& law : read_list(loading, at.member("basis"))) {
    std::string id = refer(loading, Kind::kLaw, law);
    if (!id.empty()) laws.push_back(std::move(id));
  }
  if (!laws.empty()) loading.definition.basis[at.pointer] = std::move(laws);
}

void wrong_type(Loading& loading, const Value& at, Text expected) {
  loading.fault(codes::kWrongType, at.pointer, {"须是" + expected.zh, "must be " + expected.en});
}

std::string read_text(Loading& loading, const Value& at) {
  if (const auto* text = at.json->get_ptr<const std::string*>()) return *text;
  wrong_type(loading, at, {"文本", "a text"});
  return {};
}

bool read_flag(Loading& loading, const Value& at) {
  if (at.json->is_boolean()) return at.json->get<bool>();
  Hint hint;
  if (*at.json == "true" || *at.json == "false") {
    const std::string word = at.json->get<std::string>();
    hint = {"请去掉引号", "take the quotes away"};
    hint.written = '"' + word + '"';
    hint.meant = word;
  }
  loading.fault(codes::kWrongType, at.pointer, {"须是true 或 false", "must be true or false"},
                std::move(hint));
  return false;
}

Text read_title(Loading& loading, const Value& at) {
  if (const auto* text = at.json->get_ptr<const std::string*>()) return {*text, *text};
  Text title;
  if (!at.json->is_object()) {
    wrong_type(loading, at, {"文本或 {\"zh\", \"en\"}", "a text or {\"zh\", \"en\"}"});
    return title;
  }
  Object object(loading, at);
  object.text("zh", title.zh);
  object.text("en", title.en);
  if (title.empty()) {
    loading.fault(codes::kMissingMember, at.pointer, {"须写“zh”或“en”", "'zh' or 'en' is missing"});
  }
  object.close();
  return title;
}

namespace {

/// "5 Workday" and "5workdays" can only be "5 workdays".
Hint duration_hint(const std::string* text) {
  Hint hint("例如 \"5 workdays\"、\"3 months\" 或 \"PT1H\"",
            "for example \"5 workdays\", \"3 months\" or \"PT1H\"");
  if (text == nullptr) return hint;
  const std::size_t digits = std::min(text->find_first_not_of("0123456789"), text->size());
  std::string unit = text->substr(digits);
  std::erase(unit, ' ');
  for (char& c : unit) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::vector<std::string> units{"workdays", "days",    "months", "years",
                                       "hours",    "minutes", "seconds"};
  const bool is_unit = std::ranges::find(units, unit) != units.end();
  std::string meant = text->substr(0, digits);
  meant.append(" ").append(is_unit ? unit : did_you_mean(unit, units).meant);
  if (digits == 0 || !parse_duration(meant)) return hint;
  hint = {"是否指" + quoted_zh(meant) + "？", "did you mean " + quoted_en(meant) + "?"};
  hint.written = *text;
  hint.meant = std::move(meant);
  return hint;
}

}  // namespace

std::optional<Duration> read_duration(Loading& loading, const Value& at) {
  const auto* text = at.json->get_ptr<const std::string*>();
  auto duration = text != nullptr ? parse_duration(*text) : std::nullopt;
  if (!duration) {
    loading.fault(codes::kBadDuration, at.pointer, {"不是时长", "this is no duration"},
                  duration_hint(text));
  }
  return duration;
}

bool is_id(std::string_view text) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto more = [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && lower(text.front()) && std::ranges::all_of(text, more);
}

std::string read_id(Loading& loading, const Value& at) {
  std::string id = read_text(loading, at);
  if (at.json->is_string() && !is_id(id)) {
    loading.fault(codes::kBadId, at.pointer,
                  {quoted_zh(id) + "不是标识", quoted_en(id) + " is no id"},
                  {"小写字母开头，其后是小写字母、数字和下划线",
                   "a small letter, then small letters, digits and underscores"});
  }
  return id;
}

std::optional<std::size_t> read_choice(Loading& loading, const Value& at,
                                       std::span<const std::string_view> choices) {
  std::string all;
  for (const std::string_view choice : choices) {
    all += (all.empty() ? "\"" : ", \"") + std::string(choice) + "\"";
  }
  const auto* text = at.json->get_ptr<const std::string*>();
  if (text == nullptr) {
    wrong_type(loading, at, {"以下之一：" + all, "one of " + all});
    return std::nullopt;
  }
  const auto found = std::ranges::find(choices, *text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  Hint hint = did_you_mean(*text, {choices.begin(), choices.end()});
  if (hint.empty()) hint = {"可选值：" + all, "one of " + all};
  loading.fault(codes::kNotAChoice, at.pointer,
                {quoted_zh(*text) + "不在可选值之内", quoted_en(*text) + " is not allowed here"},
                std::move(hint));
  return std::nullopt;
}

std::vector<Value> read_list(Loading& loading, const Value& at) {
  if (at.json->is_array()) return one_or_more(at);
  wrong_type(loading, at, {"列表", "a list"});
  return {};
}

std::vector<Value> one_or_more(const Value& at) {
  if (!at.json->is_array()) return {at};
  std::vector<Value> list;
  list.reserve(at.json->size());
  for (std::size_t i = 0; i < at.json->size(); ++i) list.push_back(at.element(i));
  return list;
}

std::vector<std::pair<std::string, Value>> read_map(Loading& loading, const Value& at,
                                                    bool annotated) {
  std::vector<std::pair<std::string, Value>> map;
  if (!at.json->is_object()) {
    wrong_type(loading, at, {"从标识到内容的对象", "an object of ids"});
    return map;
  }
  bool has_annotation = false;
  for (const auto& item : at.json->items()) {
    if (annotated && is_annotation(item.key(), item.value())) {
      has_annotation = true;
      continue;
    }
    Value value = at.member(item.key());
    if (!is_id(item.key())) {
      loading.fault(codes::kBadId, value.pointer,
                    {quoted_zh(item.key()) + "不是标识", quoted_en(item.key()) + " is no id"},
                    {"小写字母开头，其后是小写字母、数字和下划线",
                     "a small letter, then small letters, digits and underscores"},
                    true);
    }
    map.emplace_back(item.key(), std::move(value));
  }
  if (has_annotation) read_annotations(loading, at);
  return map;
}

std::vector<std::pair<std::string, Value>> read_section(Loading& loading, const char* name) {
  if (!loading.root.contains(name)) return {};
  return read_map(loading, Value{&loading.root, ""}.member(name), true);
}

}  // namespace lianban::model
