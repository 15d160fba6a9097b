#include "runtime/flights.hpp"

#include <utility>

namespace lianban::runtime {

void Flights::launch(Flight flight) {
  flight.started = std::chrono::steady_clock::now();
  const auto shared = std::make_shared<const Flight>(std::move(flight));
  std::uint64_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = ++last_id_;
    out_.emplace(id, 0);
  }
  const std::uint64_t number = agencies_->start(
      shared->question, shared->request, shared->ticket,
      [this, id, shared](AgencyAnswer answer) { land(id, shared, std::move(answer)); });
  bool cancelled = false;
  {
    const std::lock_guard lock(mutex_);
    const auto still = out_.find(id);
    if (still == out_.end()) return;
    still->second = number;
    cancelled = stopped_;
  }
  // `stop` ran before the number was known. Not under the lock: the answer may come at once.
  if (cancelled) agencies_->cancel(number);
}

void Flights::land(std::uint64_t id, FlightPtr flight, AgencyAnswer answer) {
  const std::lock_guard lock(mutex_);
  out_.erase(id);
  landed_.emplace_back(std::move(flight), std::move(answer));
  // Under the lock: whoever waits in `stop` may destroy this object as soon as it is released.
  changed_.notify_all();
}

std::vector<Flights::Landing> Flights::landed() {
  const std::lock_guard lock(mutex_);
  return std::exchange(landed_, {});
}

std::size_t Flights::size() {
  const std::lock_guard lock(mutex_);
  return out_.size() + landed_.size();
}

void Flights::wait(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, most, [&] { return !landed_.empty() || out_.empty(); });
}

void Flights::stop() {
  std::vector<std::uint64_t> numbers;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& [id, number] : out_) numbers.push_back(number);
  }
  for (const std::uint64_t number : numbers) {
    if (number != 0) agencies_->cancel(number);
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return out_.empty(); });
}

}  // namespace lianban::runtime
