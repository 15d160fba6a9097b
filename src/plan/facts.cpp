#include "plan/facts.hpp"

namespace lianban::planning {

namespace {
constexpr FactIndex kFirstMaterial = 2;
}  // namespace

template <class T>
void Facts::number(const model::Items<T>& items, Table& table) {
  for (const T& item : items) table.emplace(item.id, size_++);
}

Facts::Facts(const model::Definition& definition) {
  number(definition.materials, materials_);
  first_paper_ = size_;
  number(definition.papers, papers_);
  first_call_ = size_;
  number(definition.calls, calls_);
  first_licence_ = size_;
  number(definition.licences, licences_);
  states_ = size_;
  transitions_ = states_ + static_cast<FactIndex>(definition.chart.states.size());
  size_ = transitions_ + static_cast<FactIndex>(definition.chart.transitions.size());
}

FactIndex Facts::find(const Table& table, std::string_view id) {
  const auto found = table.find(std::string(id));
  return found == table.end() ? kNoFact : found->second;
}

FactKind Facts::kind(FactIndex fact) const {
  if (fact == kAccepted) return FactKind::kAccepted;
  if (fact == kComplete) return FactKind::kComplete;
  if (fact < first_paper_) return FactKind::kMaterial;
  if (fact < first_call_) return FactKind::kPaper;
  if (fact < first_licence_) return FactKind::kCall;
  if (fact < states_) return FactKind::kLicence;
  return fact < transitions_ ? FactKind::kState : FactKind::kTransition;
}

std::uint32_t Facts::position(FactIndex fact) const {
  switch (kind(fact)) {
    case FactKind::kAccepted:
    case FactKind::kComplete:
      return 0;
    case FactKind::kMaterial:
      return fact - kFirstMaterial;
    case FactKind::kPaper:
      return fact - first_paper_;
    case FactKind::kCall:
      return fact - first_call_;
    case FactKind::kLicence:
      return fact - first_licence_;
    case FactKind::kState:
      return fact - states_;
    case FactKind::kTransition:
      return fact - transitions_;
  }
  return 0;
}

}  // namespace lianban::planning
