#include "prove/situation.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/writer.hpp"
#include "decide/scope.hpp"

namespace lianban::prove {

using calendar::ClockState;
using calendar::LimitKind;
using decide::Case;
using lifecycle::CallState;
using lifecycle::EffectState;
using lifecycle::MaterialState;

const Outlook& Abstraction::outlook(const Case& of) {
  const auto it = outlooks_.find(of.active);
  if (it != outlooks_.end()) return it->second;
  return outlooks_
      .emplace(of.active, Outlook{setting_.facets.later(of.active), setting_.facets.now(of.active)})
      .first->second;
}

bool Abstraction::papers_matter(const Case& of, const Outlook& outlook) const {
  return !of.ended() && of.state != lifecycle::CaseState::kDecided && live(outlook, "#gaps");
}

void Abstraction::reduce(Situation& situation) {
  Case& of = situation.of;
  const Outlook& outlook = this->outlook(of);
  of.latest = Setting::past(setting_.start) - std::chrono::hours(24);
  of.revision = 1;
  of.notices.clear();
  std::erase_if(of.stays, [](const calendar::Stay& stay) { return stay.to.has_value(); });
  reduce_clocks(of, outlook);
  reduce_calls(of, outlook);
  reduce_documents(of);
  reduce_rest(of, outlook);
  forget_choices(situation, outlook);
}

bool limit_matters(const Setting& setting, const std::string& clock) {
  return setting.facets.heard("clock." + clock + ".expired") ||
         setting.facets.anywhere("clocks." + clock);
}

void Abstraction::reduce_clocks(Case& of, const Outlook& outlook) {
  const Instant far = Setting::far(setting_.start);
  const Instant past = Setting::past(setting_.start);
  for (auto it = of.clocks.begin(); it != of.clocks.end();) {
    calendar::ClockRun& run = it->second;
    const std::string& id = it->first;
    if (of.ended() || (run.state == ClockState::kStopped && !live(outlook, "clocks." + id))) {
      it = of.clocks.erase(it);
      continue;
    }
    run.armed = past;
    // No rule can ask how often a clock was extended: an extension is never refused here.
    if (!setting_.steering_clocks.contains(id)) run.extensions.clear();
    if (!run.pauses.empty() && run.pauses.back().to) run.pauses.clear();
    for (const LimitKind kind : {LimitKind::kStatutory, LimitKind::kPromised}) {
      auto& limit = run.limit(kind);
      if (!limit) continue;
      const bool warned = setting_.facets.heard("clock." + id + ".warned");
      const bool expiry = setting_.steering_clocks.contains(id);
      limit->provisional = false;
      limit->due = far;
      if (!warned) limit->warnings.clear();
      for (calendar::Warning& warning : limit->warnings) warning.due = far;
      if (!expiry) limit->expired = false;
    }
    ++it;
  }
  for (decide::TimerRecord& timer : of.timers) timer.due = far;
}

void Abstraction::reduce_calls(Case& of, const Outlook& outlook) {
  for (auto it = of.calls.begin(); it != of.calls.end();) {
    decide::CallRecord& record = it->second;
    const auto* spec = setting_.definition.calls.find(it->first);
    if (record.state == CallState::kAcknowledged) record.state = CallState::kAsked;
    if (record.timeout) {
      const bool said = setting_.facets.heard("call." + it->first + ".timeout") ||
                        live(outlook, "calls." + it->first);
      if (said) record.timeout = Setting::far(setting_.start);
      if (!said) record.timeout.reset();
    }
    const bool act = spec == nullptr || !spec->reverse.empty() || !spec->reverses.empty();
    // What is there already need not be found.
    const bool feeds =
        spec != nullptr && papers_matter(of, outlook) &&
        std::any_of(spec->feeds.begin(), spec->feeds.end(), [&](const std::string& id) {
          return material::record_of(of.materials, id).state == MaterialState::kMissing;
        });
    const bool of_state =
        !record.state_id.empty() &&
        std::any_of(of.active.begin(), of.active.end(), [&](const std::string& leaf) {
          const auto& chart = setting_.definition.chart;
          return chart.inside(chart.find(leaf), chart.find(record.state_id));
        });
    const bool incident =
        std::any_of(of.incidents.begin(), of.incidents.end(),
                    [&](const auto& each) { return each.open() && each.subject == it->first; });
    const bool settled = record.state == CallState::kAnswered ||
                         record.state == CallState::kAbandoned ||
                         (record.state == CallState::kFailed && !incident);
    const bool wanted = act || of_state || live(outlook, "calls." + it->first) ||
                        (!settled && (feeds || live(outlook, "?call." + it->first)));
    it = wanted && !of.ended() ? std::next(it) : of.calls.erase(it);
  }
  std::vector<decide::IncidentRecord> open;
  for (const decide::IncidentRecord& incident : of.incidents) {
    const bool known = std::any_of(open.begin(), open.end(), [&](const auto& each) {
      return each.code == incident.code && each.subject == incident.subject;
    });
    if (incident.open() && !known) open.push_back(incident);
  }
  for (std::size_t i = 0; i < open.size(); ++i) open[i].id = "i" + std::to_string(i + 1);
  of.incidents = std::move(open);
}

void Abstraction::reduce_documents(Case& of) {
  const Instant far = Setting::far(setting_.start);
  const Instant past = Setting::past(setting_.start);
  for (auto& [id, record] : of.materials) {
    if (record.available_at) record.available_at = past;
  }
  for (auto& [id, record] : of.deferrals) {
    if (record.due) record.due = record.last_look || record.held ? past : far;
    record.estimated = false;
    if (!setting_.facets.heard("deferral." + id + ".warned")) record.warnings.clear();
    for (Instant& warning : record.warnings) warning = far;
  }
}

void Abstraction::reduce_rest(Case& of, const Outlook& outlook) {
  std::vector<decide::PaperRecord> papers;
  for (auto it = of.papers.rbegin(); it != of.papers.rend(); ++it) {
    const bool known = std::any_of(papers.begin(), papers.end(),
                                   [&](const auto& each) { return each.paper == it->paper; });
    if (!known && live(outlook, "papers." + it->paper)) papers.push_back(*it);
  }
  // Only whether there is one can matter, never which came first.
  std::sort(papers.begin(), papers.end(),
            [](const auto& a, const auto& b) { return a.paper < b.paper; });
  of.papers = std::move(papers);
  std::erase_if(of.errands, [](const decide::Errand& errand) {
    return errand.kind != "open" || !errand.answer.empty();
  });
}

void Abstraction::forget_choices(Situation& situation, const Outlook& outlook) {
  for (std::size_t i = 0; i < setting_.choices.size(); ++i) {
    const Choice& choice = setting_.choices[i];
    if ((situation.known >> i & 1) == 0) continue;
    const bool needed = std::any_of(choice.facets.begin(), choice.facets.end(),
                                    [&](std::size_t facet) { return outlook.later.test(facet); });
    if (needed && !situation.of.ended()) continue;
    situation.known &= ~(std::uint64_t{1} << i);
    situation.of.form =
        std::make_shared<const Json>(setting_.chosen(*situation.of.form, choice, 0));
  }
}

std::vector<std::size_t> Abstraction::open_choices(const Situation& situation) {
  std::vector<std::size_t> open;
  if (situation.of.ended() || !situation.of.form) return open;
  const Outlook& outlook = this->outlook(situation.of);
  for (std::size_t i = 0; i < setting_.choices.size(); ++i) {
    const Choice& choice = setting_.choices[i];
    const bool read = std::any_of(choice.facets.begin(), choice.facets.end(),
                                  [&](std::size_t facet) { return outlook.now.test(facet); });
    if (read && (situation.known >> i & 1) == 0) open.push_back(i);
  }
  return open;
}

namespace {

void add(std::string& to, std::string_view text) {
  to += text;
  to += '|';
}

/// Dates and instants as one word.
Json without_dates(const Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return parse_day(text) || parse_instant(text) ? Json("date") : value;
  }
  if (!value.is_structured()) return value;
  Json copy = value;
  for (Json& each : copy) each = without_dates(each);
  return copy;
}

void add_json(std::string& to, const Json& value, bool loose) {
  base::Writer(to).json(loose ? without_dates(value) : value);
  to += '|';
}

}  // namespace

