#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "lianban/time.hpp"
#include "lifecycle/deferral.hpp"
#include "lifecycle/material.hpp"

namespace lianban::material {

/// One document of a case, as it stands.
struct MaterialRecord {
  lifecycle::MaterialState state = lifecycle::MaterialState::kMissing;
  std::shared_ptr<const Json> data;  ///< What it says; null while it says nothing.
  std::string reason;                ///< Why it was rejected.
  std::string at;                    ///< Where the paper original is; empty: with the applicant.
  std::string supplier;              ///< Actor who supplied it; he may not verify it.
  bool disputed = false;             ///< The applicant's own prevails over the register's.
  bool waived = false;
  std::optional<Instant> available_at;  ///< When its `available_after` happened.

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("data", self.data);
    v("reason", self.reason);
    v("at", self.at);
    v("supplier", self.supplier);
    v("disputed", self.disputed);
    v("waived", self.waived);
    v("available_at", self.available_at);
  }
};

/// One promise to bring a document later (容缺), as it stands.
struct DeferralRecord {
  lifecycle::DeferralState state = lifecycle::DeferralState::kPromised;
  bool is_unsigned = false;  ///< Opened by a deemed acceptance, nobody promised.
  std::string signer;
  std::string commitment;         ///< Number of the commitment paper.
  std::optional<Instant> due;     ///< 24:00 of the last day; none before acceptance.
  bool provisional = false;       ///< The document cannot exist yet; `due` is a lower bound.
  bool estimated = false;         ///< `due` rests on unannounced days; nothing fires on it.
  std::string calendar_revision;  ///< Calendar it was computed with.
  std::vector<Instant> warnings;  ///< Not yet given, ascending.
  bool last_look = false;         ///< The limit has passed and the last try is out.
  bool held = false;              ///< That try failed: nothing falls due until an answer.
  std::optional<Instant> ended_at;

  template <class Self, class V>
  static void visit(Self& self, V& v) {
    v("state", self.state);
    v("unsigned", self.is_unsigned);
    v("signer", self.signer);
    v("commitment", self.commitment);
    v("due", self.due);
    v("provisional", self.provisional);
    v("estimated", self.estimated);
    v("calendar_revision", self.calendar_revision);
    v("warnings", self.warnings);
    v("last_look", self.last_look);
    v("held", self.held);
    v("ended_at", self.ended_at);
  }
  [[nodiscard]] bool open() const {
    return state == lifecycle::DeferralState::kPromised ||
           state == lifecycle::DeferralState::kOverdue;
  }
};

}  // namespace lianban::material
