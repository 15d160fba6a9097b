#include "store/commit_queue.hpp"

#include <memory>
#include <utility>

#include "base/limits.hpp"
#include "store/errors.hpp"

namespace lianban::store {
namespace {

/// Full batches of clerks that may pass before a waiting pump job goes first.
constexpr std::size_t kPatience = 4;

}  // namespace

/// One thread waiting in `run`. Shared, because it is woken outside the mutex (a thread woken under
/// it would only run into it) and may be gone by then.
struct Caller : std::enable_shared_from_this<Caller> {
  std::condition_variable wake;
  std::size_t pending = 0;
};

CommitQueue::Batch::Batch(CommitQueue& queue)
    : queue_(queue), started_(std::chrono::steady_clock::now()) {
  taken_.reserve(queue.bounds_.commands);
}

Job* CommitQueue::Batch::next() {
  if (taken_.size() >= queue_.bounds_.commands) return nullptr;
  if (!taken_.empty() && std::chrono::steady_clock::now() - started_ >= queue_.bounds_.time) {
    return nullptr;
  }
  const std::lock_guard lock(queue_.mutex_);
  if (taken_.empty()) pump_first_ = queue_.pump_passed_over_ >= kPatience;
  const bool pump_allowed = pump_taken_ < limits::kPumpBatch && !queue_.pump_.empty();
  const bool from_pump = pump_allowed && (pump_first_ || queue_.clerks_.empty());
  std::deque<Job*>& source = from_pump ? queue_.pump_ : queue_.clerks_;
  if (source.empty()) return nullptr;
  Job* job = source.front();
  source.pop_front();
  pump_taken_ += from_pump ? 1 : 0;
  taken_.push_back(job);
  return job;
}

CommitQueue::CommitQueue(BatchBounds bounds, std::function<void(Batch&)> transact,
                         std::function<void()> before)
    : bounds_(bounds), transact_(std::move(transact)), before_(std::move(before)) {}

void CommitQueue::run(std::span<Job> jobs) {
  if (jobs.empty()) return;
  const auto me = std::make_shared<Caller>();
  std::unique_lock lock(mutex_);
  if (closed_) {
    for (Job& job : jobs) job.status = closed_error();
    return;
  }
  me->pending = jobs.size();
  try {
    for (Job& job : jobs) {
      job.caller_ = me.get();
      (job.priority == Priority::kClerk ? clerks_ : pump_).push_back(&job);
    }
    while (me->pending > 0) {
      if (leading_) {
        me->wake.wait(lock, [&] { return me->pending == 0 || !leading_; });
      } else {
        lead(lock);
      }
    }
  } catch (const std::bad_alloc&) {
    give_up(*me);
    throw;
  }
}

// Nobody leads, so all jobs of this caller that have no status yet are in the line.
void CommitQueue::give_up(const Caller& caller) {
  for (std::deque<Job*>* line : {&clerks_, &pump_}) {
    std::erase_if(*line, [&](const Job* job) { return job->caller_ == &caller; });
  }
  if (idle()) idle_.notify_all();
  if (const auto next = next_leader()) next->wake.notify_one();
}

void CommitQueue::lead(std::unique_lock<std::mutex>& lock) {
  // All the memory it takes, before anything is promised.
  Batch batch(*this);
  std::vector<std::shared_ptr<Caller>> served;
  served.reserve(bounds_.commands);
  leading_ = true;
  lock.unlock();
  before_();
  transact_(batch);
  lock.lock();
  bool pump_served = false;
  for (Job* job : batch.taken()) {
    job->batch = static_cast<std::uint32_t>(batch.taken().size());
    pump_served = pump_served || job->priority == Priority::kPump;
    if (--job->caller_->pending == 0) served.push_back(job->caller_->shared_from_this());
  }
  pump_passed_over_ = pump_served || pump_.empty() ? 0 : pump_passed_over_ + 1;
  leading_ = false;
  if (idle()) idle_.notify_all();
  // The disk is idle until the next leader runs, so he is woken before those who have their answer.
  const auto next = next_leader();
  lock.unlock();
  if (next) next->wake.notify_one();
  for (const auto& caller : served) caller->wake.notify_one();
  lock.lock();
}

std::shared_ptr<Caller> CommitQueue::next_leader() const {
  if (!clerks_.empty()) return clerks_.front()->caller_->shared_from_this();
  if (!pump_.empty()) return pump_.front()->caller_->shared_from_this();
  return nullptr;
}

void CommitQueue::close() {
  std::unique_lock lock(mutex_);
  closed_ = true;
  idle_.wait(lock, [this] { return idle(); });
}

std::size_t CommitQueue::waiting() {
  const std::lock_guard lock(mutex_);
  return clerks_.size() + pump_.size();
}

}  // namespace lianban::store
