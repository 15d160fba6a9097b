// What leaves the engine for others: the feed of all that happened, and one case for an auditor.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "runtime/queries.hpp"

namespace lianban::runtime {

namespace {

constexpr std::size_t kMostEvents = 1000;

/// Nothing stands where the history refers to a personal value.
void without_personal(Json& value) {
  if (value.is_string()) {
    static const decide::PersonalValues kNone;
    const std::string& text = value.get_ref<const std::string&>();
    std::string plain;
    if (kNone.reveal(text, plain)) {
      value = std::move(plain);
    } else if (kNone.hide(text, plain)) {
      value = nullptr;
    }
    return;
  }
  if (!value.is_structured()) return;
  for (Json& each : value) without_personal(each);
}

}  // namespace

Result<EventPage> Queries::events(std::uint64_t after, std::size_t limit) {
  auto rows = world_.store().feed(world_.tenant, after, std::min(limit, kMostEvents));
  if (!rows.ok()) return std::move(rows).error();
  EventPage page{{}, after};
  for (const store::FeedRow& each : *rows) {
    auto entries =
        base::parse_json(each.row.bytes, {limits::kBodyBytes * 4, limits::kJsonDepth * 2});
    if (!entries.ok()) return std::move(entries).error();
    without_personal(*entries);
    page.events.push_back({each.pos, base::format(each.key.id), each.row.revision, each.row.at,
                           each.row.request, std::move(*entries)});
    page.next = each.pos;
  }
  return page;
}

namespace {

constexpr const char* kChainRule =
    "hash = SM3(0x02 | tenant | case | revision | previous | bytes); tenant and revision as 8 bytes"
    " big-endian, case as 16 bytes, previous as 32 bytes (zeros for the first row), bytes as UTF-8";
constexpr const char* kDefinitionRule =
    "hash = SM3(0x01 | language version as one byte | text as UTF-8)";

Json chain_of(const std::vector<store::JournalRow>& journal) {
  Json rows = Json::array();
  std::string previous(sizeof(base::Digest) * 2, '0');
  for (const store::JournalRow& row : journal) {
    rows.push_back({{"revision", row.revision},
                    {"at", format_instant(row.at)},
                    {"request_id", row.request},
                    {"bytes", row.bytes},
                    {"previous", previous},
                    {"hash", base::hex(row.hash)}});
    previous = base::hex(row.hash);
  }
  return {{"rule", kChainRule}, {"rows", std::move(rows)}, {"head", previous}};
}

}  // namespace

Result<Json> Queries::export_case(const base::CaseId& id) {
  const auto checked = verify(id);
  if (!checked.ok()) return checked.error();
  auto shown = show(id);
  if (!shown.ok()) return shown;
  auto told = history(id);
  if (!told.ok()) return told;
  auto held = existing(id);
  if (!held.ok()) return std::move(held).error();
  auto journal = world_.store().journal(world_.key(id));
  if (!journal.ok()) return std::move(journal).error();
  // A command may come between the reads: what was checked is what is told.
  const auto checked_rows = static_cast<std::size_t>(checked->revisions);
  journal->resize(std::min(journal->size(), checked_rows));
  if (told->size() > checked_rows) {
    told->erase(told->begin() + static_cast<int>(checked_rows), told->end());
  }
  const model::Definition& definition = *(*held)->prepared->definition;
  return Json{{"format", "lianban-export-1"},
              {"exported_at", format_instant(world_.now())},
              {"id", base::format(id)},
              {"tenant", world_.tenant.value},
              {"definition",
               {{"id", definition.id},
                {"version", definition.version},
                {"language", definition.language},
                {"hash", base::hex(definition.hash)},
                {"rule", kDefinitionRule},
                {"text", definition.source}}},
              {"chain", chain_of(*journal)},
              {"verification",
               {{"sound", checked->sound},
                {"revisions", checked->revisions},
                {"head", checked->head},
                {"fault", checked->fault}}},
              {"case", std::move(shown).value()},
              {"history", std::move(told).value()}};
}

}  // namespace lianban::runtime
