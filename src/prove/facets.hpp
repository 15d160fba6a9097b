#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/definition.hpp"

namespace lianban::prove {

/// What a rule or action reads of a case, coarse: "form.delivery.by", "vars.reason", "calls.NAME",
/// "materials.ID", "clocks.ID", "done.STATE", "deferrals.ID", "case.channel"; and what is looked at
/// without a path: "#gaps",
/// "#issue", "#acted", "?call.NAME" (somebody listens to its events), "?material.ID".
using Facet = std::string;

/// A set of facets, by their numbers.
class FacetSet {
 public:
  void resize(std::size_t size) { bits_.resize(size); }
  void set(std::size_t at) { bits_[at] = true; }
  [[nodiscard]] bool test(std::size_t at) const { return at < bits_.size() && bits_[at]; }
  void clear(std::size_t at) {
    if (at < bits_.size()) bits_[at] = false;
  }
  /// Whether anything was new.
  bool join(const FacetSet& other);

 private:
  std::vector<bool> bits_;
};

/// Which facets may still be read from a state on, and which by the very next step. Both are
/// over-estimates, from the chart alone: what nobody can read any more need not tell two situations
/// apart, and what nobody reads yet need not be chosen yet.
class Facets {
 public:
  explicit Facets(const model::Definition& definition);

  /// Of a facet nobody ever reads: none.
  [[nodiscard]] std::size_t number(const Facet& facet) const;
  /// Of the facet, whether a step from these states may read it: later, or now.
  [[nodiscard]] FacetSet later(const std::vector<std::string>& active) const;
  [[nodiscard]] FacetSet now(const std::vector<std::string>& active) const;
  [[nodiscard]] bool anywhere(const Facet& facet) const { return numbers_.contains(facet); }
  /// Whether a transition of the whole chart would hear the event.
  [[nodiscard]] bool heard(const std::string& event) const;
  /// Of the facets that opening a case reads.
  [[nodiscard]] const FacetSet& opening() const { return opening_; }
  [[nodiscard]] const std::set<std::string>& raised() const { return raised_; }

 private:
  using Names = std::set<Facet>;

  void gather(const rules::Rule& rule, Names& to) const;
  void gather(const std::vector<model::Guard>& guards, Names& to) const;
  void gather(const model::Actions& actions, Names& to);
  void gather(const model::Action& action, Names& to);
  void gather_assign(const model::Assign& assign, Names& to) const;
  void gather_listening(const model::Transition& transition, Names& to) const;
  void gather_gaps();
  void find_used_vars();
  void read_chart();
  void close();
  void find_overwritten();
  [[nodiscard]] std::vector<FacetSet> close_later(const std::vector<FacetSet>& transition,
                                                  const std::vector<FacetSet>& entering,
                                                  const std::vector<FacetSet>& leaving,
                                                  bool overwriting) const;
  void forget_overwritten(const std::vector<std::string>& active, FacetSet& all) const;
  [[nodiscard]] std::vector<model::StateIndex> entered(const model::Transition& transition,
                                                       bool defaults_only) const;
  void add_defaults(model::StateIndex state, std::vector<model::StateIndex>& to) const;
  [[nodiscard]] bool goes_on_by_itself(const model::Transition& transition) const;
  [[nodiscard]] FacetSet set_of(const Names& names) const;

  const model::Definition& definition_;
  const model::Chart& chart_;
  std::map<Facet, std::size_t> numbers_;
  std::set<std::string> used_vars_;
  std::set<std::string> raised_;
  Names gaps_, always_;
  std::vector<Names> of_transition_, of_entering_, of_leaving_;
  std::vector<FacetSet> later_, now_, chain_;
  /// By transition: results of regions that have all been given anew when it is taken.
  std::vector<std::vector<model::StateIndex>> overwritten_;
  std::vector<FacetSet> later_unless_given_;  ///< `later_`, but not by those transitions.
  FacetSet opening_;
  mutable std::unordered_map<std::string, bool> heard_;
};

/// The facet of a path; empty for what every situation tells anyway or nobody can choose.
[[nodiscard]] Facet facet_of(const rules::Path& path);
/// Whether a descriptor of `on` takes the event in (by dot-separated prefix).
[[nodiscard]] bool takes_in(std::string_view descriptor, std::string_view event);

}  // namespace lianban::prove
