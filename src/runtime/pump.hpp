#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runtime/desk.hpp"

namespace lianban::runtime {

/// The world's side: timers, requests, answers, polls. Everything it does is a command of its own,
/// decided like any other; requests are made with no latch held and no transaction open. Several
/// threads may run it.
class Pump {
 public:
  Pump(World& world, Desk& desk) : world_(world), desk_(desk) {}

  /// What a crash left half sent, once, before anything else runs: asked again where the agency
  /// promises one effect per key, else an incident.
  Status recover();
  /// One round. An error only where nothing could be done.
  [[nodiscard]] Result<PumpReport> round(std::size_t limit);
  [[nodiscard]] Result<std::optional<Instant>> next_due();
  /// No agency is called from now on.
  void stop() { stopped_.store(true); }

 private:
  /// A command that could not be made durable when it came. Nothing an agency said is dropped.
  struct Delivery {
    base::CaseId id;
    Command command;
    Side side;
  };
  /// One question at a time: while a thread asks, others leave the row alone.
  class InFlight;

  void note(const Error& error);
  /// Whether it was accepted.
  bool deliver(Delivery delivery, PumpReport& report);
  void deliver_waiting(PumpReport& report);

  void fire_timers(std::size_t limit, PumpReport& report);

  void send_requests(std::size_t limit, PumpReport& report);
  void send(const store::OutboxRow& row, PumpReport& report);
  void send_call(const store::OutboxRow& row, const std::string& call, PumpReport& report);
  void heard(const store::OutboxRow& row, const AgencyRequest& request, AgencyAnswer answer,
             PumpReport& report);
  void open_child(const store::OutboxRow& row, PumpReport& report);
  void tell_parent(const store::OutboxRow& row, PumpReport& report);
  void later(const store::OutboxRow& row, std::chrono::milliseconds delay);
  [[nodiscard]] store::OutboxState recover_row(const store::OutboxRow& row);
  void remove(const store::OutboxRow& row);

  void ask_polls(std::size_t limit, PumpReport& report);
  void poll(const store::DuePoll& due, PumpReport& report);
  void poll_call(const store::DuePoll& due, const std::string& call, PumpReport& report);
  void ask_question(const store::DuePoll& due, PumpReport& report);
  void heard(const store::DuePoll& due, const AgencyRequest& request, std::uint64_t revision,
             AgencyAnswer answer, PumpReport& report);
  void polled(const store::DuePoll& due, const AgencyRequest& request, std::uint64_t revision,
              AgencyAnswer answer, PumpReport& report);
  void tick(const store::DuePoll& due, store::PollRow row);
  /// An answer to a poll; where it could not be taken the row waits, so that nobody asks in a loop.
  void deliver(const store::DuePoll& due, Command command, PumpReport& report);
  [[nodiscard]] AgencyRequest question_request(const store::DuePoll& due,
                                               const decide::Question& question) const;

  World& world_;
  Desk& desk_;
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::vector<Delivery> waiting_;
  std::set<std::pair<base::CaseId, std::string>> in_flight_;
  std::optional<Error> first_error_;  ///< Of this round.
};

/// What an outbox row of the lanes self and host stands for; null where there is no such errand.
[[nodiscard]] const decide::Errand* errand_of(const decide::Case& of, std::uint32_t seq);
/// The request of a call as its record froze it; nothing when it does not wait for an answer.
[[nodiscard]] std::optional<AgencyRequest> request_of(const Held& held, const std::string& call);
/// The entry whose retry rules hold for a request.
[[nodiscard]] const AgencyEntry& entry_of(const AgencyDirectory& directory,
                                          const AgencyRequest& request);
/// Whether asking again under the same key cannot do a thing twice. An agency without an entry in
/// the directory is an adapter inside the host, which sees the key itself.
[[nodiscard]] bool honours_keys(const AgencyDirectory& directory, const AgencyRequest& request);
/// How an acknowledged request is polled; nothing where the agency calls back.
[[nodiscard]] std::optional<AgencyPolling> polling_of(const AgencyDirectory& directory,
                                                      const AgencyRequest& request);
[[nodiscard]] Command reply_of(std::string request_id, const std::string& call,
                               const AgencyAnswer& answer);
[[nodiscard]] Command failure_of(std::string request_id, const std::string& call,
                                 const std::string& code);

}  // namespace lianban::runtime
