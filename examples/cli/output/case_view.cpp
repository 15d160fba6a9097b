#include "cli/output/case_view.hpp"

#include <nlohmann/json.hpp>

#include "cli/context.hpp"
#include "cli/output/mask.hpp"
#include "cli/output/table.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

std::string title_of(const Terminal& to, const json& item, const std::string& id) {
  return title(item.value("title", json()), to.language(), id);
}

/// An agency's title, or the word for a party that every definition has.
std::string party_of(const Terminal& to, const json& view, const std::string& id) {
  return title(part(part(view, "agencies"), id.c_str()), to.language(), to.word(id));
}

/// A heading, then what `rows` adds; nothing where it adds nothing.
template <class Rows>
void section(Terminal& to, const Phrase& head, Rows rows) {
  Table table;
  rows(table);
  if (table.empty()) return;
  to.line();
  to.line(to.paint(Tone::kStrong, to.tell(head)));
  table.print(to, 2);
}

void print_head(Terminal& to, const json& view) {
  to.line(to.paint(Tone::kStrong, title_of(to, view, member(view, "definition"))) +
          std::string(to.dot()) + member(view, "number"));
  const json states = view.value("states", json::object());
  const json titles = states.value("titles", json::object());
  for (const json& id : states.value("active", json::array())) {
    const std::string name = id.get<std::string>();
    to.line("  " + to.sign(view.value("ended", false) ? Sign::kOk : Sign::kNow) +
            title(titles.value(name, json()), to.language(), name) +
            to.paint(Tone::kDim, "  " + name));
  }
  std::vector<std::string> facts;
  const auto fact = [&](const Phrase& what, const char* name) {
    const std::string value = member(view, name);
    if (!value.empty()) facts.push_back(to.tell(what) + " " + minute(value));
  };
  fact(say::kOpenedAt, "opened_at");
  fact(say::kAcceptedAt, "accepted_at");
  fact(say::kDecidedAt, "decided_at");
  fact(say::kEndedAt, "ended_at");
  if (!member(view, "outcome").empty()) facts.push_back(to.word(member(view, "outcome")));
  for (const auto& line : wrap_items(facts, to.dot(), 96)) to.line("  " + line);
}

Sign sign_of(const std::string& state) {
  for (const char* good : {"verified", "satisfied", "made", "issued", "waived"}) {
    if (state == good) return Sign::kOk;
  }
  for (const char* bad : {"rejected", "overdue", "forfeited", "revoked", "failed"}) {
    if (state == bad) return Sign::kFail;
  }
  return state == "missing" || state == "dropped" ? Sign::kPending : Sign::kNow;
}

Cell state_cell(const Terminal& to, const std::string& state) {
  const Sign sign = sign_of(state);
  const Tone tone = sign == Sign::kOk     ? Tone::kGood
                    : sign == Sign::kFail ? Tone::kBad
                    : sign == Sign::kNow  ? Tone::kNow
                                          : Tone::kDim;
  return {std::string(to.glyph(sign)) + " " + to.word(state), tone};
}

void print_materials(Terminal& to, const json& view) {
  section(to, say::kMaterials, [&](Table& table) {
    for (const auto& [id, item] : part(view, "materials").items()) {
      if (!item.value("required", true) && member(item, "state") == "missing") continue;
      const std::string at = item.value("original", false) ? member(item, "at") : "";
      table.add({state_cell(to, member(item, "state")),
                 title_of(to, item, id),
                 {id, Tone::kDim},
                 {at.empty() ? member(item, "reason")
                             : to.tell(say::kOriginalAt, {party_of(to, view, at)}),
                  Tone::kDim}});
    }
  });
  section(to, say::kDeferrals, [&](Table& table) {
    for (const auto& [id, item] : part(view, "deferrals").items()) {
      std::string due = member(item, "due").empty()
                            ? std::string()
                            : to.tell(say::kUntil, {minute(member(item, "due"))});
      if (item.value("provisional", false)) due += " (" + to.tell(say::kProvisional) + ")";
      table.add({state_cell(to, member(item, "state")),
                 title_of(to, part(part(view, "materials"), id.c_str()), id), due,
                 to.tell(say::kConsequence, {to.word(member(item, "consequence"))})});
    }
  });
}

