// What a lead agency and an operator do when the world did not do its part.
#include "operations.hpp"

namespace lianban::cli::test {
namespace {

using simulators::Fault;
using Words = std::vector<std::string>;

const Words kClerk{"--actor", "li", "--role", "office.clerk"};
const Words kOfficer{"--actor", "zhao", "--role", "police.officer"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

class Incidents : public Operations {
 protected:
  /// A case whose one request is lost at an agency that knows no keys and answers no questions.
  std::string lost() {
    serve({.faults = {{.agency = "police", .fault = Fault::kLost}}},
          {{"poll", {{"every", "PT0.01S"}}}},
          {{"timeouts", {{"total", "PT0.3S"}}}, {"retry", {{"attempts", 1}}}});
    const std::string number = open();
    EXPECT_EQ(ask({"run"}, 0)["pump"]["failed"], 1);
    return number;
  }
};

TEST_F(Incidents, ALostAnswerIsListedForTheLeadAgency) {
  const std::string number = lost();
  const auto list = ask({"incident", "list"}, 0)["incidents"];
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["number"], number);
  EXPECT_EQ(list[0]["id"], "i1");
  EXPECT_EQ(list[0]["code"], "call/failed");
  EXPECT_EQ(list[0]["subject"], "change");
  EXPECT_EQ(ask({"incident", "list", "--lead", "office"}, 0)["incidents"], list);
  EXPECT_TRUE(ask({"incident", "list", "--lead", "police"}, 0)["incidents"].empty());
  EXPECT_TRUE(has(run({"incident", "list"}).out, number));
  EXPECT_TRUE(has(run({"incident", "list", "--lang", "en"}).out, "1 incidents"));
}

TEST_F(Incidents, ShowSaysWhatCanBeDoneAndByWhom) {
  const std::string number = lost();
  const auto shown = ask(with({"incident", "show", number, "i1"}, kClerk), 0);
  EXPECT_EQ(shown["incident"]["code"], "call/failed");
  ASSERT_EQ(shown["actions"].size(), 3U);
  EXPECT_EQ(shown["actions"][0]["verb"], "retry");
  EXPECT_EQ(shown["actions"][1]["verb"], "answer");
  EXPECT_EQ(shown["actions"][1]["input"]["required"], Json({"reason", "reply"}));
  EXPECT_EQ(shown["actions"][2]["verb"], "give_up");
  for (const auto& each : shown["actions"]) EXPECT_TRUE(each["allowed"]) << each;
  const Json officers = ask(with({"incident", "show", number, "i1"}, kOfficer), 0);
  for (const auto& each : officers["actions"]) {
    EXPECT_EQ(each["refusal"]["code"], "incident/by");
  }
  const Finished en = run(with({"incident", "show", number, "i1", "--lang", "en"}, kOfficer));
  EXPECT_TRUE(has(en.out, "request failed")) << en.out;
  EXPECT_TRUE(has(en.out, "the lead agency has to do this")) << en.out;
  EXPECT_EQ(ask({"incident", "show", number, "i9"}, 3)["error"]["code"], "incident/not_found");
}

TEST_F(Incidents, ActionsNameTheIncidentAndWhatIsDoneAboutIt) {
  const std::string number = lost();
  const Finished run = this->run(with({"case", "actions", number}, kClerk));
  EXPECT_TRUE(has(run.out, "可以办理  人工录入答复 i1 · answer  须填写 reason、reply")) << run.out;
  EXPECT_TRUE(has(run.out, "不再等待 i1 · give-up")) << run.out;
}

TEST_F(Incidents, AnAnswerByHandMovesTheCaseOn) {
  const std::string number = lost();
  const Words answer{"incident", "answer",  number, "i1", "--data", R"({"result":"approved"})",
                     "--reason", "电话核实"};
  EXPECT_EQ(ask(with(answer, kOfficer), 4)["error"]["code"], "incident/by");
  EXPECT_EQ(ask(with(answer, kClerk), 0)["states"], Json({"changed"}));
  EXPECT_TRUE(ask({"incident", "list"}, 0)["incidents"].empty());
  const auto settled = ask({"incident", "show", number, "i1"}, 0);
  EXPECT_EQ(settled["incident"]["resolution"], "answered_by_hand");
  EXPECT_EQ(settled["incident"]["by"], "li");
  EXPECT_EQ(settled["incident"]["reason"], "电话核实");
  EXPECT_TRUE(settled["actions"].empty());
  EXPECT_EQ(ask(with(answer, kClerk), 3)["error"]["code"], "incident/unknown");
}

TEST_F(Incidents, RetryAsksAgainAndGivingUpNeedsAReason) {
  const std::string number = lost();
  EXPECT_EQ(run(with({"incident", "give-up", number, "i1"}, kClerk)).exit, 2);
  EXPECT_EQ(run(with({"incident", "answer", number, "i1", "--reason", "x"}, kClerk)).exit, 2);
  simulated_->clear_faults();
  ask(with({"incident", "retry", number, "i1", "--reason", "公安已恢复"}, kClerk), 0);
  EXPECT_TRUE(ask({"incident", "list"}, 0)["incidents"].empty());
  EXPECT_EQ(ask({"run"}, 0)["pump"]["asked"], 1);
}

TEST_F(Incidents, GivenUpTheRequestIsAwaitedNoMore) {
  const std::string number = lost();
  ask(with({"incident", "give-up", number, "i1", "--reason", "另行办理"}, kClerk), 0);
  EXPECT_TRUE(ask({"incident", "list"}, 0)["incidents"].empty());
  EXPECT_EQ(ask({"run"}, 0)["pump"]["asked"], 0);
  EXPECT_EQ(states(number), Json({"asking"}));
}

class Letters : public Operations {};

TEST_F(Letters, WhatTheGatewayDidNotTakeIsListedAndSentAgain) {
  serve({.faults = {{.agency = "@notices", .fault = Fault::kBusy, .times = 1}}},
        {{"honours_keys", true}});
  const std::string number = open();
  EXPECT_EQ(ask({"run"}, 0)["pump"]["asked"], 1);
  EXPECT_TRUE(ask({"letters", "list"}, 0)["letters"].empty());
  ask({"case", "reply", number, "change", "--data", R"({"result":"approved"})"}, 0);
  EXPECT_EQ(ask({"run"}, 0)["pump"]["failed"], 1);
  const auto letters = ask({"letters", "list"}, 0)["letters"];
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0]["to"], "@notices");
  EXPECT_EQ(letters[0]["what"], "notice:0");
  EXPECT_TRUE(has(run({"letters", "list"}).out, "1 条未送达"));
  EXPECT_EQ(ask({"agencies", "status"}, 0)["agencies"]["@notices"]["waiting"]["dead"], 1);
  const std::string seq = letters[0]["seq"].dump();
  EXPECT_EQ(ask({"letters", "resend", number, "99"}, 3)["error"]["code"], "letter/unknown");
  EXPECT_EQ(run({"letters", "resend", number, seq}).exit, 0);
  EXPECT_EQ(ask({"run"}, 0)["pump"]["answered"], 1);
  EXPECT_TRUE(ask({"letters", "list"}, 0)["letters"].empty());
  EXPECT_EQ(simulated_->state()["deliveries"].size(), 1U) << simulated_->state();
}

