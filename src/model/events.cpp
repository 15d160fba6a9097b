// Names of events: which are the engine's, and whether what they speak of exists.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>

#include "model/codes.hpp"
#include "model/references.hpp"

namespace lianban::model {
namespace {

constexpr std::array<std::string_view, 10> kReserved{
    "call.",    "clock.", "deferral.", "deferrals.", "material.",
    "licence.", "case.",  "done.",     "error.",     "after."};

/// What may stand after the id, as in "clock.ID.expired".
struct Family {
  std::string_view head;
  Kind kind;
  std::span<const std::string_view> last;
};

constexpr std::array<std::string_view, 3> kMaterialEvents{"supplied", "verified", "rejected"};
constexpr std::array<std::string_view, 4> kDeferralEvents{"promised", "warned", "satisfied",
                                                          "overdue"};
constexpr std::array<std::string_view, 2> kClockEvents{"warned", "expired"};

constexpr std::array<Family, 6> kFamilies{{
    {"call", Kind::kCall, {}},
    {"material", Kind::kMaterial, kMaterialEvents},
    {"deferral", Kind::kMaterial, kDeferralEvents},
    {"clock", Kind::kClock, kClockEvents},
    {"licence", Kind::kLicence, {}},
    {"after", Kind::kState, {}},
}};

void unknown_event(Loading& loading, std::string_view word, const std::vector<std::string>& known,
                   const std::string& pointer) {
  loading.fault(codes::kUnknownEvent, pointer,
                {"引擎没有以" + quoted_zh(word) + "结尾的这个事件",
                 "the engine has no such event ending in " + quoted_en(word)},
                did_you_mean(word, known), false);
}

void check_outcome(Loading& loading, const std::string& call, const std::string& word,
                   const std::string& pointer) {
  const NameSet& outcomes = loading.names.outcomes[call];
  if (outcomes.contains(word) || word == "failed" || word == "timeout") return;
  std::vector<std::string> known(outcomes.begin(), outcomes.end());
  known.insert(known.end(), {"failed", "timeout"});
  const Hint hint = did_you_mean(word, known);
  loading.fault(codes::kUnknownCall, pointer,
                {"调用" + quoted_zh(call) + "没有结果" + quoted_zh(word),
                 "call " + quoted_en(call) + " has no outcome " + quoted_en(word)},
                hint, false, declaration_of_outcome(loading, call, hint.meant));
}

void check_family(Loading& loading, const Family& family, const std::vector<std::string>& parts,
                  const std::string& pointer) {
  if (!loading.names.has(family.kind, parts[1])) {
    return unknown(loading, family.kind, parts[1], pointer);
  }
  if (family.head == "deferral" && !loading.names.deferrable.contains(parts[1])) {
    return loading.fault(
        codes::kUnknownMaterial, pointer,
        {"材料" + quoted_zh(parts[1]) + "没有写 defer",
         "material " + quoted_en(parts[1]) + " has no 'defer'"},
        {"请给它写“defer”，或者改写事件", "give it a 'defer', or name another event"}, false,
        declaration(loading, Kind::kMaterial, parts[1]));
  }
  if (parts.size() < 3) return;
  if (family.kind == Kind::kCall) return check_outcome(loading, parts[1], parts[2], pointer);
  if (family.last.empty() || std::ranges::find(family.last, parts[2]) != family.last.end()) return;
  unknown_event(loading, parts[2], {family.last.begin(), family.last.end()}, pointer);
}

}  // namespace

bool is_reserved_event(std::string_view name) {
  return std::ranges::any_of(kReserved,
                             [&](std::string_view head) { return name.starts_with(head); });
}

void check_sendable(Loading& loading, std::string_view name, const std::string& pointer) {
  if (name.empty()) {
    return loading.fault(codes::kBadId, pointer, {"事件没有名称", "the event has no name"});
  }
  if (!is_reserved_event(name)) return;
  loading.fault(codes::kReservedEvent, pointer,
                {"事件" + quoted_zh(name) + "只能由引擎发出",
                 "only the engine gives the event " + quoted_en(name)},
                {"请换一个名称", "choose another name"});
}

void check_listened(Loading& loading, std::string_view name, const std::string& pointer) {
  if (name.empty()) {
    return loading.fault(codes::kBadId, pointer, {"事件没有名称", "the event has no name"});
  }
  const std::vector<std::string> parts = rules::split_path(name);
  if (parts.size() < 2 || !is_reserved_event(name)) return;
  if (parts[0] == "done") {
    if (parts[1] != "state") return unknown_event(loading, parts[1], {"state"}, pointer);
    if (parts.size() > 2 && !loading.names.has(Kind::kState, parts[2])) {
      unknown(loading, Kind::kState, parts[2], pointer);
    }
    return;
  }
  if (parts[0] == "deferrals" && parts[1] != "settled") {
    return unknown_event(loading, parts[1], {"settled"}, pointer);
  }
  const auto family = std::ranges::find(kFamilies, parts[0], &Family::head);
  if (family != kFamilies.end()) check_family(loading, *family, parts, pointer);
}

}  // namespace lianban::model
