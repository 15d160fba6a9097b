// A story that is made while it is told: what was done is a list of steps, and taking one back
// tells the rest anew.
#include "lianban/simulation.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "scenario/choices.hpp"
#include "scenario/files.hpp"
#include "scenario/story.hpp"

namespace lianban {

namespace {

namespace fs = std::filesystem;
using scenario::Story;

constexpr std::size_t kNested = 8;

Error story_error(const std::string& what) {
  return make_error("simulation/story", "情景不能用来试办", "the story cannot be tried out", what);
}

/// Paths of definitions as they hold from anywhere.
void anchor(Json& definition, const fs::path& folder) {
  if (!definition.is_string()) return;
  std::error_code ignored;
  const auto path = folder / definition.get<std::string>();
  const auto absolute = fs::absolute(path, ignored);
  definition = (ignored ? path : absolute).lexically_normal().string();
}

void loosen(Json& definition, const fs::path& folder) {
  if (!definition.is_string()) return;
  std::error_code ignored;
  const auto base = fs::absolute(folder.empty() ? fs::path(".") : folder, ignored);
  const auto relative =
      fs::path(definition.get<std::string>()).lexically_relative(base.lexically_normal());
  if (!relative.empty()) definition = relative.generic_string();
}

/// The steps with their includes, without what they only check.
Status flatten(const Json& steps, const fs::path& folder, std::vector<Json>& out,
               std::size_t depth = 0) {
  if (!steps.is_array()) return story_error("steps");
  for (const Json& step : steps) {
    if (!step.is_object()) return story_error("a step");
    if (step.contains("expect") || (step.contains("refused") && step["refused"] != false)) continue;
    if (!step.contains("include")) {
      out.push_back(step);
      continue;
    }
    if (depth >= kNested || !step["include"].is_string()) return story_error("include");
    const fs::path path = folder / step["include"].get<std::string>();
    const auto part = scenario::read_json(path.string());
    if (!part.ok()) return part.error();
    if (!part->is_object() || !part->contains("steps")) return story_error(path.string());
    const auto nested = flatten((*part)["steps"], path.parent_path(), out, depth + 1);
    if (!nested.ok()) return nested;
  }
  return Done{};
}

}  // namespace

class Simulation::Impl {
 public:
  Impl(Json story, SimulationOptions options) : story_(std::move(story)) {
    options_.calendars = std::move(options.calendars);
  }

  /// Tells everything anew, as far as `at_` says.
  std::optional<std::string> rebuild() {
    fresh_ = std::make_unique<Story>("", options_);
    rows_before_ = 0;
    if (const auto fault = fresh_->prepare(story_)) return fault->expected + ": " + fault->found;
    std::vector<std::size_t> path;
    for (std::size_t at = at_; at != 0; at = nodes_[at].parent) path.push_back(at);
    std::reverse(path.begin(), path.end());
    for (const std::size_t at : path) {
      rows_before_ = rows();
      if (const auto fault = fresh_->run_step(nodes_[at].step)) {
        return fault->expected + ": " + fault->found;
      }
    }
    return std::nullopt;
  }

  std::optional<SimulationFault> take(const Json& step) {
    std::optional<SimulationFault> fault;
    const std::size_t before = rows();
    const std::size_t cases = fresh_->cases().size();
    try {
      // A story opens its case by itself where the first step does not; here nothing happens
      // unasked.
      const bool waits = cases == 0 && !step.contains("open") && !step.contains("advance");
      if (waits) return SimulationFault{{}, "no case has been opened yet"};
      if (cases == 0 && step.contains("advance")) return begin_later(step);
      if (const auto failed = fresh_->run_step(step)) {
        fault = SimulationFault{fresh_->refusal(), failed->expected + ": " + failed->found};
      }
    } catch (const std::exception& error) {
      fault = SimulationFault{{}, error.what()};
    }
    if (fault) {
      // A refused step has drawn its request id and perhaps settled timers: as if it never was.
      (void)rebuild();
      return fault;
    }
    rows_before_ = before;
    Node& here = nodes_[at_];
    const auto known = std::find_if(here.branches.begin(), here.branches.end(),
                                    [&](std::size_t at) { return nodes_[at].step == step; });
    if (known != here.branches.end()) {
      here.last = *known;
    } else {
      here.last = nodes_.size();
      here.branches.push_back(here.last);
      nodes_.push_back({step, at_, {}, 0});
    }
    at_ = nodes_[at_].last;
    return std::nullopt;
  }

