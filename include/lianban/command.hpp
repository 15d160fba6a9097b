#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/text.hpp"

namespace lianban {

/// Who acts. The host vouches for it: the library checks what an actor may do, not who he is.
struct Actor {
  std::string id;                  ///< Account id, never a name or an ID number.
  std::vector<std::string> roles;  ///< "transport.window_clerk", "applicant".
  std::string office;              ///< Where the agency has several.

  /// The host program itself: no person.
  [[nodiscard]] static Actor system() { return Actor{"system", {}, {}}; }
  /// Whether a person answers for what is done.
  [[nodiscard]] bool is_person() const { return id != "system"; }
};

/// What a caller may ask of a case.
enum class Verb : std::uint8_t {
  kOpen,         ///< subject: definition id or hash; data: {channel, form, applicant, materials,
                 ///< promises, region, office}
  kSend,         ///< subject: event; data: its input
  kSupply,       ///< subject: material; data: what it says
  kVerify,       ///< subject: material
  kReject,       ///< subject: material; data: {reason}
  kDispute,      ///< subject: material; data: the applicant's own
  kPromise,      ///< subject: material
  kAmend,        ///< subject: path ("form.vehicle.vin"); data: the new value
  kReply,        ///< subject: call; data: the agency's reply
  kAcknowledge,  ///< subject: call; the agency has it and answers later
  kFail,         ///< subject: call; data: {code}; all attempts are used up
  kRetry,        ///< subject: call or incident id: asked again
  kAnswer,       ///< subject: call or incident id; data: {reply, reason}: answered by hand
  kGiveUp,       ///< subject: incident id; data: {reason}
  kChild,   ///< subject: name of an opened case; data: {case} when it is there, {case, outcome}
            ///< when it has ended
  kFollow,  ///< subject: number of a licence of the case; data: {of}: the one it rests on has
            ///< changed
  kTick,    ///< time only: what is due fires
};
/// Stable names: "open", "send", "give_up", ...
[[nodiscard]] std::string_view to_name(Verb verb);
/// The verb of a name; false, and `verb` as it was, for another word.
[[nodiscard]] bool from_name(std::string_view name, Verb& verb);

/// One request to change one case. The same `request_id` with the same content gets the first
/// answer for ever; with other content it is refused with request/conflict.
struct Command {
  std::string request_id;  ///< At most 128 bytes; unique per case.
  Verb verb = Verb::kSend;
  std::string subject;
  nlohmann::json data;
  Actor actor = Actor::system();
};

/// One reason why something may not be done now.
struct Reason {
  std::string kind;  ///< condition, material, deferral, clock, role, person, input, state, call,
                     ///< custody, licence, office, rule
  std::string id;    ///< Of the condition, material, ...; a role or a JSON pointer.
  Text text;
  std::string until;               ///< Date or instant where there is one.
  std::vector<std::string> basis;  ///< Ids of `law`.
};

/// The rules say no. Not an error: nothing was changed and asking again later may succeed.
struct Refusal {
  std::string code;  ///< "event/when", "material/state", "case/ended", ...
  Text message;
  std::vector<Reason> reasons;
};

}  // namespace lianban
