#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/loading.hpp"

namespace lianban::model {

/// A value of the document and where it stands. The document must outlive it.
struct Value {
  const Json* json = nullptr;
  std::string pointer;

  [[nodiscard]] Value member(const std::string& name) const;  ///< Must be there.
  [[nodiscard]] Value element(std::size_t index) const;
};

/// Reads an object member by member. What was never asked for is unknown: so the code that reads a
/// thing is also the list of what it may hold. `note` and `basis` are understood everywhere.
class Object {
 public:
  /// A value of another type is a fault and reads as empty.
  Object(Loading& loading, Value at);

  [[nodiscard]] std::optional<Value> find(std::string_view name);
  [[nodiscard]] std::optional<Value> need(std::string_view name);  ///< Absent: a fault.
  /// Only asks whether it is there, without making it known.
  [[nodiscard]] bool has(std::string_view name) const;

  void text(std::string_view name, std::string& out);
  void flag(std::string_view name, bool& out);
  void title(std::string_view name, Text& out);
  void duration(std::string_view name, std::optional<Duration>& out);

  /// Reports a member that has no meaning in this place, and makes it known.
  void refuse(std::string_view name, Text why);
  /// Reports what nobody asked for.
  void close();

  [[nodiscard]] const std::string& pointer() const { return at_.pointer; }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  Loading& loading_;
  Value at_;
  bool ok_;
  std::vector<std::string> known_;
};

/// `note` and `basis` of an object.
void read_annotations(Loading& loading, const Value& at);

/// A fault of type: "must be ...".
void wrong_type(Loading& loading, const Value& at, Text expected);

[[nodiscard]] std::string read_text(Loading& loading, const Value& at);  ///< Empty on a fault.
[[nodiscard]] bool read_flag(Loading& loading, const Value& at);
/// {"zh", "en"} or a text for both.
[[nodiscard]] Text read_title(Loading& loading, const Value& at);
[[nodiscard]] std::optional<Duration> read_duration(Loading& loading, const Value& at);
/// An id by the pattern of the language.
[[nodiscard]] std::string read_id(Loading& loading, const Value& at);
[[nodiscard]] bool is_id(std::string_view text);

/// The index of the text in `choices`, or nothing after a fault.
[[nodiscard]] std::optional<std::size_t> read_choice(Loading& loading, const Value& at,
                                                     std::span<const std::string_view> choices);

/// The elements of a list.
[[nodiscard]] std::vector<Value> read_list(Loading& loading, const Value& at);
/// The same, where a single value may stand for a list of one.
[[nodiscard]] std::vector<Value> one_or_more(const Value& at);

/// The members of a map from ids; ids are checked. With `annotated` a text `note` and a list
/// `basis` are no items (in a map whose values may be texts themselves they are).
[[nodiscard]] std::vector<std::pair<std::string, Value>> read_map(Loading& loading, const Value& at,
                                                                  bool annotated);
/// A section of the document; nothing where it is absent.
[[nodiscard]] std::vector<std::pair<std::string, Value>> read_section(Loading& loading,
                                                                      const char* name);

}  // namespace lianban::model
