#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.hpp"
#include "lianban/diagnostic.hpp"
#include "model/chart.hpp"
#include "model/extends.hpp"
#include "model/items.hpp"

namespace lianban::model {

struct Agency {
  std::string id;
  Text title;
  bool lead = false;
  std::string
      code;  ///< 统一社会信用代码 (GB 32100) of the body: the issuer in e-licence identifiers.
  std::vector<std::pair<std::string, Text>> roles;
  std::optional<rules::Rule> office;
};

struct Condition {
  std::string id;
  Text title;
  rules::Rule rule;
};

struct Law {
  std::string id;
  Text title;
  std::string text;
  std::string url;
};

struct Param {
  std::string id;
  Text title;
  bool sample = false;
};

/// What the author claims of every case (`properties`): read by the prover, never while a case
/// runs.
enum class PropertyKind { kAlways, kNever, kLeadsTo };
struct Property {
  std::string id;
  Text title;
  PropertyKind kind = PropertyKind::kAlways;
  std::vector<rules::Rule> rules;  ///< One; two of leads_to.
  std::string pointer;
};

enum class OnError { kRefuse, kRaise };

/// Keeps items in the order of the file and finds them by id.
template <class T>
class Items {
 public:
  void add(T item) {
    index_.emplace(item.id, all_.size());
    all_.push_back(std::move(item));
  }
  [[nodiscard]] const T* find(std::string_view id) const {
    const auto it = index_.find(std::string(id));
    return it == index_.end() ? nullptr : &all_[it->second];
  }
  [[nodiscard]] T* find(std::string_view id) {
    const auto it = index_.find(std::string(id));
    return it == index_.end() ? nullptr : &all_[it->second];
  }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }
  auto begin() { return all_.begin(); }
  auto end() { return all_.end(); }

 private:
  std::vector<T> all_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// One approval, compiled. Immutable after `load`; shared between threads without a lock.
struct Definition {
  int language = 1;
  std::string id;
  std::string version;
  Text title, summary;
  std::string number;  ///< Pattern of the case number; empty: "{date}{seq:6}".
  std::vector<Law> law;
  std::vector<Param> param_list;
  std::shared_ptr<const Json> params;  ///< id -> value, for paths params.*.
  std::string calendar = "cn";
  std::vector<std::string> regions;
  Items<Agency> agencies;
  std::string lead;           ///< Agency with `lead`, else the first; empty without agencies.
  std::vector<Role> open_by;  ///< Empty: anybody.
  std::vector<std::string> channels;
  std::vector<Guard> open_when;
  Schema form;
  std::shared_ptr<const Json> vars;  ///< First values.
  Items<Condition> conditions;
  Items<Material> materials;
  Items<Paper> papers;
  Items<Clock> clocks;
  Items<CallSpec> calls;
  Items<Licence> licences;
  std::vector<StateIndex> must_pass;
  OnError on_error = OnError::kRefuse;
  std::vector<Property> properties;
  Chart chart;

  std::string source;   ///< Canonical bytes.
  base::Digest hash{};  ///< SM3 of language version and canonical bytes: what a case pins.
  std::map<std::string, std::vector<std::string>> basis;  ///< Pointer -> ids of `law`.

  /// Ids of `law` that the object at the pointer rests on; empty where it names none.
  [[nodiscard]] const std::vector<std::string>& basis_of(const std::string& pointer) const {
    static const std::vector<std::string> kNoLaws;
    const auto it = basis.find(pointer);
    return it == basis.end() ? kNoLaws : it->second;
  }
};

/// A definition, or all its faults at once. Warnings come with a definition.
struct Loaded {
  std::shared_ptr<const Definition> definition;  ///< Null when an error was found.
  Diagnostics diagnostics;                       ///< In the order of the text.
  std::vector<BaseText> bases;                   ///< Definitions that it extends, nearest first.
  std::shared_ptr<const Json> merged;  ///< With its bases put in; null where it extends nothing.
};

/// Parses, compiles and checks a definition text. Never throws; bounded by base/limits.hpp.
/// `semantic` false leaves the checker out (a pinned definition of an open case must load for ever,
/// however strict the checker has become).
[[nodiscard]] Loaded load(std::string_view text, bool semantic = true);
[[nodiscard]] Loaded load(const Json& source, bool semantic = true);
/// The same for a text that may extend others (`extends`), read by `read`; `name` says where the
/// text was read. What comes out, and is hashed, is the merged whole.
[[nodiscard]] Loaded load(std::string_view text, const std::string& name, const ReadBase& read);
/// A text is never taken for a JSON value that is a text.
[[nodiscard]] inline Loaded load(const std::string& text, bool semantic = true) {
  return load(std::string_view(text), semantic);
}
[[nodiscard]] inline Loaded load(const char* text, bool semantic = true) {
  return load(std::string_view(text), semantic);
}

}  // namespace lianban::model
