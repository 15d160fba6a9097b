// What a schema says of a path, without a value: for paths of rules.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "model/schema_walk.hpp"

namespace lianban::model {
namespace {

/// Schemas looked at for one path. A reference to a reference may double the work each time.
constexpr int kLooks = 10'000;

using Member = Schema::Member;

bool has_type(const Json& schema, const char* type) {
  const auto types = schema.find("type");
  if (types == schema.end()) return true;
  if (types->is_array()) return std::ranges::find(*types, type) != types->end();
  return *types == type;
}

const Json* part(const Json& schema, const char* name) {
  const auto found = schema.find(name);
  return found == schema.end() ? nullptr : &*found;
}

class Looking {
 public:
  Looking(const Json& root, const std::vector<std::string>& segments)
      : root_(root), segments_(segments) {}

  Member look(const Json& written, std::size_t at) const {
    if (--left_ < 0) return {};
    const Json* schema = &written;
    while (schema->is_object() && schema->contains("$ref")) {
      if (--left_ < 0) return {};
      schema = target(*schema);
      if (schema == nullptr) return {};
    }
    if (!schema->is_object()) return {.declared = *schema != Json(false), .required = false};
    if (at == segments_.size()) {
      const bool may_be_null = schema->contains("type") && has_type(*schema, "null");
      return {.declared = true, .required = !may_be_null};
    }
    Member member = own(*schema, at);
    for (const char* name : {"allOf", "anyOf", "oneOf"}) {
      const Json* list = part(*schema, name);
      if (list == nullptr || !list->is_array()) continue;
      for (const Json& each : *list) {
        add(member, look(each, at), name == std::string_view("allOf"));
      }
    }
    for (const char* name : {"then", "else"}) {
      if (const Json* each = part(*schema, name)) {
        add(member, look(*each, at), false);
      }
    }
    return member;
  }

 private:
  static void add(Member& to, const Member& more, bool always) {
    to.declared = to.declared || more.declared;
    to.required = to.required || (always && more.required);
  }

  const Json* target(const Json& schema) const {
    const auto* text = schema["$ref"].get_ptr<const std::string*>();
    if (text == nullptr || !text->starts_with('#')) return nullptr;
    const nlohmann::json::json_pointer pointer(text->substr(1));
    return root_.contains(pointer) ? &root_[pointer] : nullptr;
  }

  Member own(const Json& schema, std::size_t at) const {
    Member member;
    if (has_type(schema, "object")) add(member, of_object(schema, at), true);
    if (has_type(schema, "array")) add(member, of_list(schema, at), true);
    return member;
  }

  Member of_object(const Json& schema, std::size_t at) const {
    const std::string& name = segments_[at];
    const Json* required = part(schema, "required");
    const bool is_required = required != nullptr && required->is_array() &&
                             std::ranges::find(*required, Json(name)) != required->end();
    const Json* properties = part(schema, "properties");
    if (properties != nullptr && properties->contains(name)) {
      Member member = look((*properties)[name], at + 1);
      member.required = member.required && is_required;
      return member;
    }
    const Json* more = part(schema, "additionalProperties");
    const bool is_closed = more != nullptr && *more == Json(false);
    if (properties == nullptr) {
      return {.declared = !is_closed && !combines(schema), .required = is_required};
    }
    if (schema.contains("patternProperties")) return {.declared = true, .required = false};
    if (more == nullptr || is_closed) return {};
    return {.declared = look(*more, at + 1).declared, .required = false};
  }

  /// A schema that leaves its members to others does not cover all below it.
  static bool combines(const Json& schema) {
    return schema.contains("allOf") || schema.contains("anyOf") || schema.contains("oneOf") ||
           schema.contains("then") || schema.contains("else") || schema.contains("items");
  }

  Member of_list(const Json& schema, std::size_t at) const {
    const std::string& text = segments_[at];
    std::size_t index = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, index);
    if (error != std::errc{} || rest != end) return {};
    const Json* items = part(schema, "items");
    if (items == nullptr) return {.declared = true, .required = false};
    const Json* each = items;
    if (items->is_array()) each = index < items->size() ? &(*items)[index] : nullptr;
    if (each == nullptr) return {.declared = true, .required = false};
    return {.declared = look(*each, at + 1).declared, .required = false};
  }

  const Json& root_;
  const std::vector<std::string>& segments_;
  mutable int left_ = kLooks;
};

}  // namespace

Schema::Member find_member(const Json& schema, const std::vector<std::string>& segments) {
  return Looking(schema, segments).look(schema, 0);
}

}  // namespace lianban::model
