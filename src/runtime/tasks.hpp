#pragma once

#include <string>
#include <vector>

#include "runtime/desk.hpp"
#include "runtime/gates.hpp"

namespace lianban::runtime {

/// Requests and standing questions that the host fetches and answers itself, because it has its own
/// way to the agency. A row is lent for a while; whoever is too slow finds that it was lent again,
/// and changes nothing.
class Tasks {
 public:
  Tasks(World& world, Desk& desk, Gates& gates) : world_(world), desk_(desk), gates_(gates) {}

  [[nodiscard]] Result<std::vector<ExternalTask>> fetch(const TaskQuery& query);
  [[nodiscard]] Result<Answer> complete(const std::string& token, const Json& reply);
  [[nodiscard]] Result<Answer> acknowledge(const std::string& token);
  [[nodiscard]] Result<TaskFailure> fail(const std::string& token, const std::string& code,
                                         bool again);
  [[nodiscard]] Result<Instant> extend(const std::string& token, std::chrono::milliseconds lease);

 private:
  /// What a token stands for, as long as it holds.
  struct Lent {
    store::OutboxRow row;
    std::string call;  ///< Empty: a message.
  };
  [[nodiscard]] static bool wanted(const TaskQuery& query, const std::string& lane);
  [[nodiscard]] Status fetch_requests(const store::Claim& claim, std::vector<ExternalTask>& tasks);
  /// Until it may be fetched again after a failure; nothing: the attempts are used up.
  [[nodiscard]] std::optional<std::chrono::milliseconds> pause_after(const std::string& lane,
                                                                     std::uint32_t attempt);
  /// task/fenced: lent again, or settled. task/unknown: not a token of ours.
  [[nodiscard]] Result<Lent> lent(const std::string& token);
  [[nodiscard]] bool for_the_host(const std::string& lane) const;
  [[nodiscard]] Result<Answer> say(const Lent& task, Command command,
                                   std::optional<store::OutboxChange> change);
  [[nodiscard]] Result<Answer> message_done(const Lent& task);

  // task_questions.cpp: standing questions
  struct LentQuestion {
    std::string token;
    store::DuePoll due;         ///< As it stands in the store, once it was looked for.
    std::uint32_t round = 0;    ///< Questions that were answered before this one.
    std::uint32_t attempt = 0;  ///< Which lending of this one.
  };
  enum class Standing {
    kLent,
    kAnswered,  ///< By whomever: the question has no effect.
    kOver,      ///< Lent again, asked anew, or not asked any more.
  };
  [[nodiscard]] std::optional<LentQuestion> parse_question(const std::string& token);
  [[nodiscard]] Result<Standing> find_question(LentQuestion& lent);
  [[nodiscard]] Status fetch_questions(const TaskQuery& query, std::size_t limit, Instant until,
                                       std::vector<ExternalTask>& tasks);
  /// Nothing where nobody asks it any more, or somebody was quicker.
  [[nodiscard]] Result<std::optional<ExternalTask>> lend(const store::DuePoll& due, Instant until);
  [[nodiscard]] Status move(const LentQuestion& lent, store::PollRow row);
  [[nodiscard]] Result<Answer> complete_question(LentQuestion lent, const Json& reply);
  [[nodiscard]] Result<Answer> acknowledge_question(LentQuestion lent);
  [[nodiscard]] Result<TaskFailure> fail_question(LentQuestion lent, const std::string& code,
                                                  bool again);
  [[nodiscard]] Result<Instant> extend_question(LentQuestion lent, std::chrono::milliseconds lease);

  World& world_;
  Desk& desk_;
  Gates& gates_;
};

/// Lent again, or settled in another way: what is said of it does not count.
[[nodiscard]] Error task_fenced();
[[nodiscard]] Error task_unknown();

}  // namespace lianban::runtime
