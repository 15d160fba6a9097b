// Papers, clocks and licences.
#include <array>
#include <nlohmann/json.hpp>

#include "model/codes.hpp"
#include "model/load_items.hpp"
#include "model/load_rules.hpp"
#include "model/references.hpp"
#include "model/sections.hpp"

namespace lianban::model {
namespace {

Paper read_paper(Loading& loading, const std::string& id, const Value& at) {
  Paper paper;
  paper.id = id;
  paper.pointer = at.pointer;
  Object object(loading, at);
  object.title("title", paper.title);
  if (const auto number = object.find("number")) {
    paper.number = read_text(loading, *number);
    check_number_pattern(loading, paper.number, number->pointer);
  }
  if (const auto to = object.find("to")) paper.to = read_party(loading, *to, true);
  if (const auto fields = object.find("fields")) paper.fields = read_rules(loading, *fields);
  object.flag("once", paper.once);
  object.close();
  return paper;
}

calendar::ExtendSpec read_extend(Loading& loading, const Value& at) {
  calendar::ExtendSpec extend;
  Object object(loading, at);
  if (const auto by = object.need("by")) {
    extend.by = read_duration(loading, *by).value_or(Duration{});
  }
  if (const auto times = object.find("times")) {
    const bool is_count =
        times->json->is_number_integer() && *times->json >= 1 && *times->json <= 100;
    if (is_count) extend.times = times->json->get<std::int64_t>();
    if (!is_count) wrong_type(loading, *times, {"1 到 100 的整数", "a whole number from 1 to 100"});
  }
  object.duration("promised", extend.promised);
  object.close();
  return extend;
}

void read_limits(Loading& loading, Object& object, calendar::ClockSpec& spec) {
  const bool is_single = object.has("limit");
  const bool is_pair = object.has("statutory") || object.has("promised");
  if (is_single && is_pair) {
    loading.fault(codes::kExclusive, object.pointer() + "/limit",
                  {"“limit”不能与“statutory”“promised”同时出现",
                   "'limit' excludes 'statutory' and 'promised'"},
                  {}, true);
  }
  if (!is_single && !is_pair && object.ok()) {
    loading.fault(codes::kMissingMember, object.pointer(),
                  {"缺少期限：“limit”，或者“statutory”“promised”",
                   "a limit is missing: 'limit', or 'statutory' and 'promised'"});
  }
  object.duration("statutory", spec.statutory);
  object.duration("promised", spec.promised);
  if (is_single) object.duration("limit", spec.statutory);
  (void)object.find("limit");
  spec.single = is_single;
}

Clock read_clock(Loading& loading, const std::string& id, const Value& at) {
  Clock clock;
  clock.id = id;
  clock.pointer = at.pointer;
  Object object(loading, at);
  object.title("title", clock.title);
  read_limits(loading, object, clock.spec);
  if (const auto from = object.find("from")) {
    constexpr std::array<std::string_view, 2> kChoices{"entered", "accepted"};
    clock.from_accepted = read_choice(loading, *from, kChoices) == 1;
  }
  if (const auto runs = object.need("runs_in")) clock.runs_in = refer_states(loading, *runs);
  if (const auto pauses = object.find("pauses_in")) {
    clock.pauses_in = refer_states(loading, *pauses);
  }
  if (const auto extend = object.find("extend")) clock.spec.extend = read_extend(loading, *extend);
  if (const auto warn_at = object.find("warn_at")) {
    clock.spec.warn_at = read_warn_at(loading, *warn_at);
  }
  object.close();
  return clock;
}

/// The day a section ends; a duration counts from the day of issue.
rules::Rule read_section_end(Loading& loading, const Value& at) {
  if (!at.json->is_string()) return read_rule(loading, at);
  if (!read_duration(loading, at)) return {};
  const Json rule = {{"add", {{{"today", Json::array()}}, *at.json}}};
  return rules::Rule::compile(rule, loading.context, at.pointer, loading.diagnostics);
}

LicenceSection read_licence_section(Loading& loading, const std::string& id, const Value& at) {
  LicenceSection section;
  section.id = id;
  Object object(loading, at);
  object.title("title", section.title);
  if (const auto authority = object.find("authority")) {
    section.authority = refer(loading, Kind::kAgency, *authority);
  }
  if (const auto when = object.find("when")) section.when = read_guards(loading, *when);
  if (const auto valid = object.find("valid")) section.valid = read_section_end(loading, *valid);
  if (const auto content = object.find("content")) section.content = read_rules(loading, *content);
  object.close();
  return section;
}

void read_validity(Loading& loading, const Value& at, Licence& licence) {
  if (!at.json->is_string()) {
    licence.valid_until = read_rule(loading, at);
  } else if (*at.json == "earliest section") {
    licence.valid_earliest_section = true;
  } else {
    licence.valid_for = read_duration(loading, at);
  }
}

Licence read_licence(Loading& loading, const std::string& id, const Value& at) {
  Licence licence;
  licence.id = id;
  licence.pointer = at.pointer;
  Object object(loading, at);
  object.title("title", licence.title);
  if (const auto kind = object.find("kind")) {
    constexpr std::array<std::string_view, 4> kKinds{"licence", "filing", "certificate",
                                                     "recognition"};
    if (const auto index = read_choice(loading, *kind, kKinds)) licence.kind = kKinds[*index];
  }
  object.text("type_code", licence.type_code);
  if (const auto issuer = object.need("issuer")) {
    licence.issuer = refer(loading, Kind::kAgency, *issuer);
  }
  if (const auto number = object.need("number")) {
    licence.number = read_text(loading, *number);
    check_number_pattern(loading, licence.number, number->pointer);
  }
  if (const auto content = object.find("content")) licence.content = read_rules(loading, *content);
  if (const auto sections = object.find("sections")) {
    for (const auto& [name, section] : read_map(loading, *sections, true)) {
      licence.sections.push_back(read_licence_section(loading, name, section));
    }
  }
  if (const auto valid = object.find("valid")) read_validity(loading, *valid, licence);
  if (licence.valid_earliest_section && licence.sections.empty()) {
    loading.fault(codes::kMissingMember, at.pointer,
                  {"有效期取最早的分项，却没有写“sections”",
                   "valid until the earliest section, but 'sections' is missing"});
  }
  if (const auto held = object.find("held")) licence.held = read_rule(loading, *held);
  if (const auto rests_on = object.find("rests_on")) {
    licence.rests_on = read_rule(loading, *rests_on);
  }
  object.close();
  return licence;
}

}  // namespace

std::vector<calendar::WarnAt> read_warn_at(Loading& loading, const Value& at) {
  std::vector<calendar::WarnAt> all;
  for (const Value& each : one_or_more(at)) {
    const auto* text = each.json->get_ptr<const std::string*>();
    const auto warn = text != nullptr ? calendar::parse_warn_at(*text) : std::nullopt;
    if (warn) {
      all.push_back(*warn);
      continue;
    }
    loading.fault(codes::kBadDuration, each.pointer,
                  {"不是提醒时点", "this is no time of a warning"},
                  {"例如 \"80%\" 或 \"3 workdays\"（到期前）",
                   "for example \"80%\", or \"3 workdays\" (before the limit)"});
  }
  return all;
}

void load_papers(Loading& loading) {
  for (const auto& [id, at] : read_section(loading, "papers")) {
    loading.definition.papers.add(read_paper(loading, id, at));
  }
}

void load_clocks(Loading& loading) {
  for (const auto& [id, at] : read_section(loading, "clocks")) {
    loading.definition.clocks.add(read_clock(loading, id, at));
  }
}

void load_licences(Loading& loading) {
  for (const auto& [id, at] : read_section(loading, "licences")) {
    loading.definition.licences.add(read_licence(loading, id, at));
  }
}

}  // namespace lianban::model
