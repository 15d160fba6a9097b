// Messages between cases: one opens another, and hears of its end.
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/pump.hpp"

namespace lianban::runtime {

namespace {

constexpr std::chrono::minutes kChildPause{1};

}  // namespace

void Pump::open_child(const store::OutboxRow& row, PumpReport& report) {
  const auto held = desk_.read(row.key.id);
  if (!held.ok()) {
    note(held.error());
    return later(row, kChildPause);
  }
  const decide::Errand* errand = *held ? errand_of((*held)->state, row.seq) : nullptr;
  if (errand == nullptr) return remove(row);
  const decide::Party& applicant = (*held)->state.applicant;
  Command open;
  open.request_id = child_request({row.key.id, row.seq});
  open.data = {{"applicant", {{"id", applicant.id}, {"agents", applicant.agents}}}};
  if (errand->data && !errand->data->is_null()) open.data["form"] = *errand->data;
  const auto answer = desk_.open(errand->definition, std::move(open));
  if (!answer.ok()) {
    // Its definition may still be published: nothing has failed yet.
    const bool unpublished = answer.error().code == "definition/unknown";
    unpublished ? world_.log.warning("pump: a case to be opened has no published definition")
                : note(answer.error());
    return later(row, kChildPause);
  }
  ++report.opened;
  Delivery delivery{row.key.id, {}, {}};
  delivery.command.verb = Verb::kChild;
  delivery.command.subject = errand->name;
  delivery.side.outbox_remove = {row.seq};
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    delivery.command.request_id = request_id("unopened", row);
    delivery.command.data = {{"outcome", "not_accepted"}, {"code", refusal->code}};
  } else {
    delivery.command.request_id = request_id("opened", row);
    delivery.command.data = {{"case", std::get<Accepted>(*answer).case_id}};
  }
  deliver(std::move(delivery), report);
}

void Pump::tell_parent(const store::OutboxRow& row, PumpReport& report) {
  const auto child = desk_.read(row.key.id);
  const auto journal = world_.store().journal(row.key);
  if (!child.ok() || !journal.ok()) {
    note(child.ok() ? journal.error() : child.error());
    return later(row, kChildPause);
  }
  const auto parent = journal->empty() ? std::nullopt : parent_of(journal->front().request);
  if (!parent || *child == nullptr) return remove(row);
  const auto held = desk_.read(parent->id);
  if (!held.ok()) {
    note(held.error());
    return later(row, kChildPause);
  }
  const decide::Errand* errand = *held ? errand_of((*held)->state, parent->seq) : nullptr;
  if (errand == nullptr) return remove(row);
  Command ended;
  ended.request_id = std::string(kOwnRequests) + "ended:" + base::format(row.key.id);
  ended.verb = Verb::kChild;
  ended.subject = errand->name;
  ended.data = {{"outcome", (*child)->state.outcome}, {"case", base::format(row.key.id)}};
  const auto told = desk_.submit(parent->id, std::move(ended), {});
  if (!told.ok()) {
    note(told.error());
    return later(row, kChildPause);
  }
  ++report.answered;
  remove(row);
}

}  // namespace lianban::runtime
