#include "runtime/poll_state.hpp"

#include "base/ids.hpp"

namespace lianban::runtime {

namespace {

constexpr std::string_view kRetryState = "retry:";
constexpr std::string_view kLentState = "lent:";
constexpr std::string_view kLaterState = "later:";

std::optional<std::int64_t> number_after(std::string_view start, std::string_view state) {
  if (!state.starts_with(start)) return std::nullopt;
  const auto number = base::parse_tenant_id(state.substr(start.size()));
  return number ? std::optional(number->value) : std::nullopt;
}

}  // namespace

std::string retry_state(std::uint32_t failed) {
  return std::string(kRetryState) + std::to_string(failed);
}

std::string lent_state(std::uint32_t attempt) {
  return std::string(kLentState) + std::to_string(attempt);
}

std::string later_state(Instant acknowledged) {
  return std::string(kLaterState) + std::to_string(acknowledged.time_since_epoch().count());
}

std::uint32_t failed_attempts(const store::PollRow& row) {
  const auto failed = number_after(kRetryState, row.state);
  return static_cast<std::uint32_t>(failed ? *failed
                                           : number_after(kLentState, row.state).value_or(0));
}

std::optional<Instant> acknowledged_at(const store::PollRow& row) {
  const auto micros = number_after(kLaterState, row.state);
  return micros ? std::optional(Instant{std::chrono::microseconds{*micros}}) : std::nullopt;
}

bool is_out(const store::PollRow& row) {
  return row.state == kPollAsked || acknowledged_at(row) || row.state.starts_with(kLentState);
}

}  // namespace lianban::runtime
