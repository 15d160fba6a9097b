#include "prove/samples.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "rules/path.hpp"
#include "rules/valid.hpp"

namespace lianban::prove {

namespace {

constexpr char kMark = '\x01';
/// Longer than any story lasts, so that the passing of time changes no comparison with today.
constexpr std::int64_t kFarDays = 800;

struct Format {
  const char* name;
  const char* text;
};
/// One valid text a kind; the resident's and the body's are made up, their check characters right.
constexpr std::array<Format, 7> kFormats{{{"resident_id", "330302198512124560"},
                                          {"uscc", "11330300002504567A"},
                                          {"vin", "LSJA24W94GS000687"},
                                          {"plate", "浙CD12345"},
                                          {"division", "330302"},
                                          {"email", "a@example.org"},
                                          {"uri", "https://example.org/"}}};

std::string format_text(const std::string& format) {
  for (const Format& each : kFormats) {
    if (format == each.name) return each.text;
  }
  if (format == "date") return date_token(-400);
  if (format == "date-time") return date_token(-400) + "T";
  return {};
}

const Json* at(const Json& object, const char* name) {
  const auto it = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && it != object.end() ? &*it : nullptr;
}

std::string type_of(const Json& schema) {
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

Json number_sample(const Json& schema, bool whole) {
  if (const Json* least = at(schema, "minimum")) return *least;
  if (const Json* above = at(schema, "exclusiveMinimum"); above && above->is_number()) {
    return whole ? Json(above->get<std::int64_t>() + 1) : Json(above->get<double>() + 1);
  }
  if (const Json* most = at(schema, "maximum"); most && most->get<double>() < 1) return *most;
  return 1;
}

Json text_sample(const Json& schema) {
  if (const Json* format = at(schema, "format"); format && format->is_string()) {
    std::string text = format_text(format->get<std::string>());
    if (!text.empty()) return text;
  }
  const Json* least = at(schema, "minLength");
  const std::size_t length = least != nullptr ? least->get<std::size_t>() : 0;
  std::string text = "样本";
  while (text.size() < length * 3) text += "样";
  const Json* most = at(schema, "maxLength");
  if (most != nullptr && most->get<std::size_t>() < 2) text = most->get<std::size_t>() ? "样" : "";
  return text;
}

class Sampler {
 public:
  explicit Sampler(const Json& root) : root_(root) {}

  // Schemas are trees; `depth` bounds what refers to itself.
  Json value(const Json& schema, int depth = 0) {
    if (!schema.is_object() || depth > 32) return "样本";
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
    if (!ref.starts_with("#")) return "样本";
    const nlohmann::json::json_pointer pointer(ref.substr(1));
    return root_.contains(pointer) ? value(root_.at(pointer), depth + 1) : Json("样本");
  }

  Json plain(const Json& schema, int depth) {
    const std::string type = type_of(schema);
    if (type == "boolean") return true;
    if (type == "integer" || type == "number") return number_sample(schema, type == "integer");
    if (type == "null") return nullptr;
    if (type == "array") {
      const Json* least = at(schema, "minItems");
      Json list = Json::array();
      const Json* items = at(schema, "items");
      for (std::size_t i = least ? least->get<std::size_t>() : 0; i > 0; --i) {
        list.push_back(items != nullptr && items->is_object() ? value(*items, depth + 1)
                                                              : Json("样本"));
      }
      return list;
    }
    if (type != "object") return text_sample(schema);
    Json object = Json::object();
    const Json* properties = at(schema, "properties");
    if (const Json* required = at(schema, "required")) {
      for (const Json& name : *required) {
        const auto& text = name.get_ref<const std::string&>();
        const Json* member = properties != nullptr ? at(*properties, text.c_str()) : nullptr;
        object[text] = member != nullptr ? value(*member, depth + 1) : Json("样本");
      }
    }
    return object;
  }

  const Json& root_;
};

}  // namespace

std::string date_token(std::int64_t days_from_today) {
  return std::string(1, kMark) + "d" + std::to_string(days_from_today);
}

std::string age_token(std::int64_t years) { return date_token(-(years * 365 + years / 4 + 120)); }

std::string same_token(const std::string& path) { return std::string(1, kMark) + "=" + path; }

bool has_token(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().starts_with(kMark);
  if (!value.is_structured()) return false;
  return std::any_of(value.begin(), value.end(), [](const Json& each) { return has_token(each); });
}

namespace {

Json token_value(const std::string& text, Instant now, const decide::Case* of) {
  if (text[1] == 'd') {
    const bool instant = text.back() == 'T';
    const Day day = day_of(now) + std::chrono::days(std::stoll(text.substr(2)));
    return instant ? format_instant(start_of(day)) : format_day(day);
  }
  const auto path = rules::parse_path(text.substr(2));
  if (of == nullptr || !path) return nullptr;
  const auto& from = path->root == rules::Root::kForm ? of->form : of->vars;
  const Json* found = from ? rules::follow(*from, path->segments) : nullptr;
  return found != nullptr ? *found : Json();
}

}  // namespace

Json filled(const Json& value, Instant now, const decide::Case* of) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return text.size() > 1 && text.front() == kMark ? token_value(text, now, of) : value;
  }
  if (!value.is_structured() || !has_token(value)) return value;
  Json copy = value;
  for (Json& each : copy) each = filled(each, now, of);
  return copy;
}

