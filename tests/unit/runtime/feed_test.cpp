#include <gtest/gtest.h>

#include <thread>

#include "audit/chain.hpp"
#include "base/hash.hpp"
#include "base/ids.hpp"
#include "unit/runtime/support.hpp"

namespace lianban {
namespace {

class Feeds : public Runtime {
 protected:
  Accepted open_counter(const char* request) {
    Command opening = command(Verb::kOpen, "counter", {{"form", {{"name", "Zhang San"}}}}, request);
    opening.actor = applicant();
    return expect_accepted(engine->open_case("counter", opening));
  }
  void count(const std::string& id, const char* request) {
    expect_accepted(engine->submit(id, command(Verb::kSend, "count", {{"by", 1}}, request)));
  }
};

TEST_F(Feeds, TellWhatHappenedInAllCasesInOrder) {
  start(kCounter);
  const std::string first = open_counter("r1").case_id;
  const std::string second = open_counter("r2").case_id;
  count(first, "r3");
  const auto page = engine->events(0);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->events.size(), 3u);
  EXPECT_EQ(page->events[0].case_id, first);
  EXPECT_EQ(page->events[1].case_id, second);
  EXPECT_EQ(page->events[2].case_id, first);
  EXPECT_EQ(page->events[2].request_id, "r3");
  EXPECT_EQ(page->events[2].revision, 2u);
  EXPECT_EQ(page->next, page->events[2].cursor);
}

TEST_F(Feeds, AreReadPageByPageAndEndWhereNothingHappened) {
  use_file();
  start(kCounter);
  const std::string id = open_counter("r1").case_id;
  count(id, "r2");
  const auto one = engine->events(0, 1);
  ASSERT_EQ(one.value().events.size(), 1u);
  const auto rest = engine->events(one->next, 10);
  ASSERT_EQ(rest.value().events.size(), 1u);
  const auto none = engine->events(rest->next, 10);
  EXPECT_TRUE(none.value().events.empty());
  EXPECT_EQ(none->next, rest->next);
  start();
  EXPECT_EQ(engine->events(one->next, 10).value().events.size(), 1u)
      << "cursors outlive the engine";
}

TEST_F(Feeds, HoldNoPersonalValues) {
  start(kCounter);
  const std::string id = open_counter("r1").case_id;
  ASSERT_NE(engine->history(id).value().dump().find("Zhang San"), std::string::npos);
  const auto page = engine->events(0);
  const std::string entries = page.value().events.at(0).entries.dump();
  EXPECT_EQ(entries.find("Zhang San"), std::string::npos);
  EXPECT_NE(entries.find("null"), std::string::npos);
}

TEST_F(Feeds, WakeWhoWaitsForThem) {
  start(kCounter);
  const std::string id = open_counter("r1").case_id;
  const std::uint64_t seen = engine->pulse();
  EXPECT_EQ(engine->wait_pulse(seen, std::chrono::milliseconds{0}), seen);
  std::thread clerk([&] { count(id, "r2"); });
  EXPECT_NE(engine->wait_pulse(seen, std::chrono::minutes{1}), seen);
  clerk.join();
  const std::uint64_t after = engine->pulse();
  engine->wake();
  EXPECT_NE(engine->wait_pulse(after, std::chrono::minutes{1}), after);
}

TEST_F(Feeds, AnExportVerifiesWithoutTheEngine) {
  start(kCounter);
  const std::string id = open_counter("r1").case_id;
  count(id, "r2");
  const auto exported = engine->export_case(id);
  ASSERT_TRUE(exported.ok());
  const Json& chain = exported->at("chain");
  base::Digest previous{};
  std::uint64_t revision = 0;
  for (const Json& row : chain.at("rows")) {
    const std::string bytes = row.at("bytes");
    previous = audit::link(base::TenantId{exported->at("tenant").get<std::int64_t>()},
                           *base::parse_case_id(id), ++revision, previous, bytes);
    EXPECT_EQ(row.at("hash"), base::hex(previous));
    EXPECT_EQ(bytes.find("Zhang San"), std::string::npos);
  }
  EXPECT_EQ(revision, 2u);
  EXPECT_EQ(chain.at("head"), base::hex(previous));
  EXPECT_EQ(exported->at("verification").at("head"), chain.at("head"));
  EXPECT_EQ(exported->at("verification").at("sound"), true);
  const Json& definition = exported->at("definition");
  const std::string text = definition.at("text");
  EXPECT_EQ(definition.at("hash"),
            base::hex(base::sm3({std::string_view("\x01", 1), std::string_view("\x01", 1), text})));
  EXPECT_EQ(exported->at("history").size(), 2u);
  EXPECT_EQ(exported->at("case").at("id"), id);
}

TEST_F(Feeds, AnUnknownCaseIsNotExported) {
  start(kCounter);
  EXPECT_EQ(engine->export_case("nothing").error().code, "case/not_found");
}

}  // namespace
}  // namespace lianban
