#include "runtime/desk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace lianban::runtime {

namespace {

constexpr int kTries = 5;

Error busy() {
  Error error = make_error("engine/busy", "办件正被频繁修改，请稍后再试",
                           "the case is being changed too often; try again");
  error.retryable = true;
  return error;
}

Refusal conflict() {
  return {"request/conflict",
          {"同一请求号已用于另一内容", "this request id was used for something else"},
          {}};
}

/// SM3(tenant, request id): asking twice meets the same case, without a table of requests.
base::CaseId case_id_of(base::TenantId tenant, const std::string& request) {
  std::string number(8, '\0');
  auto value = static_cast<std::uint64_t>(tenant.value);
  for (std::size_t i = number.size(); i-- > 0; value >>= 8) {
    number[i] = static_cast<char>(value & 0xFFu);
  }
  const base::Digest digest = base::sm3({number, request});
  base::CaseId id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

}  // namespace

Desk::Order Desk::order_of(Command command, Side side) {
  const base::Digest hash = request_hash(command);
  return {std::move(command), hash, std::move(side), nullptr};
}

Desk::Order Desk::tick_order(const Held& held, store::Priority priority) {
  Command tick;
  tick.verb = Verb::kTick;
  tick.request_id = std::string(kOwnRequests) + "tick:" + std::to_string(held.state.revision + 1);
  Side side;
  side.priority = priority;
  return order_of(std::move(tick), std::move(side));
}

Result<Answer> Desk::open(const std::string& definition, Command command) {
  command.verb = Verb::kOpen;
  command.subject = definition;
  const base::CaseId id = case_id_of(world_.tenant, command.request_id);
  Order order = order_of(std::move(command), {});
  const Latches::Lock lock = world_.latches.lock(id);
  auto held = hold(id);
  if (!held.ok()) return std::move(held).error();
  if (*held == nullptr) {
    auto prepared = world_.definitions->latest(definition);
    if (!prepared.ok()) return std::move(prepared).error();
    order.opening = std::move(prepared).value();
  }
  return carry(id, order);
}

Result<Answer> Desk::submit(const base::CaseId& id, Command command, Side side) {
  const Order order = order_of(std::move(command), std::move(side));
  const Latches::Lock lock = world_.latches.lock(id);
  return carry(id, order);
}

Result<Answer> Desk::carry(const base::CaseId& id, const Order& order) {
  bool settled = false;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    auto held = hold(id);
    if (!held.ok()) return std::move(held).error();
    if (*held == nullptr && order.opening == nullptr) return not_found();
    if (*held != nullptr) {
      auto again = known(**held, order);
      if (!again.ok()) return std::move(again).error();
      if (*again) {
        if (const Status side = apply_side(id, order.side); !side.ok()) return side.error();
        return **std::move(again);
      }
    }
    auto verdict = decide_on(id, *held, order);
    if (!verdict.ok()) return std::move(verdict).error();
    if (auto* refused = std::get_if<decide::Refused>(&*verdict)) {
      // A refusal commits nothing, but what fell due meanwhile has happened: it goes first.
      if (refused->due_first && !std::exchange(settled, true)) {
        auto fired = settle_first(*held);
        if (!fired.ok()) return std::move(fired).error();
        if (*fired) continue;
      }
      if (const Status side = apply_side(id, order.side); !side.ok()) return side.error();
      return Answer(std::move(refused->refusal));
    }
    if (const auto* nothing = std::get_if<Nothing>(&*verdict)) {
      const Status side = apply_side(id, order.side, nothing->polls);
      if (!side.ok()) return side.error();
      return Answer(accepted_of((*held)->state));
    }
    auto committed = commit(std::get<Pending>(std::move(*verdict)));
    if (committed.ok()) return Answer(accepted_of((*committed)->state));
    if (committed.error().code == "store/unknown") return resolve(id, order);
    if (committed.error().code != "store/conflict") return std::move(committed).error();
  }
  return busy();
}

Result<bool> Desk::settle_first(const HeldPtr& held) {
  const Order tick = tick_order(*held, store::Priority::kClerk);
  auto verdict = decide_on(held->state.id, held, tick);
  if (!verdict.ok()) return std::move(verdict).error();
  auto* pending = std::get_if<Pending>(&*verdict);
  if (pending == nullptr) return false;
  const auto committed = commit(std::move(*pending));
  if (committed.ok() || committed.error().code == "store/conflict") return true;
  return committed.error();
}

