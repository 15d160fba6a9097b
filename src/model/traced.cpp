#include "model/traced.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace lianban::model {

namespace {

/// RFC 6901: "~1" is a slash, "~0" a tilde.
std::string unescaped(std::string_view part) {
  std::string name;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] != '~' || i + 1 == part.size()) {
      name += part[i];
    } else {
      name += part[++i] == '1' ? '/' : '~';
    }
  }
  return name;
}

const Traced* child_of(const Traced& at, std::string_view part) {
  if (at.is_object()) return at.find(unescaped(part));
  std::size_t index = 0;
  const auto read = std::from_chars(part.data(), part.data() + part.size(), index);
  const bool is_index = read.ec == std::errc() && read.ptr == part.data() + part.size();
  return at.is_array() && is_index && index < at.elements.size() ? &at.elements[index] : nullptr;
}

}  // namespace

const Traced* Traced::find(std::string_view name) const {
  const auto it = std::ranges::lower_bound(members, name, {}, &Member::name);
  return it == members.end() || it->name != name ? nullptr : &it->value;
}

Traced* Traced::find(std::string_view name) {
  const auto it = std::ranges::lower_bound(members, name, {}, &Member::name);
  return it == members.end() || it->name != name ? nullptr : &it->value;
}

void Traced::put(std::string_view name, Traced child) {
  const auto it = std::ranges::lower_bound(members, name, {}, &Member::name);
  if (it != members.end() && it->name == name) {
    it->value = std::move(child);
  } else {
    members.insert(it, Member{std::string(name), std::move(child)});
  }
}

bool Traced::erase(std::string_view name) {
  return std::erase_if(members, [&](const Member& each) { return each.name == name; }) != 0;
}

std::vector<std::string> Traced::names() const {
  std::vector<std::string> all;
  for (const Member& each : members) all.push_back(each.name);
  return all;
}

bool Traced::is_null() const { return kind == Kind::kValue && (!value || value->is_null()); }

std::string Traced::text() const {
  return kind == Kind::kValue && value && value->is_string() ? value->get<std::string>()
                                                             : std::string{};
}

Traced trace(const Json& json, std::size_t file, const std::string& pointer) {
  Traced traced;
  traced.origin = {file, pointer};
  if (json.is_object()) {
    traced.kind = Traced::Kind::kObject;
    for (const auto& [name, child] : json.items()) {
      traced.members.push_back({name, trace(child, file, base::pointer_join(pointer, name))});
    }
  } else if (json.is_array()) {
    traced.kind = Traced::Kind::kArray;
    for (const Json& child : json) {
      traced.elements.push_back(
          trace(child, file, base::pointer_join(pointer, traced.elements.size())));
    }
  } else {
    traced.value = std::make_shared<const Json>(json);
  }
  return traced;
}

Json plain(const Traced& traced) {
  switch (traced.kind) {
    case Traced::Kind::kObject: {
      Json object = Json::object();
      for (const Traced::Member& each : traced.members) object[each.name] = plain(each.value);
      return object;
    }
    case Traced::Kind::kArray: {
      Json array = Json::array();
      for (const Traced& each : traced.elements) array.push_back(plain(each));
      return array;
    }
    case Traced::Kind::kValue:
      break;
  }
  return traced.value ? *traced.value : Json();
}

Origin origin_of(const Traced& root, std::string_view pointer) {
  const Traced* at = &root;
  while (!pointer.empty()) {
    const std::size_t end = pointer.find('/', 1);
    const Traced* next = child_of(*at, pointer.substr(1, end == pointer.npos ? end : end - 1));
    if (next == nullptr) break;
    at = next;
    pointer = end == pointer.npos ? std::string_view{} : pointer.substr(end);
  }
  Origin origin = at->origin;
  origin.pointer += pointer;
  return origin;
}

}  // namespace lianban::model
