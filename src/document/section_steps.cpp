// The steps in document order: who holds them, who may do what, what follows; and the endings.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "document/sections.hpp"

namespace lianban::document {
namespace {

using model::State;
using model::StateIndex;
using model::StateKind;
using words::fill;
using words::quoted;

const Text kThen{"；", "; "};

Text who(const words::Book& book, const model::Transition& transition) {
  if (!transition.by.empty()) return book.roles(transition.by);
  if (transition.after) return {"到时自动", "when the time is up"};
  return {"自动", "by itself"};
}

Text conditions(const words::Book& book, const model::Transition& transition) {
  std::vector<Text> all = book.guards(book.at(transition.pointer + "/when"));
  if (!transition.not_by.empty()) {
    all.push_back(
        fill({"本人未经办{0}", "has not acted in {0}"}, {book.states(transition.not_by)}));
  }
  std::vector<Text> needs;
  for (const StateIndex target : transition.targets) {
    for (const std::string& id : book.definition().chart.states[target].needs) {
      needs.push_back(quoted(book.material(id)));
    }
  }
  if (!needs.empty()) {
    all.push_back(fill({"容缺的{0}已补齐", "deferred {0} made good"}, {words::listed(needs)}));
  }
  return words::join(all, kThen);
}

Text input(const model::Transition& transition) {
  if (transition.input.empty()) return {};
  const Json& schema = transition.input.source();
  const Json& properties = member_of(schema, "properties");
  const Json& required = member_of(schema, "required");
  std::vector<Text> all;
  if (!properties.is_object()) return {};
  for (const auto& item : properties.items()) {
    const bool needed =
        required.is_array() && std::ranges::find(required, Json(item.key())) != required.end();
    const Text name = words::schema_title(item.value(), item.key());
    all.push_back(needed ? name : fill({"{0}（选填）", "{0} (optional)"}, {name}));
  }
  return words::listed(all);
}

Text target(const words::Book& book, const model::Transition& transition) {
  if (transition.targets.empty()) return {"（不离开本环节）", "(stays)"};
  const Text to = book.states(transition.targets);
  return transition.reenter ? fill({"{0}（重新进入）", "{0} (entered anew)"}, {to}) : to;
}

std::vector<Text> row_of(const words::Book& book, const State& source,
                         const model::Transition& transition) {
  Text name = book.name(transition);
  if (name.empty()) {
    const bool otherwise = source.kind == StateKind::kChoice && transition.when.empty();
    name = otherwise ? Text{"否则", "otherwise"} : Text{"随即", "at once"};
  }
  if (!transition.title.empty() && transition.after) {
    name = fill({"{0}（满 {1}）", "{0} (after {1})"}, {name, words::say(*transition.after)});
  }
  return {name,
          who(book, transition),
          conditions(book, transition),
          input(transition),
          words::join(book.actions(book.at(transition.pointer + "/do")), kThen),
          target(book, transition),
          book.basis(transition.pointer)};
}

Text kind_of(const State& state) {
  switch (state.kind) {
    case StateKind::kAtomic:
    case StateKind::kFinal:
      return {};
    case StateKind::kCompound:
      return {"含下列环节，逐个进行", "holds the steps below, one at a time"};
    case StateKind::kParallel:
      return {"含下列环节，同时进行", "holds the steps below, all at once"};
    case StateKind::kHistory:
      return {"回到离开前所在的环节", "back to where the case was before it left"};
    case StateKind::kChoice:
      return {"按条件分流，不停留", "a branching by conditions; nobody waits here"};
  }
  return {};
}

/// The innermost holder counts, so each step names its own.
std::string holder_of(const model::Chart& chart, StateIndex at) {
  for (; at != model::kNone; at = chart.states[at].parent) {
    if (!chart.states[at].holder.empty()) return chart.states[at].holder;
  }
  return {};
}

void write_state(const words::Book& book, StateIndex index, Page& page) {
  const State& state = book.definition().chart.states[index];
  page.section(book.title(state), state.depth);
  page.fact({"环节编号", "Step"}, words::same(state.id));
  page.fact({"性质", "Kind"}, kind_of(state));
  const std::string holder = holder_of(book.definition().chart, index);
  if (!holder.empty()) page.fact({"承办", "Held by"}, book.agency(holder));
  page.fact({"依据", "Grounds"}, book.basis(state.pointer));
  const auto& must = book.definition().must_pass;
  if (std::ranges::find(must, index) != must.end()) {
    page.fact({"必经", "Must be passed"},
              {"未经本环节不得颁发证照", "no licence is issued without this step"});
  }
  page.fact({"开始于", "Begins in"},
            state.initial.to.empty() ? Text{} : book.states(state.initial.to));
  page.fact({"进入时", "On entering"},
            words::join(book.actions(book.at(state.pointer + "/enter")), kThen));
  if (!state.call.empty()) {
    const model::CallSpec* call = book.definition().calls.find(state.call);
    page.fact(
        {"请求协同", "Asks for"},
        fill({"{0}：{1}", "{0}: {1}"},
             {book.agency(call == nullptr ? std::string() : call->agency), book.call(state.call)}));
  }
  page.fact({"离开时", "On leaving"},
            words::join(book.actions(book.at(state.pointer + "/exit")), kThen));
  std::vector<Text> fields;
  for (const rules::Path& path : state.amend) fields.push_back(book.path(path.text));
  page.fact({"可以更正", "May be amended"}, words::listed(fields));
  page.fact({"备注", "Note"}, note_of(book.at(state.pointer)));
  if (!state.transitions.empty()) {
    std::vector<std::vector<Text>> rows;
    for (const auto each : state.transitions) {
      rows.push_back(row_of(book, state, book.definition().chart.transitions[each]));
    }
    page.table({{"办理或者事由", "Act or event"},
                {"谁", "Who"},
                {"条件", "Conditions"},
                {"须填写", "To be given"},
                {"随后", "What follows"},
                {"转入", "Leads to"},
                {"依据", "Grounds"}},
               rows);
  }
  for (const StateIndex child : state.children) write_state(book, child, page);
}

}  // namespace

void write_steps(const words::Book& book, Page& page) {
  const model::Chart& chart = book.definition().chart;
  page.chapter({"办理环节", "Steps"});
  page.fact({"从这里开始", "The case begins in"}, book.states(chart.initial.to));
  page.fact({"开始前", "Before that"},
            words::join(book.actions(book.at("/chart/initial/do")), kThen));
  for (const StateIndex state : chart.top) write_state(book, state, page);
}

void write_endings(const words::Book& book, Page& page) {
  page.chapter({"办结", "Endings"});
  std::vector<std::vector<Text>> rows;
  const model::Chart& chart = book.definition().chart;
  for (const StateIndex index : chart.top) {
    const State& state = chart.states[index];
    if (state.kind != StateKind::kFinal) continue;
    std::vector<Text> leaves;
    for (const std::string& id : state.leaves) {
      const bool call = book.definition().calls.find(id) != nullptr;
      leaves.push_back(quoted(call ? book.call(id) : book.material(id)));
    }
    rows.push_back(
        {book.title(state),
         state.outcome_is_decision ? Text{"按所作决定", "as decided"} : words::word(state.outcome),
         words::listed(leaves), rules_in_words(book, member_of(book.at(state.pointer), "results")),
         book.basis(state.pointer), note_of(book.at(state.pointer))});
  }
  page.table({{"终点", "Ending"},
              {"结果", "Outcome"},
              {"可以保留的部门行为或原件", "Acts or originals that may stand"},
              {"各项结论", "Conclusions"},
              {"依据", "Grounds"},
              {"备注", "Note"}},
             rows);
}

}  // namespace lianban::document
