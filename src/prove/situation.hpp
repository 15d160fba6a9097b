#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "prove/setting.hpp"

namespace lianban::prove {

/// A case of which only that is told apart which can still make a difference. A real case, so that
/// `decide` takes it; its instants are all "long ago", "now" and "far away".
struct Situation {
  decide::Case of;
  std::uint64_t known = 0;  ///< Choices of the form that have been made.
};

using Key = std::array<std::uint8_t, 16>;
struct KeyHash {
  std::size_t operator()(const Key& key) const {
    std::size_t hash = 0;
    for (std::size_t i = 0; i < sizeof hash; ++i) hash = hash << 8 | key[i];
    return hash;
  }
};

/// Facets of one configuration.
struct Outlook {
  FacetSet later, now;
};

/// Brings cases into their situation. Keeps what it has worked out; one thread.
class Abstraction {
 public:
  explicit Abstraction(const Setting& setting) : setting_(setting) {}

  /// Throws away what makes no difference any more.
  void reduce(Situation& situation);
  /// The choices that the next step from here may read and that are still open.
  [[nodiscard]] std::vector<std::size_t> open_choices(const Situation& situation);
  /// The situation's identity. `loose`: dates count as one, for comparing with a case that lives in
  /// real time.
  [[nodiscard]] Key key(const Situation& situation, bool loose = false);
  [[nodiscard]] const Outlook& outlook(const decide::Case& of);
  /// The text that is hashed, for tests and for finding out what grows.
  [[nodiscard]] std::string text(const Situation& situation, bool loose = false);

 private:
  void reduce_clocks(decide::Case& of, const Outlook& outlook);
  void reduce_calls(decide::Case& of, const Outlook& outlook);
  void reduce_documents(decide::Case& of);
  void reduce_rest(decide::Case& of, const Outlook& outlook);
  void forget_choices(Situation& situation, const Outlook& outlook);
  [[nodiscard]] bool live(const Outlook& outlook, const Facet& facet) const {
    return outlook.later.test(setting_.facets.number(facet));
  }
  [[nodiscard]] bool papers_matter(const decide::Case& of, const Outlook& outlook) const;
  void write_documents(const decide::Case& of, const Outlook& outlook, bool loose,
                       std::string& to) const;
  void write_calls(const decide::Case& of, const Outlook& outlook, std::string& to) const;
  void write_time(const decide::Case& of, bool loose, std::string& to) const;
  void write_data(const Situation& situation, const Outlook& outlook, bool loose, std::string& to);

  const Setting& setting_;
  std::map<std::vector<std::string>, Outlook> outlooks_;
};

/// Whether somebody hears when the clock's limits pass, or a rule reads it.
[[nodiscard]] bool limit_matters(const Setting& setting, const std::string& clock);

/// What may fire next: one pending timer.
struct Pending {
  enum class Kind {
    kClockWarned,
    kClockExpired,
    kDeferralWarned,
    kDeferralDue,
    kAfter,
    kSend,
    kTimeout
  };
  Kind kind = Kind::kAfter;
  std::string id;    ///< Clock, material, call, state of an `after`, event of a send.
  std::string send;  ///< Id of a send.
  calendar::LimitKind limit = calendar::LimitKind::kStatutory;
  std::uint32_t ordinal = 0;
  friend bool operator==(const Pending&, const Pending&) = default;
};
/// Those that may be the next, whatever the real dates: of one clock warnings come before limits
/// and a shorter limit before a longer one.
[[nodiscard]] std::vector<Pending> pending(const Setting& setting, const decide::Case& of);
/// The instant of a pending timer; nothing where the case has none such.
[[nodiscard]] std::optional<Instant> instant_of(const decide::Case& of, const Pending& timer);
/// Makes it due at `now`.
void arm(decide::Case& of, const Pending& timer, Instant now);
}  // namespace lianban::prove
