#include "desk.hpp"

#include <cstdio>

#include "invented.hpp"

namespace lianban::simulators {
namespace {

Wire problem(int status, const char* what) { return {status, Json{{"error", what}}.dump(), {}}; }

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

Desk::Desk(const Options& options) : options_(options), world_(fresh_world(options)) {}

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
  const Behaviour& how = behaviour(act.agency);
  Known& known = known_[act.agency][key];
  if (known.requests++ == 0) {
    known.operation = act.operation;
    known.body = body;
  }
  if (known.operation != act.operation || known.body != body) {
    return problem(422, "this key belongs to another request");
  }
  const double luck = share(options_.seed, act.agency + key + std::to_string(known.requests));
  if (luck < how.error_rate / 2) return problem(503, "an injected error before the act");
  if (!known.answer || !how.honours_keys) {
    ++known.effects;
    known.answer = take(act, request);
  }
  if (luck < how.error_rate) return problem(502, "an injected error after the act");
  return *known.answer;
}

Wire Desk::take(const Act& act, const Json& request) {
  if (!act.later) return {200, act.perform(world_, request, nullptr).dump(), {}};
  char name[16];
  std::snprintf(name, sizeof name, "T%06d", ++last_ticket_);
  Ticket& ticket = tickets_[name];
  ticket.act = &act;
  ticket.request = request;
  return {202, Json{{"ticket", name}}.dump(), "/" + act.operation + "/" + name};
}

Wire Desk::poll(const Act& act, const std::string& ticket) {
  const std::lock_guard lock(mutex_);
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end() || found->second.act->operation != act.operation) {
    return problem(404, "no such ticket");
  }
  Ticket& waiting = found->second;
  const Behaviour& how = behaviour(act.agency);
  const auto place = act.agency + ticket + "/" + std::to_string(++waiting.polls);
  if (share(options_.seed, place) < how.error_rate) return problem(503, "an injected error");
  if (!waiting.reply && how.pending_polls >= 0 && waiting.polls > how.pending_polls) {
    settle(waiting, nullptr);
  }
  if (!waiting.reply) return {202, Json{{"state", "pending"}}.dump(), {}};
  return {200, waiting.reply->dump(), {}};
}

void Desk::settle(Ticket& ticket, const Json* ordered) {
  ticket.reply = ticket.act->perform(world_, ticket.request, ordered);
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
  return all;
}

Json Desk::state() const {
  const std::lock_guard lock(mutex_);
  Json all = {{"today", world_.day()},
              {"vehicles", Json::array()},
              {"policies", Json::array()},
              {"waiting", Json::array()}};
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
  return all;
}

void Desk::reset() {
  const std::lock_guard lock(mutex_);
  world_ = fresh_world(options_);
  known_.clear();
  tickets_.clear();
  last_ticket_ = 0;
}

}  // namespace lianban::simulators
