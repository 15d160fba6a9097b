#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "lianban/conformance.hpp"

namespace lianban {

/// What came to the inbox, and what was said to it.
struct ConformanceInbox::State {
  struct Arrived {
    std::string key;           ///< As the body names it, believed or not; empty if it names none.
    std::optional<Json> body;  ///< If it is {"request", "reply"}.
    std::string code;          ///< Why it was not taken; empty: it was.
  };

  explicit State(CallbackVerifier given) : verify(std::move(given)) {}

  /// The next callback that names the key is answered 503, as a host does that cannot store it.
  void refuse_once(const std::string& key);
  /// Waits until `enough` of what came. What came, either way.
  std::vector<Arrived> wait(std::chrono::milliseconds most,
                            const std::function<bool(const std::vector<Arrived>&)>& enough);

  CallbackVerifier verify;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Arrived> came;
  std::set<std::string> nonces;
  std::set<std::string> refusing;
};

}  // namespace lianban
