#include "store/rows.hpp"

#include <array>
#include <utility>

namespace lianban::store {
namespace {

constexpr std::size_t kPrefixBytes = 8;
constexpr std::array<std::pair<OutboxState, std::string_view>, 6> kOutboxNames{{
    {OutboxState::kQueued, "queued"},
    {OutboxState::kSending, "sending"},
    {OutboxState::kSent, "sent"},
    {OutboxState::kUnsure, "unsure"},
    {OutboxState::kParked, "parked"},
    {OutboxState::kDead, "dead"},
}};
constexpr std::array<std::pair<InboxState, std::string_view>, 3> kInboxNames{{
    {InboxState::kReceived, "received"},
    {InboxState::kTaken, "taken"},
    {InboxState::kOrphan, "orphan"},
}};

template <class Names, class State>
std::string_view find_name(const Names& names, State state) {
  for (const auto& [value, name] : names) {
    if (value == state) return name;
  }
  return {};
}

template <class State, class Names>
std::optional<State> find_state(const Names& names, std::string_view name) {
  for (const auto& [value, known] : names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(OutboxState state) { return find_name(kOutboxNames, state); }
std::optional<OutboxState> outbox_state(std::string_view name) {
  return find_state<OutboxState>(kOutboxNames, name);
}
std::string_view name_of(InboxState state) { return find_name(kInboxNames, state); }
std::optional<InboxState> inbox_state(std::string_view name) {
  return find_state<InboxState>(kInboxNames, name);
}

std::string request_prefix(std::string_view request) {
  const base::Digest digest = base::sm3({request});
  return std::string(base::view(digest).substr(0, kPrefixBytes));
}

bool may_contain(std::string_view requests, std::string_view request) {
  const std::string prefix = request_prefix(request);
  for (std::size_t at = 0; at + kPrefixBytes <= requests.size(); at += kPrefixBytes) {
    if (requests.substr(at, kPrefixBytes) == prefix) return true;
  }
  return false;
}

std::optional<Instant> armed_after(std::optional<Instant> armed, std::optional<Instant> truth,
                                   Instant at, bool ended) {
  if (ended) return std::nullopt;
  if (!armed) return truth;
  if (*armed <= at) return truth;  // It would ring at once, for nothing.
  return truth && *truth < *armed ? truth : armed;
}

}  // namespace lianban::store
