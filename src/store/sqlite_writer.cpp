#include "store/sqlite_writer.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "store/errors.hpp"
#include "store/sqlite_schema.hpp"

namespace lianban::store {

Writer::Writer(const SqliteOptions& options, ReaderPool& readers,
               std::unique_ptr<Connection> connection)
    : options_(options), readers_(readers), connection_(std::move(connection)) {
  watch_wal();
}

void Writer::watch_wal() {
  wal_frames_ = 0;
  checkpoint_at_ = static_cast<int>(std::max<std::uint32_t>(1, options_.checkpoint_pages));
  const auto count = [](void* self, sqlite3*, const char*, int frames) {
    auto& writer = *static_cast<Writer*>(self);
    // After a complete write-back the WAL begins again from its first frame.
    const int fresh = frames >= writer.wal_frames_ ? frames - writer.wal_frames_ : frames;
    writer.wal_frames_ = frames;
    const std::lock_guard lock(writer.figures_mutex_);
    writer.figures_.wal_pages += static_cast<std::uint64_t>(fresh);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(connection_->handle(), count, this);
}

void Writer::transact(CommitQueue::Batch& batch) {
  std::optional<Error> failed;
  try {
    failed = transact_all(batch);
  } catch (const std::bad_alloc&) {
    roll_back();
    failed = memory_error();
  }
  // Whoever leads takes at least one job with it, or would lead for ever.
  if (batch.taken().empty()) batch.next();
  settle(batch, failed);
}

std::optional<Error> Writer::transact_all(CommitQueue::Batch& batch) {
  std::optional<Error> failed = begin();
  std::vector<const Job*> broken;
  while (batch.next() != nullptr) {
    if (!failed) failed = run_from(batch.taken().size() - 1, batch, broken);
    // An error of the transaction leaves nothing in it: the rest of the line waits for the next.
    if (failed) break;
  }
  if (!failed) return commit();
  roll_back();
  return failed;
}

std::optional<Error> Writer::begin() {
  if (connection_ == nullptr) {
    if (auto fault = reopen()) return fault;
  }
  if (fails("commit:begin")) return io_error(options_.path);
  try {
    Query(*connection_, "BEGIN IMMEDIATE").run();
  } catch (const SQLite::Exception& fault) {
    return error_of(fault, options_.path);
  }
  return std::nullopt;
}

/// What is returned ends the whole transaction.
std::optional<Error> Writer::run_from(std::size_t first, CommitQueue::Batch& batch,
                                      std::vector<const Job*>& broken) {
  const auto jobs = batch.taken();
  for (std::size_t i = first; i < jobs.size(); ++i) {
    if (std::find(broken.begin(), broken.end(), jobs[i]) != broken.end()) continue;
    if (run(*jobs[i])) continue;
    // SQLite rolls everything back by itself after some errors (full, I/O, memory).
    if (!connection_->in_transaction()) return jobs[i]->status.error();
    broken.push_back(jobs[i]);
    roll_back();
    if (auto failed = begin()) return failed;
    return run_from(0, batch, broken);
  }
  return std::nullopt;
}

/// False when a part of the job may have been written; its status then says why.
bool Writer::run(Job& job) {
  try {
    job.status = job.work();
    if (!job.status || !fails("commit:row")) return true;
    job.status = io_error(options_.path);
  } catch (const SQLite::Exception& fault) {
    job.status = error_of(fault, options_.path);
  } catch (const std::bad_alloc&) {
    job.status = memory_error();
  }
  return false;
}

std::optional<Error> Writer::commit() {
  bool injected = fails("commit:before");
  if (!injected) {
    try {
      Query(*connection_, "COMMIT").run();
      injected = fails("commit:after");
      if (!injected) return std::nullopt;
    } catch (const SQLite::Exception& fault) {
      // ENOSPC comes from writing a frame: a commit frame that is not whole does not count, so
      // this one is certain. After any other error the frames may already be in the file: a
      // failing fsync left 24 of 314 such transactions behind (measured).
      if ((fault.getErrorCode() & 0xff) == SQLITE_FULL) {
        roll_back();
        return full_error(options_.path);
      }
    } catch (const std::bad_alloc&) {
      // Thrown by what tells of a fault: the COMMIT itself may have been done.
    }
  }
  return recover();
}

std::optional<Error> Writer::recover() {
  // Only recovery can tell what is in the file; it runs when the last connection has gone.
  readers_.pause();
  connection_.reset();
  try {
    reopen();
  } catch (const std::bad_alloc&) {
    connection_.reset();  // The next batch opens a fresh one.
  }
  readers_.resume();
  try {
    return unknown_error();
  } catch (const std::bad_alloc&) {
    return make_error("store/unknown", {}, {});
  }
}

std::optional<Error> Writer::reopen() {
  try {
    auto fresh = std::make_unique<Connection>(options_, Connection::Role::kWriter);
    if (auto fault = prepare_file(*fresh, options_)) return fault;
    connection_ = std::move(fresh);
  } catch (const SQLite::Exception& fault) {
    return error_of(fault, options_.path);
  }
  watch_wal();
  return std::nullopt;
}

void Writer::roll_back() noexcept {
  try {
    if (connection_ != nullptr && connection_->in_transaction()) connection_->execute("ROLLBACK");
  } catch (...) {
    connection_.reset();  // The next batch opens a fresh one.
  }
}

namespace {

/// The same error for one more job; where there is no memory for its words, without them.
void tell(Job& job, const Error& failed) noexcept {
  try {
    job.status = failed;
  } catch (const std::bad_alloc&) {
    const bool unknown = failed.code == "store/unknown";
    job.status = unknown ? make_error("store/unknown", {}, {}) : memory_error();
  }
}

}  // namespace

void Writer::settle(CommitQueue::Batch& batch, const std::optional<Error>& failed) {
  std::uint64_t durable = 0;
  std::uint64_t unknown = 0;
  for (Job* job : batch.taken()) {
    if (failed && job->status) {
      tell(*job, *failed);
      unknown += failed->code == "store/unknown" ? 1 : 0;
    } else if (job->status) {
      ++durable;
    }
  }
  const std::lock_guard lock(figures_mutex_);
  figures_.unknown += unknown;
  if (durable == 0) return;
  figures_.commits += durable;
  ++figures_.batches;
  figures_.largest_batch = std::max(figures_.largest_batch, durable);
}

void Writer::checkpoint() {
  fails("commit:told");
  if (connection_ == nullptr || wal_frames_ < checkpoint_at_) return;
  if (fails("checkpoint:before")) return;
  int in_log = 0;
  int written = 0;
  sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log,
                            &written);
  // A reader may have held some back; trying again at every commit would cost each a scan.
  const int step = static_cast<int>(std::max<std::uint32_t>(4, options_.checkpoint_pages));
  checkpoint_at_ = written >= in_log ? step : wal_frames_ + step / 4;
  const std::lock_guard lock(figures_mutex_);
  ++figures_.checkpoints;
}

void Writer::count(Stats& stats) const {
  const std::lock_guard lock(figures_mutex_);
  const std::uint64_t cases = stats.cases;
  stats = figures_;
  stats.cases = cases;
}

void Writer::count_conflict() {
  const std::lock_guard lock(figures_mutex_);
  ++figures_.conflicts;
}

}  // namespace lianban::store
