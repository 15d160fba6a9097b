#pragma once

#include <cstdint>
#include <string>

#include "base/json.hpp"

namespace lianban::adapter {

/// Invented values for requests. Everything follows from the seed; each number has values of its
/// own, so that no request speaks of another one's vehicle.
class Samples {
 public:
  explicit Samples(std::uint64_t seed) : seed_(seed) {}

  /// The template with its places filled: {plate}, {vin} (with its check digit, GB 16735), {name},
  /// {id_number} (with its check digit, GB 11643; born in 1900), {phone}, {number}, {token},
  /// {address}. Other texts stay as they are.
  [[nodiscard]] Json fill(const Json& pattern, std::uint64_t number) const;
  [[nodiscard]] std::string key(std::uint64_t number) const;

 private:
  [[nodiscard]] std::string text(const std::string& pattern, std::uint64_t number) const;
  [[nodiscard]] std::string value(const std::string& name, std::uint64_t number) const;

  std::uint64_t seed_;
};

}  // namespace lianban::adapter
