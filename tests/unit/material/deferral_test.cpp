// When a promised document falls due, and whether it came in time (language, section 4).
#include "material/deferral.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "documents.hpp"

namespace lianban::material::testing {
namespace {

const Instant kAccepted = at("2021-09-15T09:00:00+08:00");

Instant end_of_day(const std::string& day) { return end_of(*parse_day(day)); }

const model::Deferral& policy() { return *Documents().spec("policy").defer; }

DeferralRecord limit(std::optional<Instant> available, Instant now, Instant accepted = kAccepted) {
  DeferralRecord record;
  set_limit(record, policy(), accepted, available, now, support::national_calendar());
  return record;
}

// 浙 11 with the Wenzhou guide: fifteen working days, the first not counted, to 24:00 of the last.
TEST(Limit, IsFifteenWorkdaysAfterAcceptance) {
  const auto record = limit(kAccepted, kAccepted);
  EXPECT_EQ(record.due, end_of_day("2021-10-12"));
  EXPECT_FALSE(record.provisional);
  EXPECT_TRUE(can_fall_due(record));
  EXPECT_EQ(record.calendar_revision, support::national_calendar().revision());
}

// While the document cannot exist nothing falls due; the date is a lower bound.
TEST(Limit, IsProvisionalWhileTheDocumentCannotExist) {
  const auto record = limit(std::nullopt, kAccepted);
  EXPECT_EQ(record.due, end_of_day("2021-10-12"));
  EXPECT_TRUE(record.provisional);
  EXPECT_FALSE(can_fall_due(record));
}

TEST(Limit, IsAtLeastFiveWorkdaysAfterTheDocumentCanExist) {
  // Five working days from the 30th end with the 12th of October too: the 8th, the 9th (Saturday,
  // worked), the 11th and the 12th, and one day more is later.
  EXPECT_EQ(limit(at("2021-09-29T09:00:00+08:00"), kAccepted).due, end_of_day("2021-10-12"));
  EXPECT_EQ(limit(at("2021-09-30T09:00:00+08:00"), kAccepted).due, end_of_day("2021-10-13"));
  EXPECT_EQ(limit(at("2021-10-14T09:00:00+08:00"), kAccepted).due, end_of_day("2021-10-21"));
}

RC_GTEST_PROP(Limit, IsNeverEarlierThanEitherRule, ()) {
  const auto hours = *rc::gen::inRange(0, 24 * 300);
  const Instant available = kAccepted + std::chrono::hours(hours);
  const auto record = limit(available, kAccepted);
  RC_ASSERT(*record.due >= end_of_day("2021-10-12"));
  RC_ASSERT(*support::national_calendar().between(day_of(available), shown_day(*record.due)) >= 5);
}

// Warnings count back from the limit that is in force; what would lie in the past is left out.
TEST(Limit, WarningsBelongToTheLimitInForce) {
  EXPECT_EQ(limit(kAccepted, kAccepted).warnings,
            (std::vector<Instant>{end_of_day("2021-10-08"), end_of_day("2021-10-11")}));
  EXPECT_EQ(limit(kAccepted, end_of_day("2021-10-08")).warnings,
            std::vector<Instant>{end_of_day("2021-10-11")});
  const Instant late = at("2021-10-14T09:00:00+08:00");
  EXPECT_EQ(limit(late, late).warnings,
            (std::vector<Instant>{end_of_day("2021-10-18"), end_of_day("2021-10-20")}));
}

// Past the announced years a date may be shown, never fall on anybody.
TEST(Limit, OnUnannouncedDaysIsOnlyEstimated) {
  const Instant accepted = at("2026-12-25T09:00:00+08:00");
  const auto record = limit(accepted, accepted, accepted);
  ASSERT_TRUE(record.due.has_value());
  EXPECT_TRUE(record.estimated);
  EXPECT_FALSE(can_fall_due(record));
}

TEST(Limit, NobodyIsLateBeforeAcceptance) { EXPECT_FALSE(can_fall_due(DeferralRecord{})); }

class Met : public ::testing::Test {
 protected:
  Met() { record_.due = end_of_day("2021-10-12"); }
  [[nodiscard]] bool met(const Json& reply, Instant arrived) const {
    return material::met(record_, source_, &reply, arrived);
  }
  static Json dated(const Json& from) { return {{"cover", {{"from", from}}}}; }

  DeferralRecord record_;
  const model::Source& source_ = Documents().spec("policy").source;
  const Instant late_ = at("2021-10-20T09:00:00+08:00");
};

TEST_F(Met, WhatArrivesBeforeTheLimitIsInTimeWhateverItsDate) {
  EXPECT_TRUE(met(dated("2021-12-01"), *record_.due - std::chrono::microseconds(1)));
  EXPECT_TRUE(material::met(record_, source_, nullptr, kAccepted));
}

TEST_F(Met, WhatArrivesAtTheLimitIsLate) {
  EXPECT_FALSE(material::met(record_, source_, nullptr, *record_.due));
}

// The document existed in time though the register was slow to say so.
TEST_F(Met, WhatExistedBeforeTheLimitIsInTime) {
  EXPECT_TRUE(met(dated("2021-10-12"), late_)) << "the last day itself";
  EXPECT_FALSE(met(dated("2021-10-13"), late_));
  EXPECT_TRUE(met(dated("2021-10-12T23:59:59+08:00"), late_));
  EXPECT_FALSE(met(dated("2021-10-13T00:00:00+08:00"), late_)) << "24:00 is the limit";
  EXPECT_FALSE(met(dated("2021-10-12T17:00:00Z"), late_)) << "01:00 of the 13th in Beijing";
}

TEST_F(Met, WithoutADateOfItsOwnTheDayOfArrivalCounts) {
  for (const Json& reply : {dated(nullptr), dated(20211012), dated("soon"), Json::object(),
                            Json(nullptr), Json{{"cover", "2021-10-01"}}}) {
    EXPECT_FALSE(met(reply, late_)) << reply.dump();
  }
  EXPECT_FALSE(material::met(record_, model::Source{}, nullptr, late_));
}

TEST_F(Met, WithoutALimitNothingIsLate) {
  record_.due.reset();
  EXPECT_TRUE(met(dated("2021-10-13"), late_));
}

}  // namespace
}  // namespace lianban::material::testing
