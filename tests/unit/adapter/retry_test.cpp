#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "lianban/agency.hpp"

namespace lianban {
namespace {

using std::chrono::milliseconds;

AgencyEntry entry(int first, double factor, int max, int attempts, double jitter) {
  AgencyEntry out;
  out.retry = {milliseconds{first}, factor, milliseconds{max}, attempts, jitter};
  return out;
}

TEST(Retry, GrowsByItsFactorUpToItsBound) {
  const AgencyEntry agency = entry(100, 3, 1000, 6, 0);
  EXPECT_EQ(next_attempt(agency, 1, 0.5), milliseconds{100});
  EXPECT_EQ(next_attempt(agency, 2, 0.5), milliseconds{300});
  EXPECT_EQ(next_attempt(agency, 3, 0.5), milliseconds{900});
  EXPECT_EQ(next_attempt(agency, 4, 0.5), milliseconds{1000});
}

TEST(Retry, EndsWithTheLastAttempt) {
  const AgencyEntry agency = entry(100, 2, 1000, 3, 0);
  EXPECT_TRUE(next_attempt(agency, 2, 0));
  EXPECT_FALSE(next_attempt(agency, 3, 0));
  EXPECT_FALSE(next_attempt(agency, 4, 0));
  EXPECT_FALSE(next_attempt(agency, 0, 0));
  EXPECT_FALSE(next_attempt(entry(100, 2, 1000, 1, 0), 1, 0));
}

TEST(Retry, JitterOnlyShortens) {
  const AgencyEntry agency = entry(1000, 2, 4000, 9, 0.25);
  EXPECT_EQ(next_attempt(agency, 1, 0.0), milliseconds{1000});
  EXPECT_EQ(next_attempt(agency, 1, 1.0), milliseconds{750});
}

TEST(Retry, AnOverflowingDelayIsTheBound) {
  const AgencyEntry agency = entry(1000, 100, 5000, 1000, 0);
  EXPECT_EQ(next_attempt(agency, 999, 0), milliseconds{5000});
}

RC_GTEST_PROP(Retry, StaysWithinItsBounds, ()) {
  const int first = *rc::gen::inRange(1, 10'000);
  const int max = *rc::gen::inRange(first, 1'000'000);
  const int attempts = *rc::gen::inRange(1, 50);
  const int attempt = *rc::gen::inRange(1, 60);
  const double jitter = *rc::gen::inRange(0, 101) / 100.0;
  const double random = *rc::gen::inRange(0, 1000) / 1000.0;
  const AgencyEntry agency =
      entry(first, 1 + *rc::gen::inRange(0, 30) / 10.0, max, attempts, jitter);
  const auto delay = next_attempt(agency, attempt, random);
  RC_ASSERT(delay.has_value() == (attempt < attempts));
  if (!delay) return;
  RC_ASSERT(*delay <= milliseconds{max});
  const double least = first * (1 - jitter);
  RC_ASSERT(static_cast<double>(delay->count()) >= std::floor(least));
}

}  // namespace
}  // namespace lianban
