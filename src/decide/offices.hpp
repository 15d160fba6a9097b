#pragma once

#include <string>
#include <vector>

#include "lianban/command.hpp"
#include "model/definition.hpp"

/// Agencies with several offices: which of them a case belongs to (跨区域办理).
namespace lianban::decide {

class Session;

/// What the `office` rule of an agency says about a case now.
struct Competence {
  bool divided = false;  ///< The agency has an `office` rule at all.
  std::string office;    ///< Code of the competent office; empty: not settled, so nobody may act.
};

/// A rule that fails, or gives anything but a code (letters, digits, '-', '_', at most 64), settles
/// nothing: the code becomes part of a lane's name, and a form can hold anything.
[[nodiscard]] Competence competence_of(const Session& session, const std::string& agency);

/// For each of these roles that the actor has at another office: which office is competent.
[[nodiscard]] std::vector<Reason> office_reasons(const Session& session,
                                                 const std::vector<model::Role>& by,
                                                 const Actor& actor);

/// "agency", or "agency@office" where the request goes to one office.
[[nodiscard]] std::string lane_of(const std::string& agency, const std::string& office);

}  // namespace lianban::decide
