#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/callbacks.hpp"
#include "runtime/desk.hpp"
#include "runtime/flights.hpp"
#include "runtime/gates.hpp"

namespace lianban::runtime {

/// The world's side: timers, requests, answers, polls. Everything it does is a command of its own,
/// decided like any other; requests are under way with no latch held and no transaction open.
/// Several threads may run it.
class Pump {
 public:
  Pump(World& world, Desk& desk, Callbacks& callbacks)
      : world_(world),
        desk_(desk),
        callbacks_(callbacks),
        gates_(world.options.directory),
        flights_(world.options.agencies) {}

  /// What a crash left half sent, once, before anything else runs: asked again where the agency
  /// promises one effect per key, asked about where it can be, else an incident.
  Status recover();
  /// One round. An error only where nothing could be done.
  [[nodiscard]] Result<PumpReport> round(std::size_t limit);
  [[nodiscard]] Result<std::optional<Instant>> next_due();
  /// No agency is called from now on; what has landed is still delivered.
  void stop();
  [[nodiscard]] Gates& gates() { return gates_; }

 private:
  /// A command that could not be made durable when it came. Nothing an agency said is dropped.
  struct Delivery {
    base::CaseId id;
    Command command;
    Side side;
  };
  struct Retry {
    std::chrono::milliseconds delay{0};
    bool counted = true;  ///< Whether the failed attempt is one of those the request has.
  };

  // pump.cpp
  void note(const Error& error);
  /// Whether it was accepted.
  bool deliver(Delivery delivery, PumpReport& report);
  void deliver_waiting(PumpReport& report);
  void take_callbacks(std::size_t limit, PumpReport& report);
  void fire_timers(std::size_t limit, PumpReport& report);

  // sending.cpp: the outbox
  void send_requests(std::size_t limit, PumpReport& report);
  [[nodiscard]] std::vector<store::OutboxRow> claim(std::size_t limit);
  void send(const store::OutboxRow& row, PumpReport& report);
  void send_request(const store::OutboxRow& row, PumpReport& report);
  void ask_about_unsure(std::size_t limit, PumpReport& report);
  void settle(const store::OutboxRow& row, store::OutboxState state, std::uint32_t attempt,
              std::chrono::milliseconds delay);
  void later(const store::OutboxRow& row, std::chrono::milliseconds delay);
  void remove(const store::OutboxRow& row);
  [[nodiscard]] store::OutboxState recover_row(const store::OutboxRow& row);

  // landing.cpp: answers
  void land(PumpReport& report);
  void land(const Flight& flight, AgencyAnswer answer, PumpReport& report);
  void heard_call(const Flight& flight, AgencyAnswer answer, PumpReport& report);
  void heard_of_unsure(const Flight& flight, AgencyAnswer answer, PumpReport& report);
  void heard_message(const Flight& flight, const AgencyAnswer& answer, PumpReport& report);
  void acknowledged(const Flight& flight, const AgencyAnswer& answer, PumpReport& report);
  void give_up(const Flight& flight, const std::string& code, PumpReport& report);
  /// Nothing: the attempts are used up, or asking again cannot help.
  [[nodiscard]] std::optional<Retry> retry_of(const Flight& flight, const AgencyAnswer& answer,
                                              std::uint32_t attempt);

  // children.cpp: messages between cases
  void open_child(const store::OutboxRow& row, PumpReport& report);
  void tell_parent(const store::OutboxRow& row, PumpReport& report);

  // resting.cpp: licences that stand and fall with another
  void spread(const store::OutboxRow& row, PumpReport& report);
  [[nodiscard]] Status spread_from(const store::OutboxRow& row, const std::string& number,
                                   std::size_t depth, PumpReport& report);
  [[nodiscard]] Status follow(const store::OutboxRow& row, const store::LicenceRow& licence,
                              const std::string& base, PumpReport& report);
  [[nodiscard]] Status follow_alone(const store::LicenceRow& licence, const std::string& base);

  // polls.cpp
  void ask_polls(std::size_t limit, PumpReport& report);
  /// These say whether a question went out.
  bool poll(const store::DuePoll& due, PumpReport& report);
  bool poll_call(const store::DuePoll& due, const std::string& call, PumpReport& report);
  bool ask_question(const store::DuePoll& due, PumpReport& report);
  void launch_poll(const store::DuePoll& due, AgencyQuestion question, AgencyRequest request,
                   std::uint64_t revision, PumpReport& report);
  void heard_question(const Flight& flight, AgencyAnswer answer, PumpReport& report);
  void heard_poll(const Flight& flight, AgencyAnswer answer, PumpReport& report);
  void tick(const store::DuePoll& due, store::PollRow row);
  /// An answer to a poll; where it could not be taken the row waits, so that nobody asks in a loop.
  void deliver(const store::DuePoll& due, Command command, PumpReport& report);

  World& world_;
  Desk& desk_;
  Callbacks& callbacks_;
  Gates gates_;
  Flights flights_;
  Claims claims_;
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::vector<Delivery> waiting_;
  std::optional<Error> first_error_;  ///< Of this round.
};

/// What an outbox row of the lanes self, host and supervision stands for; null where there is none.
[[nodiscard]] const decide::Errand* errand_of(const decide::Case& of, std::uint32_t seq);
/// The request of a call as its record froze it; nothing when it does not wait for an answer.
[[nodiscard]] std::optional<AgencyRequest> request_of(const Held& held, const std::string& call);
/// The entry whose retry rules hold for a request.
[[nodiscard]] const AgencyEntry& entry_of(const AgencyDirectory& directory,
                                          const AgencyRequest& request);
/// Whether asking again under the same key cannot do a thing twice. An agency without an entry in
/// the directory is an adapter inside the host, which sees the key itself.
[[nodiscard]] bool honours_keys(const AgencyDirectory& directory, const AgencyRequest& request);
/// Whether the agency can be asked if a request ever arrived.
[[nodiscard]] bool can_be_asked(const AgencyDirectory& directory, const AgencyRequest& request);
/// How an acknowledged request is polled; nothing where the agency calls back.
[[nodiscard]] std::optional<AgencyPolling> polling_of(const AgencyDirectory& directory,
                                                      const AgencyRequest& request);
[[nodiscard]] Command reply_of(std::string request_id, const std::string& call,
                               const AgencyAnswer& answer);
[[nodiscard]] Command failure_of(std::string request_id, const std::string& call,
                                 const std::string& code);
/// Stable over crashes, unique in the case, new when a person has the request asked again.
[[nodiscard]] std::string request_id(std::string_view what, const store::OutboxRow& row);
/// A decimal and nothing else.
[[nodiscard]] std::optional<std::uint32_t> whole(std::string_view text);
/// "X" of a row whose ref is PREFIX and "X"; empty for another row.
[[nodiscard]] std::string rest_of(std::string_view prefix, const std::string& ref);

}  // namespace lianban::runtime
