#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

#include "lianban/lianban.h"

namespace lianban::c {

/// The host's two callbacks of one engine. What is to be told is kept, and told when a call has
/// done its work and let go of everything: by then a callback may call the library, throw or
/// longjmp.
///
/// Ports are never freed but used again, so that who is about to call back can always ask whether
/// the engine is still there. After a longjmp out of a callback its thread still counts as inside;
/// the mark is known to be void when the thread comes back with a shorter stack. Thread-safe;
/// nothing here allocates but `lend`.
class Port {
 public:
  /// A free port, or a new one. Throws std::bad_alloc.
  [[nodiscard]] static Port& lend(lianban_log_fn log, lianban_wake_fn wake, std::uintptr_t user);

  /// Keeps a line of the log; of too many the oldest are dropped.
  void note(std::string_view level, std::string_view line) noexcept;
  /// How much has been committed; more than before is worth a wake.
  void see_commits(std::uint64_t count) noexcept;

  /// Which lending this is. What is told later asks whether it still is the same.
  [[nodiscard]] std::uint64_t lending() const noexcept;
  /// Tells what is kept, on this thread, unless it is inside a callback of this port.
  void tell(std::uint64_t lending);

  /// No callback begins after this; waits for those that run on other threads, at most `patience`.
  void give_back(std::chrono::seconds patience) noexcept;

  struct Counts {
    std::uint64_t thrown = 0, dropped = 0;
  };
  [[nodiscard]] Counts counts() const noexcept;

  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  /// All that there ever were, for fork().
  static void lock_all() noexcept;
  static void unlock_all() noexcept;

 private:
  static constexpr std::size_t kLine = 1024;
  static constexpr std::size_t kLines = 64;
  static constexpr std::size_t kThreads = 64;

  struct Line {
    std::array<char, 8> level{};
    std::array<char, kLine> text{};
  };
  /// One callback to be made. Trivial: a longjmp runs no destructors.
  struct Item {
    bool log = false, wake = false;
    lianban_log_fn log_fn = nullptr;
    lianban_wake_fn wake_fn = nullptr;
    std::uintptr_t user = 0;
    std::size_t mark = 0;
    Line line;
  };
  struct Mark {
    bool used = false;
    std::thread::id thread;
    std::uintptr_t stack = 0;
  };

  bool begin(std::uint64_t lending, std::uintptr_t stack, Item& item) noexcept;
  void end(std::uint64_t lending, std::size_t mark, bool threw) noexcept;
  [[nodiscard]] bool others_inside() const noexcept;

  mutable std::mutex mutex_;
  std::condition_variable left_;
  Port* next_ = nullptr;
  bool open_ = false;
  std::uint64_t lending_ = 0, commits_ = 0;
  bool wake_due_ = false;
  lianban_log_fn log_ = nullptr;
  lianban_wake_fn wake_ = nullptr;
  std::uintptr_t user_ = 0;
  std::array<Line, kLines> lines_{};
  std::size_t first_line_ = 0, line_count_ = 0;
  std::array<Mark, kThreads> marks_{};
  Counts counts_;
};

}  // namespace lianban::c
