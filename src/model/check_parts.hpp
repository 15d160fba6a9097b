#pragma once

#include "model/check_context.hpp"
#include "model/check_flow.hpp"

namespace lianban::model {

/// One function a family; each reports through the context and keeps nothing.

void check_states(const Checking& c);       ///< Unreachable, without an ending, never done.
void check_cycles(const Checking& c);       ///< Eventless circles.
void check_transitions(const Checking& c);  ///< Wiped regions, shadowed transitions.
void check_events(const Checking& c);       ///< What is listened to, raised and sent.
void check_materials(const Checking& c);
void check_deferrals(const Checking& c);  ///< What becomes of an overdue deferral.
void check_clocks(const Checking& c);
void check_calls(const Checking& c);
void check_papers(const Checking& c);  ///< Papers, licences, must_pass.
void check_decisions(const Checking& c, const Flow& flow);
void check_custody(const Checking& c, const Flow& flow);
void check_overdue_gaps(const Checking& c, const Flow& flow);

/// Why the engine can never give this event although all it names exists; nothing where it can, and
/// for events that are not the engine's.
[[nodiscard]] std::optional<Text> never_occurs(const Checking& c, std::string_view event);
[[nodiscard]] std::string overdue_event(const Material& material);
/// Whether the transition is there for an overdue deferral: "*" is not, nor is a person's.
[[nodiscard]] bool handles_overdue(const Transition& transition, const Material& material);
/// Whether anything ever asks this call.
[[nodiscard]] bool is_asked(const Checking& c, const CallSpec& call);

}  // namespace lianban::model
