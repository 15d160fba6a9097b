#include "model/sample.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace lianban::model {

namespace {

constexpr int kDeepest = 32;
constexpr const char* kAnything = "样例";

/// By format or x-personal kind. Check digits: GB 11643, GB 32100 (the example of the standard
/// itself), GB 16735.
constexpr std::array<std::pair<std::string_view, const char*>, 10> kTexts{
    {{"resident_id", "330302198512124560"},
     {"uscc", "91350100M000100Y43"},
     {"vin", "LGXCE6CB1M0000001"},
     {"plate", "浙CD12345"},
     {"division", "330302"},
     {"email", "someone@example.cn"},
     {"uri", "https://example.cn/"},
     {"phone", "13800000001"},
     {"name", "张伟"},
     {"address", "示例路1号"}}};

const Json* at(const Json& object, const char* name) {
  const auto it = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && it != object.end() ? &*it : nullptr;
}

Json number_sample(const Json& schema, bool whole) {
  if (const Json* least = at(schema, "minimum")) return *least;
  if (const Json* above = at(schema, "exclusiveMinimum"); above && above->is_number()) {
    return whole ? Json(above->get<std::int64_t>() + 1) : Json(above->get<double>() + 1);
  }
  if (const Json* most = at(schema, "maximum"); most && most->get<double>() < 1) return *most;
  return 1;
}

std::string text_of_kind(const Json& schema, const char* member) {
  const Json* kind = at(schema, member);
  for (const auto& [name, text] : kTexts) {
    if (kind != nullptr && *kind == name) return text;
  }
  return {};
}

std::string text_of_length(const Json& schema) {
  const Json* least = at(schema, "minLength");
  const Json* most = at(schema, "maxLength");
  const std::size_t wanted =
      std::max<std::size_t>(2, least != nullptr ? least->get<std::size_t>() : 0);
  const std::size_t length = most != nullptr ? std::min(wanted, most->get<std::size_t>()) : wanted;
  constexpr std::array<const char*, 2> kBegin{"样", "例"};
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += kBegin[i % 2];
  return text;
}

class Sampler {
 public:
  Sampler(const Json& root, const SampleStyle& style) : root_(root), style_(style) {}

  // Schemas are trees; `depth` bounds what refers to itself.
  Json value(const Json& schema, int depth = 0) {
    if (!schema.is_object() || depth > kDeepest) return kAnything;
    if (const Json* fixed = at(schema, "const")) return *fixed;
    if (const Json* examples = at(schema, "examples"); examples && !examples->empty()) {
      return examples->front();
    }
    if (const Json* instead = at(schema, "default")) return *instead;
    if (const Json* choices = at(schema, "enum"); choices && !choices->empty()) {
      return choices->front();
    }
    if (const Json* ref = at(schema, "$ref"); ref && ref->is_string()) return refer(*ref, depth);
    for (const char* name : {"anyOf", "oneOf"}) {
      if (const Json* any = at(schema, name); any && !any->empty()) {
        Json merged = schema;
        merged.erase(name);
        merged.update(any->front(), true);
        return value(merged, depth + 1);
      }
    }
    if (const Json* all = at(schema, "allOf")) {
      Json merged = schema;
      merged.erase("allOf");
      for (const Json& each : *all) merged.update(each, true);
      return value(merged, depth + 1);
    }
    return plain(schema, depth);
  }

 private:
  Json refer(const std::string& ref, int depth) {
    if (!ref.starts_with("#")) return kAnything;
    const nlohmann::json::json_pointer pointer(ref.substr(1));
    return root_.contains(pointer) ? value(root_.at(pointer), depth + 1) : Json(kAnything);
  }

  Json plain(const Json& schema, int depth) {
    const std::string type = sample_type(schema);
    if (type == "boolean") return true;
    if (type == "integer" || type == "number") return number_sample(schema, type == "integer");
    if (type == "null") return nullptr;
    if (type == "array") {
      const Json* least = at(schema, "minItems");
      Json list = Json::array();
      const Json* items = at(schema, "items");
      const std::size_t some = style_.optional && items != nullptr ? 1 : 0;
      for (std::size_t i = std::max(some, least ? least->get<std::size_t>() : 0); i > 0; --i) {
        list.push_back(items != nullptr && items->is_object() ? value(*items, depth + 1)
                                                              : Json(kAnything));
      }
      return list;
    }
    if (type != "object") return text(schema);
    return members(schema, depth);
  }

  Json members(const Json& schema, int depth) {
    Json object = Json::object();
    const Json* properties = at(schema, "properties");
    if (const Json* required = at(schema, "required")) {
      for (const Json& name : *required) {
        const auto& text = name.get_ref<const std::string&>();
        const Json* member = properties != nullptr ? at(*properties, text.c_str()) : nullptr;
        object[text] = member != nullptr ? value(*member, depth + 1) : Json(kAnything);
      }
    }
    if (!style_.optional || properties == nullptr) return object;
    for (const auto& [name, member] : properties->items()) {
      if (!object.contains(name)) object[name] = value(member, depth + 1);
    }
    return object;
  }

  [[nodiscard]] std::string text(const Json& schema) const {
    const Json* format = at(schema, "format");
    const bool date = format != nullptr && (*format == "date" || *format == "date-time");
    if (date && style_.date) return style_.date(format->get_ref<const std::string&>());
    if (date) return *format == "date" ? "2021-09-15" : "2021-09-15T09:00:00+08:00";
    for (const char* const member : {"format", "x-personal"}) {
      if (std::string found = text_of_kind(schema, member); !found.empty()) return found;
    }
    return text_of_length(schema);
  }

  const Json& root_;
  const SampleStyle& style_;
};

}  // namespace

Json sample_of(const Json& schema, const SampleStyle& style) {
  return Sampler(schema, style).value(schema);
}

std::string sample_type(const Json& schema) {
  const Json* type = at(schema, "type");
  if (type != nullptr && type->is_string()) return type->get<std::string>();
  if (type != nullptr && type->is_array()) {
    for (const Json& each : *type) {
      if (each != "null") return each.get<std::string>();
    }
  }
  if (at(schema, "properties") != nullptr || at(schema, "required") != nullptr) return "object";
  if (at(schema, "items") != nullptr) return "array";
  return "string";
}

}  // namespace lianban::model
