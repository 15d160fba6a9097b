#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/decide.hpp"
#include "decide/offices.hpp"
#include "decide/reasons.hpp"
#include "decide/session.hpp"
#include "decide/timers.hpp"

namespace lianban::decide {

namespace {

Json shown(const JsonPtr& value) { return value ? *value : Json(); }
Json instant(const std::optional<Instant>& at) { return at ? Json(format_instant(*at)) : Json(); }
Json limit(const std::optional<Instant>& at) { return at ? Json(format_limit(*at)) : Json(); }
Json text(const std::string& value) { return value.empty() ? Json() : Json(value); }

Json head(const Case& of, const model::Definition& definition) {
  return {{"id", base::format(of.id)},
          {"number", text(of.number)},
          {"definition", of.definition},
          {"title", material::title_json(definition.title)},
          {"version", of.version},
          {"revision", of.revision},
          {"channel", text(of.channel)},
          {"region", text(of.region)},
          {"office", text(of.office)},
          {"applicant", of.applicant.id},
          {"status", to_name(of.state)},
          {"fenced", of.attention == lifecycle::AttentionState::kFenced},
          {"opened_at", format_instant(of.opened_at)},
          {"accepted_at", instant(of.accepted_at)},
          {"deemed", of.deemed},
          {"decided_at", instant(of.decided_at)},
          {"decision", text(of.decision)},
          {"ended_at", instant(of.ended_at)},
          {"ended", of.ended()},
          {"outcome", text(of.outcome)},
          {"results", shown(of.results)}};
}

Json states(const Case& of, const model::Definition& definition) {
  Json active = Json::array();
  Json inside = Json::array();
  Json titles = Json::object();
  for (const std::string& id : of.active) active.push_back(id);
  for (const std::string& id : of.active) {
    for (auto at = definition.chart.find(id); at != model::kNone;
         at = definition.chart.states[at].parent) {
      const model::State& state = definition.chart.states[at];
      if (std::find(inside.begin(), inside.end(), Json(state.id)) == inside.end()) {
        inside.push_back(state.id);
        titles[state.id] = material::title_json(state.title);
      }
    }
  }
  return {{"active", active}, {"in", inside}, {"titles", titles}};
}

Json materials(const Moment& moment) {
  const CaseScope scope(moment);
  const auto ledger = ledger_of(moment, scope);
  Json all = Json::object();
  for (const model::Material& spec : moment.definition->materials) {
    const auto& record = material::record_of(moment.of->materials, spec.id);
    all[spec.id] = {{"title", material::title_json(spec.title)},
                    {"state", to_name(record.state)},
                    {"required", material::required(spec, ledger)},
                    {"at", record.at.empty() ? "applicant" : record.at},
                    {"reason", text(record.reason)},
                    {"data", shown(record.data)},
                    {"disputed", record.disputed},
                    {"waived", record.waived},
                    {"original", spec.source.original}};
  }
  return all;
}

Json deferrals(const Moment& moment) {
  Json all = Json::object();
  for (const auto& [id, record] : moment.of->deferrals) {
    const model::Material* spec = moment.definition->materials.find(id);
    all[id] = {{"state", to_name(record.state)},
               {"due", limit(record.due)},
               {"provisional", record.provisional || record.estimated},
               {"unsigned", record.is_unsigned},
               {"held", record.held},
               {"consequence", spec != nullptr && spec->defer ? spec->defer->overdue : ""}};
  }
  return all;
}

Json clocks(const Moment& moment) {
  Json all = Json::object();
  for (const model::Clock& spec : moment.definition->clocks) {
    const auto it = moment.of->clocks.find(spec.id);
    if (it == moment.of->clocks.end()) {
      all[spec.id] = {{"title", material::title_json(spec.title)},
                      {"state", to_name(calendar::ClockState::kWaiting)}};
      continue;
    }
    const calendar::ClockRun& run = it->second;
    const auto main = calendar::main_limit(run);
    Json clock{{"title", material::title_json(spec.title)},
               {"state", to_name(run.state)},
               {"run", run.number},
               {"started", format_instant(run.started)}};
    if (main) {
      clock["due"] = format_limit(run.limit(*main)->due);
      clock["provisional"] = run.limit(*main)->provisional;
      const auto left = calendar::remaining(run, *main, moment.now, *moment.calendar);
      clock["remaining"] = left ? Json(left->workdays) : Json();
      const auto over = calendar::overrun(run, *main, moment.now, *moment.calendar);
      clock["overrun"] = over ? Json(over->workdays) : Json();
    }
    if (run.promised) clock["promised_due"] = format_limit(run.promised->due);
    Json expired = Json::array();
    for (const auto kind : {calendar::LimitKind::kStatutory, calendar::LimitKind::kPromised}) {
      if (run.limit(kind) && run.limit(kind)->expired) expired.push_back(to_name(kind));
    }
    clock["expired"] = expired;
    all[spec.id] = clock;
  }
  return all;
}

Json calls(const Case& of) {
  Json all = Json::object();
  for (const auto& [id, record] : of.calls) {
    all[id] = {{"state", to_name(record.state)},       {"effect", to_name(record.effect)},
               {"office", text(record.office)},        {"outcome", text(record.outcome)},
               {"asked_at", instant(record.asked_at)}, {"answered_at", instant(record.answered_at)},
               {"outstanding", record.outstanding()},  {"wanted", record.wanted},
               {"reply", shown(record.reply)}};
  }
  return all;
}

Json earlier_versions(const std::vector<LicenceRecord>& records) {
  Json list = Json::array();
  for (const LicenceRecord& record : records) {
    list.push_back({{"version", record.version},
                    {"state", to_name(record.state)},
                    {"number", record.number},
                    {"issued_at", format_instant(record.issued_at)},
                    {"expires", record.expires ? Json(format_day(*record.expires)) : Json()}});
  }
  return list;
}

/// The competent office of each agency that has several; null while it is not settled.
Json offices(const Session& session) {
  Json all = Json::object();
  for (const model::Agency& agency : session.definition().agencies) {
    const Competence competence = competence_of(session, agency.id);
    if (competence.divided) all[agency.id] = text(competence.office);
  }
  return all;
}

Json licences(const Moment& moment) {
  Json all = Json::object();
  for (const auto& [id, record] : moment.of->licences) {
    const model::Licence* spec = moment.definition->licences.find(id);
    all[id] = {{"title", material::title_json(spec == nullptr ? Text{} : spec->title)},
               {"kind", spec == nullptr ? std::string{} : spec->kind},
               {"state", to_name(state_on(record, day_of(moment.now)))},
               {"number", record.number},
               {"version", record.version},
               {"issued_at", format_instant(record.issued_at)},
               {"expires", record.expires ? Json(format_day(*record.expires)) : Json()},
               {"identifier", text(record.identifier)},
               {"reason", text(record.reason)},
               {"rests_on", text(record.rests_on)},
               {"held", record.held},
               {"content", shown(record.content)}};
    if (record.sections) all[id]["sections"] = *record.sections;
    if (!record.office.empty()) all[id]["office"] = record.office;
    const auto earlier = moment.of->earlier_licences.find(id);
    if (earlier != moment.of->earlier_licences.end()) {
      all[id]["earlier"] = earlier_versions(earlier->second);
    }
  }
  return all;
}

Json papers(const Moment& moment) {
  Json list = Json::array();
  for (const PaperRecord& paper : moment.of->papers) {
    const model::Paper* spec = moment.definition->papers.find(paper.paper);
    list.push_back({{"paper", paper.paper},
                    {"title", material::title_json(spec == nullptr ? Text{} : spec->title)},
                    {"number", paper.number},
                    {"at", format_instant(paper.at)},
                    {"to", text(paper.to)},
                    {"signer", text(paper.signer)},
                    {"fields", shown(paper.fields)}});
  }
  return list;
}

Json incidents(const Case& of) {
  Json list = Json::array();
  for (const IncidentRecord& incident : of.incidents) {
    list.push_back({{"id", incident.id},
                    {"code", incident.code},
                    {"subject", incident.subject},
                    {"text", incident.text},
                    {"at", format_instant(incident.at)},
                    {"state", to_name(incident.state)},
                    {"open", incident.open()},
                    {"resolution", text(incident.resolution)},
                    {"by", text(incident.by)},
                    {"reason", text(incident.reason)}});
  }
  return list;
}

Json notices(const Case& of) {
  Json list = Json::array();
  for (const NoticeRecord& notice : of.notices) {
    list.push_back({{"to", notice.to}, {"paper", text(notice.paper)}, {"text", text(notice.text)}});
  }
  return list;
}

/// Cases that this one opened, by the name it gave them.
Json opened(const Case& of) {
  Json all = Json::object();
  for (const Errand& errand : of.errands) {
    if (errand.kind != "open") continue;
    all[errand.name] = {{"definition", errand.definition},
                        {"case", text(errand.case_id)},
                        {"outcome", text(errand.answer)}};
  }
  return all;
}

/// Titles of what other parts name by id only: agencies in holders and custody, laws in reasons.
template <class List>
Json titles(const List& list) {
  Json all = Json::object();
  for (const auto& each : list) all[each.id] = material::title_json(title_or(each.title, each.id));
  return all;
}

Json holders(const Moment& moment) {
  Json used = Json::object();
  for (const auto& [holder, days] :
       calendar::workdays_used(moment.of->stays, moment.now, *moment.calendar)) {
    used[holder] = days;
  }
  return {{"now", current_holders(*moment.of)}, {"used", used}};
}

}  // namespace

Json view(const Case& of, const Inputs& inputs) {
  Session session(&of, inputs);
  session.read_register();
  const Moment moment = session.moment();
  const CaseScope scope(moment);
  const auto ledger = ledger_of(moment, scope);
  Json result = head(of, session.definition());
  result["states"] = states(of, session.definition());
  result["form"] = shown(of.form);
  result["vars"] = shown(of.vars);
  result["materials"] = materials(moment);
  result["gaps"] = material::gaps_json(ledger);
  result["deferrals"] = deferrals(moment);
  result["open_deferrals"] = material::deferrals_json(ledger);
  result["clocks"] = clocks(moment);
  result["calls"] = calls(of);
  result["licences"] = licences(moment);
  result["papers"] = papers(moment);
  result["notices"] = notices(of);
  result["incidents"] = incidents(of);
  result["holders"] = holders(moment);
  result["opened"] = opened(of);
  result["offices"] = offices(session);
  result["agencies"] = titles(session.definition().agencies);
  result["law"] = titles(session.definition().law);
  const auto due = next_limit(of);
  result["due"] = limit(due);
  return result;
}

}  // namespace lianban::decide
