// What agencies, registers and opened cases may say; and what follows from a move.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/scope.hpp"
#include "prove/moves.hpp"

namespace lianban::prove {

using decide::Case;
using lifecycle::CallState;
using model::CallSpec;
using model::StateIndex;

Seen::Seen(const Setting& setting, const Case& of, Instant now) {
  const auto& chart = setting.definition.chart;
  snapshot_.active.resize(chart.states.size());
  for (const std::string& id : of.active) {
    for (StateIndex at = chart.find(id); at != model::kNone; at = chart.states[at].parent) {
      snapshot_.active.set(at);
    }
  }
  moment_ = {&of, &setting.definition, &snapshot_, &setting.calendar, now, {}, nullptr};
}

std::string Seen::outcome_of(const CallSpec& spec, const Json& reply) const {
  if (!spec.reply.validate(reply).empty()) return {};
  decide::Moment moment = moment_;
  moment.reply = &reply;
  const decide::CaseScope scope(moment);
  for (const model::CallOutcome& outcome : spec.outcomes) {
    if (!outcome.when || material::true_now(*outcome.when, scope)) return outcome.id;
  }
  return {};
}

namespace {

Move reply_move(const std::string& call, Json data) {
  Move move;
  move.commands.push_back({{}, Verb::kReply, call, std::move(data), Actor::system()});
  return move;
}

}  // namespace

std::vector<Candidates> Moves::reply_candidates(const CallSpec& spec,
                                                std::vector<std::string>& later) const {
  const Json schema = spec.reply.empty() ? Json::object() : spec.reply.source();
  std::vector<Candidates> candidates;
  const auto add = [&](const std::string& path, const Atom& atom) {
    auto segments = rules::split_path(path);
    const auto same = std::find_if(candidates.begin(), candidates.end(),
                                   [&](const Candidates& each) { return each.path == segments; });
    Candidates more = candidates_of(schema, std::move(segments), atom);
    if (same == candidates.end()) {
      candidates.push_back(std::move(more));
      return;
    }
    for (Json& value : more.values) {
      if (std::find(same->values.begin(), same->values.end(), value) == same->values.end()) {
        same->values.push_back(std::move(value));
      }
    }
  };
  // Own outcomes only look at this call's replies.
  const nlohmann::json::json_pointer pointer(spec.pointer + "/outcomes");
  const std::string own = setting_.root.contains(pointer) ? setting_.root.at(pointer).dump() : "";
  for (const auto& [path, atom] : setting_.atoms.all()) {
    if (path.starts_with("reply.") && own.find('"' + path + '"') != std::string::npos) {
      add(path.substr(6), atom);
    }
    std::vector<std::string> prefixes{"calls." + spec.id + ".reply."};
    for (const std::string& id : spec.feeds) prefixes.push_back("materials." + id + ".data.");
    for (const std::string& prefix : prefixes) {
      if (!path.starts_with(prefix)) continue;
      add(path.substr(prefix.size()), atom);
      later.push_back(path.substr(prefix.size()));
    }
    if (path.starts_with("event.data.") &&
        member_schema(schema, rules::split_path(path.substr(11))) != nullptr) {
      add(path.substr(11), atom);
      later.push_back(path.substr(11));
    }
  }
  for (const std::string& id : spec.feeds) {
    const auto* material = setting_.definition.materials.find(id);
    if (material == nullptr || material->source.dated.empty()) continue;
    std::string path;
    for (const std::string& name : material->source.dated) path += (path.empty() ? "" : ".") + name;
    Atom dated;
    dated.dated = true;
    add(path, dated);
    later.push_back(path);
  }
  return candidates;
}

// What the outcomes of a call read of the case: as long as it is the same, so are the replies.
std::string Moves::read_by(const Case& of, const Seen& seen, const CallSpec& spec) const {
  std::string key = spec.id;
  const decide::CaseScope scope(seen.moment());
  const auto read = [&](const auto& self, const rules::Rule& rule) -> void {
    for (const rules::Path& path : rule.paths()) {
      if (path.root == rules::Root::kReply || path.root == rules::Root::kParams) continue;
      Json scratch;
      const Json* value = scope.find(path, scratch);
      key += "|" + (value == nullptr ? std::string() : value->dump());
    }
    if (!rule.states().empty()) {
      for (const std::string& id : of.active) key += "/" + id;
    }
    for (const std::string& id : rule.conditions()) {
      if (const auto* condition = setting_.definition.conditions.find(id)) {
        self(self, condition->rule);
      }
    }
  };
  for (const model::CallOutcome& outcome : spec.outcomes) {
    if (outcome.when) read(read, *outcome.when);
  }
  return key;
}

const std::vector<Json>& Moves::replies(const Case& of, const Seen& seen, const CallSpec& spec) {
  std::vector<Json>& to = replies_[read_by(of, seen, spec)];
  if (!to.empty()) return to;
  std::vector<std::string> later;
  const auto candidates = reply_candidates(spec, later);
  const Json sample = spec.reply.empty() ? Json::object() : sample_of(spec.reply.source());
  std::set<std::string> found;
  for (Json& reply :
       combinations(sample, candidates, spec.reply, setting_.start, &of, kMostReplies, cut_)) {
    const Json real = filled(reply, setting_.start, &of);
    const std::string outcome = seen.outcome_of(spec, real);
    if (outcome.empty()) continue;
    std::string sign = outcome;
    for (const std::string& path : later) {
      const Json* value = decide::walk(&real, rules::split_path(path), 0);
      sign += "|" + (value == nullptr ? std::string() : value->dump());
    }
    if (found.insert(std::move(sign)).second) to.push_back(std::move(reply));
  }
  const Json nonsense{{"nonsense", true}};
  to.push_back(seen.outcome_of(spec, nonsense).empty() ? nonsense : Json());
  return to;
}

bool Moves::standing(const Case& of, const CallSpec& spec, bool& last) const {
  for (const std::string& id : spec.feeds) {
    const auto* material = setting_.definition.materials.find(id);
    if (material == nullptr || !material->defer || !material::open_deferral(of.deferrals, id)) {
      continue;
    }
    const auto& record = material::record_of(of.materials, id);
    const bool available = material->defer->available_after.empty()
                               ? of.accepted_at.has_value()
                               : record.available_at.has_value();
    const bool there = record.state == lifecycle::MaterialState::kSupplied ||
                       record.state == lifecycle::MaterialState::kVerified;
    const auto& deferral = of.deferrals.at(id);
    last = deferral.last_look && !deferral.held;
    if (available && !there) return true;
  }
  return false;
}

// Registers whose answers nobody waits for: all of them find what is asked, or all but one.
void Moves::add_plain_answers(const Case& of, const Seen& seen, List& to) {
  std::vector<const CallSpec*> asked;
  for (const auto& [id, record] : of.calls) {
    const CallSpec* spec = setting_.definition.calls.find(id);
    if (spec != nullptr && setting_.plain_calls.contains(id) && record.outstanding()) {
      asked.push_back(spec);
    }
  }
  if (asked.empty()) return;
  const auto reply_of = [&](const CallSpec& spec, bool wanted) -> std::optional<Json> {
    const auto* fed = setting_.definition.materials.find(spec.feeds.front());
    for (const Json& reply : replies(of, seen, spec)) {
      if (reply.is_null() || reply.contains("nonsense")) continue;
      const bool found =
          seen.outcome_of(spec, filled(reply, setting_.start, &of)) == fed->source.found;
      if (found == wanted) return reply;
    }
    return std::nullopt;
  };
  const auto answers = [&](const CallSpec* not_found) {
    Move move;
    for (const CallSpec* spec : asked) {
      const bool wanted = not_found == nullptr || spec->id != not_found->id;
      const auto reply = reply_of(*spec, wanted);
      if (!reply) continue;
      move.commands.push_back({{}, Verb::kReply, spec->id, *reply, Actor::system()});
    }
    if (!move.commands.empty()) to.push_back(std::move(move));
  };
  answers(nullptr);
  for (const PlainClass& each : setting_.plain) {
    if (!each.query) continue;
    const auto* first = setting_.definition.materials.find(each.materials.front());
    const auto* spec = setting_.definition.calls.find(first->source.ref);
    if (std::find(asked.begin(), asked.end(), spec) != asked.end()) answers(spec);
  }
}

void Moves::add_answers(const Case& of, const Seen& seen, List& to) {
  add_plain_answers(of, seen, to);
  for (const CallSpec& spec : setting_.definition.calls) {
    if (setting_.plain_calls.contains(spec.id)) continue;
    const auto it = of.calls.find(spec.id);
    const bool out = it != of.calls.end() && it->second.outstanding();
    const bool silent = it != of.calls.end() && (it->second.state == CallState::kFailed ||
                                                 it->second.state == CallState::kUnclear);
    const bool act = !spec.reverse.empty();
    bool last = false;
    const bool question = !out && standing(of, spec, last);
    if (out || (silent && act) || question) {
      const auto all = replies(of, seen, spec);
      for (const Json& reply : all) {
        const bool misfit = &reply == &all.back();
        if (reply.is_null() || (misfit && (!out || (!act && it->second.state_id.empty()))))
          continue;
        Move move = reply_move(spec.id, reply);
        move.standing = question;
        move.misfit = misfit;
        to.push_back(std::move(move));
      }
    }
    if (out || (question && last)) {
      Move move = reply_move(spec.id, {{"code", "agency/failed"}});
      move.commands.front().verb = Verb::kFail;
      move.standing = question;
      to.push_back(std::move(move));
    }
    const bool incident =
        silent && std::any_of(of.incidents.begin(), of.incidents.end(),
                              [&](const auto& each) { return each.subject == spec.id; });
    if (incident) {
      Move move = reply_move(spec.id, nullptr);
      move.commands.front().verb = Verb::kRetry;
      move.commands.front().actor = lead(seen);
      to.push_back(std::move(move));
    }
  }
}

void Moves::add_children(const Case& of, List& to) {
  for (const decide::Errand& errand : of.errands) {
    const auto tell = [&](Json data) {
      Move move = reply_move(errand.name, std::move(data));
      move.commands.front().verb = Verb::kChild;
      to.push_back(std::move(move));
    };
    const std::string child = "child";
    if (errand.case_id.empty()) {
      tell({{"case", child}});
      continue;
    }
    bool other = false;
    for (const char* outcome : {"granted", "partly_granted", "refused", "not_accepted", "recorded",
                                "acceptance_revoked", "withdrawn", "returned", "terminated"}) {
      const bool named = setting_.facets.heard("case." + errand.name + "." + outcome);
      if (!named && std::exchange(other, true)) continue;
      tell({{"case", child}, {"outcome", outcome}});
    }
  }
}

Applied apply_move(const Setting& setting, const Case* of, const Move& move, Instant now) {
  Applied applied;
  const auto give = [&](const Case* current, const Command& command) {
    auto decision = decide::decide(current, command, setting.inputs(now, current));
    if (auto* refused = std::get_if<decide::Refused>(&decision)) {
      applied.refusal = std::move(refused->refusal);
      applied.after.reset();
      return false;
    }
    auto& done = std::get<decide::Done>(decision);
    applied.entries.push_back(std::move(done.entries));
    applied.effects.push_back(std::move(done.effects));
    applied.after = std::move(done.after);
    return true;
  };
  if (move.time()) {
    static const Command kTick{{}, Verb::kTick, {}, nullptr, Actor::system()};
    Case armed = *of;
    arm(armed, move.timer, now);
    give(&armed, kTick);
    return applied;
  }
  const Case* current = of;
  for (const Command& command : move.commands) {
    Command real = command;
    real.data = filled(command.data, now, current);
    if (!give(current, real)) {
      applied.refused = &command;
      return applied;
    }
    current = &*applied.after;
  }
  return applied;
}

}  // namespace lianban::prove
