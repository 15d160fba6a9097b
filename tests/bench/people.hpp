#pragma once

#include <cstddef>
#include <string>

/// Made-up but well-formed values, different for each case, so that search indexes grow as they
/// would with real people.
namespace lianban::bench {

/// Vehicle identification number (GB 16735) with its check character.
[[nodiscard]] std::string vin_of(std::size_t serial);
/// Resident identity number (GB 11643) with its check character.
[[nodiscard]] std::string resident_id_of(std::size_t serial);
[[nodiscard]] std::string plate_of(std::size_t serial);
[[nodiscard]] std::string phone_of(std::size_t serial);

}  // namespace lianban::bench
