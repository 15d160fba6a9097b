#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "decide/codec.hpp"
#include "decide/register.hpp"
#include "support/workbench.hpp"

// Licences of other cases: what a decision reads of the register, and what it leaves there.
namespace lianban::decide::testing {
namespace {

using lifecycle::LicenceEvent;
using lifecycle::LicenceState;
using support::Workbench;

constexpr const char* kActs = R"({
  "lianban": 1, "id": "acts", "version": "1.0.0",
  "agencies": {"bureau": {"title": "Bureau", "lead": true, "roles": {"head": "Head"}}},
  "form": {"type": "object", "properties": {"number": {"type": "string"}, "under": {"type": "string"}}},
  "licences": {
    "permit": {"title": "Permit", "issuer": "bureau", "number": "P{seq:3}",
               "held": {"var": "form.number"}, "content": {}},
    "seal": {"title": "Seal", "issuer": "bureau", "number": "S{seq:3}", "valid": "1 year",
             "rests_on": {"var": "form.under"}, "content": {}}
  },
  "materials": {"paper": {"title": "Paper", "required": false, "source": {"reuse": "permit"}}},
  "chart": {"states": [{"id": "open", "transitions": [
    {"on": "accept", "do": [{"accept": {}}]},
    {"on": "suspend", "do": [{"suspend_licence": {"licence": "permit", "reason": "r"}}]},
    {"on": "resume", "do": [{"resume_licence": {"licence": "permit", "reason": "r"}}]},
    {"on": "cancel", "do": [{"cancel_licence": {"licence": "permit", "reason": "r"}}]},
    {"on": "issue", "do": [{"issue": "permit"}]},
    {"on": "seal", "do": [{"issue": "seal"}]},
    {"on": "unseal", "do": [{"resume_licence": {"licence": "seal", "reason": "r"}}]},
    {"on": "boom", "when": {"==": [{"var": "licences.permit.state"}, "made"]}}
  ]}]}
})";

/// A case beside a register that the test writes.
class Registering : public Workbench {
 public:
  Registering() : Workbench(kActs, false) {}

  std::string submit(Verb verb, const std::string& subject, Json data = nullptr) {
    Inputs given = inputs();
    given.find_licence = [this](const std::string& number) -> Result<std::optional<Registered>> {
      ++looked;
      const auto it = rows.find(number);
      return it == rows.end() ? std::optional<Registered>() : it->second;
    };
    const Command command{"r" + std::to_string(history.size()), verb, subject, std::move(data),
                          Actor::system()};
    auto decision = decide(open ? &*open : nullptr, command, given);
    if (auto* refused = std::get_if<Refused>(&decision)) {
      refusal = refused->refusal;
      return refusal.code;
    }
    auto& done = std::get<Done>(decision);
    effects = done.effects;
    for (const auto& [number, put] : effects.licences) {
      rows[number].record = put.record;
      rows[number].record.held = false;
    }
    if (done.entries.empty()) return {};
    history.push_back(encode_entries(done.entries, personal));
    open = std::move(done.after);
    const auto again = replay(history, personal);
    EXPECT_TRUE(again.ok());
    if (!again.ok()) return "replay";
    EXPECT_EQ(encode_case(*again, personal), encode_case(*open, personal));
    return {};
  }
  std::string send(const std::string& event) { return submit(Verb::kSend, event); }
  void start(Json form) {
    ASSERT_EQ(submit(Verb::kOpen, "acts", {{"form", std::move(form)}}), "");
    ASSERT_EQ(send("accept"), "");
  }
  Registered& put(const std::string& number, LicenceState state = LicenceState::kMade) {
    Registered& row = rows[number];
    row.record.number = number;
    row.record.state = state;
    row.record.version = 1;
    row.record.row += 1;
    return row;
  }
  [[nodiscard]] const LicenceRecord& permit() const { return open->licences.at("permit"); }

  std::map<std::string, Registered> rows;
  int looked = 0;
};

TEST(Register, WhatIsHeldIsBoundWhenItsRuleHasANumberAndNeverAgain) {
  Registering bench;
  bench.put("A");
  bench.put("B");
  bench.start({{"number", "A"}});
  EXPECT_EQ(bench.permit().number, "A");
  EXPECT_TRUE(bench.permit().held);
  EXPECT_TRUE(bench.effects.licences.empty()) << "binding writes nothing";
}

TEST(Register, AnActOnAHeldLicenceIsWrittenToItsRow) {
  Registering bench;
  bench.put("A");
  bench.start({{"number", "A"}});
  ASSERT_EQ(bench.send("suspend"), "");
  EXPECT_EQ(bench.rows.at("A").record.state, LicenceState::kSuspended);
  EXPECT_EQ(bench.rows.at("A").record.row, 2U);
  EXPECT_FALSE(bench.effects.licences.at("A").issued);
  EXPECT_EQ(bench.send("suspend"), "licence/state");
}

