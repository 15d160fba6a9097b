#include "prove/teller.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lianban::prove {

using decide::Case;

namespace {

/// Steps tried for one way before it is given up.
constexpr std::size_t kBudget = 4000;

std::string verb_name(Verb verb) { return std::string(to_name(verb)); }

Json actor_json(const Actor& actor) {
  Json json{{"id", actor.id}, {"roles", actor.roles}};
  if (!actor.office.empty()) json["office"] = actor.office;
  return json;
}

}  // namespace

Way way_to(const Search& search, NodeId node) {
  Way way;
  for (const NodeId each : search.path(node)) way.push_back({each, search.nodes()[each].move});
  return way;
}

Telling Teller::tell(const Way& way, std::optional<MoveId> last, const std::string& refused,
                     Told& to) {
  way_ = &way;
  last_ = last;
  refused_ = refused;
  budget_ = kBudget;
  differs_ = false;
  to_ = &to;
  why_ = {};
  const auto child = [&](MoveId id) {
    const Move& move = search_.move(id);
    return !move.time() && move.commands.front().verb == Verb::kChild;
  };
  const bool children =
      (last && child(*last)) ||
      std::any_of(way.begin(), way.end(), [&](const Step& s) { return child(s.move); });
  Live live;
  live.now = live.shown = setting_.start;
  if (!children && go(0, live)) return Telling::kTold;
  // Where no scenario can be written the steps are still told in words.
  to.lines.clear();
  for (const Step& step : way) {
    const Move& move = search_.move(step.move);
    if (move.time()) to.lines.push_back(words_of(setting_, move.timer));
    for (const Command& command : move.commands) to.lines.push_back(words_of(setting_, command));
  }
  if (children) {
    why_ = {"故事里有另一个定义的办件，剧本须由人补上",
            "the story has a case of another definition"};
    return Telling::kUntold;
  }
  if (budget_ == 0) {
    why_ = {"没有在限度内找到合适的日期", "no fitting days were found within the limit"};
    return Telling::kUntold;
  }
  if (differs_) {
    why_ = {"按真实日期办理时情形不同", "with real days the situation comes out otherwise"};
    return Telling::kUntold;
  }
  return Telling::kImpossible;
}

bool Teller::is_at(const Live& live, NodeId node) {
  Situation situation{*live.of, search_.nodes()[node].known};
  search_.abstraction().reduce(situation);
  return search_.abstraction().key(situation, true) == search_.loose_key(node);
}

bool Teller::go(std::size_t at, const Live& live) {
  if (at == way_->size()) return finish(live);
  const Move& move = search_.move((*way_)[at].move);
  if (move.time()) return pass(at, live);
  const Move real = at == 0 ? opening(move) : move;
  for (const Instant when : this->when(at, live, real)) {
    Live next = live;
    if (next.of && !wait(next, when)) return false;
    if (when > live.now && !is_at(next, (*way_)[at - 1].node)) continue;
    if (act(at, std::move(next), real)) return true;
    if (budget_ == 0) return false;
  }
  return false;
}

// A form as the choices on the way say.
Move Teller::opening(const Move& move) const {
  Move real = move;
  Json& data = real.commands.front().data;
  for (const Step& step : *way_) {
    const auto* made = search_.made(step.node);
    if (made == nullptr || !data.contains("form")) continue;
    for (const auto& [choice, way] : *made) {
      data["form"] = setting_.chosen(data["form"], setting_.choices[choice], way);
    }
  }
  return real;
}

/// At once, or as late as the next limit lets one.
std::vector<Instant> Teller::when(std::size_t at, const Live& live, const Move& move) {
  if (!live.of) return {live.now};
  Instant soonest = live.now;
  if (move.standing) {
    const auto put = live.questions.find(move.commands.front().subject);
    if (put == live.questions.end()) return {};
    soonest = std::max(soonest, put->second);
  }
  std::vector<Instant> options{soonest};
  std::optional<Instant> next;
  Situation situation{*live.of, search_.nodes()[(*way_)[at - 1].node].known};
  search_.abstraction().reduce(situation);
  for (const Pending& timer : pending(setting_, situation.of)) {
    const auto due = instant_of(*live.of, timer);
    if (due && (!next || *due < *next)) next = due;
  }
  const auto late = next ? *next - std::chrono::minutes(1) : soonest;
  if (late > soonest) options.push_back(late);
  return options;
}

