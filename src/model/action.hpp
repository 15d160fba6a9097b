#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lianban/time.hpp"
#include "rules/rule.hpp"

namespace lianban::model {

struct Action;
using Actions = std::vector<Action>;

/// "Map of rules": names with rules as values, in the order of the names.
using RuleMap = std::vector<std::pair<std::string, rules::Rule>>;

struct Assign {
  std::vector<std::pair<rules::Path, rules::Rule>> targets;  ///< form.* and vars.* only.
};
struct Raise {
  std::string event;
  rules::Rule data;
};
struct Send {
  rules::Rule event;
  std::optional<rules::Rule> after;  ///< Gives a duration text.
  std::optional<rules::Rule> id;
  rules::Rule data;
};
struct Cancel {
  rules::Rule id;
};
struct Branch {
  rules::Rule when;
  Actions then;
};
struct If {
  std::vector<Branch> branches;
  Actions otherwise;
};
struct Foreach {
  rules::Rule in;
  rules::Path as;
  std::optional<rules::Path> index;
  Actions body;
};
struct Accept {
  std::optional<rules::Rule> as_of;
  bool deemed = false;
};
struct Decide {
  std::string outcome;
};
struct Query {
  bool all = true;                     ///< {"query": "materials"}
  std::vector<std::string> materials;  ///< else these
};
struct Call {
  std::string call;
};
struct Produce {
  std::string paper;
};
struct Notify {
  std::string to;
  rules::Rule text;  ///< A constant title ({zh, en} or text) or a rule.
};
struct Issue {
  std::string licence;
  std::vector<std::string> sections;  ///< Made anew; the others stay as they stand. Empty: all.
};
enum class LicenceVerb { kSuspend, kResume, kRevoke, kWithdraw, kCancel };
struct LicenceAct {
  LicenceVerb verb = LicenceVerb::kSuspend;
  std::string licence;
  rules::Rule reason;
};
struct Waive {
  std::string material;
  rules::Rule reason;
};
struct Extend {
  std::string clock;
};
struct Custody {
  std::vector<std::string> materials;
  std::string at;  ///< "applicant" or an agency.
};
struct Open {
  std::string definition;
  rules::Rule form;
  RuleMap form_members;  ///< When `form` is written as an object of rules.
  std::string as;
};
struct Record {
  rules::Rule remark;
};
struct Incident {
  rules::Rule text;
};
struct Host {
  std::string name;
  rules::Rule data;
};

/// One action of the language: a plain value; `decide` runs it.
struct Action {
  using Body =
      std::variant<Assign, Raise, Send, Cancel, If, Foreach, Accept, Decide, Query, Call, Produce,
                   Notify, Issue, LicenceAct, Waive, Extend, Custody, Open, Record, Incident, Host>;
  Body body;
  std::string pointer;  ///< Where it stands in the definition, for messages.
};

}  // namespace lianban::model
