#pragma once

#include <string_view>

#include "model/chart.hpp"

namespace lianban::model {

/// Whether one descriptor (normalised: "a" for "a.*") matches an event name: the name itself or a
/// dot-separated prefix of it ("a" matches "a.b", not "ab"); "*" matches every name but after.*,
/// which belongs to the state whose time has run out.
[[nodiscard]] bool descriptor_match(std::string_view descriptor, std::string_view event_name);

/// Whether a transition listens to an event name (W3C: nameMatch). One with `by` is what a person
/// sends by name: there the names are exact, and "*" is no name. Never for an eventless one.
[[nodiscard]] bool name_match(const Transition& transition, std::string_view event_name);

/// Whether "*" covers the name.
[[nodiscard]] inline bool any_event_covers(std::string_view event_name) {
  return !event_name.starts_with("after.");
}

}  // namespace lianban::model
