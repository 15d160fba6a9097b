#include "model/check_context.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/event_match.hpp"
#include "model/loading.hpp"

namespace lianban::model {
namespace {

constexpr std::size_t kListed = 5;

void place_all(const Actions& actions, StateIndex state, std::vector<Placed>& out) {
  for (const Action& action : actions) {
    out.push_back({&action, state});
    if (const auto* choice = std::get_if<If>(&action.body)) {
      for (const Branch& branch : choice->branches) place_all(branch.then, state, out);
      place_all(choice->otherwise, state, out);
    } else if (const auto* loop = std::get_if<Foreach>(&action.body)) {
      place_all(loop->body, state, out);
    }
  }
}

std::vector<Placed> all_actions(const Chart& chart) {
  std::vector<Placed> all;
  place_all(chart.initial.actions, kNone, all);
  for (StateIndex index = 0; index < chart.states.size(); ++index) {
    const State& state = chart.states[index];
    place_all(state.enter, index, all);
    place_all(state.initial.actions, index, all);
    place_all(state.exit, index, all);
    for (const TransitionIndex transition : state.transitions) {
      place_all(chart.transitions[transition].actions, index, all);
    }
  }
  return all;
}

}  // namespace

Checking::Checking(const Definition& checked, const Json& text, Diagnostics& findings)
    : definition(checked),
      source(text),
      chart(checked.chart),
      approval(!checked.agencies.empty()),
      graph(checked.chart),
      actions(all_actions(checked.chart)),
      findings_(findings) {}

void Checking::add(Severity severity, std::string_view code, std::string_view pointer, Text message,
                   Hint hint, std::vector<Related> related) const {
  Diagnostic finding;
  finding.severity = severity;
  finding.code = code;
  finding.message = std::move(message);
  set_hint(finding, std::move(hint));
  finding.pointer = pointer;
  finding.related = std::move(related);
  findings_.push_back(std::move(finding));
}

void Checking::error(std::string_view code, std::string_view pointer, Text message, Hint hint,
                     std::vector<Related> related) const {
  add(Severity::kError, code, pointer, std::move(message), std::move(hint), std::move(related));
}

void Checking::warn(std::string_view code, std::string_view pointer, Text message, Hint hint,
                    std::vector<Related> related) const {
  add(Severity::kWarning, code, pointer, std::move(message), std::move(hint), std::move(related));
}

void Checking::judge(std::string_view code, std::string_view pointer, Text message, Hint hint,
                     std::vector<Related> related) const {
  add(approval ? Severity::kError : Severity::kWarning, code, pointer, std::move(message),
      std::move(hint), std::move(related));
}

std::string Checking::event_pointer(const Transition& transition, std::string_view event) const {
  std::string pointer = transition.pointer + "/on";
  const Json::json_pointer at(pointer);
  if (!source.contains(at)) return transition.pointer;
  const Json& on = source.at(at);
  if (!on.is_array()) return pointer;
  for (std::size_t i = 0; i < on.size(); ++i) {
    if (!on[i].is_string()) continue;
    std::string_view written = on[i].get_ref<const std::string&>();
    if (written.ends_with(".*")) written.remove_suffix(2);
    while (written.size() > 1 && written.ends_with('.')) written.remove_suffix(1);
    if (written == event) return base::pointer_join(pointer, i);
  }
  return pointer;
}

bool Checking::heard(std::string_view event, bool by_any) const {
  return std::ranges::any_of(chart.transitions, [&](const Transition& transition) {
    return transition.by.empty() &&
           std::ranges::any_of(transition.on, [&](const std::string& descriptor) {
             return (by_any || descriptor != "*") && descriptor_match(descriptor, event);
           });
  });
}

std::vector<Related> places_of(const Checking& c, const std::vector<StateIndex>& states) {
  std::vector<Related> places;
  for (const StateIndex state : states) {
    places.push_back(
        {c.chart.states[state].pointer + "/id", named(c.id(state)) + Text{"在这里", " is here"}});
  }
  return places;
}

std::vector<Related> place_of(std::string pointer, Text text, bool at_name) {
  return {{std::move(pointer), std::move(text), at_name}};
}

std::vector<Related> declared_at(const std::string& pointer, std::string_view id) {
  return place_of(pointer, named(id) + Text{"在这里", " is here"}, true);
}

Text operator+(const Text& one, const Text& other) {
  return {one.zh + other.zh, one.en + other.en};
}

Text named(std::string_view word) { return {quoted_zh(word), quoted_en(word)}; }

Text listed(const std::vector<std::string>& names) {
  Text text;
  for (std::size_t i = 0; i < names.size() && i < kListed; ++i) {
    if (i > 0) text = text + Text{"、", ", "};
    text = text + named(names[i]);
  }
  if (names.size() <= kListed) return text;
  const std::string more = std::to_string(names.size() - kListed);
  return text + Text{"等 " + std::to_string(names.size()) + " 个", " and " + more + " more"};
}

}  // namespace lianban::model
