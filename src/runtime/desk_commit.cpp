// From a decision to the one transaction that makes it true.
#include <algorithm>
#include <exception>
#include <iterator>
#include <new>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "audit/chain.hpp"
#include "base/limits.hpp"
#include "runtime/desk.hpp"
#include "runtime/messages.hpp"
#include "runtime/poll_state.hpp"
#include "runtime/pump.hpp"

namespace lianban::runtime {

using store::OutboxState;

namespace {

decide::Refused past_limit(std::string code, std::string zh, std::string en) {
  return {Refusal{std::move(code), {std::move(zh), std::move(en)}, {}}, false};
}

bool waits(const decide::Case& of, const std::string& call) {
  const auto it = of.calls.find(call);
  return it != of.calls.end() && it->second.outstanding();
}

}  // namespace

// A bug met in one case must not stop the others: nothing was changed, and nothing is.
Result<Desk::Verdict> Desk::decide_on(const base::CaseId& id, const HeldPtr& held,
                                      const Order& order) {
  try {
    return decide_freely(id, held, order);
  } catch (const std::bad_alloc&) {
    throw;  // Nobody's bug: who asked is told that memory ran out.
  } catch (const std::exception&) {
    world_.log.error("bug in case " + base::format(id));
    return make_error("engine/bug", "程序内部错误", "the library failed on this case",
                      base::format(id));
  }
}

Result<Desk::Verdict> Desk::decide_freely(const base::CaseId& id, const HeldPtr& held,
                                          const Order& order) {
  const PreparedPtr prepared = held ? held->prepared : order.opening;
  CalendarPtr calendar = held ? held->calendar : nullptr;
  if (!calendar) {
    auto found = world_.calendars->get(prepared->definition->calendar);
    if (!found.ok()) return std::move(found).error();
    calendar = std::move(found).value();
  }
  if (held && held->state.revision >= limits::kCommandsPerCase) {
    return Verdict(past_limit("limit/commands", "办件的操作次数已达上限",
                              "the case has taken as many commands as a case may"));
  }
  decide::Inputs inputs = world_.inputs(*prepared, *calendar);
  inputs.new_case = id;
  RegisterReader reader(world_);
  inputs.find_licence = reader.find();
  auto decision = decide::decide(held ? &held->state : nullptr, order.command, inputs);
  if (reader.error()) return *reader.error();
  // Where tests let another case act between a decision and its commit.
  (void)world_.fault("desk:decided");
  if (auto* refused = std::get_if<decide::Refused>(&decision)) {
    Refusal& refusal = refused->refusal;
    // A number that the store could not give is no answer of the rules.
    const bool fault = refusal.code.starts_with("store/") || refusal.code.starts_with("engine/");
    if (fault) return Error{std::move(refusal.code), std::move(refusal.message), {}, true};
    return Verdict(std::move(*refused));
  }
  auto& done = std::get<decide::Done>(decision);
  if (done.entries.empty() && held) {
    store::CaseCommit changed;
    if (const Status planned = plan_polls(done, held, order, inputs, changed); !planned.ok()) {
      return planned.error();
    }
    return Verdict(Nothing{std::move(changed.polls_put)});
  }
  if (done.entries.size() > limits::kEntriesPerCommand) {
    return Verdict(past_limit("limit/entries", "一次操作引起的变化过多",
                              "one command leads to more changes than it may"));
  }
  auto pending = pend(held, order, std::move(done), inputs, prepared, calendar, reader);
  if (!pending.ok()) return std::move(pending).error();
  return Verdict(std::move(pending).value());
}

namespace {

/// The rows of `a` that are not in `b`; both sorted.
std::vector<store::BoxRow> without(const std::vector<store::BoxRow>& a,
                                   const std::vector<store::BoxRow>& b) {
  std::vector<store::BoxRow> rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

void fill_journal(const World& world, const Held& next, const base::Digest& previous,
                  const Command& command, const base::Digest& hash, const decide::Entries& entries,
                  Instant at, store::JournalRow& row) {
  row.revision = next.state.revision;
  row.at = at;
  row.request = command.request_id;
  row.request_hash = hash;
  row.bytes = decide::encode_entries(entries, next.personal);
  row.hash = audit::link(world.tenant, next.state.id, row.revision, previous, row.bytes);
}

void fill_finder(const World& world, const Held* before, const Held& next,
                 store::CaseCommit& commit) {
  if (before == nullptr) {
    const decide::Case& of = next.state;
    if (!of.applicant.id.empty()) {
      commit.finder_add.push_back(world.finder("applicant", of.applicant.id));
    }
    if (!of.region.empty()) commit.finder_add.push_back(world.finder("region", of.region));
  }
  const auto& values = next.personal.all();
  for (std::size_t i = before == nullptr ? 0 : before->personal.all().size(); i < values.size();
       ++i) {
    commit.finder_add.push_back(world.finder("personal", values[i].text));
  }
}

}  // namespace

Result<Desk::Pending> Desk::pend(const HeldPtr& held, const Order& order, decide::Done&& done,
                                 const decide::Inputs& inputs, const PreparedPtr& prepared,
                                 const CalendarPtr& calendar, const RegisterReader& reader) {
  Pending pending{std::make_shared<Held>(), {}};
  Held& next = *pending.next;
  store::CaseCommit& commit = pending.commit;
  const bool was_ended = held && held->state.ended();
  next.prepared = prepared;
  next.calendar = calendar;
  if (held) {
    next.personal = held->personal;
    next.requests = held->requests;
    next.body_revision = held->body_revision;
    next.text_bytes = held->text_bytes;
  }
  commit.key = world_.key(inputs.new_case);
  commit.expected = held ? held->state.revision : 0;
  commit.priority = order.side.priority;
  commit.fence = order.side.fence;
  commit.inbox = order.side.inbox;
  if (const Status planned = plan_polls(done, held, order, inputs, commit); !planned.ok()) {
    return planned.error();
  }
  next.state = std::move(done.after);
  const decide::Case& after = next.state;
  bool news = reader.learn(after, next.personal);
  news |=
      after.form && next.personal.learn(prepared->definition->form, *after.form, inputs.entropy);
  if (news) commit.personal = next.personal.encode();
  const Instant at = std::max(inputs.now, after.latest);
  fill_journal(world_, next, held ? held->head : base::Digest{}, order.command, order.hash,
               done.entries, at, commit.journal);
  next.head = commit.journal.hash;
  next.requests += store::request_prefix(order.command.request_id);
  next.text_bytes += commit.journal.bytes.size();
  next.boxes = boxes_of(after, *prepared, *calendar);
  const bool ends = after.ended() && !was_ended;
  if (!held || ends || after.revision - held->body_revision >= world_.options.body_every) {
    commit.body = decide::encode_case(after, next.personal);
    next.body_revision = after.revision;
    next.text_bytes = commit.body->size();
  }
  commit.format = decide::kFormat;
  commit.definition = after.definition_hash;
  commit.calendar_rev = calendar->revision();
  commit.status = to_name(after.state);
  if (!after.number.empty()) commit.number = after.number;
  commit.ended_at = after.ended_at;
  commit.wake_at = decide::next_wake(after);
  commit.opened_at = after.opened_at;
  static const std::vector<store::BoxRow> kNone;
  commit.boxes_remove = without(held ? held->boxes : kNone, next.boxes);
  commit.boxes_add = without(next.boxes, held ? held->boxes : kNone);
  fill_finder(world_, held.get(), next, commit);
  reader.plan(done.effects, next, commit);
  if (const Status planned = plan_outbox(held, order, done.effects, pending, at); !planned.ok()) {
    return planned.error();
  }
  return pending;
}

namespace {

/// A notice stands in the case already; its row only says that it is to be delivered.
void add_notices(const Held* before, const decide::Case& after, Instant now,
                 store::CaseCommit& commit) {
  for (std::size_t i = before == nullptr ? 0 : before->state.notices.size();
       i < after.notices.size(); ++i) {
    commit.outbox_add.push_back(
        {kNoticeSeq + static_cast<std::uint32_t>(i), std::string(kNoticesEntry),
         std::string(kNoticeRef) + std::to_string(i), now, OutboxState::kQueued});
  }
}

}  // namespace

store::OutboxState Desk::first_state(const Held& next, const Order& order,
                                     const decide::Effects::Outbox& row) const {
  // What the host fetches waits in no line.
  if (row.lane == kHostLane) return OutboxState::kParked;
  if (order.command.verb != Verb::kRetry || !row.ref.starts_with(kCallRef)) {
    return OutboxState::kQueued;
  }
  // A person has it asked again, but what is not known may have been done: first the question
  // whether it arrived, where the agency can be asked.
  const auto request = request_of(next, row.ref.substr(kCallRef.size()));
  const AgencyDirectory& directory = world_.options.directory;
  const bool ask =
      request && !honours_keys(directory, *request) && can_be_asked(directory, *request);
  return ask ? OutboxState::kUnsure : OutboxState::kQueued;
}

// The state after the command says which requests still wait: a request asked and abandoned in one
// command is never sent, one asked again takes the place of its older row.
Status Desk::plan_outbox(const HeldPtr& held, const Order& order, const decide::Effects& effects,
                         Pending& pending, Instant now) {
  store::CaseCommit& commit = pending.commit;
  const decide::Case& after = pending.next->state;
  std::set<std::uint32_t> remove(order.side.outbox_remove.begin(), order.side.outbox_remove.end());
  remove.insert(effects.settled_seqs.begin(), effects.settled_seqs.end());
  const std::set<std::string> settled(effects.settled_calls.begin(), effects.settled_calls.end());
  if (held && !settled.empty()) {
    auto rows = world_.store().outbox_of(commit.key);
    if (!rows.ok()) return std::move(rows).error();
    for (const store::OutboxRow& row : *rows) {
      if (row.ref.starts_with(kCallRef) && settled.contains(row.ref.substr(kCallRef.size()))) {
        remove.insert(row.seq);
      }
    }
  }
  std::set<std::string> queued;
  for (auto it = effects.outbox_add.rbegin(); it != effects.outbox_add.rend(); ++it) {
    const bool call = it->ref.starts_with(kCallRef);
    if (call &&
        (!waits(after, it->ref.substr(kCallRef.size())) || !queued.insert(it->ref).second)) {
      continue;
    }
    if (remove.contains(it->seq)) continue;
    // Where a deployment names nobody who follows licences, nobody is told.
    if (it->lane == kSupervisionEntry && !world_.delivers_to(kSupervisionEntry)) continue;
    commit.outbox_add.push_back(
        {it->seq, it->lane, it->ref, now, first_state(*pending.next, order, *it)});
  }
  std::reverse(commit.outbox_add.begin(), commit.outbox_add.end());
  if (world_.delivers_to(kNoticesEntry)) add_notices(held.get(), after, now, commit);
  commit.outbox_remove.assign(remove.begin(), remove.end());
  commit.outbox_change = order.side.outbox_change;
  const bool ends = after.ended() && !(held && held->state.ended());
  if (!ends || after.opener != Actor::system().id) return lianban::Done{};
  std::string first = order.command.request_id;
  if (held) {
    auto journal = world_.store().journal(commit.key);
    if (!journal.ok()) return std::move(journal).error();
    first = journal->front().request;
  }
  if (parent_of(first)) {
    commit.outbox_add.push_back(
        {kEndedSeq, std::string(kSelfLane), std::string(kEndedRef), now, OutboxState::kQueued});
  }
  return lianban::Done{};
}

}  // namespace lianban::runtime
