// Deferred documents are looked for again and again; lists find cases.
#include "support.hpp"

namespace lianban {
namespace {

class Standing : public Runtime {
 protected:
  std::string accepted_case() {
    Command opening = command(Verb::kOpen, {}, {{"form", Json::object()}, {"promises", {"doc"}}});
    opening.actor = applicant();
    const std::string id = expect_accepted(engine->open_case("deferred", opening)).case_id;
    expect_accepted(send(id, "accept", nullptr, {}, clerk()));
    return id;
  }
  std::string deferral(const std::string& id) {
    return show(id)["deferrals"]["doc"]["state"].get<std::string>();
  }
};

TEST_F(Standing, NotFoundIsAskedAgainEveryWorkdayAndLeavesNoTrace) {
  start(kDeferred);
  std::vector<std::string> asked;
  agency->answer = [&](const AgencyRequest&) {
    asked.push_back(format_instant(clock->now()));
    return AgencyAnswer::answered({{"found", asked.size() == 4}, {"on", "2021-09-17"}});
  };
  const std::string id = accepted_case();
  advance_to("2021-09-17T10:00:00+08:00");
  EXPECT_EQ(asked,
            (std::vector<std::string>{"2021-09-15T09:00:00+08:00", "2021-09-16T09:00:00+08:00",
                                      "2021-09-17T09:00:00+08:00"}));
  const std::uint64_t revision = show(id)["revision"];
  EXPECT_EQ(deferral(id), "promised");
  advance_to("2021-09-18T08:00:00+08:00");
  EXPECT_EQ(show(id)["revision"], revision);
  advance_to("2021-09-18T12:00:00+08:00");
  EXPECT_EQ(asked.back(), "2021-09-18T09:00:00+08:00");
  EXPECT_EQ(deferral(id), "satisfied");
  advance_to("2021-09-25T00:00:00+08:00");  // The wake of the limit rings once, for nothing.
  EXPECT_FALSE(engine->next_due()->has_value());
  EXPECT_EQ(asked.size(), 4u);
  std::set<std::string> keys;
  for (const AgencyRequest& request : agency->asked()) keys.insert(request.key);
  EXPECT_EQ(keys.size(), 4u);
  expect_sound(id);
}

TEST_F(Standing, AtTheLimitItIsTriedOnceMore) {
  start(kDeferred);
  std::vector<std::string> asked;
  agency->answer = [&](const AgencyRequest&) {
    asked.push_back(format_instant(clock->now()));
    return AgencyAnswer::answered({{"found", false}});
  };
  const std::string id = accepted_case();
  advance_to("2021-09-30T00:00:00+08:00");
  EXPECT_EQ(asked.back(), "2021-09-19T00:00:00+08:00");  // 24:00 of the third workday, the 18th.
  EXPECT_EQ(states(id), States{"revoked"});
  EXPECT_EQ(show(id)["outcome"], "acceptance_revoked");
  EXPECT_FALSE(engine->next_due()->has_value());
}

TEST_F(Standing, ARegisterThatIsDownHoldsTheLimit) {
  start(kDeferred);
  bool down = true;
  agency->answer = [&](const AgencyRequest&) {
    return down ? failed("agency/refused", false)
                : AgencyAnswer::answered({{"found", true}, {"on", "2021-09-17"}});
  };
  const std::string id = accepted_case();
  advance_to("2021-09-20T12:00:00+08:00");
  EXPECT_EQ(deferral(id), "promised");
  EXPECT_TRUE(show(id)["deferrals"]["doc"]["held"].get<bool>());
  down = false;
  advance_to("2021-09-30T00:00:00+08:00");
  EXPECT_EQ(deferral(id), "satisfied");
  expect_sound(id);
}

TEST_F(Standing, AnAnswerLaterIsAwaitedAndNothingFallsDueMeanwhile) {
  start(kDeferred);
  const std::string id = accepted_case();
  advance_to("2021-09-25T00:00:00+08:00");
  EXPECT_EQ(agency->asked().size(), 1u);
  EXPECT_EQ(deferral(id), "promised");
  const auto open = *engine->open_calls(id);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].call, "lookup");
  expect_accepted(
      engine->submit(id, command(Verb::kReply, "lookup", {{"found", true}, {"on", "2021-09-16"}})));
  EXPECT_EQ(deferral(id), "satisfied");
  EXPECT_TRUE(engine->open_calls(id)->empty());
}

