#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/rows.hpp"

namespace lianban::store {

/// The register of the memory store. Not thread-safe.
class MemoryLicences {
 public:
  [[nodiscard]] bool fits(const CaseCommit& commit) const;
  [[nodiscard]] bool fits(TenantId tenant, const std::vector<LicencePut>& puts) const;
  /// They fit.
  void put(TenantId tenant, const std::vector<LicencePut>& puts);
  [[nodiscard]] std::optional<LicenceRow> row(TenantId tenant, std::string_view number) const;
  [[nodiscard]] std::vector<LicenceRow> list(TenantId tenant, std::uint64_t after,
                                             std::size_t limit) const;
  [[nodiscard]] std::vector<LicenceRow> resting_on(TenantId tenant, std::string_view number,
                                                   std::uint64_t after, std::size_t limit) const;

 private:
  struct Entry {
    TenantId tenant{};
    LicenceRow row;
  };
  [[nodiscard]] std::uint64_t revision(TenantId tenant, const std::string& number) const;

  std::vector<Entry> rows_;  ///< In order of first put; `row.row` counts from 1.
  std::map<std::pair<TenantId, std::string>, std::size_t> numbers_;
};

}  // namespace lianban::store
