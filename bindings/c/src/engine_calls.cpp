// Opening, closing, pumping, asking an engine how it is, and what happened in it.
#include <chrono>
#include <nlohmann/json.hpp>

#include "edge.hpp"
#include "json_in.hpp"
#include "lianban/lianban.h"
#include "open_options.hpp"
#include "to_json.hpp"

namespace lianban::c {

namespace {

std::optional<Failure> bad_timeout(std::int32_t timeout_ms) {
  if (timeout_ms >= 0) return std::nullopt;
  return bad_argument("timeout_ms", "argument/timeout", "等待时间不能为负",
                      "the time to wait must not be negative");
}

/// An engine that cannot be opened gives its port back.
class LentPort {
 public:
  explicit LentPort(Port& port) : port_(&port) {}
  ~LentPort() {
    if (port_ != nullptr) port_->give_back(std::chrono::seconds{0});
  }
  LentPort(const LentPort&) = delete;
  LentPort& operator=(const LentPort&) = delete;
  void keep() { port_ = nullptr; }

 private:
  Port* port_;
};

std::int32_t open_engine(const lianban_engine_options* options, lianban_engine* out,
                         lianban_error* slot, Listener& listener) {
  auto read = read_options(options);
  if (const auto* failure = std::get_if<Failure>(&read)) return report(slot, *failure);
  auto& opening = std::get<Opening>(read);
  Port& port = Port::lend(opening.log, opening.wake, opening.user);
  LentPort lent(port);
  if (opening.log != nullptr) {
    opening.options.log = [&port](std::string_view level, std::string_view line) {
      port.note(level, line);
    };
  }
  auto created = std::make_shared<EngineSlot>(port);
  auto engine = Engine::open(std::move(opening.options));
  if (!engine.ok()) return report(slot, failure_of(std::move(engine).error()));
  created->engine = std::move(engine).value();
  created->clock = std::move(opening.clock);
  port.see_commits(created->engine->pulse());
  const lianban_engine handle = engines().add(created);
  if (handle == 0) {
    return report(
        slot, failure_of(make_error("engine/busy", "打开的引擎过多", "too many engines are open")));
  }
  lent.keep();
  listener = {&port, created->lending};
  *out = handle;
  return LIANBAN_DONE;
}

std::int32_t close_engine(lianban_engine engine, lianban_error* slot) {
  if (engine == 0) return LIANBAN_DONE;
  const auto found = engines().find(engine);
  if (found && found->foreign()) return report(slot, forked());
  const auto taken = engines().take(engine);
  if (!taken) return report(slot, bad_handle());
  taken->close();
  return LIANBAN_DONE;
}

/// How long until that by the engine's clock; a clock that stands does not get there by itself.
std::optional<std::chrono::milliseconds> until(EngineSlot& in, const std::optional<Instant>& due) {
  if (!due || in.clock != nullptr) return std::nullopt;
  return std::chrono::ceil<std::chrono::milliseconds>(*due - in.engine->now());
}

/// A definition may make work for ever; the host hears of what was done all the same.
constexpr std::size_t kBusyRounds = 10'000;

Outcome pump(EngineSlot& in, std::int32_t timeout_ms) {
  if (auto fault = bad_timeout(timeout_ms)) return *std::move(fault);
  EngineSlot::Wait wait(in, timeout_ms);
  PumpReport all;
  std::optional<Instant> due;
  std::size_t busy = 0;
  for (bool more = true; more;) {
    wait.look();
    const auto round = in.engine->pump();
    if (!round.ok()) return failure_of(round.error());
    all += *round;
    if (wait.interrupted()) return interrupted();
    if (round->total() != 0 && ++busy < kBusyRounds) continue;
    if (round->in_flight != 0 && !wait.over()) continue;  // the round itself waits a moment
    const auto next = in.engine->next_due();
    if (!next.ok()) return failure_of(next.error());
    due = *next;
    more = all.total() == 0 && wait.again(until(in, due));
    if (wait.interrupted()) return interrupted();
  }
  Json json = to_json(all);
  json["next_due"] = or_null(due);
  return json;
}

Outcome clock_report(EngineSlot& in) {
  const auto due = in.engine->next_due();
  if (!due.ok()) return failure_of(due.error());
  return Json{{"now", format_instant(in.engine->now())},
              {"virtual", in.clock != nullptr},
              {"next_due", or_null(*due)}};
}

Outcome engine_report(EngineSlot& in, const char* kind_text) {
  std::string kind;
  if (auto fault = take(read_text(kind_text, "kind"), kind)) return *std::move(fault);
  if (kind == "stats") {
    auto stats = outcome_of(in.engine->stats());
    if (auto* json = std::get_if<Json>(&stats)) {
      const Port::Counts counts = in.port.counts();
      (*json)["host_callbacks"] = {{"thrown", counts.thrown}, {"lines_dropped", counts.dropped}};
    }
    return stats;
  }
  if (kind == "agencies") return outcome_of(in.engine->agencies());
  if (kind == "definitions") return outcome_of(in.engine->definitions());
  if (kind == "clock") return clock_report(in);
  if (kind == "database") {
    return outcome_of(in.engine->check_database(), [](Done) { return Json{{"sound", true}}; });
  }
  return bad_argument("kind", "argument/kind",
                      "须为 stats、agencies、clock、definitions 或 database",
                      "must be stats, agencies, clock, definitions or database");
}

std::int32_t set_clock(EngineSlot& in, const char* instant, lianban_error* slot) {
  std::string text;
  if (auto fault = take(read_text(instant, "instant"), text)) return report(slot, *fault);
  const auto at = parse_instant(text);
  if (!at) {
    return report(slot, bad_argument("instant", "argument/instant", "不是时刻", "is no instant"));
  }
  if (in.clock == nullptr) {
    return report(slot, bad_argument("engine", "argument/clock", "引擎使用系统时钟",
                                     "the engine has the system's clock"));
  }
  in.clock->set(*at);
  in.poke();
  return LIANBAN_DONE;
}

Outcome next_events(EngineSlot& in, std::int64_t after, std::int32_t limit,
                    std::int32_t timeout_ms) {
  if (auto fault = bad_timeout(timeout_ms)) return *std::move(fault);
  if (after < 0) {
    return bad_argument("after", "argument/range", "不能为负", "must not be negative");
  }
  if (limit < 1 || limit > 1000) {
    return bad_argument("limit", "argument/range", "须在 1 … 1000 之间",
                        "must lie within 1 … 1000");
  }
  EngineSlot::Wait wait(in, timeout_ms);
  for (;;) {
    wait.look();
    const auto page =
        in.engine->events(static_cast<std::uint64_t>(after), static_cast<std::size_t>(limit));
    if (!page.ok()) return failure_of(page.error());
    if (page->events.empty() && wait.again()) continue;
    if (page->events.empty() && wait.interrupted()) return interrupted();
    return Json{{"events", list_of(page->events)}, {"next", page->next}};
  }
}

}  // namespace

}  // namespace lianban::c

