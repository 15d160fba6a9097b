// The world outside: requests that the host carries, callbacks, and what waits for somebody.
#include <chrono>
#include <nlohmann/json.hpp>

#include "command_in.hpp"
#include "edge.hpp"
#include "json_in.hpp"
#include "lianban/lianban.h"
#include "to_json.hpp"

namespace lianban::c {

namespace {

using std::chrono::milliseconds;

Outcome fetch_tasks(EngineSlot& in, const char* query_json, std::int32_t timeout_ms) {
  if (timeout_ms < 0) {
    return bad_argument("timeout_ms", "argument/timeout", "等待时间不能为负",
                        "the time to wait must not be negative");
  }
  const Outcome read = read_object(query_json, "query_json", true);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  Fields fields(std::get<Json>(read), "query_json");
  TaskQuery query;
  query.agency = fields.text("agency");
  query.limit = static_cast<std::size_t>(fields.integer("limit", 16, 1, 1000));
  query.lease = milliseconds(fields.integer("lease_ms", query.lease.count(), 1, 86'400'000));
  if (auto fault = fields.fault()) return *std::move(fault);
  EngineSlot::Wait wait(in, timeout_ms);
  for (;;) {
    wait.look();
    const auto tasks = in.engine->fetch_tasks(query);
    if (!tasks.ok()) return failure_of(tasks.error());
    // A lease or the pause after a failure may run out: no commit tells of it.
    if (tasks->empty() && wait.again(milliseconds{1000})) continue;
    if (tasks->empty() && wait.interrupted()) return interrupted();
    return Json{{"tasks", list_of(*tasks)}};
  }
}

Outcome fail_task(Engine& engine, const std::string& token, const char* failure_json) {
  const Outcome read = read_object(failure_json, "failure_json", true);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  Fields fields(std::get<Json>(read), "failure_json");
  const std::string code = fields.text("code", "agency/failed");
  const bool again = fields.boolean("again", true);
  if (auto fault = fields.fault()) return *std::move(fault);
  return outcome_of(engine.fail_task(token, code, again), [](const TaskFailure& failed) {
    return Json{{"again_at", or_null(failed.again_at)}};
  });
}

Outcome extend_task(Engine& engine, const std::string& token, std::int64_t lease_ms) {
  if (lease_ms < 1 || lease_ms > 86'400'000) {
    return bad_argument("lease_ms", "argument/lease", "须在 1 毫秒至一天之间",
                        "must lie within one millisecond and a day");
  }
  return outcome_of(engine.extend_task(token, milliseconds(lease_ms)), [](Instant until) {
    return Json{{"lent_until", format_instant(until)}};
  });
}

/// A call about one task. `body` takes the engine and the token and gives an Outcome.
template <class Body>
std::int32_t ask_task(lianban_engine engine, const char* token, char** out, lianban_error* slot,
                      Body&& body) {
  return ask(engine, out, slot, [&](EngineSlot& in) -> Outcome {
    std::string text;
    if (auto fault = take(read_text(token, "token"), text)) return *std::move(fault);
    return body(*in.engine, text);
  });
}

/// [[name, value], ...]
void read_headers(const Json& given, Fields& fields, Callback& to) {
  if (given.is_null()) return;
  bool fits = given.is_array();
  for (std::size_t i = 0; fits && i < given.size(); ++i) {
    const Json& pair = given[i];
    fits = pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string();
    if (fits) to.headers.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  if (!fits) {
    fields.fail("headers", "argument/type", "须为 [名称, 值] 的数组",
                "must be an array of [name, value]");
  }
}

Outcome deliver(Engine& engine, const char* request_json, const std::uint8_t* body,
                std::size_t body_size) {
  if (body == nullptr && body_size != 0) return null_argument("body");
  const Outcome read = read_object(request_json, "request_json", false);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  Fields fields(std::get<Json>(read), "request_json");
  Callback callback;
  callback.agency = fields.text("agency");
  callback.office = fields.text("office");
  callback.method = fields.text("method", callback.method);
  callback.target = fields.text("target", callback.target);
  read_headers(fields.any("headers"), fields, callback);
  if (auto fault = fields.fault()) return *std::move(fault);
  if (body_size > kMostText) {
    // Not even copied: no directory lets so much in.
    Failure large =
        failure_of(make_error("callback/too_large", "回调报文过大", "the callback is too large"));
    large.more["http_status"] = http_status_of_callback("callback/too_large");
    return large;
  }
  if (body_size != 0) callback.body.assign(reinterpret_cast<const char*>(body), body_size);
  auto taken = engine.deliver_callback(callback);
  if (taken.ok()) return Json{{"result", to_name(*taken)}, {"http_status", 200}};
  Failure failure = failure_of(taken.error());
  failure.more["http_status"] = http_status_of_callback(taken.error().code);
  return failure;
}

Json items(Json list, const std::string& next = {}) {
  return {{"items", std::move(list)}, {"next", or_null(next)}};
}

constexpr const char* kNoKindZh = "没有这一类";
constexpr const char* kNoKindEn = "there is no such kind";

Outcome list_pending(Engine& engine, const char* kind_text, const char* query_json) {
  std::string kind;
  if (auto fault = take(read_text(kind_text, "kind"), kind)) return *std::move(fault);
  const Outcome read = read_object(query_json, "query_json", true);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  Fields fields(std::get<Json>(read), "query_json");
  const bool incidents = kind == "incidents";
  const auto limit = static_cast<std::size_t>(fields.integer("limit", 100, 1, 1000));
  const std::string lead = incidents ? fields.text("lead") : std::string();
  const std::string cursor = incidents ? fields.text("cursor") : std::string();
  if (auto fault = fields.fault()) return *std::move(fault);
  const auto plain = [](const auto& list) { return items(list_of(list)); };
  if (incidents) {
    return outcome_of(engine.incidents(lead, limit, cursor), [](const IncidentPage& page) {
      return items(list_of(page.incidents), page.next);
    });
  }
  if (kind == "callbacks") return outcome_of(engine.callbacks(limit), plain);
  if (kind == "letters") return outcome_of(engine.dead_letters(limit), plain);
  if (kind == "errands") return outcome_of(engine.errands(limit), plain);
  return bad_argument("kind", "argument/kind", kNoKindZh, kNoKindEn);
}

Outcome settle_pending(Engine& engine, const char* kind_text, const char* item_json) {
  std::string kind;
  if (auto fault = take(read_text(kind_text, "kind"), kind)) return *std::move(fault);
  const Outcome read = read_object(item_json, "item_json", false);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  Fields fields(std::get<Json>(read), "item_json");
  fields.pass_rest();
  if (kind == "callbacks") {
    if (!fields.has("id")) fields.fail("id", "argument/missing", "缺少 id", "the id is missing");
    const std::int64_t id = fields.integer("id", 0);
    if (auto fault = fields.fault()) return *std::move(fault);
    return outcome_of(engine.retry_callback(static_cast<std::uint64_t>(id)),
                      [](CallbackResult result) {
                        return Json{{"result", to_name(result)}};
                      });
  }
  const std::string of = fields.text("case");
  const auto seq = static_cast<std::uint32_t>(fields.integer("seq", 0, 0, UINT32_MAX));
  if (of.empty()) fields.fail("case", "argument/missing", "缺少办件", "the case is missing");
  if (!fields.has("seq")) fields.fail("seq", "argument/missing", "缺少 seq", "seq is missing");
  if (auto fault = fields.fault()) return *std::move(fault);
  const auto done = [](Done) { return Json{{"result", "done"}}; };
  if (kind == "letters") {
    auto resent = outcome_of(engine.resend(of, seq), done);
    engine.wake();  // There is something to send again.
    return resent;
  }
  if (kind == "errands") return outcome_of(engine.errand_taken(of, seq), done);
  return bad_argument("kind", "argument/kind", kNoKindZh, kNoKindEn);
}

}  // namespace

}  // namespace lianban::c

using namespace lianban::c;
using lianban::Engine;

int32_t lianban_task_fetch(lianban_engine engine, const char* query_json, int32_t timeout_ms,
                           char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return fetch_tasks(in, query_json, timeout_ms); });
}

