#pragma once

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/visit.hpp"
#include "lianban/time.hpp"

namespace lianban::base {

/// Appends JSON text to a string, without a DOM in between. Members of structs stand in the order
/// of their field list, members of Json and of maps sorted; no white space; doubles shortest and
/// always with a point or an exponent, so that 1.0 stays a double. The same value always gives the
/// same bytes, and parse_json accepts them: ill-formed UTF-8 becomes U+FFFD, a double that is not
/// finite becomes null.
///
///   std::string row;
///   Writer(row).value(pause);
class Writer {
 public:
  /// Both must outlive the writer.
  explicit Writer(std::string& out, const StringHook* hook = nullptr) : out_(out), hook_(hook) {}

  /// One value, always written, empty or not.
  template <class T>
  void value(const T& value);

  /// One member of the object that is open; left out where empty (visit.hpp). `name` is a plain
  /// identifier and is not escaped.
  template <class T>
  void operator()(std::string_view name, const T& value);

  /// An object whose members `fields()` writes with operator(): for what a field list cannot say,
  /// such as the kind in front of a variant's fields.
  template <class Fields>
  void object(Fields&& fields) {
    out_ += '{';
    fields();
    out_ += '}';
  }

  void string(std::string_view text);
  void json(const Json& value);
  void number(double value);
  void integer(std::int64_t value);
  void integer(std::uint64_t value);

 private:
  void comma() {
    if (out_.back() != '{' && out_.back() != '[') out_ += ',';
  }
  void member(std::string_view name);
  void hooked(const std::string& text);
  void bytes(std::span<const std::uint8_t> value);
  void day(Day value);

  template <class T>
  static bool is_empty(const T& value);
  static bool is_null(const Json& value);
  static bool is_zero(double value);

  std::string& out_;
  const StringHook* hook_;
};

template <class T>
bool Writer::is_empty(const T& value) {
  if constexpr (std::same_as<T, bool> || detail::Integer<T>) {
    return !value;
  } else if constexpr (std::same_as<T, double>) {
    return is_zero(value);
  } else if constexpr (std::same_as<T, Json>) {
    return is_null(value);
  } else if constexpr (std::same_as<T, std::shared_ptr<const Json>> || detail::kIsOptional<T>) {
    return !value;
  } else if constexpr (std::same_as<T, Instant> || std::same_as<T, Day> ||
                       std::same_as<T, CaseId> || std::same_as<T, TenantId> ||
                       detail::kIsBytes<T>) {
    return value == T{};
  } else if constexpr (Named<T> || Visitable<T>) {
    return false;  // An enum never; a struct is written first and taken back if it came out as {}.
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return std::string_view(value).empty();
  } else {
    return value.empty();
  }
}

template <class T>
void Writer::operator()(std::string_view name, const T& field) {
  if (is_empty(field)) return;
  const std::size_t before = out_.size();
  member(name);
  const std::size_t start = out_.size();
  value(field);
  if constexpr (Visitable<T>) {
    if (out_.size() == start + 2) out_.resize(before);
  }
}

template <class T>
void Writer::value(const T& value) {
  if constexpr (std::same_as<T, bool>) {
    out_ += value ? "true" : "false";
  } else if constexpr (detail::Integer<T>) {
    using Wide = std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>;
    integer(static_cast<Wide>(value));
  } else if constexpr (std::same_as<T, double>) {
    number(value);
  } else if constexpr (std::same_as<T, Json>) {
    json(value);
  } else if constexpr (std::same_as<T, std::shared_ptr<const Json>>) {
    value ? json(*value) : static_cast<void>(out_ += "null");
  } else if constexpr (std::same_as<T, Instant>) {
    integer(static_cast<std::int64_t>(value.time_since_epoch().count()));
  } else if constexpr (std::same_as<T, Day>) {
    day(value);
  } else if constexpr (std::same_as<T, CaseId>) {
    bytes(value.bytes);
  } else if constexpr (std::same_as<T, TenantId>) {
    integer(value.value);
  } else if constexpr (detail::kIsBytes<T>) {
    bytes(value);
  } else if constexpr (Named<T>) {
    string(to_name(value));
  } else if constexpr (Visitable<T>) {
    object([&] { T::visit(value, *this); });
  } else if constexpr (detail::kIsOptional<T>) {
    value ? this->value(*value) : static_cast<void>(out_ += "null");
  } else if constexpr (detail::kIsVector<T>) {
    out_ += '[';
    for (auto&& element : value) {
      comma();
      this->template value<typename T::value_type>(element);
    }
    out_ += ']';
  } else if constexpr (detail::kIsMap<T>) {
    out_ += '{';
    for (const auto& [name, element] : value) {
      comma();
      string(name);
      out_ += ':';
      this->value(element);
    }
    out_ += '}';
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    string(value);
  } else {
    static_assert(detail::kUnsupported<T>, "no JSON form for this type: see base/visit.hpp");
  }
}

/// The text of one value.
template <class T>
[[nodiscard]] std::string to_text(const T& value, const StringHook* hook = nullptr) {
  std::string out;
  Writer(out, hook).value(value);
  return out;
}

}  // namespace lianban::base
