#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "lianban/diagnostic.hpp"
#include "lianban/result.hpp"

namespace lianban {

namespace decide {
struct Prepared;
}
namespace model {
struct Definition;
}

/// One approval, parsed, checked and compiled. Immutable, cheap to copy, safe to share between
/// threads.
class Definition {
 public:
  struct Checked;
  /// Parses and checks; reports every fault at once. Never throws. At most 4 MiB.
  [[nodiscard]] static Checked check(std::string_view text);

  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] const Text& title() const;
  /// 64 hexadecimal digits: SM3 of the language version and the canonical text. What a case pins.
  [[nodiscard]] std::string hash() const;
  /// The definition as it was written, members sorted.
  [[nodiscard]] nlohmann::json source() const;
  /// Counts for a summary line: states, transitions, materials, calls, papers, clocks.
  [[nodiscard]] nlohmann::json summary() const;

  /// The library's own; see src/decide/decide.hpp.
  explicit Definition(std::shared_ptr<const decide::Prepared> prepared);
  [[nodiscard]] const std::shared_ptr<const decide::Prepared>& prepared() const {
    return prepared_;
  }
  /// The library's own; see src/model/definition.hpp.
  [[nodiscard]] const model::Definition& compiled() const { return *compiled_; }

 private:
  std::shared_ptr<const decide::Prepared> prepared_;
  const model::Definition* compiled_;  // owned by prepared_
};

/// A definition, or all its faults. `definition` is null when there is an error among them.
struct Definition::Checked {
  std::shared_ptr<const Definition> definition;
  Diagnostics diagnostics;  ///< In the order of the text, placed by line and column.
};

}  // namespace lianban
