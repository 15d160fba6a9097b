#include "prove/judge.hpp"

#include <algorithm>
#include <set>

namespace lianban::prove {

namespace {

constexpr std::size_t kTrapsTold = 3;
constexpr std::size_t kTrapExamples = 12;

const char* code_of_refusal(const std::string& refusal) {
  if (refusal == "licence/floor") return codes::kLicence;
  if (refusal.starts_with("case/effect")) return codes::kAct;
  if (refusal == "case/originals") return codes::kOriginal;
  return codes::kEngine;
}

/// Edges the other way round.
class Backwards {
 public:
  explicit Backwards(const Search& search) : first_(search.nodes().size() + 1) {
    const auto count = static_cast<NodeId>(search.nodes().size());
    for (NodeId from = 0; from < count; ++from) {
      const auto [begin, end] = search.edges(from);
      for (const Edge* edge = begin; edge != end; ++edge) ++first_[edge->to + 1];
    }
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    from_.resize(first_.back());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (NodeId from = 0; from < count; ++from) {
      const auto [begin, end] = search.edges(from);
      for (const Edge* edge = begin; edge != end; ++edge) from_[next[edge->to]++] = from;
    }
  }

  /// All nodes from which one of `goals` can be reached.
  [[nodiscard]] std::vector<bool> reaching(const std::vector<NodeId>& goals) const {
    std::vector<bool> reaches(first_.size() - 1);
    std::vector<NodeId> waiting = goals;
    for (const NodeId goal : goals) reaches[goal] = true;
    while (!waiting.empty()) {
      const NodeId at = waiting.back();
      waiting.pop_back();
      for (std::size_t i = first_[at]; i < first_[at + 1]; ++i) {
        if (reaches[from_[i]]) continue;
        reaches[from_[i]] = true;
        waiting.push_back(from_[i]);
      }
    }
    return reaches;
  }

 private:
  std::vector<std::size_t> first_;
  std::vector<NodeId> from_;
};

class Bench {
 public:
  Bench(const Setting& setting, const Search& search, bool complete)
      : setting_(setting), search_(search), complete_(complete) {}

  std::vector<Charge> run() {
    sightings();
    if (complete_) {
      const Backwards backwards(search_);
      traps(backwards);
      leads_to(backwards);
    }
    std::stable_sort(charges_.begin(), charges_.end(), [](const Charge& a, const Charge& b) {
      return std::tie(a.severity, a.code) < std::tie(b.severity, b.code);
    });
    return std::move(charges_);
  }

 private:
  void sightings();
  void charge_refused(const Sighting& sighting, Example example);
  void charge(const Sighting& sighting, Example example);
  void add(const char* code, Severity severity, const std::string& subject, Text message,
           Example example);
  [[nodiscard]] Example example_of(const Sighting& sighting) const;
  void traps(const Backwards& backwards);
  void leads_to(const Backwards& backwards);
  void leads_to(const model::Property& property, std::size_t from, std::size_t to,
                const Backwards& backwards);
  [[nodiscard]] Text states_of(NodeId node) const;

