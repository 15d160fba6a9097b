#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

// The memory store stands for the SQLite store in every simulation: whatever sequence of calls,
// both must answer alike.

constexpr std::uint32_t kCases = 4;

int draw(int below) { return *rc::gen::inRange(0, below); }
Instant some_instant() { return at(1000 + draw(20)); }
std::string some_lane() { return draw(2) == 0 ? "police" : "insurer"; }
std::optional<Instant> maybe_instant() {
  if (draw(3) == 0) return std::nullopt;
  return some_instant();
}

std::string some_number() { return "P" + std::to_string(draw(4)); }

LicencePut some_licence(Store& store) {
  LicenceRow row = licence_row(some_number(), draw(2) == 0 ? some_number() : "");
  const auto known = store.licence(kTenant, row.number).value();
  LicencePut put{known ? known->revision : 0, {}};
  if (draw(8) == 0) ++put.expected;
  row.revision = put.expected + 1;
  row.state = draw(2) == 0 ? "made" : "suspended";
  if (draw(2) == 0 && store.revision(key_of(0)).value()) row.of = key_of(0).id;
  if (draw(2) == 0) row.expires = some_instant();
  if (draw(2) == 0) row.personal = "personal " + std::to_string(draw(9));
  put.row = row;
  return put;
}

CaseCommit some_commit(Store& store) {
  const CaseKey key = key_of(static_cast<std::uint32_t>(draw(kCases)));
  std::uint64_t revision = store.revision(key).value().value_or(0);
  if (draw(10) == 0) revision += 1;
  CaseCommit commit = next_commit(key, revision);
  commit.journal.at = some_instant();
  commit.wake_at = maybe_instant();
  if (draw(10) == 0) commit.ended_at = some_instant();
  if (draw(4) == 0) commit.body = "body " + std::to_string(revision);
  if (draw(6) == 0) commit.personal = "personal " + std::to_string(revision);
  if (draw(3) == 0) commit.number = "n" + std::to_string(draw(5));
  const auto seq = [] { return static_cast<std::uint32_t>(draw(6)); };
  const auto fresh = static_cast<std::uint32_t>(revision + 100);
  if (draw(2) == 0) commit.outbox_add.push_back({fresh, some_lane(), "ref", some_instant()});
  if (draw(3) == 0) commit.outbox_remove.push_back(seq() + 100);
  if (draw(3) == 0) {
    const auto state = draw(2) == 0 ? OutboxState::kQueued : OutboxState::kParked;
    commit.outbox_change.push_back({seq() + 100, state, 1, some_instant()});
  }
  const std::string box = draw(2) == 0 ? "clerk" : "head";
  if (draw(2) == 0) commit.boxes_remove.push_back({box, some_instant()});
  if (draw(2) == 0) commit.boxes_add.push_back({box, some_instant()});
  if (revision == 0) commit.finder_add.push_back({"applicant", blind_of("zhang")});
  const std::string material = draw(2) == 0 ? "policy" : "invoice";
  if (draw(3) == 0) commit.polls_remove.push_back(material);
  if (draw(3) == 0) {
    commit.polls_put.push_back({material, some_lane(), some_instant(), 1, at(1), "", "waiting"});
  }
  if (draw(3) == 0) commit.licences_put.push_back(some_licence(store));
  if (draw(5) == 0) {
    commit.licences_seen.push_back({some_number(), static_cast<std::uint64_t>(draw(2))});
  }
  return commit;
}

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().code;
}

Claim some_claim(const std::string& lane, Instant now, std::size_t limit) {
  Claim claim = claim_of(lane, now, limit);
  if (draw(3) == 0) claim.lanes.push_back({some_lane(), 1});
  if (claim.lanes.size() == 2 && claim.lanes[0].lane == claim.lanes[1].lane) claim.lanes.pop_back();
  if (draw(4) == 0) claim.lent_until = some_instant();
  return claim;
}

/// One random call on both.
void same_step(Store& memory, Store& sqlite) {
  const Instant now = some_instant();
  const auto limit = static_cast<std::size_t>(draw(4));
  const std::string lane = draw(2) == 0 ? "" : some_lane();
  const CaseKey key = key_of(static_cast<std::uint32_t>(draw(kCases)));
  switch (draw(7)) {
    case 0: {
      const Claim claim = some_claim(lane, now, limit);
      RC_ASSERT(memory.claim(claim).value() == sqlite.claim(claim).value());
    } break;
    case 1: {
      std::vector<OutboxSettle> rows{{key, static_cast<std::uint32_t>(100 + draw(6)), {}}};
      if (draw(2) == 0) rows[0].change = OutboxChange{0, OutboxState::kUnsure, 2, now};
      RC_ASSERT(memory.settle(rows).ok() && sqlite.settle(rows).ok());
      break;
    }
    case 2: {
      const std::vector<Rearm> wakes{
          {key, memory.revision(key).value().value_or(0), maybe_instant()}};
      RC_ASSERT(memory.rearm(wakes).ok() && sqlite.rearm(wakes).ok());
      break;
    }
    case 3: {
      const std::vector<PollTick> ticks{
          {key, {"policy", some_lane(), now, 2, at(1), "not_found", "waiting"}}};
      RC_ASSERT(memory.tick_polls(ticks).ok() && sqlite.tick_polls(ticks).ok());
      break;
    }
    case 4: {
      const std::vector<LicencePut> rows{some_licence(memory)};
      const auto code = [](const Status& status) { return status ? "" : status.error().code; };
      RC_ASSERT(code(memory.put_licences(kTenant, rows)) ==
                code(sqlite.put_licences(kTenant, rows)));
      break;
    }
    default: {
      const CaseCommit commit = some_commit(memory);
      RC_ASSERT(code_of(memory.commit(commit)) == code_of(sqlite.commit(commit)));
    }
  }
}

