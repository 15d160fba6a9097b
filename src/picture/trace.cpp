// The way a case took, from its history: entries `event` and `moved` name the transitions
// (src/decide/entry.hpp), `entered` and `exited` the states.
#include <nlohmann/json.hpp>

#include "lianban/picture.hpp"

namespace lianban {
namespace {

using nlohmann::json;

const json& part(const json& object, const char* name) {
  static const json kAbsent;
  const auto it = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && it != object.end() ? *it : kAbsent;
}

std::string text(const json& object, const char* name) {
  const json& value = part(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

bool ran_out(const json& record) {
  for (const char* limit : {"statutory", "promised"}) {
    if (part(part(record, limit), "expired") == json(true)) return true;
  }
  return false;
}

void read(const json& entry, CaseTrace& trace) {
  const std::string kind = text(entry, "k");
  if (kind == "opened") trace.definition_hash = text(entry, "definition_hash");
  if (kind == "entered") {
    ++trace.states[text(entry, "state")];
    trace.active.insert(text(entry, "state"));
  }
  if (kind == "exited") trace.active.erase(text(entry, "state"));
  if (kind == "ended") trace.ended = true;
  if (kind == "clock" && ran_out(part(entry, "record"))) {
    trace.late_clocks.insert(text(entry, "id"));
  }
  if (kind == "event" || kind == "moved") {
    for (const json& pointer : part(entry, "transitions")) {
      if (!pointer.is_string()) continue;
      ++trace.transitions[pointer.get<std::string>()];
      auto& in = trace.taken_in[pointer.get<std::string>()];
      for (const std::string& state : trace.active) ++in[state];
    }
  }
}

}  // namespace

CaseTrace trace_of(const json& history, const json& view) {
  CaseTrace trace;
  for (const json& row : history) {
    for (const json& entry : part(row, "entries")) read(entry, trace);
  }
  if (const json& inside = part(part(view, "states"), "in"); inside.is_array()) {
    trace.active.clear();
    for (const json& state : inside) {
      if (state.is_string()) trace.active.insert(state.get<std::string>());
    }
  }
  for (const auto& item : part(view, "clocks").items()) {
    if (!part(item.value(), "expired").empty()) trace.late_clocks.insert(item.key());
  }
  return trace;
}

}  // namespace lianban
