#pragma once

#include <nlohmann/json.hpp>

#include "lianban/diagnostic.hpp"
#include "lianban/difference.hpp"
#include "lianban/engine.hpp"
#include "lianban/plan.hpp"
#include "lianban/proof.hpp"
#include "lianban/rehearsal.hpp"
#include "lianban/scenario.hpp"
#include "lianban/text.hpp"

/// Values of the C++ face as the header describes them.
namespace lianban::c {

using Json = nlohmann::json;

[[nodiscard]] Json to_json(const Text& text);  ///< {zh, en}
[[nodiscard]] Json to_json(const std::vector<Text>& texts);
/// Empty: null.
[[nodiscard]] Json or_null(const std::string& text);
[[nodiscard]] Json or_null(const std::optional<Instant>& at);

[[nodiscard]] Json to_json(const Accepted& accepted);
[[nodiscard]] Json to_json(const Refusal& refusal);  ///< {code, message, reasons}
[[nodiscard]] Json to_json(const Action& action);
[[nodiscard]] Json to_json(const CaseLine& line);
[[nodiscard]] Json to_json(const CaseEvent& event);
[[nodiscard]] Json to_json(const PumpReport& report);
[[nodiscard]] Json to_json(const Verification& verification);
[[nodiscard]] Json to_json(const OpenCall& call);
[[nodiscard]] Json to_json(const ExternalTask& task);
[[nodiscard]] Json to_json(const KeptCallback& kept);
[[nodiscard]] Json to_json(const Incident& incident);
[[nodiscard]] Json to_json(const DeadLetter& letter);
[[nodiscard]] Json to_json(const HostErrand& errand);

[[nodiscard]] Json to_json(const Diagnostics& findings);
[[nodiscard]] Json to_json(const Proof& proof);
[[nodiscard]] Json to_json(const Change& change);

template <class T>
[[nodiscard]] Json list_of(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& each : items) list.push_back(to_json(each));
  return list;
}

}  // namespace lianban::c