void Abstraction::write_documents(const Case& of, const Outlook& outlook, bool loose,
                                  std::string& to) const {
  const bool matter = papers_matter(of, outlook);
  for (const auto& [id, record] : of.materials) {
    const model::Material* spec = setting_.definition.materials.find(id);
    if (spec == nullptr) continue;
    if (spec->source.original && !record.at.empty() && !of.ended()) add(to, id + "@" + record.at);
    const bool asked = live(outlook, "materials." + id) || live(outlook, "?material." + id);
    if (!asked && (!matter || spec->never_required)) continue;
    const bool read = asked && !setting_.seen_as_there.contains(id);
    const bool there =
        record.state == MaterialState::kSupplied || record.state == MaterialState::kVerified;
    const bool fetched = spec->source.kind == model::SourceKind::kQuery;
    if (!read && there) {
      add(to, id + "+");
    } else if (!read && (fetched || record.state != MaterialState::kRejected)) {
      if (record.state != MaterialState::kMissing) add(to, id + "-");
    } else if (read) {
      add(to, id + "=" + std::string(to_name(record.state)) + (record.disputed ? "!" : ""));
    }
    if (record.waived) add(to, "waived");
    if (spec->defer && record.available_at) add(to, "available");
  }
  for (const auto& [id, record] : of.deferrals) {
    if (of.ended()) break;
    // A debt that was settled or dropped does not come back.
    const bool past = !record.open() && of.state != lifecycle::CaseState::kReceived;
    if (past && !live(outlook, "deferrals." + id)) continue;
    add(to, id + ":" + std::string(to_name(record.state)));
    if (!record.open()) continue;
    to += record.due ? 'd' : '-';
    to += record.provisional ? 'p' : '-';
    to += record.last_look ? 'l' : '-';
    to += record.held ? 'h' : '-';
    add(to, loose ? "" : std::to_string(record.warnings.size()));
  }
}

