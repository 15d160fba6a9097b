#include "plan/trips.hpp"

#include <algorithm>

#include "model/check_graph.hpp"
#include "plan/places.hpp"
#include "plan/words.hpp"

namespace lianban::planning {

namespace {

constexpr std::string_view kWindow = "window";

/// How the papers get back to the applicant on the way to a good ending.
struct Return {
  bool by_hand = false;  ///< An officer hands them over.
  bool by_post = false;  ///< A carrier's answer says so.
};

bool is_good(const model::State& state) {
  return state.outcome_is_decision || state.outcome == "granted" ||
         state.outcome == "partly_granted" || state.outcome == "recorded";
}

/// States from which a good ending can be reached.
std::vector<bool> leading_to_good(const model::Chart& chart, const model::Graph& flow) {
  std::vector<bool> good(chart.states.size(), false);
  for (model::StateIndex index = 0; index < chart.states.size(); ++index) {
    good[index] = flow.is_ending(index) && is_good(chart.states[index]);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (model::TransitionIndex index = 0; index < chart.transitions.size(); ++index) {
      const bool leads = std::ranges::any_of(flow.ways(index), [&](const model::Way& way) {
        return std::ranges::any_of(way.states,
                                   [&](model::StateIndex state) { return good[state]; });
      });
      if (!leads) continue;
      const model::StateIndex source = chart.transitions[index].source;
      for (model::StateIndex state = source; state < chart.states[source].end; ++state) {
        if (!good[state]) changed = good[state] = true;
      }
    }
  }
  return good;
}

class Journey {
 public:
  explicit Journey(const model::Definition& definition)
      : d_(definition), flow_(definition.chart), good_(leading_to_good(definition.chart, flow_)) {
    for (const model::Material& material : d_.materials) {
      if (material.never_required || material.source.kind != model::SourceKind::kApplicant) {
        continue;
      }
      const Text title = title_or(material.title, material.id);
      if (material.source.original) originals_.push_back(title);
      if (material.source.original && material.defer) later_.push_back(title);
    }
    find_return();
  }

  [[nodiscard]] PlannedTrips by(const std::string& channel) const {
    PlannedTrips trips;
    trips.channel = channel;
    const bool at_window = channel == kWindow;
    filing(at_window, trips);
    later(at_window, trips);
    collecting(trips);
    return trips;
  }

 private:
  void find_return() {
    const Facts facts(d_);
    const std::vector<Place> places = all_places(d_.chart, facts);
    each_action<model::Custody>(places, [&](const Place& place, const model::Custody& custody) {
      if (custody.at != "applicant" || place.fact == Facts::kNoFact) return;
      if (facts.kind(place.fact) != FactKind::kTransition) return;
      const model::TransitionIndex index = facts.position(place.fact);
      const model::Transition& transition = d_.chart.transitions[index];
      const bool leads = std::ranges::any_of(flow_.ways(index), [&](const model::Way& way) {
        return std::ranges::any_of(way.states,
                                   [&](model::StateIndex state) { return good_[state]; });
      });
      if (!leads) return;
      if (!transition.by.empty()) back_.by_hand = true;
      for (const std::string& event : transition.on) {
        if (event.starts_with("call.")) back_.by_post = true;
      }
    });
  }

  static void add(PlannedTrips& trips, std::size_t least, std::size_t most, Text reason) {
    trips.least += least;
    trips.most += most;
    trips.reasons.push_back(std::move(reason));
  }

  void filing(bool at_window, PlannedTrips& trips) const {
    const Text papers = listed_titles(originals_);
    if (at_window) {
      Text reason{"到窗口递交申请", "to the window to file"};
      if (!papers.empty()) {
        reason.zh.append("，同时交验原件").append(papers.zh);
        reason.en.append(", with the originals ").append(papers.en);
      }
      add(trips, 1, 1, std::move(reason));
    } else if (!papers.empty()) {
      Text reason{"原件邮寄，不必到窗口：", "the originals go by post, nobody has to come: "};
      reason.zh.append(papers.zh);
      reason.en.append(papers.en);
      add(trips, 0, 0, std::move(reason));
    } else {
      add(trips, 0, 0, {"全程网上办理，没有要交的原件", "filed from afar; there are no originals"});
    }
  }

  void later(bool at_window, PlannedTrips& trips) const {
    for (const Text& title : later_) {
      Text reason{
          at_window ? "容缺的原件补交：" : "容缺的原件补寄：",
          at_window ? "to bring the deferred original " : "the deferred original is posted: "};
      reason.zh.append(title.zh);
      reason.en.append(title.en);
      add(trips, at_window ? 1 : 0, at_window ? 1 : 0, std::move(reason));
    }
  }

  void collecting(PlannedTrips& trips) const {
    if (back_.by_hand && back_.by_post) {
      add(trips, 0, 1,
          {"证件和原件可以邮寄送达；选择窗口领取的多跑一次",
           "licence and originals can come by post; who collects them at the window goes once "
           "more"});
    } else if (back_.by_hand) {
      add(trips, 1, 1, {"到窗口取回原件", "to the window to take the originals back"});
    } else if (back_.by_post) {
      add(trips, 0, 0, {"证件和原件邮寄送达", "licence and originals come by post"});
    }
  }

  const model::Definition& d_;
  const model::Graph flow_;
  const std::vector<bool> good_;
  std::vector<Text> originals_, later_;
  Return back_;
};

}  // namespace

std::vector<PlannedTrips> trips_of(const model::Definition& definition) {
  const Journey journey(definition);
  std::vector<PlannedTrips> all;
  for (const std::string& channel : definition.channels) all.push_back(journey.by(channel));
  return all;
}

}  // namespace lianban::planning
