#include "store/rows.hpp"

#include <array>
#include <utility>

namespace lianban::store {
namespace {

constexpr std::size_t kPrefixBytes = 8;
constexpr std::array<std::pair<OutboxState, std::string_view>, 5> kOutboxNames{{
    {OutboxState::kQueued, "queued"},
    {OutboxState::kSending, "sending"},
    {OutboxState::kSent, "sent"},
    {OutboxState::kUnsure, "unsure"},
    {OutboxState::kParked, "parked"},
}};

}  // namespace

std::string_view name_of(OutboxState state) {
  for (const auto& [value, name] : kOutboxNames) {
    if (value == state) return name;
  }
  return {};
}

std::optional<OutboxState> outbox_state(std::string_view name) {
  for (const auto& [value, known] : kOutboxNames) {
    if (known == name) return value;
  }
  return std::nullopt;
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
