// From rows to a decoded case.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/desk.hpp"

namespace lianban::runtime {

namespace {

Error damaged(const base::CaseId& id, std::string what) {
  return make_error("store/damaged", "办件数据已损坏", "the stored case contradicts itself",
                    base::format(id) + " " + std::move(what));
}

}  // namespace

std::vector<store::BoxRow> boxes_of(const decide::Case& of, const decide::Prepared& prepared,
                                    const calendar::Calendar& calendar) {
  decide::Inputs inputs;
  // As of its last fact, so that reading a case later finds the boxes that were written with it.
  inputs.now = of.latest;
  inputs.calendar = &calendar;
  inputs.prepared = &prepared;
  const Instant due = decide::next_limit(of).value_or(store::BoxRow::kNoDue);
  std::vector<store::BoxRow> rows;
  for (std::string& box : decide::boxes(of, inputs)) rows.push_back({std::move(box), due});
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

Accepted accepted_of(const decide::Case& of) {
  Accepted accepted;
  accepted.case_id = base::format(of.id);
  accepted.number = of.number;
  accepted.revision = of.revision;
  accepted.states = of.active;
  accepted.outcome = of.outcome;
  return accepted;
}

Result<HeldPtr> Desk::read(const base::CaseId& id) {
  // A commit is visible in the store a moment before it is in the cache. Whoever reads without the
  // latch, as the pump does for a row that such a commit has just queued, must not see the case
  // as it was before: the request would look as if nobody waited for it.
  if (HeldPtr held = world_.cache.get(id)) {
    const auto revision = world_.store().revision(world_.key(id));
    if (!revision.ok()) return revision.error();
    if (*revision && **revision == held->state.revision) return held;
  }
  return load(id);
}

Result<HeldPtr> Desk::hold(const base::CaseId& id) {
  if (HeldPtr held = world_.cache.get(id)) return held;
  auto loaded = load(id);
  if (loaded.ok() && *loaded != nullptr) world_.cache.put(*loaded);
  return loaded;
}

Result<HeldPtr> Desk::load(const base::CaseId& id) {
  auto stored = world_.store().load(world_.key(id));
  if (!stored.ok()) return std::move(stored).error();
  if (!*stored) return HeldPtr();
  store::CaseRow& row = (*stored)->row;
  if (row.format > decide::kFormat) {
    return make_error("engine/format", "办件由更新版本的程序写入",
                      "the case was written by a newer library", base::format(id));
  }
  auto prepared = world_.definitions->pinned(row.definition);
  if (!prepared.ok()) return std::move(prepared).error();
  auto calendar = world_.calendars->get((*prepared)->definition->calendar);
  if (!calendar.ok()) return std::move(calendar).error();
  auto personal = decide::PersonalValues::decode(row.personal);
  if (!personal.ok()) return damaged(id, "personal");
  auto state = decide::decode_case(row.body, *personal);
  if (!state.ok()) return damaged(id, "body");
  auto held = std::make_shared<Held>();
  held->text_bytes = row.body.size() + row.personal.size();
  for (const store::JournalRow& each : (*stored)->since_body) {
    const auto entries = decide::decode_entries(each.bytes, *personal);
    if (!entries.ok()) return damaged(id, "journal " + std::to_string(each.revision));
    decide::apply_row(*entries, *state);
    held->text_bytes += each.bytes.size();
  }
  if (state->revision != row.revision || state->id != id) return damaged(id, "revision");
  held->state = std::move(state).value();
  held->personal = std::move(personal).value();
  held->prepared = std::move(prepared).value();
  held->calendar = std::move(calendar).value();
  held->head = row.head;
  held->body_revision = row.body_revision;
  held->requests = std::move(row.requests);
  held->boxes = boxes_of(held->state, *held->prepared, *held->calendar);
  return HeldPtr(std::move(held));
}

std::string child_request(const Parent& parent) {
  return std::string(kOwnRequests) + "child:" + base::format(parent.id) + ":" +
         std::to_string(parent.seq);
}

std::optional<Parent> parent_of(std::string_view request) {
  const std::string start = std::string(kOwnRequests) + "child:";
  if (!request.starts_with(start)) return std::nullopt;
  request.remove_prefix(start.size());
  const std::size_t colon = request.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto id = base::parse_case_id(request.substr(0, colon));
  const auto seq = base::parse_tenant_id(request.substr(colon + 1));
  if (!id || !seq || seq->value < 0 || seq->value >= kEndedSeq) return std::nullopt;
  return Parent{*id, static_cast<std::uint32_t>(seq->value)};
}

}  // namespace lianban::runtime
