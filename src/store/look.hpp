#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/result.hpp"
#include "store/rows.hpp"

namespace lianban::store {

/// A database as it was when it was opened here, for reading only: not a byte of it changes, no
/// lock is taken, an engine may go on writing to it meanwhile (this look does not see that, and
/// holds back its checkpoints while it lasts). One thread.
///
/// Errors: store/not_found (no such file), store/foreign, store/older or store/newer (written by
/// another version of the library; an older one is brought up to date by opening it with an
/// engine), and those of reading (store.hpp).
class Look {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Look>> open(const std::string& path);
  ~Look();
  Look(const Look&) = delete;
  Look& operator=(const Look&) = delete;

  /// As Store's members of these names.
  [[nodiscard]] Result<std::vector<CaseSummary>> list(TenantId tenant, std::uint64_t after,
                                                      std::size_t limit);
  [[nodiscard]] Result<std::optional<StoredCase>> load(const CaseKey& key);
  [[nodiscard]] Result<std::vector<JournalRow>> journal(const CaseKey& key);
  [[nodiscard]] Result<std::optional<DefinitionRow>> definition(std::string_view hash);

 private:
  struct Impl;
  explicit Look(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lianban::store
