#pragma once

#include <string>

#include "runtime/desk.hpp"

namespace lianban::runtime {

/// The register as the outside sees it: shown, listed, filled. Thread-safe.
class Licences {
 public:
  Licences(World& world, Desk& desk) : world_(world), desk_(desk) {}

  /// Error: licence/not_found.
  [[nodiscard]] Result<Json> show(const std::string& number);
  [[nodiscard]] Result<Json> list(std::size_t limit, const std::string& cursor);
  /// A licence from before this system.
  [[nodiscard]] Result<Json> enter(const Json& licence);
  /// Once, for a database that is older than the register: the licences its cases have issued.
  Status fill();

 private:
  [[nodiscard]] Result<Json> summary(const store::LicenceRow& row);
  [[nodiscard]] Status fill_from(const base::CaseId& id);

  World& world_;
  Desk& desk_;
};

}  // namespace lianban::runtime
