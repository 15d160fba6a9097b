#pragma once

#include <cxxabi.h>

#include <cstdint>
#include <new>
#include <utility>

#include "engine_slot.hpp"
#include "errors.hpp"

/// The wall between the host and C++: slots are set, what is thrown becomes a code, and what has to
/// be told to the host is told when everything has been let go.
namespace lianban::c {

/// A copy of the text that lianban_free frees. Null: no memory.
[[nodiscard]] char* text_of(const Json& json);

/// The failure of something that was thrown, from inside a handler.
std::int32_t report_thrown(lianban_error* slot);

/// Runs `body`, which gives a code and may throw.
template <class Body>
std::int32_t guarded(lianban_error* slot, Body&& body) {
  if (slot != nullptr) *slot = 0;
  try {
    return body();
  } catch (const abi::__forced_unwind&) {
    throw;  // pthread_exit or a cancellation: who swallows that ends the process.
  } catch (...) {
    return report_thrown(slot);
  }
}

/// A call that gives JSON and needs no engine. `body` gives an Outcome.
template <class Body>
std::int32_t answer(char** out, lianban_error* slot, Body&& body) {
  if (out != nullptr) *out = nullptr;
  return guarded(slot, [&]() -> std::int32_t {
    if (out == nullptr) return report(slot, null_argument("out_json"));
    const Outcome outcome = body();
    if (const auto* failure = std::get_if<Failure>(&outcome)) return report(slot, *failure);
    *out = text_of(std::get<Json>(outcome));
    return *out != nullptr ? LIANBAN_DONE : report_no_memory(slot);
  });
}

/// Whom to tell when a call has let go of its engine. Trivial, as a longjmp may skip its end.
struct Listener {
  Port* port = nullptr;
  std::uint64_t lending = 0;
};
inline void tell(const Listener& listener) {
  if (listener.port != nullptr) listener.port->tell(listener.lending);
}

/// A call on an engine. `body` takes the slot and gives a code.
template <class Body>
std::int32_t visit(lianban_engine engine, lianban_error* slot, Body&& body) {
  Listener listener;
  const std::int32_t code = guarded(slot, [&]() -> std::int32_t {
    Visit visited(engine);
    if (const auto fault = visited.fault()) return report(slot, *fault);
    listener = {&visited->port, visited->lending};
    return body(*visited);
  });
  tell(listener);
  return code;
}

/// A call on an engine that gives JSON. `body` takes the slot and gives an Outcome.
template <class Body>
std::int32_t ask(lianban_engine engine, char** out, lianban_error* slot, Body&& body) {
  if (out != nullptr) *out = nullptr;
  return visit(engine, slot, [&](EngineSlot& in) {
    return answer(out, slot, [&]() -> Outcome { return body(in); });
  });
}

/// The value of a Result, or its error as a failure; `convert` makes JSON of the value.
template <class T, class Convert>
Outcome outcome_of(Result<T>&& result, Convert&& convert) {
  if (!result.ok()) return failure_of(std::move(result).error());
  return convert(std::move(result).value());
}
inline Outcome outcome_of(Result<Json>&& result) {
  if (!result.ok()) return failure_of(std::move(result).error());
  return std::move(result).value();
}

/// Takes what was read, or leaves with why it cannot be read:
///   if (auto fault = take(read_text(case_id, "case_id"), id)) return *fault;
template <class T>
std::optional<Failure> take(Or<T>&& read, T& to) {
  if (auto* failure = std::get_if<Failure>(&read)) return std::move(*failure);
  to = std::get<T>(std::move(read));
  return std::nullopt;
}

}  // namespace lianban::c
