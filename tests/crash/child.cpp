// The child of the crash run: works on cases until it is killed, and says on standard output what
// was acknowledged, after it was.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include "crash/crash.hpp"
#include "crash/load.hpp"

namespace lianban::crash {

namespace {

/// One write, below PIPE_BUF: a line arrives whole or not at all.
void say(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) ::_exit(3);
}

/// Dies at the n-th passing of a point: not an error, not an exit, just gone.
FaultHook dying_at(const ChildOptions& options) {
  auto left = std::make_shared<std::atomic<int>>(options.die_after);
  return [point = options.die_at, left](std::string_view passed) {
    if (passed == point && left->fetch_sub(1) == 1) ::kill(::getpid(), SIGKILL);
    return false;
  };
}

/// Cases of one clerk at work: few at a time, so that they come through to the agencies' acts
/// before the next kill.
void work(Engine& engine, int thread, int first_serial) {
  std::map<int, std::pair<std::string, int>> open;  // serial -> case id, next step
  for (int next = first_serial + thread;;) {
    if (open.size() < 3) {
      open.try_emplace(next, std::string{}, 0);
      next += 4;
    }
    bool moved = false;
    for (auto it = open.begin(); it != open.end();) {
      auto& [id, step] = it->second;
      const std::string request = std::to_string(it->first) + "/" + std::to_string(step);
      const Command command = command_of(request);
      const auto answer =
          step == 0 ? engine.open_case(kDefinition, command) : engine.submit(id, command);
      if (!answer.ok()) {
        say("E " + answer.error().code);
        return;
      }
      if (const auto* accepted = std::get_if<Accepted>(&*answer)) {
        say("A " + accepted->case_id + " " + request + " " + std::to_string(accepted->revision) +
            (accepted->repeated ? " 1" : " 0"));
        id = accepted->case_id;
        ++step;
        moved = true;
      }
      it = step == kSteps ? open.erase(it) : std::next(it);
    }
    // All wait for agencies: asking on would only take the processor from them.
    if (!moved) std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
}

}  // namespace

int run_child(const ChildOptions& child) {
  auto engine = open_engine(child.database, child.directory, dying_at(child));
  if (!engine.ok()) {
    say("E " + engine.error().code);
    return 2;
  }
  const auto listener = listen(**engine, child.callback_port);
  if (listener == nullptr) {
    say("E callback port");
    return 2;
  }
  say("R");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] { work(**engine, i, child.first_serial); });
  }
  for (;;) {
    const auto report = (*engine)->pump();
    if (!report.ok()) say("E " + report.error().code);
    if (report.ok() && report->total() == 0 && report->in_flight == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
}

}  // namespace lianban::crash