TEST(Register, SupervisionHearsOfActsOnHeldLicencesToo) {
  Registering bench;
  bench.put("A");
  bench.start({{"number", "A"}});
  ASSERT_EQ(bench.send("cancel"), "");
  std::vector<std::string> lanes;
  for (const auto& row : bench.effects.outbox_add) lanes.push_back(row.lane);
  EXPECT_EQ(lanes, (std::vector<std::string>{"@supervision", "self"}));
}

TEST(Register, WhatAnotherCaseDidIsSeenAndFrozen) {
  Registering bench;
  bench.put("A");
  bench.start({{"number", "A"}});
  bench.put("A", LicenceState::kSuspended);
  EXPECT_EQ(bench.send("suspend"), "licence/state");
  ASSERT_EQ(bench.send("boom"), "") << "an event of the system that enables nothing is recorded";
  EXPECT_EQ(bench.permit().state, LicenceState::kSuspended);
  EXPECT_EQ(bench.permit().row, 2U);
  ASSERT_EQ(bench.send("resume"), "");
  EXPECT_EQ(bench.rows.at("A").record.row, 3U);
}

TEST(Register, ACaseWithoutLicencesDoesNotReadTheRegister) {
  Registering bench;
  bench.start(Json::object());
  ASSERT_EQ(bench.send("boom"), "");
  EXPECT_EQ(bench.looked, 0);
}

TEST(Register, TheNextVersionKeepsTheNumberAndIsThisCases) {
  Registering bench;
  bench.put("A");
  bench.start({{"number", "A"}});
  ASSERT_EQ(bench.send("issue"), "");
  EXPECT_EQ(bench.permit().number, "A");
  EXPECT_EQ(bench.permit().version, 2U);
  EXPECT_FALSE(bench.permit().held);
  EXPECT_TRUE(bench.effects.licences.at("A").issued);
}

TEST(Register, WhatRestsOnASuspendedLicenceIsToldOfItsNextVersion) {
  Registering bench;
  bench.put("A");
  bench.start({{"number", "A"}});
  ASSERT_EQ(bench.send("suspend"), "");
  ASSERT_EQ(bench.send("issue"), "");
  const auto& queued = bench.effects.outbox_add;
  EXPECT_TRUE(std::any_of(queued.begin(), queued.end(),
                          [](const auto& row) { return row.ref.starts_with("follow:"); }));
}

TEST(Register, AnOlderVersionIsHistoryOnceAnotherCaseIssuedTheNext) {
  Registering bench;
  bench.start(Json::object());
  ASSERT_EQ(bench.send("issue"), "");
  Registered& row = bench.put("P" + bench.permit().number.substr(1));
  row.record.version = 2;
  ASSERT_EQ(bench.send("boom"), "");
  EXPECT_EQ(bench.permit().state, LicenceState::kReplaced);
  EXPECT_EQ(bench.send("cancel"), "licence/state");
}

TEST(Register, ADrawnNumberThatIsTakenIsPassedOver) {
  Registering bench;
  for (const char* number : {"P002", "P003"}) bench.put(number);
  bench.start(Json::object());
  ASSERT_EQ(bench.send("issue"), "");
  EXPECT_EQ(bench.permit().number, "P004");
}

TEST(Register, ALicencePastItsLimitCanOnlyBeCancelled) {
  Registering bench;
  bench.put("A").record.expires = day_of(bench.now);
  bench.start({{"number", "A"}});
  EXPECT_TRUE(in_force(bench.permit(), day_of(bench.now))) << "its last day is a day of validity";
  bench.now += std::chrono::days(1);
  EXPECT_EQ(state_on(bench.permit(), day_of(bench.now)), LicenceState::kExpired);
  EXPECT_EQ(bench.send("suspend"), "licence/state");
  EXPECT_EQ(bench.send("issue"), "licence/state");
  EXPECT_EQ(bench.send("cancel"), "");
}

TEST(Register, AReusedDocumentComesAndGoesWithItsLicence) {
  Registering bench;
  bench.put("A").record.content = std::make_shared<const Json>(Json{{"name", "x"}});
  bench.start({{"number", "A"}});
  const auto paper = [&]() -> const material::MaterialRecord& {
    return bench.open->materials.at("paper");
  };
  EXPECT_EQ(paper().state, lifecycle::MaterialState::kVerified);
  EXPECT_EQ((*paper().data)["name"], "x");
  ASSERT_EQ(bench.send("suspend"), "");
  EXPECT_EQ(paper().state, lifecycle::MaterialState::kMissing);
  EXPECT_EQ(paper().data, nullptr);
}

