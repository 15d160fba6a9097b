#include "base/ids.hpp"

#include <algorithm>
#include <charconv>

#include "base/hash.hpp"

namespace lianban::base {

std::string format(const CaseId& id) { return hex(id.bytes); }

std::optional<CaseId> parse_case_id(std::string_view text) {
  const std::string bytes = unhex(text);
  CaseId id;
  if (bytes.size() != id.bytes.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

std::string format(TenantId id) { return std::to_string(id.value); }

std::optional<TenantId> parse_tenant_id(std::string_view text) {
  TenantId id;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id.value);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return id;
}

}  // namespace lianban::base
