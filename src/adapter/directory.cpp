#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "adapter/directory_parser.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "lianban/agency.hpp"

namespace lianban {

const AgencyEntry* AgencyDirectory::find(std::string_view agency, std::string_view office) const {
  if (!office.empty()) {
    std::string own(agency);
    own.append("@").append(office);
    if (const auto found = entries.find(own); found != entries.end()) return &found->second;
  }
  const auto found = entries.find(agency);
  return found == entries.end() ? nullptr : &found->second;
}

const AgencyOperation* AgencyDirectory::operation(std::string_view agency, std::string_view office,
                                                  std::string_view name) const {
  const AgencyEntry* entry = find(agency, office);
  if (entry == nullptr) return nullptr;
  const auto found = entry->operations.find(name);
  return found == entry->operations.end() ? nullptr : &found->second;
}

const SignatureScheme* AgencyDirectory::scheme(std::string_view name) const {
  const auto found = schemes.find(name);
  return found == schemes.end() ? find_signature_scheme(name) : &found->second;
}

LoadedDirectory load_agency_directory(const Json& source) {
  return adapter::DirectoryParser().parse(source);
}

LoadedDirectory load_agency_directory_text(std::string_view text) {
  auto source = base::parse_json(text, {limits::kDefinitionBytes, limits::kJsonDepth});
  if (source) return load_agency_directory(*source);
  Error fault = std::move(source).error();
  fault.code = "directory/json";
  return {{}, {std::move(fault)}};
}

std::optional<std::chrono::milliseconds> next_attempt(const AgencyEntry& entry, int attempt,
                                                      double random) {
  const AgencyRetry& retry = entry.retry;
  if (attempt < 1 || attempt >= retry.attempts) return std::nullopt;
  const double most = static_cast<double>(retry.max.count());
  const double grown =
      static_cast<double>(retry.first.count()) * std::pow(retry.factor, attempt - 1);
  // The jitter only shortens, so that `max` is what it says; pow may overflow to infinity.
  const double share = retry.jitter * std::clamp(random, 0.0, 1.0);
  const double delay = std::min(grown, most) * (1.0 - share);
  return std::chrono::milliseconds{static_cast<std::int64_t>(delay)};
}

}  // namespace lianban
