#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/result.hpp"
#include "store/sqlite_connection.hpp"

/// What the leading thread does inside a transaction. An Error means nothing of this command may
/// stay (the caller rolls back to its savepoint); SQLite's own failures are thrown.
namespace lianban::store {

/// Finder kind under which case numbers stand.
inline constexpr std::string_view kNumberKind = "store.number";

/// store/conflict, store/fenced. `prefix` is the request_prefix of the journal row, hashed before
/// leading began.
Status write_commit(Connection& connection, const CaseCommit& commit, const std::string& prefix);
Status write_rearm(Connection& connection, const std::vector<Rearm>& wakes);
Status write_claim(Connection& connection, const Claim& claim, std::vector<OutboxRow>& claimed);
/// store/fenced.
Status write_settle(Connection& connection, const std::vector<OutboxSettle>& rows);
/// store/known.
Status write_inbox(Connection& connection, const InboxRow& row, std::uint64_t& id);
void change_inbox(Connection& connection, const InboxChange& change);
void write_outbox(Connection& connection, std::int64_t n, const CaseCommit& commit);
/// Whether each row is where its change expects it, and each of `seen` as it was seen.
[[nodiscard]] bool licences_fit(Connection& connection, TenantId tenant,
                                const std::vector<LicencePut>& puts,
                                const std::vector<LicenceSeen>& seen);
/// They fit.
void write_licences(Connection& connection, TenantId tenant, const std::vector<LicencePut>& puts);
/// The fence of a row of a case; its local number may be 0.
[[nodiscard]] bool fence_holds(Connection& connection, std::int64_t n, const OutboxFence& fence);
Status write_ticks(Connection& connection, const std::vector<PollTick>& ticks);
Status write_lease(Connection& connection, TenantId tenant, std::string_view series,
                   std::string_view period, std::uint32_t count, std::uint64_t& first);
Status write_definition(Connection& connection, const DefinitionRow& definition);
Status write_calendar(Connection& connection, const CalendarRow& calendar);
Status write_meta(Connection& connection, std::string_view key, std::string_view value);

}  // namespace lianban::store
