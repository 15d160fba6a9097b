#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/register.hpp"
#include "runtime/world.hpp"

namespace lianban::runtime {

/// Request ids that begin so are the engine's own.
inline constexpr std::string_view kOwnRequests = "engine:";
/// Outbox row of an ended case that tells the case which opened it; above what a case can count to.
inline constexpr std::uint32_t kEndedSeq = store::kOutboxSeqLimit - 1;
inline constexpr std::string_view kEndedRef = "ended";
/// Of a changed licence: those that rest on it follow. Then the row's seq.
inline constexpr std::string_view kFollowRef = "follow:";
/// Of errands for the host program.
inline constexpr std::string_view kHostLane = "host";
/// Of messages between cases.
inline constexpr std::string_view kSelfLane = "self";
/// The operation of the directory's entries for notices and supervision.
inline constexpr std::string_view kDeliver = "deliver";
/// Where the outbox rows of notices begin: the n-th notice has this and n. Requests count from 1.
inline constexpr std::uint32_t kNoticeSeq = store::kOutboxSeqLimit / 2;

/// What the engine has to change in the store together with one of its own commands: in the same
/// transaction where the command leaves a row, alone where it does not.
struct Side {
  std::vector<std::uint32_t> outbox_remove;
  std::vector<store::OutboxChange> outbox_change;
  std::vector<store::PollRow> polls_put;
  std::optional<store::OutboxFence> fence;  ///< Of the row it removes or changes.
  std::optional<store::InboxChange> inbox;
  store::Priority priority = store::Priority::kClerk;
};

/// The case that opened this one, and its errand's outbox number.
struct Parent {
  base::CaseId id;
  std::uint32_t seq = 0;
};
[[nodiscard]] std::string child_request(const Parent& parent);
[[nodiscard]] std::optional<Parent> parent_of(std::string_view request);

/// A command is decided on one case and made durable: the engine's one natural way. Thread-safe;
/// holds the case's latch until the answer is on disk.
class Desk {
 public:
  explicit Desk(World& world) : world_(world) {}

  [[nodiscard]] Result<Answer> open(const std::string& definition, Command command);
  /// Error: case/not_found.
  [[nodiscard]] Result<Answer> submit(const base::CaseId& id, Command command, Side side = {});
  /// Fires what is due in each of the cases, in shared transactions. One element per case: whether
  /// anything was committed.
  [[nodiscard]] std::vector<Result<bool>> tick(const std::vector<base::CaseId>& ids);

  /// The case as it is on disk now; null where there is none. Takes no latch.
  [[nodiscard]] Result<HeldPtr> read(const base::CaseId& id);
  /// The same, from the store and not from the cache.
  [[nodiscard]] Result<HeldPtr> load(const base::CaseId& id);

 private:
  /// A command with what goes with it. `opening` is the definition of a case to be opened.
  struct Order {
    Command command;
    base::Digest hash{};
    Side side;
    PreparedPtr opening;
  };
  /// A decision that waits for its commit.
  struct Pending {
    std::shared_ptr<Held> next;
    store::CaseCommit commit;
  };
  /// Taken, but nothing to record: at most a standing question is asked again later.
  struct Nothing {
    std::vector<store::PollRow> polls;
  };
  using Verdict = std::variant<Pending, Nothing, decide::Refused>;

  [[nodiscard]] static Order order_of(Command command, Side side);
  [[nodiscard]] static Order tick_order(const Held& held, store::Priority priority);
  [[nodiscard]] Result<HeldPtr> hold(const base::CaseId& id);
  [[nodiscard]] Result<Answer> carry(const base::CaseId& id, const Order& order);
  [[nodiscard]] Result<std::optional<Answer>> known(const Held& held, const Order& order);
  [[nodiscard]] Result<Accepted> first_answer(const Held& held, std::uint64_t revision);
  [[nodiscard]] Result<Answer> resolve(const base::CaseId& id, const Order& order);
  [[nodiscard]] Result<Verdict> decide_on(const base::CaseId& id, const HeldPtr& held,
                                          const Order& order);
  [[nodiscard]] Result<Verdict> decide_freely(const base::CaseId& id, const HeldPtr& held,
                                              const Order& order);
  [[nodiscard]] Result<HeldPtr> commit(Pending pending);
  [[nodiscard]] Result<bool> settle_first(const HeldPtr& held);

  [[nodiscard]] Result<Pending> pend(const HeldPtr& held, const Order& order, decide::Done&& done,
                                     const decide::Inputs& inputs, const PreparedPtr& prepared,
                                     const CalendarPtr& calendar, const RegisterReader& reader);
  [[nodiscard]] store::OutboxState first_state(const Held& next, const Order& order,
                                               const decide::Effects::Outbox& row) const;
  Status plan_outbox(const HeldPtr& held, const Order& order, const decide::Effects& effects,
                     Pending& pending, Instant now);
  /// Standing questions: what begins, what is asked again and when, what ends.
  Status plan_polls(const decide::Done& done, const HeldPtr& held, const Order& order,
                    const decide::Inputs& inputs, store::CaseCommit& commit);
  Status apply_side(const base::CaseId& id, const Side& side,
                    const std::vector<store::PollRow>& polls = {});

  World& world_;
};

/// What the caller is told of a case.
[[nodiscard]] Accepted accepted_of(const decide::Case& of);

/// Argument errors of a command: request id, depth, size, UTF-8.
[[nodiscard]] std::optional<Error> fault_of(const Command& command);
/// What makes two commands with one request id the same: verb, subject, data and who sent it.
[[nodiscard]] base::Digest request_hash(const Command& command);

}  // namespace lianban::runtime
