// Materials: where each comes from, and which may come later.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_items.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"
#include "model/sections.hpp"

namespace lianban::model {
namespace {

void read_query_source(Loading& loading, Object& object, const Value& query, Source& source) {
  source.kind = SourceKind::kQuery;
  source.ref = refer(loading, Kind::kCall, query);
  const CallSpec* call = loading.definition.calls.find(source.ref);
  const auto found = object.find("found");
  if (found) source.found = read_text(loading, *found);
  const NameSet& outcomes = loading.names.outcomes[source.ref];
  if (call != nullptr && !outcomes.contains(source.found)) {
    const Hint hint = did_you_mean(source.found, {outcomes.begin(), outcomes.end()});
    loading.fault(codes::kUnknownCall, found ? found->pointer : query.pointer,
                  {"调用" + quoted_zh(source.ref) + "没有结果" + quoted_zh(source.found),
                   "call " + quoted_en(source.ref) + " has no outcome " + quoted_en(source.found)},
                  hint, false, declaration_of_outcome(loading, source.ref, hint.meant));
  }
  if (const auto dated = object.find("dated")) {
    const std::string path = read_text(loading, *dated);
    source.dated = rules::split_path(path);
    const bool is_known = call == nullptr || call->reply.member(source.dated).declared;
    if (dated->json->is_string() && (source.dated.empty() || !is_known)) {
      loading.fault(codes::kUndeclaredPath, dated->pointer,
                    {"答复中没有" + quoted_zh(path), "the reply has no " + quoted_en(path)});
    }
  }
}

Source read_source(Loading& loading, const Value& at) {
  Source source;
  if (at.json->is_string()) {
    constexpr std::array<std::string_view, 1> kChoices{"applicant"};
    (void)read_choice(loading, at, kChoices);
    return source;
  }
  Object object(loading, at);
  const auto query = object.find("query");
  const auto produced = object.find("produced");
  const auto reuse = object.find("reuse");
  if ((query ? 1 : 0) + (produced ? 1 : 0) + (reuse ? 1 : 0) != 1 && object.ok()) {
    loading.fault(codes::kExclusive, at.pointer,
                  {"来源须是“query”“produced”“reuse”之一",
                   "a source is exactly one of 'query', 'produced', 'reuse'"});
  }
  if (query) {
    read_query_source(loading, object, *query, source);
  } else if (produced) {
    source.kind = SourceKind::kProduced;
    source.ref = refer(loading, Kind::kPaper, *produced);
  } else if (reuse) {
    source.kind = SourceKind::kReuse;
    source.ref = refer(loading, Kind::kLicence, *reuse);
  }
  object.close();
  return source;
}

/// A state that is entered, or an event.
void read_available_after(Loading& loading, const Value& at, Deferral& defer) {
  defer.available_after = read_text(loading, at);
  if (!at.json->is_string()) return;
  const Chart& chart = loading.definition.chart;
  defer.available_is_state = chart.find(defer.available_after) != kNone;
  if (defer.available_is_state) return;
  check_listened(loading, defer.available_after, at.pointer);
  const bool is_event = is_reserved_event(defer.available_after) ||
                        chart.by_descriptor.contains(defer.available_after);
  if (!is_event) unknown(loading, Kind::kState, defer.available_after, at.pointer);
}

Deferral read_defer(Loading& loading, const std::string& material, const Value& at) {
  Deferral defer;
  Object object(loading, at);
  if (const auto after = object.find("available_after")) {
    read_available_after(loading, *after, defer);
  }
  if (const auto within = object.need("within")) {
    defer.within = read_duration(loading, *within).value_or(Duration{});
  }
  if (const auto least = object.find("at_least")) {
    defer.at_least = read_duration(loading, *least).value_or(defer.at_least);
  }
  if (const auto paper = object.find("commitment")) {
    defer.commitment = refer(loading, Kind::kPaper, *paper);
  }
  if (const auto when = object.find("when")) defer.when = read_guards(loading, *when);
  if (const auto needed_by = object.find("needed_by")) {
    defer.needed_by = refer_states(loading, *needed_by);
  }
  for (const StateIndex state : defer.needed_by) {
    loading.definition.chart.states[state].needs.push_back(material);
  }
  object.duration("recheck", defer.recheck);
  if (const auto warn_at = object.find("warn_at")) defer.warn_at = read_warn_at(loading, *warn_at);
  if (const auto overdue = object.need("overdue")) {
    defer.overdue = read_outcome(loading, *overdue);
  }
  object.close();
  return defer;
}

void read_required(Loading& loading, const Value& at, Material& material) {
  if (at.json->is_boolean()) {
    material.always_required = at.json->get<bool>();
    material.never_required = !material.always_required;
    return;
  }
  material.always_required = false;
  material.required = read_guards(loading, at);
}

std::vector<Role> roles_of_lead(const Definition& definition) {
  std::vector<Role> roles;
  const Agency* lead = definition.agencies.find(definition.lead);
  if (lead == nullptr) return roles;
  for (const auto& [role, title] : lead->roles) roles.push_back({lead->id, role});
  return roles;
}

void read_people(Loading& loading, Object& object, Material& material) {
  const std::vector<Role> lead = roles_of_lead(loading.definition);
  material.by = {Role{"", "applicant"}};
  material.by.insert(material.by.end(), lead.begin(), lead.end());
  material.checked_by = lead;
  if (const auto by = object.find("by")) material.by = read_roles(loading, *by);
  if (const auto by = object.find("checked_by")) material.checked_by = read_roles(loading, *by);
}

Material read_material(Loading& loading, const std::string& id, const Value& at) {
  Material material;
  material.id = id;
  material.pointer = at.pointer;
  Object object(loading, at);
  object.title("title", material.title);
  if (const auto required = object.find("required")) read_required(loading, *required, material);
  if (object.find("data")) material.data = loading.material_data.at(id);
  if (const auto source = object.find("source")) material.source = read_source(loading, *source);
  if (material.source.kind == SourceKind::kApplicant) {
    object.flag("original", material.source.original);
  } else {
    object.refuse("original", {"只有申请人提交的材料才有原件",
                               "only what the applicant brings has an original"});
  }
  read_people(loading, object, material);
  if (const auto defer = object.find("defer")) material.defer = read_defer(loading, id, *defer);
  object.close();
  return material;
}

}  // namespace

void load_materials(Loading& loading) {
  Definition& to = loading.definition;
  for (const auto& [id, at] : read_section(loading, "materials")) {
    Material material = read_material(loading, id, at);
    if (material.source.kind == SourceKind::kQuery) {
      CallSpec* call = to.calls.find(material.source.ref);
      if (call != nullptr) call->feeds.push_back(id);
    }
    to.materials.add(std::move(material));
  }
}

}  // namespace lianban::model
