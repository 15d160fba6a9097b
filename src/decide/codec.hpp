#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "decide/case.hpp"
#include "decide/entry.hpp"
#include "lianban/result.hpp"
#include "model/definition.hpp"

namespace lianban::decide {

/// The personal values of one case, beside its body and history: those hold "§0:HASH" where the
/// first of them stood. Sealing or erasing a value later leaves every hash of the chain valid.
/// Values are only ever appended; the position is the reference.
class PersonalValues {
 public:
  struct Value {
    std::string kind, text;
    base::Key16 salt{};

    template <class Self, class V>
    static void visit(Self& self, V& v) {
      v("kind", self.kind);
      v("text", self.text);
      v("salt", self.salt);
    }
  };

  /// Takes in the marked fields of a form, those in lists too; the salt of a new value is drawn
  /// from `entropy`. Whether any was new.
  bool learn(const model::Schema& form, const Json& value, const base::Digest& entropy);
  /// Takes in what another block holds: the content of a licence that this case is bound to.
  bool learn(const PersonalValues& other);
  /// Takes in every text of a value that nothing is known of.
  bool learn_all(const Json& value, const base::Digest& entropy);
  /// Those of these values that occur in a value.
  [[nodiscard]] PersonalValues within(const Json& value) const;
  [[nodiscard]] const std::vector<Value>& all() const { return values_; }
  [[nodiscard]] std::string encode() const;  ///< JSON text; empty where there is none.
  [[nodiscard]] static Result<PersonalValues> decode(std::string_view text);

  /// What stands in the history instead of a text; false where it is no personal value. A text that
  /// only looks like a reference is escaped.
  bool hide(std::string_view text, std::string& instead) const;
  bool reveal(std::string_view text, std::string& instead) const;

 private:
  bool learn(const std::string& kind, const std::string& text, const base::Digest& entropy);
  [[nodiscard]] bool knows(const std::string& text) const;

  std::vector<Value> values_;
};

/// Version of the forms below; stored beside each body.
inline constexpr int kFormat = 1;

[[nodiscard]] std::string encode_case(const Case& of, const PersonalValues& personal);
[[nodiscard]] Result<Case> decode_case(std::string_view bytes, const PersonalValues& personal);
/// The canonical array of one command's entries: what is hashed and never changes.
[[nodiscard]] std::string encode_entries(const Entries& entries, const PersonalValues& personal);
[[nodiscard]] Result<Entries> decode_entries(std::string_view bytes,
                                             const PersonalValues& personal);

/// A licence as its row of the register keeps it. What belongs to one case only (`held`, `row`) is
/// not in it.
[[nodiscard]] std::string encode_licence(const LicenceRecord& record,
                                         const PersonalValues& personal);
[[nodiscard]] Result<LicenceRecord> decode_licence(std::string_view bytes,
                                                   const PersonalValues& personal);

/// The state that a history leads to. Facts only: no definition, rule or calendar is looked at.
[[nodiscard]] Result<Case> replay(const std::vector<std::string>& history,
                                  const PersonalValues& personal);
/// Applies one row's entries and counts the revision.
void apply_row(const Entries& entries, Case& to);
/// Applies a fact. Reads no definition, rule or calendar.
void apply(const Entry& entry, Case& to);

}  // namespace lianban::decide
