#include "model/schema_walk.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/limits.hpp"
#include "lianban/time.hpp"
#include "model/codes.hpp"
#include "model/loading.hpp"
#include "model/schema_keywords.hpp"
#include "rules/valid.hpp"

namespace lianban::model {
namespace {

constexpr std::array<std::string_view, 7> kTypes{"null",   "boolean", "object", "array",
                                                 "number", "string",  "integer"};
constexpr std::array<std::string_view, 6> kPersonalKinds{"resident_id", "phone",   "name",
                                                         "plate",       "address", "other"};
constexpr std::size_t kPatternBytes = 1000;
/// Each is followed on the stack.
constexpr std::size_t kReferences = 1000;

bool is_name(const Json& json) { return json.is_string(); }
bool is_count(const Json& json) { return json.is_number_integer() && json >= 0; }

class Reading {
 public:
  Reading(const Json& root, Diagnostics& faults) : root_(root), faults_(faults) {}

  std::optional<ReadSchema> read(std::string_view pointer) {
    out_.rules = std::make_shared<const Json>(read_one(root_, std::string(pointer), {}, true));
    for (const auto& [target, place] : references_) check_reference(*target, place);
    if (failed_) return std::nullopt;
    return std::move(out_);
  }

 private:
  using Segments = std::vector<std::string>;

  void fault(const std::string& pointer, Text message, Hint hint = {}, bool at_name = false,
             std::string_view code = codes::kNotASchema) {
    failed_ = true;
    if (faults_.size() >= limits::kDiagnostics) return;
    Diagnostic found;
    found.code = code;
    found.message = std::move(message);
    set_hint(found, std::move(hint));
    found.pointer = pointer;
    found.at_name = at_name;
    faults_.push_back(std::move(found));
  }

  /// `on_path`: the values it describes lie on one path below the root, so a personal mark in it
  /// can be found again.
  Json read_one(const Json& schema, const std::string& pointer, const Segments& path,
                bool on_path) {
    if (schema.is_boolean()) return schema;
    if (!schema.is_object()) {
      fault(pointer, {"须是 JSON Schema（对象、true 或 false）",
                      "must be a JSON Schema (an object, true or false)"});
      return true;
    }
    seen_.insert(&schema);
    Json rules = Json::object();
    for (const auto& item : schema.items()) {
      const std::string place = base::pointer_join(pointer, item.key());
      const auto keyword = std::ranges::find(kKeywords, item.key(), &Keyword::name);
      if (keyword != kKeywords.end()) {
        read_keyword(*keyword, item.value(), place, path, on_path, rules);
      } else if (!item.key().starts_with("x-")) {
        unknown_keyword(item.key(), place);
      }
    }
    // Beside a reference nothing counts (draft-07, 8.3).
    if (rules.contains("$ref")) return {{"$ref", rules["$ref"]}};
    return rules;
  }

  void unknown_keyword(const std::string& name, const std::string& place) {
    std::vector<std::string> known;
    for (const Keyword& keyword : kKeywords) known.emplace_back(keyword.name);
    fault(place,
          {"JSON Schema（draft-07）没有关键字" + quoted_zh(name),
           "JSON Schema (draft-07) has no keyword " + quoted_en(name)},
          did_you_mean(name, known), true);
  }

  void read_keyword(const Keyword& keyword, const Json& value, const std::string& place,
                    const Segments& path, bool on_path, Json& rules) {
    const std::string name(keyword.name);
    switch (keyword.shape) {
      case Shape::kSchema:
        rules[name] = read_one(value, place, path, false);
        return;
      case Shape::kSchemas:
        rules[name] = read_list(value, place, path, on_path && name == "allOf");
        return;
      case Shape::kNamedSchemas:
        out_.needs_bounds = out_.needs_bounds || name == "patternProperties";
        rules[name] = read_named(value, place, path, on_path && name == "properties");
        if (name == "patternProperties") check_patterns(value, place);
        return;
      case Shape::kItems:
        rules[name] = read_items(value, place, path, on_path);
        return;
      case Shape::kDependencies:
        rules[name] = read_dependencies(value, place, path);
        return;
      case Shape::kReference:
        read_reference(value, place, rules);
        return;
      case Shape::kFormat:
        read_format(value, place);
        rules[kFormatKey] = value;
        return;
      case Shape::kPattern:
        check_pattern(value, place);
        rules[kPatternKey] = value;
        return;
      case Shape::kPersonal:
        read_personal(value, place, path, on_path);
        return;
      case Shape::kFlag:
        out_.needs_bounds = true;
        [[fallthrough]];
      case Shape::kCount:
      case Shape::kNumber:
      case Shape::kPositive:
      case Shape::kNames:
      case Shape::kTypes:
      case Shape::kValues:
      case Shape::kAnything:
        check_plain(keyword, value, place);
        rules[name] = value;
        return;
      case Shape::kAnnotation:
        return;
    }
  }

