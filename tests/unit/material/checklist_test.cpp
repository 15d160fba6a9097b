// What a case owes: required, gaps, and what stands against a licence (language, section 4).
#include "material/checklist.hpp"

#include <gtest/gtest.h>

#include "documents.hpp"

namespace lianban::material::testing {
namespace {

using Names = std::vector<std::string>;

TEST(Checklist, RequiredFollowsTheFormAtEachLook) {
  const Documents petrol;
  EXPECT_TRUE(required(petrol.spec("form"), petrol.ledger()));
  EXPECT_FALSE(required(petrol.spec("range"), petrol.ledger()));
  EXPECT_FALSE(required(petrol.spec("extra"), petrol.ledger()));
  const Documents electric(Json{{"electric", true}});
  EXPECT_TRUE(required(electric.spec("range"), electric.ledger()));
}

// A rule that cannot be evaluated has nobody to tell: it requires nothing.
TEST(Checklist, RuleThatFailsCountsAsFalse) {
  const Documents unknown;
  EXPECT_FALSE(required(unknown.spec("odd"), unknown.ledger()));
  const Documents big(Json{{"seats", 9}});
  EXPECT_TRUE(required(big.spec("odd"), big.ledger()));
  EXPECT_FALSE(true_now(big.spec("odd").required.front().rule, unknown.scope));
}

// 浙 4: deferrable is what the definition lists, where its conditions hold.
TEST(Checklist, DeferrableIsWhatIsListedWhereItsConditionsHold) {
  const Documents clean(Json{{"clean", true}});
  EXPECT_TRUE(deferrable(clean.spec("policy"), clean.ledger()));
  EXPECT_FALSE(deferrable(clean.spec("form"), clean.ledger()));
  const Documents known(Json{{"clean", false}});
  EXPECT_FALSE(deferrable(known.spec("policy"), known.ledger()));
}

TEST(Checklist, AllGuardsHaveToHold) {
  const Documents clean(Json{{"clean", true}});
  EXPECT_TRUE(all_hold({}, clean.scope));
  auto guards = clean.spec("policy").defer->when;
  EXPECT_TRUE(all_hold(guards, clean.scope));
  guards.push_back(clean.spec("range").required.front());
  EXPECT_FALSE(all_hold(guards, clean.scope));
}

TEST(Checklist, NothingRecordedIsMissing) {
  EXPECT_EQ(record_of({}, "form").state, MaterialState::kMissing);
  EXPECT_TRUE(record_of({}, "form").at.empty()) << "with the applicant";
}

// Gaps: required, missing or rejected; papers made on the way are none.
TEST(Gaps, AreRequiredDocumentsThatAreMissingOrRejected) {
  Documents all(Json{{"electric", true}});
  EXPECT_EQ(ids(gaps(all.ledger())), (Names{"form", "policy", "range"}));
  all.stand("form", MaterialState::kSupplied);
  all.stand("range", MaterialState::kVerified);
  all.stand("extra", MaterialState::kRejected);
  EXPECT_EQ(ids(gaps(all.ledger())), Names{"policy"});
  all.stand("form", MaterialState::kRejected);
  EXPECT_EQ(ids(gaps(all.ledger())), (Names{"form", "policy"}));
}

TEST(Gaps, WaivedDocumentIsNone) {
  Documents all;
  all.materials["form"].waived = true;
  EXPECT_EQ(ids(gaps(all.ledger())), Names{"policy"});
  all.stand("form", MaterialState::kRejected);
  EXPECT_EQ(ids(gaps(all.ledger())), Names{"policy"});
}

// 浙 11(2): promised ones are listed but do not hold back the acceptance; an ended promise does.
TEST(Gaps, OnlyAnOpenPromiseLetsAcceptancePass) {
  Documents all;
  all.stand("form", MaterialState::kSupplied);
  for (const auto state : {DeferralState::kPromised, DeferralState::kOverdue}) {
    all.promise("policy", state);
    EXPECT_EQ(ids(gaps(all.ledger())), Names{"policy"});
    EXPECT_TRUE(blocking_gaps(all.ledger()).empty());
    EXPECT_TRUE(open_deferral(all.deferrals, "policy"));
  }
  for (const auto state : {DeferralState::kSatisfied, DeferralState::kWaived,
                           DeferralState::kDropped, DeferralState::kForfeited}) {
    all.promise("policy", state);
    EXPECT_EQ(ids(blocking_gaps(all.ledger())), Names{"policy"});
    EXPECT_FALSE(open_deferral(all.deferrals, "policy"));
  }
}

// Section 4, `case.gaps`: what the one notice is made from (行政许可法 32: everything at once).
TEST(Gaps, ListSaysAllThatTheNoticeNeeds) {
  Documents all(Json{{"clean", true}});
  all.stand("form", MaterialState::kRejected);
  all.materials["form"].reason = "缺页";
  EXPECT_EQ(gaps_json(all.ledger()), Json::parse(R"([
      {"material": "form", "title": {"zh": "申请表", "en": "Form"}, "state": "rejected",
       "reason": "缺页", "deferrable": false, "promised": false},
      {"material": "policy", "title": {"zh": "保单", "en": "Policy"}, "state": "missing",
       "reason": null, "deferrable": true, "promised": false}])"));
  all.promise("policy");
  EXPECT_EQ(gaps_json(all.ledger())[1]["promised"], true);
}

// Section 4, `case.deferrals`: document, limit and consequence of every open promise.
TEST(Gaps, OpenDeferralsSayLimitAndConsequence) {
  Documents all;
  all.promise("policy");
  EXPECT_EQ(deferrals_json(all.ledger())[0]["due"], nullptr) << "it runs from acceptance";
  all.deferrals["policy"].due = at("2021-10-13T00:00:00+08:00");
  all.deferrals["policy"].is_unsigned = true;
  EXPECT_EQ(deferrals_json(all.ledger()),
            Json::parse(R"([{"material": "policy", "title": {"zh": "保单", "en": "Policy"},
      "state": "promised", "due": "2021-10-12", "unsigned": true,
      "consequence": "acceptance_revoked"}])"));
  all.promise("policy", DeferralState::kSatisfied);
  EXPECT_EQ(deferrals_json(all.ledger()), Json::array());
}

Names obstacles(const Documents& all) {
  Names found;
  for (const Reason& reason : issue_obstacles(all.ledger())) {
    EXPECT_FALSE(reason.text.zh.empty() || reason.text.en.empty()) << reason.id;
    found.push_back(reason.id);
  }
  return found;
}

// 行政许可法 38: no licence over what is missing, wanting or only promised; produced ones count
// too.
TEST(Floor, NothingMissingRejectedOrPromisedCarriesALicence) {
  Documents all;
  EXPECT_EQ(obstacles(all), (Names{"form", "policy", "sheet"}));
  all.stand("form", MaterialState::kSupplied);
  all.stand("sheet", MaterialState::kVerified);
  all.stand("policy", MaterialState::kVerified);
  EXPECT_TRUE(obstacles(all).empty());
  all.stand("form", MaterialState::kRejected);
  EXPECT_EQ(obstacles(all), Names{"form"});
  all.stand("form", MaterialState::kVerified);
  for (const auto state : {DeferralState::kPromised, DeferralState::kOverdue}) {
    all.promise("policy", state);
    EXPECT_EQ(obstacles(all), Names{"policy"}) << "there, but the debt is still open";
  }
}

TEST(Floor, WaivedDocumentStandsInNobodysWay) {
  Documents all;
  for (const char* id : {"form", "sheet", "policy"}) all.materials[id].waived = true;
  EXPECT_TRUE(obstacles(all).empty());
}

// A promise on a document that is not even required is a debt all the same.
TEST(Floor, OpenPromiseCountsThoughNothingIsRequired) {
  Documents all;
  all.stand("form", MaterialState::kVerified);
  all.stand("sheet", MaterialState::kVerified);
  all.stand("policy", MaterialState::kVerified);
  all.promise("extra");
  EXPECT_EQ(obstacles(all), Names{"extra"});
}

TEST(Checklist, TitleHasBothLanguages) {
  EXPECT_EQ(title_json({"表", "Form"}), Json({{"zh", "表"}, {"en", "Form"}}));
  EXPECT_EQ(title_json({"", "Form"}), Json({{"zh", "Form"}, {"en", "Form"}}));
}

}  // namespace
}  // namespace lianban::material::testing
