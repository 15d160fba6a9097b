// The chain that makes a history prove itself: no row can be changed, taken out, put in or moved
// without every later link telling.
#include "audit/chain.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace lianban::audit {
namespace {

using base::Digest;

constexpr base::TenantId kTenant{3};

base::CaseId case_of(std::uint8_t fill) {
  base::CaseId id;
  id.bytes.fill(fill);
  return id;
}

/// The links of a whole journal, its rows numbered from 1.
std::vector<Digest> chain(const std::vector<std::string>& rows, base::TenantId tenant = kTenant,
                          const base::CaseId& of = case_of(7)) {
  std::vector<Digest> links;
  Digest previous{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    previous = link(tenant, of, i + 1, previous, rows[i]);
    links.push_back(previous);
  }
  return links;
}

const std::vector<std::string> kRows{R"([{"k":"opened"}])", R"([{"k":"event","name":"accept"}])",
                                     R"([{"k":"decided"}])", R"([{"k":"ended"}])"};

// The form of a link is for ever: stored journals are checked against it, by others too. Computed
// with OpenSSL alone over 02, tenant 3, case 07..07, revision 1, 32 zero bytes and the row.
TEST(Chain, LinkIsWhatAnybodyCanComputeWithSm3Alone) {
  EXPECT_EQ(base::hex(chain(kRows).front()),
            "ba59ba8470a7891148c09e81d6107dfd6d309c7adae326c2d5ee23811a073913");
  EXPECT_EQ(base::hex(chain(kRows).back()),
            "13b816d84ac00cd2b45ed84a67cd426131921ed781c1dec1ccb1eca6a9203a55");
}

TEST(Chain, ChangedRowBreaksItsLinkAndEveryLaterOne) {
  const auto good = chain(kRows);
  for (std::size_t changed = 0; changed < kRows.size(); ++changed) {
    auto rows = kRows;
    rows[changed][3] ^= 1;
    const auto bad = chain(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(bad[i] == good[i], i < changed) << changed << " " << i;
    }
  }
}

TEST(Chain, RemovedInsertedOrMovedRowIsSeenAtTheEnd) {
  const Digest end = chain(kRows).back();
  auto removed = kRows;
  removed.erase(removed.begin() + 1);
  EXPECT_NE(chain(removed).back(), end);
  auto inserted = kRows;
  inserted.insert(inserted.begin() + 1, R"([{"k":"remark"}])");
  EXPECT_NE(chain(inserted).back(), end);
  auto moved = kRows;
  std::swap(moved[1], moved[2]);
  EXPECT_NE(chain(moved).back(), end);
}

// Text cannot wander over the border between two rows.
TEST(Chain, BorderBetweenRowsIsBound) {
  EXPECT_NE(chain({"ab", "c"}).back(), chain({"a", "bc"}).back());
  EXPECT_NE(chain({"ab"}).back(), chain({"ab", ""}).back());
}

// A whole history cannot be passed off as another case's, another administration's or as standing
// elsewhere in its own.
TEST(Chain, LinkBindsCaseTenantAndPlace) {
  const Digest previous = chain(kRows).front();
  const Digest good = link(kTenant, case_of(7), 2, previous, kRows[1]);
  EXPECT_EQ(link(kTenant, case_of(7), 2, previous, kRows[1]), good);
  EXPECT_NE(link(base::TenantId{4}, case_of(7), 2, previous, kRows[1]), good);
  EXPECT_NE(link(kTenant, case_of(8), 2, previous, kRows[1]), good);
  EXPECT_NE(link(kTenant, case_of(7), 3, previous, kRows[1]), good);
  EXPECT_NE(link(kTenant, case_of(7), 2, Digest{}, kRows[1]), good);
}

RC_GTEST_PROP(Chain, AnyFlippedBitChangesTheEnd, ()) {
  const auto rows = *rc::gen::nonEmpty<std::vector<std::string>>();
  auto other = rows;
  const auto row = *rc::gen::inRange<std::size_t>(0, rows.size());
  RC_PRE(!rows[row].empty());
  const auto at = *rc::gen::inRange<std::size_t>(0, rows[row].size());
  const int bit = *rc::gen::inRange(0, 8);
  other[row][at] = static_cast<char>(static_cast<unsigned char>(other[row][at]) ^ (1U << bit));
  RC_ASSERT(chain(rows).back() != chain(other).back());
}

}  // namespace
}  // namespace lianban::audit
