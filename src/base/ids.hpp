#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lianban::base {

/// Identity of a case: 16 bytes, evenly distributed (drawn at random or from a digest), shown as 32
/// lower-case hexadecimal digits. All zero means "none".
struct CaseId {
  std::array<std::uint8_t, 16> bytes{};

  [[nodiscard]] bool empty() const { return *this == CaseId{}; }
  friend auto operator<=>(const CaseId&, const CaseId&) = default;
};

/// The administration a case belongs to where one store serves several; 0 where there is one.
struct TenantId {
  std::int64_t value = 0;
  friend auto operator<=>(const TenantId&, const TenantId&) = default;
};

/// 32 lower-case hexadecimal digits.
[[nodiscard]] std::string format(const CaseId& id);
/// Nothing unless the text is exactly 32 hexadecimal digits.
[[nodiscard]] std::optional<CaseId> parse_case_id(std::string_view text);
/// Decimal.
[[nodiscard]] std::string format(TenantId id);
/// Nothing for anything but a decimal of 64 bits.
[[nodiscard]] std::optional<TenantId> parse_tenant_id(std::string_view text);

}  // namespace lianban::base

template <>
struct std::hash<lianban::base::CaseId> {
  std::size_t operator()(const lianban::base::CaseId& id) const noexcept {
    std::size_t head = 0;  // The bytes are evenly distributed already.
    std::memcpy(&head, id.bytes.data(), sizeof head);
    return head;
  }
};

template <>
struct std::hash<lianban::base::TenantId> {
  std::size_t operator()(const lianban::base::TenantId& id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
