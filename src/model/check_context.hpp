#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/hint.hpp"
#include "lianban/diagnostic.hpp"
#include "model/check_codes.hpp"
#include "model/check_graph.hpp"
#include "model/definition.hpp"

namespace lianban::model {

/// One action of the chart, also one inside `if` and `foreach`.
struct Placed {
  const Action* action = nullptr;
  StateIndex state =
      kNone;  ///< That it belongs to, or that its transition leaves; kNone: the chart.
};

/// What the checks of one definition share. Lives as long as `check` runs.
class Checking {
 public:
  Checking(const Definition& checked, const Json& text, Diagnostics& findings);

  const Definition& definition;
  const Json& source;
  const Chart& chart;
  const bool approval;  ///< Has agencies: not a bare chart.
  const Graph graph;
  const std::vector<Placed> actions;  ///< All of the chart, in document order of their states.

  void error(std::string_view code, std::string_view pointer, Text message, Hint hint,
             std::vector<Related> related = {}) const;
  void warn(std::string_view code, std::string_view pointer, Text message, Hint hint,
            std::vector<Related> related = {}) const;
  /// An error in an approval, a warning in a bare chart.
  void judge(std::string_view code, std::string_view pointer, Text message, Hint hint,
             std::vector<Related> related = {}) const;

  /// Calls `use(placed, body)` for every action of one type.
  template <class Body, class Use>
  void each(Use&& use) const {
    for (const Placed& placed : actions) {
      if (const auto* body = std::get_if<Body>(&placed.action->body)) use(placed, *body);
    }
  }
  template <class Body>
  [[nodiscard]] bool any() const {
    bool found = false;
    each<Body>([&](const Placed&, const Body&) { found = true; });
    return found;
  }

  [[nodiscard]] const std::string& id(StateIndex state) const { return chart.states[state].id; }
  /// Where one event of `on` is written: ".../on", or ".../on/2" in a list.
  [[nodiscard]] std::string event_pointer(const Transition& transition,
                                          std::string_view event) const;
  [[nodiscard]] bool heard(std::string_view event, bool by_any) const;

 private:
  void add(Severity severity, std::string_view code, std::string_view pointer, Text message,
           Hint hint, std::vector<Related> related) const;
  Diagnostics& findings_;
};

/// The states, each "“id”在这里" and "'id' is here".
[[nodiscard]] std::vector<Related> places_of(const Checking& c,
                                             const std::vector<StateIndex>& states);
/// One place with a few words.
[[nodiscard]] std::vector<Related> place_of(std::string pointer, Text text, bool at_name = false);
/// Where something with an id is declared: its member's name.
[[nodiscard]] std::vector<Related> declared_at(const std::string& pointer, std::string_view id);

/// “a”、“b” and 'a', 'b': at most five of the names, then how many more.
[[nodiscard]] Text listed(const std::vector<std::string>& names);
/// Members of a Text joined in both languages.
[[nodiscard]] Text operator+(const Text& one, const Text& other);
/// The same word in both languages, quoted for each.
[[nodiscard]] Text named(std::string_view word);

}  // namespace lianban::model
