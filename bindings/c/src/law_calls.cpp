// Clocks, calendars and the register of licences.
#include <nlohmann/json.hpp>

#include "edge.hpp"
#include "json_in.hpp"
#include "lianban/lianban.h"
#include "to_json.hpp"

namespace lianban::c {

namespace {

Outcome explain_clock(Engine& engine, const char* case_text, const char* clock_text) {
  std::string id;
  std::string clock;
  if (auto fault = take(read_text(case_text, "case_id"), id)) return *std::move(fault);
  if (auto fault = take(read_text(clock_text, "clock"), clock)) return *std::move(fault);
  return outcome_of(engine.explain_clock(id, clock));
}

Outcome explain_calendar(Engine& engine, const char* calendar_text, const char* from_text,
                         const char* limit_text) {
  std::string calendar;
  std::string from;
  std::string limit;
  if (auto fault = take(read_text(calendar_text, "calendar"), calendar)) return *std::move(fault);
  if (auto fault = take(read_text(from_text, "from"), from)) return *std::move(fault);
  if (auto fault = take(read_text(limit_text, "limit"), limit)) return *std::move(fault);
  std::optional<Instant> start = parse_instant(from);
  if (const auto day = parse_day(from)) start = start_of(*day);
  if (!start) {
    return bad_argument("from", "argument/instant", "不是日期或时刻", "is no date or instant");
  }
  const auto duration = parse_duration(limit);
  if (!duration) {
    return bad_argument("limit", "argument/duration", "不是时长", "is no length of time");
  }
  return outcome_of(engine.explain_limit(calendar, *start, *duration));
}

Outcome show_licence(Engine& engine, const char* number_text) {
  std::string number;
  if (auto fault = take(read_text(number_text, "number"), number)) return *std::move(fault);
  return outcome_of(engine.licence(number));
}

Outcome list_licences(Engine& engine, const char* query_json) {
  const Outcome read = read_object(query_json, "query_json", true);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  Fields fields(std::get<Json>(read), "query_json");
  const std::int64_t limit = fields.integer("limit", 50, 1, 1000);
  const std::string cursor = fields.text("cursor");
  if (auto fault = fields.fault()) return *std::move(fault);
  return outcome_of(engine.licences(static_cast<std::size_t>(limit), cursor));
}

Outcome register_licence(Engine& engine, const char* licence_json) {
  const Outcome read = read_object(licence_json, "licence_json", false);
  if (const auto* failure = std::get_if<Failure>(&read)) return *failure;
  return outcome_of(engine.register_licence(std::get<Json>(read)));
}

}  // namespace

}  // namespace lianban::c

using namespace lianban::c;

int32_t lianban_clock_explain(lianban_engine engine, const char* case_id, const char* clock,
                              char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return explain_clock(*in.engine, case_id, clock); });
}

int32_t lianban_calendar_explain(lianban_engine engine, const char* calendar, const char* from,
                                 const char* limit, char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return explain_calendar(*in.engine, calendar, from, limit); });
}

int32_t lianban_licence_show(lianban_engine engine, const char* number, char** out_json,
                             lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return show_licence(*in.engine, number); });
}

int32_t lianban_licence_list(lianban_engine engine, const char* query_json, char** out_json,
                             lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return list_licences(*in.engine, query_json); });
}

int32_t lianban_licence_register(lianban_engine engine, const char* licence_json, char** out_json,
                                 lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return register_licence(*in.engine, licence_json); });
}
