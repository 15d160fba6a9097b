#include "audit/chain.hpp"

#include <array>

namespace lianban::audit {

namespace {

std::array<std::uint8_t, 8> big_endian(std::uint64_t number) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * (bytes.size() - 1 - i)));
  }
  return bytes;
}

}  // namespace

base::Digest link(base::TenantId tenant, const base::CaseId& of, std::uint64_t revision,
                  const base::Digest& previous, std::string_view bytes) {
  // The leading byte keeps a row's hash from ever being taken for that of a definition (0x01).
  const auto tenant_bytes = big_endian(static_cast<std::uint64_t>(tenant.value));
  const auto revision_bytes = big_endian(revision);
  return base::sm3({"\x02", base::view(tenant_bytes), base::view(of.bytes),
                    base::view(revision_bytes), base::view(previous), bytes});
}

}  // namespace lianban::audit
