// What an operator asks: what needs a person, what was not delivered, how the agencies are.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/messages.hpp"
#include "runtime/queries.hpp"

namespace lianban::runtime {

namespace {

constexpr std::size_t kCasesAtOnce = 1000;
constexpr std::size_t kRowsAtOnce = 256;

void add_incidents(const Held& held, const std::string& lead, std::vector<Incident>& found) {
  const decide::Case& of = held.state;
  if (!lead.empty() && held.prepared->definition->lead != lead) return;
  for (const decide::IncidentRecord& each : of.incidents) {
    if (!each.open()) continue;
    found.push_back({base::format(of.id), of.number, of.definition, each.id, each.code,
                     each.subject, each.text, each.at});
  }
}

}  // namespace

Result<IncidentPage> Queries::incidents(const std::string& lead, std::size_t limit,
                                        const std::string& cursor) {
  auto at = cursor_of(cursor);
  if (!at) return make_error("argument/cursor", "翻页标记无效", "the cursor is not one of ours");
  const std::string box = lead.empty() ? "incident" : "incident:" + lead;
  const std::size_t cases = std::clamp<std::size_t>(limit, 1, kCasesAtOnce);
  const auto items = world_.store().box(world_.tenant, box, *at, cases);
  if (!items.ok()) return items.error();
  IncidentPage page;
  for (const store::BoxItem& item : *items) {
    const auto held = desk_.read(item.summary.key.id);
    if (!held.ok()) return held.error();
    if (*held != nullptr) add_incidents(**held, lead, page.incidents);
    *at = {item.due, item.summary.row};
  }
  if (items->size() == cases) page.next = text_of(*at);
  return page;
}

Result<std::vector<DeadLetter>> Queries::dead_letters(std::size_t limit) {
  std::vector<DeadLetter> letters;
  std::optional<store::OutboxRow> last;
  while (letters.size() < limit) {
    const auto rows = world_.store().outbox(store::OutboxState::kDead, last, kRowsAtOnce);
    if (!rows.ok()) return rows.error();
    if (rows->empty()) break;
    last = rows->back();
    for (const store::OutboxRow& row : *rows) {
      if (letters.size() == limit || row.key.tenant != world_.tenant) continue;
      letters.push_back(
          {base::format(row.key.id), row.seq, row.lane, row.ref, row.attempt, row.since});
    }
  }
  return letters;
}

Status Queries::resend(const base::CaseId& id, std::uint32_t seq) {
  const auto rows = world_.store().outbox_of(world_.key(id));
  if (!rows.ok()) return rows.error();
  const auto row = std::find_if(rows->begin(), rows->end(), [&](const store::OutboxRow& each) {
    return each.seq == seq && each.state == store::OutboxState::kDead;
  });
  if (row == rows->end()) {
    return make_error("letter/unknown", "没有这条未送达的消息",
                      "the case has no undelivered message under this number");
  }
  const store::OutboxChange again{seq, store::OutboxState::kQueued, 0, world_.now()};
  return world_.store().settle({{world_.key(id), seq, again}});
}

Result<Json> Queries::agencies(Gates& gates) {
  const auto counts = world_.store().lane_counts();
  if (!counts.ok()) return counts.error();
  Json all = gates.report();
  for (const store::LaneCount& count : *counts) {
    if (count.lane == kSelfLane || count.lane == kHostLane) continue;
    Json& one = all[gates.name_of(count.lane)];
    Json& waiting = one["waiting"][std::string(name_of(count.state))];
    waiting = waiting.is_number() ? waiting.get<std::uint64_t>() + count.rows : count.rows;
    const std::string oldest = format_instant(count.oldest);
    if (!one.contains("oldest") || oldest < one["oldest"].get<std::string>())
      one["oldest"] = oldest;
  }
  return all;
}

}  // namespace lianban::runtime
