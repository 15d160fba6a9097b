#include "desk.hpp"

#include <cstdio>

#include "invented.hpp"
#include "spoil.hpp"

namespace lianban::simulators {
namespace {

Wire problem(int status, const char* what) {
  return {.status = status, .body = Json{{"error", what}}.dump()};
}

World fresh_world(const Options& options) {
  World world;
  world.seed = options.seed;
  world.today = options.today;
  world.policy_after_asks = options.policy_after_asks;
  return world;
}

bool wanted(const Json& which, const char* name, const std::string& value) {
  return !which.contains(name) || text_of(which, name) == value;
}

}  // namespace

Desk::Desk(const Options& options, Courier& courier)
    : options_(options), courier_(courier), world_(fresh_world(options)) {
  first_faults();
}

void Desk::first_faults() {
  plan_.clear();
  for (const FaultRule& rule : options_.faults) plan_.add(rule);
}

const Behaviour& Desk::behaviour(const std::string& agency) const {
  static const Behaviour kUsual;
  const auto found = options_.agencies.find(agency);
  return found == options_.agencies.end() ? kUsual : found->second;
}

Wire Desk::ask(const Act& act, const std::string& key, const std::string& body) {
  const Json request = Json::parse(body, nullptr, false);
  if (!request.is_object()) return problem(400, "the body must be a JSON object");
  if (key.empty()) return problem(400, "the header Idempotency-Key is required");
  const std::lock_guard lock(mutex_);
  const Faults faults = plan_.hit(act.agency, act.operation, Asked::kAsk);
  Wire wire = serve(act, key, body, request, faults);
  spoil_body(wire, request, faults);
  spoil_way(wire, faults);
  return wire;
}

Wire Desk::serve(const Act& act, const std::string& key, const std::string& body,
                 const Json& request, const Faults& faults) {
  const Behaviour& how = behaviour(act.agency);
  Known& known = known_[act.agency][key];
  if (known.requests++ == 0) {
    known.operation = act.operation;
    known.body = body;
  }
  if (known.operation != act.operation || known.body != body) {
    return problem(422, "this key belongs to another request");
  }
  if (const auto busy = faults.find(Fault::kBusy); busy != faults.end()) {
    Wire wire = problem(503, "busy");
    wire.retry_after = busy->second;
    return wire;
  }
  if (faults.contains(Fault::kResetBefore)) return {};
  const double luck = share(options_.seed, act.agency + key + std::to_string(known.requests));
  if (luck < how.error_rate / 2) return problem(503, "an injected error before the act");
  const bool honoured = how.honours_keys && !faults.contains(Fault::kKeyIgnored);
  if (!known.answer || !honoured) {
    ++known.effects;
    known.answer = take(act, key, request, faults, known);
  }
  if (luck < how.error_rate) return problem(502, "an injected error after the act");
  Wire wire = *known.answer;
  if (!known.ticket.empty() && faults.contains(Fault::kCallbackFirst)) wire.callback_first = key;
  return wire;
}

Wire Desk::take(const Act& act, const std::string& key, const Json& request, const Faults& faults,
                Known& known) {
  if (!act.later) {
    const Json reply = act.perform(world_, request, nullptr);
    if (is_gateway(act.agency)) world_.deliveries.push_back({act.agency, key, request});
    return {.status = 200, .body = reply.dump()};
  }
  char name[16];
  std::snprintf(name, sizeof name, "T%06d", ++last_ticket_);
  Ticket& ticket = tickets_[name];
  ticket = {.act = &act, .key = key, .number = last_ticket_, .request = request, .faults = faults};
  known.ticket = name;
  const Behaviour& how = behaviour(act.agency);
  if (courier_.employed() && how.pending_polls >= 0) {
    courier_.later(std::chrono::milliseconds{how.answers_after_ms},
                   [this, which = known.ticket] { ripen(which); });
  }
  return {.status = 202,
          .body = Json{{"ticket", name}}.dump(),
          .location = "/" + act.operation + "/" + name};
}

void Desk::ripen(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = tickets_.find(name);
  if (found != tickets_.end() && !found->second.reply) settle(found->second, nullptr);
}

Wire Desk::poll(const Act& act, const std::string& ticket) {
  const std::lock_guard lock(mutex_);
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end() || found->second.act->operation != act.operation) {
    return problem(404, "no such ticket");
  }
  Ticket& waiting = found->second;
  const Faults faults = plan_.hit(act.agency, act.operation, Asked::kPoll);
  if (faults.contains(Fault::kBusy)) {
    Wire wire = problem(503, "busy");
    wire.retry_after = faults.at(Fault::kBusy);
    return wire;
  }
  const Behaviour& how = behaviour(act.agency);
  const auto place = act.agency + ticket + "/" + std::to_string(++waiting.polls);
  if (share(options_.seed, place) < how.error_rate) return problem(503, "an injected error");
  if (!waiting.reply && how.pending_polls >= 0 && waiting.polls > how.pending_polls) {
    settle(waiting, nullptr);
  }
  Wire wire{.status = 202, .body = Json{{"state", "pending"}}.dump()};
  if (waiting.reply) wire = {.status = 200, .body = waiting.reply->dump()};
  spoil_body(wire, waiting.request, faults);
  spoil_way(wire, faults);
  return wire;
}

