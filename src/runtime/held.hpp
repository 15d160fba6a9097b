#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "decide/codec.hpp"
#include "decide/decide.hpp"
#include "store/rows.hpp"

namespace lianban::runtime {

/// One case as it is on disk, decoded, with what its next commit has to know. Immutable once it is
/// shared: a command makes the next one.
struct Held {
  decide::Case state;
  decide::PersonalValues personal;
  std::shared_ptr<const decide::Prepared> prepared;
  std::shared_ptr<const calendar::Calendar> calendar;
  base::Digest head{};
  std::uint64_t body_revision = 0;
  std::string requests;              ///< request_prefix of every journal row.
  std::vector<store::BoxRow> boxes;  ///< As they stand in the store, sorted.
  std::size_t text_bytes = 0;        ///< Length of the case as text: what its memory grows with.

  /// Measured: a decoded case takes about three times its text, and never less than this.
  [[nodiscard]] std::size_t cost() const { return sizeof(Held) + 3 * text_bytes + requests.size(); }
};
using HeldPtr = std::shared_ptr<const Held>;

/// The boxes of a case: whom it waits for, ordered by its next legal limit.
[[nodiscard]] std::vector<store::BoxRow> boxes_of(const decide::Case& of,
                                                  const decide::Prepared& prepared,
                                                  const calendar::Calendar& calendar);

}  // namespace lianban::runtime
