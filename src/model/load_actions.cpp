// Actions: objects with one key. This file finds the key and reads those that steer the chart.
#include "model/load_actions.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"

namespace lianban::model {
namespace {

using rules::Root;

constexpr std::array<std::string_view, 25> kNames{"assign",
                                                  "raise",
                                                  "send",
                                                  "cancel",
                                                  "if",
                                                  "foreach",
                                                  "accept",
                                                  "decide",
                                                  "query",
                                                  "call",
                                                  "produce",
                                                  "notify",
                                                  "issue",
                                                  "suspend_licence",
                                                  "resume_licence",
                                                  "revoke_licence",
                                                  "withdraw_licence",
                                                  "cancel_licence",
                                                  "waive",
                                                  "extend",
                                                  "custody",
                                                  "open",
                                                  "record",
                                                  "incident",
                                                  "host"};

Assign read_assign(Loading& loading, const Value& at) {
  Assign assign;
  if (!at.json->is_object() || at.json->empty()) {
    wrong_type(loading, at, {"从路径到规则的对象", "an object of paths and rules"});
    return assign;
  }
  for (const auto& item : at.json->items()) {
    const Value value = at.member(item.key());
    auto path = read_path(loading, item.key(), {Root::kVars, Root::kForm}, value.pointer, true);
    rules::Rule rule = read_rule(loading, value);
    if (path) assign.targets.emplace_back(std::move(*path), std::move(rule));
  }
  return assign;
}

Raise read_raise(Loading& loading, const Value& at) {
  Raise raise;
  if (at.json->is_string()) {
    raise.event = at.json->get<std::string>();
    check_sendable(loading, raise.event, at.pointer);
    return raise;
  }
  Object object(loading, at);
  if (const auto event = object.need("event")) {
    raise.event = read_text(loading, *event);
    if (event->json->is_string()) check_sendable(loading, raise.event, event->pointer);
  }
  if (const auto data = object.find("data")) raise.data = read_rule(loading, *data);
  object.close();
  return raise;
}

/// The name of an event, written or computed.
rules::Rule read_event(Loading& loading, const Value& at) {
  if (const auto* name = at.json->get_ptr<const std::string*>()) {
    check_sendable(loading, *name, at.pointer);
  }
  return read_rule(loading, at);
}

Send read_send(Loading& loading, const Value& at) {
  Send send;
  if (at.json->is_string()) {
    send.event = read_event(loading, at);
    return send;
  }
  Object object(loading, at);
  if (const auto event = object.need("event")) send.event = read_event(loading, *event);
  if (const auto after = object.find("after")) {
    if (after->json->is_string()) {
      const auto duration = read_duration(loading, *after);
      if (duration) send.after = rules::Rule::constant(after->json->get<std::string>());
    } else {
      send.after = read_rule(loading, *after);
    }
  }
  if (const auto id = object.find("id")) send.id = read_rule(loading, *id);
  if (const auto data = object.find("data")) send.data = read_rule(loading, *data);
  object.close();
  return send;
}

If read_if(Loading& loading, const Value& at) {
  If choice;
  const std::vector<Value> parts = read_list(loading, at);
  if (at.json->is_array() && parts.size() < 2) {
    wrong_type(loading, at, {"[规则, [动作], ..., [动作]]", "[rule, [actions], ..., [actions]]"});
  }
  const std::size_t pairs = parts.size() / 2;
  for (std::size_t i = 0; i < pairs; ++i) {
    choice.branches.push_back(
        {read_rule(loading, parts[2 * i]), read_actions(loading, parts[2 * i + 1])});
  }
  if (parts.size() % 2 == 1) choice.otherwise = read_actions(loading, parts.back());
  return choice;
}

Foreach read_foreach(Loading& loading, const Value& at) {
  Foreach loop;
  Object object(loading, at);
  const auto variable = [&](const Value& value) {
    const std::string text = read_text(loading, value);
    if (!value.json->is_string()) return std::optional<rules::Path>{};
    return read_path(loading, text, {Root::kVars}, value.pointer);
  };
  if (const auto in = object.need("in")) loop.in = read_rule(loading, *in);
  if (const auto as = object.need("as")) loop.as = variable(*as).value_or(rules::Path{});
  if (const auto index = object.find("index")) loop.index = variable(*index);
  if (const auto body = object.need("do")) loop.body = read_actions(loading, *body);
  object.close();
  return loop;
}

Host read_host(Loading& loading, const Value& at) {
  Host host;
  Object object(loading, at);
  if (const auto name = object.need("name")) host.name = read_text(loading, *name);
  if (const auto data = object.find("data")) host.data = read_rule(loading, *data);
  object.close();
  return host;
}

/// The one name of an action, or nothing after a fault.
std::optional<std::string> name_of(Loading& loading, const Value& at) {
  if (!at.json->is_object()) {
    wrong_type(loading, at, {"只有一个成员的对象", "an object with one member"});
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const auto& item : at.json->items()) {
    if (item.key() != "note" && item.key() != "basis") names.push_back(item.key());
  }
  if (names.size() == 1) return names.front();
  loading.fault(codes::kOneAction, at.pointer,
                {"一个动作须恰有一个名称，现有 " + std::to_string(names.size()) + " 个",
                 "an action has exactly one name, found " + std::to_string(names.size())},
                {"多个动作请分写成列表中的多个对象", "write several actions as several objects"});
  return std::nullopt;
}

std::optional<Action> read_action(Loading& loading, const Value& at) {
  const auto name = name_of(loading, at);
  if (!name) return std::nullopt;
  read_annotations(loading, at);
  const Value argument = at.member(*name);
  auto body = read_flow_action(loading, *name, argument);
  if (!body) body = read_case_action(loading, *name, argument);
  if (!body) body = read_licence_action(loading, *name, argument);
  if (body) return Action{std::move(*body), at.pointer};
  loading.fault(codes::kUnknownAction, argument.pointer,
                {"没有动作" + quoted_zh(*name), "there is no action " + quoted_en(*name)},
                did_you_mean(*name, {kNames.begin(), kNames.end()}), true);
  return std::nullopt;
}

}  // namespace

Actions read_actions(Loading& loading, const Value& at) {
  Actions actions;
  for (const Value& each : read_list(loading, at)) {
    if (auto action = read_action(loading, each)) actions.push_back(std::move(*action));
  }
  return actions;
}

std::optional<Action::Body> read_flow_action(Loading& loading, const std::string& name,
                                             const Value& at) {
  if (name == "assign") return read_assign(loading, at);
  if (name == "raise") return read_raise(loading, at);
  if (name == "send") return read_send(loading, at);
  if (name == "cancel") return Cancel{read_rule(loading, at)};
  if (name == "if") return read_if(loading, at);
  if (name == "foreach") return read_foreach(loading, at);
  if (name == "record") return Record{read_rule(loading, at)};
  if (name == "incident") return Incident{read_words(loading, at)};
  if (name == "host") return read_host(loading, at);
  return std::nullopt;
}

}  // namespace lianban::model