Json sample_of(const Json& schema) { return Sampler(schema).value(schema); }

const Json* member_schema(const Json& schema, const std::vector<std::string>& path) {
  const Json* here = &schema;
  for (const std::string& name : path) {
    const Json* properties = at(*here, "properties");
    const Json* items = at(*here, "items");
    const bool number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
    if (number && items != nullptr) {
      here = items;
    } else if (properties != nullptr) {
      here = at(*properties, name.c_str());
    } else {
      here = nullptr;
    }
    if (here == nullptr) return nullptr;
  }
  return here;
}

namespace {

void add(std::vector<Json>& values, Json value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(std::move(value));
  }
}

void add_around(std::vector<Json>& values, const Json& constant) {
  if (constant.is_number_integer()) {
    const auto n = constant.get<std::int64_t>();
    for (const std::int64_t near : {n, n - 1, n + 1}) add(values, near);
  } else if (constant.is_number()) {
    for (const double step : {0.0, -1.0, 1.0}) add(values, constant.get<double>() + step);
  } else if (!constant.is_null()) {
    add(values, constant);
  }
}

/// Another choice than those that rules name.
void add_other(std::vector<Json>& values, const Json* schema, const Atom& atom) {
  const Json* choices = schema != nullptr ? at(*schema, "enum") : nullptr;
  if (choices == nullptr) return;
  for (const Json& each : *choices) {
    if (std::find(atom.constants.begin(), atom.constants.end(), each) == atom.constants.end()) {
      return add(values, each);
    }
  }
}

void add_tested(Candidates& to, const Json* schema, const std::string& type) {
  if (type == "boolean") {
    add(to.values, true);
    add(to.values, false);
  }
  if (type == "array") {
    add(to.values, Json::array());
    const Json* items = schema != nullptr ? at(*schema, "items") : nullptr;
    Json one = items != nullptr ? sample_of(*items) : Json("样本");
    add(to.values, Json::array({std::move(one)}));
  }
  if (type == "integer" || type == "number") add(to.values, 0);
}

}  // namespace

Candidates candidates_of(const Json& schema, std::vector<std::string> path, const Atom& atom) {
  Candidates to;
  const Json* member = member_schema(schema, path);
  const std::string type = member != nullptr ? type_of(*member) : "";
  const bool text = type.empty() || type == "string";
  if (member != nullptr) add(to.values, sample_of(*member));
  for (const Json& constant : atom.constants) add_around(to.values, constant);
  add_other(to.values, member, atom);
  for (const std::int64_t years : atom.ages) {
    for (const std::int64_t old : {years - 1, years, years + 1}) {
      if (old >= 0) add(to.values, age_token(old));
    }
  }
  if (atom.dated && text) {
    for (const std::int64_t days : {-kFarDays, std::int64_t{0}, kFarDays}) {
      add(to.values, date_token(days));
    }
  }
  for (const std::string& kind : atom.kinds) {
    add(to.values, format_text(kind));
    add(to.values, "0");
  }
  for (const std::string& other : atom.same) {
    if (other.starts_with("form.") || other.starts_with("vars.")) {
      add(to.values, same_token(other));
    }
  }
  if (text && (!atom.constants.empty() || !atom.same.empty()) &&
      !at(member ? *member : schema, "enum")) {
    add(to.values, "其他");
  }
  if (atom.tested) add_tested(to, member, type);
  if (member == nullptr && to.values.empty()) {
    add(to.values, true);
    add(to.values, false);
  }
  to.path = std::move(path);
  to.absent = true;
  return to;
}

void put(Json& object, const std::vector<std::string>& path, Json value) {
  Json* here = &object;
  for (const std::string& name : path) {
    if (here->is_array() && !name.empty() && name.size() < 4 &&
        name.find_first_not_of("0123456789") == std::string::npos) {
      const std::size_t index = std::stoul(name);
      while (here->size() <= index) here->push_back(Json::object());
      here = &(*here)[index];
      continue;
    }
    if (!here->is_object()) *here = Json::object();
    here = &(*here)[name];
  }
  *here = std::move(value);
}

void remove(Json& object, const std::vector<std::string>& path) {
  Json* here = &object;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (!here->is_object() || !here->contains(path[i])) return;
    here = &(*here)[path[i]];
  }
  if (here->is_object() && !path.empty()) here->erase(path.back());
}

std::vector<Json> combinations(const Json& sample, const std::vector<Candidates>& candidates,
                               const model::Schema& schema, Instant now, const decide::Case* of,
                               std::size_t most, bool& cut) {
  std::vector<Json> found{sample};
  for (const Candidates& each : candidates) {
    std::vector<Json> more;
    std::set<std::string> known;
    const auto add_new = [&](Json&& value) {
      if (known.insert(value.dump()).second) more.push_back(std::move(value));
    };
    for (const Json& base : found) {
      for (const Json& value : each.values) {
        Json with = base;
        put(with, each.path, value);
        add_new(std::move(with));
      }
      if (!each.absent) continue;
      Json without = base;
      remove(without, each.path);
      add_new(std::move(without));
    }
    if (more.size() > most) {
      cut = true;
      more.resize(most);
    }
    found = std::move(more);
  }
  std::erase_if(found, [&](const Json& value) {
    return !schema.empty() && !schema.validate(filled(value, now, of)).empty();
  });
  return found;
}

}  // namespace lianban::prove
