#include "runtime/callbacks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/pump.hpp"
#include "runtime/questions.hpp"

namespace lianban::runtime {

using store::InboxState;

namespace {

constexpr std::chrono::minutes kOrphanPause{1};
// What no case asked for within an hour waits for the operator.
constexpr std::uint32_t kTriesOfAnOrphan = 60;
constexpr std::size_t kCaseDigits = 32;

Error refused(const char* code, const char* zh, const char* en) { return make_error(code, zh, en); }

Error not_kept() {
  Error fault =
      refused("callback/busy", "暂时无法保存，请稍后重发", "it could not be kept; send it again");
  fault.retryable = true;
  return fault;
}

/// The entry's own name, which stays the same by whatever address the agency was reached.
std::string entry_name(const AgencyDirectory& directory, const std::string& agency,
                       const std::string& office) {
  std::string own = agency;
  own.append("@").append(office);
  return !office.empty() && directory.entries.contains(own) ? own : agency;
}

const AgencyEntry* entry_named(const AgencyDirectory& directory, const std::string& name) {
  const auto found = directory.entries.find(name);
  return found == directory.entries.end() ? nullptr : &found->second;
}

}  // namespace

Result<CallbackResult> Callbacks::deliver(const Callback& callback) {
  const AgencyDirectory& directory = world_.options.directory;
  const Instant now = world_.now();
  const auto verified = adapter::verify_callback(directory, callback, world_.options.secret, now);
  if (!verified.ok()) {
    world_.log.warning("callback refused: " + verified.error().code);
    return verified.error();
  }
  const auto body = adapter::read_callback(callback.body);
  if (!body.ok()) return body.error();
  store::InboxRow row;
  row.tenant = world_.tenant;
  row.agency = entry_name(directory, callback.agency, callback.office);
  row.nonce = verified->nonce;
  row.received_at = now;
  row.next_at = now;
  row.request = body->request;
  row.body = callback.body;
  const auto place = place_of(row.agency, row.request);
  if (!place.ok()) return not_kept();
  if (place->foreign) {
    world_.log.warning("callback refused: callback/agency");
    return refused("callback/agency", "该请求不是向此机关发出的",
                   "the request it names was put to somebody else");
  }
  auto kept = world_.store().receive(row);
  if (!kept.ok() && kept.error().code == "store/known") return CallbackResult::kRepeated;
  if (!kept.ok()) return not_kept();
  if (world_.fault("callback:kept")) return CallbackResult::kWaiting;
  row.id = *kept;
  return take(row);
}

Result<Callbacks::Place> Callbacks::place_of(const std::string& lane, const std::string& request) {
  Place place;
  const auto id = base::parse_case_id(std::string_view(request).substr(0, kCaseDigits));
  if (!id || request.size() <= kCaseDigits || request[kCaseDigits] != '.') return place;
  place.id = *id;
  const auto held = desk_.read(*id);
  if (!held.ok()) return held.error();
  if (*held == nullptr) return place;
  if (const Status found = place_in(**held, lane, request, place); !found.ok()) {
    return found.error();
  }
  return place;
}

Status Callbacks::place_in(const Held& held, const std::string& lane, const std::string& request,
                           Place& place) {
  const std::string rest = request.substr(kCaseDigits + 1);
  const std::string call = rest.substr(0, rest.find('.'));
  const model::CallSpec* spec = held.prepared->definition->calls.find(call);
  if (spec == nullptr) return Done{};
  const AgencyDirectory& directory = world_.options.directory;
  const AgencyEntry* from = entry_named(directory, lane);
  const std::string tail = rest.substr(std::min(call.size() + 1, rest.size()));
  if (tail.starts_with("poll.")) {
    place.foreign = directory.find(spec->agency, {}) != from;
    const auto polls = world_.store().polls_of(world_.key(place.id));
    if (!polls.ok()) return polls.error();
    for (const store::PollRow& poll : *polls) {
      if (!base::constant_time_equal(question_key(world_, place.id, call, poll), request)) continue;
      place.subject = call;
      place.awaited = true;
    }
    place.over = !place.awaited;
    return Done{};
  }
  const auto it = held.state.calls.find(call);
  if (it == held.state.calls.end()) return Done{};
  const decide::CallRecord& record = it->second;
  place.foreign = directory.find(spec->agency, record.office) != from;
  const auto seq = whole(tail.substr(0, tail.find('.')));
  if (!seq || *seq > record.seq) return Done{};
  if (*seq < record.seq) {
    place.subject = call;
    place.subject.append("#").append(std::to_string(*seq));
    return Done{};
  }
  // Nobody but who got the request knows its key.
  place.foreign = place.foreign || !base::constant_time_equal(record.key, request);
  place.subject = call;
  place.awaited = record.outstanding() || (record.effect == lifecycle::EffectState::kPossible);
  return Done{};
}

CallbackResult Callbacks::keep(const store::InboxRow& row, CallbackResult result) {
  store::InboxChange change{row.id, InboxState::kReceived, row.attempts + 1,
                            world_.now() + kOrphanPause};
  if (change.attempts >= kTriesOfAnOrphan) change.state = InboxState::kOrphan;
  const Status kept = world_.store().settle_inbox(change);
  if (!kept.ok()) world_.log.warning("callback: " + kept.error().code);
  return result;
}

Result<CallbackResult> Callbacks::take(const store::InboxRow& row) {
  const auto body = adapter::read_callback(row.body);
  if (!body.ok()) return body.error();
  const auto place = place_of(row.agency, row.request);
  if (!place.ok()) return keep(row, CallbackResult::kWaiting);
  if (place->over) {
    const Status done =
        world_.store().settle_inbox({row.id, InboxState::kTaken, row.attempts + 1, row.next_at});
    return done.ok() ? CallbackResult::kLate : keep(row, CallbackResult::kWaiting);
  }
  if (place->subject.empty() || place->foreign) return keep(row, CallbackResult::kOrphan);
  return taken(row, *place, body->reply);
}

Result<CallbackResult> Callbacks::taken(const store::InboxRow& row, const Place& place,
                                        const Json& reply) {
  // The same words again are the same message, whatever their nonce.
  const base::Digest digest = base::sm3({row.agency, std::string_view("\0", 1), row.body});
  Command command;
  command.request_id = kOwnRequests;
  command.request_id.append("callback:").append(base::hex(std::span(digest).first(16)));
  command.verb = Verb::kReply;
  command.subject = place.subject;
  command.data = reply;
  Side side;
  side.inbox = store::InboxChange{row.id, InboxState::kTaken, row.attempts + 1, row.next_at};
  const auto answer = desk_.submit(place.id, std::move(command), std::move(side));
  if (!answer.ok()) return keep(row, CallbackResult::kWaiting);
  const auto* accepted = std::get_if<Accepted>(&*answer);
  if (accepted == nullptr) {
    world_.log.info("callback: refused " + std::get<Refusal>(*answer).code);
    return keep(row, CallbackResult::kWaiting);
  }
  if (accepted->repeated) return CallbackResult::kRepeated;
  if (!place.awaited) return CallbackResult::kLate;
  const auto held = desk_.read(place.id);
  if (!held.ok() || *held == nullptr) return CallbackResult::kTaken;
  const auto it = (*held)->state.calls.find(place.subject);
  const bool misfit =
      it != (*held)->state.calls.end() && it->second.state == lifecycle::CallState::kUnclear;
  return misfit ? CallbackResult::kMisfit : CallbackResult::kTaken;
}

Result<std::size_t> Callbacks::take_due(std::size_t limit) {
  const auto rows = world_.store().due_inbox(world_.now(), limit);
  if (!rows.ok()) return rows.error();
  std::size_t count = 0;
  for (const store::InboxRow& row : *rows) {
    const auto result = take(row);
    if (!result.ok()) return result.error();
    count += *result != CallbackResult::kWaiting && *result != CallbackResult::kOrphan ? 1 : 0;
  }
  return count;
}

Result<std::optional<Instant>> Callbacks::next_due() { return world_.store().next_inbox(); }

Result<std::vector<KeptCallback>> Callbacks::orphans(std::size_t limit) {
  std::vector<KeptCallback> kept;
  for (const InboxState state : {InboxState::kReceived, InboxState::kOrphan}) {
    const auto rows = world_.store().inbox(world_.tenant, state, 0, limit - kept.size());
    if (!rows.ok()) return rows.error();
    for (const store::InboxRow& row : *rows) {
      kept.push_back({row.id, row.agency, row.request, row.received_at, row.attempts,
                      state == InboxState::kOrphan});
    }
  }
  return kept;
}

Result<CallbackResult> Callbacks::retry(std::uint64_t id) {
  auto row = world_.store().inbox_row(id);
  if (!row.ok()) return row.error();
  if (!*row || (*row)->tenant != world_.tenant) {
    return make_error("callback/unknown", "没有这条回调", "there is no such callback");
  }
  if ((*row)->state == InboxState::kTaken) return CallbackResult::kRepeated;
  (*row)->attempts = 0;
  return take(**row);
}

}  // namespace lianban::runtime