void print_clocks(Terminal& to, const json& view) {
  section(to, say::kClocks, [&](Table& table) {
    for (const auto& [id, clock] : part(view, "clocks").items()) {
      if (member(clock, "due").empty()) continue;
      std::string left;
      const bool over = clock.contains("overrun") && clock["overrun"].is_number() &&
                        clock["overrun"].get<long>() > 0;
      if (over) {
        left = to.tell(say::kOver, {std::to_string(clock["overrun"].get<long>())});
      } else if (member(clock, "state") != "stopped" && clock.contains("remaining") &&
                 clock["remaining"].is_number()) {
        left = to.tell(say::kLeft, {std::to_string(clock["remaining"].get<long>())});
      }
      const std::string promised = member(clock, "promised_due");
      table.add({to.word(member(clock, "state")),
                 title_of(to, clock, id),
                 to.tell(say::kUntil, {minute(member(clock, "due"))}),
                 promised.empty() ? "" : to.tell(say::kPromisedDue, {minute(promised)}),
                 {left, over ? Tone::kBad : Tone::kPlain}});
    }
  });
}

void print_acts(Terminal& to, const json& view) {
  section(to, say::kCalls, [&](Table& table) {
    for (const auto& [id, call] : part(view, "calls").items()) {
      const std::string effect = member(call, "effect");
      table.add({to.word(member(call, "state")),
                 id,
                 to.word(member(call, "outcome")),
                 {effect == "none" ? "" : to.word(effect), Tone::kDim}});
    }
  });
  section(to, say::kPapers, [&](Table& table) {
    for (const json& paper : view.value("papers", json::array())) {
      table.add({minute(member(paper, "at")),
                 title_of(to, paper, member(paper, "paper")),
                 member(paper, "number"),
                 {party_of(to, view, member(paper, "to")), Tone::kDim}});
    }
  });
  section(to, say::kLicences, [&](Table& table) {
    for (const auto& [id, licence] : part(view, "licences").items()) {
      const std::string expires = member(licence, "expires");
      table.add({state_cell(to, member(licence, "state")),
                 title_of(to, licence, id),
                 {member(licence, "number"), Tone::kStrong}});
      if (!expires.empty()) table.add({"", to.tell(say::kExpires, {""}), expires});
      if (!member(licence, "identifier").empty()) {
        table.add({"", to.tell(say::kIdentifier, {""}), member(licence, "identifier")});
      }
    }
  });
  section(to, say::kIncidents, [&](Table& table) {
    for (const json& incident : view.value("incidents", json::array())) {
      if (!incident.value("open", false)) continue;
      table.add({{std::string(to.glyph(Sign::kWarn)) + " " + member(incident, "id"), Tone::kWarn},
                 minute(member(incident, "at")),
                 member(incident, "code"),
                 member(incident, "subject"),
                 member(incident, "text")});
    }
  });
}

void add_leaves(Table& table, const json& value, const std::string& path) {
  if (value.is_object()) {
    for (const auto& [name, each] : value.items()) {
      add_leaves(table, each, path.empty() ? name : path + "." + name);
    }
    return;
  }
  table.add({{path, Tone::kDim}, value.is_string() ? value.get<std::string>() : value.dump()});
}

}  // namespace

void print_case(Terminal& to, const json& view, bool reveal) {
  print_head(to, view);
  const json holders = view.value("holders", json::object());
  std::vector<std::string> now, used;
  for (const json& each : holders.value("now", json::array())) {
    now.push_back(party_of(to, view, each.get<std::string>()));
  }
  for (const auto& [who, days] : part(holders, "used").items()) {
    used.push_back(party_of(to, view, who) + " " + to.tell(say::kWorkdays, {days.dump()}));
  }
  for (const auto& line : wrap_items(now, to.comma(), 90)) {
    to.line("  " + to.tell(say::kHolder) + "  " + line);
  }
  for (const auto& line : wrap_items(used, to.dot(), 90)) {
    to.line("  " + to.tell(say::kUsed) + "  " + line);
  }
  print_materials(to, view);
  print_clocks(to, view);
  print_acts(to, view);
  section(to, say::kForm, [&](Table& table) {
    const json form = view.value("form", json::object());
    add_leaves(table, reveal ? form : masked_all(form), "");
  });
}

}  // namespace lianban::cli
