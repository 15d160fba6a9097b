// Originals go back to the applicant before the case ends.
#include <algorithm>

#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

std::vector<Related> originals_at(const Checking& c, const std::vector<std::string>& ids) {
  std::vector<Related> places;
  for (const std::string& id : ids) {
    const Material* material = c.definition.materials.find(id);
    if (material == nullptr) continue;
    places.push_back({material->pointer, named(id) + Text{"在这里", " is here"}, true});
  }
  return places;
}

void report(const Checking& c, const State& ending, const std::vector<std::string>& certain,
            const std::vector<std::string>& possible) {
  const Text hint{
      "请在走到这里的每条路上写“custody”退还申请人；确实留存的写进“leaves”",
      "give them back by 'custody' on every way here; name what stays on purpose in 'leaves'"};
  if (!certain.empty()) {
    c.error(codes::kNotReturned, ending.pointer,
            Text{"走到办结", "on every way to the ending "} + named(ending.id) +
                Text{"时，原件都不在申请人处，这里永远进不去：",
                     " these originals are not with the applicant, so it is never entered: "} +
                listed(certain),
            hint, originals_at(c, certain));
  }
  if (!possible.empty()) {
    c.warn(
        codes::kMayNotReturn, ending.pointer,
        Text{"走到办结", "on some way to the ending "} + named(ending.id) +
            Text{"时，原件可能不在申请人处：", " these originals may not be with the applicant: "} +
            listed(possible),
        hint, originals_at(c, possible));
  }
}

}  // namespace

void check_custody(const Checking& c, const Flow& flow) {
  for (const StateIndex top : c.chart.top) {
    const State& ending = c.chart.states[top];
    if (!c.graph.is_ending(top) || !flow.at(top).reached()) continue;
    std::vector<std::string> certain, possible;
    for (std::size_t i = 0; i < flow.originals.size(); ++i) {
      const std::string& id = flow.originals[i]->id;
      const std::uint64_t places = flow.at(top).originals[i];
      const bool stays = std::ranges::find(ending.leaves, id) != ending.leaves.end();
      if (stays || places == Facts::kWithApplicant) continue;
      const bool is_certain = (places & Facts::kWithApplicant) == 0 && !c.graph.has_parallel();
      (is_certain ? certain : possible).push_back(id);
    }
    report(c, ending, certain, possible);
  }
}

}  // namespace lianban::model
