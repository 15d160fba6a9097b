#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/definition.hpp"

namespace lianban::planning {

/// What may come to be true in a case, once and for all: "was accepted", "the paper was made",
/// "the state was entered".
enum class FactKind : std::uint8_t {
  kAccepted,
  kComplete,  ///< Nothing that acceptance asks for is missing.
  kMaterial,
  kPaper,
  kCall,  ///< The call was asked (and answered as wished).
  kLicence,
  kState,
  kTransition,
};

using FactIndex = std::uint32_t;
using Needs = std::vector<FactIndex>;  ///< All of them.
using Ways = std::vector<Needs>;       ///< Any one of them; {{}} needs nothing, {} is impossible.

/// Numbers all facts of a definition. Keeps a reference to it.
class Facts {
 public:
  explicit Facts(const model::Definition& definition);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] FactKind kind(FactIndex fact) const;
  /// Position within its kind: in the definition's list, or in the chart.
  [[nodiscard]] std::uint32_t position(FactIndex fact) const;

  static constexpr FactIndex kAccepted = 0;
  static constexpr FactIndex kComplete = 1;
  // Ids are those of the definition, which was read without a fault.
  [[nodiscard]] FactIndex material(std::string_view id) const { return find(materials_, id); }
  [[nodiscard]] FactIndex paper(std::string_view id) const { return find(papers_, id); }
  [[nodiscard]] FactIndex call(std::string_view id) const { return find(calls_, id); }
  [[nodiscard]] FactIndex licence(std::string_view id) const { return find(licences_, id); }
  [[nodiscard]] FactIndex state(model::StateIndex state) const { return states_ + state; }
  [[nodiscard]] FactIndex transition(model::TransitionIndex index) const {
    return transitions_ + index;
  }

  static constexpr FactIndex kNoFact = 0xFFFFFFFFu;

 private:
  using Table = std::unordered_map<std::string, FactIndex>;
  template <class T>
  void number(const model::Items<T>& items, Table& table);
  static FactIndex find(const Table& table, std::string_view id);

  Table materials_, papers_, calls_, licences_;
  FactIndex first_paper_ = 0, first_call_ = 0, first_licence_ = 0, states_ = 0, transitions_ = 0;
  FactIndex size_ = 2;
};

}  // namespace lianban::planning
