#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "lianban/text.hpp"

namespace lianban {

/// The world failed (busy, I/O, bad argument, corrupt file). Nothing was committed, unless the
/// code is `store/unknown`, which says so. A "no" of the rules is never an Error but a Refusal.
struct Error {
  std::string code;        ///< Stable, for programs: "store/locked", "json/syntax", ...
  Text message;            ///< One sentence without personal data.
  std::string place;       ///< File, JSON pointer or line:column where that is known, else empty.
  bool retryable = false;  ///< The same call may succeed later without a change.
};

/// An Error with its sentence in both languages.
inline Error make_error(std::string code, std::string zh, std::string en, std::string place = {}) {
  return Error{std::move(code), Text{std::move(zh), std::move(en)}, std::move(place)};
}

/// A value or an Error. Reading the wrong alternative is a bug of the caller and throws
/// std::logic_error, which never crosses the library's C face.
template <class T>
class [[nodiscard]] Result {
 public:
  /// From what a function returns, without a word more.
  /// @{
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(*-explicit-*)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(*-explicit-*)
  /// @}

  /// Whether there is a value.
  /// @{
  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  /// @}

  /// The value; without one this throws std::logic_error.
  /// @{
  [[nodiscard]] T& value() & { return check_value(), std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return check_value(), std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return check_value(), std::get<0>(std::move(state_)); }
  /// @}
  /// The Error; with a value this throws std::logic_error.
  /// @{
  [[nodiscard]] const Error& error() const& {
    if (ok()) throw std::logic_error("Result holds a value, not an error");
    return std::get<1>(state_);
  }
  [[nodiscard]] Error&& error() && {
    if (ok()) throw std::logic_error("Result holds a value, not an error");
    return std::get<1>(std::move(state_));
  }
  /// @}

  /// As value().
  /// @{
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  /// @}

 private:
  void check_value() const {
    if (!ok()) throw std::logic_error("Result holds error " + std::get<1>(state_).code);
  }
  std::variant<T, Error> state_;
};

/// Success without a value.
struct Done {};
/// Done, or why not.
using Status = Result<Done>;

}  // namespace lianban
