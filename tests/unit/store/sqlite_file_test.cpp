#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "store/sqlite_schema.hpp"
#include "store/sqlite_writes.hpp"
#include "unit/store/fixture.hpp"

namespace lianban::store {
namespace {

SqliteOptions options_for(const TempFolder& folder, FaultPoint* faults = nullptr) {
  SqliteOptions options;
  options.path = folder.file();
  options.faults = faults;
  return options;
}

std::unique_ptr<Store> open(const SqliteOptions& options) {
  auto opened = open_sqlite(options);
  EXPECT_TRUE(opened.ok()) << (opened ? "" : opened.error().code);
  return opened ? std::move(opened).value() : nullptr;
}

std::string code_of_opening(const SqliteOptions& options) {
  const auto opened = open_sqlite(options);
  if (!opened) {
    EXPECT_FALSE(opened.error().message.zh.empty());
    EXPECT_FALSE(opened.error().message.en.empty());
    return opened.error().code;
  }
  return "";
}

/// Runs in a child process; true if it ended with status 0.
template <class Body>
bool in_child(Body body) {
  const pid_t child = fork();
  if (child == 0) _exit(body() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST(SqliteFile, ASecondEngineIsRefusedHereAndInAnotherProcess) {
  const TempFolder folder;
  auto first = open(options_for(folder));
  grow(*first, key_of(1), 1);
  EXPECT_EQ(code_of_opening(options_for(folder)), "store/locked");
  EXPECT_TRUE(in_child([&] { return code_of_opening(options_for(folder)) == "store/locked"; }));
  std::filesystem::create_symlink(folder.file(), folder.file("link.db"));
  SqliteOptions link = options_for(folder);
  link.path = folder.file("link.db");
  EXPECT_EQ(code_of_opening(link), "store/locked");
  grow(*first, key_of(2), 1);
  first.reset();
  EXPECT_EQ(code_of_opening(options_for(folder)), "");
}

TEST(SqliteFile, TheLockDiesWithItsProcess) {
  const TempFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    auto store = open_sqlite(options_for(folder));
    if (store) (void)store->get()->commit(next_commit(key_of(1), 0));
    raise(SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(open(options_for(folder))->revision(key_of(1)).value(), 1u);
}

TEST(SqliteFile, AForeignFileIsRefusedAndLeftUntouched) {
  const TempFolder folder;
  for (const std::string& bytes :
       {std::string("just a text"), std::string(5000, 'x'), std::string("SQLite format 3\0", 16)}) {
    write_bytes(folder.file(), bytes);
    EXPECT_EQ(code_of_opening(options_for(folder)), "store/foreign");
    EXPECT_EQ(read_bytes(folder.file()), bytes);
  }
}

TEST(SqliteFile, AnotherProgramsDatabaseIsRefusedAndLeftUntouched) {
  for (const char* sql : {"CREATE TABLE accounts (id INTEGER)",
                          "PRAGMA application_id = 42; CREATE TABLE accounts (id INTEGER)"}) {
    const TempFolder folder;
    SQLite::Database(folder.file(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
    const std::string before = read_bytes(folder.file());
    EXPECT_EQ(code_of_opening(options_for(folder)), "store/foreign");
    EXPECT_EQ(read_bytes(folder.file()), before);
  }
}

TEST(SqliteFile, AFileOfANewerLibraryIsRefused) {
  const TempFolder folder;
  open(options_for(folder)).reset();
  SQLite::Database(folder.file(), SQLite::OPEN_READWRITE)
      .exec("UPDATE meta SET value = 99 WHERE key = 'store.schema'");
  EXPECT_EQ(code_of_opening(options_for(folder)), "store/newer");
}

TEST(SqliteFile, AFolderOrAMissingFolderIsAnError) {
  const TempFolder folder;
  SqliteOptions options = options_for(folder);
  options.path = folder.file("no/such/folder.db");
  EXPECT_EQ(code_of_opening(options), "store/io");
  options.path = "";
  EXPECT_EQ(code_of_opening(options), "store/argument");
}

TEST(SqliteFile, EveryOverwrittenPageIsNoticed) {
  const TempFolder folder;
  {
    auto store = open(options_for(folder));
    for (std::uint32_t number = 1; number <= 12; ++number) {
      CaseCommit commit = next_commit(key_of(number), 0);
      commit.wake_at = at(5000 + number);
      commit.outbox_add = {{0, "police", "ref", at(1)}};
      commit.boxes_add = {{"box", at(1)}};
      commit.polls_put = {{"m", "lane", at(1), 0, at(1), "", "waiting"}};
      expect_committed(*store, commit);
    }
    ASSERT_TRUE(store->check().ok());
  }
  const std::string intact = read_bytes(folder.file());
  ASSERT_EQ(intact.size() % 4096, 0u);
  for (std::size_t page = 0; page < intact.size() / 4096; ++page) {
    std::string bytes = intact;
    bytes.replace(page * 4096, 4096, 4096, '\xA5');
    write_bytes(folder.file(), bytes);
    const auto opened = open_sqlite(options_for(folder));
    if (page == 0) {
      EXPECT_EQ(opened.error().code, "store/foreign");
      continue;
    }
    if (!opened) {
      EXPECT_EQ(opened.error().code, "store/damaged") << page;
      continue;
    }
    Store& store = **opened;
    const Status checked = store.check();
    ASSERT_FALSE(checked.ok()) << page;
    EXPECT_EQ(checked.error().code, "store/damaged") << page;
    const auto loaded = store.load(key_of(3));
    EXPECT_TRUE(loaded.ok() || loaded.error().code == "store/damaged") << page;
    (void)store.commit(next_commit(key_of(3), 1));
    (void)store.claim({at(9), 100, {}, {}});
  }
}

TEST(SqliteFile, AFullDiskRefusesWorkAndRecoversWhenThereIsSpace) {
  const TempFolder folder;
  SqliteOptions small = options_for(folder);
  small.max_pages = 60;
  std::uint32_t opened = 0;
  {
    auto store = open(small);
    while (true) {
      CaseCommit commit = next_commit(key_of(opened + 1), 0);
      commit.body = std::string(3000, 'b');
      const auto receipt = store->commit(commit);
      if (!receipt) {
        EXPECT_EQ(receipt.error().code, "store/full");
        EXPECT_TRUE(receipt.error().retryable);
        break;
      }
      ASSERT_LT(++opened, 60u);
    }
    EXPECT_EQ(store->stats().value().cases, opened);
    EXPECT_EQ(store->load(key_of(1)).value()->row.body.size(), 3000u);
    EXPECT_TRUE(store->check().ok());
  }
  auto store = open(options_for(folder));
  grow(*store, key_of(opened + 1), 1);
  EXPECT_EQ(store->stats().value().cases, opened + 1);
}

// RLIMIT_FSIZE makes real writes fail in the middle of a transaction, at COMMIT too.
TEST(SqliteFile, AfterRealWriteErrorsNothingAcknowledgedIsLost) {
  const TempFolder folder;
  EXPECT_TRUE(in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{512 * 1024, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &tight);
    auto store = open_sqlite(options_for(folder));
    if (!store) return false;
    std::vector<bool> acknowledged;
    int failures = 0;
    for (std::uint32_t number = 0; number < 400; ++number) {
      CaseCommit commit = next_commit(key_of(number), 0);
      commit.body = std::string(3000, 'b');
      const auto receipt = store->get()->commit(commit);
      acknowledged.push_back(receipt.ok());
      if (receipt) continue;
      ++failures;
      const std::string& code = receipt.error().code;
      if (code != "store/unknown" && code != "store/io" && code != "store/full") return false;
      if (failures != 5) continue;
      const rlimit wide{RLIM_INFINITY, RLIM_INFINITY};
      setrlimit(RLIMIT_FSIZE, &wide);
    }
    if (failures < 5 || !acknowledged.back()) return false;
    for (std::uint32_t number = 0; number < acknowledged.size(); ++number) {
      const bool there = store->get()->revision(key_of(number)).value().has_value();
      if (acknowledged[number] && !there) return false;
    }
    return store->get()->check().ok();
  }));
}

TEST(SqliteFile, AFailedCommitIsUnknownToTheWholeBatch) {
  const TempFolder folder;
  Faults faults;
  auto store = open(options_for(folder, &faults));
  std::vector<CaseCommit> commits;
  for (std::uint32_t number = 0; number < 5; ++number) {
    commits.push_back(next_commit(key_of(number), 0));
  }
  faults.arm("commit:before");
  const auto receipts = store->commit_each(commits);
  for (const auto& receipt : receipts) EXPECT_EQ(receipt.error().code, "store/unknown");
  EXPECT_EQ(store->stats().value().cases, 0u);
  EXPECT_EQ(store->stats().value().unknown, 5u);
  for (const auto& receipt : store->commit_each(commits)) EXPECT_TRUE(receipt.ok());
}

// ---- migrations ----

/// A file as version 1 of the schema left it, with one case.
void make_version_1(const SqliteOptions& options) {
  Connection connection(options, Connection::Role::kWriter);
  ASSERT_FALSE(prepare_file(connection, options, 1).has_value());
  CaseCommit commit = next_commit(key_of(1), 0);
  connection.execute("BEGIN");
  ASSERT_TRUE(write_commit(connection, commit, request_prefix("req-1")).ok());
  connection.execute("COMMIT");
}

bool write_commit_of_schema_4(Connection& connection) {
  return write_commit(connection, next_commit(key_of(1), 0), request_prefix("req-1")).ok();
}

TEST(SqliteMigration, AnOldFileIsBroughtUpToDate) {
  const TempFolder folder;
  make_version_1(options_for(folder));
  auto store = open(options_for(folder));
  EXPECT_EQ(store->meta("store.schema").value(), "5");
  EXPECT_EQ(store->revision(key_of(1)).value(), 1u);
  CaseCommit commit = next_commit(key_of(1), 1);
  commit.polls_put = {{"m", "lane", at(1), 0, at(1), "", "waiting"}};
  expect_committed(*store, commit);
}

// What stands inside a body the store cannot read: it only says that there may be licences.
TEST(SqliteMigration, AnOldFileWithCasesIsMarkedForItsLicences) {
  for (const bool with_case : {true, false}) {
    const TempFolder folder;
    const SqliteOptions options = options_for(folder);
    {
      Connection connection(options, Connection::Role::kWriter);
      ASSERT_FALSE(prepare_file(connection, options, 4).has_value());
      connection.execute("BEGIN");
      if (with_case) {
        ASSERT_TRUE(write_commit_of_schema_4(connection));
      }
      connection.execute("COMMIT");
    }
    auto store = open(options);
    const std::optional<std::string> due =
        with_case ? std::optional<std::string>("due") : std::optional<std::string>();
    EXPECT_EQ(store->meta("engine.register").value(), due);
    EXPECT_EQ(store->revision(key_of(1)).value().has_value(), with_case);
    EXPECT_TRUE(store->licences(kTenant, 0, 9).value().empty());
    EXPECT_TRUE(store->put_licences(kTenant, {{0, licence_row("P1")}}).ok());
    EXPECT_TRUE(store->check().ok());
  }
}

TEST(SqliteMigration, KilledAtAnyStatementTheNextOpeningGoesOn) {
  for (const bool from_old_file : {false, true}) {
    bool reached = true;
    int statement = 1;
    for (; reached; ++statement) {
      const TempFolder folder;
      if (from_old_file) make_version_1(options_for(folder));
      const std::string point = "migrate:" + std::to_string(statement);
      reached = !in_child([&] {
        Faults faults;
        faults.on_each([&](const std::string& seen) {
          if (seen == point) raise(SIGKILL);
        });
        return open_sqlite(options_for(folder, &faults)).ok();
      });
      auto store = open(options_for(folder));
      ASSERT_NE(store, nullptr) << point;
      EXPECT_EQ(store->meta("store.schema").value(), "5");
      EXPECT_EQ(store->meta("store.file_uuid").value()->size(), 32u);
      EXPECT_EQ(store->stats().value().cases, from_old_file ? 1u : 0u);
      grow(*store, key_of(2), 2);
      EXPECT_TRUE(store->check().ok());
    }
    EXPECT_GT(statement, from_old_file ? 3 : 15);
  }
}

TEST(SqliteMigration, AFailingStatementLeavesTheOldFile) {
  const TempFolder folder;
  make_version_1(options_for(folder));
  Faults faults;
  faults.arm("migrate:2");
  EXPECT_EQ(code_of_opening(options_for(folder, &faults)), "store/io");
  EXPECT_EQ(code_of_opening(options_for(folder, &faults)), "");
}

TEST(SqliteMigration, EveryFileHasItsOwnIdentity) {
  const TempFolder one;
  const TempFolder other;
  const auto id = [](const TempFolder& folder) {
    return open(options_for(folder))->meta("store.file_uuid").value();
  };
  const auto first = id(one);
  EXPECT_NE(first, id(other));
  EXPECT_EQ(first, id(one));
}

}  // namespace
}  // namespace lianban::store
