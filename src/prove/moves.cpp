// What persons may do: events, documents, amendments; and how a case is opened.
#include "prove/moves.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/session.hpp"
#include "prove/licences.hpp"

namespace lianban::prove {

using decide::Case;
using lifecycle::CaseState;
using lifecycle::MaterialState;
using model::SourceKind;
using model::StateIndex;
using model::Transition;

namespace {

constexpr const char* kReason = "样本理由";

Move command(Verb verb, std::string subject, Json data, Actor actor) {
  Move move;
  move.commands.push_back({{}, verb, std::move(subject), std::move(data), std::move(actor)});
  return move;
}

void gather_entries(const Json& state, std::string& to) {
  to += state.value("enter", Json::array()).dump();
  for (const Json& child : state.value("states", Json::array())) gather_entries(child, to);
}

}  // namespace

Moves::Moves(const Setting& setting) : setting_(setting) {
  if (const auto it = setting.root.find("chart"); it != setting.root.end()) {
    gather_entries(*it, entry_actions_);
  }
}

Actor Moves::person(const model::Role& role, int number, const Seen& seen) const {
  if (role.agency.empty()) return {kApplicant, {"applicant"}, {}};
  Actor actor{role.agency + "_" + std::to_string(number), {role.text()}, {}};
  const auto* agency = setting_.definition.agencies.find(role.agency);
  if (agency != nullptr && agency->office) {
    const auto office = agency->office->evaluate(decide::CaseScope(seen.moment()));
    if (office.ok() && office->is_string()) actor.office = office->get<std::string>();
  }
  return actor;
}

Actor Moves::lead(const Seen& seen) const {
  const auto* agency = setting_.definition.agencies.find(setting_.definition.lead);
  if (agency == nullptr || agency->roles.empty()) return Actor::system();
  return person({agency->id, agency->roles.front().first}, 1, seen);
}

const std::vector<Json>& Moves::data_of(model::TransitionIndex index) {
  const auto known = event_data_.find(index);
  if (known != event_data_.end()) return known->second;
  const Transition& transition = setting_.definition.chart.transitions[index];
  const Json schema = transition.input.empty() ? Json::object() : transition.input.source();
  const Json sample = transition.input.empty() ? Json::object() : sample_of(schema);
  const nlohmann::json::json_pointer pointer(transition.pointer);
  const std::string text =
      (setting_.root.contains(pointer) ? setting_.root.at(pointer).dump() : "") + entry_actions_;
  std::vector<Candidates> candidates;
  for (const auto& [path, atom] : setting_.atoms.all()) {
    if (!path.starts_with("event.data.") || text.find('"' + path + '"') == std::string::npos) {
      continue;
    }
    auto segments = rules::split_path(path);
    segments.erase(segments.begin(), segments.begin() + 2);
    candidates.push_back(candidates_of(schema, std::move(segments), atom));
  }
  auto data = combinations(sample, candidates, transition.input, setting_.start, nullptr, 64, cut_);
  if (data.empty()) data.push_back(sample);
  return event_data_[index] = std::move(data);
}

bool Moves::blocked(const Case& of, const Transition& transition, const std::string& actor) const {
  const auto& chart = setting_.definition.chart;
  for (const auto& [source, actors] : of.acted) {
    if (std::find(actors.begin(), actors.end(), actor) == actors.end()) continue;
    for (const StateIndex state : transition.not_by) {
      if (chart.inside(chart.find(source), state)) return true;
    }
  }
  return false;
}

void Moves::add_event(const Case& of, const Seen& seen, const std::string& event,
                      const Transition& transition, List& to) {
  const auto& chart = setting_.definition.chart;
  const auto index = static_cast<model::TransitionIndex>(&transition - chart.transitions.data());
  std::vector<Actor> actors;
  if (transition.by.empty()) actors.push_back(Actor::system());
  for (const model::Role& role : transition.by) {
    // Who of several may do it makes no difference, unless a rule asks who it was.
    if (!actors.empty() && !setting_.atoms.reads_actor() && transition.not_by.empty()) break;
    int number = 1;
    while (number < 9 && !role.agency.empty() &&
           blocked(of, transition, role.agency + "_" + std::to_string(number))) {
      ++number;
    }
    actors.push_back(person(role, number, seen));
  }
  for (const Actor& actor : actors) {
    for (const Json& data : data_of(index)) {
      const bool known = std::any_of(to.begin(), to.end(), [&](const Move& move) {
        const Command& each = move.commands.front();
        return each.verb == Verb::kSend && each.subject == event && each.actor.id == actor.id &&
               each.actor.roles == actor.roles && each.data == data;
      });
      if (!known) to.push_back(command(Verb::kSend, event, data, actor));
    }
  }
}

void Moves::add_events(const Case& of, const Seen& seen, List& to) {
  const auto& chart = setting_.definition.chart;
  for (StateIndex i = 0; i < chart.states.size(); ++i) {
    if (!seen.active(i)) continue;
    for (const model::TransitionIndex index : chart.states[i].transitions) {
      const Transition& transition = chart.transitions[index];
      if (transition.after) continue;
      for (const std::string& event : transition.on) {
        // Without `by`: the engine's, an agency's, raised by an action - or the host's.
        const bool host = event != "*" && !decide::is_reserved_event(event) &&
                          !setting_.facets.raised().contains(event);
        if (!transition.by.empty() || host) add_event(of, seen, event, transition, to);
      }
    }
  }
}

const std::vector<Json>& Moves::document_data(const model::Material& spec) {
  const auto known = document_data_.find(spec.id);
  if (known != document_data_.end()) return known->second;
  const Json schema = spec.data.empty() ? Json::object() : spec.data.source();
  const Json sample = spec.data.empty() ? Json::object() : sample_of(schema);
  std::vector<Candidates> candidates;
  const std::string prefix = "materials." + spec.id + ".data.";
  for (const auto& [path, atom] : setting_.atoms.all()) {
    if (!path.starts_with(prefix)) continue;
    candidates.push_back(
        candidates_of(schema, rules::split_path(path.substr(prefix.size())), atom));
  }
  auto data = combinations(sample, candidates, spec.data, setting_.start, nullptr, 64, cut_);
  if (data.empty()) data.push_back(sample);
  return document_data_[spec.id] = std::move(data);
}

namespace {

bool is_there(MaterialState state) {
  return state == MaterialState::kSupplied || state == MaterialState::kVerified;
}

model::Role first_role(const std::vector<model::Role>& by) {
  return by.empty() ? model::Role{"", "applicant"} : by.front();
}

}  // namespace

void Moves::add_document(const Case& of, const Seen& seen, const model::Material& spec, bool read,
                         List& to) {
  if (spec.source.kind == SourceKind::kProduced) return;
  const auto state = material::record_of(of.materials, spec.id).state;
  const Actor supplier = person(first_role(spec.by), 1, seen);
  // Never the supplier himself.
  const Actor checker = person(first_role(spec.checked_by), 2, seen);
  if (!is_there(state)) {
    for (const Json& data : document_data(spec)) {
      to.push_back(command(Verb::kSupply, spec.id, data, supplier));
    }
    const bool may = spec.defer && of.state == CaseState::kReceived &&
                     !material::open_deferral(of.deferrals, spec.id);
    if (may)
      to.push_back(command(Verb::kPromise, spec.id, nullptr, {kApplicant, {"applicant"}, {}}));
    return;
  }
  Move reject = command(Verb::kReject, spec.id, {{"reason", kReason}}, checker);
  const Move dispute = command(Verb::kDispute, spec.id, document_data(spec).front(),
                               {kApplicant, {"applicant"}, {}});
  if (state == MaterialState::kSupplied) {
    if (read) to.push_back(command(Verb::kVerify, spec.id, nullptr, checker));
  } else if (read) {
    to.push_back(dispute);
    return;
  } else {
    reject.commands.insert(reject.commands.begin(), dispute.commands.front());
  }
  to.push_back(std::move(reject));
}

void Moves::add_plain_loss(const Case& of, const Seen& seen, const std::string& id, List& to) {
  List moves;
  add_document(of, seen, *setting_.definition.materials.find(id), false, moves);
  for (Move& move : moves) to.push_back(std::move(move));
}

// Documents that are nothing but documents: all that are missing come at once, and of those that
// are there one of each kind may turn out bad.
void Moves::add_plain(const Case& of, const Seen& seen, const Outlook& outlook, List& to) {
  const decide::CaseScope scope(seen.moment());
  const auto ledger = decide::ledger_of(seen.moment(), scope);
  const bool gaps = outlook.later.test(setting_.facets.number("#gaps"));
  const auto wanted = [&](const model::Material& spec) {
    if (outlook.later.test(setting_.facets.number("materials." + spec.id))) return true;
    return gaps && !spec.never_required && material::required(spec, ledger);
  };
  Move all;
  for (const model::Material& spec : setting_.definition.materials) {
    if (!setting_.is_plain(spec.id) || !wanted(spec) ||
        is_there(material::record_of(of.materials, spec.id).state)) {
      continue;
    }
    all.commands.push_back({{},
                            Verb::kSupply,
                            spec.id,
                            document_data(spec).front(),
                            person(first_role(spec.by), 1, seen)});
  }
  if (!all.commands.empty()) {
    to.push_back(std::move(all));
    return;
  }
  for (const PlainClass& each : setting_.plain) {
    const auto* first = setting_.definition.materials.find(each.materials.front());
    if (!wanted(*first)) continue;
    add_plain_loss(of, seen, first->id, to);
  }
}

void Moves::add_documents(const Case& of, const Seen& seen, const Outlook& outlook, List& to) {
  if (of.ended() || of.state == CaseState::kDecided) return;
  const auto live = [&](const Facet& facet) {
    return outlook.later.test(setting_.facets.number(facet));
  };
  const bool gaps = live("#gaps");
  add_plain(of, seen, outlook, to);
  for (const model::Material& spec : setting_.definition.materials) {
    if (setting_.is_plain(spec.id)) continue;
    const bool asked = live("materials." + spec.id) || live("?material." + spec.id);
    const bool read = asked && !setting_.seen_as_there.contains(spec.id);
    const bool owed = material::open_deferral(of.deferrals, spec.id);
    if (asked || owed || (gaps && !spec.never_required)) add_document(of, seen, spec, read, to);
  }
}

void Moves::add_amendments(const Case& of, const Seen& seen, List& to) {
  const auto& chart = setting_.definition.chart;
  for (StateIndex i = 0; i < chart.states.size(); ++i) {
    if (!seen.active(i)) continue;
    for (const rules::Path& path : chart.states[i].amend) {
      for (const Choice& choice : setting_.choices) {
        const bool covers =
            std::any_of(choice.paths.begin(), choice.paths.end(), [&](const auto& p) {
              return p.size() >= path.segments.size() &&
                     std::equal(path.segments.begin(), path.segments.end(), p.begin());
            });
        for (std::size_t way = 0; covers && way < choice.ways.size(); ++way) {
          const Json form = setting_.chosen(*of.form, choice, way);
          const Json* value = decide::walk(&form, path.segments, 0);
          if (value == nullptr) continue;
          to.push_back(command(Verb::kAmend, path.text, *value, {kApplicant, {"applicant"}, {}}));
        }
      }
    }
  }
}

std::vector<Move> Moves::from(const Case& of, const Outlook& outlook) {
  List to;
  if (of.ended()) return to;
  const Seen seen(setting_, of, setting_.start);
  const bool fenced = of.attention == lifecycle::AttentionState::kFenced;
  if (!fenced) {
    add_events(of, seen, to);
    add_documents(of, seen, outlook, to);
    add_amendments(of, seen, to);
  }
  add_answers(of, seen, to);
  add_children(of, to);
  for (Pending& timer : pending(setting_, of)) {
    Move move;
    move.timer = std::move(timer);
    to.push_back(std::move(move));
  }
  return to;
}

namespace {

/// The channels that rules tell apart, and one that they do not name.
std::vector<std::string> channels_of(const Setting& setting) {
  const auto& all = setting.definition.channels;
  if (all.empty()) return {""};
  const Atom* atom = setting.atoms.of("case.channel");
  std::vector<std::string> some;
  bool other = false;
  for (const std::string& channel : all) {
    const bool named = atom != nullptr && std::find(atom->constants.begin(), atom->constants.end(),
                                                    Json(channel)) != atom->constants.end();
    if (!named && std::exchange(other, true)) continue;
    some.push_back(channel);
  }
  return some;
}

/// Where the case is accepted: an office that rules name, else any; empty where none look at it.
std::string office_of(const Setting& setting) {
  if (!setting.facets.anywhere("case.office")) return {};
  const Atom* atom = setting.atoms.of("case.office");
  if (atom == nullptr) return "1";
  const auto named = std::find_if(atom->constants.begin(), atom->constants.end(),
                                  [](const Json& each) { return each.is_string(); });
  return named == atom->constants.end() ? "1" : named->get<std::string>();
}

using Forms = std::vector<std::pair<Json, std::uint64_t>>;

/// Each form with every number that the register is asked for, and without one where it may be left
/// out.
Forms with_numbers(const Setting& setting, Forms forms) {
  for (const auto& path : setting.numbers) {
    Forms more;
    for (const auto& [form, known] : forms) {
      for (const std::string& number : numbers_tried()) {
        more.emplace_back(form, known);
        put(more.back().first, path, number);
      }
      more.emplace_back(form, known);
      remove(more.back().first, path);
    }
    forms = std::move(more);
  }
  return forms;
}

struct Filed {
  Json materials = Json::object();
  Json promises = Json::array();
};

}  // namespace

std::vector<Moves::Opening> Moves::openings() {
  const model::Definition& definition = setting_.definition;
  Actor actor{kApplicant, {"applicant"}, {}};
  const auto& by = definition.open_by;
  const bool self = by.empty() || std::any_of(by.begin(), by.end(), [](const model::Role& role) {
                      return role.agency.empty();
                    });
  if (!self) actor = {by.front().agency + "_1", {by.front().text()}, {}};
  const std::string office = office_of(setting_);
  if (!self) actor.office = office;
  if (by.empty() && definition.agencies.empty()) actor = Actor::system();
  std::vector<Filed> filings(1);
  Filed full;
  for (const model::Material& spec : definition.materials) {
    const bool own = std::any_of(spec.by.begin(), spec.by.end(), [&](const model::Role& role) {
      return role.agency.empty() ? self : role.text() == actor.roles.front();
    });
    if (spec.source.kind == SourceKind::kApplicant && own && !spec.defer) {
      full.materials[spec.id] = document_data(spec).front();
    }
    if (spec.defer) full.promises.push_back(spec.id);
  }
  if (!full.materials.empty()) {
    filings.push_back({full.materials, Json::array()});
    if (!full.promises.empty()) filings.push_back({Json::object(), full.promises});
  }
  if (!full.materials.empty() || !full.promises.empty()) filings.push_back(full);
  for (const PlainClass& each : setting_.plain) {
    if (each.query || !full.materials.contains(each.materials.front())) continue;
    filings.push_back(full);
    filings.back().materials.erase(each.materials.front());
  }
  Forms forms{{filled(setting_.form, setting_.start, nullptr), 0}};
  for (std::size_t i = 0; i < setting_.choices.size(); ++i) {
    const Choice& choice = setting_.choices[i];
    const bool now =
        std::any_of(choice.facets.begin(), choice.facets.end(),
                    [&](std::size_t facet) { return setting_.facets.opening().test(facet); });
    Forms more;
    for (const auto& [form, known] : forms) {
      for (std::size_t way = 0; way < (now ? choice.ways.size() : 1); ++way) {
        more.emplace_back(setting_.chosen(form, choice, way),
                          known | (now ? std::uint64_t{1} << i : 0));
      }
    }
    if (more.size() > kMostCombinations) cut_ = true;
    if (more.size() > kMostCombinations) more.resize(kMostCombinations);
    forms = std::move(more);
  }
  forms = with_numbers(setting_, std::move(forms));
  std::vector<Opening> all;
  for (const std::string& channel : channels_of(setting_)) {
    for (const auto& [form, known] : forms) {
      for (const Filed& filed_now : filings) {
        Json data = Json::object();
        if (!channel.empty()) data["channel"] = channel;
        if (!definition.form.empty()) data["form"] = form;
        if (!definition.regions.empty()) data["region"] = definition.regions.front();
        if (!office.empty()) data["office"] = office;
        if (!self) data["applicant"] = {{"id", kApplicant}};
        if (!filed_now.materials.empty()) data["materials"] = filed_now.materials;
        if (!filed_now.promises.empty()) data["promises"] = filed_now.promises;
        all.push_back({command(Verb::kOpen, definition.id, std::move(data), actor), known});
      }
    }
  }
  return all;
}

}  // namespace lianban::prove
