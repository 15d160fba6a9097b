#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lianban::model {

/// Where a part of a merged definition was written: the n-th file read, and the place in it.
struct Origin {
  std::size_t file = 0;  ///< 0: the file that was asked for; then its base, the base's base, ...
  std::string pointer;
};

/// A JSON value of which every part knows its origin, so that a fault of the merged whole is shown
/// where its author wrote it.
struct Traced {
  enum class Kind { kValue, kObject, kArray };
  struct Member;

  Kind kind = Kind::kValue;
  std::shared_ptr<const Json> value;  ///< Of kValue.
  std::vector<Member> members;        ///< Of kObject, sorted by name.
  std::vector<Traced> elements;       ///< Of kArray.
  Origin origin;

  [[nodiscard]] const Traced* find(std::string_view name) const;
  [[nodiscard]] Traced* find(std::string_view name);
  void put(std::string_view name, Traced child);
  bool erase(std::string_view name);
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool is_object() const { return kind == Kind::kObject; }
  [[nodiscard]] bool is_array() const { return kind == Kind::kArray; }
  [[nodiscard]] bool is_null() const;
  /// Empty for anything but a text.
  [[nodiscard]] std::string text() const;
};

struct Traced::Member {
  std::string name;
  Traced value;
};

[[nodiscard]] Traced trace(const Json& json, std::size_t file, const std::string& pointer);
[[nodiscard]] Json plain(const Traced& traced);
/// Of the value at a JSON pointer into the merged whole; what is missing there is looked for where
/// the part that lacks it was written.
[[nodiscard]] Origin origin_of(const Traced& root, std::string_view pointer);

}  // namespace lianban::model
