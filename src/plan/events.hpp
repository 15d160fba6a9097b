#pragma once

#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "model/definition.hpp"
#include "plan/places.hpp"

namespace lianban::planning {

/// What must have been before an event can occur, by its name.
class Events {
 public:
  Events(const model::Definition& definition, const Json& source, const Facts& facts,
         const std::vector<Place>& places)
      : definition_(definition), source_(source), facts_(facts), places_(places) {}

  /// For who listens to it: an event that a person, an agency or the host sends needs nothing.
  [[nodiscard]] Ways heard(std::string_view event, bool by_a_person) const;
  /// That it has been taken or raised, as `available_after` means it.
  [[nodiscard]] Ways occurred(std::string_view event) const;

 private:
  [[nodiscard]] bool of_engine(const std::vector<std::string>& words, Ways& ways) const;
  [[nodiscard]] Ways of_clock(const std::string& clock) const;
  [[nodiscard]] Ways of_done(const std::string& state) const;
  [[nodiscard]] Ways of_child(const std::string& name) const;
  [[nodiscard]] Ways raised(std::string_view event) const;

  const model::Definition& definition_;
  const Json& source_;
  const Facts& facts_;
  const std::vector<Place>& places_;
};

}  // namespace lianban::planning
