#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/json.hpp"

namespace lianban::rules {

inline const Json kNull;
inline const Json kTrue(true);
inline const Json kFalse(false);

/// A value during evaluation: one that stands elsewhere (in the case, in a constant), or an own
/// one. Guards compare what stands in the case and answer yes or no, so most operands own nothing;
/// an empty optional spares them the destructor of a JSON value, a quarter of a guard's time.
class Operand {
 public:
  [[nodiscard]] const Json& value() const { return *at_; }

  /// The value must outlive the operand.
  void refer(const Json& value) {
    at_ = &value;
    is_own_ = false;
  }
  void set_null() { refer(kNull); }
  void set_truth(bool value) { refer(value ? kTrue : kFalse); }
  void set(Json value) {
    own_ = std::move(value);
    at_ = &*own_;
    is_own_ = true;
  }
  /// Keeps what a scope has built, and refers to a part of it. Moving a JSON container leaves its
  /// elements where they are.
  void keep(Json built, const Json& part) {
    own_ = std::move(built);
    refer(part);
  }

  Operand() = default;
  Operand(const Operand&) = delete;  // it may point into itself
  Operand& operator=(const Operand&) = delete;

  [[nodiscard]] bool is_own() const { return is_own_; }
  [[nodiscard]] Json take_own() { return std::move(*own_); }

 private:
  const Json* at_ = &kNull;
  std::optional<Json> own_;
  bool is_own_ = false;
};

}  // namespace lianban::rules