bool Teller::wait(Live& live, Instant until) {
  const auto tick = [&](Instant now) {
    static const Command kTick{{}, Verb::kTick, {}, nullptr, Actor::system()};
    auto decision = decide::decide(&*live.of, kTick, setting_.inputs(now, &*live.of));
    auto* done = std::get_if<decide::Done>(&decision);
    if (done == nullptr) return false;
    Applied applied;
    applied.effects.push_back(std::move(done->effects));
    applied.after = std::move(done->after);
    live.now = now;
    heed(live, applied);
    live.of = std::move(applied.after);
    return true;
  };
  for (;;) {
    if (budget_ == 0) return false;
    const auto wake = decide::next_wake(*live.of);
    if (!wake || *wake > until) break;
    --budget_;
    if (!tick(std::max(*wake, live.now))) return false;
  }
  live.now = std::max(live.now, until);
  return true;
}

void Teller::heed(Live& live, const Applied& applied) {
  for (const decide::Effects& effects : applied.effects) {
    for (const auto& poll : effects.polls) {
      if (poll.ends) {
        live.questions.erase(poll.call);
      } else {
        live.questions[poll.call] = poll.next;
      }
    }
  }
}

void Teller::ask_again(Live& live, const Move& move) {
  if (!move.standing) return;
  const std::string& call = move.commands.front().subject;
  if (!live.questions.contains(call)) return;
  const auto* spec = setting_.definition.calls.find(call);
  live.questions.erase(call);
  for (const std::string& material : spec->feeds) {
    const auto next = decide::next_recheck(*live.of, material, setting_.inputs(live.now));
    if (next) live.questions[call] = *next;
  }
}

bool Teller::pass(std::size_t at, Live live) {
  const Move& move = search_.move((*way_)[at].move);
  const auto due = instant_of(*live.of, move.timer);
  if (!due) return false;
  if (!wait(live, std::max(*due, live.now))) return false;
  const auto line = [&](const Pending& timer) {
    const std::string day = format_day(shown_day(live.now)) + " ";
    const Text words = words_of(setting_, timer);
    live.told.lines.push_back({day + words.zh, day + words.en});
  };
  line(move.timer);
  // What passes at the same instant passes in one go.
  for (std::size_t to = at; to < way_->size(); ++to) {
    const Move& next = search_.move((*way_)[to].move);
    if (!next.time()) break;
    if (to != at) line(next.timer);
    if (!is_at(live, (*way_)[to].node)) continue;
    advance(live);
    return go(to + 1, live);
  }
  return false;
}

bool Teller::act(std::size_t at, Live live, const Move& move) {
  if (budget_ == 0) return false;
  --budget_;
  Applied applied = apply_move(setting_, live.of ? &*live.of : nullptr, move, live.now);
  if (!applied.after) {
    differs_ = true;
    return false;
  }
  write(live, move);
  heed(live, applied);
  live.of = std::move(applied.after);
  ask_again(live, move);
  if (!is_at(live, (*way_)[at].node)) {
    differs_ = true;
    return false;
  }
  return go(at + 1, live);
}

bool Teller::finish(const Live& live) {
  Live end = live;
  if (last_) {
    const Move& move = search_.move(*last_);
    if (move.time()) return false;
    const Applied applied = apply_move(setting_, &*end.of, move, end.now);
    if (applied.after || applied.refusal.code != refused_) {
      differs_ = true;
      return false;
    }
    write(end, move);
    end.told.steps.back()["refused"] = refused_;
  }
  end.told.end = end.of;
  *to_ = std::move(end.told);
  return true;
}

void Teller::advance(Live& live) const {
  if (live.now == live.shown) return;
  live.told.steps.push_back({{"advance", {{"to", format_instant(live.now)}}}});
  live.shown = live.now;
}

void Teller::write(Live& live, const Move& move) const {
  advance(live);
  const std::string day = format_day(day_of(live.now));
  for (const Command& command : move.commands) {
    const Json data = filled(command.data, live.now, live.of ? &*live.of : nullptr);
    Json step = Json::object();
    if (command.verb == Verb::kOpen) {
      step["open"] = data;
    } else {
      step[verb_name(command.verb)] = command.subject;
      if (!data.is_null() && command.verb != Verb::kFail) step["data"] = data;
      if (command.verb == Verb::kFail) step["error"] = "unreachable";
    }
    if (command.actor.is_person()) step["actor"] = actor_json(command.actor);
    live.told.steps.push_back(std::move(step));
    const Text words = words_of(setting_, command);
    live.told.lines.push_back({day + " " + words.zh, day + " " + words.en});
  }
}

}  // namespace lianban::prove
