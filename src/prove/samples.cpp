#include "prove/samples.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/sample.hpp"
#include "rules/path.hpp"
#include "rules/valid.hpp"

namespace lianban::prove {

namespace {

constexpr char kMark = '\x01';
/// Longer than any story lasts, so that the passing of time changes no comparison with today.
constexpr std::int64_t kFarDays = 800;

const Json* at(const Json& object, const char* name) {
  const auto it = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && it != object.end() ? &*it : nullptr;
}

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

Json sample_of(const Json& schema) {
  model::SampleStyle style;
  style.date = [](std::string_view format) {
    return date_token(-400) + (format == "date" ? "" : "T");
  };
  return model::sample_of(schema, style);
}

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
    Json one = items != nullptr ? sample_of(*items) : Json("样例");
    add(to.values, Json::array({std::move(one)}));
  }
  if (type == "integer" || type == "number") add(to.values, 0);
}

}  // namespace

Candidates candidates_of(const Json& schema, std::vector<std::string> path, const Atom& atom) {
  Candidates to;
  const Json* member = member_schema(schema, path);
  const std::string type = member != nullptr ? model::sample_type(*member) : "";
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
    add(to.values, sample_of({{"type", "string"}, {"format", kind}}));
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