  const Setting& setting_;
  const Search& search_;
  const bool complete_;
  std::set<std::string> worked_;
  std::vector<Charge> charges_;
};

Example Bench::example_of(const Sighting& sighting) const {
  Example example;
  example.way = way_to(search_, sighting.node);
  if (sighting.move == kNowhere || sighting.node == kNowhere) return example;
  if (sighting.sight == Sight::kRefused || sighting.sight == Sight::kAlone) {
    example.last = sighting.move;
    example.refused = sighting.sight == Sight::kAlone ? "event/not_by" : sighting.code;
    return example;
  }
  const auto [begin, end] = search_.edges(sighting.node);
  for (const Edge* edge = begin; edge != end; ++edge) {
    if (edge->move != sighting.move) continue;
    example.way.push_back({edge->to, edge->move});
    break;
  }
  const bool event = sighting.sight == Sight::kLost || sighting.sight == Sight::kUnheard;
  if (event) example.event = sighting.subject;
  return example;
}

void Bench::sightings() {
  for (const Sighting& each : search_.sightings()) {
    if (each.sight == Sight::kWorked) worked_.insert(each.subject);
  }
  for (const Sighting& each : search_.sightings()) {
    if (each.sight == Sight::kWorked || each.sight == Sight::kReportOnly) continue;
    charge(each, example_of(each));
  }
}

void Bench::add(const char* code, Severity severity, const std::string& subject, Text message,
                Example example) {
  for (Charge& each : charges_) {
    if (each.code != code || each.subject != subject || !(each.message == message)) continue;
    each.examples.push_back(std::move(example));
    return;
  }
  charges_.push_back({severity, code, subject, std::move(message), {std::move(example)}});
}

void Bench::charge_refused(const Sighting& sighting, Example example) {
  // How often a clock was extended no rule can ask, so the engine's own no is the guard.
  if (sighting.code.starts_with("clock/") && worked_.contains(sighting.subject)) return;
  if (sighting.code.starts_with("calendar/")) return;
  if (sighting.code == "rule/in_guard") example.refused = "event/when";
  const std::string code = sighting.code;
  add(code_of_refusal(code), Severity::kError, sighting.subject,
      {"“" + sighting.subject + "”的条件都成立，引擎却不予受理：" + code +
           "。请在定义里写明条件，由条件说明理由",
       "all guards let '" + sighting.subject + "' pass, but the engine refuses it: " + code +
           ". Write the condition into the definition, so that it gives the reason"},
      std::move(example));
}

void Bench::charge(const Sighting& sighting, Example example) {
  const std::string& what = sighting.subject;
  const auto error = [&](const char* code, std::string zh, std::string en) {
    add(code, Severity::kError, what, {std::move(zh), std::move(en)}, std::move(example));
  };
  switch (sighting.sight) {
    case Sight::kRefused:
      return charge_refused(sighting, std::move(example));
    case Sight::kFenced:
      return error(
          code_of_refusal(sighting.code), "“" + what + "”无法处理，办件停下等人：" + sighting.code,
          "'" + what + "' cannot be processed, the case stops for a person: " + sighting.code);
    case Sight::kLost:
      if (sighting.code == "overdue") {
        return error(
            codes::kDeferral, "容缺逾期（" + what + "）无人处理，所告知的后果没有发生",
            "a broken promise (" + what + ") is handled by nobody: the consequence does not come");
      }
      if (sighting.code == "clock") {
        return error(codes::kClock, "时限到期（" + what + "）在此无人处理",
                     "a limit passes (" + what + ") and nobody hears of it here");
      }
      return error(codes::kLost, "答复（" + what + "）到达时无人接收，办件仍在等它",
                   "an answer (" + what + ") enables nothing, although the case waits for it");
    case Sight::kUnheard:
      add(codes::kLost, Severity::kWarning, what,
          {"事件（" + what + "）到达时已无人接收，只记入历史",
           "the event " + what + " can come when nobody listens any more; it is only recorded"},
          std::move(example));
      return;
    case Sight::kFourEyes:
      return error(codes::kFourEyes, "同一人两次办理：“" + what + "”",
                   "one person acts twice: '" + what + "'");
    case Sight::kAlone:
      return error(
          codes::kFourEyes, "“" + what + "”只能由申请人办理，而他已被排除，没有别人可办",
          "only the applicant may send '" + what + "', who is excluded, and nobody else may");
    case Sight::kBadEnd: {
      const char* code = sighting.code == "effect"     ? codes::kAct
                         : sighting.code == "original" ? codes::kOriginal
                                                       : codes::kDeferral;
      return error(code, "办结时“" + what + "”尚未了结",
                   "the case ends and '" + what + "' is left open");
    }
    case Sight::kBadLicence:
      return error(codes::kLicence, "证照“" + what + "”发出时“" + sighting.code + "”尚未具备",
                   "'" + what + "' is issued without '" + sighting.code + "'");
    case Sight::kBroken:
      return error(codes::kOwn, "要求“" + what + "”不成立",
                   "the property '" + what + "' does not hold");
    case Sight::kWorked:
    case Sight::kReportOnly:
      return;
  }
}

Text Bench::states_of(NodeId node) const {
  std::string ids;
  for (const std::string& id : search_.config(node)) ids += (ids.empty() ? "" : ", ") + id;
  return {ids, ids};
}

void Bench::traps(const Backwards& backwards) {
  std::vector<NodeId> ends;
  const auto count = static_cast<NodeId>(search_.nodes().size());
  for (NodeId node = 0; node < count; ++node) {
    if (search_.nodes()[node].ended) ends.push_back(node);
  }
  const auto& chart = setting_.definition.chart;
  const bool may_end = std::any_of(chart.top.begin(), chart.top.end(), [&](model::StateIndex top) {
    return chart.states[top].kind == model::StateKind::kFinal;
  });
  if (!may_end) return;
  const auto ending = backwards.reaching(ends);
  std::map<std::string, std::size_t> told;
  for (NodeId node = 0; node < count; ++node) {
    const NodeId parent = search_.nodes()[node].parent;
    if (ending[node] || (parent != kNowhere && !ending[parent])) continue;
    const Text states = states_of(node);
    const bool known = told.contains(states.zh);
    if ((!known && told.size() == kTrapsTold) || told[states.zh] >= kTrapExamples) continue;
    ++told[states.zh];
    Example example;
    example.way = way_to(search_, node);
    add(codes::kTrap, Severity::kError, states.zh,
        {"办件到了这里（" + states.zh + "）就再也办不结",
         "from here (" + states.en + ") no ending can be reached any more"},
        std::move(example));
  }
}

void Bench::leads_to(const Backwards& backwards) {
  std::size_t number = 0;
  for (const model::Property& property : setting_.definition.properties) {
    if (property.kind == model::PropertyKind::kLeadsTo && property.rules.size() == 2) {
      leads_to(property, number, number + 1, backwards);
    }
    number += property.rules.size();
  }
}

void Bench::leads_to(const model::Property& property, std::size_t from, std::size_t to,
                     const Backwards& backwards) {
  const auto count = static_cast<NodeId>(search_.nodes().size());
  const auto holds = [&](NodeId node, std::size_t rule) {
    return (search_.nodes()[node].holds >> rule & 1) != 0;
  };
  std::vector<NodeId> goals, waiting;
  std::vector<Step> came(count, Step{});
  std::vector<bool> seen(count);
  for (NodeId node = 0; node < count; ++node) {
    if (holds(node, to)) goals.push_back(node);
    if (!holds(node, from) || holds(node, to)) continue;
    waiting.push_back(node);
    seen[node] = true;
  }
  const auto reaches = backwards.reaching(goals);
  const auto way = [&](NodeId node) {
    Way tail;
    while (came[node].node != kNowhere) {
      tail.push_back({node, came[node].move});
      node = came[node].node;
    }
    Way all = way_to(search_, node);
    all.insert(all.end(), tail.rbegin(), tail.rend());
    return all;
  };
  std::size_t found = 0;
  for (std::size_t i = 0; i < waiting.size() && found < kTrapExamples; ++i) {
    const NodeId node = waiting[i];
    if (search_.nodes()[node].ended || !reaches[node]) {
      ++found;
      Example example;
      example.way = way(node);
      add(codes::kOwn, Severity::kError, property.id,
          {"要求“" + property.id + "”不成立：前者成立之后，后者再也够不着",
           "the property '" + property.id +
               "' does not hold: after the first the second cannot come"},
          std::move(example));
      continue;
    }
    const auto [begin, end] = search_.edges(node);
    for (const Edge* edge = begin; edge != end; ++edge) {
      if (seen[edge->to] || holds(edge->to, to)) continue;
      seen[edge->to] = true;
      came[edge->to] = {node, edge->move};
      waiting.push_back(edge->to);
    }
  }
}

}  // namespace

std::vector<Charge> judge(const Setting& setting, const Search& search, bool complete) {
  return Bench(setting, search, complete).run();
}

}  // namespace lianban::prove