TEST(Register, WhatRestsEndsNoLaterThanWhatItRestsOn) {
  Registering bench;
  bench.put("A").record.expires = day_of(bench.now + std::chrono::days(30));
  bench.start({{"under", "A"}});
  ASSERT_EQ(bench.send("seal"), "");
  EXPECT_EQ(bench.open->licences.at("seal").expires, bench.rows.at("A").record.expires);
  EXPECT_EQ(bench.open->licences.at("seal").rests_on, "A");
}

TEST(Register, NothingRestsOnItself) {
  Registering bench;
  bench.put("A").record.rests_on = "B";
  bench.put("B").record.rests_on = "A";
  bench.start({{"under", "A"}});
  EXPECT_EQ(bench.send("seal"), "licence/rests_on");
}

TEST(Register, FollowingIsDoneOnceAndOnlyWhereSomethingChanged) {
  Registering bench;
  bench.put("A");
  bench.start({{"under", "A"}});
  ASSERT_EQ(bench.send("seal"), "");
  const std::string seal = bench.open->licences.at("seal").number;
  const std::size_t rows = bench.history.size();
  ASSERT_EQ(bench.submit(Verb::kFollow, seal, {{"of", "A"}}), "");
  EXPECT_EQ(bench.history.size(), rows) << "nothing changed, nothing is recorded";
  bench.put("A", LicenceState::kSuspended);
  ASSERT_EQ(bench.submit(Verb::kFollow, seal, {{"of", "A"}}), "");
  EXPECT_EQ(bench.open->licences.at("seal").state, LicenceState::kSuspended);
  EXPECT_EQ(bench.history.size(), rows + 1);
  ASSERT_EQ(bench.submit(Verb::kFollow, seal, {{"of", "A"}}), "");
  EXPECT_EQ(bench.history.size(), rows + 1);
  EXPECT_EQ(bench.send("unseal"), "licence/rests_on");
  ASSERT_EQ(bench.submit(Verb::kFollow, seal, {{"of", "B"}}), "");
  EXPECT_EQ(bench.history.size(), rows + 1) << "it does not rest on B";
}

TEST(Register, WhatFollowsIsWhatHappenedToTheOther) {
  const auto after = [](LicenceState state, bool with, LicenceState base) {
    LicenceRecord record, under;
    record.state = state;
    record.suspended_with = with;
    under.state = base;
    const auto now = followed(record, under);
    return now ? std::string(to_name(now->state)) : std::string("-");
  };
  using enum LicenceState;
  EXPECT_EQ(after(kMade, false, kMade), "-");
  EXPECT_EQ(after(kMade, false, kSuspended), "suspended");
  EXPECT_EQ(after(kSuspended, true, kMade), "made");
  EXPECT_EQ(after(kSuspended, false, kMade), "-") << "a suspension of its own";
  EXPECT_EQ(after(kSuspended, false, kRevoked), "revoked");
  EXPECT_EQ(after(kMade, false, kWithdrawn), "withdrawn");
  EXPECT_EQ(after(kMade, false, kCancelled), "cancelled");
  EXPECT_EQ(after(kMade, false, kExpired), "cancelled");
  EXPECT_EQ(after(kRevoked, false, kMade), "-") << "what has ended stays ended";
}

TEST(Register, APersonalValueOfTheRegisterStaysOutOfTheHistory) {
  PersonalValues of_row;
  const Json content{{"holder", {{"name", "李某"}, {"city", "温州"}}}};
  LicenceRecord record;
  record.number = "A";
  record.content = std::make_shared<const Json>(content);
  ASSERT_TRUE(of_row.learn_all(content, base::sm3({"salt"})));
  const std::string bytes = encode_licence(record, of_row);
  EXPECT_EQ(bytes.find("李某"), std::string::npos);
  EXPECT_EQ(*decode_licence(bytes, of_row)->content, content);
  PersonalValues of_case;
  EXPECT_TRUE(of_case.learn(of_row));
  EXPECT_FALSE(of_case.learn(of_row)) << "known already";
  LicenceStands entry;
  entry.id = "permit";
  entry.record = record;
  EXPECT_EQ(encode_entries({entry}, of_case).find("李某"), std::string::npos);
  EXPECT_TRUE(of_case.within(Json{{"plate", "x"}}).all().empty());
  EXPECT_EQ(of_case.within(content).all().size(), 2U);
}

}  // namespace
}  // namespace lianban::decide::testing