void Abstraction::write_calls(const Case& of, const Outlook& outlook, std::string& to) const {
  for (const auto& [name, record] : of.calls) {
    const std::string& id = name;
    const bool read = live(outlook, "calls." + id);
    const bool answered =
        record.state == CallState::kAnswered || record.state == CallState::kAbandoned;
    add(to, id);
    add(to, !read && answered ? "done" : to_name(record.state));
    add(to, to_name(record.effect));
    to += record.wanted && !answered ? 'w' : '-';
    to += record.timeout ? 't' : '-';
    const bool incident = std::any_of(of.incidents.begin(), of.incidents.end(),
                                      [&](const auto& each) { return each.subject == id; });
    if (record.state == CallState::kFailed || record.state == CallState::kUnclear) {
      to += incident ? 'i' : '-';
    }
    if (read) add(to, record.outcome);
  }
  for (const decide::Errand& errand : of.errands) {
    add(to, errand.name + (errand.case_id.empty() ? "?" : "!"));
  }
}

void Abstraction::write_time(const Case& of, bool loose, std::string& to) const {
  for (const auto& [id, run] : of.clocks) {
    add(to, id + std::string(to_name(run.state)));
    for (const LimitKind kind : {LimitKind::kStatutory, LimitKind::kPromised}) {
      const auto& limit = run.limit(kind);
      if (!limit) continue;
      to += limit->expired ? 'x' : 'r';
      // In real time a warning that would have come before now is left out.
      if (!loose) to += std::to_string(limit->warnings.size());
    }
    const auto* clock = setting_.definition.clocks.find(id);
    if (clock != nullptr && clock->spec.extend) to += "e" + std::to_string(run.extensions.size());
    if (!run.pauses.empty()) to += 'p';
  }
  std::vector<std::string> timers;
  for (const decide::TimerRecord& timer : of.timers) {
    timers.push_back(timer.event + "/" + timer.id + "/" + timer.state + "/" +
                     std::to_string(timer.ordinal) + (timer.data ? timer.data->dump() : ""));
  }
  std::sort(timers.begin(), timers.end());
  for (const std::string& timer : timers) add(to, timer);
}

