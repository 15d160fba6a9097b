#include "cli/demo/teller.hpp"

#include <map>

#include "cli/context.hpp"
#include "cli/output/actions.hpp"
#include "cli/output/calendar_grid.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

constexpr std::size_t kLineCells = 100;

}  // namespace

std::string moment(Instant at, Language language) {
  const bool midnight = at_midnight(at);
  const Day day = midnight ? shown_day(at) : day_of(at);
  const std::string time = midnight ? "24:00" : format_instant(at).substr(11, 5);
  return format_day(day).substr(5) + " " + weekday_name(day, language) + " " + time;
}

std::string day_text(const std::string& limit) { return limit.substr(0, 10); }

void Teller::chapter(const Phrase& title, const Phrase& summary) {
  to_.line();
  to_.line(to_.paint(Tone::kStrong, to_.tell(title)) + "  " +
           to_.paint(Tone::kDim, to_.tell(summary)));
  to_.line(to_.paint(Tone::kDim, to_.rule(kLineCells)));
}

void Teller::happened(Instant at, Sign sign, const std::string& what, const std::string& who) {
  std::string line = to_.paint(Tone::kDim, pad_right(moment(at, to_.language()), kDateCells));
  line += to_.sign(sign) + to_.paint(Tone::kStrong, what);
  if (!who.empty()) line += to_.paint(Tone::kDim, "  " + who);
  to_.line(line);
  to_.flush();
}

void Teller::detail(const std::string& label, const std::string& text, Tone tone) {
  const std::size_t cells = to_.chinese() ? 6 : 10;
  std::string head = label;
  for (const std::string& line : wrap_text(text, kLineCells - indent() - cells)) {
    to_.line(std::string(indent(), ' ') + to_.paint(Tone::kDim, pad_right(head, cells)) +
             to_.paint(tone, line));
    head.clear();
  }
}

void Teller::detail(const Phrase& label, const std::vector<std::string>& items) {
  const std::size_t room = kLineCells - indent() - 10;
  std::string head = to_.tell(label);
  for (const std::string& line : wrap_items(items, to_.comma(), room)) {
    detail(head, line);
    head.clear();
  }
}

void Teller::action(const Action& action) {
  print_action(to_, action, indent(), part(seen_, "law"));
}

std::string Teller::was(const char* section, const std::string& id, const char* name) const {
  const json& before = part(seen_, section);
  const auto found = before.find(id);
  return found == before.end() ? std::string() : member(*found, name);
}

bool Teller::worth_telling(const json& view) const {
  if (part(view, "states").value("active", json()) !=
      part(seen_, "states").value("active", json())) {
    return true;
  }
  if (part(view, "papers").size() != part(seen_, "papers").size()) return true;
  for (const auto& [id, item] : part(view, "deferrals").items()) {
    if (was("deferrals", id, "state") != member(item, "state")) return true;
  }
  for (const auto& [id, item] : part(view, "licences").items()) {
    if (was("licences", id, "state") != member(item, "state")) return true;
  }
  return false;
}

void Teller::changes(const json& view) {
  tell_materials(view);
  tell_papers(view);
  tell_deferrals(view);
  tell_calls(view);
  tell_clocks(view);
  tell_licences(view);
  tell_step(view);
  seen_ = view;
  to_.flush();
}

void Teller::tell_papers(const json& view) {
  std::vector<std::string> fresh;
  const json& papers = part(view, "papers");
  for (std::size_t i = part(seen_, "papers").size(); i < papers.size(); ++i) {
    const std::string to = member(papers[i], "to");
    std::string text = names_.of("papers", member(papers[i], "paper"));
    if (!to.empty()) text += arrow() + names_.party(to);
    fresh.push_back(std::move(text));
  }
  detail(say::kPapers, fresh);
}

void Teller::tell_materials(const json& view) {
  std::vector<std::string> fetched, brought;
  for (const auto& [id, item] : part(view, "materials").items()) {
    const std::string state = member(item, "state");
    if (state == was("materials", id, "state")) continue;
    const json from = names_.source()["materials"][id].value("source", json("applicant"));
    if (from.is_string() && state == "supplied") brought.push_back(names_.of("materials", id));
    if (from.contains("query") && state == "verified") {
      fetched.push_back(names_.of("materials", id));
    }
  }
  detail(Phrase{"自备", "brought"}, brought);
  detail(Phrase{"查得", "fetched"}, fetched);
  tell_originals(view);
}

