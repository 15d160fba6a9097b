// What holds for every lifecycle, whatever its table says.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "unit/lifecycle/machines.hpp"

namespace lianban::lifecycle::test {
namespace {

using Table = std::vector<std::vector<std::optional<std::size_t>>>;

Table whole_table(const Subject& subject) {
  Table table(subject.states.size());
  for (std::size_t s = 0; s < subject.states.size(); ++s) {
    for (std::size_t e = 0; e < subject.events.size(); ++e) {
      table[s].push_back(subject.next(s, e));
    }
  }
  return table;
}

std::set<std::string_view> reachable(const Subject& subject, std::size_t from) {
  const Table table = whole_table(subject);
  std::set<std::size_t> seen = {from};
  std::vector<std::size_t> open = {from};
  while (!open.empty()) {
    const std::size_t state = open.back();
    open.pop_back();
    for (const auto& to : table[state]) {
      if (to && seen.insert(*to).second) open.push_back(*to);
    }
  }
  std::set<std::string_view> names;
  for (const std::size_t state : seen) names.insert(subject.states[state]);
  return names;
}

class Lifecycle : public testing::TestWithParam<Subject> {};

TEST_P(Lifecycle, BeginsInItsFirstStateAndCanReachAllOthers) {
  EXPECT_EQ(reachable(GetParam(), 0).size(), GetParam().states.size());
}

TEST_P(Lifecycle, EveryStateCanStillReachAnEnding) {
  for (std::size_t s = 0; s < GetParam().states.size(); ++s) {
    bool reaches = false;
    for (const auto name : reachable(GetParam(), s)) reaches |= GetParam().goals.contains(name);
    EXPECT_TRUE(reaches) << GetParam().states[s];
  }
}

TEST_P(Lifecycle, FinalStatesAndOnlyTheyAcceptNothing) {
  const Table table = whole_table(GetParam());
  std::set<std::string_view> closed;
  for (std::size_t s = 0; s < table.size(); ++s) {
    bool accepts = false;
    for (const auto& to : table[s]) accepts |= to.has_value();
    if (!accepts) closed.insert(GetParam().states[s]);
  }
  EXPECT_EQ(closed, GetParam().finals);
}

TEST_P(Lifecycle, EveryEventIsAcceptedSomewhere) {
  const Table table = whole_table(GetParam());
  for (std::size_t e = 0; e < GetParam().events.size(); ++e) {
    bool accepted = false;
    for (const auto& row : table) accepted |= row[e].has_value();
    EXPECT_TRUE(accepted) << GetParam().events[e];
  }
}

TEST_P(Lifecycle, AValueThatIsNoStateOrEventIsRefused) {
  const std::size_t states = GetParam().states.size();
  const std::size_t events = GetParam().events.size();
  for (std::size_t e = 0; e < events; ++e) EXPECT_FALSE(GetParam().next(states, e));
  for (std::size_t s = 0; s < states; ++s) EXPECT_FALSE(GetParam().next(s, events));
}

TEST_P(Lifecycle, TheSameQuestionAlwaysGetsTheSameAnswer) {
  const Table table = whole_table(GetParam());
  rc::check("whatever was asked before", [&] {
    for (const auto& [a, b] : *rc::gen::arbitrary<std::vector<std::pair<unsigned, unsigned>>>()) {
      const std::size_t state = a % table.size();
      const std::size_t event = b % GetParam().events.size();
      RC_ASSERT(GetParam().next(state, event) == table[state][event]);
    }
  });
}

TEST_P(Lifecycle, ThreadsMayAskAtOnce) {
  const Table table = whole_table(GetParam());
  std::array<Table, 4> answers;
  {
    std::vector<std::jthread> threads;
    for (Table& answer : answers) {
      threads.emplace_back([&answer] { answer = whole_table(GetParam()); });
    }
  }
  for (const Table& answer : answers) EXPECT_EQ(answer, table);
}

INSTANTIATE_TEST_SUITE_P(Every, Lifecycle, testing::ValuesIn(subjects()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace lianban::lifecycle::test
