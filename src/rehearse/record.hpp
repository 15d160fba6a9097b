#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "decide/decide.hpp"
#include "lianban/command.hpp"
#include "store/look.hpp"

namespace lianban::rehearse {

/// What somebody did to a case, or an agency said.
struct Recorded {
  Instant at{};
  Command command;
  /// Of an answer: when its request was made; nothing for one to a standing question, or one that
  /// came too late for any.
  std::optional<Instant> asked_at;
  bool misfit = false;  ///< The reply fitted nothing and was not kept.
  bool late = false;    ///< Kept without effect.
};

/// A case as its history tells it.
struct RecordedCase {
  std::string id, number, definition_hash;
  std::vector<decide::Entries> rows;
  std::vector<Recorded> commands;                       ///< Without time and acknowledgements.
  decide::Case last;                                    ///< As it stands.
  Instant until{};                                      ///< When the last thing happened to it.
  std::set<std::string> asked;                          ///< Calls that were ever made.
  std::map<std::string, std::set<Instant>> last_looks;  ///< Material -> limits it was sought at.
};

/// Errors: store/damaged.
[[nodiscard]] Result<RecordedCase> read_case(store::Look& look, const store::CaseKey& key);

}  // namespace lianban::rehearse
