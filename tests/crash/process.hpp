#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "crash/crash.hpp"

namespace lianban::crash {

/// What a child said was accepted.
struct Acknowledged {
  std::string case_id, request;
  std::uint64_t revision = 0;
  bool repeated = false;  ///< The child was told that it was known before.
};

/// A child in its own process; its words come through a pipe.
class Child {
 public:
  explicit Child(const ChildOptions& options);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  struct End {
    std::vector<Acknowledged> said;
    std::vector<std::string> faults;
    bool killed = false;    ///< By a kill, its own or ours; never by itself.
    bool by_clock = false;  ///< Ours.
  };
  /// Hears it until its end, and kills it so long after it was ready.
  [[nodiscard]] End run(std::chrono::milliseconds life);

 private:
  [[nodiscard]] std::string line();

  pid_t process_ = 0;
  std::FILE* words_ = nullptr;
};

/// A free port of this machine that stays ours: bound, and listened to by nobody but who binds it
/// again. 0: none to be had.
class ReservedPort {
 public:
  ReservedPort();
  ~ReservedPort();
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  int socket_ = -1;
  int port_ = 0;
};

}  // namespace lianban::crash
