#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace lianban::store {

inline constexpr TenantId kTenant{330300};

inline Instant at(std::int64_t seconds) { return Instant{std::chrono::seconds{seconds}}; }

inline CaseKey key_of(std::uint32_t number, TenantId tenant = kTenant) {
  CaseKey key{tenant, {}};
  for (std::size_t byte = 0; byte < 4; ++byte) {
    key.id.bytes[byte] = static_cast<std::uint8_t>(number >> (8 * byte));
  }
  return key;
}

inline base::Key16 blind_of(std::string_view text) {
  base::Key16 blind{};
  const base::Digest digest = base::sm3({text});
  std::copy_n(digest.begin(), blind.size(), blind.begin());
  return blind;
}

/// The commit after `revision` of a case, with a journal row chained by SM3 as a caller would.
inline CaseCommit next_commit(const CaseKey& key, std::uint64_t revision,
                              const base::Digest& previous = {}) {
  CaseCommit commit;
  commit.key = key;
  commit.expected = revision;
  commit.journal.revision = revision + 1;
  commit.journal.at = at(1000 + static_cast<std::int64_t>(revision));
  commit.journal.request = "req-" + std::to_string(revision + 1);
  commit.journal.request_hash = base::sm3({commit.journal.request, "body"});
  commit.journal.bytes = "[{\"entry\":" + std::to_string(revision + 1) + "}]";
  commit.journal.hash = base::sm3({base::view(previous), commit.journal.bytes});
  commit.definition = "definition-hash";
  commit.calendar_rev = "2021.1";
  commit.status = "in_review";
  commit.opened_at = at(1000);
  if (revision == 0) {
    commit.body = "{\"opened\":true}";
    commit.format = 1;
  }
  return commit;
}

/// A row of the register as it is entered first.
inline LicenceRow licence_row(const std::string& number, const std::string& rests_on = {}) {
  LicenceRow row;
  row.number = number;
  row.revision = 1;
  row.definition = "permits";
  row.licence = "permit";
  row.type_code = "T1";
  row.state = "made";
  row.rests_on = rests_on;
  row.body = "{}";
  return row;
}

/// Of one lane, or of all (empty).
inline Claim claim_of(std::string_view lane, Instant now, std::size_t limit) {
  Claim claim;
  claim.now = now;
  claim.limit = limit;
  if (!lane.empty()) claim.lanes = {{std::string(lane), limit}};
  return claim;
}

/// The first due of one lane, or of all (empty).
inline std::optional<Instant> first_due(const std::vector<LaneDue>& lanes, std::string_view lane) {
  std::optional<Instant> first;
  for (const LaneDue& each : lanes) {
    if (!lane.empty() && each.lane != lane) continue;
    first = first ? std::min(*first, each.due) : each.due;
  }
  return first;
}
inline std::optional<Instant> next_outbox(Store& store, std::string_view lane) {
  return first_due(store.queued_lanes().value(), lane);
}
inline std::optional<Instant> next_poll(Store& store, std::string_view lane) {
  return first_due(store.polled_lanes().value(), lane);
}

/// Commits `commit` and expects it to be taken.
inline void expect_committed(Store& store, const CaseCommit& commit) {
  const auto receipt = store.commit(commit);
  ASSERT_TRUE(receipt.ok()) << receipt.error().code;
  EXPECT_EQ(receipt->revision, commit.journal.revision);
}

/// Opens a case and brings it to `revision`.
inline void grow(Store& store, const CaseKey& key, std::uint64_t revision) {
  base::Digest previous{};
  for (std::uint64_t done = 0; done < revision; ++done) {
    const CaseCommit commit = next_commit(key, done, previous);
    expect_committed(store, commit);
    previous = commit.journal.hash;
  }
}

/// Fails at chosen points and counts all of them.
class Faults : public FaultPoint {
 public:
  bool fails(std::string_view point) override {
    const std::lock_guard lock(mutex_);
    const std::string name(point);
    ++seen_[name];
    if (action_) action_(name);
    const auto armed = armed_.find(name);
    if (armed == armed_.end() || armed->second == 0) return false;
    --armed->second;
    return true;
  }
  void arm(const std::string& point, int times = 1) {
    const std::lock_guard lock(mutex_);
    armed_[point] = times;
  }
  void on_each(std::function<void(const std::string&)> action) { action_ = std::move(action); }
  int seen(const std::string& point) {
    const std::lock_guard lock(mutex_);
    return seen_[point];
  }
  std::map<std::string, int> all() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> seen_;
  std::map<std::string, int> armed_;
  std::function<void(const std::string&)> action_;
};

/// A folder of its own that goes with the test.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lianban-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] std::string file(const std::string& name = "cases.db") const {
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

/// The one set of tests for every store: a kind says how to open it.
struct Kind {
  std::string name;
  std::function<std::unique_ptr<Store>(const TempFolder&, FaultPoint*)> open;
  bool durable = false;
};

inline std::vector<Kind> kinds() {
  return {{"memory", [](const TempFolder&, FaultPoint* faults) { return open_memory(faults); }},
          {"sqlite",
           [](const TempFolder& folder, FaultPoint* faults) -> std::unique_ptr<Store> {
             SqliteOptions options;
             options.path = folder.file();
             options.faults = faults;
             auto opened = open_sqlite(options);
             EXPECT_TRUE(opened.ok()) << (opened ? "" : opened.error().code);
             return opened ? std::move(opened).value() : nullptr;
           },
           true}};
}

class EveryStore : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    store_ = GetParam().open(folder_, &faults_);
    ASSERT_NE(store_, nullptr);
  }
  /// Closes and opens again where the kind keeps its rows.
  void reopen_if_durable() {
    if (!GetParam().durable) return;
    store_.reset();
    store_ = GetParam().open(folder_, &faults_);
    ASSERT_NE(store_, nullptr);
  }
  Store& store() { return *store_; }

  TempFolder folder_;
  Faults faults_;
  std::unique_ptr<Store> store_;
};

inline std::string kind_name(const ::testing::TestParamInfo<Kind>& info) { return info.param.name; }

}  // namespace lianban::store
