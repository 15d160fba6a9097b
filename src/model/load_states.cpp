// Numbers the states in document order before any of them is read.
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/reader.hpp"
#include "model/sections.hpp"

namespace lianban::model {
namespace {

/// The kind as it is written, so that a state may be judged before it is read; whether it makes
/// sense, reading the state tells.
StateKind written_kind(const Json& state) {
  const auto kind = state.find("kind");
  if (kind != state.end()) {
    if (*kind == "parallel") return StateKind::kParallel;
    if (*kind == "final") return StateKind::kFinal;
    if (*kind == "history") return StateKind::kHistory;
    if (*kind == "choice") return StateKind::kChoice;
  }
  return state.contains("states") ? StateKind::kCompound : StateKind::kAtomic;
}

class Collecting {
 public:
  explicit Collecting(Loading& loading) : loading_(loading), chart_(loading.definition.chart) {}

  void collect(const Value& list, StateIndex parent, std::uint32_t depth) {
    if (!list.json->is_array()) return;  // Reading the parent tells.
    for (const Value& at : one_or_more(list)) {
      if (!at.json->is_object()) {
        wrong_type(loading_, at, {"状态（对象）", "a state (an object)"});
        continue;
      }
      if (chart_.states.size() >= limits::kStates) return full(at);
      collect_one(at, parent, depth);
    }
  }

 private:
  void collect_one(const Value& at, StateIndex parent, std::uint32_t depth) {
    const auto index = static_cast<StateIndex>(chart_.states.size());
    State& state = chart_.states.emplace_back();
    state.parent = parent;
    state.depth = depth;
    state.pointer = at.pointer;
    state.kind = written_kind(*at.json);
    if (at.json->contains("id") && (*at.json)["id"].is_string()) {
      state.id = (*at.json)["id"].get<std::string>();
      name(index, at);
    }
    (parent == kNone ? chart_.top : chart_.states[parent].children).push_back(index);
    if (at.json->contains("states")) collect(at.member("states"), index, depth + 1);
    chart_.states[index].end = static_cast<StateIndex>(chart_.states.size());
  }

  void name(StateIndex index, const Value& at) {
    const std::string& id = chart_.states[index].id;
    if (chart_.by_id.emplace(id, index).second) {
      loading_.names.ids[Kind::kState].insert(id);
      return;
    }
    const std::string& first = chart_.states[chart_.by_id.at(id)].pointer;
    loading_.fault(codes::kDuplicate, at.pointer + "/id",
                   {"状态" + quoted_zh(id) + "已在 " + first + " 处定义",
                    "the state " + quoted_en(id) + " is there already, at " + first},
                   {"请给其中一个另取标识", "give one of the two another id"}, false,
                   {{first + "/id", {"先在这里定义", "first defined here"}}});
  }

  void full(const Value& at) {
    if (told_) return;
    told_ = true;
    const std::string most = std::to_string(limits::kStates);
    loading_.fault(codes::kTooMany, at.pointer,
                   {"状态超过 " + most + " 个", "more than " + most + " states"});
  }

  Loading& loading_;
  Chart& chart_;
  bool told_ = false;
};

}  // namespace

void collect_states(Loading& loading) {
  const auto chart = loading.root.find("chart");
  if (chart == loading.root.end() || !chart->is_object() || !chart->contains("states")) return;
  const Value at = Value{&loading.root, ""}.member("chart");
  Collecting(loading).collect(at.member("states"), kNone, 0);
}

}  // namespace lianban::model
