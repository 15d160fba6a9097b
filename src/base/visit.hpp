#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// One field list per persisted struct, used by Writer (writer.hpp) and Reader (reader.hpp):
///
///   struct Pause {
///     Day first;
///     std::optional<Day> last;
///     std::string reason;
///
///     template <class Self, class V>
///     static void visit(Self& self, V& v) {   // Self is Pause or const Pause
///       v("first", self.first);
///       v("last", self.last);
///       v("reason", self.reason);
///     }
///   };
///
/// Fields may be: bool, integers, double, std::string, Json, std::shared_ptr<const Json>, Instant
/// (microseconds), Day ("2021-09-15"), CaseId and std::array<uint8_t, N> (hex), TenantId, enums
/// (by name, see below), other visitable structs, and std::optional, std::vector and
/// std::map<std::string, ...> of all these.
///
/// A field that is empty (zero, false, "", epoch, null, an empty container, a struct whose fields
/// are all empty) is not written, and a field that is not there reads as empty, whatever the
/// struct's initialiser says. Exceptions, because their absence would not be safe to interpret:
/// enums are always written (the first enumerator may change) and an absent one keeps its
/// initialiser; what stands in an optional, a shared_ptr, a vector or a map is always written.
///
/// An enum is written by its name, through two functions found beside it:
///   std::string_view to_name(Colour);                  // never empty
///   bool from_name(std::string_view name, Colour& out);  // false and `out` untouched if unknown
namespace lianban::base {

/// Called for each string value (not member name) inside a Json field, with the string to write or
/// read instead in the second argument; false leaves the string as it is. The codec uses it to put
/// references where personal values stood. Since it sees every string, it can also escape strings
/// that only look like its references.
using StringHook = std::function<bool(std::string_view text, std::string& instead)>;

namespace detail {

struct AnyVisitor {
  template <class T>
  void operator()(std::string_view, T&) {}
};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsMap = false;
template <class T>
inline constexpr bool kIsMap<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool kIsBytes = false;
template <std::size_t N>
inline constexpr bool kIsBytes<std::array<std::uint8_t, N>> = true;
template <class T>
inline constexpr bool kUnsupported = false;

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;

}  // namespace detail

/// A struct with a field list.
template <class T>
concept Visitable = std::is_class_v<T> && requires(T& value, detail::AnyVisitor& visitor) {
  T::visit(value, visitor);
};

/// An enum with names.
template <class T>
concept Named = std::is_enum_v<T> && requires(T value, std::string_view name) {
  { to_name(value) } -> std::convertible_to<std::string_view>;
  { from_name(name, value) } -> std::convertible_to<bool>;
};

}  // namespace lianban::base
