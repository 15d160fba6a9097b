#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "model/definition.hpp"
#include "words/phrase.hpp"

namespace lianban::words {

/// A definition with its source at hand, and the titles of everything in it. An id without a title
/// is said as it is. The definition must outlive it; one thread.
class Book {
 public:
  explicit Book(const model::Definition& definition);
  ~Book();
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  [[nodiscard]] const model::Definition& definition() const { return definition_; }
  /// As written, params not yet replaced.
  [[nodiscard]] const Json& source() const;
  /// The source at a JSON pointer; null where nothing stands.
  [[nodiscard]] const Json& at(const std::string& pointer) const;

  [[nodiscard]] Text title(const model::State& state) const;
  [[nodiscard]] Text state(const std::string& id) const;
  [[nodiscard]] Text states(const std::vector<model::StateIndex>& list) const;
  /// Agency id, "applicant" and the other reserved names.
  [[nodiscard]] Text agency(const std::string& id) const;
  /// "agency.role" with or without the agency's name; also what `agency` takes.
  [[nodiscard]] Text role(const std::string& text) const;
  [[nodiscard]] Text role_only(const model::Role& role) const;
  [[nodiscard]] Text roles(const std::vector<model::Role>& list) const;
  [[nodiscard]] Text material(const std::string& id) const;
  [[nodiscard]] Text paper(const std::string& id) const;
  [[nodiscard]] Text clock(const std::string& id) const;
  [[nodiscard]] Text call(const std::string& id) const;
  [[nodiscard]] Text licence(const std::string& id) const;
  [[nodiscard]] Text condition(const std::string& id) const;
  [[nodiscard]] Text law(const std::string& id) const;
  [[nodiscard]] Text param(const std::string& id) const;
  /// Titles of what the object at the pointer rests on; empty where it names nothing.
  [[nodiscard]] Text basis(const std::string& pointer) const;

  /// A path of `var`: the title of the form's field, of the thing it belongs to.
  [[nodiscard]] Text path(std::string_view text) const;
  /// The schema of a form field ("form.vehicle.seats"); null where it is not named.
  [[nodiscard]] const Json& field(const std::vector<std::string>& segments) const;

  /// An event descriptor of `on`.
  [[nodiscard]] Text event(const std::string& descriptor) const;
  /// What a transition is called: its title, else its events, else "directly".
  [[nodiscard]] Text name(const model::Transition& transition) const;
  /// A number, duration or text that may stand for a param; one that is a sample says so.
  [[nodiscard]] Text setting(const Json& value) const;
  /// A duration where one is meant; else as `setting`.
  [[nodiscard]] Text limit(const Json& value) const;

  /// A rule as a value, and as something that holds or does not (`when`).
  [[nodiscard]] Text value(const Json& rule) const;
  [[nodiscard]] Text truth(const Json& rule) const;
  /// A `when`: a condition's id, a rule, or a list of them; each one part.
  [[nodiscard]] std::vector<Text> guards(const Json& when) const;
  /// What is done, one text an action, in order.
  [[nodiscard]] std::vector<Text> actions(const Json& list) const;

 private:
  [[nodiscard]] Text thing_path(const std::vector<std::string>& segments) const;
  [[nodiscard]] Text engine_event(const std::vector<std::string>& parts) const;

  const model::Definition& definition_;
  std::unique_ptr<const Json> source_;
};

/// A schema title "座位数 / seats" taken apart; one language stays in both.
[[nodiscard]] Text schema_title(const Json& schema, const std::string& name);
/// A title of a definition: {"zh", "en"} or a text.
[[nodiscard]] Text title_of(const Json& value);

}  // namespace lianban::words
