// Which transitions the stories took, from what the histories of their cases say.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "decide/decide.hpp"
#include "scenario/files.hpp"
#include "scenario/story.hpp"

namespace lianban {

namespace {

/// The text a definition is written in, to say on which line something stands.
class Lines {
 public:
  explicit Lines(const ScenarioPath& path) : within_(path.pointer) {
    auto read = scenario::read_file(path.file);
    if (!read.ok()) return;
    text_ = std::move(read).value();
    json_ = Json::parse(text_, nullptr, false);
  }

  /// 0 where the file itself does not have it.
  [[nodiscard]] std::size_t of(const std::string& pointer) const {
    const std::string whole = within_ + pointer;
    if (!json_.is_object() || !json_.contains(Json::json_pointer(whole))) return 0;
    return base::locate(text_, whole, base::Part::kValue).line;
  }

 private:
  std::string within_, text_;
  Json json_;
};

std::string after_of(const model::Transition& transition) {
  return transition.after ? format_duration(*transition.after) : std::string();
}

Uncovered uncovered(const model::Chart& chart, const model::Transition& transition,
                    const std::string& file, const Lines& lines) {
  Uncovered out;
  out.pointer = transition.pointer;
  out.state = chart.states[transition.source].id;
  out.title = transition.title;
  out.after = after_of(transition);
  if (out.after.empty()) out.events = transition.on;
  for (const model::StateIndex target : transition.targets) {
    if (!out.to.empty()) out.to += " ";
    out.to += chart.states[target].id;
  }
  out.file = file;
  out.line = lines.of(transition.pointer);
  return out;
}

bool can_be_stood_in(const model::State& state) {
  return state.kind != model::StateKind::kChoice && state.kind != model::StateKind::kHistory;
}

}  // namespace

std::vector<ScenarioPath> scenario::Story::paths() const {
  std::vector<ScenarioPath> paths = published_;
  CaseQuery query;
  do {
    const auto page = engine_->find(query);
    if (!page.ok()) return paths;
    for (const CaseLine& line : page->cases) {
      const auto history = engine_->history(line.case_id);
      if (!history.ok()) continue;
      ScenarioPath* of = nullptr;
      for (const Json& row : *history) {
        for (const Json& entry : row["entries"]) {
          const std::string kind = entry.value("k", "");
          if (kind == "opened") {
            const std::string hash = entry.value("definition_hash", "");
            const auto its = [&](const ScenarioPath& each) {
              return each.definition->hash() == hash;
            };
            const auto found = std::find_if(paths.begin(), paths.end(), its);
            of = found == paths.end() ? nullptr : &*found;
          }
          if (of == nullptr) continue;
          if (kind == "entered") of->states.insert(entry.value("state", ""));
          if (!entry.contains("transitions")) continue;
          for (const Json& taken : entry["transitions"]) of->transitions.insert(taken);
        }
      }
    }
    query.cursor = page->next;
  } while (!query.cursor.empty());
  return paths;
}

double DefinitionCoverage::percent() const {
  if (transitions == 0) return 100;
  return 100 * static_cast<double>(taken) / static_cast<double>(transitions);
}

void Coverage::add(const ScenarioReport& report) {
  for (const ScenarioPath& path : report.paths) {
    const auto same = [&](const Sum& each) {
      return each.path.definition->hash() == path.definition->hash();
    };
    auto sum = std::find_if(sums_.begin(), sums_.end(), same);
    if (sum == sums_.end()) sum = sums_.insert(sums_.end(), Sum{path, 0});
    ++sum->stories;
    sum->path.transitions.insert(path.transitions.begin(), path.transitions.end());
    sum->path.states.insert(path.states.begin(), path.states.end());
  }
}

std::vector<DefinitionCoverage> Coverage::definitions() const {
  std::vector<DefinitionCoverage> all;
  for (const Sum& sum : sums_) {
    const Definition& definition = *sum.path.definition;
    const model::Chart& chart = definition.prepared()->definition->chart;
    const Lines lines(sum.path);
    DefinitionCoverage out;
    out.id = definition.id();
    out.version = definition.version();
    out.hash = definition.hash();
    out.file = sum.path.file;
    out.stories = sum.stories;
    out.transitions = chart.transitions.size();
    for (const model::Transition& transition : chart.transitions) {
      if (sum.path.transitions.contains(transition.pointer)) {
        ++out.taken;
      } else {
        out.untaken.push_back(uncovered(chart, transition, sum.path.file, lines));
      }
    }
    for (const model::State& state : chart.states) {
      if (!can_be_stood_in(state)) continue;
      ++out.states;
      if (sum.path.states.contains(state.id)) {
        ++out.entered;
        continue;
      }
      Uncovered missed;
      missed.pointer = state.pointer;
      missed.state = state.id;
      missed.title = state.title;
      missed.file = sum.path.file;
      missed.line = lines.of(state.pointer);
      out.never_entered.push_back(std::move(missed));
    }
    all.push_back(std::move(out));
  }
  return all;
}

}  // namespace lianban
