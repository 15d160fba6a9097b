#pragma once

// A chart that runs: an interpreter with a host that writes down what it is told.
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "builder.hpp"
#include "chart/interpreter.hpp"

namespace lianban::test {

/// Log: "+a" entered, "-a" exited, "label" taken, "<e" an internal event, "call a", and the names
/// of log actions, in the order in which the interpreter asks for them.
class TestHost : public chart::Host {
 public:
  explicit TestHost(const model::Chart& chart) : chart_(chart) {}

  std::vector<std::string> log;
  std::vector<std::string> asked;                 ///< Labels of the guards asked.
  std::set<std::string> forbidden;                ///< Labels whose guard does not hold.
  std::function<bool(const std::string&)> guard;  ///< Or this decides.
  std::map<std::string, std::shared_ptr<const Json>> done;
  std::map<std::string, std::string> raise_at_call;  ///< State -> event raised by its call.
  std::vector<chart::Event> seen;                    ///< Internal events taken.
  chart::Interpreter* interpreter = nullptr;
  const chart::Snapshot* snapshot = nullptr;
  std::map<std::string, std::string> watched;  ///< Log action -> state: "name:in" or "name:out".

  bool enabled(model::TransitionIndex transition, const chart::Event*) override {
    const std::string& label = chart_.transitions[transition].pointer;
    asked.push_back(label);
    return guard ? guard(label) : !forbidden.contains(label);
  }
  bool execute(const model::Actions& actions) override {
    for (const model::Action& action : actions) {
      if (const auto* raise = std::get_if<model::Raise>(&action.body)) {
        interpreter->raise({raise->event, nullptr});
      } else if (const auto* name = std::get_if<model::Host>(&action.body)) {
        write(name->name);
      } else {
        return false;
      }
    }
    return true;
  }
  void taken(model::TransitionIndex transition, const chart::Event*) override {
    log.push_back(chart_.transitions[transition].pointer);
  }
  void entered(model::StateIndex state) override { log.push_back("+" + chart_.states[state].id); }
  void exited(model::StateIndex state) override { log.push_back("-" + chart_.states[state].id); }
  bool invoke(model::StateIndex state) override {
    const std::string& id = chart_.states[state].id;
    log.push_back("call " + id);
    if (raise_at_call.contains(id)) interpreter->raise({raise_at_call[id], nullptr});
    return true;
  }
  void taking(const chart::Event& internal) override {
    log.push_back("<" + internal.name);
    seen.push_back(internal);
  }
  std::shared_ptr<const Json> done_data(model::StateIndex state) override {
    const auto found = done.find(chart_.states[state].id);
    return found == done.end() ? nullptr : found->second;
  }

 private:
  void write(const std::string& name) {
    const auto found = watched.find(name);
    if (found == watched.end()) {
      log.push_back(name);
      return;
    }
    const bool in = snapshot->active.test(chart_.by_id.at(found->second));
    log.push_back(name + (in ? ":in" : ":out"));
  }

  const model::Chart& chart_;
};

class Machine {
 public:
  explicit Machine(model::Chart from)
      : chart(std::move(from)), program(chart), host(chart), interpreter(program, host) {
    host.interpreter = &interpreter;
    host.snapshot = &snapshot;
  }
  explicit Machine(const std::vector<S>& states, const Ids& initial = {})
      : Machine(build(states, initial)) {}

  chart::StepStatus start() { return interpreter.start(snapshot); }
  chart::StepStatus send(const std::string& name) {
    host.log.clear();
    host.asked.clear();
    return interpreter.step(snapshot, {name, nullptr});
  }
  /// Active atomic and final states, in document order: "a2 b1".
  [[nodiscard]] std::string states() const {
    std::string text;
    for (const model::StateIndex at : snapshot.active) {
      if (program.atomic().test(at)) text += (text.empty() ? "" : " ") + chart.states[at].id;
    }
    return text;
  }
  /// The log since the last event, joined by blanks.
  [[nodiscard]] std::string log() const {
    std::string text;
    for (const std::string& each : host.log) text += (text.empty() ? "" : " ") + each;
    return text;
  }
  [[nodiscard]] bool in(const std::string& id) const {
    return snapshot.active.test(chart.by_id.at(id));
  }
  [[nodiscard]] std::string labels(const std::vector<model::TransitionIndex>& list) const {
    std::string text;
    for (const auto each : list)
      text += (text.empty() ? "" : " ") + chart.transitions[each].pointer;
    return text;
  }

  model::Chart chart;
  chart::Program program;
  TestHost host;
  chart::Snapshot snapshot;
  chart::Interpreter interpreter;
};

}  // namespace lianban::test