Result<HeldPtr> Desk::commit(Pending pending) {
  const auto receipt = world_.store().commit(pending.commit);
  if (!receipt.ok()) {
    world_.cache.evict(pending.commit.key.id);
    return receipt.error();
  }
  world_.pulse.beat();
  HeldPtr held = std::move(pending.next);
  world_.cache.put(held);
  return held;
}

// COMMIT failed: only the store can tell whether the command is there.
Result<Answer> Desk::resolve(const base::CaseId& id, const Order& order) {
  Error unknown = make_error("store/unknown", "提交结果未知，请用同一请求号再试",
                             "whether it was committed is not known; ask again with the same id");
  unknown.retryable = true;
  world_.cache.evict(id);
  auto held = hold(id);
  if (!held.ok() || *held == nullptr) return unknown;
  auto answer = known(**held, order);
  if (!answer.ok() || !*answer) return unknown;
  if (auto* accepted = std::get_if<Accepted>(&**answer)) accepted->repeated = false;
  return **std::move(answer);
}

Result<std::optional<Answer>> Desk::known(const Held& held, const Order& order) {
  const std::string& request = order.command.request_id;
  const bool opened = order.command.verb == Verb::kOpen;
  std::optional<store::JournalRow> row;
  if (opened || store::may_contain(held.requests, request)) {
    auto found = world_.store().find_request(world_.key(held.state.id), request);
    if (!found.ok()) return std::move(found).error();
    row = std::move(found).value();
  }
  if (!row && !opened) return std::optional<Answer>();
  if (!row || row->request_hash != order.hash) return std::optional<Answer>(conflict());
  auto answer = first_answer(held, row->revision);
  if (!answer.ok()) return std::move(answer).error();
  return std::optional<Answer>(std::move(answer).value());
}

// The first answer is not stored: the history up to its row says what it was.
Result<Accepted> Desk::first_answer(const Held& held, std::uint64_t revision) {
  auto journal = world_.store().journal(world_.key(held.state.id));
  if (!journal.ok()) return std::move(journal).error();
  std::vector<std::string> history;
  for (store::JournalRow& row : *journal) {
    if (row.revision <= revision) history.push_back(std::move(row.bytes));
  }
  const auto then = decide::replay(history, held.personal);
  if (!then.ok()) return then.error();
  Accepted answer = accepted_of(*then);
  answer.repeated = true;
  return answer;
}

std::vector<Result<bool>> Desk::tick(const std::vector<base::CaseId>& ids) {
  const std::vector<Latches::Lock> locks = world_.latches.lock_all(ids);
  std::vector<Result<bool>> fired(ids.size(), false);
  std::vector<store::CaseCommit> commits;
  std::vector<std::pair<std::size_t, std::shared_ptr<Held>>> pending;
  std::vector<store::Rearm> rearm;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto held = hold(ids[i]);
    if (!held.ok() || *held == nullptr) {
      fired[i] = held.ok() ? not_found() : held.error();
      continue;
    }
    auto verdict = decide_on(ids[i], *held, tick_order(**held, store::Priority::kPump));
    if (!verdict.ok()) {
      fired[i] = verdict.error();
    } else if (auto* one = std::get_if<Pending>(&*verdict)) {
      commits.push_back(std::move(one->commit));
      pending.emplace_back(i, std::move(one->next));
    } else if (const auto* refused = std::get_if<decide::Refused>(&*verdict)) {
      fired[i] = make_error(refused->refusal.code, refused->refusal.message.zh,
                            refused->refusal.message.en);
    } else {
      const decide::Case& state = (*held)->state;
      rearm.push_back({world_.key(ids[i]), state.revision, decide::next_wake(state)});
    }
  }
  const auto receipts = world_.store().commit_each(commits);
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    const std::size_t place = pending[i].first;
    if (receipts[i].ok()) {
      world_.cache.put(std::move(pending[i].second));
      fired[place] = true;
      continue;
    }
    world_.cache.evict(ids[place]);
    fired[place] = receipts[i].error();
    if (receipts[i].error().code != "store/conflict") continue;
    // A case of the same batch acted on a licence that this one reads: once more, on its own.
    const auto held = hold(ids[place]);
    if (!held.ok() || *held == nullptr) continue;
    const auto again = carry(ids[place], tick_order(**held, store::Priority::kPump));
    if (again.ok()) fired[place] = true;
  }
  if (!receipts.empty()) world_.pulse.beat();
  if (!rearm.empty()) {
    if (const Status done = world_.store().rearm(rearm); !done.ok()) {
      world_.log.warning("rearm failed: " + done.error().code);
    }
  }
  return fired;
}

}  // namespace lianban::runtime
