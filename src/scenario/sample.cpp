#include "scenario/sample.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace lianban::scenario {

namespace {

constexpr std::size_t kDeepest = 16;

/// For a member by its format or its x-personal kind. Check digits: GB 11643, GB 32100 (the example
/// of the standard itself), GB 16735.
constexpr std::array<std::pair<const char*, const char*>, 11> kTexts{
    {{"resident_id", "330302198512124560"},
     {"uscc", "91350100M000100Y43"},
     {"vin", "LGXCE6CB1M0000001"},
     {"plate", "浙CD12345"},
     {"division", "330302"},
     {"date", "2021-09-15"},
     {"date-time", "2021-09-15T09:00:00+08:00"},
     {"email", "someone@example.cn"},
     {"phone", "13800000001"},
     {"name", "张伟"},
     {"address", "示例路1号"}}};

std::optional<std::string> text_of_kind(const Json& schema, const char* member) {
  if (!schema.contains(member)) return std::nullopt;
  for (const auto& [kind, text] : kTexts) {
    if (schema[member] == kind) return text;
  }
  return std::nullopt;
}

const Json& resolved(const Json& schema, const Json& root) {
  static const Json kAnything = Json::object();
  if (!schema.is_object()) return kAnything;
  const auto ref = schema.find("$ref");
  if (ref == schema.end() || !ref->is_string()) return schema;
  const auto& to = ref->get_ref<const std::string&>();
  if (!to.starts_with("#/")) return kAnything;
  const Json::json_pointer pointer(to.substr(1));
  return root.contains(pointer) ? root[pointer] : kAnything;
}

std::string type_of(const Json& schema) {
  const auto type = schema.find("type");
  if (type != schema.end() && type->is_string()) return type->get<std::string>();
  if (type != schema.end() && type->is_array()) {
    for (const Json& each : *type) {
      if (each.is_string() && each != "null") return each.get<std::string>();
    }
  }
  if (schema.contains("properties")) return "object";
  if (schema.contains("items")) return "array";
  return {};
}

std::string sample_text(const Json& schema) {
  if (auto text = text_of_kind(schema, "format")) return *std::move(text);
  if (auto text = text_of_kind(schema, "x-personal")) return *std::move(text);
  std::string text = "样例";
  const auto least = schema.value("minLength", std::size_t{0});
  for (std::size_t length = 2; length < least; ++length) text += "样";
  return text;
}

Json sample_in(const Json& given, const Json& root, std::size_t depth);

Json sample_object(const Json& schema, const Json& root, std::size_t depth) {
  Json out = Json::object();
  if (!schema.contains("properties")) return out;
  for (const auto& [name, property] : schema["properties"].items()) {
    out[name] = sample_in(property, root, depth + 1);
  }
  return out;
}

Json sample_number(const Json& schema, bool whole) {
  double value = schema.value("minimum", 1.0);
  if (schema.contains("exclusiveMinimum")) value = schema["exclusiveMinimum"].get<double>() + 1;
  if (value < 1 && schema.value("maximum", 1.0) >= 1) value = 1;
  if (whole) return static_cast<std::int64_t>(value);
  return value;
}

Json sample_in(const Json& given, const Json& root, std::size_t depth) {
  const Json& schema = resolved(given, root);
  if (depth > kDeepest) return nullptr;
  if (schema.contains("const")) return schema["const"];
  if (schema.contains("default")) return schema["default"];
  if (schema.contains("examples") && !schema["examples"].empty()) return schema["examples"][0];
  if (schema.contains("enum") && !schema["enum"].empty()) return schema["enum"][0];
  for (const char* const either : {"oneOf", "anyOf", "allOf"}) {
    if (schema.contains(either) && !schema[either].empty() && !schema.contains("properties")) {
      return sample_in(schema[either][0], root, depth + 1);
    }
  }
  const std::string type = type_of(schema);
  if (type == "object") return sample_object(schema, root, depth);
  if (type == "array") {
    if (!schema.contains("items") || schema["items"].is_array()) return Json::array();
    return Json::array({sample_in(schema["items"], root, depth + 1)});
  }
  if (type == "string") return sample_text(schema);
  if (type == "integer" || type == "number") return sample_number(schema, type == "integer");
  if (type == "boolean") return true;
  return type == "null" ? Json() : Json::object();
}

/// Changes a reply until a rule of an outcome is true, or is not.
class Bender {
 public:
  Bender(Json& reply, const Json& view, const std::string& today)
      : reply_(reply), view_(view), today_(today) {}

