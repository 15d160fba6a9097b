#pragma once

#include <chrono>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "lianban/agency.hpp"

namespace lianban::adapter {

/// A value of the agency directory and where it stands.
struct At {
  const Json& value;
  std::string pointer;
};

/// Reads single values and keeps every fault instead of stopping at the first. What is faulty is
/// left as it was.
class DirectoryReader {
 public:
  [[nodiscard]] std::vector<Error> take_faults() { return std::move(faults_); }
  void fault(std::string code, std::string pointer, std::string zh, std::string en);

  /// False with a fault if it is not an object.
  bool object(const At& at);
  /// The same; names every member that is not in `names`, and every text that looks like a secret.
  bool members(const At& at, std::initializer_list<std::string_view> names);
  /// Names every text of an object that looks like a secret.
  void no_secrets(const At& at);
  /// Whether the member is there; a missing one is a fault if `required`.
  bool has(const At& at, std::string_view name, bool required = false);
  [[nodiscard]] At member(const At& at, std::string_view name) const;

  bool text(const At& at, std::string& out);
  void boolean(const At& at, bool& out);
  void integer(const At& at, int least, int most, int& out);
  void number(const At& at, double least, double most, double& out);
  void duration(const At& at, std::chrono::milliseconds& out);
  /// One of the names; gives its index, or -1 with a fault.
  int choice(const At& at, std::span<const std::string_view> names);
  /// `place`: what the path must name once in braces, or empty.
  void path(const At& at, std::string_view place, std::string& out);
  /// An http or https address.
  void url(const At& at, std::string& out);
  /// A member that names a secret.
  void named_secret(const At& at, std::string_view name, bool required, std::string& out);

 private:
  std::vector<Error> faults_;
};

}  // namespace lianban::adapter
