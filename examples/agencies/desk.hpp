#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "simulated_agencies.hpp"
#include "world.hpp"

namespace lianban::simulators {

/// An HTTP reply before it is one.
struct Wire {
  int status = 200;
  std::string body;
  std::string location;
};

/// Takes the requests of all agencies one after the other: keys, tickets, injected errors. What an
/// act does is in the agencies' own files. Thread-safe; the fields of `world` belong to whoever
/// holds the lock of `use`.
class Desk {
 public:
  explicit Desk(const Options& options);

  [[nodiscard]] Wire ask(const Act& act, const std::string& key, const std::string& body);
  [[nodiscard]] Wire poll(const Act& act, const std::string& ticket);
  /// Answers what waits; `which` as SimulatedAgencies::answer says.
  int answer(const Json& which);
  [[nodiscard]] Json effects() const;
  [[nodiscard]] Json state() const;
  void reset();

  template <class Change>
  auto use(Change change) {
    const std::lock_guard lock(mutex_);
    return change(world_);
  }

 private:
  struct Ticket {
    const Act* act = nullptr;
    Json request;
    int polls = 0;
    std::optional<Json> reply;
  };
  struct Known {
    std::string operation;
    std::string body;  ///< Of the first request with this key.
    int requests = 0;
    int effects = 0;
    std::optional<Wire> answer;
  };

  [[nodiscard]] Wire take(const Act& act, const Json& request);
  void settle(Ticket& ticket, const Json* ordered);
  [[nodiscard]] const Behaviour& behaviour(const std::string& agency) const;

  const Options options_;
  mutable std::mutex mutex_;
  World world_;
  std::map<std::string, std::map<std::string, Known>> known_;  ///< agency -> key
  std::map<std::string, Ticket> tickets_;
  int last_ticket_ = 0;
};

}  // namespace lianban::simulators
