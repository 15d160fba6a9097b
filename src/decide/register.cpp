#include "decide/register.hpp"

namespace lianban::decide {

using lifecycle::LicenceEvent;
using lifecycle::LicenceState;

bool is_final(LicenceState state) {
  switch (state) {
    case LicenceState::kIssued:
    case LicenceState::kMade:
    case LicenceState::kSuspended:
      return false;
    case LicenceState::kRevoked:
    case LicenceState::kWithdrawn:
    case LicenceState::kCancelled:
    case LicenceState::kExpired:
    case LicenceState::kReplaced:
      return true;
  }
  return true;
}

LicenceState state_on(const LicenceRecord& record, Day today) {
  const bool over = record.expires && today > *record.expires;
  return over && !is_final(record.state) ? LicenceState::kExpired : record.state;
}

bool in_force(const LicenceRecord& record, Day today) {
  return state_on(record, today) == LicenceState::kMade;
}

std::optional<LicenceState> next_on(const LicenceRecord& record, LicenceEvent event, Day today) {
  const bool over = state_on(record, today) != record.state;
  if (over && event != LicenceEvent::kCancel) return std::nullopt;
  return lifecycle::next(record.state, event);
}

const char* word_of(LicenceEvent event) {
  switch (event) {
    case LicenceEvent::kMake:
      return "made";
    case LicenceEvent::kSuspend:
      return "suspended";
    case LicenceEvent::kResume:
      return "resumed";
    case LicenceEvent::kRevoke:
      return "revoked";
    case LicenceEvent::kWithdraw:
      return "withdrawn";
    case LicenceEvent::kCancel:
      return "cancelled";
    case LicenceEvent::kExpire:
      return "expired";
    case LicenceEvent::kReplace:
      return "replaced";
  }
  return "cancelled";
}

std::optional<LicenceEvent> following(const LicenceRecord& record, const LicenceRecord& base) {
  switch (base.state) {
    case LicenceState::kIssued:
      return std::nullopt;
    case LicenceState::kMade:
      return record.suspended_with ? std::optional(LicenceEvent::kResume) : std::nullopt;
    case LicenceState::kSuspended:
      return record.state == LicenceState::kMade ? std::optional(LicenceEvent::kSuspend)
                                                 : std::nullopt;
    case LicenceState::kRevoked:
      return LicenceEvent::kRevoke;
    case LicenceState::kWithdrawn:
      return LicenceEvent::kWithdraw;
    case LicenceState::kCancelled:
    case LicenceState::kExpired:
    case LicenceState::kReplaced:
      return LicenceEvent::kCancel;
  }
  return std::nullopt;
}

std::optional<LicenceRecord> followed(const LicenceRecord& record, const LicenceRecord& base) {
  const auto event = following(record, base);
  const auto next = event ? lifecycle::next(record.state, *event) : std::nullopt;
  if (!next) return std::nullopt;
  LicenceRecord now = record;
  now.state = *next;
  now.reason = base.reason;
  now.suspended_with = *event == LicenceEvent::kSuspend;
  return now;
}

}  // namespace lianban::decide
