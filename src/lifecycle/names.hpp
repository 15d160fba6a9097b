#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

/// The names under which lifecycle states are stored and shown are the enumerators themselves:
/// `kAnsweredByHand` is "answered_by_hand". One list therefore gives the enum and its names; the
/// golden matrices hold the names fast, because an enumerator renamed would orphan stored cases.
namespace lianban::lifecycle {

namespace detail {

/// "kMade" out of the compiler's spelling of this function; empty when Value is no enumerator,
/// which both g++ and clang spell as a cast "(Type)7".
template <auto Value>
consteval std::string_view enumerator() {
  const std::string_view all = __PRETTY_FUNCTION__;
  const std::size_t from = all.find("Value = ") + 8;
  const std::string_view value = all.substr(from, all.find_first_of(";]", from) - from);
  return value.front() == '(' ? std::string_view{} : value.substr(value.rfind(':') + 1);
}

template <class E, std::size_t N = 0>
consteval std::size_t count() {
  if constexpr (enumerator<static_cast<E>(N)>().empty()) {
    return N;
  } else {
    return count<E, N + 1>();
  }
}

/// Room for the longest name in snake case.
struct Name {
  std::array<char, 32> letters{};
  std::size_t size = 0;
  [[nodiscard]] constexpr std::string_view view() const { return {letters.data(), size}; }
};

template <auto Value>
consteval Name snake() {
  Name name;
  for (const char c : enumerator<Value>().substr(1)) {  // without the k of kMade
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && name.size > 0) name.letters.at(name.size++) = '_';
    name.letters.at(name.size++) = capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

template <auto Value>
inline constexpr Name kName = snake<Value>();

template <class E, std::size_t... I>
consteval std::array<std::string_view, sizeof...(I)> names(std::index_sequence<I...>) {
  return {kName<static_cast<E>(I)>.view()...};
}

}  // namespace detail

/// How many enumerators E has; they count from 0 without gaps.
template <class E>
inline constexpr std::size_t kCount = detail::count<E>();

/// The names of all enumerators in their order.
template <class E>
inline constexpr std::array<std::string_view, kCount<E>> kNames =
    detail::names<E>(std::make_index_sequence<kCount<E>>{});

/// The stored name, for example "overdue"; empty for a value that is no enumerator.
template <class E>
requires std::is_enum_v<E>
[[nodiscard]] constexpr std::string_view to_name(E value) {
  const auto index = static_cast<std::size_t>(value);
  return index < kCount<E> ? kNames<E>[index] : std::string_view{};
}

/// Reads a stored name. False, and `value` untouched, when E has no such name.
template <class E>
requires std::is_enum_v<E>
[[nodiscard]] constexpr bool from_name(std::string_view name, E& value) {
  for (std::size_t i = 0; i < kCount<E>; ++i) {
    if (kNames<E>[i] != name) continue;
    value = static_cast<E>(i);
    return true;
  }
  return false;
}

}  // namespace lianban::lifecycle
