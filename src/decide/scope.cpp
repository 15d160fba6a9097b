#include "decide/scope.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/register.hpp"

namespace lianban::decide {

namespace {

using rules::Path;
using rules::Root;

const Json* text(const std::string& value, Json& scratch) {
  if (value.empty()) return nullptr;
  scratch = value;
  return &scratch;
}

const Json* instant(const std::optional<Instant>& at, Json& scratch) {
  if (!at) return nullptr;
  scratch = format_instant(*at);
  return &scratch;
}

const std::string& segment(const Path& path, std::size_t index) {
  static const std::string kEmpty;
  return index < path.segments.size() ? path.segments[index] : kEmpty;
}

template <class Map>
const typename Map::mapped_type* record(const Map& map, const std::string& id) {
  const auto it = map.find(id);
  return it == map.end() ? nullptr : &it->second;
}

}  // namespace

const Json* walk(const Json* from, const std::vector<std::string>& segments, std::size_t first) {
  for (std::size_t i = first; from != nullptr && i < segments.size(); ++i) {
    const std::string& name = segments[i];
    if (from->is_object()) {
      const auto it = from->find(name);
      from = it == from->end() ? nullptr : &*it;
    } else if (from->is_array() && !name.empty() && name.size() < 10 &&
               std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      const std::size_t index = std::stoul(name);
      from = index < from->size() ? &(*from)[index] : nullptr;
    } else {
      return nullptr;
    }
  }
  return from != nullptr && from->is_null() ? nullptr : from;
}

const Json* CaseScope::find(const Path& path, Json& scratch) const {
  const Case& of = *at_.of;
  switch (path.root) {
    case Root::kForm:
      return walk(of.form.get(), path.segments, 0);
    case Root::kVars:
      return walk(of.vars.get(), path.segments, 0);
    case Root::kParams:
      return walk(at_.definition->params.get(), path.segments, 0);
    case Root::kDone:
      return walk(of.done.get(), path.segments, 0);
    case Root::kReply:
      return walk(at_.reply, path.segments, 0);
    case Root::kEvent:
      return of_event(path, scratch);
    case Root::kCase:
      return of_case(path, scratch);
    case Root::kMaterials:
      return of_material(path, scratch);
    case Root::kDeferrals:
      return of_deferral(path, scratch);
    case Root::kClocks:
      return of_clock(path, scratch);
    case Root::kCalls:
      return of_call(path, scratch);
    case Root::kLicences:
      return of_licence(path, scratch);
    case Root::kPapers:
      return of_paper(path, scratch);
    case Root::kElement:
    case Root::kData:
      return nullptr;
  }
  return nullptr;
}

const Json* CaseScope::of_event(const Path& path, Json& scratch) const {
  const std::string& what = segment(path, 0);
  if (what == "name") return text(at_.event.name, scratch);
  if (what == "data") return walk(at_.event.data.get(), path.segments, 1);
  if (what != "actor" || at_.event.actor == nullptr) return nullptr;
  const Actor& actor = *at_.event.actor;
  const std::string& member = segment(path, 1);
  if (member == "id") return text(actor.id, scratch);
  if (member == "office") return text(actor.office, scratch);
  if (member == "roles") {
    scratch = actor.roles;
    return &scratch;
  }
  return nullptr;
}

const Json* CaseScope::of_case(const Path& path, Json& scratch) const {
  const Case& of = *at_.of;
  const std::string& what = segment(path, 0);
  if (what == "gaps" || what == "deferrals") {
    const material::Ledger ledger = ledger_of(at_, *this);
    scratch = what == "gaps" ? gaps_json(ledger) : deferrals_json(ledger);
    if (path.segments.size() == 1) return &scratch;
    const Json* found = walk(&scratch, path.segments, 1);
    if (found == nullptr) return nullptr;
    scratch = Json(*found);
    return &scratch;
  }
  if (what == "id") {
    scratch = base::format(of.id);
    return &scratch;
  }
  if (what == "definition") return text(of.definition, scratch);
  if (what == "number") return text(of.number, scratch);
  if (what == "channel") return text(of.channel, scratch);
  if (what == "region") return text(of.region, scratch);
  if (what == "office") return text(of.office, scratch);
  if (what == "decision") return text(of.decision, scratch);
  if (what == "opened_at") return instant(of.opened_at, scratch);
  if (what == "accepted_at") return instant(of.accepted_at, scratch);
  if (what == "decided_at") return instant(of.decided_at, scratch);
  return nullptr;
}

const Json* CaseScope::of_material(const Path& path, Json& scratch) const {
  static const material::MaterialRecord kMissing;
  const auto* found = record(at_.of->materials, segment(path, 0));
  const material::MaterialRecord& it = found == nullptr ? kMissing : *found;
  const std::string& what = segment(path, 1);
  if (what == "data") return walk(it.data.get(), path.segments, 2);
  if (what == "reason") return text(it.reason, scratch);
  if (what == "state") scratch = to_name(it.state);
  if (what == "at") scratch = it.at.empty() ? "applicant" : it.at;
  return what == "state" || what == "at" ? &scratch : nullptr;
}

const Json* CaseScope::of_deferral(const Path& path, Json& scratch) const {
  const auto* it = record(at_.of->deferrals, segment(path, 0));
  if (it == nullptr) return nullptr;
  const std::string& what = segment(path, 1);
  if (what == "state") {
    scratch = to_name(it->state);
    return &scratch;
  }
  if (!it->due) return nullptr;
  if (what == "due") {
    scratch = format_limit(*it->due);
    return &scratch;
  }
  if (what == "remaining") {
    const std::int64_t left =
        at_.calendar->between_provisional(day_of(at_.now), shown_day(*it->due)).workdays;
    scratch = std::max<std::int64_t>(left, 0);
    return &scratch;
  }
  return nullptr;
}

const Json* CaseScope::of_clock(const Path& path, Json& scratch) const {
  const auto* run = record(at_.of->clocks, segment(path, 0));
  const std::string& what = segment(path, 1);
  if (what == "state") {
    scratch = to_name(run == nullptr ? calendar::ClockState::kWaiting : run->state);
    return &scratch;
  }
  if (run == nullptr) return nullptr;
  if (what == "started") {
    return run->state == calendar::ClockState::kWaiting ? nullptr : instant(run->started, scratch);
  }
  const auto main = calendar::main_limit(*run);
  if (!main) return nullptr;
  if (what == "due" || what == "promised_due") {
    const auto kind = what == "due" ? *main : calendar::LimitKind::kPromised;
    const auto& limit = run->limit(kind);
    if (!limit) return nullptr;
    scratch = format_limit(limit->due);
    return &scratch;
  }
  const auto count = what == "remaining" ? calendar::remaining(*run, *main, at_.now, *at_.calendar)
                                         : calendar::overrun(*run, *main, at_.now, *at_.calendar);
  if (!count) return nullptr;
  scratch = std::max<std::int64_t>(count->workdays, 0);
  return &scratch;
}

const Json* CaseScope::of_call(const Path& path, Json& scratch) const {
  const auto* it = record(at_.of->calls, segment(path, 0));
  const std::string& what = segment(path, 1);
  if (it == nullptr) {
    if (what != "effect") return nullptr;
    scratch = to_name(lifecycle::EffectState::kNone);
    return &scratch;
  }
  if (what == "reply") return walk(it->reply.get(), path.segments, 2);
  if (what == "outcome") return text(it->outcome, scratch);
  if (what == "state") scratch = to_name(it->state);
  if (what == "effect") scratch = to_name(it->effect);
  return what == "state" || what == "effect" ? &scratch : nullptr;
}

const Json* CaseScope::of_licence(const Path& path, Json& scratch) const {
  const auto* it = record(at_.of->licences, segment(path, 0));
  if (it == nullptr) return nullptr;
  const std::string& what = segment(path, 1);
  if (what == "number") return text(it->number, scratch);
  if (what == "issued_at") return instant(it->issued_at, scratch);
  if (what == "state") {
    scratch = to_name(state_on(*it, day_of(at_.now)));
    return &scratch;
  }
  if (what == "expires" && it->expires) {
    scratch = format_day(*it->expires);
    return &scratch;
  }
  return nullptr;
}

const Json* CaseScope::of_paper(const Path& path, Json& scratch) const {
  const std::string& id = segment(path, 0);
  const auto& papers = at_.of->papers;
  const auto it = std::find_if(papers.rbegin(), papers.rend(),
                               [&](const PaperRecord& paper) { return paper.paper == id; });
  if (it == papers.rend()) return nullptr;
  return segment(path, 1) == "number" ? text(it->number, scratch) : instant(it->at, scratch);
}

bool CaseScope::in_state(std::string_view state) const {
  const auto index = at_.definition->chart.find(std::string(state));
  return index != model::kNone && at_.snapshot->active.test(index);
}

Result<bool> CaseScope::holds(std::string_view condition) const {
  const auto* it = at_.definition->conditions.find(condition);
  if (it == nullptr) {
    return make_error("rule/condition", "没有这个条件", "there is no such condition",
                      std::string(condition));
  }
  return it->rule.test(*this);
}

material::Ledger ledger_of(const Moment& moment, const CaseScope& scope) {
  return {*moment.definition, moment.of->materials, moment.of->deferrals, scope};
}

}  // namespace lianban::decide
