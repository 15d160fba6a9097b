#pragma once

#include <map>
#include <optional>
#include <string>

#include "decide/decide.hpp"
#include "runtime/held.hpp"
#include "runtime/world.hpp"

namespace lianban::runtime {

/// Reads the register for one decision, and remembers what was read: the commit holds only while
/// each row is still so. For one thread.
class RegisterReader {
 public:
  explicit RegisterReader(World& world) : world_(world) {}
  RegisterReader(const RegisterReader&) = delete;
  RegisterReader& operator=(const RegisterReader&) = delete;

  /// Outlived by the reader.
  [[nodiscard]] decide::FindLicence find();
  /// A read that failed: whatever was decided meanwhile does not count.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  /// Personal values of licences that the case has become bound to. Whether any was new.
  bool learn(const decide::Case& after, decide::PersonalValues& personal) const;
  /// What the decision changes in the register, and what it was made on.
  void plan(const decide::Effects& effects, const Held& next, store::CaseCommit& commit) const;

 private:
  World& world_;
  std::map<std::string, std::optional<store::LicenceRow>> seen_;
  std::optional<Error> error_;
};

/// The columns of a row that follow from the record; `body` and `personal` too.
void describe(const decide::LicenceRecord& record, const decide::PersonalValues& personal,
              store::LicenceRow& row);
/// Error: store/damaged.
[[nodiscard]] Result<decide::Registered> registered_of(const store::LicenceRow& row);

}  // namespace lianban::runtime
