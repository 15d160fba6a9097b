#include "model/check.hpp"

#include <nlohmann/json.hpp>

#include "model/check_parts.hpp"

namespace lianban::model {

void check(const Definition& definition, const Json& source, Diagnostics& diagnostics) {
  const Checking c(definition, source, diagnostics);
  check_states(c);
  check_cycles(c);
  check_transitions(c);
  check_events(c);
  check_materials(c);
  check_deferrals(c);
  check_clocks(c);
  check_calls(c);
  check_papers(c);
  const Flow flow(c);
  if (!flow.known()) return;
  check_decisions(c, flow);
  check_custody(c, flow);
  check_overdue_gaps(c, flow);
}

}  // namespace lianban::model