Wire Desk::query(const Act& act, const std::string& key) {
  const std::lock_guard lock(mutex_);
  const Faults faults = plan_.hit(act.agency, act.operation, Asked::kQuery);
  Wire wire{.status = 404, .body = Json{{"known", false}}.dump()};
  const auto agency = known_.find(act.agency);
  if (agency != known_.end()) {
    const auto found = agency->second.find(key);
    if (found != agency->second.end() && found->second.operation == act.operation &&
        found->second.answer) {
      wire = *found->second.answer;
      const auto ticket = tickets_.find(found->second.ticket);
      if (ticket != tickets_.end() && ticket->second.reply) {
        wire = {.status = 200, .body = ticket->second.reply->dump()};
      }
      spoil_body(wire, Json::parse(found->second.body), faults);
    }
  }
  if (faults.contains(Fault::kBusy)) wire = problem(503, "busy");
  spoil_way(wire, faults);
  return wire;
}

void Desk::settle(Ticket& ticket, const Json* ordered) {
  ticket.reply =
      spoiled(ticket.act->perform(world_, ticket.request, ordered), ticket.request, ticket.faults);
  if (!courier_.employed()) return;
  courier_.post({.agency = ticket.act->agency,
                 .key = ticket.key,
                 .ticket = ticket.number,
                 .body = Json{{"request", ticket.key}, {"reply", *ticket.reply}}.dump(),
                 .faults = ticket.faults});
}

void Desk::add_fault(FaultRule rule) {
  const std::lock_guard lock(mutex_);
  plan_.add(std::move(rule));
}

void Desk::clear_faults() {
  const std::lock_guard lock(mutex_);
  plan_.clear();
}

int Desk::answer(const Json& which) {
  const std::lock_guard lock(mutex_);
  const auto ordered = which.find("reply");
  int count = 0;
  for (auto& [name, ticket] : tickets_) {
    if (ticket.reply || !wanted(which, "agency", ticket.act->agency) ||
        !wanted(which, "operation", ticket.act->operation) || !wanted(which, "ticket", name)) {
      continue;
    }
    settle(ticket, ordered == which.end() ? nullptr : &*ordered);
    ++count;
  }
  return count;
}

Json Desk::effects() const {
  const std::lock_guard lock(mutex_);
  Json all = Json::object();
  for (const auto& [agency, keys] : known_) {
    for (const auto& [key, known] : keys) {
      all[agency][key] = {
          {"operation", known.operation}, {"requests", known.requests}, {"effects", known.effects}};
    }
  }
  courier_.add_counts(all);
  return all;
}

Json Desk::state() const {
  const std::lock_guard lock(mutex_);
  Json all = {{"today", world_.day()},       {"vehicles", Json::array()},
              {"policies", Json::array()},   {"waiting", Json::array()},
              {"deliveries", Json::array()}, {"faults", plan_.left()}};
  for (const auto& [plate, vehicle] : world_.vehicles) {
    all["vehicles"].push_back(
        {{"plate", plate}, {"vin", vehicle.vin}, {"use", std::string(1, vehicle.use)}});
  }
  for (const Policy& policy : world_.policies) {
    all["policies"].push_back({{"policy_no", policy.policy_no},
                               {"plate", policy.plate},
                               {"vin", policy.vin},
                               {"exists_from", policy.exists_from}});
  }
  for (const auto& [name, ticket] : tickets_) {
    if (ticket.reply) continue;
    all["waiting"].push_back(
        {{"ticket", name}, {"agency", ticket.act->agency}, {"operation", ticket.act->operation}});
  }
  for (const Delivery& delivery : world_.deliveries) {
    all["deliveries"].push_back(
        {{"gateway", delivery.gateway}, {"key", delivery.key}, {"body", delivery.body}});
  }
  return all;
}

void Desk::reset() {
  const std::lock_guard lock(mutex_);
  world_ = fresh_world(options_);
  known_.clear();
  tickets_.clear();
  last_ticket_ = 0;
  first_faults();
  courier_.clear();
}

}  // namespace lianban::simulators
