#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/workdays.hpp"
#include "calendar/calendar.hpp"
#include "chart/interpreter.hpp"
#include "decide/case.hpp"
#include "decide/codec.hpp"
#include "decide/entry.hpp"
#include "lianban/command.hpp"
#include "model/definition.hpp"

namespace lianban::decide {

/// A definition made ready to decide with: built once, shared by all its cases.
struct Prepared {
  explicit Prepared(std::shared_ptr<const model::Definition> definition);
  std::shared_ptr<const model::Definition> definition;
  chart::Program program;
};

/// Draws the next number of a series ("33030220210915" of the pattern "{region}{date}{seq:5}").
/// The engine leases blocks, so that drawing is not an act of the store.
using DrawNumber = std::function<Result<std::uint64_t>(const std::string& series)>;

/// What the register says of one licence. `record.row` is its row's revision.
struct Registered {
  LicenceRecord record;
  std::string definition, licence, type_code;
  base::CaseId of;  ///< The case that issued its version; empty: entered from outside.
};
/// The register's word on a number; nothing where there is no such licence. What was used of it is
/// frozen into the entries.
using FindLicence = std::function<Result<std::optional<Registered>>(const std::string& number)>;

/// All that is not pure enters here; whatever was drawn is written into the entries.
struct Inputs {
  Instant now{};
  std::array<std::uint8_t, 32> entropy{};  ///< For correlation ids; nothing is drawn twice from it.
  DrawNumber draw;
  FindLicence find_licence;  ///< Empty: there is no licence but the case's own.
  const calendar::Calendar* calendar = nullptr;
  const Prepared* prepared = nullptr;
  base::CaseId new_case{};  ///< Identity of a case that is being opened.
};

/// What the world has to do after the commit. Everything in it can be found again from the case.
struct Effects {
  struct Outbox {
    std::uint32_t seq = 0;
    std::string lane;  ///< Agency (with @office), "self", "host" or "@supervision".
    std::string ref;   ///< "call:NAME", "open:NAME", "host:SEQ", "supervision:SEQ".
  };
  std::vector<Outbox> outbox_add;
  std::vector<std::string> settled_calls;  ///< Calls whose outbox rows and polls are done with.
  std::vector<std::uint32_t> settled_seqs;
  /// A standing question (recheck) begins, is put at once (last look), or ends.
  struct Poll {
    std::string material;
    std::string call;
    Instant next{};
    bool ends = false;
  };
  std::vector<Poll> polls;
  /// A row of the register as it has to stand with this command, by number.
  struct Registration {
    std::string licence;  ///< Id in the definition of this case.
    bool issued = false;  ///< By this command; else the row keeps its issuer.
    LicenceRecord record;
  };
  std::map<std::string, Registration> licences;
};

struct Done {
  Case after;
  Entries entries;  ///< Empty: nothing to record (a standing question answered as before).
  Effects effects;
};

/// A refusal; `due_first` says that timers were overdue: they have to be settled by a tick of their
/// own, since a refusal commits nothing.
struct Refused {
  Refusal refusal;
  bool due_first = false;
};

using Decision = std::variant<Done, Refused>;

/// Decides one command on one case (null: opening). Pure: no I/O, no clock, no random, no globals;
/// same arguments, same result. Before the command all overdue timers of the case fire, by due
/// instant, each with its due instant as now.
[[nodiscard]] Decision decide(const Case* current, const Command& command, const Inputs& inputs);

/// When the earliest timer of the case fires; nothing for a case without one, ended or fenced.
[[nodiscard]] std::optional<Instant> next_wake(const Case& of);

/// The request a standing question puts, evaluated now, and whether it is still wanted.
struct Question {
  std::string call;
  std::string lane;
  std::string operation;
  Json request;
};
[[nodiscard]] Result<std::optional<Question>> question(const Case& of, const std::string& material,
                                                       const Inputs& inputs);
/// The instant of the next recheck after an answer at `now`.
[[nodiscard]] std::optional<Instant> next_recheck(const Case& of, const std::string& material,
                                                  const Inputs& inputs);

/// One thing an actor may or may not do now: send an event, or settle an incident.
struct ActionView {
  Verb verb = Verb::kSend;  ///< kSend, or kRetry, kAnswer, kGiveUp of an incident.
  std::string event;        ///< The event, or the incident's id.
  Text title;
  bool allowed = false;
  Refusal refusal;  ///< Where not allowed.
  JsonPtr input;    ///< Schema of what must be given; may be null.
};
/// Every event that the active states have a `by` for, then what can be done about each open
/// incident; dry-run for this actor.
[[nodiscard]] std::vector<ActionView> actions(const Case& of, const Actor& actor,
                                              const Inputs& inputs);

/// The case as people and programs read it: states, materials, deferrals, clocks, calls, licences,
/// papers, holders and the working days they used.
[[nodiscard]] Json view(const Case& of, const Inputs& inputs);

/// Whom the case waits for: "role:transport.reviewer", "role:applicant", and "state:checking"; of
/// an agency with several offices also the competent one's own, "role:station.clerk@330302".
/// `inputs.draw` and `entropy` are not used.
[[nodiscard]] std::vector<std::string> boxes(const Case& of, const Inputs& inputs);
/// The next legal limit of the case: a clock or deferral, not a technical timer.
[[nodiscard]] std::optional<Instant> next_limit(const Case& of);

}  // namespace lianban::decide
