#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "courier.hpp"
#include "faults.hpp"
#include "simulated_agencies.hpp"
#include "world.hpp"

namespace lianban::simulators {

enum class Cut {
  kNot,
  kNow,     ///< The connection is closed instead of an answer.
  kSilent,  ///< No answer until the client hangs up.
};

/// An HTTP reply before it is one.
struct Wire {
  int status = 200;
  std::string body{};
  std::string location{};
  std::string type = "application/json";
  int retry_after = 0;
  int slow_ms = 0;
  int drip_ms = 0;
  Cut cut = Cut::kNot;
  std::string callback_first{};  ///< The key whose callback comes before this answer.
};

/// Takes the requests of all agencies one after the other: keys, tickets, faults. What an act does
/// is in the agencies' own files. Thread-safe; the fields of `world` belong to whoever holds the
/// lock of `use`.
class Desk {
 public:
  /// Both outlive the desk.
  Desk(const Options& options, Courier& courier);

  [[nodiscard]] Wire ask(const Act& act, const std::string& key, const std::string& body);
  [[nodiscard]] Wire poll(const Act& act, const std::string& ticket);
  /// What became of the request of that key.
  [[nodiscard]] Wire query(const Act& act, const std::string& key);
  /// Answers what waits; `which` as SimulatedAgencies::answer says.
  int answer(const Json& which);
  void add_fault(FaultRule rule);
  void clear_faults();
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
    std::string key;
    int number = 0;
    Json request;
    Faults faults;
    int polls = 0;
    std::optional<Json> reply{};
  };
  struct Known {
    std::string operation;
    std::string body;  ///< Of the first request with this key.
    int requests = 0;
    int effects = 0;
    std::optional<Wire> answer;
    std::string ticket;  ///< Where the answer comes later.
  };

  [[nodiscard]] Wire serve(const Act& act, const std::string& key, const std::string& body,
                           const Json& request, const Faults& faults);
  [[nodiscard]] Wire take(const Act& act, const std::string& key, const Json& request,
                          const Faults& faults, Known& known);
  void settle(Ticket& ticket, const Json* ordered);
  void ripen(const std::string& name);  ///< The agency has made up its mind by itself.
  void first_faults();
  [[nodiscard]] const Behaviour& behaviour(const std::string& agency) const;

  const Options& options_;
  Courier& courier_;
  mutable std::mutex mutex_;
  World world_;
  FaultPlan plan_;
  std::map<std::string, std::map<std::string, Known>> known_;  ///< agency -> key
  std::map<std::string, Ticket> tickets_;
  int last_ticket_ = 0;
};

}  // namespace lianban::simulators