void Teller::tell_originals(const json& view) {
  std::map<std::string, std::string> moved;  // Where to, and what.
  for (const auto& [id, item] : part(view, "materials").items()) {
    const std::string at = member(item, "at");
    const std::string before = was("materials", id, "at");
    if (!item.value("original", false) || at == (before.empty() ? "applicant" : before)) continue;
    std::string& what = moved[at];
    what += (what.empty() ? "" : std::string(to_.comma())) + names_.of("materials", id);
  }
  for (const auto& [at, what] : moved) {
    detail(to_.tell(Phrase{"交接", "handover"}), what + arrow() + names_.party(at));
  }
}

void Teller::tell_deferrals(const json& view) {
  for (const auto& [id, item] : part(view, "deferrals").items()) {
    const std::string state = member(item, "state");
    const std::string due = member(item, "due");
    if (state == was("deferrals", id, "state") && due == was("deferrals", id, "due")) continue;
    std::string text = names_.of("materials", id) + "  " + to_.word(state);
    if (state == "promised" && !due.empty()) {
      text += std::string(to_.dot()) + to_.tell(say::kUntil, {day_text(due)}) +
              std::string(to_.dot()) +
              to_.tell(say::kConsequence, {to_.word(member(item, "consequence"))});
    }
    const Tone tone = state == "satisfied"  ? Tone::kGood
                      : state == "promised" ? Tone::kWarn
                                            : Tone::kBad;
    detail(to_.tell(say::kDeferrals), text, tone);
  }
}

void Teller::tell_calls(const json& view) {
  for (const auto& [id, call] : part(view, "calls").items()) {
    const std::string state = member(call, "state");
    const std::string effect = member(call, "effect");
    const bool told = state == was("calls", id, "state") && effect == was("calls", id, "effect");
    const json spec = names_.source()["calls"].value(id, json::object());
    if (told || member(spec, "answers") != "later") continue;
    std::string text = names_.party(member(spec, "agency")) + std::string(to_.dot()) +
                       names_.of("calls", id) + std::string(to_.dot()) + to_.word(state);
    const std::string outcome = member(call, "outcome");
    if (state == "answered" && !outcome.empty()) text += " " + to_.word(outcome);
    if (effect == "standing" || effect == "undone") {
      text += std::string(to_.dot()) + to_.word(effect);
    }
    detail(to_.tell(say::kCalls), text);
  }
}

void Teller::tell_clocks(const json& view) {
  for (const auto& [id, clock] : part(view, "clocks").items()) {
    const std::string due = member(clock, "due");
    if (member(clock, "state") != "running" || due == was("clocks", id, "due")) continue;
    std::string text = names_.of("clocks", id) + "  " + to_.tell(say::kUntil, {day_text(due)});
    const std::string promised = member(clock, "promised_due");
    if (!promised.empty()) {
      text += std::string(to_.dot()) + to_.tell(say::kPromisedDue, {day_text(promised)});
    }
    detail(to_.tell(say::kClocks), text);
  }
}

void Teller::tell_licences(const json& view) {
  for (const auto& [id, licence] : part(view, "licences").items()) {
    if (member(licence, "state") == was("licences", id, "state")) continue;
    detail(to_.tell(say::kLicences),
           names_.of("licences", id) + "  " + member(licence, "number") + "  " +
               to_.word(member(licence, "state")),
           Tone::kGood);
    if (member(licence, "identifier").empty()) continue;
    detail("", to_.tell(say::kIdentifier, {member(licence, "identifier")}), Tone::kGood);
  }
}

void Teller::tell_step(const json& view) {
  const json active = part(view, "states").value("active", json::array());
  const json holders = part(view, "holders").value("now", json::array());
  const bool moved = active != part(seen_, "states").value("active", json());
  if (!moved && holders == part(seen_, "holders").value("now", json())) return;
  std::string steps, who;
  for (const json& id : active) {
    steps += (steps.empty() ? "" : std::string(to_.comma())) + names_.state(id.get<std::string>());
  }
  for (const json& id : holders) {
    who += (who.empty() ? "" : std::string(to_.comma())) + names_.party(id.get<std::string>());
  }
  if (!who.empty() && !view.value("ended", false)) {
    steps += std::string(to_.dot()) + to_.tell(Phrase{"在{0}手里", "with {0}"}, {who});
  }
  detail(to_.tell(say::kState), steps, Tone::kNow);
}

}  // namespace lianban::cli