  bool back() {
    if (at_ == 0) return false;
    const std::size_t left = at_;
    at_ = nodes_[at_].parent;
    nodes_[at_].last = left;
    return !rebuild();
  }

  bool forward(std::optional<std::size_t> branch) {
    const Node& here = nodes_[at_];
    if (here.branches.empty() || (branch && *branch >= here.branches.size())) return false;
    const std::size_t to = branch ? here.branches[*branch] : here.last;
    const Json step = nodes_[to].step;
    return !take(step);
  }

  [[nodiscard]] std::vector<Json> branches() const {
    std::vector<Json> steps;
    for (const std::size_t at : nodes_[at_].branches) steps.push_back(nodes_[at].step);
    return steps;
  }

  [[nodiscard]] std::vector<Json> path() const {
    std::vector<Json> steps;
    for (std::size_t at = at_; at != 0; at = nodes_[at].parent) steps.push_back(nodes_[at].step);
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

  [[nodiscard]] Engine& engine() const { return *fresh_->engine(); }

  [[nodiscard]] std::string case_id() const {
    const auto it = fresh_->cases().find("");
    return it == fresh_->cases().end() ? std::string() : it->second;
  }

  [[nodiscard]] Json view() const {
    const std::string id = case_id();
    if (id.empty()) return nullptr;
    auto shown = engine().show(id);
    return shown.ok() ? std::move(shown).value() : Json();
  }

  [[nodiscard]] std::size_t rows() const {
    const Json history = all_rows();
    return history.size();
  }

  [[nodiscard]] Json all_rows() const {
    const std::string id = case_id();
    if (id.empty()) return Json::array();
    auto history = engine().history(id);
    return history.ok() ? std::move(history).value() : Json::array();
  }

  [[nodiscard]] Json happened() const {
    Json out = Json::array();
    const Json history = all_rows();
    for (std::size_t row = rows_before_; row < history.size(); ++row) {
      for (const Json& entry : history[row]["entries"]) out.push_back(entry);
    }
    return out;
  }

  Json story_;
  ScenarioOptions options_;
  std::shared_ptr<const Definition> definition;
  Json source;
  std::string ended_by;  ///< Why the story it began with went no further.

 private:
  /// Something done, and what was done after it. The first one stands for the beginning.
  struct Node {
    Json step;
    std::size_t parent = 0;
    std::vector<std::size_t> branches;
    std::size_t last = 0;  ///< The branch that was left or taken last.
  };

  /// Before the case is opened there is nothing that time could change but the story's own start.
  std::optional<SimulationFault> begin_later(const Json& step) {
    if (at_ != 0) return SimulationFault{{}, "no case has been opened yet"};
    const Json& by = step["advance"];
    const auto to = by.is_object() ? parse_instant(by.value("to", "")) : std::nullopt;
    if (!to || *to < engine().now()) return SimulationFault{{}, "no case has been opened yet"};
    story_["start"] = format_instant(*to);
    if (auto wrong = rebuild()) return SimulationFault{{}, *wrong};
    return std::nullopt;
  }

  std::unique_ptr<Story> fresh_;
  std::vector<Node> nodes_{Node{}};
  std::size_t at_ = 0;
  std::size_t rows_before_ = 0;
};

Simulation::Simulation(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Simulation::~Simulation() = default;

Result<std::unique_ptr<Simulation>> Simulation::open(nlohmann::json story,
                                                     const std::string& folder,
                                                     const SimulationOptions& options) {
  try {
    if (!story.is_object() || !story.contains("definition")) return story_error("definition");
    const fs::path from(folder);
    std::vector<Json> steps;
    if (story.contains("steps")) {
      const auto flat = flatten(story["steps"], from, steps);
      if (!flat.ok()) return flat.error();
      story.erase("steps");
    }
    if (!story.contains("start")) story["start"] = "2024-03-04T09:00:00+08:00";
    anchor(story["definition"], from);
    if (story.contains("definitions")) {
      for (Json& each : story["definitions"]) anchor(each, from);
    }
    std::string text = story["definition"].dump();
    if (story["definition"].is_string()) {
      auto read = scenario::read_file(story["definition"].get<std::string>());
      if (!read.ok()) return std::move(read).error();
      text = std::move(read).value();
    }
    auto impl = std::make_unique<Impl>(std::move(story), options);
    if (auto wrong = impl->rebuild()) return story_error(*wrong);
    impl->definition = Definition::check(text).definition;
    if (impl->definition == nullptr) return story_error("definition");
    impl->source = impl->definition->source();
    for (const Json& step : steps) {
      const auto wrong = impl->take(step);
      if (!wrong) continue;
      impl->ended_by = wrong->text;
      break;
    }
    return std::unique_ptr<Simulation>(new Simulation(std::move(impl)));
  } catch (const std::exception& error) {
    return story_error(error.what());
  }
}

const Definition& Simulation::definition() const { return *impl_->definition; }
Instant Simulation::now() const { return impl_->engine().now(); }
nlohmann::json Simulation::view() const { return impl_->view(); }
nlohmann::json Simulation::happened() const { return impl_->happened(); }
std::size_t Simulation::depth() const { return impl_->path().size(); }
bool Simulation::back() { return impl_->back(); }
std::vector<nlohmann::json> Simulation::branches() const { return impl_->branches(); }
bool Simulation::forward(std::optional<std::size_t> branch) { return impl_->forward(branch); }
const std::string& Simulation::fault() const { return impl_->ended_by; }

std::vector<OpenCall> Simulation::open_calls() const {
  const std::string id = impl_->case_id();
  if (id.empty()) return {};
  auto open = impl_->engine().open_calls(id);
  return open.ok() ? std::move(open).value() : std::vector<OpenCall>();
}

std::optional<Instant> Simulation::next_due() const {
  const auto due = impl_->engine().next_due();
  return due.ok() ? *due : std::nullopt;
}

std::vector<SimulationChoice> Simulation::choices() const {
  return scenario::choices_of(impl_->engine(), *impl_->definition, impl_->source, impl_->view());
}

std::optional<SimulationFault> Simulation::choose(const SimulationChoice& choice,
                                                  const nlohmann::json& data) {
  return impl_->take(scenario::step_of(choice, data));
}

std::optional<SimulationFault> Simulation::take(const nlohmann::json& step) {
  return impl_->take(step);
}

std::optional<SimulationFault> Simulation::advance(std::size_t workdays) {
  return impl_->take({{"advance", std::to_string(workdays) + " workdays"}});
}

std::optional<SimulationFault> Simulation::advance_to(Instant at) {
  return impl_->take({{"advance", {{"to", format_instant(at)}}}});
}

nlohmann::json Simulation::story(const std::string& name, const std::string& folder) const {
  Json story = impl_->story_;
  story["scenario"] = name;
  loosen(story["definition"], folder);
  if (story.contains("definitions")) {
    for (Json& each : story["definitions"]) loosen(each, folder);
  }
  story["steps"] = impl_->path();
  const Json seen = view();
  if (!seen.is_object()) return story;
  Json expected{{"states", seen["states"]["active"]},
                {"ended", seen["ended"]},
                {"outcome", seen["outcome"]},
                {"holders", seen["holders"]["used"]}};
  for (const char* const part : {"materials", "deferrals", "clocks", "licences"}) {
    if (seen[part].empty()) continue;
    Json& states = expected[part];
    for (const auto& [id, record] : seen[part].items()) {
      states[id]["state"] = record["state"];
      if (record.contains("due")) states[id]["due"] = record["due"];
    }
  }
  Json papers = Json::array();
  for (const Json& paper : seen["papers"]) papers.push_back(paper["paper"]);
  expected["papers"] = std::move(papers);
  Json calls = Json::array();
  const auto open = open_calls();
  for (const OpenCall& call : open) {
    const bool named = std::find(calls.begin(), calls.end(), Json(call.call)) != calls.end();
    if (call.state != "abandoned" && !named) calls.push_back(call.call);
  }
  expected["calls"] = std::move(calls);
  story["steps"].push_back({{"expect", std::move(expected)}});
  return story;
}

}  // namespace lianban
