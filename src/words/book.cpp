#include "words/book.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"

namespace lianban::words {
namespace {

const Json kNothing;

template <class Item>
Text title_or_id(const Item* item, const std::string& id) {
  return item == nullptr || item->title.empty() ? same(id) : both(item->title);
}

template <class Item>
const Item* find_in(const std::vector<Item>& list, const std::string& id) {
  const auto it = std::ranges::find(list, id, &Item::id);
  return it == list.end() ? nullptr : &*it;
}

std::string trimmed(std::string text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Text schema_title(const Json& schema, const std::string& name) {
  if (!schema.is_object() || !schema.contains("title")) return same(name);
  const Json& title = schema["title"];
  if (!title.is_string()) return same(name);
  const std::string text = title.get<std::string>();
  // Draft-07 knows one title; definitions write "座位数 / seats" in it.
  const auto slash = text.find("/ ");
  if (slash == std::string::npos || slash == 0) return same(text);
  const std::string zh = trimmed(text.substr(0, slash));
  const std::string en = trimmed(text.substr(slash + 1));
  if (ascii(zh) || !ascii(en) || en.empty()) return same(text);
  return {zh, en};
}

Text title_of(const Json& value) {
  if (value.is_string()) return same(value.get<std::string>());
  if (!value.is_object()) return {};
  Text title;
  if (const auto zh = value.find("zh"); zh != value.end() && zh->is_string()) {
    title.zh = zh->get<std::string>();
  }
  if (const auto en = value.find("en"); en != value.end() && en->is_string()) {
    title.en = en->get<std::string>();
  }
  return both(title);
}

Book::Book(const model::Definition& definition) : definition_(definition) {
  auto parsed =
      base::parse_json(definition.source, {limits::kDefinitionBytes * 2, limits::kJsonDepth});
  source_ = std::make_unique<const Json>(parsed ? std::move(parsed).value() : Json::object());
}

Book::~Book() = default;

const Json& Book::source() const { return *source_; }

const Json& Book::at(const std::string& pointer) const {
  const Json::json_pointer place(pointer);
  return source_->contains(place) ? source_->at(place) : kNothing;
}

Text Book::title(const model::State& state) const { return title_or_id(&state, state.id); }

Text Book::state(const std::string& id) const {
  const auto index = definition_.chart.find(id);
  return index == model::kNone ? same(id) : title(definition_.chart.states[index]);
}

Text Book::states(const std::vector<model::StateIndex>& list) const {
  std::vector<Text> all;
  for (const auto index : list) all.push_back(quoted(title(definition_.chart.states[index])));
  return listed(all);
}

Text Book::agency(const std::string& id) const {
  const model::Agency* agency = definition_.agencies.find(id);
  return agency == nullptr ? word(id) : title_or_id(agency, id);
}

Text Book::role_only(const model::Role& role) const {
  const model::Agency* agency = definition_.agencies.find(role.agency);
  if (agency == nullptr) return word(role.text());
  for (const auto& [id, title] : agency->roles) {
    if (id == role.role) return title.empty() ? same(id) : both(title);
  }
  return same(role.role);
}

Text Book::role(const std::string& text) const {
  const auto dot = text.find('.');
  if (dot == std::string::npos) return agency(text);
  const model::Role role{text.substr(0, dot), text.substr(dot + 1)};
  return fill({"{0}{1}", "{0}: {1}"}, {agency(role.agency), role_only(role)});
}

Text Book::roles(const std::vector<model::Role>& list) const {
  std::vector<Text> all;
  std::vector<std::string> told;
  for (const model::Role& each : list) {
    const model::Agency* agency = definition_.agencies.find(each.agency);
    const auto of_agency = [&](const model::Role& role) { return role.agency == each.agency; };
    const auto named = static_cast<std::size_t>(std::ranges::count_if(list, of_agency));
    // "any role" where every role of an agency with several is named.
    if (agency == nullptr || named < 2 || named < agency->roles.size()) {
      all.push_back(role(each.text()));
    } else if (std::ranges::find(told, each.agency) == told.end()) {
      told.push_back(each.agency);
      all.push_back(fill({"{0}任一岗位", "{0}: any role"}, {this->agency(each.agency)}));
    }
  }
  return listed(all);
}

Text Book::material(const std::string& id) const {
  return title_or_id(definition_.materials.find(id), id);
}
Text Book::paper(const std::string& id) const {
  return title_or_id(definition_.papers.find(id), id);
}
Text Book::clock(const std::string& id) const {
  return title_or_id(definition_.clocks.find(id), id);
}
Text Book::call(const std::string& id) const { return title_or_id(definition_.calls.find(id), id); }
Text Book::licence(const std::string& id) const {
  return title_or_id(definition_.licences.find(id), id);
}
Text Book::condition(const std::string& id) const {
  return title_or_id(definition_.conditions.find(id), id);
}
Text Book::law(const std::string& id) const {
  return title_or_id(find_in(definition_.law, id), id);
}
Text Book::param(const std::string& id) const {
  return title_or_id(find_in(definition_.param_list, id), id);
}

Text Book::basis(const std::string& pointer) const {
  std::vector<Text> all;
  for (const std::string& id : definition_.basis_of(pointer)) all.push_back(law(id));
  return join(all, {"、", "; "});
}

Text Book::setting(const Json& value) const {
  if (value.is_object() && value.size() == 1 && value.contains("param")) {
    const Json& name = value["param"];
    const std::string id = name.is_string() ? name.get<std::string>() : std::string();
    const model::Param* param = find_in(definition_.param_list, id);
    const bool known = definition_.params && definition_.params->contains(id);
    const Text said = known ? limit((*definition_.params)[id]) : same(id);
    if (param == nullptr || !param->sample) return said;
    return fill({"{0}（示例值）", "{0} (sample)"}, {said});
  }
  return this->value(value);
}

Text Book::limit(const Json& value) const {
  if (value.is_string()) {
    const auto duration = parse_duration(value.get<std::string>());
    return duration ? say(*duration) : same(value.get<std::string>());
  }
  return setting(value);
}

const Json& Book::field(const std::vector<std::string>& segments) const {
  const Json* at = &definition_.form.source();
  if (definition_.form.empty()) return kNothing;
  for (const std::string& name : segments) {
    if (!at->is_object()) return kNothing;
    if (const auto items = at->find("items"); items != at->end() && items->is_object()) {
      at = &*items;
    }
    const auto properties = at->find("properties");
    if (properties == at->end() || !properties->contains(name)) return kNothing;
    at = &(*properties)[name];
  }
  return *at;
}

}  // namespace lianban::words
