#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/clock.hpp"
#include "lianban/text.hpp"
#include "lianban/time.hpp"
#include "model/chart.hpp"
#include "model/schema.hpp"
#include "rules/rule.hpp"

namespace lianban::model {

struct Deferral {
  std::string available_after;  ///< Event descriptor or state id; empty: from acceptance on.
  bool available_is_state = false;
  Duration within;
  Duration at_least{1, Unit::kWorkdays};
  std::string commitment;  ///< Paper.
  std::vector<Guard> when;
  std::vector<StateIndex> needed_by;
  std::optional<Duration> recheck;
  std::vector<calendar::WarnAt> warn_at;
  std::string overdue;  ///< Outcome named as the consequence.
};

enum class SourceKind { kApplicant, kQuery, kProduced, kReuse };

struct Source {
  SourceKind kind = SourceKind::kApplicant;
  bool original = false;           ///< Paper kept and returned.
  std::string ref;                 ///< Call, paper or licence id.
  std::string found = "found";     ///< Outcome of the call that verifies the material.
  std::vector<std::string> dated;  ///< Path in the reply: when the document came into being.
};

struct Material {
  std::string id;
  Text title;
  std::vector<Guard> required;  ///< All must hold; empty with always_required.
  bool always_required = true;  ///< `required` absent (default true) or true.
  bool never_required = false;  ///< `required: false`.
  Schema data;
  Source source;
  std::vector<Role> by;          ///< Default filled in: applicant and the lead agency's roles.
  std::vector<Role> checked_by;  ///< Default filled in: the lead agency's roles.
  std::optional<Deferral> defer;
  std::string pointer;
};

struct Paper {
  std::string id;
  Text title;
  std::string number;  ///< Pattern; empty: CASE-NUMBER-K.
  std::string to;      ///< "applicant", agency, "agency.role" or empty.
  RuleMap fields;
  bool once = false;
  std::string pointer;
};

struct Clock {
  std::string id;
  Text title;
  calendar::ClockSpec spec;
  bool from_accepted = false;
  std::vector<StateIndex> runs_in;
  std::vector<StateIndex> pauses_in;
  std::string pointer;
};

struct CallOutcome {
  std::string id;
  std::optional<rules::Rule> when;  ///< Absent: always holds.
  bool effect = false;
};

struct CallSpec {
  std::string id;
  Text title;
  std::string agency;
  std::string operation;
  RuleMap request;
  Schema reply;
  bool answers_later = false;
  std::vector<CallOutcome> outcomes;
  std::optional<Duration> timeout;
  std::string reverse;             ///< Call that undoes this one's effect; empty: none.
  std::string reverses;            ///< The call whose effect this one undoes; empty: none.
  std::vector<std::string> feeds;  ///< Materials that this call is the source of.
  std::string pointer;
};

struct LicenceSection {
  std::string id;
  Text title;
  std::string authority;
  std::vector<Guard> when;  ///< Whether the licence has this part; empty: always.
  std::optional<rules::Rule> valid;
  RuleMap content;
};

struct Licence {
  std::string id;
  Text title;
  std::string kind = "licence";
  std::string type_code;
  std::string issuer;
  std::string number;                      ///< Pattern.
  std::optional<Duration> valid_for;       ///< A duration from the day of issue,
  std::optional<rules::Rule> valid_until;  ///< or a rule that gives the date,
  bool valid_earliest_section = false;     ///< or the earliest section.
  RuleMap content;
  std::vector<LicenceSection> sections;
  std::optional<rules::Rule> held;
  std::optional<rules::Rule> rests_on;
  std::string pointer;
};

}  // namespace lianban::model
