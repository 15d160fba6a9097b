// A case proves itself: its history, applied again, gives the state that is stored, and every row
// is linked to the one before it.
#include <nlohmann/json.hpp>
#include <utility>

#include "audit/chain.hpp"
#include "runtime/queries.hpp"

namespace lianban::runtime {

Result<Verification> Queries::verify(const base::CaseId& id) {
  // No commit may come between the rows and the state they are compared with.
  const Latches::Lock lock = world_.latches.lock(id);
  Verification result;
  const auto stored = desk_.load(id);
  if (!stored.ok()) {
    if (stored.error().code != "store/damaged") return stored.error();
    result.fault = stored.error().place;
    return result;
  }
  if (*stored == nullptr) return not_found();
  const Held& held = **stored;
  const auto journal = world_.store().journal(world_.key(id));
  if (!journal.ok()) return journal.error();
  base::Digest head{};
  decide::Case replayed;
  const auto fault = [&](std::string what) {
    result.fault = std::move(what);
    return result;
  };
  for (const store::JournalRow& row : *journal) {
    const std::string place = "revision " + std::to_string(row.revision);
    if (row.revision != result.revisions + 1) return fault(place + ": a row is missing");
    const base::Digest expected = audit::link(world_.tenant, id, row.revision, head, row.bytes);
    if (expected != row.hash) return fault(place + ": the chain is broken");
    const auto entries = decide::decode_entries(row.bytes, held.personal);
    if (!entries.ok()) return fault(place + ": cannot be read");
    decide::apply_row(*entries, replayed);
    head = row.hash;
    result.revisions = row.revision;
  }
  result.head = base::hex(head);
  if (head != held.head) return fault("the head is not the last row's");
  const std::string proof = decide::encode_case(replayed, held.personal);
  if (proof != decide::encode_case(held.state, held.personal)) {
    return fault("the stored state is not what the history leads to");
  }
  const HeldPtr cached = world_.cache.get(id);
  if (cached &&
      (cached->head != head || decide::encode_case(cached->state, held.personal) != proof)) {
    return fault("the state in memory is not the stored one");
  }
  result.sound = true;
  return result;
}

}  // namespace lianban::runtime
