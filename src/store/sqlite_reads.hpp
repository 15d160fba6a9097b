#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "store/sqlite_connection.hpp"

/// What a reading connection is asked. Everything thrown is an SQLite::Exception.
namespace lianban::store {

/// The outbox table's key: the case's local number and the seq within the case.
[[nodiscard]] std::int64_t outbox_pos(std::int64_t n, std::uint32_t seq);
/// The case's local number, 0 if there is none.
[[nodiscard]] std::int64_t number_of(Connection& connection, const CaseKey& key);
/// The case with this local number. Damaged if there is none: something refers to it.
[[nodiscard]] CaseKey key_of(Connection& connection, std::int64_t n);
[[nodiscard]] std::vector<std::string> lanes_of(Connection& connection, const char* next_lane);
/// Names of lanes with queued rows, and with polls.
extern const char* const kNextReadyLane;
extern const char* const kNextPollLane;

std::optional<StoredCase> read_case(Connection& connection, const CaseKey& key);
std::optional<std::uint64_t> read_revision(Connection& connection, const CaseKey& key);
std::vector<JournalRow> read_journal(Connection& connection, const CaseKey& key,
                                     std::uint64_t first);
std::optional<JournalRow> read_request(Connection& connection, const CaseKey& key,
                                       std::string_view request);
std::vector<FeedRow> read_feed(Connection& connection, TenantId tenant, std::uint64_t after,
                               std::size_t limit);

std::vector<CaseSummary> read_list(Connection& connection, TenantId tenant, std::uint64_t after,
                                   std::size_t limit);
std::vector<CaseSummary> read_found(Connection& connection, TenantId tenant, std::string_view kind,
                                    std::string_view blind, std::uint64_t after, std::size_t limit);
std::vector<BoxItem> read_box(Connection& connection, TenantId tenant, std::string_view box,
                              const BoxCursor& after, std::size_t limit);

std::vector<DueWake> read_due_wakes(Connection& connection, Instant now, std::size_t limit,
                                    const std::optional<DueWake>& after);
std::optional<Instant> read_next_wake(Connection& connection);
std::vector<OutboxRow> read_outbox(Connection& connection, OutboxState state,
                                   const std::optional<OutboxRow>& after, std::size_t limit);
std::vector<OutboxRow> read_outbox_of(Connection& connection, const CaseKey& key);
std::vector<LaneDue> read_queued_lanes(Connection& connection);
std::vector<LaneDue> read_polled_lanes(Connection& connection);
std::vector<LaneCount> read_lane_counts(Connection& connection);
std::vector<DuePoll> read_due_polls(Connection& connection, std::string_view lane, Instant now,
                                    std::size_t limit);
std::vector<PollRow> read_polls_of(Connection& connection, const CaseKey& key);

std::optional<LicenceRow> read_licence(Connection& connection, TenantId tenant,
                                       std::string_view number);
std::vector<LicenceRow> read_licences(Connection& connection, TenantId tenant, std::uint64_t after,
                                      std::size_t limit);
std::vector<LicenceRow> read_resting(Connection& connection, TenantId tenant,
                                     std::string_view number, std::uint64_t after,
                                     std::size_t limit);

std::optional<InboxRow> read_inbox_row(Connection& connection, std::uint64_t id);
std::vector<InboxRow> read_inbox(Connection& connection, TenantId tenant, InboxState state,
                                 std::uint64_t after, std::size_t limit);
std::vector<InboxRow> read_due_inbox(Connection& connection, Instant now, std::size_t limit);
std::optional<Instant> read_next_inbox(Connection& connection);

std::optional<DefinitionRow> read_definition(Connection& connection, std::string_view hash);
std::vector<DefinitionRow> read_definitions(Connection& connection, std::string_view id);
std::optional<CalendarRow> read_calendar(Connection& connection, std::string_view name,
                                         std::string_view revision);
std::vector<CalendarRow> read_calendars(Connection& connection);
std::optional<std::string> read_meta(Connection& connection, std::string_view key);
/// Throws when the tables contradict each other or SQLite finds its structure broken.
void read_check(Connection& connection);

}  // namespace lianban::store