  void check_plain(const Keyword& keyword, const Json& value, const std::string& place) {
    const auto expect = [&](bool is_right, const char* zh, const char* en) {
      if (is_right) return;
      const std::string name(keyword.name);
      fault(place, {quoted_zh(name) + "须是" + zh, quoted_en(name) + " must be " + en});
    };
    if (keyword.shape == Shape::kCount) expect(is_count(value), "非负整数", "a count");
    if (keyword.shape == Shape::kNumber) expect(value.is_number(), "数", "a number");
    if (keyword.shape == Shape::kPositive) {
      expect(value.is_number() && value > 0, "正数", "a number above 0");
    }
    if (keyword.shape == Shape::kFlag) expect(value.is_boolean(), "true 或 false", "true or false");
    if (keyword.shape == Shape::kNames) {
      expect(value.is_array() && std::ranges::all_of(value, is_name), "成员名称的列表",
             "a list of names");
    }
    if (keyword.shape == Shape::kValues) {
      expect(value.is_array() && !value.empty(), "非空的列表", "a list with values");
    }
    if (keyword.shape == Shape::kTypes) check_types(value, place);
  }

  void check_types(const Json& value, const std::string& place) {
    const auto is_type = [](const Json& each) {
      return each.is_string() &&
             std::ranges::find(kTypes, each.get_ref<const std::string&>()) != kTypes.end();
    };
    const bool is_list = value.is_array() && !value.empty();
    if (is_type(value) || (is_list && std::ranges::all_of(value, is_type))) return;
    const std::string word = value.is_string() ? value.get<std::string>() : std::string();
    Hint hint = did_you_mean(word, {kTypes.begin(), kTypes.end()});
    if (hint.empty()) {
      hint = {"可选值：null boolean object array number string integer",
              "one of null, boolean, object, array, number, string, integer"};
    }
    fault(place, {"没有这种类型", "there is no such type"}, std::move(hint));
  }

  Json read_list(const Json& value, const std::string& place, const Segments& path, bool on_path) {
    Json list = Json::array();
    if (!value.is_array() || value.empty()) {
      fault(place, {"须是 JSON Schema 的非空列表", "must be a list of schemas"});
      return list;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      list.push_back(read_one(value[i], base::pointer_join(place, i), path, on_path));
    }
    return list;
  }

  Json read_named(const Json& value, const std::string& place, const Segments& path, bool on_path) {
    Json named = Json::object();
    if (!value.is_object()) {
      fault(place, {"须是从名称到 JSON Schema 的对象", "must be an object of schemas"});
      return named;
    }
    for (const auto& item : value.items()) {
      Segments below = path;
      below.push_back(item.key());
      named[item.key()] =
          read_one(item.value(), base::pointer_join(place, item.key()), below, on_path);
    }
    return named;
  }

  Json read_items(const Json& value, const std::string& place, const Segments& path, bool on_path) {
    Segments below = path;
    below.emplace_back("*");
    if (value.is_array()) return read_list(value, place, below, on_path);
    return read_one(value, place, below, on_path);
  }

  Json read_dependencies(const Json& value, const std::string& place, const Segments& path) {
    Json dependencies = Json::object();
    if (!value.is_object()) {
      fault(place, {"须是对象", "must be an object"});
      return dependencies;
    }
    for (const auto& item : value.items()) {
      const std::string at = base::pointer_join(place, item.key());
      if (!item.value().is_array()) {
        dependencies[item.key()] = read_one(item.value(), at, path, false);
        continue;
      }
      check_plain({"dependencies", Shape::kNames}, item.value(), at);
      dependencies[item.key()] = item.value();
    }
    return dependencies;
  }

  void read_reference(const Json& value, const std::string& place, Json& rules) {
    const auto* text = value.get_ptr<const std::string*>();
    if (text == nullptr || (*text != "#" && !text->starts_with("#/"))) {
      return fault(place,
                   {"只能引用本 schema 之内的定义", "a reference stays inside its own schema"},
                   {"例如 \"#/definitions/address\"", "for example \"#/definitions/address\""});
    }
    rules["$ref"] = value;
    if (references_.size() >= kReferences) {
      return fault(place, {"引用太多", "there are too many references"});
    }
    try {
      const Json& target = root_.at(nlohmann::json::json_pointer(text->substr(1)));
      references_.emplace_back(&target, place);
    } catch (const nlohmann::json::exception&) {
      fault(place, {"引用没有着落", "the reference leads nowhere"});
    }
  }

