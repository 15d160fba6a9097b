#include "prove/licences.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "lianban/time.hpp"
#include "lifecycle/names.hpp"

namespace lianban::prove {

using lifecycle::LicenceState;

namespace {

struct Entered {
  const char* number;
  LicenceState state;
};

constexpr std::array<Entered, 3> kEntered{{{"R-IN-FORCE", LicenceState::kMade},
                                           {"R-SUSPENDED", LicenceState::kSuspended},
                                           {"R-ENDED", LicenceState::kCancelled}}};

}  // namespace

std::vector<std::vector<std::string>> number_paths(const model::Definition& definition,
                                                   const Json& root) {
  std::vector<std::vector<std::string>> paths;
  for (const model::Licence& licence : definition.licences) {
    const Json& written = root["licences"][licence.id];
    for (const char* member : {"held", "rests_on"}) {
      if (!written.contains(member) || !written[member].contains("var")) continue;
      const Json& var = written[member]["var"];
      if (!var.is_string() || !var.get_ref<const std::string&>().starts_with("form.")) continue;
      auto path = rules::split_path(var.get<std::string>());
      path.erase(path.begin());
      if (std::find(paths.begin(), paths.end(), path) == paths.end()) {
        paths.push_back(std::move(path));
      }
    }
  }
  return paths;
}

const std::vector<std::string>& numbers_tried() {
  static const std::vector<std::string> kNumbers{kEntered[0].number, kEntered[1].number,
                                                 kEntered[2].number, "R-UNKNOWN"};
  return kNumbers;
}

std::optional<decide::Registered> registered(const std::string& number, const decide::Case* of,
                                             Instant start) {
  decide::Registered found;
  if (of != nullptr) {
    for (const auto& [id, record] : of->licences) {
      if (record.number != number) continue;
      found.record = record;
      found.licence = id;
      return found;
    }
  }
  const auto entered = std::find_if(kEntered.begin(), kEntered.end(),
                                    [&](const Entered& each) { return each.number == number; });
  if (entered == kEntered.end()) return std::nullopt;
  found.record.state = entered->state;
  found.record.number = number;
  found.record.version = 1;
  found.record.issued_at = start - std::chrono::hours(24 * 30);
  found.record.content = std::make_shared<const Json>(Json::object());
  found.record.row = 1;
  return found;
}

Json licences_to_begin_with(const model::Definition& definition, Instant start) {
  Json all = Json::array();
  for (const model::Licence& licence : definition.licences) {
    if (!licence.held && !licence.rests_on) continue;
    for (const Entered& each : kEntered) {
      all.push_back({{"number", each.number},
                     {"definition", "elsewhere"},
                     {"licence", licence.id},
                     {"state", to_name(each.state)},
                     {"issued_at", format_instant(start - std::chrono::hours(24 * 30))},
                     {"content", Json::object()}});
    }
    break;
  }
  return all;
}

}  // namespace lianban::prove
