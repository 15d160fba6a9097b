#include "lianban/definition.hpp"

#include <utility>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "decide/decide.hpp"

namespace lianban {

Definition::Definition(std::shared_ptr<const decide::Prepared> prepared)
    : prepared_(std::move(prepared)), compiled_(prepared_->definition.get()) {}

Definition::Checked Definition::check(std::string_view text) { return check(text, {}, Sources{}); }

Definition::Checked Definition::check(std::string_view text, const std::string& name,
                                      const Sources& sources) {
  Checked checked;
  try {
    model::ReadBase read;
    if (sources) {
      read = [&](const std::string& wanted, const std::string& from) -> Result<model::BaseText> {
        auto base = sources(wanted, from);
        if (!base.ok()) return std::move(base).error();
        return model::BaseText{std::move(base->name), std::move(base->text)};
      };
    }
    model::Loaded loaded = model::load(text, name, read);
    checked.diagnostics = std::move(loaded.diagnostics);
    for (model::BaseText& base : loaded.bases) {
      checked.bases.push_back({std::move(base.name), std::move(base.text)});
    }
    if (loaded.merged) checked.merged = *loaded.merged;
    if (loaded.definition) {
      checked.definition = std::make_shared<const Definition>(
          std::make_shared<const decide::Prepared>(std::move(loaded.definition)));
    }
  } catch (const std::exception&) {
    Diagnostic bug;
    bug.code = "LB-E0000";
    bug.message = {"检查定义时程序出错", "the library failed while checking the definition"};
    checked.definition.reset();
    checked.diagnostics.push_back(std::move(bug));
  }
  return checked;
}

const std::string& Definition::id() const { return prepared_->definition->id; }
const std::string& Definition::version() const { return prepared_->definition->version; }
const Text& Definition::title() const { return prepared_->definition->title; }
std::string Definition::hash() const { return base::hex(prepared_->definition->hash); }

nlohmann::json Definition::source() const {
  auto json = base::parse_json(prepared_->definition->source,
                               {limits::kDefinitionBytes * 2, limits::kJsonDepth});
  return json.ok() ? std::move(json).value() : nlohmann::json();
}

nlohmann::json Definition::summary() const {
  const model::Definition& of = *prepared_->definition;
  return {{"states", of.chart.states.size()}, {"transitions", of.chart.transitions.size()},
          {"materials", of.materials.size()}, {"calls", of.calls.size()},
          {"papers", of.papers.size()},       {"clocks", of.clocks.size()},
          {"licences", of.licences.size()}};
}

}  // namespace lianban