  /// Only known places were read, and a schema that contains itself without a step down into the
  /// value would be checked for ever.
  void check_reference(const Json& target, const std::string& place) {
    if (target.is_boolean()) return;
    if (!seen_.contains(&target)) {
      return fault(place, {"引用的不是 schema", "the reference leads to no schema"});
    }
    std::set<const Json*> active, done;
    if (circles(target, active, done)) {
      fault(place, {"引用绕回了自己", "the reference comes back to itself"});
    }
  }

  bool circles(const Json& schema, std::set<const Json*>& active, std::set<const Json*>& done) {
    if (!schema.is_object() || done.contains(&schema)) return false;
    if (!active.insert(&schema).second) return true;
    bool found = false;
    if (schema.contains("$ref")) {
      const Json* target = target_of(root_, schema);
      found = target != nullptr && circles(*target, active, done);
    } else {
      for (const char* name : {"allOf", "anyOf", "oneOf"}) {
        const auto list = schema.find(name);
        if (list == schema.end() || !list->is_array()) continue;
        for (const Json& each : *list) found = found || circles(each, active, done);
      }
      for (const char* name : {"not", "if", "then", "else"}) {
        const auto each = schema.find(name);
        if (each != schema.end()) found = found || circles(*each, active, done);
      }
    }
    active.erase(&schema);
    done.insert(&schema);
    return found;
  }

  void read_format(const Json& value, const std::string& place) {
    const std::string format = value.is_string() ? value.get<std::string>() : std::string();
    std::vector<std::string> known = rules::valid_kinds();
    known.insert(known.end(), {"date", "date-time"});
    if (std::ranges::find(known, format) != known.end()) return;
    Hint hint = did_you_mean(format, known);
    std::string all;
    for (const std::string& each : known) all += (all.empty() ? "" : " ") + each;
    if (hint.empty()) hint = {"可选值：" + all, "one of: " + all};
    fault(place, {"没有 format " + quoted_zh(format), "there is no format " + quoted_en(format)},
          std::move(hint), false, codes::kUnknownFormat);
  }

  void check_pattern(const Json& value, const std::string& place, bool at_name = false) {
    RE2::Options options;
    options.set_log_errors(false);
    const auto* text = value.get_ptr<const std::string*>();
    const bool is_short = text != nullptr && text->size() <= kPatternBytes;
    if (is_short && RE2(*text, options).ok()) return;
    fault(place, {"不是正则表达式", "this is no regular expression"},
          {"写法见 RE2，至多 1000 字节", "as RE2 understands it, at most 1000 bytes"}, at_name);
  }

  void check_patterns(const Json& value, const std::string& place) {
    if (!value.is_object()) return;
    for (const auto& item : value.items()) {
      check_pattern(item.key(), base::pointer_join(place, item.key()), true);
    }
  }

  void read_personal(const Json& value, const std::string& place, const Segments& path,
                     bool on_path) {
    const std::string kind = value.is_string() ? value.get<std::string>() : std::string();
    if (std::ranges::find(kPersonalKinds, kind) == kPersonalKinds.end()) {
      fault(place, {"没有这种个人信息", "there is no such kind of personal data"},
            {"可选值：resident_id phone name plate address other",
             "one of resident_id, phone, name, plate, address, other"});
    } else if (!on_path) {
      fault(
          place, {"这里的 x-personal 不能生效", "x-personal cannot take effect here"},
          {"请写在 properties、items 或 allOf 之内", "write it inside properties, items or allOf"});
    } else {
      out_.personal.push_back({path, kind});
    }
  }

 public:
  /// Where the `$ref` of a schema leads, or null.
  static const Json* target_of(const Json& root, const Json& schema) {
    const auto* text = schema["$ref"].get_ptr<const std::string*>();
    if (text == nullptr || !text->starts_with('#')) return nullptr;
    try {
      return &root.at(nlohmann::json::json_pointer(text->substr(1)));
    } catch (const nlohmann::json::exception&) {
      return nullptr;
    }
  }

 private:
  const Json& root_;
  Diagnostics& faults_;
  ReadSchema out_;
  std::set<const Json*> seen_;
  std::vector<std::pair<const Json*, std::string>> references_;
  bool failed_ = false;
};

}  // namespace

std::optional<ReadSchema> read_schema(const Json& schema, std::string_view pointer,
                                      Diagnostics& faults) {
  return Reading(schema, faults).read(pointer);
}

bool fits_format(std::string_view format, std::string_view text) {
  if (format == "date") return parse_day(text).has_value();
  if (format == "date-time") return parse_instant(text).has_value();
  return rules::is_valid(format, text);
}

}  // namespace lianban::model
