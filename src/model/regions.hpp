#pragma once

#include <span>
#include <vector>

#include "model/chart.hpp"

namespace lianban::model {

/// The innermost compound state (never a parallel one, which is the trap of wiped_siblings) that
/// has the source and all targets properly inside it; kNone for the chart itself. W3C: findLCCA.
[[nodiscard]] StateIndex find_lcca(const Chart& chart, StateIndex source,
                                   std::span<const StateIndex> targets);

/// The state that a transition stays inside: all its active descendants are left (W3C:
/// getTransitionDomain). The source itself unless `reenter` is set, where all targets are properly
/// inside it; kNone for the chart. `targets` are the effective ones, not empty.
[[nodiscard]] StateIndex transition_domain(const Chart& chart, const Transition& transition,
                                           std::span<const StateIndex> targets);

/// Regions of parallel states that the transition may leave and enter anew although it names
/// nothing in them: neither its source nor a target lies inside. What `restarts` has to list,
/// outermost only, in document order. A deep history of the parallel state itself brings every
/// region back to where it was and so wipes none.
[[nodiscard]] std::vector<StateIndex> wiped_siblings(const Chart& chart,
                                                     const Transition& transition);

}  // namespace lianban::model
