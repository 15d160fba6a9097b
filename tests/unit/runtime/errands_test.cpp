// What a definition hands over to the host program waits until the host has it.
#include "unit/runtime/support.hpp"

namespace lianban {
namespace {

constexpr const char* kHandsOver = R"({
  "lianban": 1, "id": "hands_over", "version": "1.0.0",
  "vars": {"n": 0},
  "chart": {"states": [{"id": "work", "transitions": [
    {"on": "print", "do": [
      {"assign": {"vars.n": {"+": [{"var": "vars.n"}, 1]}}},
      {"host": {"name": "print", "data": {"object": {"copies": {"var": "vars.n"}}}}}]},
    {"on": "printed", "to": "over"}]},
    {"id": "over", "kind": "final"}]}
})";

class Errands : public Runtime {
 protected:
  std::vector<HostErrand> waiting(std::size_t limit = 100) {
    auto found = engine->errands(limit);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().code);
    return found.ok() ? *std::move(found) : std::vector<HostErrand>();
  }
  /// Copies of what waits, in order.
  std::vector<int> copies(std::size_t limit = 100) {
    std::vector<int> all;
    for (const HostErrand& each : waiting(limit)) all.push_back(each.data["copies"]);
    return all;
  }
};

TEST_F(Errands, WaitUntilTheHostHasThem) {
  use_file();
  start(kHandsOver);
  const std::string id = open("hands_over").case_id;
  expect_accepted(send(id, "print"));
  expect_accepted(send(id, "print"));
  const auto first = waiting();
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].case_id, id);
  EXPECT_EQ(first[0].name, "print");
  pump();
  EXPECT_EQ(copies(), (std::vector<int>{1, 2}));
  EXPECT_EQ(copies(1), (std::vector<int>{1}));
  ASSERT_TRUE(engine->errand_taken(id, first[0].seq).ok());
  ASSERT_TRUE(engine->errand_taken(id, first[0].seq).ok());
  EXPECT_EQ(copies(), (std::vector<int>{2}));
  start();
  pump();
  EXPECT_EQ(copies(), (std::vector<int>{2}));
  EXPECT_FALSE(engine->next_due()->has_value());
}

TEST_F(Errands, OutliveTheCaseAndNeedNoAdapter) {
  options.agencies = nullptr;
  start(kHandsOver);
  const std::string id = open("hands_over").case_id;
  expect_accepted(send(id, "print"));
  expect_accepted(send(id, "printed"));
  pump();
  ASSERT_EQ(waiting().size(), 1u);
  ASSERT_TRUE(engine->errand_taken(id, waiting()[0].seq).ok());
  EXPECT_TRUE(waiting().empty());
}

TEST_F(Errands, OnlyAHandOverCanBeTaken) {
  start(kAsker);
  const std::string id = open("asker").case_id;
  EXPECT_TRUE(waiting().empty());
  EXPECT_EQ(engine->errand_taken(id, 1).error().code, "errand/unknown");
  pump();
  EXPECT_EQ(agency->asked().size(), 1u);
}

}  // namespace
}  // namespace lianban
