#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "calendar/calendar.hpp"
#include "chart/interpreter.hpp"
#include "decide/case.hpp"
#include "lianban/command.hpp"
#include "material/checklist.hpp"
#include "model/definition.hpp"
#include "rules/rule.hpp"

namespace lianban::decide {

/// The event that rules see as event.*: the one that started the macrostep, or the internal one
/// taken last. The actor stays that of the macrostep.
struct EventSeen {
  std::string name;
  JsonPtr data;
  const Actor* actor = nullptr;
};

/// What rules read: one case at one moment. Refers to its parts, owns nothing.
struct Moment {
  const Case* of = nullptr;
  const model::Definition* definition = nullptr;
  const chart::Snapshot* snapshot = nullptr;
  const calendar::Calendar* calendar = nullptr;
  Instant now{};
  EventSeen event;
  const Json* reply = nullptr;  ///< Only while outcomes are tried.
};

class CaseScope final : public rules::Scope {
 public:
  explicit CaseScope(const Moment& moment) : at_(moment) {}

  [[nodiscard]] const Json* find(const rules::Path& path, Json& scratch) const override;
  [[nodiscard]] bool in_state(std::string_view state) const override;
  [[nodiscard]] Result<bool> holds(std::string_view condition) const override;
  [[nodiscard]] Instant now() const override { return at_.now; }
  [[nodiscard]] const base::Workdays& workdays() const override { return *at_.calendar; }

 private:
  const Json* of_case(const rules::Path& path, Json& scratch) const;
  const Json* of_event(const rules::Path& path, Json& scratch) const;
  const Json* of_material(const rules::Path& path, Json& scratch) const;
  const Json* of_deferral(const rules::Path& path, Json& scratch) const;
  const Json* of_clock(const rules::Path& path, Json& scratch) const;
  const Json* of_call(const rules::Path& path, Json& scratch) const;
  const Json* of_licence(const rules::Path& path, Json& scratch) const;
  const Json* of_paper(const rules::Path& path, Json& scratch) const;

  const Moment& at_;
};

/// The documents of the case for the material room; the scope must be of the same moment.
[[nodiscard]] material::Ledger ledger_of(const Moment& moment, const CaseScope& scope);

/// A member below `from`, by the path's segments from the n-th on; null where there is none.
[[nodiscard]] const Json* walk(const Json* from, const std::vector<std::string>& segments,
                               std::size_t first);

}  // namespace lianban::decide
