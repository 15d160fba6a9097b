// The public face: arguments are checked here, and no exception passes.
#include "lianban/engine.hpp"

#include <exception>
#include <new>
#include <utility>

#include "base/hash.hpp"
#include "runtime/callbacks.hpp"
#include "runtime/desk.hpp"
#include "runtime/licences.hpp"
#include "runtime/pump.hpp"
#include "runtime/queries.hpp"
#include "runtime/tasks.hpp"

namespace lianban {

using runtime::Callbacks;
using runtime::Desk;
using runtime::Licences;
using runtime::Pump;
using runtime::Queries;
using runtime::Tasks;
using runtime::World;

class Engine::Impl {
 public:
  explicit Impl(std::unique_ptr<World> opened)
      : world(std::move(opened)),
        desk(*world),
        callbacks(*world, desk),
        pump(*world, desk, callbacks),
        tasks(*world, desk, pump.gates()),
        queries(*world, desk),
        licences(*world, desk) {}

  std::unique_ptr<World> world;
  Desk desk;
  Callbacks callbacks;
  Pump pump;
  Tasks tasks;
  Queries queries;
  Licences licences;
};

namespace {

constexpr std::size_t kIdleRounds = 100'000;

Error bug(const char* what) {
  return make_error("engine/bug", "程序内部错误", "the library failed", what);
}

/// The one wall against exceptions. `place` says what was being done, never with whose data.
template <class F>
auto guarded(const char* place, F&& f) -> decltype(f()) {
  try {
    return f();
  } catch (const std::bad_alloc&) {
    return make_error("engine/memory", "内存不足", "out of memory", place);
  } catch (const std::exception&) {
    return bug(place);
  }
}

/// What only the engine and agencies say, a person may not.
bool for_machines_only(Verb verb) {
  switch (verb) {
    case Verb::kReply:
    case Verb::kAcknowledge:
    case Verb::kFail:
    case Verb::kChild:
    case Verb::kFollow:
    case Verb::kTick:
      return true;
    case Verb::kOpen:
    case Verb::kSend:
    case Verb::kSupply:
    case Verb::kVerify:
    case Verb::kReject:
    case Verb::kDispute:
    case Verb::kPromise:
    case Verb::kAmend:
    case Verb::kRetry:
    case Verb::kAnswer:
    case Verb::kGiveUp:
      return false;
  }
  return false;
}

/// A command of the outside, complete and safe to decide.
Result<Command> checked(World& world, Command command) {
  if (auto fault = runtime::fault_of(command)) return *std::move(fault);
  if (command.request_id.starts_with(runtime::kOwnRequests)) {
    return make_error("argument/request_id", "请求号以保留字开头",
                      "the request id begins with a reserved word");
  }
  if (command.request_id.empty()) {
    const auto drawn = world.draw_entropy();
    command.request_id = "auto-" + base::hex(std::span(drawn).first(16));
  }
  return command;
}

}  // namespace

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() { close(); }

Result<std::unique_ptr<Engine>> Engine::open(EngineOptions options) {
  return guarded("open", [&]() -> Result<std::unique_ptr<Engine>> {
    auto world = World::open(std::move(options));
    if (!world.ok()) return std::move(world).error();
    auto impl = std::make_unique<Impl>(std::move(world).value());
    if (const Status filled = impl->licences.fill(); !filled.ok()) return filled.error();
    if (const Status recovered = impl->pump.recover(); !recovered.ok()) return recovered.error();
    return std::unique_ptr<Engine>(new Engine(std::move(impl)));
  });
}

Result<std::string> Engine::publish(const Definition& definition) {
  return guarded("publish", [&]() -> Result<std::string> {
    const auto& prepared = definition.prepared();
    // A definition without its calendar could not open a single case.
    const auto calendar = impl_->world->calendars->get(prepared->definition->calendar);
    if (!calendar.ok()) return calendar.error();
    const Status published = impl_->world->definitions->publish(prepared);
    if (!published.ok()) return published.error();
    return definition.hash();
  });
}

Result<nlohmann::json> Engine::definitions() {
  return guarded("definitions", [&] { return impl_->world->definitions->list(); });
}

Result<Answer> Engine::open_case(const std::string& definition, const Command& command) {
  return guarded("open_case", [&]() -> Result<Answer> {
    Command opening = command;
    opening.verb = Verb::kOpen;
    opening.subject = definition;
    auto complete = checked(*impl_->world, std::move(opening));
    if (!complete.ok()) return std::move(complete).error();
    return impl_->desk.open(definition, std::move(complete).value());
  });
}

Result<Answer> Engine::submit(const std::string& case_id, const Command& command) {
  return guarded("submit", [&]() -> Result<Answer> {
    if (command.verb == Verb::kOpen) {
      return make_error("argument/verb", "申请须用 open_case", "cases are opened with open_case");
    }
    auto complete = checked(*impl_->world, command);
    if (!complete.ok()) return std::move(complete).error();
    const auto id = impl_->queries.resolve(case_id);
    if (!id.ok()) return id.error();
    if (command.actor.is_person() && for_machines_only(command.verb)) {
      return Answer(
          Refusal{"command/by",
                  {"该操作只能由系统或协同部门发出", "only the system or an agency may say this"},
                  {}});
    }
    return impl_->desk.submit(*id, std::move(complete).value());
  });
}

namespace {

/// Resolves the case, then asks `of` about it.
template <class F>
auto about(Queries& queries, const char* place, const std::string& case_id, F&& of)
    -> decltype(of(base::CaseId{})) {
  return guarded(place, [&]() -> decltype(of(base::CaseId{})) {
    const auto id = queries.resolve(case_id);
    if (!id.ok()) return id.error();
    return of(*id);
  });
}

}  // namespace

Result<nlohmann::json> Engine::show(const std::string& case_id) {
  return about(impl_->queries, "show", case_id,
               [&](const base::CaseId& id) { return impl_->queries.show(id); });
}

Result<std::vector<Action>> Engine::actions(const std::string& case_id, const Actor& actor) {
  return about(impl_->queries, "actions", case_id,
               [&](const base::CaseId& id) { return impl_->queries.actions(id, actor); });
}

Result<nlohmann::json> Engine::history(const std::string& case_id) {
  return about(impl_->queries, "history", case_id,
               [&](const base::CaseId& id) { return impl_->queries.history(id); });
}

Result<CasePage> Engine::find(const CaseQuery& query) {
  return guarded("find", [&] { return impl_->queries.find(query); });
}

Result<Verification> Engine::verify(const std::string& case_id) {
  return about(impl_->queries, "verify", case_id,
               [&](const base::CaseId& id) { return impl_->queries.verify(id); });
}

Result<nlohmann::json> Engine::export_case(const std::string& case_id) {
  return about(impl_->queries, "export_case", case_id,
               [&](const base::CaseId& id) { return impl_->queries.export_case(id); });
}

Result<EventPage> Engine::events(std::uint64_t after, std::size_t limit) {
  return guarded("events", [&] { return impl_->queries.events(after, limit); });
}

std::uint64_t Engine::pulse() const { return impl_->world->pulse.count(); }

std::uint64_t Engine::wait_pulse(std::uint64_t seen, std::chrono::milliseconds timeout) {
  return impl_->world->pulse.wait(seen, timeout);
}

void Engine::wake() { impl_->world->pulse.beat(); }

Result<std::vector<OpenCall>> Engine::open_calls(const std::string& case_id) {
  return about(impl_->queries, "open_calls", case_id,
               [&](const base::CaseId& id) { return impl_->queries.open_calls(id); });
}

Result<nlohmann::json> Engine::licence(const std::string& number) {
  return guarded("licence", [&] { return impl_->licences.show(number); });
}

Result<nlohmann::json> Engine::licences(std::size_t limit, const std::string& cursor) {
  return guarded("licences", [&] { return impl_->licences.list(limit, cursor); });
}

Result<nlohmann::json> Engine::register_licence(const nlohmann::json& licence) {
  return guarded("register_licence", [&] { return impl_->licences.enter(licence); });
}

Result<std::vector<HostErrand>> Engine::errands(std::size_t limit) {
  return guarded("errands", [&] { return impl_->queries.errands(limit); });
}

Status Engine::errand_taken(const std::string& case_id, std::uint32_t seq) {
  return about(impl_->queries, "errand_taken", case_id,
               [&](const base::CaseId& id) { return impl_->queries.errand_taken(id, seq); });
}

Result<CallbackResult> Engine::deliver_callback(const Callback& callback) {
  return guarded("deliver_callback", [&] { return impl_->callbacks.deliver(callback); });
}

Result<std::vector<KeptCallback>> Engine::callbacks(std::size_t limit) {
  return guarded("callbacks", [&] { return impl_->callbacks.orphans(limit); });
}

Result<CallbackResult> Engine::retry_callback(std::uint64_t id) {
  return guarded("retry_callback", [&] { return impl_->callbacks.retry(id); });
}

Result<IncidentPage> Engine::incidents(const std::string& lead, std::size_t limit,
                                       const std::string& cursor) {
  return guarded("incidents", [&] { return impl_->queries.incidents(lead, limit, cursor); });
}

Result<std::vector<ExternalTask>> Engine::fetch_tasks(const TaskQuery& query) {
  return guarded("fetch_tasks", [&] { return impl_->tasks.fetch(query); });
}

Result<Answer> Engine::complete_task(const std::string& token, const nlohmann::json& reply) {
  return guarded("complete_task", [&] { return impl_->tasks.complete(token, reply); });
}

Result<Answer> Engine::acknowledge_task(const std::string& token) {
  return guarded("acknowledge_task", [&] { return impl_->tasks.acknowledge(token); });
}

Result<TaskFailure> Engine::fail_task(const std::string& token, const std::string& code,
                                      bool again) {
  return guarded("fail_task", [&] { return impl_->tasks.fail(token, code, again); });
}

Result<Instant> Engine::extend_task(const std::string& token, std::chrono::milliseconds lease) {
  return guarded("extend_task", [&] { return impl_->tasks.extend(token, lease); });
}

Result<std::vector<DeadLetter>> Engine::dead_letters(std::size_t limit) {
  return guarded("dead_letters", [&] { return impl_->queries.dead_letters(limit); });
}

Status Engine::resend(const std::string& case_id, std::uint32_t seq) {
  return about(impl_->queries, "resend", case_id,
               [&](const base::CaseId& id) { return impl_->queries.resend(id, seq); });
}

Result<nlohmann::json> Engine::agencies() {
  return guarded("agencies", [&] { return impl_->queries.agencies(impl_->pump.gates()); });
}

PumpReport& PumpReport::operator+=(const PumpReport& next) {
  timers += next.timers;
  asked += next.asked;
  answered += next.answered;
  failed += next.failed;
  polled += next.polled;
  opened += next.opened;
  callbacks += next.callbacks;
  in_flight = next.in_flight;
  return *this;
}

Result<PumpReport> Engine::pump(std::size_t limit) {
  return guarded("pump", [&] { return impl_->pump.round(limit); });
}

Result<PumpReport> Engine::pump_idle() {
  return guarded("pump_idle", [&]() -> Result<PumpReport> {
    PumpReport all;
    for (std::size_t round = 0; round < kIdleRounds; ++round) {
      const auto one = impl_->pump.round(256);
      if (!one.ok()) return one.error();
      all += *one;
      if (one->total() == 0 && one->in_flight == 0) return all;
    }
    return make_error("engine/restless", "始终有到期事项", "something is due again and again");
  });
}

Result<std::optional<Instant>> Engine::next_due() {
  return guarded("next_due", [&] { return impl_->pump.next_due(); });
}

Result<nlohmann::json> Engine::explain_limit(const std::string& calendar, Instant from,
                                             const Duration& limit) {
  return guarded("explain_limit", [&] { return impl_->queries.explain(calendar, from, limit); });
}

Result<nlohmann::json> Engine::explain_clock(const std::string& case_id, const std::string& clock) {
  return about(impl_->queries, "explain_clock", case_id,
               [&](const base::CaseId& id) { return impl_->queries.explain_clock(id, clock); });
}

Result<nlohmann::json> Engine::stats() {
  return guarded("stats", [&] { return impl_->queries.stats(); });
}

Status Engine::check_database() {
  return guarded("check_database", [&] { return impl_->world->store().check(); });
}

Instant Engine::now() { return impl_->world->now(); }

void Engine::close() {
  impl_->pump.stop();
  // What was answered is on disk; a failing close has nothing left to lose.
  (void)guarded("close", [&] { return impl_->world->store().close(); });
}

}  // namespace lianban
