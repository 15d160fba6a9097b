#include "crash/process.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <sstream>
#include <thread>

namespace lianban::crash {

namespace {

/// Kills a process after a while, unless it is told that there is no need.
class Killer {
 public:
  explicit Killer(pid_t process) : process_(process) {}
  void arm(std::chrono::milliseconds delay) {
    thread_ = std::thread([this, delay] {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, delay, [&] { return over_; })) return;
      fired_ = true;
      ::kill(process_, SIGKILL);
    });
  }
  /// Whether it has killed.
  [[nodiscard]] bool stop() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    return fired_;
  }

 private:
  const pid_t process_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false, fired_ = false;
  std::thread thread_;
};

}  // namespace

Child::Child(const ChildOptions& options) {
  const std::string text = options.to_text();
  int ends[2];
  // Closed in what is executed: a child must not keep another one's words open.
  if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl("/proc/self/exe", "lianban_crash", "--child", text.c_str(), nullptr);
    ::_exit(4);
  }
  ::close(ends[1]);
  words_ = ::fdopen(ends[0], "r");
}

Child::~Child() { std::fclose(words_); }

Child::End Child::run(std::chrono::milliseconds life) {
  End end;
  Killer killer(process_);
  // It may have died already: a point may be passed while the database is being opened.
  std::string each = line();
  if (!each.empty() && each != "R") end.faults.push_back(each);
  killer.arm(each == "R" ? life : std::chrono::milliseconds{0});
  for (each = line(); !each.empty(); each = line()) {
    std::istringstream in(each);
    std::string kind;
    Acknowledged one;
    in >> kind >> one.case_id >> one.request >> one.revision >> one.repeated;
    if (kind == "A" && in) end.said.push_back(one);
    if (kind == "E") end.faults.push_back(each);
  }
  // Reaped only when nobody will kill it any more: its number may then be somebody else's.
  siginfo_t seen{};
  ::waitid(P_PID, static_cast<id_t>(process_), &seen, WEXITED | WNOWAIT);
  end.by_clock = killer.stop();
  int status = 0;
  ::waitpid(process_, &status, 0);
  end.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  return end;
}

std::string Child::line() {
  char buffer[512];
  if (std::fgets(buffer, sizeof buffer, words_) == nullptr) return {};
  std::string text(buffer);
  // A last line without its end was not said: the kill came in between.
  if (text.empty() || text.back() != '\n') return {};
  text.pop_back();
  return text;
}

ReservedPort::ReservedPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int yes = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, any, size) != 0 || ::getsockname(socket_, any, &size) != 0) return;
  port_ = ntohs(address.sin_port);
}

ReservedPort::~ReservedPort() { ::close(socket_); }

}  // namespace lianban::crash
