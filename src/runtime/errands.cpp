// What definitions hand over to the host program: it stands in the outbox until the host has it.
#include <nlohmann/json.hpp>

#include "runtime/pump.hpp"
#include "runtime/queries.hpp"

namespace lianban::runtime {

namespace {

constexpr std::size_t kPage = 256;

}  // namespace

Result<std::vector<HostErrand>> Queries::errands(std::size_t limit) {
  std::vector<HostErrand> found;
  std::optional<store::OutboxRow> last;
  while (found.size() < limit) {
    const auto rows = world_.store().outbox(store::OutboxState::kParked, last, kPage);
    if (!rows.ok()) return rows.error();
    if (rows->empty()) break;
    last = rows->back();
    for (const store::OutboxRow& row : *rows) {
      if (found.size() == limit) break;
      const auto held = desk_.read(row.key.id);
      if (!held.ok()) return held.error();
      const decide::Errand* errand = *held ? errand_of((*held)->state, row.seq) : nullptr;
      if (errand == nullptr) continue;
      found.push_back(
          {base::format(row.key.id), row.seq, errand->name, errand->data ? *errand->data : Json()});
    }
  }
  return found;
}

Status Queries::errand_taken(const base::CaseId& id, std::uint32_t seq) {
  const auto held = existing(id);
  if (!held.ok()) return held.error();
  const decide::Errand* errand = errand_of((*held)->state, seq);
  if (errand == nullptr || errand->kind != kHostLane) {
    return make_error("errand/unknown", "没有这项交办",
                      "the case handed nothing over under this number");
  }
  return world_.store().settle({{world_.key(id), seq, std::nullopt}});
}

}  // namespace lianban::runtime
