#include "adapter/scripted_agency.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "unit/adapter/support.hpp"

namespace lianban::adapter {
namespace {

std::unique_ptr<Agency> scripted(const Json& script) {
  auto made = make_scripted_agency(script);
  EXPECT_TRUE(made) << made.error().code;
  return std::move(made).value();
}

Json ask(Agency& agency, const std::string& call, const std::string& key) {
  const AgencyAnswer answer = agency.ask(request("insurer", call, key));
  return answer.reply ? *answer.reply : Json(answer.error.code);
}

TEST(ScriptedAgency, AnswersEveryRequestWithItsOneReply) {
  const auto agency = scripted({{"tax", {{"found", true}}}});
  EXPECT_EQ(ask(*agency, "tax", "k1"), Json({{"found", true}}));
  EXPECT_EQ(ask(*agency, "tax", "k2"), Json({{"found", true}}));
}

TEST(ScriptedAgency, GivesOneOfAListPerRequestAndRepeatsTheLast) {
  const auto agency = scripted({{"policy", {{{"n", 1}}, {{"n", 2}}}}});
  EXPECT_EQ(ask(*agency, "policy", "k1")["n"], 1);
  EXPECT_EQ(ask(*agency, "policy", "k2")["n"], 2);
  EXPECT_EQ(ask(*agency, "policy", "k3")["n"], 2);
}

TEST(ScriptedAgency, GivesTheSameKeyTheSameAnswer) {
  const auto agency = scripted({{"policy", {{{"n", 1}}, {{"n", 2}}}}});
  EXPECT_EQ(ask(*agency, "policy", "k1")["n"], 1);
  EXPECT_EQ(ask(*agency, "policy", "k1")["n"], 1);
  EXPECT_EQ(ask(*agency, "policy", "k2")["n"], 2);
}

TEST(ScriptedAgency, FailsForGoodButAskingAgainTakesTheNextReply) {
  const auto agency = scripted({{"policy", {{{"fail", "unreachable"}}, {{"n", 2}}}}});
  const AgencyAnswer failed = agency->ask(request("insurer", "policy", "k1"));
  EXPECT_EQ(failed.kind, AgencyAnswerKind::kFailed);
  EXPECT_EQ(failed.error.code, "agency/failed");
  EXPECT_EQ(failed.error.message.en, "unreachable");
  EXPECT_FALSE(failed.error.retryable);
  EXPECT_FALSE(failed.arrived_unknown);
  EXPECT_EQ(ask(*agency, "policy", "k1")["n"], 2);
}

TEST(ScriptedAgency, TakesAReplyThatOnlyContainsFailAsAReply) {
  const auto agency = scripted({{"a", {{"fail", "x"}, {"more", 1}}}, {"b", {{"fail", 1}}}});
  EXPECT_EQ(ask(*agency, "a", "k1")["more"], 1);
  EXPECT_EQ(ask(*agency, "b", "k2")["fail"], 1);
}

TEST(ScriptedAgency, AcknowledgesWhatTheScriptDoesNotName) {
  for (const Json& script : {Json(), Json::object()}) {
    const auto agency = scripted(script);
    const AgencyAnswer answer = agency->ask(request("police", "change", "k1"));
    EXPECT_EQ(answer.kind, AgencyAnswerKind::kAcknowledged);
    EXPECT_EQ(answer.ticket, "");
    EXPECT_EQ(agency->poll(request("police", "change", "k1"), "").kind, AgencyAnswerKind::kPending);
  }
}

TEST(ScriptedAgency, RefusesAScriptThatIsNoScript) {
  const auto fault = [](const Json& script) {
    const auto made = make_scripted_agency(script);
    return made ? std::string("ok") : made.error().code + " " + made.error().place;
  };
  EXPECT_EQ(fault(Json::array()), "script/type ");
  EXPECT_EQ(fault({{"a", 1}}), "script/type /a");
  EXPECT_EQ(fault({{"a/b", Json::array()}}), "script/empty /a~1b");
  EXPECT_EQ(fault({{"a", Json::array({Json::object(), "x"})}}), "script/type /a/1");
}

TEST(ScriptedAgency, HandsEachReplyOutOnceToManyThreads) {
  Json replies = Json::array();
  for (int i = 0; i < 400; ++i) replies.push_back({{"n", i}});
  const auto agency = scripted({{"policy", replies}});
  std::vector<std::atomic<int>> seen(400);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 100; ++i) {
        const Json reply = ask(*agency, "policy", std::to_string(t) + "/" + std::to_string(i));
        ++seen[reply["n"].get<std::size_t>()];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& count : seen) EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace lianban::adapter
