#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

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
  struct Base;
  /// Reads the definition that `extends` names, as seen from the file `from`.
  using Sources = std::function<Result<Base>(const std::string& wanted, const std::string& from)>;
  /// Reads files: `wanted` is a path from the folder of `from`, with or without ".json". Errors:
  /// file/not_found, file/too_large. Safe to use from several threads.
  [[nodiscard]] static Sources files();

  /// Parses and checks; reports every fault at once. Never throws. At most 4 MiB.
  [[nodiscard]] static Checked check(std::string_view text);
  /// The same for a text that may extend others: `sources` reads them, `name` is where this one was
  /// read. What is checked, hashed, published and pinned is the merged whole.
  [[nodiscard]] static Checked check(std::string_view text, const std::string& name,
                                     const Sources& sources);

  /// Id, version and title as the definition has them.
  [[nodiscard]] const std::string& id() const;
  /// Its own number: cases are bound to the hash, not to it.
  [[nodiscard]] const std::string& version() const;
  /// In the languages it has.
  [[nodiscard]] const Text& title() const;
  /// 64 hexadecimal digits: SM3 of the language version and the canonical text. What a case pins.
  [[nodiscard]] std::string hash() const;
  /// The definition as it was written, members sorted.
  [[nodiscard]] nlohmann::json source() const;
  /// Counts for a summary line: states, transitions, materials, calls, papers, clocks.
  [[nodiscard]] nlohmann::json summary() const;

  /// The library's own; see src/decide/decide.hpp.
  explicit Definition(std::shared_ptr<const decide::Prepared> prepared);
  /// The library's own; see src/decide/decide.hpp.
  [[nodiscard]] const std::shared_ptr<const decide::Prepared>& prepared() const {
    return prepared_;
  }
  /// The library's own; see src/model/definition.hpp.
  [[nodiscard]] const model::Definition& compiled() const { return *compiled_; }

 private:
  std::shared_ptr<const decide::Prepared> prepared_;
  const model::Definition* compiled_;  // owned by prepared_
};

/// A definition file that another one extends.
struct Definition::Base {
  std::string name;  ///< Shown in diagnostics (Diagnostic::file).
  std::string text;
};

/// A definition, or all its faults. `definition` is null when there is an error among them.
struct Definition::Checked {
  std::shared_ptr<const Definition> definition;
  Diagnostics diagnostics;  ///< In the order of the text, placed by line and column.
  std::vector<Base> bases;  ///< What it extends, nearest first: texts for Diagnostic::file.
  nlohmann::json merged;    ///< With its bases put in; null where it extends nothing.
};

}  // namespace lianban
