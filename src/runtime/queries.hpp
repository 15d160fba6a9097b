#pragma once

#include <string>
#include <vector>

#include "runtime/desk.hpp"
#include "runtime/gates.hpp"

namespace lianban::runtime {

/// A place in a list as its reader holds it between two pages; nothing for what is not ours.
[[nodiscard]] std::string text_of(const store::BoxCursor& cursor);
[[nodiscard]] std::optional<store::BoxCursor> cursor_of(const std::string& text);

/// Everything that reads. Takes no latch; what it gives was true at one moment.
class Queries {
 public:
  Queries(World& world, Desk& desk) : world_(world), desk_(desk) {}

  /// From an id or a case number. Error: case/not_found.
  [[nodiscard]] Result<base::CaseId> resolve(const std::string& id_or_number);
  [[nodiscard]] Result<Json> show(const base::CaseId& id);
  [[nodiscard]] Result<std::vector<Action>> actions(const base::CaseId& id, const Actor& actor);
  [[nodiscard]] Result<Json> history(const base::CaseId& id);
  [[nodiscard]] Result<EventPage> events(std::uint64_t after, std::size_t limit);
  [[nodiscard]] Result<Json> export_case(const base::CaseId& id);
  [[nodiscard]] Result<std::vector<OpenCall>> open_calls(const base::CaseId& id);
  [[nodiscard]] Result<CasePage> find(const CaseQuery& query);
  [[nodiscard]] Result<Verification> verify(const base::CaseId& id);
  [[nodiscard]] Result<Json> explain(const std::string& calendar, Instant from,
                                     const Duration& limit);
  [[nodiscard]] Result<Json> explain_clock(const base::CaseId& id, const std::string& clock);
  [[nodiscard]] Result<std::vector<HostErrand>> errands(std::size_t limit);
  [[nodiscard]] Status errand_taken(const base::CaseId& id, std::uint32_t seq);
  [[nodiscard]] Result<Json> stats();
  [[nodiscard]] Result<IncidentPage> incidents(const std::string& lead, std::size_t limit,
                                               const std::string& cursor);
  [[nodiscard]] Result<std::vector<DeadLetter>> dead_letters(std::size_t limit);
  [[nodiscard]] Status resend(const base::CaseId& id, std::uint32_t seq);
  [[nodiscard]] Result<Json> agencies(Gates& gates);

 private:
  [[nodiscard]] Result<HeldPtr> existing(const base::CaseId& id);

  World& world_;
  Desk& desk_;
};

}  // namespace lianban::runtime
