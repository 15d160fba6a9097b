#include "chart/bitset.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <vector>

namespace lianban::chart {
namespace {

using Index = Bitset::Index;

std::vector<Index> members(const Bitset& set) { return {set.begin(), set.end()}; }

TEST(Bitset, AnEmptyUniverseHasNoMembers) {
  const Bitset set;
  EXPECT_TRUE(set.none());
  EXPECT_EQ(set.next(0), Bitset::kEnd);
  EXPECT_EQ(set.previous(0), Bitset::kEnd);
  EXPECT_TRUE(members(set).empty());
}

TEST(Bitset, IteratesInDocumentOrderAcrossWords) {
  Bitset set(300);
  for (const Index at : {299u, 0u, 64u, 63u, 256u, 128u}) set.set(at);
  EXPECT_EQ(members(set), (std::vector<Index>{0, 63, 64, 128, 256, 299}));
  EXPECT_EQ(set.previous(300), 299u);
  EXPECT_EQ(set.previous(256), 128u);
  EXPECT_EQ(set.previous(0), Bitset::kEnd);
}

TEST(Bitset, ResizingEmptiesIt) {
  Bitset set(300);
  set.set(299);
  set.resize(10);
  EXPECT_TRUE(set.none());
  EXPECT_EQ(set.size(), 10u);
  set.resize(300);
  EXPECT_TRUE(set.none());
}

/// Against std::set, for a width on either side of every border.
RC_GTEST_PROP(Bitset, BehavesAsASetOfIndices, ()) {
  const auto width = *rc::gen::element<Index>(1, 63, 64, 65, 255, 256, 257, 1000);
  const auto pick = rc::gen::container<std::set<Index>>(rc::gen::inRange<Index>(0, width));
  const std::set<Index> ones = *pick;
  const std::set<Index> others = *pick;
  Bitset one(width);
  Bitset other(width);
  for (const Index at : ones) one.set(at);
  for (const Index at : others) other.set(at);
  RC_ASSERT(members(one) == std::vector<Index>(ones.begin(), ones.end()));
  RC_ASSERT(one.count() == ones.size());
  RC_ASSERT((one == other) == (ones == others));

  std::set<Index> both;
  std::set<Index> rest;
  for (const Index at : ones) (others.contains(at) ? both : rest).insert(at);
  RC_ASSERT(one.intersects(other) == !both.empty());
  Bitset result = one;
  result &= other;
  RC_ASSERT(members(result) == std::vector<Index>(both.begin(), both.end()));
  result = one;
  result -= other;
  RC_ASSERT(members(result) == std::vector<Index>(rest.begin(), rest.end()));
  result |= both.empty() ? one : other;
  for (const Index at : rest) RC_ASSERT(result.test(at));

  const auto begin = *rc::gen::inRange<Index>(0, width + 1);
  const auto end = *rc::gen::inRange<Index>(begin, width + 1);
  const auto from = ones.lower_bound(begin);
  const auto to = ones.lower_bound(end);
  RC_ASSERT(one.any_in(begin, end) == (from != to));
  RC_ASSERT(one.next(begin) == (from == ones.end() ? Bitset::kEnd : *from));
  RC_ASSERT(one.previous(end) == (to == ones.begin() ? Bitset::kEnd : *std::prev(to)));
  Bitset part(width);
  part.add_range(one, begin, end);
  RC_ASSERT(members(part) == std::vector<Index>(from, to));
}

}  // namespace
}  // namespace lianban::chart
