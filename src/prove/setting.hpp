#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "decide/decide.hpp"
#include "prove/atoms.hpp"
#include "prove/facets.hpp"
#include "prove/samples.hpp"

namespace lianban::prove {

/// Members of the form that are looked at together, and the few ways in which they can differ: two
/// forms that make every rule say the same are one way.
struct Choice {
  std::vector<std::vector<std::string>> paths;  ///< Below the form; parents first.
  std::vector<std::size_t> facets;
  std::vector<Json> ways;  ///< Whole forms of which only these paths count.
};

/// Documents that are nothing but documents: no rule, event or state looks at one in particular, or
/// only to ask for it (then it is a class of its own).
struct PlainClass {
  std::vector<std::string> materials;  ///< The first stands for all.
  bool query = false;
};

/// Everything that is constant while one definition is proved. Refers to the definition and the
/// calendar, which must outlive it.
class Setting {
 public:
  Setting(const decide::Prepared& prepared, const calendar::Calendar& calendar);
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

  const decide::Prepared& prepared;
  const model::Definition& definition;
  const calendar::Calendar& calendar;
  const Instant start;  ///< A Monday morning of an announced year; in the search it is always now.
  const Json root;      ///< The document, params filled in.
  const Facets facets;
  const Atoms atoms;
  Json form;  ///< The sample that everybody files, but for the choices.
  std::vector<Choice> choices;
  /// Members of the form with the number of a licence that another case issued.
  std::vector<std::vector<std::string>> numbers;
  std::vector<PlainClass> plain;
  std::set<std::string> plain_materials, plain_calls;
  std::set<std::string> asked_for;        ///< Documents that guards ask for and never against.
  std::set<std::string> seen_as_there;    ///< Documents of which only that is asked.
  std::set<std::string> steering_clocks;  ///< The limits of others are only told.
  bool cut = false;                       ///< More combinations of data than are tried.

  /// `of`: the case that is decided on, whose licences the register has as it knows them.
  [[nodiscard]] decide::Inputs inputs(Instant now, const decide::Case* of = nullptr) const;
  /// The form with one way of one choice put in.
  [[nodiscard]] Json chosen(const Json& form, const Choice& choice, std::size_t way) const;
  [[nodiscard]] bool is_plain(const std::string& material) const {
    return plain_materials.contains(material);
  }

  static Instant far(Instant start) { return start + std::chrono::hours(24 * 3650); }
  static Instant past(Instant start) { return start - std::chrono::hours(24); }

 private:
  void find_choices();
  void find_plain();
  [[nodiscard]] bool plain_call(const model::CallSpec& call) const;
  [[nodiscard]] bool plain_material(const model::Material& material) const;
  void make_choice(const std::set<std::string>& paths, const std::vector<const Json*>& rules);
};

/// How often one list of values is combined at most.
inline constexpr std::size_t kMostCombinations = 4096;
/// The same of an agency's replies, which are worked out once for all situations.
inline constexpr std::size_t kMostReplies = 32768;
inline constexpr std::size_t kMostChoices = 60;

}  // namespace lianban::prove
