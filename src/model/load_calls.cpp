// Calls, and the schemas that paths are checked against.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_rules.hpp"
#include "model/paths.hpp"
#include "model/references.hpp"
#include "model/sections.hpp"

namespace lianban::model {
namespace {

Schema read_schema(Loading& loading, const Value& at) {
  return Schema::compile(*at.json, at.pointer, loading.diagnostics);
}

/// The schemas in one member of each item of a section.
void collect_schemas(Loading& loading, const char* section, const char* member,
                     std::map<std::string, Schema, std::less<>>& out) {
  const auto items = loading.root.find(section);
  if (items == loading.root.end() || !items->is_object()) return;
  const Value map = Value{&loading.root, ""}.member(section);
  for (const auto& item : items->items()) {
    if (!item.value().is_object() || !item.value().contains(member)) continue;
    out.emplace(item.key(), read_schema(loading, map.member(item.key()).member(member)));
  }
}

void load_vars(Loading& loading) {
  Json values = Json::object();
  if (loading.root.contains("vars")) {
    const Value at = Value{&loading.root, ""}.member("vars");
    for (const auto& [id, value] : read_map(loading, at, false)) values[id] = *value.json;
  }
  loading.definition.vars = std::make_shared<const Json>(std::move(values));
}

CallOutcome read_call_outcome(Loading& loading, const Value& at,
                              std::map<std::string, std::string>& seen) {
  CallOutcome outcome;
  Object object(loading, at);
  if (const auto id = object.need("id")) {
    outcome.id = read_id(loading, *id);
    if (outcome.id == "failed" || outcome.id == "timeout") {
      loading.fault(codes::kReservedName, id->pointer,
                    {quoted_zh(outcome.id) + "由引擎给出，不能作结果",
                     quoted_en(outcome.id) + " is the engine's and no outcome"});
    } else if (!seen.emplace(outcome.id, id->pointer).second) {
      loading.fault(codes::kDuplicate, id->pointer,
                    {"结果" + quoted_zh(outcome.id) + "重复",
                     "the outcome " + quoted_en(outcome.id) + " is there already"},
                    {"请改名，或者用 \"or\" 把两条规则并为一个结果",
                     "rename it, or join both rules into one outcome with \"or\""},
                    false, {{seen.at(outcome.id), {"先在这里写明", "first named here"}}});
    }
  }
  if (const auto when = object.find("when")) outcome.when = read_rule(loading, *when);
  object.flag("effect", outcome.effect);
  object.close();
  return outcome;
}

void read_outcomes(Loading& loading, const Value& at, CallSpec& call) {
  rules::CompileContext outer = with_reply(loading, call.reply);
  std::swap(outer, loading.context);
  std::map<std::string, std::string> seen;  // Outcomes by id: where each is.
  for (const Value& each : read_list(loading, at)) {
    call.outcomes.push_back(read_call_outcome(loading, each, seen));
  }
  std::swap(outer, loading.context);
  if (at.json->is_array() && at.json->empty()) {
    loading.fault(codes::kEmptyList, at.pointer,
                  {"调用至少要有一个结果", "a call has at least one outcome"});
  }
}

CallSpec read_call(Loading& loading, const std::string& id, const Value& at) {
  CallSpec call;
  call.id = id;
  call.pointer = at.pointer;
  Object object(loading, at);
  object.title("title", call.title);
  if (const auto agency = object.need("agency")) {
    call.agency = refer(loading, Kind::kAgency, *agency);
  }
  if (const auto operation = object.need("operation")) {
    call.operation = read_text(loading, *operation);
  }
  if (const auto request = object.find("request")) call.request = read_rules(loading, *request);
  if (object.find("reply")) call.reply = loading.replies.at(id);
  if (const auto answers = object.find("answers")) {
    constexpr std::array<std::string_view, 2> kChoices{"now", "later"};
    call.answers_later = read_choice(loading, *answers, kChoices) == 1;
  }
  if (const auto outcomes = object.need("outcomes")) read_outcomes(loading, *outcomes, call);
  object.duration("timeout", call.timeout);
  if (const auto reverse = object.find("reverse")) {
    call.reverse = refer(loading, Kind::kCall, *reverse);
    if (call.reverse == id) {
      loading.fault(codes::kCircle, reverse->pointer,
                    {"调用不能撤销它自己", "a call cannot be its own reverse"});
    }
  }
  object.close();
  return call;
}

}  // namespace

void load_schemas(Loading& loading) {
  load_vars(loading);
  if (loading.root.contains("form")) {
    loading.definition.form = read_schema(loading, Value{&loading.root, ""}.member("form"));
  }
  collect_schemas(loading, "calls", "reply", loading.replies);
  collect_schemas(loading, "materials", "data", loading.material_data);
  // What a query finds becomes the material's data.
  const auto materials = loading.root.find("materials");
  if (materials == loading.root.end() || !materials->is_object()) return;
  for (const auto& item : materials->items()) {
    if (!item.value().is_object() || loading.material_data.contains(item.key())) continue;
    const auto source = item.value().find("source");
    if (source == item.value().end() || !source->is_object()) continue;
    const auto call = source->find("query");
    if (call == source->end() || !call->is_string()) continue;
    const auto reply = loading.replies.find(call->get<std::string>());
    if (reply != loading.replies.end()) loading.material_data.emplace(item.key(), reply->second);
  }
}

void load_calls(Loading& loading) {
  Items<CallSpec>& calls = loading.definition.calls;
  for (const auto& [id, at] : read_section(loading, "calls")) {
    calls.add(read_call(loading, id, at));
  }
  for (const CallSpec& call : calls) {
    CallSpec* reverse = calls.find(call.reverse);
    if (reverse == nullptr) continue;
    if (!reverse->reverses.empty()) {
      loading.fault(codes::kExclusive, call.pointer + "/reverse",
                    {quoted_zh(reverse->id) + "已经用来撤销" + quoted_zh(reverse->reverses),
                     quoted_en(reverse->id) + " already reverses " + quoted_en(reverse->reverses)},
                    {"请为每个行为各写一个恢复行为", "give each act a reverse of its own"}, false,
                    {{base::pointer_join("/calls", reverse->reverses) + "/reverse",
                      {"先在这里写明", "first named here"}}});
      continue;
    }
    reverse->reverses = call.id;
  }
}

}  // namespace lianban::model