void Abstraction::write_data(const Situation& situation, const Outlook& outlook, bool loose,
                             std::string& to) {
  const Case& of = situation.of;
  for (std::size_t i = 0; i < setting_.choices.size(); ++i) {
    if ((situation.known >> i & 1) == 0) continue;
    add(to, "c" + std::to_string(i));
    for (const auto& path : setting_.choices[i].paths) {
      const Json* value = of.form ? decide::walk(of.form.get(), path, 0) : nullptr;
      add_json(to, value != nullptr ? *value : Json(), loose);
    }
  }
  if (of.vars && of.vars->is_object()) {
    for (const auto& item : of.vars->items()) {
      if (!live(outlook, "vars." + item.key())) continue;
      add(to, item.key());
      add_json(to, item.value(), loose);
    }
  }
  if (of.done && of.done->is_object()) {
    for (const auto& item : of.done->items()) {
      if (!live(outlook, "done." + item.key()) && !live(outlook, "done.")) continue;
      add(to, item.key());
      add_json(to, item.value(), loose);
    }
  }
  if (live(outlook, "case.channel")) add(to, of.channel);
  for (const auto& [id, record] : of.calls) {
    if (record.reply && live(outlook, "calls." + id)) add_json(to, *record.reply, loose);
  }
  for (const auto& [id, record] : of.materials) {
    if (setting_.seen_as_there.contains(id)) continue;
    if (record.data && live(outlook, "materials." + id)) add_json(to, *record.data, loose);
  }
  for (const auto& path : setting_.numbers) {
    const Json* value = of.form ? decide::walk(of.form.get(), path, 0) : nullptr;
    add_json(to, value != nullptr ? *value : Json(), loose);
  }
  for (const decide::PaperRecord& paper : of.papers) add(to, paper.paper);
  for (const auto& [id, record] : of.licences) add(to, id + std::string(to_name(record.state)));
}

std::string Abstraction::text(const Situation& situation, bool loose) {
  const Case& of = situation.of;
  const Outlook& outlook = this->outlook(of);
  std::string to;
  to.reserve(512);
  for (const std::string& id : of.active) add(to, id);
  add(to, to_name(of.state));
  add(to, to_name(of.attention));
  add(to, of.decision);
  add(to, of.outcome);
  to += of.accepted_at ? 'a' : '-';
  for (const auto& [id, states] : of.history_states) {
    add(to, "h" + id);
    for (const std::string& state : states) add(to, state);
  }
  const auto& chart = setting_.definition.chart;
  for (const auto& [state, actors] : of.acted) {
    bool asked = false;
    for (auto at = chart.find(state); at != model::kNone; at = chart.states[at].parent) {
      asked |= live(outlook, "acted." + chart.states[at].id);
    }
    if (!asked) continue;
    add(to, "s" + state);
    auto sorted = actors;
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& actor : sorted) add(to, actor);
  }
  if (live(outlook, "#issue")) {
    for (const model::StateIndex state : setting_.definition.must_pass) {
      const bool passed = of.visits.contains(chart.states[state].id);
      to += passed ? 'v' : '-';
    }
  }
  write_documents(of, outlook, loose, to);
  write_calls(of, outlook, to);
  write_time(of, loose, to);
  write_data(situation, outlook, loose, to);
  return to;
}

Key Abstraction::key(const Situation& situation, bool loose) {
  const base::Digest digest = base::sm3({text(situation, loose)});
  Key key{};
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

}  // namespace lianban::prove
