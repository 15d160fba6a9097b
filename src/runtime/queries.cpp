#include "runtime/queries.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

Result<HeldPtr> Queries::existing(const base::CaseId& id) {
  auto held = desk_.read(id);
  if (held.ok() && *held == nullptr) return not_found();
  return held;
}

Result<base::CaseId> Queries::resolve(const std::string& id_or_number) {
  if (const auto id = base::parse_case_id(id_or_number)) {
    const auto revision = world_.store().revision(world_.key(*id));
    if (!revision.ok()) return revision.error();
    if (*revision) return *id;
  }
  const auto found = world_.store().find_number(world_.tenant, id_or_number);
  if (!found.ok()) return found.error();
  if (!*found) return not_found();
  return (*found)->key.id;
}

Result<Json> Queries::show(const base::CaseId& id) {
  const auto held = existing(id);
  if (!held.ok()) return held.error();
  const auto open = open_calls(id);
  if (!open.ok()) return open.error();
  decide::Inputs inputs = world_.inputs(*(*held)->prepared, *(*held)->calendar);
  RegisterReader reader(world_);
  inputs.find_licence = reader.find();
  Json shown = decide::view((*held)->state, inputs);
  Json outstanding = Json::array();
  for (const OpenCall& call : *open) outstanding.push_back(call.call);
  if (reader.error()) return *reader.error();
  shown["outstanding"] = std::move(outstanding);
  return shown;
}

Result<std::vector<Action>> Queries::actions(const base::CaseId& id, const Actor& actor) {
  const auto held = existing(id);
  if (!held.ok()) return held.error();
  decide::Inputs inputs = world_.inputs(*(*held)->prepared, *(*held)->calendar);
  RegisterReader reader(world_);
  inputs.find_licence = reader.find();
  std::vector<Action> actions;
  auto views = decide::actions((*held)->state, actor, inputs);
  if (reader.error()) return *reader.error();
  for (decide::ActionView& view : views) {
    Action action;
    action.verb = view.verb;
    action.event = std::move(view.event);
    action.title = std::move(view.title);
    action.allowed = view.allowed;
    action.refusal = std::move(view.refusal);
    if (view.input) action.input = *view.input;
    actions.push_back(std::move(action));
  }
  return actions;
}

namespace {

/// The history holds references where personal values stood; people read the values.
void reveal(const decide::PersonalValues& personal, Json& value) {
  if (value.is_string()) {
    std::string instead;
    if (personal.reveal(value.get_ref<const std::string&>(), instead)) value = std::move(instead);
    return;
  }
  if (!value.is_structured()) return;
  for (Json& each : value) reveal(personal, each);
}

}  // namespace

Result<Json> Queries::history(const base::CaseId& id) {
  const auto held = existing(id);
  if (!held.ok()) return held.error();
  const auto journal = world_.store().journal(world_.key(id));
  if (!journal.ok()) return journal.error();
  Json rows = Json::array();
  for (const store::JournalRow& row : *journal) {
    auto entries = base::parse_json(row.bytes, {limits::kBodyBytes * 4, limits::kJsonDepth * 2});
    if (!entries.ok()) return std::move(entries).error();
    reveal((*held)->personal, *entries);
    rows.push_back({{"revision", row.revision},
                    {"at", format_instant(row.at)},
                    {"request_id", row.request},
                    {"entries", std::move(*entries)},
                    {"hash", base::hex(row.hash)}});
  }
  return rows;
}

Result<std::vector<OpenCall>> Queries::open_calls(const base::CaseId& id) {
  const auto found = existing(id);
  if (!found.ok()) return found.error();
  const Held& held = **found;
  std::vector<OpenCall> open;
  for (const auto& [call, record] : held.state.calls) {
    const auto request = request_of(held, call);
    if (!request) continue;
    // Nobody waits for the answer any more; only an act in law is never abandoned.
    const auto* spec = held.prepared->definition->calls.find(call);
    const bool abandoned = !record.wanted && spec != nullptr && spec->reverse.empty();
    open.push_back({request->case_id, call, request->agency, request->office, request->operation,
                    request->key, abandoned ? "abandoned" : std::string(to_name(record.state)),
                    request->body ? *request->body : Json::object()});
  }
  const auto polls = world_.store().polls_of(world_.key(id));
  if (!polls.ok()) return polls.error();
  const decide::Inputs inputs = world_.inputs(*held.prepared, *held.calendar);
  const bool asks = world_.options.agencies != nullptr;
  for (const store::PollRow& row : *polls) {
    // Without adapters nobody asks: what is due waits for the host.
    const bool due = !asks && row.state != kPollRests && row.next_at <= inputs.now;
    if (!is_out(row) && !due) continue;
    const auto question = decide::question(held.state, row.material, inputs);
    if (!question.ok() || !*question) continue;
    const bool listed = std::any_of(open.begin(), open.end(), [&](const OpenCall& each) {
      return each.call == (*question)->call;
    });
    if (listed) continue;
    open.push_back({base::format(id),
                    (*question)->call,
                    row.lane,
                    {},
                    (*question)->operation,
                    {},
                    "standing",
                    (*question)->request});
  }
  return open;
}

Result<Json> Queries::stats() {
  const auto store = world_.store().stats();
  if (!store.ok()) return store.error();
  const Cache::Stats cache = world_.cache.stats();
  return Json{{"cases", store->cases},
              {"commits", store->commits},
              {"batches", store->batches},
              {"largest_batch", store->largest_batch},
              {"conflicts", store->conflicts},
              {"unknown", store->unknown},
              {"wal_pages", store->wal_pages},
              {"checkpoints", store->checkpoints},
              {"cache",
               {{"cases", cache.cases},
                {"bytes", cache.bytes},
                {"hits", cache.hits},
                {"misses", cache.misses}}}};
}

}  // namespace lianban::runtime
