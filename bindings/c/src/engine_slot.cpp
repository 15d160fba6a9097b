#include "engine_slot.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>

namespace lianban::c {

namespace {

constexpr std::chrono::seconds kCallbackPatience{10};
/// However little the clock may be trusted, a wait looks again after so long.
constexpr std::chrono::milliseconds kLongestNap{60'000};

/// A child gets the tables whole, so that it can say which engines are not its own.
void guard_fork() {
  static const int kGuarded = pthread_atfork(
      [] {
        engines().lock();
        errors().lock();
        Port::lock_all();
      },
      [] {
        Port::unlock_all();
        errors().unlock();
        engines().unlock();
      },
      [] {
        Port::unlock_all();
        errors().unlock();
        engines().unlock();
      });
  (void)kGuarded;
}

}  // namespace

EngineTable& engines() {
  // Never destroyed: a process may end while engines are open and calls inside.
  static auto* const kTable = new EngineTable;
  return *kTable;
}

EngineSlot::EngineSlot(Port& its_port)
    : port(its_port), lending(its_port.lending()), owner_(getpid()) {
  guard_fork();
}

bool EngineSlot::foreign() const noexcept { return owner_ != getpid(); }

bool EngineSlot::enter() noexcept {
  const std::lock_guard lock(mutex_);
  if (closing_) return false;
  ++inside_;
  return true;
}

void EngineSlot::leave() noexcept {
  // What we beat ourselves is no commit. Counted before it beats: never too many commits.
  port.see_commits(engine->pulse() - pokes_);
  const std::lock_guard lock(mutex_);
  --inside_;
  // Told while it is locked: who waits destroys the slot afterwards.
  left_.notify_all();
}

void EngineSlot::interrupt() noexcept {
  ++interrupts_;
  poke();
}

void EngineSlot::poke() noexcept {
  ++pokes_;
  engine->wake();
}

void EngineSlot::close() noexcept {
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    poke();
    left_.wait(lock, [&] { return inside_ == 0; });
  }
  engine->close();
  port.give_back(kCallbackPatience);
}

EngineSlot::Wait::Wait(EngineSlot& slot, std::int32_t timeout_ms)
    : slot_(slot),
      end_(std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms)),
      interrupts_(slot.interrupts_) {}

void EngineSlot::Wait::look() { seen_ = slot_.engine->pulse(); }

bool EngineSlot::Wait::interrupted() const {
  return slot_.closing_ || slot_.interrupts_ != interrupts_;
}

bool EngineSlot::Wait::again(std::optional<std::chrono::milliseconds> due) {
  using std::chrono::milliseconds;
  if (over() || interrupted()) return false;
  const auto left = std::chrono::ceil<milliseconds>(end_ - std::chrono::steady_clock::now());
  auto nap = std::clamp(left, milliseconds{1}, kLongestNap);
  if (due) nap = std::clamp(*due, milliseconds{1}, nap);
  slot_.engine->wait_pulse(seen_, nap);
  return !interrupted();
}

Visit::Visit(lianban_engine handle) : slot_(engines().find(handle)) {
  if (!slot_) return;
  forked_ = slot_->foreign();
  if (!forked_) inside_ = slot_->enter();
}

Visit::~Visit() {
  if (inside_) slot_->leave();
}

std::optional<Failure> Visit::fault() const {
  if (forked_) return forked();
  if (!inside_) return bad_handle();
  return std::nullopt;
}

}  // namespace lianban::c
