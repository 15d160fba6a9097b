// What can be done next in a case that is tried out.
#include "scenario/choices.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "decide/decide.hpp"
#include "scenario/sample.hpp"

namespace lianban::scenario {

namespace {

using Kind = SimulationChoice::Kind;

/// One invented person a role: the role's own id, so that stories read well.
Actor person(const std::string& role, const Json& view) {
  const std::size_t dot = role.find('.');
  Actor actor{dot == std::string::npos ? role : role.substr(dot + 1), {role}, {}};
  if (role == "applicant" && view.is_object()) actor.id = view.value("applicant", actor.id);
  if (view.is_object() && view.contains("office") && view["office"].is_string()) {
    actor.office = view["office"].get<std::string>();
  }
  return actor;
}

Actor another(Actor actor) {
  actor.id += "_2";
  return actor;
}

/// Collects the choices of one moment.
class Lister {
 public:
  Lister(Engine& engine, const Definition& definition, const Json& source, const Json& view)
      : engine_(engine),
        model_(*definition.prepared()->definition),
        source_(source),
        view_(view),
        case_(view.is_object() ? view.value("id", "") : std::string()) {}

  std::vector<SimulationChoice> list() {
    if (!view_.is_object()) {
      openings();
    } else {
      if (view_["ended"] != true) {
        actions();
        materials();
      }
      answers();
      if (view_["ended"] != true) times();
    }
    return std::move(all_);
  }

 private:
  void add(Kind kind, std::string subject, Text title, Actor actor, Json sample = nullptr) {
    SimulationChoice choice;
    choice.kind = kind;
    choice.subject = std::move(subject);
    choice.title = std::move(title);
    choice.actor = std::move(actor);
    choice.sample = std::move(sample);
    all_.push_back(std::move(choice));
  }

  void openings() {
    Actor opener = Actor::system();
    if (!model_.open_by.empty()) {
      opener = person(model_.open_by.front().text(), view_);
    } else if (!model_.agencies.empty()) {
      opener = person("applicant", view_);
    }
    Json data = Json::object();
    if (!model_.form.empty()) data["form"] = sample_of(model_.form.source());
    if (!model_.regions.empty()) data["region"] = model_.regions.front();
    Json brought = Json::object();
    for (const model::Material& material : model_.materials) {
      const bool his = material.source.kind == model::SourceKind::kApplicant;
      if (his && !material.never_required && !material.defer) {
        brought[material.id] = sample_of(material.data.source());
      }
    }
    if (!brought.empty()) data["materials"] = std::move(brought);
    const std::vector<std::string> channels =
        model_.channels.empty() ? std::vector<std::string>{""} : model_.channels;
    for (const std::string& channel : channels) {
      Json of = data;
      if (!channel.empty()) of["channel"] = channel;
      add(Kind::kOpen, channel, {}, opener, std::move(of));
    }
  }

  [[nodiscard]] std::vector<std::string> roles() const {
    std::vector<std::string> roles{"applicant"};
    for (const model::Agency& agency : model_.agencies) {
      for (const auto& [role, title] : agency.roles) {
        std::string name = agency.id;
        name += ".";
        name += role;
        roles.push_back(std::move(name));
      }
    }
    return roles;
  }

  /// Each event once: by the first who may, or with the reasons of the one who lacks least.
  void actions() {
    std::vector<SimulationChoice> found;
    for (const std::string& role : roles()) {
      const Actor first = person(role, view_);
      for (const Actor& actor : {first, another(first)}) {
        if (actor.id != first.id && role == "applicant") continue;
        const auto actions = engine_.actions(case_, actor);
        if (!actions.ok()) continue;
        for (const Action& action : *actions) note(found, action, actor);
      }
    }
    for (SimulationChoice& choice : found) all_.push_back(std::move(choice));
  }

  /// Of those who may, one who has something to do now anyway.
  [[nodiscard]] Actor one_of(const std::vector<model::Role>& by) const {
    for (const model::Role& role : by) {
      for (const SimulationChoice& choice : all_) {
        const auto& roles = choice.actor.roles;
        if (std::find(roles.begin(), roles.end(), role.text()) != roles.end()) {
          return person(role.text(), view_);
        }
      }
    }
    return person(by.front().text(), view_);
  }

  static void note(std::vector<SimulationChoice>& found, const Action& action, const Actor& actor) {
    // Stories cannot answer or give up an incident by hand; asking again and `reply` do the same.
    if (action.verb != Verb::kSend && action.verb != Verb::kRetry) return;
    SimulationChoice choice;
    choice.kind = action.verb == Verb::kSend ? Kind::kSend : Kind::kRetry;
    choice.subject = action.event;
    choice.title = action.title;
    choice.actor = actor;
    choice.allowed = action.allowed;
    choice.refusal = action.refusal;
    choice.input = action.input;
    if (!action.input.is_null()) choice.sample = sample_of(action.input);
    const auto known = std::find_if(found.begin(), found.end(), [&](const auto& each) {
      return each.kind == choice.kind && each.subject == choice.subject;
    });
    if (known == found.end()) {
      found.push_back(std::move(choice));
    } else if (!known->allowed && (choice.allowed || (known->refusal.code == "event/by" &&
                                                      choice.refusal.code != "event/by"))) {
      *known = std::move(choice);
    }
  }

