#include <gtest/gtest.h>

#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

class Register : public EveryStore {
 protected:
  std::string code_of(const Status& status) { return status ? "" : status.error().code; }
  std::string put(LicenceRow row, std::uint64_t expected) {
    row.revision = expected + 1;
    return code_of(store().put_licences(kTenant, {{expected, std::move(row)}}));
  }
  std::vector<std::string> numbers(const std::vector<LicenceRow>& rows) {
    std::vector<std::string> all;
    for (const LicenceRow& each : rows) all.push_back(each.number);
    return all;
  }
};
using Numbers = std::vector<std::string>;

TEST_P(Register, ARowIsKeptWhole) {
  LicenceRow row = licence_row("P1", "F1");
  grow(store(), key_of(1), 1);
  row.of = key_of(1).id;
  row.version = 3;
  row.state = "suspended";
  row.expires = at(5000);
  row.body = "{\"content\":{}}";
  row.personal = "[\"zhang\"]";
  EXPECT_EQ(put(row, 0), "");
  reopen_if_durable();
  row.row = 1;
  EXPECT_EQ(store().licence(kTenant, "P1").value(), row);
  EXPECT_FALSE(store().licence(kTenant, "P2").value().has_value());
  EXPECT_FALSE(store().licence(TenantId{1}, "P1").value().has_value());
  EXPECT_TRUE(store().check().ok());
}

TEST_P(Register, OneNumberIsOneRowAndEachChangeIsCompared) {
  EXPECT_EQ(put(licence_row("P1"), 0), "");
  EXPECT_EQ(put(licence_row("P1"), 0), "store/conflict");
  EXPECT_EQ(put(licence_row("P1"), 2), "store/conflict");
  LicenceRow suspended = licence_row("P1");
  suspended.state = "suspended";
  EXPECT_EQ(put(suspended, 1), "");
  EXPECT_EQ(store().licence(kTenant, "P1").value()->revision, 2u);
  EXPECT_EQ(store().licence(kTenant, "P1").value()->state, "suspended");
}

TEST_P(Register, SeveralAreWrittenTogetherOrNotAtAll) {
  EXPECT_EQ(put(licence_row("P1"), 0), "");
  const std::vector<LicencePut> both{{0, licence_row("P2")}, {0, licence_row("P1")}};
  EXPECT_EQ(code_of(store().put_licences(kTenant, both)), "store/conflict");
  EXPECT_FALSE(store().licence(kTenant, "P2").value().has_value());
}

TEST_P(Register, ErasedPersonalValuesAreGone) {
  LicenceRow row = licence_row("P1");
  row.personal = "[\"zhang\"]";
  EXPECT_EQ(put(row, 0), "");
  EXPECT_EQ(put(licence_row("P1"), 1), "");
  EXPECT_EQ(store().licence(kTenant, "P1").value()->personal, "");
}

TEST_P(Register, ListsComeInPages) {
  for (const char* number : {"F1", "P1", "P2", "P3"}) {
    EXPECT_EQ(put(licence_row(number, number[0] == 'P' ? "F1" : ""), 0), "");
  }
  const auto first = store().licences(kTenant, 0, 3).value();
  EXPECT_EQ(numbers(first), (Numbers{"F1", "P1", "P2"}));
  EXPECT_EQ(numbers(store().licences(kTenant, first.back().row, 3).value()), (Numbers{"P3"}));
  const auto rest = store().resting_on(kTenant, "F1", 0, 2).value();
  EXPECT_EQ(numbers(rest), (Numbers{"P1", "P2"}));
  EXPECT_EQ(numbers(store().resting_on(kTenant, "F1", rest.back().row, 2).value()),
            (Numbers{"P3"}));
  EXPECT_TRUE(store().resting_on(kTenant, "", 0, 9).value().empty());
  EXPECT_TRUE(store().licences(TenantId{1}, 0, 9).value().empty());
}

TEST_P(Register, ACommitWritesItsLicencesWithTheCase) {
  CaseCommit open = next_commit(key_of(1), 0);
  LicenceRow row = licence_row("P1");
  row.of = key_of(1).id;
  open.licences_put = {{0, row}};
  expect_committed(store(), open);
  reopen_if_durable();
  EXPECT_EQ(store().licence(kTenant, "P1").value()->of, key_of(1).id);
}

// Two cases act on one licence at once: the second must be decided again.
TEST_P(Register, ACommitOnAnotherStateOfTheLicenceChangesNothing) {
  EXPECT_EQ(put(licence_row("P1"), 0), "");
  CaseCommit late = next_commit(key_of(1), 0);
  late.licences_put = {{0, licence_row("P1")}};
  EXPECT_EQ(store().commit(late).error().code, "store/conflict");
  EXPECT_FALSE(store().revision(key_of(1)).value().has_value());
  late.licences_put.clear();
  for (const auto& [number, revision] : {std::pair("P1", 2), {"P1", 0}, {"P2", 1}}) {
    late.licences_seen = {{number, static_cast<std::uint64_t>(revision)}};
    EXPECT_EQ(store().commit(late).error().code, "store/conflict") << number << revision;
  }
  late.licences_seen = {{"P1", 1}, {"P2", 0}};
  expect_committed(store(), late);
}

TEST_P(Register, OneOfManyThatConflictsLeavesTheOthers) {
  CaseCommit first = next_commit(key_of(1), 0);
  first.licences_put = {{0, licence_row("P1")}};
  CaseCommit second = next_commit(key_of(2), 0);
  second.licences_put = {{0, licence_row("P1")}};
  CaseCommit third = next_commit(key_of(3), 0);
  third.licences_put = {{0, licence_row("P3")}};
  const auto receipts = store().commit_each(std::vector<CaseCommit>{first, second, third});
  EXPECT_TRUE(receipts[0].ok());
  EXPECT_EQ(receipts[1].error().code, "store/conflict");
  EXPECT_TRUE(receipts[2].ok());
  EXPECT_EQ(numbers(store().licences(kTenant, 0, 9).value()), (Numbers{"P1", "P3"}));
}

TEST_P(Register, AFailedCommitLeavesNoLicence) {
  CaseCommit open = next_commit(key_of(1), 0);
  open.licences_put = {{0, licence_row("P1")}};
  faults_.arm("commit:row");
  EXPECT_FALSE(store().commit(open).ok());
  EXPECT_FALSE(store().licence(kTenant, "P1").value().has_value());
}

TEST_P(Register, RowsThatContradictThemselvesAreRefused) {
  LicenceRow nameless = licence_row("");
  EXPECT_EQ(code_of(store().put_licences(kTenant, {{0, nameless}})), "store/argument");
  EXPECT_EQ(code_of(store().put_licences(kTenant, {{1, licence_row("P1")}})), "store/argument");
  CaseCommit open = next_commit(key_of(1), 0);
  open.licences_put = {{4, licence_row("P1")}};
  EXPECT_EQ(store().commit(open).error().code, "store/argument");
}

INSTANTIATE_TEST_SUITE_P(Stores, Register, ::testing::ValuesIn(kinds()), kind_name);

}  // namespace
}  // namespace lianban::store