  void bend(const Json& rule, bool wanted) {
    if (!rule.is_object() || rule.size() != 1) return;
    const std::string name = rule.begin().key();
    const Json args = rule.begin()->is_array() ? *rule.begin() : Json::array({*rule.begin()});
    if (name == "var" || name == "!!") {
      if (name == "!!" && !args.empty()) return bend(args[0], wanted);
      truth(args, wanted);
    } else if (name == "!" && !args.empty()) {
      bend(args[0], !wanted);
    } else if (name == "and" || name == "or") {
      // One operand is enough to make "and" false or "or" true.
      const bool all = (name == "and") == wanted;
      for (const Json& each : args) {
        bend(each, wanted);
        if (!all) break;
      }
    } else if (name == "if" && args.size() >= 2) {
      bend(args[0], wanted);
      bend(args[1], wanted);
    } else if (args.size() == 2) {
      compare(name, args, wanted);
    }
  }

 private:
  static constexpr std::string_view kReply = "reply.";

  [[nodiscard]] static std::string path_of(const Json& operand) {
    if (!operand.is_object() || operand.size() != 1 || !operand.contains("var")) return {};
    const Json& var = operand["var"];
    const Json& path = var.is_array() && !var.empty() ? var[0] : var;
    return path.is_string() ? path.get<std::string>() : std::string();
  }

  [[nodiscard]] static Json::json_pointer pointer(std::string path) {
    Json::json_pointer to;
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t dot = std::min(path.find('.', at), path.size());
      to /= path.substr(at, dot - at);
      at = dot + 1;
    }
    return to;
  }

  [[nodiscard]] std::optional<Json> value_of(const Json& operand) const {
    if (!operand.is_object()) return operand;
    if (operand.contains("today")) return today_;
    const std::string path = path_of(operand);
    if (path.starts_with(kReply)) return std::nullopt;
    const auto to = pointer(path);
    if (path.empty() || !view_.contains(to)) return std::nullopt;
    return view_[to];
  }

  void put(const std::string& path, Json value) {
    reply_[pointer(path.substr(kReply.size()))] = std::move(value);
  }

  void truth(const Json& args, bool wanted) {
    const std::string path = path_of(Json{{"var", args}});
    if (!path.starts_with(kReply)) return;
    const auto at = pointer(path.substr(kReply.size()));
    const bool has = reply_.contains(at) && !reply_[at].is_null() && reply_[at] != false;
    if (wanted && !has) reply_[at] = true;
    if (!wanted)
      reply_[at] = reply_.contains(at) && !reply_[at].is_boolean() ? Json() : Json(false);
  }

  void compare(const std::string& name, const Json& args, bool wanted) {
    const bool first = path_of(args[0]).starts_with(kReply);
    const std::string path = path_of(args[first ? 0 : 1]);
    const auto other = value_of(args[first ? 1 : 0]);
    if (!path.starts_with(kReply) || !other) return;
    if (name == "in" && first) {
      if (other->is_array() && !other->empty() && wanted) put(path, (*other)[0]);
    } else if (name == "!=" || name == "!==") {
      put(path, wanted ? another(*other) : *other);
    } else if (wanted) {
      // == and, of an instant or a number, all comparisons that hold of equal values.
      put(path, *other);
    } else if (name == "==" || name == "===") {
      put(path, another(*other));
    }
  }

  [[nodiscard]] static Json another(const Json& value) {
    if (value.is_boolean()) return !value.get<bool>();
    if (value.is_number()) return value.get<double>() + 1;
    if (value.is_string()) return "no " + value.get<std::string>();
    return "other";
  }

  Json& reply_;
  const Json& view_;
  const std::string& today_;
};

}  // namespace

Json sample_of(const Json& schema) { return sample_in(schema, schema, 0); }

Json reply_for(const Json& call, const std::string& outcome, const Json& view,
               const std::string& today) {
  static const Json kNone = Json::array();
  Json reply = call.contains("reply") ? sample_of(call["reply"]) : Json::object();
  if (!reply.is_object()) reply = Json::object();
  Bender bender(reply, view, today);
  const Json& outcomes = call.contains("outcomes") ? call["outcomes"] : kNone;
  for (const Json& each : outcomes) {
    const bool own = each.value("id", "") == outcome;
    if (each.contains("when")) bender.bend(each["when"], own);
    if (own) break;
  }
  return reply;
}

}  // namespace lianban::scenario