int32_t lianban_task_complete(lianban_engine engine, const char* token, const char* reply_json,
                              char** out_json, lianban_error* out_error) {
  return ask_task(engine, token, out_json, out_error,
                  [&](Engine& in, const std::string& text) -> Outcome {
                    Json reply;
                    if (auto fault = take(read_json(reply_json, "reply_json"), reply)) {
                      return *std::move(fault);
                    }
                    return outcome_of_answer(in.complete_task(text, reply));
                  });
}

int32_t lianban_task_acknowledge(lianban_engine engine, const char* token, char** out_json,
                                 lianban_error* out_error) {
  return ask_task(engine, token, out_json, out_error, [](Engine& in, const std::string& text) {
    return outcome_of_answer(in.acknowledge_task(text));
  });
}

int32_t lianban_task_fail(lianban_engine engine, const char* token, const char* failure_json,
                          char** out_json, lianban_error* out_error) {
  return ask_task(engine, token, out_json, out_error, [&](Engine& in, const std::string& text) {
    return fail_task(in, text, failure_json);
  });
}

int32_t lianban_task_extend(lianban_engine engine, const char* token, int64_t lease_ms,
                            char** out_json, lianban_error* out_error) {
  return ask_task(engine, token, out_json, out_error, [&](Engine& in, const std::string& text) {
    return extend_task(in, text, lease_ms);
  });
}

int32_t lianban_callback_deliver(lianban_engine engine, const char* request_json,
                                 const uint8_t* body, size_t body_size, char** out_json,
                                 lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return deliver(*in.engine, request_json, body, body_size); });
}

int32_t lianban_pending_list(lianban_engine engine, const char* kind, const char* query_json,
                             char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return list_pending(*in.engine, kind, query_json); });
}

int32_t lianban_pending_settle(lianban_engine engine, const char* kind, const char* item_json,
                               char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return settle_pending(*in.engine, kind, item_json); });
}
