#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "errors.hpp"
#include "lianban/time.hpp"

namespace lianban::c {

inline constexpr std::size_t kMostText = 4u << 20;  ///< Bytes of one text that is passed in.

/// Copies a text: not NULL, UTF-8, not too long. `parameter`: its name in the header.
[[nodiscard]] Or<std::string> read_text(const char* text, std::string_view parameter);
/// Strict JSON, as the rooms read it.
[[nodiscard]] Outcome read_json(const char* text, std::string_view parameter);
/// The same, and an object. NULL, where it may be, is {}.
[[nodiscard]] Outcome read_object(const char* text, std::string_view parameter, bool nullable);

/// Takes the members of an object one by one and finds the ones that nobody asked for. The first
/// fault is kept; what is read after one is of no use.
class Fields {
 public:
  /// `object` must live as long as this.
  Fields(const Json& object, std::string_view parameter, std::string at = {})
      : object_(object), parameter_(parameter), at_(std::move(at)) {}

  [[nodiscard]] std::string text(const char* name, std::string fallback = {});
  [[nodiscard]] std::int64_t integer(const char* name, std::int64_t fallback,
                                     std::int64_t least = 0,
                                     std::int64_t most = std::numeric_limits<std::int64_t>::max());
  [[nodiscard]] double number(const char* name, double fallback);
  [[nodiscard]] bool boolean(const char* name, bool fallback);
  [[nodiscard]] std::vector<std::string> texts(const char* name);
  /// RFC 3339, or a date, which means its end where `day_ends`, else its beginning.
  [[nodiscard]] std::optional<Instant> instant(const char* name, bool day_ends = false);
  /// Any value; null where there is none.
  [[nodiscard]] Json any(const char* name);
  [[nodiscard]] Json object(const char* name);

  /// A member of a listed item that is not used here.
  void pass(const char* name) { known_.emplace_back(name); }
  void pass_rest() { closed_ = false; }
  void fail(const char* name, std::string code, std::string zh, std::string en);
  [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }
  /// The first fault, if any: also a member that is not known.
  [[nodiscard]] std::optional<Failure> fault();

 private:
  [[nodiscard]] const Json* find(const char* name);

  const Json& object_;
  std::string_view parameter_;
  std::string at_;  ///< JSON pointer of the object.
  std::vector<std::string> known_;
  std::optional<Failure> fault_;
  bool closed_ = true;
};

}  // namespace lianban::c
