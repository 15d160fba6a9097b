#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "lianban/result.hpp"
#include "store/sqlite_connection.hpp"

namespace lianban::store {

/// "LBAN" in the file's header, so that nobody opens another program's database by mistake.
inline constexpr std::int64_t kApplicationId = 0x4C42414E;
inline constexpr std::int64_t kSchema = 5;

/// store/foreign for a file that certainly is not ours, judged by its header alone, before SQLite
/// may touch it. A missing or empty file is nobody's yet.
[[nodiscard]] std::optional<Error> header_fault(const std::string& path);

/// Recognises the file (store/foreign, store/newer, store/damaged), switches it to WAL and brings
/// the schema up to `target`: forward only, each step one transaction that ends with its number in
/// `meta`, so that a run killed at any statement goes on at the next opening.
[[nodiscard]] std::optional<Error> prepare_file(Connection& connection,
                                                const SqliteOptions& options,
                                                std::int64_t target = kSchema);

}  // namespace lianban::store
