#pragma once

#include <optional>
#include <string>

#include "adapter/callback.hpp"
#include "lianban/callback.hpp"
#include "runtime/desk.hpp"

namespace lianban::runtime {

/// What agencies send by themselves: verified, kept on disk with its nonce, then taken by its case.
/// A crash in between loses nothing: what is kept and not taken is taken by the next round.
class Callbacks {
 public:
  Callbacks(World& world, Desk& desk) : world_(world), desk_(desk) {}

  [[nodiscard]] Result<CallbackResult> deliver(const Callback& callback);
  /// Takes what is kept and due; how many were taken.
  [[nodiscard]] Result<std::size_t> take_due(std::size_t limit);
  [[nodiscard]] Result<std::optional<Instant>> next_due();
  /// Those that no case asked for, oldest first.
  [[nodiscard]] Result<std::vector<KeptCallback>> orphans(std::size_t limit);
  /// Tries one of them again, as an operator may have to after restoring a backup.
  [[nodiscard]] Result<CallbackResult> retry(std::uint64_t id);

 private:
  /// Where an answer belongs, once its case is known.
  struct Place {
    base::CaseId id;
    std::string subject;   ///< Of the reply command; empty: nobody asked for it (yet).
    bool over = false;     ///< Of a standing question that nobody asks any more.
    bool foreign = false;  ///< The request was put to somebody else.
    bool awaited = false;  ///< It is the answer that is waited for.
  };
  [[nodiscard]] Result<Place> place_of(const std::string& lane, const std::string& request);
  [[nodiscard]] Status place_in(const Held& held, const std::string& lane,
                                const std::string& request, Place& place);
  [[nodiscard]] Result<CallbackResult> take(const store::InboxRow& row);
  [[nodiscard]] Result<CallbackResult> taken(const store::InboxRow& row, const Place& place,
                                             const Json& reply);
  [[nodiscard]] CallbackResult keep(const store::InboxRow& row, CallbackResult result);

  World& world_;
  Desk& desk_;
};

}  // namespace lianban::runtime
