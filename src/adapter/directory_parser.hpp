#pragma once

#include "adapter/directory_reader.hpp"
#include "lianban/agency.hpp"

namespace lianban::adapter {

/// Reads the agency directory with all its faults. One use.
class DirectoryParser {
 public:
  [[nodiscard]] LoadedDirectory parse(const Json& source);

 private:
  void entry(const At& at, AgencyEntry& out);
  void external_entry(const At& at, AgencyEntry& out);
  /// Entries that are no agency have to have the operation "deliver".
  void deliver(const At& at);
  void timeouts(const At& at, AgencyEntry& out);
  void retry(const At& at, AgencyRetry& out);
  void breaker(const At& at, AgencyBreaker& out);
  void operations(const At& at, AgencyEntry& out);
  void operation(const At& at, bool external, AgencyOperation& out);
  void polling(const At& at, AgencyOperation& out);

  DirectoryReader reader_;
  AgencyDirectory directory_;
};

}  // namespace lianban::adapter