using Rows = std::vector<std::string>;
std::string text_of(const std::optional<Instant>& instant) {
  return instant ? std::to_string(instant->time_since_epoch().count()) : "-";
}
std::string text_of(const CaseSummary& summary) {
  return base::hex(summary.key.id.bytes) + " " + std::to_string(summary.revision) + " " +
         summary.status + " " + summary.number.value_or("-") + " " + text_of(summary.ended_at) +
         " " + std::to_string(summary.row);
}

void add_outbox(const std::vector<OutboxRow>& outbox, Rows& rows) {
  for (const OutboxRow& row : outbox) {
    rows.push_back(base::hex(row.key.id.bytes) + std::to_string(row.seq) + row.lane +
                   std::string(name_of(row.state)) + std::to_string(row.attempt) +
                   text_of(row.due));
  }
}

/// Everything a store can be asked, as text.
Rows all_of(Store& store) {
  Rows rows;
  for (std::uint32_t number = 0; number < kCases; ++number) {
    const auto loaded = store.load(key_of(number)).value();
    if (!loaded) continue;
    const CaseRow& row = loaded->row;
    rows.push_back(row.body + row.personal + row.number.value_or("-") + text_of(row.wake_at) +
                   text_of(row.ended_at) + base::hex(row.head) + std::to_string(row.revision));
    for (const JournalRow& entry : loaded->since_body) rows.push_back(entry.request);
    const auto polls = store.polls_of(key_of(number)).value();
    for (const PollRow& poll : polls) {
      rows.push_back(poll.material + poll.lane + text_of(poll.next_at) + poll.last_code);
    }
    add_outbox(store.outbox_of(key_of(number)).value(), rows);
  }
  for (const auto state :
       {OutboxState::kSending, OutboxState::kSent, OutboxState::kUnsure, OutboxState::kParked}) {
    add_outbox(store.outbox(state, {}, 100).value(), rows);
  }
  for (const char* box : {"clerk", "head"}) {
    const auto items = store.box(kTenant, box, {}, 100).value();
    for (const BoxItem& item : items) rows.push_back(text_of(item.summary) + text_of(item.due));
  }
  const auto found = store.find(kTenant, {"applicant", blind_of("zhang")}, 0, 100).value();
  for (const CaseSummary& each : found) rows.push_back(text_of(each));
  for (int number = 0; number < 5; ++number) {
    const auto numbered = store.find_number(kTenant, "n" + std::to_string(number)).value();
    rows.push_back(numbered ? text_of(*numbered) : "-");
  }
  const auto wakes = store.due_wakes(at(1010), 3).value();
  for (const DueWake& wake : wakes) rows.push_back(text_of(wake.due) + std::to_string(wake.row));
  for (const char* lane : {"", "police", "insurer"}) {
    rows.push_back(text_of(next_outbox(store, lane)) + text_of(next_poll(store, lane)));
    const auto due = store.due_polls(lane, at(1010), 3).value();
    for (const DuePoll& each : due) {
      rows.push_back(base::hex(each.key.id.bytes) + each.poll.material);
    }
  }
  rows.push_back(text_of(store.next_wake().value()));
  auto licences = store.licences(kTenant, 0, 100).value();
  for (int number = 0; number < 4; ++number) {
    const auto rest = store.resting_on(kTenant, "P" + std::to_string(number), 0, 100).value();
    licences.insert(licences.end(), rest.begin(), rest.end());
  }
  for (const LicenceRow& each : licences) {
    rows.push_back(each.number + std::to_string(each.revision) + each.state + each.rests_on +
                   base::hex(each.of.bytes) + text_of(each.expires) + each.personal + each.body +
                   std::to_string(each.row));
  }
  return rows;
}

RC_GTEST_PROP(EqualStores, AnySequenceOfCallsIsAnsweredAlike, ()) {
  const TempFolder folder;
  SqliteOptions options;
  options.path = folder.file();
  options.full_sync = false;
  auto sqlite = open_sqlite(options).value();
  auto memory = open_memory();
  const int steps = 5 + draw(40);
  for (int step = 0; step < steps; ++step) same_step(*memory, *sqlite);
  RC_ASSERT(all_of(*memory) == all_of(*sqlite));
  RC_ASSERT(sqlite->check().ok());
}

}  // namespace
}  // namespace lianban::store
