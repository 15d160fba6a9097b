#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "handles.hpp"
#include "lianban/command.hpp"
#include "lianban/diagnostic.hpp"
#include "lianban/lianban.h"
#include "lianban/result.hpp"

namespace lianban::c {

using Json = nlohmann::json;

/// Why a call does not give what was asked for.
struct Failure {
  std::int32_t code = LIANBAN_INTERNAL;
  Error error;
  Json more = Json::object();  ///< Members of lianban_error_json besides the usual ones.
};

template <class T>
using Or = std::variant<T, Failure>;
using Outcome = Or<Json>;

/// The code that an engine's own code falls under.
[[nodiscard]] std::int32_t code_of(std::string_view name);

[[nodiscard]] Failure failure_of(Error error);
[[nodiscard]] Failure failure_of(const Refusal& refusal);
/// Of a definition that has errors.
[[nodiscard]] Failure failure_of(const Diagnostics& findings);
/// An argument that cannot be used; `parameter` is its name in the header.
[[nodiscard]] Failure bad_argument(std::string_view parameter, std::string name, std::string zh,
                                   std::string en);
[[nodiscard]] Failure null_argument(std::string_view parameter);
[[nodiscard]] Failure bad_handle();
[[nodiscard]] Failure forked();
[[nodiscard]] Failure interrupted();

/// Puts an error into the slot, where there is one, and gives the code to return: that of the
/// failure, or LIANBAN_NO_MEMORY where not even the error could be made. Never throws.
std::int32_t report(lianban_error* slot, const Failure& failure) noexcept;
/// The error that needs no memory.
std::int32_t report_no_memory(lianban_error* slot) noexcept;

/// Behind a lianban_error.
struct ErrorObject {
  std::int32_t code = LIANBAN_INTERNAL;
  std::string name, zh, en, json;
};
using ErrorTable = Table<ErrorObject, Kind::kError>;
[[nodiscard]] ErrorTable& errors();

}  // namespace lianban::c
