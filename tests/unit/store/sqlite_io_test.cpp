#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

#include "unit/store/faulty_vfs.hpp"
#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

constexpr std::uint32_t kCommits = 4;

SqliteOptions options_for(const TempFolder& folder) {
  SqliteOptions options;
  options.path = folder.file();
  options.checkpoint_pages = 8;  // So that writing back is part of every run.
  options.cache_bytes = 64u << 10;
  return options;
}

struct Answers {
  std::string opening;
  std::vector<std::string> codes;  ///< Of the commits; empty: acknowledged.
};

/// Opens, commits `kCommits` cases, reads one, closes: with whatever the disk does meanwhile.
Answers work(const TempFolder& folder) {
  Answers answers;
  auto opened = open_sqlite(options_for(folder));
  if (!opened) {
    answers.opening = opened.error().code;
    return answers;
  }
  Store& store = **opened;
  for (std::uint32_t number = 0; number < kCommits; ++number) {
    CaseCommit commit = next_commit(key_of(number), 0);
    commit.body = std::string(3000, 'b');
    commit.wake_at = at(2000 + number);
    commit.outbox_add = {{0, "police", "ref", at(1)}};
    const auto receipt = store.commit(commit);
    answers.codes.push_back(receipt ? "" : receipt.error().code);
    (void)store.load(key_of(0));
  }
  return answers;
}

/// What the caller was told must be what is there once the disk works again.
void expect_told_the_truth(const TempFolder& folder, const Answers& answers, int call) {
  auto opened = open_sqlite(options_for(folder));
  ASSERT_TRUE(opened.ok()) << "call " << call << ": " << opened.error().code;
  Store& store = **opened;
  const Status checked = store.check();
  EXPECT_TRUE(checked.ok()) << "call " << call;
  for (std::uint32_t number = 0; number < answers.codes.size(); ++number) {
    const std::string& code = answers.codes[number];
    const bool there = store.revision(key_of(number)).value().has_value();
    if (code.empty()) {
      EXPECT_TRUE(there) << "lost, call " << call;
    } else if (code != "store/unknown") {
      EXPECT_FALSE(there) << code << " but stored, call " << call;
    }
  }
  expect_committed(store, next_commit(key_of(99), 0));
}

TEST(SqliteIo, AnErrorAtAnyFileCallIsToldTruthfully) {
  const std::set<std::string> known{"",           "store/io",      "store/unknown",
                                    "store/full", "store/damaged", "store/busy"};
  int failures = 0;
  int unknown = 0;
  int runs = 0;
  for (const bool for_ever : {false, true}) {
    bool struck = true;
    for (int call = 1; struck; ++call) {
      const TempFolder folder;
      FaultyVfs vfs;
      ++runs;
      vfs.arm(call, for_ever);
      const Answers answers = work(folder);
      struck = vfs.struck();
      vfs.disarm();
      EXPECT_TRUE(known.contains(answers.opening)) << answers.opening;
      for (const std::string& code : answers.codes) {
        EXPECT_TRUE(known.contains(code)) << code;
        failures += code.empty() ? 0 : 1;
        unknown += code == "store/unknown" ? 1 : 0;
      }
      expect_told_the_truth(folder, answers, call);
    }
  }
  RecordProperty("runs", runs);
  EXPECT_GT(failures, 20);
  EXPECT_GT(unknown, 0);
}

TEST(SqliteIo, AfterOneErrorTheSameStoreGoesOn) {
  const TempFolder folder;
  FaultyVfs vfs;
  auto store = open_sqlite(options_for(folder)).value();
  grow(*store, key_of(1), 1);
  for (int call = 1; call <= 12; ++call) {
    const std::uint64_t revision = store->revision(key_of(1)).value().value();
    vfs.arm(call, false);
    (void)store->commit(next_commit(key_of(1), revision));
    vfs.disarm();
    const std::uint64_t now = store->revision(key_of(1)).value().value();
    expect_committed(*store, next_commit(key_of(1), now));
  }
  EXPECT_TRUE(store->check().ok());
}

// Named points are where a run is likeliest to be caught between two truths.
TEST(SqliteIo, KilledAtAnyNamedPointNothingAcknowledgedIsLost) {
  for (const char* point : {"commit:begin", "commit:row", "commit:before", "commit:after",
                            "commit:told", "checkpoint:before"}) {
    for (const int occurrence : {1, 3}) {
      const TempFolder folder;
      int acknowledged[2];
      ASSERT_EQ(pipe(acknowledged), 0);
      const pid_t child = fork();
      if (child == 0) {
        Faults faults;
        int seen = 0;
        faults.on_each([&](const std::string& name) {
          if (name == point && ++seen == occurrence) raise(SIGKILL);
        });
        SqliteOptions options = options_for(folder);
        options.faults = &faults;
        auto store = open_sqlite(options).value();
        for (std::uint64_t revision = 0;; ++revision) {
          CaseCommit commit = next_commit(key_of(1), revision);
          commit.body = std::string(3000, 'b');
          if (!store->commit(commit)) _exit(1);
          if (write(acknowledged[1], "a", 1) != 1) _exit(1);
        }
      }
      close(acknowledged[1]);
      std::uint64_t told = 0;
      char byte = 0;
      while (read(acknowledged[0], &byte, 1) == 1) ++told;
      close(acknowledged[0]);
      int status = 0;
      waitpid(child, &status, 0);
      ASSERT_TRUE(WIFSIGNALED(status)) << point;
      auto store = open_sqlite(options_for(folder)).value();
      const std::uint64_t there = store->revision(key_of(1)).value().value_or(0);
      EXPECT_GE(there, told) << point;
      EXPECT_LE(there, told + 1) << point;
      EXPECT_EQ(store->journal(key_of(1)).value().size(), there);
      EXPECT_TRUE(store->check().ok()) << point;
    }
  }
}

}  // namespace
}  // namespace lianban::store
