#pragma once

#include <string>
#include <vector>

#include "runtime/desk.hpp"
#include "runtime/gates.hpp"

namespace lianban::runtime {

/// Requests that the host fetches and answers itself, because it has its own way to the agency. A
/// row is lent for a while; whoever is too slow finds that it was lent again, and changes nothing.
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
  /// task/fenced: lent again, or settled. task/unknown: not a token of ours.
  [[nodiscard]] Result<Lent> lent(const std::string& token);
  [[nodiscard]] bool for_the_host(const std::string& lane) const;
  [[nodiscard]] Result<Answer> say(const Lent& task, Command command,
                                   std::optional<store::OutboxChange> change);
  [[nodiscard]] Result<Answer> message_done(const Lent& task);

  World& world_;
  Desk& desk_;
  Gates& gates_;
};

}  // namespace lianban::runtime
