// What must not hurt: callbacks that come back in, throw or jump; closing under other threads;
// fork.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csetjmp>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "host.hpp"

namespace lianban::c_test {
namespace {

/// A flag that threads wait for; no test sleeps.
class Signal {
 public:
  void give() {
    {
      const std::lock_guard lock(mutex_);
      given_ = true;
    }
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return given_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool given_ = false;
};

using Wake = std::function<void()>;
void call_wake(std::uintptr_t user) { (*reinterpret_cast<Wake*>(user))(); }
lianban_engine open_with(Wake& wake) {
  return open_engine(config(), call_wake, reinterpret_cast<std::uintptr_t>(&wake));
}
std::string open_numbered(lianban_engine engine, int number) {
  const Json command{{"request_id", "open-" + std::to_string(number)}, {"data", Json::object()}};
  return ask(lianban_case_open, engine, "stall", command.dump().c_str())
      .json.at("case")
      .get<std::string>();
}

TEST(Waiting, IsEndedByAnInterrupt) {
  const lianban_engine engine = open_engine();
  Signal begun;
  std::int32_t code = -1;
  std::thread waiting([&] {
    begun.give();
    code = ask(lianban_event_next, engine, 0, 1, 600'000).code;
  });
  begun.wait();
  // The wait may begin a moment later: it is interrupted until it has been.
  std::atomic<bool> over = false;
  std::thread interrupting([&] {
    while (!over) {
      lianban_engine_interrupt(engine, nullptr);
      std::this_thread::yield();
    }
  });
  waiting.join();
  over = true;
  interrupting.join();
  EXPECT_EQ(code, LIANBAN_INTERRUPTED);
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
}

TEST(Waiting, IsEndedByClose) {
  for (const int call : {0, 1, 2}) {
    const lianban_engine engine = open_engine();
    Signal begun;
    std::int32_t code = -1;
    std::thread waiting([&] {
      begun.give();
      if (call == 0) code = ask(lianban_event_next, engine, 0, 1, 600'000).code;
      if (call == 1) code = ask(lianban_engine_pump, engine, 600'000).code;
      if (call == 2) code = ask(lianban_task_fetch, engine, nullptr, 600'000).code;
    });
    begun.wait();
    EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
    waiting.join();
    // Where close was quicker than the call, there was no engine any more.
    EXPECT_TRUE(code == LIANBAN_INTERRUPTED || code == LIANBAN_HANDLE) << code;
  }
}

TEST(Waiting, IsEndedByACommitOfAnotherThread) {
  const lianban_engine engine = open_engine();
  ask(lianban_definition_publish, engine, kStall);
  Given events;
  std::thread waiting([&] { events = ask(lianban_event_next, engine, 0, 1, 600'000); });
  open_numbered(engine, 1);
  waiting.join();
  EXPECT_EQ(events.json.at("events").size(), 1u);
  lianban_engine_close(engine, nullptr);
}

TEST(Waiting, PumpDoesWhatFallsDueWhenTheClockIsMoved) {
  const lianban_engine engine = open_engine();
  EXPECT_EQ(ask(lianban_engine_pump, engine, 0).json.at("timers"), 0);
  EXPECT_TRUE(ask(lianban_engine_pump, engine, 1).json.at("next_due").is_null());
  lianban_engine_close(engine, nullptr);
}

TEST(Callbacks, WakeTellsOfCommitsAndMayCallBackIn) {
  lianban_engine engine = 0;
  int woken = 0;
  std::size_t seen = 0;
  Wake wake = [&] {
    ++woken;
    seen = ask(lianban_event_next, engine, 0, 100, 0).json.at("events").size();
    // Even a commit from inside: no wake comes while one is going on.
    if (woken == 1) open_numbered(engine, 2);
  };
  engine = open_with(wake);
  ask(lianban_definition_publish, engine, kStall);
  EXPECT_EQ(woken, 0);
  open_numbered(engine, 1);
  EXPECT_GE(woken, 2) << "the commit from inside is told of when the first wake is over";
  EXPECT_EQ(seen, 2u);
  lianban_engine_close(engine, nullptr);
}

TEST(Callbacks, MayCloseTheEngine) {
  lianban_engine engine = 0;
  int woken = 0;
  Wake wake = [&] {
    ++woken;
    EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
  };
  engine = open_with(wake);
  ask(lianban_definition_publish, engine, kStall);
  EXPECT_EQ(open_numbered(engine, 1).size(), 32u);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(ask(lianban_event_next, engine, 0, 1, 0).code, LIANBAN_HANDLE);
}

TEST(Callbacks, WhatTheyThrowIsCountedAndGoesNoFurther) {
  Wake wake = [] { throw std::runtime_error("of the host"); };
  const lianban_engine engine = open_with(wake);
  ask(lianban_definition_publish, engine, kStall);
  open_numbered(engine, 1);
  open_numbered(engine, 2);
  const Given stats = ask(lianban_engine_report, engine, "stats");
  EXPECT_EQ(stats.json.at("host_callbacks").at("thrown"), 2);
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
}

std::jmp_buf out_of_callback;
void jump(std::uintptr_t) { std::longjmp(out_of_callback, 1); }

/// Opens a case and comes back by longjmp. Apart, so that nothing else lives across the jump.
int jump_out(lianban_engine engine, const char* command, char** out) {
  if (setjmp(out_of_callback) != 0) return 1;
  lianban_case_open(engine, "stall", command, out, nullptr);
  return 0;
}

TEST(Callbacks, MayJumpOut) {
  const lianban_engine engine = open_engine(config(), jump);
  ask(lianban_definition_publish, engine, kStall);
  for (const char* command : {R"({"request_id": "1"})", R"({"request_id": "2"})"}) {
    char* out = nullptr;
    EXPECT_EQ(jump_out(engine, command, &out), 1);
    ASSERT_NE(out, nullptr) << "the answer was there before the callback";
    lianban_free(out);
  }
  EXPECT_EQ(ask(lianban_case_find, engine, nullptr).json.at("cases").size(), 2u);
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
}

TEST(Callbacks, AreWaitedForByCloseAndNeverComeAfterIt) {
  Signal inside;
  Signal closing;
  std::atomic<bool> closed = false;
  std::atomic<bool> late = false;
  std::atomic<int> woken = 0;
  Wake wake = [&] {
    if (++woken > 1) return;
    inside.give();
    closing.wait();
    late = closed.load();
  };
  const lianban_engine engine = open_with(wake);
  ask(lianban_definition_publish, engine, kStall);
  std::thread working([&] { open_numbered(engine, 1); });
  inside.wait();
  std::thread closer([&] {
    EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
    closed = true;
  });
  // Only when the handle is gone has the close begun.
  while (lianban_engine_interrupt(engine, nullptr) == LIANBAN_DONE) std::this_thread::yield();
  closing.give();
  working.join();
  closer.join();
  EXPECT_FALSE(late);
  EXPECT_EQ(woken, 1);
}

TEST(Closing, OfManyThreadsOneCloses) {
  for (int round = 0; round < 20; ++round) {
    const lianban_engine engine = open_engine();
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { done += lianban_engine_close(engine, nullptr) == LIANBAN_DONE; });
    }
    for (std::thread& each : threads) each.join();
    EXPECT_EQ(done, 1);
  }
}

TEST(Closing, UnderCallsOfOtherThreadsHurtsNobody) {
  std::atomic<int> woken = 0;
  Wake wake = [&] { ++woken; };
  const lianban_engine engine = open_with(wake);
  const std::string id = open_case(engine);
  std::atomic<int> going = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int call = 0;; ++call) {
        char* out = nullptr;
        lianban_error error = 0;
        const Json command{{"request_id", std::to_string(i) + "-" + std::to_string(call)}};
        const std::int32_t code =
            i % 2 == 0 ? lianban_case_show(engine, id.c_str(), &out, &error)
                       : lianban_case_open(engine, "stall", command.dump().c_str(), &out, &error);
        lianban_free(out);
        lianban_error_free(error);
        if (call == 10) ++going;
        if (code != LIANBAN_DONE) {
          EXPECT_EQ(code, LIANBAN_HANDLE);
          return;
        }
      }
    });
  }
  while (going < 4) std::this_thread::yield();
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
  const int told = woken;
  for (std::thread& each : threads) each.join();
  EXPECT_EQ(woken, told) << "none comes after close has returned";
}

/// Runs `body` in a child; gives its exit status.
int in_child(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Fork, TheParentsEngineIsNotTheChilds) {
  const lianban_engine engine = open_engine();
  const std::string id = open_case(engine);
  EXPECT_EQ(in_child([&] {
              if (ask(lianban_case_show, engine, id.c_str()).code != LIANBAN_FORKED) return 1;
              if (ask(lianban_event_next, engine, 0, 1, 10).code != LIANBAN_FORKED) return 2;
              if (lianban_engine_interrupt(engine, nullptr) != LIANBAN_FORKED) return 3;
              if (lianban_engine_close(engine, nullptr) != LIANBAN_FORKED) return 4;
              return 0;
            }),
            0);
  EXPECT_EQ(ask(lianban_case_show, engine, id.c_str()).code, LIANBAN_DONE);
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
}

TEST(Fork, TheChildMayHaveItsOwn) {
  const lianban_engine engine = open_engine();
  EXPECT_EQ(in_child([] {
              const lianban_engine own = open_engine();
              if (open_case(own).empty()) return 1;
              return lianban_engine_close(own, nullptr) == LIANBAN_DONE ? 0 : 2;
            }),
            0);
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
}

TEST(Fork, DoesNotMeetALockThatAnotherThreadHolds) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the thread sanitizer's own locks do not survive a fork";
#endif
  const lianban_engine engine = open_engine();
  std::atomic<bool> over = false;
  std::thread busy([&] {
    while (!over) {
      lianban_error error = 0;
      lianban_engine_interrupt(0, &error);
      lianban_error_free(error);
    }
  });
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(in_child([&] {
                lianban_error error = 0;
                const std::int32_t code = lianban_engine_interrupt(engine, &error);
                lianban_error_free(error);
                return code;
              }),
              LIANBAN_FORKED);
  }
  over = true;
  busy.join();
  EXPECT_EQ(lianban_engine_close(engine, nullptr), LIANBAN_DONE);
}

TEST(Exit, WithAnEngineOpenIsNoFault) {
  const pid_t child = fork();
  if (child == 0) {
    open_case(open_engine());
    std::exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace lianban::c_test
