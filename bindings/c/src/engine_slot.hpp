#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "errors.hpp"
#include "handles.hpp"
#include "lianban/engine.hpp"
#include "port.hpp"

namespace lianban::c {

/// An open engine. Calls enter and leave it; closing waits until the last has left.
class EngineSlot {
 public:
  explicit EngineSlot(Port& port);

  /// Counts a call as inside. False: the engine is being closed.
  [[nodiscard]] bool enter() noexcept;
  void leave() noexcept;
  void close() noexcept;
  void interrupt() noexcept;
  /// Who waits looks again.
  void poke() noexcept;

  /// One wait of a call: looks again whenever something is committed, until there is something, the
  /// time is over or the wait is interrupted.
  class Wait {
   public:
    Wait(EngineSlot& slot, std::int32_t timeout_ms);
    /// To be called before looking.
    void look();
    /// Blocks until it is worth looking again, at the latest at `due`; false: it is not, any more.
    [[nodiscard]] bool again(std::optional<std::chrono::milliseconds> due = {});
    [[nodiscard]] bool interrupted() const;
    [[nodiscard]] bool over() const { return std::chrono::steady_clock::now() >= end_; }

   private:
    EngineSlot& slot_;
    std::chrono::steady_clock::time_point end_;
    std::uint64_t interrupts_, seen_ = 0;
  };

  [[nodiscard]] bool foreign() const noexcept;  ///< Of another process: we are its child.

  std::unique_ptr<Engine> engine;
  std::shared_ptr<ManualClock> clock;  ///< Null: the system's.
  Port& port;
  std::uint64_t lending = 0;  ///< Of the port.

 private:
  const pid_t owner_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t inside_ = 0;
  std::atomic<bool> closing_ = false;
  std::atomic<std::uint64_t> interrupts_ = 0, pokes_ = 0;
};

using EngineTable = Table<EngineSlot, Kind::kEngine>;
[[nodiscard]] EngineTable& engines();

/// A call on an engine: holds the slot, counts as inside. What fault() says is why it may not.
class Visit {
 public:
  explicit Visit(lianban_engine handle);
  ~Visit();
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  [[nodiscard]] std::optional<Failure> fault() const;
  EngineSlot& operator*() { return *slot_; }
  EngineSlot* operator->() { return slot_.get(); }

 private:
  std::shared_ptr<EngineSlot> slot_;
  bool inside_ = false, forked_ = false;
};

}  // namespace lianban::c
