#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/difference.hpp"
#include "words/book.hpp"

namespace lianban::difference {

/// One side: a definition, its titles, and its source with params put in.
struct Side {
  const words::Book& book;
  const Json& source;
};

/// Something that both sides may have: how it is called, where it stands, where its changes belong.
struct Subject {
  Text name;  ///< "材料“保单”"
  std::string section;
  ChangeArea area = ChangeArea::kGeneral;
};

/// Collects the changes between two sides.
class Comparing {
 public:
  Comparing(const Side& before, const Side& after) : before_(before), after_(after) {}

  /// Every section but the chart.
  void sections();
  /// States and transitions; compare_chart.cpp.
  void chart();
  [[nodiscard]] std::vector<Change> take();

 private:
  using Skip = std::set<std::string, std::less<>>;

  void top_level();
  void params();
  void agencies();
  void form(const Json& before, const Json& after, const std::string& pointer,
            const std::string& path);
  /// A map id -> object: what is new, gone, or different member by member.
  void things(const std::string& section, ChangeArea area, const Text& noun,
              const std::function<Text(const words::Book&, const std::string&)>& title);
  void members(const Subject& subject, const Json& before, const Json& after,
               const std::string& pointer, const Skip& skip = {});
  void member(const Subject& subject, const std::string& name, const Json& before,
              const Json& after, const std::string& pointer);
  /// Name by name of a map of rules, or path by path of a schema.
  void inner(const Subject& subject, const std::string& name, const Json& before, const Json& after,
             const std::string& pointer, const std::string& path);
  void outcomes(const Subject& subject, const Json& before, const Json& after,
                const std::string& pointer);
  void say(ChangeArea area, const Text& what, const Json& before, const Json& after,
           const std::string& pointer, const Text& was, const Text& is);
  void add(ChangeArea area, ChangeKind kind, const std::string& pointer, Text text,
           const Json& before, const Json& after);

  // The chart.
  void state(const model::State& before, const model::State& after);
  void transitions(const model::State& before, const model::State& after);
  void transition(const Text& state, const model::Transition& before,
                  const model::Transition& after);
  void order(const Text& where, const std::vector<std::string>& before,
             const std::vector<std::string>& after, const std::string& pointer, const Text& what);

  Side before_, after_;
  std::vector<Change> changes_;
};

/// A part of a source; null where nothing stands.
[[nodiscard]] const Json& part_of(const Json& object, std::string_view name);
[[nodiscard]] const Json& at_pointer(const Json& source, const std::string& pointer);

/// All of it; see lianban::compare.
[[nodiscard]] std::vector<Change> compare(const model::Definition& before,
                                          const model::Definition& after);

}  // namespace lianban::difference
