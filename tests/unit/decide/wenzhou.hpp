#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "material/checklist.hpp"
#include "support/workbench.hpp"

/// The published approval, told in the steps that most cases take. It begins on Wednesday
/// 2021-09-15 at 09:00; the Mid-Autumn and National Day holidays of that year lie in its limits.
namespace lianban::decide::testing {

using support::at;
using support::Workbench;

inline const Actor kZhang{"zhang", {"applicant"}, {}};
inline const Actor kClerk{"c1", {"transport.window_clerk"}, {}};
inline const Actor kReviewer{"r1", {"transport.reviewer"}, {}};
inline const Actor kApprover{"a1", {"transport.approver"}, {}};
inline const Actor kHead{"h1", {"transport.head"}, {}};

/// The end of the day, at which limits in working days end: 24:00.
[[nodiscard]] Instant end_of_day(const std::string& day);
inline constexpr std::chrono::microseconds kMoment{1};

/// By window, with all four documents and the policy promised.
[[nodiscard]] Json filing();
/// What the insurer answers of a policy in force from that day on.
[[nodiscard]] Json policy_from(const std::string& day);

class Wenzhou : public Workbench {
 public:
  Wenzhou();

  /// A step that has to be accepted.
  void must(Verb verb, const std::string& subject, Json data = nullptr,
            Actor actor = Actor::system());
  /// The refusal's code, or "" when accepted.
  std::string send(const std::string& event, const Actor& actor, Json data = nullptr);
  /// A person finds nothing to do until then; what is due fires.
  void wait_until(Instant to);

  void open_with(Json application, Actor actor = kZhang);
  /// Filed, and every register has answered.
  void file(Json application = filing());
  void accept();
  /// With the police, who have been asked.
  void pass();
  /// The registration is changed, the policy still owed.
  void change();
  /// Nothing is owed any more: in final review.
  void insure();
  void grant();
  void police(const std::string& result);
  /// Told to mend this document.
  void ask_supplement(const std::string& material, const std::string& reason);

  [[nodiscard]] std::string state() const;
  [[nodiscard]] Json seen();
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] lifecycle::DeferralState policy() const;
  [[nodiscard]] lifecycle::EffectState change_effect() const;
  [[nodiscard]] bool originals_returned() const;
};

[[nodiscard]] std::size_t papers_of(const Case& of, const std::string& id);
/// What the last paper of that kind says.
[[nodiscard]] Json paper(const Case& of, const std::string& id);
[[nodiscard]] std::vector<std::string> ids_of(const std::vector<Reason>& reasons,
                                              const std::string& kind);
/// Codes of the open incidents, in the order they were opened.
[[nodiscard]] std::vector<std::string> incidents(const Case& of);

/// Every entry of the history.
[[nodiscard]] Entries all_entries(const Workbench& bench);
template <class Kind>
std::vector<Kind> history_of(const Workbench& bench) {
  std::vector<Kind> found;
  for (const Entry& entry : all_entries(bench)) {
    if (const auto* wanted = std::get_if<Kind>(&entry)) found.push_back(*wanted);
  }
  return found;
}
[[nodiscard]] bool happened(const Workbench& bench, const std::string& event);

}  // namespace lianban::decide::testing
