#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "model/definition.hpp"

namespace lianban::prove {

/// What rules compare one path with: from this follow the few values that matter.
struct Atom {
  std::vector<Json> constants;     ///< Compared with, or sought in.
  std::vector<std::int64_t> ages;  ///< Compared with `age` of it, in years.
  std::set<std::string> same;      ///< Paths it is compared with.
  std::set<std::string> kinds;     ///< Of `valid`.
  bool dated = false;              ///< Compared with another date, or today.
  bool tested = false;             ///< Whether it is there, or true, is asked.
};

/// One whole expression over the form alone: only its result matters, not what it is made of.
struct FormExpression {
  Json rule;
  std::set<std::string> paths;
};

/// The comparisons that the behaviour of a definition rests on: guards, conditions, `if`, what is
/// required, outcomes, properties. Not what is only written into papers, requests and licences.
class Atoms {
 public:
  /// `root`: the document with its params filled in.
  Atoms(const model::Definition& definition, const Json& root);

  /// Null where nobody compares the path.
  [[nodiscard]] const Atom* of(const std::string& path) const;
  [[nodiscard]] const std::map<std::string, Atom>& all() const { return atoms_; }
  [[nodiscard]] const std::vector<FormExpression>& form() const { return form_; }
  [[nodiscard]] bool reads_actor() const { return reads_actor_; }

 private:
  void behaviour(const Json& root);
  void chart(const Json& state);
  void actions(const Json& list);
  void rule(const Json& rule);
  void look(const Json& node, bool truth);
  void operation(const std::string& name, const Json& arguments);
  void compare(const Json& one, const Json& other, bool dates);
  void assigned(const std::string& target, const Json& rule);
  void follow_assignments();
  [[nodiscard]] std::string path_in(const Json& node) const;

  const model::Definition& definition_;
  std::map<std::string, Atom> atoms_;
  std::map<std::string, std::set<std::string>> sources_;  ///< Assigned path -> paths it comes from.
  std::vector<FormExpression> form_;
  std::vector<std::string> elements_;  ///< Lists whose element is looked at, innermost last.
  bool inside_form_ = false;           ///< Of an expression over the form alone.
  bool reads_actor_ = false;
};

}  // namespace lianban::prove