  void materials() {
    for (const model::Material& spec : model_.materials) {
      const Json& record = view_["materials"][spec.id];
      const std::string state = record.value("state", "");
      const bool lacks = state == "missing" || state == "rejected";
      if (lacks && spec.source.kind == model::SourceKind::kApplicant && !spec.by.empty()) {
        add(Kind::kSupply, spec.id, spec.title, one_of(spec.by), sample_of(spec.data.source()));
        if (!spec.data.empty()) all_.back().input = spec.data.source();
      }
      const bool before = view_["accepted_at"].is_null();
      if (lacks && spec.defer && before && !view_["deferrals"].contains(spec.id)) {
        add(Kind::kPromise, spec.id, spec.title, person("applicant", view_));
      }
      if (state == "supplied" && !spec.checked_by.empty()) {
        const Actor checker = one_of(spec.checked_by);
        add(Kind::kVerify, spec.id, spec.title, checker);
        add(Kind::kReject, spec.id, spec.title, checker, {{"reason", "样例 / sample"}});
      }
    }
  }

  void answers() {
    const auto open = engine_.open_calls(case_);
    if (!open.ok()) return;
    const std::string today = format_day(day_of(engine_.now()));
    std::set<std::string> seen;
    for (const OpenCall& call : *open) {
      const model::CallSpec* spec = model_.calls.find(call.call);
      if (spec == nullptr || call.state == "abandoned" || !seen.insert(call.call).second) continue;
      const Json& written = source_["calls"][call.call];
      for (const model::CallOutcome& outcome : spec->outcomes) {
        add(Kind::kReply, call.call, spec->title, Actor::system(),
            reply_for(written, outcome.id, view_, today));
        all_.back().outcome = outcome.id;
        if (!spec->reply.empty()) all_.back().input = spec->reply.source();
      }
      add(Kind::kFail, call.call, spec->title, Actor::system());
    }
  }

  void times() {
    std::optional<Instant> limit;
    Text of;
    const auto look = [&](const Json& due, const Text& title) {
      if (!due.is_string()) return;
      const auto& text = due.get_ref<const std::string&>();
      const auto day = parse_day(text);
      const auto at = day ? std::optional(end_of(*day)) : parse_instant(text);
      if (!at || *at <= engine_.now() || (limit && *at >= *limit)) return;
      limit = at;
      of = title;
    };
    for (const model::Clock& clock : model_.clocks) {
      const Json& shown = view_["clocks"][clock.id];
      if (shown.value("state", "") != "running") continue;
      for (const char* const due : {"due", "promised_due"}) {
        if (shown.contains(due)) look(shown[due], clock.title);
      }
    }
    for (const auto& [id, deferral] : view_["deferrals"].items()) {
      const model::Material* spec = model_.materials.find(id);
      if (deferral["state"] == "promised" && spec != nullptr) look(deferral["due"], spec->title);
    }
    if (limit) {
      add(Kind::kLimit, {}, of, Actor::system());
      all_.back().at = limit;
    }
    const auto due = engine_.next_due();
    if (!due.ok() || !*due || (limit && **due >= *limit) || **due <= engine_.now()) return;
    add(Kind::kTimer, {}, {}, Actor::system());
    all_.back().at = **due;
  }

  Engine& engine_;
  const model::Definition& model_;
  const Json& source_;
  const Json& view_;
  const std::string case_;
  std::vector<SimulationChoice> all_;
};

}  // namespace

std::vector<SimulationChoice> choices_of(Engine& engine, const Definition& definition,
                                         const Json& source, const Json& view) {
  return Lister(engine, definition, source, view).list();
}

Json step_of(const SimulationChoice& choice, const Json& data) {
  Json step = Json::object();
  switch (choice.kind) {
    case Kind::kOpen:
      step["open"] = data.is_null() ? choice.sample : data;
      break;
    case Kind::kLimit:
    case Kind::kTimer:
      return {{"advance", {{"to", format_instant(*choice.at)}}}};
    case Kind::kFail:
      return {{"fail", choice.subject}};
    case Kind::kSend:
    case Kind::kSupply:
    case Kind::kVerify:
    case Kind::kReject:
    case Kind::kPromise:
    case Kind::kReply:
    case Kind::kRetry: {
      step[std::string(to_name(choice.kind))] = choice.subject;
      const Json& given = data.is_null() ? choice.sample : data;
      if (!given.is_null()) step["data"] = given;
      break;
    }
  }
  if (choice.actor.is_person()) {
    step["actor"] = {{"id", choice.actor.id}, {"roles", choice.actor.roles}};
    if (!choice.actor.office.empty()) step["actor"]["office"] = choice.actor.office;
  }
  return step;
}

}  // namespace lianban::scenario

namespace lianban {

std::string_view to_name(SimulationChoice::Kind kind) {
  using Kind = SimulationChoice::Kind;
  switch (kind) {
    case Kind::kOpen:
      return "open";
    case Kind::kSend:
      return "send";
    case Kind::kSupply:
      return "supply";
    case Kind::kVerify:
      return "verify";
    case Kind::kReject:
      return "reject";
    case Kind::kPromise:
      return "promise";
    case Kind::kReply:
      return "reply";
    case Kind::kFail:
      return "fail";
    case Kind::kRetry:
      return "retry";
    case Kind::kLimit:
      return "limit";
    case Kind::kTimer:
      return "timer";
  }
  return "";
}

}  // namespace lianban
