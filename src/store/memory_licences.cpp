#include "store/memory_licences.hpp"

#include <algorithm>

namespace lianban::store {

std::uint64_t MemoryLicences::revision(TenantId tenant, const std::string& number) const {
  const auto found = numbers_.find({tenant, number});
  return found == numbers_.end() ? 0 : rows_[found->second].row.revision;
}

bool MemoryLicences::fits(TenantId tenant, const std::vector<LicencePut>& puts) const {
  return std::all_of(puts.begin(), puts.end(), [&](const LicencePut& each) {
    return revision(tenant, each.row.number) == each.expected;
  });
}

bool MemoryLicences::fits(const CaseCommit& commit) const {
  const TenantId tenant = commit.key.tenant;
  return fits(tenant, commit.licences_put) &&
         std::all_of(commit.licences_seen.begin(), commit.licences_seen.end(),
                     [&](const LicenceSeen& seen) {
                       return revision(tenant, seen.number) == seen.revision;
                     });
}

void MemoryLicences::put(TenantId tenant, const std::vector<LicencePut>& puts) {
  for (const LicencePut& each : puts) {
    const auto [at, fresh] = numbers_.try_emplace({tenant, each.row.number}, rows_.size());
    if (fresh) rows_.push_back({tenant, {}});
    LicenceRow& row = rows_[at->second].row;
    row = each.row;
    row.row = at->second + 1;
  }
}

std::optional<LicenceRow> MemoryLicences::row(TenantId tenant, std::string_view number) const {
  const auto found = numbers_.find({tenant, std::string(number)});
  if (found == numbers_.end()) return std::nullopt;
  return rows_[found->second].row;
}

std::vector<LicenceRow> MemoryLicences::list(TenantId tenant, std::uint64_t after,
                                             std::size_t limit) const {
  std::vector<LicenceRow> found;
  for (std::size_t at = after; at < rows_.size() && found.size() < limit; ++at) {
    if (rows_[at].tenant == tenant) found.push_back(rows_[at].row);
  }
  return found;
}

std::vector<LicenceRow> MemoryLicences::resting_on(TenantId tenant, std::string_view number,
                                                   std::uint64_t after, std::size_t limit) const {
  std::vector<LicenceRow> found;
  if (number.empty()) return found;
  for (std::size_t at = after; at < rows_.size() && found.size() < limit; ++at) {
    const Entry& each = rows_[at];
    if (each.tenant == tenant && each.row.rests_on == number) found.push_back(each.row);
  }
  return found;
}

}  // namespace lianban::store