using namespace lianban::c;

int32_t lianban_engine_open(const lianban_engine_options* options, lianban_engine* out_engine,
                            lianban_error* out_error) {
  Listener listener;
  if (out_engine != nullptr) *out_engine = 0;
  const int32_t code = guarded(out_error, [&]() -> int32_t {
    if (out_engine == nullptr) return report(out_error, null_argument("out_engine"));
    return open_engine(options, out_engine, out_error, listener);
  });
  tell(listener);
  return code;
}

int32_t lianban_engine_close(lianban_engine engine, lianban_error* out_error) {
  return guarded(out_error, [&] { return close_engine(engine, out_error); });
}

int32_t lianban_engine_interrupt(lianban_engine engine, lianban_error* out_error) {
  return visit(engine, out_error, [](EngineSlot& in) {
    in.interrupt();
    return LIANBAN_DONE;
  });
}

int32_t lianban_engine_pump(lianban_engine engine, int32_t timeout_ms, char** out_json,
                            lianban_error* out_error) {
  return ask(engine, out_json, out_error, [&](EngineSlot& in) { return pump(in, timeout_ms); });
}

int32_t lianban_engine_report(lianban_engine engine, const char* kind, char** out_json,
                              lianban_error* out_error) {
  return ask(engine, out_json, out_error, [&](EngineSlot& in) { return engine_report(in, kind); });
}

int32_t lianban_engine_set_clock(lianban_engine engine, const char* instant,
                                 lianban_error* out_error) {
  return visit(engine, out_error,
               [&](EngineSlot& in) { return set_clock(in, instant, out_error); });
}

int32_t lianban_event_next(lianban_engine engine, int64_t after, int32_t limit, int32_t timeout_ms,
                           char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return next_events(in, after, limit, timeout_ms); });
}
