#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "cli/callback_listener.hpp"
#include "cli/interrupt.hpp"
#include "lianban/engine.hpp"

namespace lianban::cli {

/// Hands callbacks to the engine and keeps for the command's own thread what became of them.
class CallbackDesk {
 public:
  CallbackDesk(Engine& engine, Bell& bell, Language language)
      : engine_(engine), bell_(bell), language_(language) {}

  /// 200 {"result"}, or the status of callback.hpp with {"code", "error"}. Any thread.
  [[nodiscard]] CallbackReply take(const Callback& callback);

  /// One callback, without a word of what it said.
  struct Heard {
    std::string agency;  ///< Empty where nobody knows it: then it is the sender's own word.
    std::string result;  ///< Empty: refused with this
    std::string code;
  };
  /// Since the last time. `untold`: how many more there were than anybody would read.
  [[nodiscard]] std::vector<Heard> heard(std::size_t& untold);

 private:
  void note(Heard heard);

  Engine& engine_;
  Bell& bell_;
  const Language language_;
  std::mutex mutex_;
  std::vector<Heard> heard_;
  std::size_t untold_ = 0;
};

}  // namespace lianban::cli
