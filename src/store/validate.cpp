#include "store/validate.hpp"

#include "base/limits.hpp"
#include "store/errors.hpp"

namespace lianban::store {

std::optional<Error> fault_of(const CaseCommit& commit) {
  if (commit.journal.revision != commit.expected + 1) {
    return argument_error("journal.revision != expected + 1");
  }
  if (commit.expected == 0 && !commit.body) return argument_error("an opening without body");
  if (commit.definition.empty() || commit.status.empty()) {
    return argument_error("no definition or no status");
  }
  if (commit.journal.request.empty()) return argument_error("no request id");
  if (commit.journal.request.size() > limits::kRequestIdBytes) return limit_error("request id");
  if (commit.body && commit.body->size() > limits::kBodyBytes) return limit_error("body");
  if (commit.outbox_add.size() > limits::kOutboxPerCommand) return limit_error("outbox rows");
  for (const OutboxInsert& row : commit.outbox_add) {
    if (row.seq >= kOutboxSeqLimit) return limit_error("outbox seq");
    if (row.lane.empty()) return argument_error("an outbox row without lane");
  }
  for (const LicencePut& each : commit.licences_put) {
    if (auto fault = fault_of(each)) return fault;
  }
  return std::nullopt;
}

std::optional<Error> fault_of(const LicencePut& put) {
  if (put.row.number.empty() || put.row.state.empty()) {
    return argument_error("a licence without number or state");
  }
  if (put.row.revision != put.expected + 1) return argument_error("licence revision != expected+1");
  if (put.row.body.size() > limits::kBodyBytes) return limit_error("licence body");
  return std::nullopt;
}

}  // namespace lianban::store
