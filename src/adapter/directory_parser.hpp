#pragma once

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "lianban/agency.hpp"

namespace lianban::adapter {

/// Reads the agency directory and collects every fault instead of stopping at the first. One use.
class DirectoryParser {
 public:
  [[nodiscard]] LoadedDirectory parse(const Json& source);

 private:
  /// A value and where it stands.
  struct At {
    const Json& value;
    std::string pointer;
  };

  void entry(const At& at, AgencyEntry& out);
  void url(const At& at, std::string& out);
  void auth(const At& at, AgencyEntry& out);
  void named_secret(const At& at, std::string_view name, bool required, std::string& out);
  void timeouts(const At& at, AgencyEntry& out);
  void retry(const At& at, AgencyRetry& out);
  void breaker(const At& at, AgencyBreaker& out);
  void operations(const At& at, AgencyEntry& out);
  void operation(const At& at, AgencyOperation& out);
  void polling(const At& at, AgencyOperation& out);

  void fault(std::string code, std::string pointer, std::string zh, std::string en);
  /// False with a fault if it is not an object; names every member that is not in `names`.
  bool members(const At& at, std::initializer_list<std::string_view> names);
  /// Whether the member is there; a missing one is a fault if `required`.
  bool has(const At& at, std::string_view name, bool required = false);
  [[nodiscard]] At member(const At& at, std::string_view name) const;

  bool text(const At& at, std::string& out);
  void boolean(const At& at, bool& out);
  void integer(const At& at, int least, int most, int& out);
  void number(const At& at, double least, double most, double& out);
  void duration(const At& at, std::chrono::milliseconds& out);
  /// `place`: what the path must name once in braces, or empty.
  void path(const At& at, std::string_view place, std::string& out);

  LoadedDirectory loaded_;
};

}  // namespace lianban::adapter