TEST_F(Standing, AttemptsAreRetriedUnderOneKey) {
  start(kDeferred);
  int attempt = 0;
  agency->answer = [&](const AgencyRequest&) {
    return ++attempt < 3 ? failed("agency/busy", true)
                         : AgencyAnswer::answered({{"found", true}, {"on", "2021-09-15"}});
  };
  const std::string id = accepted_case();
  advance_to("2021-09-15T10:00:00+08:00");
  EXPECT_EQ(deferral(id), "satisfied");
  ASSERT_EQ(agency->asked().size(), 3u);
  EXPECT_EQ(agency->asked()[0].key, agency->asked()[2].key);
  EXPECT_EQ(agency->asked()[2].attempt, 3);
}

using Lists = Runtime;

TEST_F(Lists, CasesAreFoundByWhatPeopleKnow) {
  use_file();
  start(kCounter);
  const auto opened = [&](const char* name, const char* region, const char* who) {
    Json data{{"form", {{"name", name}}}, {"region", region}, {"applicant", {{"id", who}}}};
    return open("counter", std::move(data));
  };
  const Accepted a = opened("张三", "330302", "u1");
  clock->set(moment("2021-09-15T09:10:00+08:00"));
  const Accepted b = opened("李四", "330303", "u2");
  const Accepted c = opened("张三", "330303", "u3");
  expect_accepted(send(b.case_id, "count", {{"by", 3}}));
  expect_accepted(send(b.case_id, "press", nullptr, {}, clerk()));
  expect_accepted(send(b.case_id, "finish"));
  start();
  const auto ids = [&](const CaseQuery& query) {
    const auto page = engine->find(query);
    EXPECT_TRUE(page.ok());
    std::vector<std::string> found;
    for (const CaseLine& line : page->cases) found.push_back(line.case_id);
    return found;
  };
  using Ids = std::vector<std::string>;
  const auto with = [](auto set) {
    CaseQuery query;
    set(query);
    return query;
  };
  EXPECT_EQ(ids({}), (Ids{a.case_id, b.case_id, c.case_id}));
  EXPECT_EQ(ids(with([](auto& q) { q.open_only = true; })), (Ids{a.case_id, c.case_id}));
  EXPECT_EQ(ids(with([](auto& q) { q.role = "bureau.clerk"; })), (Ids{a.case_id, c.case_id}));
  EXPECT_EQ(ids(with([](auto& q) { q.state = "work"; })), (Ids{a.case_id, c.case_id}));
  EXPECT_EQ(ids(with([](auto& q) { q.region = "330303"; })), (Ids{b.case_id, c.case_id}));
  EXPECT_EQ(ids(with([&](auto& q) { q.number = b.number; })), Ids{b.case_id});
  EXPECT_EQ(ids(with([](auto& q) { q.applicant = "u2"; })), Ids{b.case_id});
  EXPECT_EQ(ids(with([](auto& q) { q.personal = "张三"; })), (Ids{a.case_id, c.case_id}));
  EXPECT_EQ(ids(with([](auto& q) { q.personal = "张三", q.region = "330303"; })), Ids{c.case_id});
  EXPECT_EQ(ids(with([](auto& q) { q.personal = "张"; })), Ids{});
  EXPECT_EQ(ids(with([](auto& q) { q.due_before = moment("2021-09-16T00:00:00+08:00"); })), Ids{});
  EXPECT_EQ(ids(with([](auto& q) {
              q.role = "bureau.clerk", q.due_before = moment("2021-10-16T00:00:00+08:00");
            })),
            (Ids{a.case_id, c.case_id}));
}

TEST_F(Lists, PagesGoOnWhereTheyEnded) {
  start(kCounter);
  std::vector<std::string> all;
  for (int i = 0; i < 7; ++i) all.push_back(open("counter").case_id);
  for (const bool by_role : {false, true}) {
    CaseQuery query;
    query.limit = 3;
    if (by_role) query.role = "bureau.clerk";
    std::vector<std::string> seen;
    do {
      const auto page = engine->find(query);
      ASSERT_TRUE(page.ok());
      EXPECT_LE(page->cases.size(), 3u);
      for (const CaseLine& line : page->cases) seen.push_back(line.case_id);
      query.cursor = page->next;
    } while (!query.cursor.empty());
    EXPECT_EQ(seen, all);
  }
  CaseQuery bad;
  bad.cursor = "x";
  EXPECT_EQ(engine->find(bad).error().code, "argument/cursor");
}

TEST_F(Lists, BoxesFollowTheCase) {
  start(kCounter);
  const std::string id = open("counter").case_id;
  expect_accepted(send(id, "count", {{"by", 3}}));
  expect_accepted(send(id, "press", nullptr, {}, clerk()));
  CaseQuery query;
  query.role = "bureau.clerk";
  EXPECT_TRUE(engine->find(query)->cases.empty());
  query.role.clear();
  query.state = "pressed";
  ASSERT_EQ(engine->find(query)->cases.size(), 1u);
  EXPECT_EQ(engine->find(query)->cases[0].status, "received");
}

}  // namespace
}  // namespace lianban