class Ways : public Operations {};

TEST_F(Ways, StatusIsATableWithTheLatenciesOfTheBuckets) {
  for (const std::string language : {"zh", "en"}) {
    const Finished run =
        run_cli({"agencies", "status", "--metrics", here("data/metrics.json"), "--lang", language});
    EXPECT_EQ(run.exit, 0) << run.err;
    std::string out = run.out;
    if (const auto at = out.find(here("")); at != std::string::npos) out.erase(at, here("").size());
    EXPECT_EQ(out, text_of(here("golden/status." + language + ".txt"))) << run.out;
  }
  const Finished run =
      run_cli({"agencies", "status", "--metrics", here("data/metrics.json"), "--json"});
  const Json police = Json::parse(run.out)["agencies"]["police"];
  EXPECT_EQ(police["p50_ms"], 8);
  EXPECT_EQ(police["p95_ms"], 1750);
  EXPECT_EQ(police["breaker"], "open");
}

TEST_F(Ways, StatusOfAFileThatIsNoneOfOurs) {
  EXPECT_EQ(run_cli({"agencies", "status", "--metrics", here("data/nowhere.json")}).exit, 3);
  EXPECT_EQ(run_cli({"agencies", "status", "--metrics", here("data/stall.json")}).exit, 8);
}

TEST_F(Ways, ARunLeavesItsFigures) {
  serve({}, {{"honours_keys", true}});
  open();
  const std::string metrics = folder_.file("metrics.json");
  ask({"run", "--metrics", metrics}, 0);
  const Json police = ask({"agencies", "status", "--metrics", metrics}, 0)["agencies"]["police"];
  EXPECT_EQ(police["attempts"], 1);
  EXPECT_EQ(police["waiting"]["sent"], 1);
  EXPECT_TRUE(police["p50_ms"].is_number());
  EXPECT_EQ(run({"run", "--metrics", folder_.file("none/metrics.json")}).exit, 8);
}

}  // namespace
}  // namespace lianban::cli::test
