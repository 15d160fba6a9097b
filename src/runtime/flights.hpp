#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "lianban/agency.hpp"
#include "store/rows.hpp"

namespace lianban::runtime {

/// One question to an agency that is under way, and what it is about.
struct Flight {
  enum class About {
    kRow,     ///< A row of the outbox.
    kUnsure,  ///< A row whose attempt may have arrived: the agency is asked about it.
    kPoll,    ///< A poll: an acknowledged request or a standing question.
  };
  About about = About::kRow;
  AgencyQuestion question = AgencyQuestion::kAsk;
  store::OutboxRow row;
  store::DuePoll due;
  AgencyRequest request;
  std::string ticket;
  std::string lane;
  std::uint64_t revision = 0;  ///< Of the case when a standing question was put.
  bool while_up = true;        ///< Gates::Landed.
  std::chrono::steady_clock::time_point started{};
};
using FlightPtr = std::shared_ptr<const Flight>;

/// Questions in flight and answers that have landed but were not looked at yet. Thread-safe:
/// answers come on the agency's own threads.
class Flights {
 public:
  using Landing = std::pair<FlightPtr, AgencyAnswer>;

  explicit Flights(std::shared_ptr<Agency> agencies) : agencies_(std::move(agencies)) {}

  void launch(Flight flight);
  /// What has landed since.
  [[nodiscard]] std::vector<Landing> landed();
  /// Those without an answer, and those whose answer nobody has taken yet.
  [[nodiscard]] std::size_t size();
  /// Waits until something has landed, at most so long.
  void wait(std::chrono::milliseconds most);
  /// Cancels everything and waits until it has landed.
  void stop();

 private:
  void land(std::uint64_t id, FlightPtr flight, AgencyAnswer answer);

  const std::shared_ptr<Agency> agencies_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, std::uint64_t> out_;  ///< Our number -> the agency's, 0 if not known yet.
  std::vector<Landing> landed_;
  bool stopped_ = false;
};

/// A question that is being asked is claimed by name, so that two threads never ask it at once.
class Claims {
 public:
  using Name = std::pair<base::CaseId, std::string>;
  [[nodiscard]] bool take(const Name& name) {
    const std::lock_guard lock(mutex_);
    return names_.insert(name).second;
  }
  void release(const Name& name) {
    const std::lock_guard lock(mutex_);
    names_.erase(name);
  }

 private:
  std::mutex mutex_;
  std::set<Name> names_;
};

}  // namespace lianban::runtime
