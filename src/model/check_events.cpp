// What is listened to must be able to happen, and what is raised should be heard.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "model/check_parts.hpp"
#include "model/loading.hpp"
#include "model/references.hpp"
#include "rules/path.hpp"

namespace lianban::model {
namespace {

using Parts = std::vector<std::string>;

constexpr std::array<std::string_view, 9> kLicenceEvents{"issued",    "made",    "suspended",
                                                         "resumed",   "revoked", "withdrawn",
                                                         "cancelled", "expired", "replaced"};
template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& all, const std::string& word) {
  return std::ranges::find(all, word) != all.end();
}

template <std::size_t N>
Text meant(const std::array<std::string_view, N>& all, const std::string& word) {
  const Text near = did_you_mean(word, {all.begin(), all.end()});
  return near.empty() ? Text{} : Text{"，", ", "} + near;
}

std::optional<Text> never_from_call(const Checking& c, const Parts& parts) {
  const CallSpec* call = c.definition.calls.find(parts[1]);
  if (call == nullptr) return std::nullopt;  // The loader told.
  if (!is_asked(c, *call)) return Text{"从没有发出这个调用", "the call is never asked"};
  if (parts.size() > 2 && parts[2] == "timeout" && !call->timeout) {
    return Text{"这个调用没有写“timeout”", "the call has no 'timeout'"};
  }
  return std::nullopt;
}

std::optional<Text> never_warned(const Checking& c, const Parts& parts) {
  if (parts.size() < 3 || parts[2] != "warned") return std::nullopt;
  const Clock* clock = c.definition.clocks.find(parts[1]);
  const Material* material = c.definition.materials.find(parts[1]);
  const bool is_deferral = parts[0] == "deferral";
  const bool warns =
      is_deferral ? material == nullptr || !material->defer || !material->defer->warn_at.empty()
                  : clock == nullptr || !clock->spec.warn_at.empty();
  if (warns) return std::nullopt;
  return Text{"没有写“warn_at”", "there is no 'warn_at'"};
}

std::optional<Text> never_from_case(const Checking& c, const Parts& parts) {
  if (parts[1] == "accepted") {
    if (c.any<Accept>()) return std::nullopt;
    return Text{"没有“accept”动作", "there is no action 'accept'"};
  }
  std::vector<std::string> opened;
  c.each<Open>([&](const Placed&, const Open& open) { opened.push_back(open.as); });
  if (std::ranges::find(opened, parts[1]) == opened.end()) {
    const Text near = did_you_mean(parts[1], opened);
    return Text{"没有“open”动作以它为“as”", "no action 'open' opens a case 'as' this"} +
           (near.empty() ? Text{} : Text{"，", ", "} + near);
  }
  if (parts.size() < 3 || is_one_of(kOutcomes, parts[2])) return std::nullopt;
  return Text{"没有这样的办结结果", "there is no such outcome"} + meant(kOutcomes, parts[2]);
}

std::optional<Text> never_after(const Checking& c, const Parts& parts) {
  const StateIndex state = c.chart.find(parts[1]);
  if (state == kNone) return std::nullopt;
  const auto& all = c.chart.states[state].transitions;
  const bool waits = std::ranges::any_of(
      all, [&](TransitionIndex index) { return c.chart.transitions[index].after.has_value(); });
  if (waits) return std::nullopt;
  return Text{"这个状态没有带“after”的转移", "the state has no transition with 'after'"};
}

std::optional<Text> never_by_family(const Checking& c, const Parts& parts) {
  const std::string& family = parts[0];
  if (family == "call") return never_from_call(c, parts);
  if (family == "clock" || family == "deferral") return never_warned(c, parts);
  if (family == "case") return never_from_case(c, parts);
  if (family == "after") return never_after(c, parts);
  if (family == "licence" && parts.size() > 2 && !is_one_of(kLicenceEvents, parts[2])) {
    return Text{"证照没有这样的事件", "a licence has no such event"} +
           meant(kLicenceEvents, parts[2]);
  }
  if (family == "deferrals") {
    const auto& all = c.definition.materials;
    const bool any = std::ranges::any_of(
        all, [](const Material& material) { return material.defer.has_value(); });
    if (!any) return Text{"没有可以容缺的材料", "no material may be deferred"};
  }
  if (family == "error" && parts[1] != "execution") {
    return Text{"引擎只给出 error.execution", "the engine gives error.execution only"};
  }
  return std::nullopt;
}

/// What the last or the middle word of an event that never occurs was certainly meant to be.
Hint near_event(const Checking& c, const std::string& event) {
  const Parts parts = rules::split_path(event);
  if (parts.size() != 3) return {};
  if (parts[0] == "licence" && !is_one_of(kLicenceEvents, parts[2])) {
    return did_you_mean(parts[2], {kLicenceEvents.begin(), kLicenceEvents.end()});
  }
  if (parts[0] != "case") return {};
  std::vector<std::string> opened;
  c.each<Open>([&](const Placed&, const Open& open) { opened.push_back(open.as); });
  const bool is_opened = std::ranges::find(opened, parts[1]) != opened.end();
  if (!is_opened) return did_you_mean(parts[1], opened);
  return did_you_mean(parts[2], {kOutcomes.begin(), kOutcomes.end()});
}

/// Where the thing is declared that the event speaks of.
std::vector<Related> subject_of(const Checking& c, const std::string& event) {
  const Parts parts = rules::split_path(event);
  if (parts.size() < 2) return {};
  const std::string& id = parts[1];
  if (const CallSpec* call = c.definition.calls.find(id); call && parts[0] == "call") {
    return declared_at(call->pointer, id);
  }
  if (const Clock* clock = c.definition.clocks.find(id); clock && parts[0] == "clock") {
    return declared_at(clock->pointer, id);
  }
  if (const Material* material = c.definition.materials.find(id);
      material && parts[0] == "deferral") {
    return declared_at(material->pointer, id);
  }
  const StateIndex state = c.chart.find(id);
  if (state != kNone && parts[0] == "after") return places_of(c, {state});
  return {};
}

void check_listened(const Checking& c, const Transition& transition, const std::string& event) {
  const std::string pointer = c.event_pointer(transition, event);
  if (!transition.by.empty() && is_reserved_event(event)) {
    return c.error(codes::kNobodySends, pointer,
                   named(event) + Text{"只由引擎发出，写了“by”就没有人能发出",
                                       " is the engine's: with 'by' nobody can ever send it"},
                   {"请删去“by”，或者换一个事件", "take 'by' out, or choose another event"},
                   place_of(transition.pointer + "/by", {"写了“by”", "'by' is here"}));
  }
  if (event == "error.execution" && c.definition.on_error == OnError::kRefuse) {
    return c.warn(
        codes::kErrorsAreRefused, pointer,
        {"“on_error”为 refuse 时，出错的事件整个作废，不会有 error.execution",
         "with 'on_error' refuse an error undoes its event and error.execution never occurs"},
        {"请写 \"on_error\": \"raise\"，或者删去这条转移",
         "write \"on_error\": \"raise\", or take this transition out"},
        c.source.contains("on_error") ? place_of("/on_error", {"写在这里", "it is set here"})
                                      : std::vector<Related>());
  }
  const auto why = never_occurs(c, event);
  if (!why) return;
  Hint hint("请更正事件名称，或者删去这条转移",
            "correct the name of the event, or take this transition out");
  const Hint near = near_event(c, event);
  hint.written = near.written;
  hint.meant = near.meant;
  c.error(codes::kNeverOccurs, pointer,
          named(event) + Text{"永远不会发生：", " can never occur: "} + *why, std::move(hint),
          subject_of(c, event));
}

void check_heard(const Checking& c, const std::string& event, const std::string& pointer) {
  if (event.empty() || c.heard(event, true)) return;
  c.warn(
      codes::kUnheardEvent, pointer,
      Text{"没有转移接收事件", "no transition hears the event "} + named(event),
      {"请写一条 \"on\": \"" + event + "\" 的转移（不写“by”），或者删去这个动作",
       "write a transition with \"on\": \"" + event + "\" and no 'by', or take this action out"});
}

}  // namespace

std::optional<Text> never_occurs(const Checking& c, std::string_view event) {
  if (!is_reserved_event(event)) return std::nullopt;
  const Parts parts = rules::split_path(event);
  if (parts.size() < 2) return std::nullopt;
  if (parts.size() > 3) {
    return Text{"引擎的事件名至多三段", "names of the engine's events have at most three parts"};
  }
  return never_by_family(c, parts);
}

void check_events(const Checking& c) {
  for (const Transition& transition : c.chart.transitions) {
    if (transition.after) continue;
    for (const std::string& event : transition.on) check_listened(c, transition, event);
  }
  c.each<Raise>([&](const Placed& placed, const Raise& raise) {
    check_heard(c, raise.event, placed.action->pointer + "/raise");
  });
  c.each<Send>([&](const Placed& placed, const Send&) {
    const std::string pointer = placed.action->pointer + "/send/event";
    const Json::json_pointer at(pointer);
    if (!c.source.contains(at) || !c.source.at(at).is_string()) return;
    check_heard(c, c.source.at(at).get<std::string>(), pointer);
  });
}

}  // namespace lianban::model
