// A standing question whose answer nobody understood is put again when a person asks for it.
#include "support.hpp"

namespace lianban {
namespace {

class StandingRetry : public Runtime {
 protected:
  /// Promised on Wednesday, accepted, and the register answers nonsense.
  std::string misfit() {
    agency->answer = [](const AgencyRequest&) {
      return AgencyAnswer::answered({{"found", "perhaps"}});
    };
    start(kDeferred);
    const std::string id = open("deferred", {{"promises", {"doc"}}}).case_id;
    expect_accepted(send(id, "accept", nullptr, {}, clerk()));
    advance_to("2021-09-15T18:00:00+08:00");
    return id;
  }
  Result<Answer> retry(const std::string& id) {
    Command command = Runtime::command(Verb::kRetry, engine->incidents()->incidents.at(0).id);
    command.actor = clerk();
    return engine->submit(id, command);
  }
};

TEST_F(StandingRetry, ARetriedMisfitIsAskedAtOnceAndNotAtTheNextRecheck) {
  const std::string id = misfit();
  ASSERT_EQ(engine->incidents()->incidents.size(), 1u);
  EXPECT_EQ(engine->incidents()->incidents[0].code, "call/misfit");
  const std::size_t before = agency->asked().size();
  agency->answer = [](const AgencyRequest&) {
    return AgencyAnswer::answered({{"found", true}, {"on", "2021-09-16"}});
  };
  expect_accepted(retry(id));
  pump();
  EXPECT_EQ(agency->asked().size(), before + 1);
  EXPECT_TRUE(show(id)["open_deferrals"].empty());
  EXPECT_TRUE(engine->incidents()->incidents.empty());
  expect_sound(id);
}

TEST_F(StandingRetry, AMisfitAfterAnUsefulAnswerCanBeRetriedToo) {
  agency->answer = [](const AgencyRequest&) { return AgencyAnswer::answered({{"found", false}}); };
  start(kDeferred);
  const std::string id = open("deferred", {{"promises", {"doc"}}}).case_id;
  expect_accepted(send(id, "accept", nullptr, {}, clerk()));
  advance_to("2021-09-15T18:00:00+08:00");
  agency->answer = [](const AgencyRequest&) {
    return AgencyAnswer::answered({{"found", "perhaps"}});
  };
  advance_to("2021-09-16T12:00:00+08:00");
  ASSERT_EQ(engine->incidents()->incidents.size(), 1u);
  agency->answer = [](const AgencyRequest&) {
    return AgencyAnswer::answered({{"found", true}, {"on", "2021-09-16"}});
  };
  expect_accepted(retry(id));
  pump();
  EXPECT_TRUE(show(id)["open_deferrals"].empty());
  expect_sound(id);
}

TEST_F(StandingRetry, NonsenseAtEveryRecheckIsOneWorkItem) {
  const std::string id = misfit();
  const std::size_t before = agency->asked().size();
  advance_to("2021-09-17T18:00:00+08:00");
  EXPECT_GT(agency->asked().size(), before);
  EXPECT_EQ(engine->incidents()->incidents.size(), 1u);
  expect_sound(id);
}

}  // namespace
}  // namespace lianban
