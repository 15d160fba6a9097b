#include "store/commit_queue.hpp"

#include <gtest/gtest.h>

#include <array>
#include <condition_variable>
#include <string>
#include <thread>
#include <vector>

namespace lianban::store {
namespace {

/// A queue whose first batch is held until the test lets it go, so that a line forms behind it.
class HeldQueue {
 public:
  explicit HeldQueue(BatchBounds bounds = {64, std::chrono::hours{1}})
      : queue_(
            bounds, [this](CommitQueue::Batch& batch) { transact(batch); }, [this] { ++before_; }) {
    first_ = std::thread([this] { run("first", Priority::kClerk); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return held_; });
  }
  ~HeldQueue() {
    let_go();
    for (std::thread& thread : threads_) thread.join();
  }
  /// A job of a thread of its own; returns once it stands in the line.
  void enqueue(const std::string& name, Priority priority) {
    const std::size_t before = queue_.waiting();
    threads_.emplace_back([this, name, priority] { run(name, priority); });
    while (queue_.waiting() == before) std::this_thread::yield();
  }
  /// Releases the first batch and waits until all have been served.
  std::vector<std::vector<std::string>> finish() {
    let_go();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    queue_.close();
    return batches_;
  }
  CommitQueue& queue() { return queue_; }
  int prepared() const { return before_; }

 private:
  void let_go() {
    {
      const std::lock_guard lock(mutex_);
      released_ = true;
    }
    changed_.notify_all();
    if (first_.joinable()) first_.join();
  }
  void run(const std::string& name, Priority priority) {
    Job job;
    job.priority = priority;
    job.work = [this, name] {
      batches_.back().push_back(name);
      return Done{};
    };
    queue_.run({&job, 1});
    EXPECT_TRUE(job.status.ok());
    EXPECT_GE(job.batch, 1u);
  }
  void transact(CommitQueue::Batch& batch) {
    batches_.emplace_back();
    while (Job* job = batch.next()) {
      job->status = job->work();
      std::unique_lock lock(mutex_);
      if (held_) continue;
      held_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return released_; });
      return;
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  bool released_ = false;
  int before_ = 0;
  std::vector<std::vector<std::string>> batches_;
  CommitQueue queue_;
  std::thread first_;
  std::vector<std::thread> threads_;
};
using Batches = std::vector<std::vector<std::string>>;

TEST(CommitQueue, TheLineBehindALeaderGoesInOneBatch) {
  HeldQueue held;
  for (const char* name : {"a", "b", "c"}) held.enqueue(name, Priority::kClerk);
  EXPECT_EQ(held.finish(), (Batches{{"first"}, {"a", "b", "c"}}));
  EXPECT_EQ(held.prepared(), 2);
}

TEST(CommitQueue, ClerksGoBeforeThePump) {
  HeldQueue held;
  held.enqueue("p1", Priority::kPump);
  held.enqueue("c1", Priority::kClerk);
  held.enqueue("p2", Priority::kPump);
  held.enqueue("c2", Priority::kClerk);
  EXPECT_EQ(held.finish(), (Batches{{"first"}, {"c1", "c2", "p1", "p2"}}));
}

TEST(CommitQueue, ABatchIsBounded) {
  HeldQueue held({2, std::chrono::hours{1}});
  for (const char* name : {"a", "b", "c"}) held.enqueue(name, Priority::kClerk);
  EXPECT_EQ(held.finish(), (Batches{{"first"}, {"a", "b"}, {"c"}}));
}

TEST(CommitQueue, APumpIsNotPassedOverForEver) {
  HeldQueue held({1, std::chrono::hours{1}});
  held.enqueue("pump", Priority::kPump);
  for (int clerk = 0; clerk < 8; ++clerk) held.enqueue(std::to_string(clerk), Priority::kClerk);
  const Batches batches = held.finish();
  ASSERT_EQ(batches.size(), 10u);
  EXPECT_EQ(batches[4], std::vector<std::string>{"pump"});
}

TEST(CommitQueue, ThePumpGetsAShareOfABatch) {
  std::vector<std::size_t> sizes;
  CommitQueue queue(
      {64, std::chrono::hours{1}},
      [&](CommitQueue::Batch& batch) {
        while (Job* job = batch.next()) job->status = job->work();
        sizes.push_back(batch.taken().size());
      },
      [] {});
  std::vector<Job> jobs(100);
  for (Job& job : jobs) {
    job.priority = Priority::kPump;
    job.work = [] { return Done{}; };
  }
  queue.run(jobs);
  EXPECT_EQ(sizes, (std::vector<std::size_t>{32, 32, 32, 4}));
}

TEST(CommitQueue, CloseWaitsForTheLineAndRefusesNewJobs) {
  HeldQueue held;
  held.enqueue("a", Priority::kClerk);
  held.finish();
  Job late;
  late.work = []() -> Status {
    ADD_FAILURE() << "ran after close";
    return Done{};
  };
  held.queue().run({&late, 1});
  EXPECT_EQ(late.status.error().code, "store/closed");
}

}  // namespace
}  // namespace lianban::store
