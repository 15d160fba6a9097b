#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/agency_watch.hpp"
#include "cli/callback_desk.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/interrupt.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

json to_json(const PumpReport& report) {
  return {{"timers", report.timers},       {"asked", report.asked},
          {"answered", report.answered},   {"failed", report.failed},
          {"polled", report.polled},       {"opened", report.opened},
          {"callbacks", report.callbacks}, {"in_flight", report.in_flight},
          {"total", report.total()}};
}

void print(Terminal& out, const PumpReport& report) {
  const auto text = [](std::size_t number) { return std::to_string(number); };
  out.line(out.sign(report.failed > 0 ? Sign::kWarn : Sign::kOk) +
           out.tell(say::kPumped, {text(report.timers), text(report.asked), text(report.answered),
                                   text(report.failed), text(report.polled), text(report.opened),
                                   text(report.callbacks)}));
}

/// This process holds the database alone: only time and callbacks can make something due.
milliseconds until_due(Engine& engine) {
  constexpr milliseconds kMost{60'000};
  const auto due = engine.next_due();
  if (!due || !*due) return kMost;
  const auto left = std::chrono::ceil<milliseconds>(**due - engine.now());
  return std::clamp(left, milliseconds{20}, kMost);
}

/// The pump in this process, with what it tells while it runs.
class Run {
 public:
  Run(Context& context, Engine& engine, const RunArgs& args)
      : context_(context),
        out_(context.out),
        engine_(engine),
        agencies_(context, engine, args.metrics),
        desk_(engine, bell_, context.out.language()),
        listener_([this](const Callback& callback) { return desk_.take(callback); }) {}

  Status listen(const std::string& where) {
    const auto place = listen_place(where);
    if (!place) {
      return make_error("usage/listen", "--listen 应为 端口 或 地址:端口",
                        "--listen takes PORT or HOST:PORT");
    }
    const auto port = listener_.start(*place);
    if (!port) return port.error();
    const std::string url =
        "http://" + place->host + ":" + std::to_string(*port) + "/callbacks/AGENCY";
    out_.note(out_.tell(say::kListening, {url}));
    line(json{{"listening", {{"host", place->host}, {"port", *port}}}});
    return Done{};
  }

  /// Rounds until nothing is due and no answer is on its way; `once`: until what one round began
  /// has ended. Errors that trying again will not mend.
  Result<PumpReport> rounds(bool once, bool watching) {
    PumpReport all;
    for (;;) {
      const auto one = engine_.pump();
      if (!one && !(watching && one.error().retryable)) return one.error();
      if (!one) break;
      all += *one;
      // What landed in a round was on its way before it.
      if (one->total() > 0 || flying_ || one->in_flight > 0) agencies_.stir();
      flying_ = one->in_flight > 0;
      if (const Status seen = agencies_.look(); !seen) return seen.error();
      if (watching) tell_callbacks();
      if (interrupted() || (one->in_flight == 0 && (once || one->total() == 0))) break;
      if (watching && one->total() == 0) all = told(all);
    }
    return watching ? told(all) : all;
  }

  /// One line (or object) for what was done, until interrupted.
  int watch() {
    out_.note(out_.tell(say::kWatching));
    agencies_.tell();
    do {
      const auto done = rounds(false, true);
      if (!done) return context_.fail(done.error());
      if (const Status seen = agencies_.look(); !seen) return context_.fail(seen.error());
    } while (!bell_.wait_or_interrupt(agencies_.until_due(until_due(engine_))));
    tell_callbacks();
    if (const Status seen = agencies_.look_now(); !seen) return context_.fail(seen.error());
    return kInterrupted;
  }

  Status finish() { return agencies_.look_now(); }

 private:
  void line(json object) {
    if (!out_.json()) return;
    object["ok"] = true;
    out_.raw(object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
    out_.flush();
  }

  /// Tells it, and begins to count anew.
  PumpReport told(const PumpReport& report) {
    if (report.total() > 0) {
      print(out_, report);
      line(json{{"pump", to_json(report)}});
      out_.flush();
    }
    return {};
  }

  void tell_callbacks() {
    std::size_t untold = 0;
    for (const CallbackDesk::Heard& each : desk_.heard(untold)) {
      json about{{"agency", each.agency.empty() ? json() : json(each.agency)}};
      if (each.result.empty()) {
        about["code"] = each.code;
        out_.line(out_.sign(Sign::kWarn) + out_.tell(say::kCallbackRefused, {each.code}) +
                  (each.agency.empty() ? "" : " (" + each.agency + ")"));
      } else {
        about["result"] = each.result;
        out_.line(
            out_.sign(Sign::kOk) +
            out_.tell(say::kCallbackHeard, {each.agency, out_.word("callback:" + each.result)}));
      }
      line(json{{"callback", std::move(about)}});
    }
    if (untold > 0) {
      out_.line(out_.tell(say::kCallbacksUntold, {std::to_string(untold)}));
      line(json{{"callbacks_untold", untold}});
    }
    out_.flush();
  }

  Context& context_;
  Terminal& out_;
  Engine& engine_;
  bool flying_ = false;  ///< An answer was on its way when the last round ended.
  Bell bell_;
  AgencyWatch agencies_;
  CallbackDesk desk_;
  CallbackListener listener_;  ///< Goes first: its threads use what stands above.
};

}  // namespace

int run_pump(Context& context, const RunArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  if (context.globals.directory.empty()) {
    out.note(out.paint_err(Tone::kWarn, out.glyph(Sign::kWarn)) + " " +
             out.tell(say::kNoDirectory));
  }
  Run run(context, **engine, args);
  if (!args.listen.empty()) {
    if (const Status listening = run.listen(args.listen); !listening) {
      return context.fail(listening.error());
    }
  }
  if (args.watch) return run.watch();
  const auto report = run.rounds(args.once, false);
  if (!report) return context.fail(report.error());
  if (const Status seen = run.finish(); !seen) return context.fail(seen.error());
  const auto next = (*engine)->next_due();
  if (!next) return context.fail(next.error());
  print(out, *report);
  out.line(*next ? out.tell(say::kNextDue, {format_instant(**next)}) : out.tell(say::kNothingDue));
  const int status = context.done(
      {{"pump", to_json(*report)}, {"next_due", *next ? json(format_instant(**next)) : json()}});
  return interrupted() ? kInterrupted : status;
}

}  // namespace lianban::cli
