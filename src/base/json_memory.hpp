#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

// nlohmann 3.11 frees a value by moving everything below it into a vector first, against deep
// trees: an allocation in a destructor, and so std::terminate when memory has run out. Freeing by
// recursion needs none; only what is deeper than anything the library reads (limits::kJsonDepth)
// goes the old way. Read ahead of every source file of the rooms (cmake/Rooms.cmake), so that all
// of them agree.

namespace lianban::base {

inline constexpr int kFreedByRecursion = 512;
inline thread_local int json_depth = 0;

template <class T>
void free_json_part(T* part) {
  std::destroy_at(part);
  std::allocator<T>().deallocate(part, 1);
}

/// Moves all that is below `value` into one flat list and frees that.
inline void flatten_json(nlohmann::json&& value) {
  std::vector<nlohmann::json> flat;
  flat.push_back(std::move(value));
  while (!flat.empty()) {
    nlohmann::json last = std::move(flat.back());
    flat.pop_back();
    if (!last.is_structured()) continue;
    for (nlohmann::json& each : last) flat.push_back(std::move(each));
  }
}

}  // namespace lianban::base

template <>
inline void nlohmann::json::json_value::destroy(nlohmann::json::value_t type) {
  using lianban::base::json_depth;
  switch (type) {
    case value_t::object:
      if (json_depth >= lianban::base::kFreedByRecursion) {
        for (auto& [name, each] : *object) {
          if (each.is_structured()) lianban::base::flatten_json(std::move(each));
        }
      }
      ++json_depth;
      lianban::base::free_json_part(object);
      --json_depth;
      break;
    case value_t::array:
      if (json_depth >= lianban::base::kFreedByRecursion) {
        for (auto& each : *array) {
          if (each.is_structured()) lianban::base::flatten_json(std::move(each));
        }
      }
      ++json_depth;
      lianban::base::free_json_part(array);
      --json_depth;
      break;
    case value_t::string:
      lianban::base::free_json_part(string);
      break;
    case value_t::binary:
      lianban::base::free_json_part(binary);
      break;
    case value_t::null:
    case value_t::boolean:
    case value_t::number_integer:
    case value_t::number_unsigned:
    case value_t::number_float:
    case value_t::discarded:
      break;
  }
}

// nlohmann compares with a text by making a JSON value of it, inside a function that is noexcept:
// std::terminate again. These are preferred and make nothing.
namespace nlohmann {

inline bool operator==(const json& value, const char* text) {
  const auto* held = value.get_ptr<const json::string_t*>();
  return held != nullptr && *held == text;
}
inline bool operator!=(const json& value, const char* text) { return !(value == text); }

}  // namespace nlohmann
