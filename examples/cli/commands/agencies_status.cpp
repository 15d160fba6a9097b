// How the ways to the agencies are.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/table.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// The share of the answers that came within so many milliseconds: from the counts of the buckets,
/// as if those of one bucket were spread over it evenly. Nothing without answers.
std::optional<double> percentile(const json& latency, double share) {
  const auto count = latency.value("count", std::uint64_t{0});
  const auto most = static_cast<double>(latency.value("max", std::uint64_t{0}));
  if (count == 0) return std::nullopt;
  std::vector<std::pair<double, double>> bounds;  // Cumulative; the members are sorted as text.
  for (const auto& [bound, below] : part(latency, "le").items()) {
    bounds.emplace_back(std::strtod(bound.c_str(), nullptr), below.get<double>());
  }
  std::sort(bounds.begin(), bounds.end());
  const double wanted = share * static_cast<double>(count);
  double from = 0;
  double before = 0;
  for (const auto& [bound, below] : bounds) {
    if (below >= wanted && below > before) {
      const double at =
          from + (std::min(bound, most) - from) * (wanted - before) / (below - before);
      return std::clamp(at, 0.0, most);
    }
    from = bound;
    before = below;
  }
  return most;
}

std::uint64_t number(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number() ? found->get<std::uint64_t>() : 0;
}

/// Empty where this process knows nothing of the way.
std::string counted(const json& one, const char* name) {
  return one.contains(name) ? std::to_string(number(one, name)) : std::string();
}

std::string milliseconds_of(const std::optional<double>& value) {
  return value ? std::to_string(static_cast<std::uint64_t>(*value + 0.5)) + " ms" : std::string();
}

json summary(const json& one) {
  json out = one;
  const json& latency = part(one, "latency_ms");
  for (const auto& [name, share] : {std::pair{"p50_ms", 0.5}, std::pair{"p95_ms", 0.95}}) {
    const auto value = percentile(latency, share);
    out[name] = value ? json(static_cast<std::uint64_t>(*value + 0.5)) : json();
  }
  return out;
}

Cell breaker_cell(Terminal& out, const json& one) {
  const std::string state = member(one, "breaker");
  if (state.empty()) return "";
  const bool closed = state == "closed";
  std::string text =
      std::string(out.glyph(closed ? Sign::kOk : Sign::kFail)) + " " + out.word("breaker:" + state);
  if (state == "open") text += " " + out.tell(say::kUntil, {minute(member(one, "open_until"))});
  return {text, closed ? Tone::kGood : Tone::kBad};
}

void print(Terminal& out, const json& agencies) {
  if (agencies.empty()) return out.line(out.tell(say::kNoAgencies));
  Table table({out.tell(say::kAgency), out.tell(say::kBreaker), out.tell(say::kInFlight),
               out.tell(say::kWaitingRows), out.tell(say::kOldest), out.tell(say::kAttemptsMade),
               out.tell(say::kFailures), "p50", "p95", out.tell(say::kOpenedTimes),
               out.tell(say::kUndelivered)});
  for (const std::size_t column : {2U, 3U, 5U, 6U, 7U, 8U, 9U, 10U}) table.right(column);
  for (const auto& [name, one] : agencies.items()) {
    const json& rows = part(one, "waiting");
    const auto waiting = number(rows, "queued") + number(rows, "sending") + number(rows, "sent") +
                         number(rows, "unsure");
    const auto dead = number(rows, "dead");
    const json& latency = part(one, "latency_ms");
    table.add({name,
               breaker_cell(out, one),
               one.contains("limit") ? counted(one, "in_flight") + "/" + counted(one, "limit") : "",
               std::to_string(waiting),
               minute(member(one, "oldest")),
               counted(one, "attempts"),
               counted(one, "failures"),
               milliseconds_of(percentile(latency, 0.5)),
               milliseconds_of(percentile(latency, 0.95)),
               counted(one, "opened"),
               {std::to_string(dead), dead > 0 ? Tone::kBad : Tone::kPlain}});
  }
  table.print(out);
}

int tell(Context& context, const std::string& at, const json& agencies) {
  json all = json::object();
  for (const auto& [name, one] : agencies.items()) all[name] = summary(one);
  print(context.out, agencies);
  return context.done({{"at", at}, {"agencies", std::move(all)}});
}

int tell_file(Context& context, const std::string& file) {
  Terminal& out = context.out;
  const auto read = read_json(file);
  if (!read) return context.fail(read.error());
  const json& agencies = part(*read, "agencies");
  const bool fits = std::all_of(agencies.begin(), agencies.end(),
                                [](const json& each) { return each.is_object(); });
  if (member(*read, "at").empty() || !agencies.is_object() || !fits) {
    return context.fail(make_error("configuration/metrics", "不是 run --metrics 写出的文件",
                                   "not a file that run --metrics wrote", file));
  }
  out.line(out.tell(say::kStatusAt, {minute(member(*read, "at")), file}));
  return tell(context, member(*read, "at"), agencies);
}

}  // namespace

int run_agencies_status(Context& context, const AgenciesStatusArgs& args) {
  if (!args.metrics.empty()) return tell_file(context, args.metrics);
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto agencies = (*engine)->agencies();
  if (!agencies) return context.fail(agencies.error());
  context.out.note(context.out.tell(say::kStatusOwn));
  return tell(context, format_instant((*engine)->now()), *agencies);
}

}  // namespace lianban::cli
