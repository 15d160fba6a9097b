#include "simulated_agencies.hpp"

#include <httplib.h>

#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "control.hpp"
#include "courier.hpp"
#include "desk.hpp"
#include "exchange.hpp"
#include "listener.hpp"
#include "world.hpp"

namespace lianban::simulators {
namespace {

constexpr const char* kControl = "control";
constexpr std::size_t kLargestRequest = 4u << 20;

/// What httplib itself refuses is told in JSON too.
void in_json(const httplib::Request&, httplib::Response& response) {
  if (response.body.empty()) {
    response.set_content(Json{{"error", "HTTP " + std::to_string(response.status)}}.dump(),
                         "application/json");
  }
}

}  // namespace

const std::vector<std::string>& agency_names() {
  static const std::vector<std::string> kNames = {"data_platform", "police", "insurer", "carrier"};
  return kNames;
}

const std::vector<std::string>& gateway_names() {
  static const std::vector<std::string> kNames = {"@notices", "@supervision"};
  return kNames;
}

bool is_gateway(const std::string& name) { return name.starts_with('@'); }

struct SimulatedAgencies::Impl {
  explicit Impl(Options given)
      : options(std::move(given)), courier(options), desk(options, courier), acts(all_acts()) {}
  /// The courier's thread may call the desk, which goes first.
  ~Impl() { courier.stop(); }

  [[nodiscard]] std::vector<std::string> served() const {
    std::vector<std::string> names = agency_names();
    if (options.gateways) {
      names.insert(names.end(), gateway_names().begin(), gateway_names().end());
    }
    return names;
  }

  void add_routes(httplib::Server& server, const std::string& agency) {
    server.set_payload_max_length(kLargestRequest);
    server.set_error_handler(in_json);
    for (const Act& act : acts) {
      if (act.agency != agency) continue;
      const std::string path = "/" + act.operation;
      server.Post(path, [this, &act](const httplib::Request& request, httplib::Response& response) {
        patience.wait(latency(act.agency));
        const std::string key = request.get_header_value("Idempotency-Key");
        const Wire wire = desk.ask(act, key, request.body);
        if (!wire.callback_first.empty()) courier.wait_sent(act.agency, wire.callback_first);
        simulators::answer(wire, request, response, patience);
      });
      server.Get(path + "/requests/(.+)", [this, &act](const httplib::Request& request,
                                                       httplib::Response& response) {
        patience.wait(latency(act.agency));
        simulators::answer(desk.query(act, request.matches[1]), request, response, patience);
      });
      server.Get(path + "/([^/]+)", [this, &act](const httplib::Request& request,
                                                 httplib::Response& response) {
        patience.wait(latency(act.agency));
        simulators::answer(desk.poll(act, request.matches[1]), request, response, patience);
      });
    }
  }

  [[nodiscard]] std::chrono::milliseconds latency(const std::string& agency) const {
    const auto found = options.agencies.find(agency);
    return std::chrono::milliseconds{found == options.agencies.end() ? 0
                                                                     : found->second.latency_ms};
  }

  const Options options;
  Patience patience;
  Courier courier;
  Desk desk;
  const std::vector<Act> acts;
  std::mutex servers;  ///< Of the listeners' starting and stopping, and of `ports`.
  std::map<std::string, std::unique_ptr<Listener>> listeners;
  std::map<std::string, int> ports;
};

SimulatedAgencies::SimulatedAgencies(Options options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}

SimulatedAgencies::~SimulatedAgencies() { stop(); }

Result<std::map<std::string, int>> SimulatedAgencies::start() {
  stop();
  if (const char* fault = impl_->courier.fault()) {
    return make_error("simulator/callbacks", "回调的地址、签名方式或密钥不可用", fault);
  }
  impl_->patience.stop(false);
  impl_->courier.start();
  const std::lock_guard lock(impl_->servers);
  // The control server comes last: nobody can send it anything before all is there.
  std::vector<std::string> names = impl_->served();
  names.emplace_back(kControl);
  int next = impl_->options.port + 1;
  for (const std::string& name : names) {
    const bool control = name == kControl;
    auto listener = std::make_unique<Listener>([this, name, control](httplib::Server& server) {
      control ? add_control(server, *this) : impl_->add_routes(server, name);
    });
    const int wanted = impl_->options.port == 0 ? 0 : (control ? impl_->options.port : next++);
    const int port = listener->start(wanted);
    if (port == 0) {
      impl_->listeners.clear();
      impl_->ports.clear();
      return make_error("simulator/port", "端口已被占用或不可用",
                        "port " + std::to_string(wanted) + " cannot be had");
    }
    impl_->ports[name] = port;
    impl_->listeners[name] = std::move(listener);
  }
  return impl_->ports;
}

void SimulatedAgencies::stop() {
  impl_->patience.stop(true);
  impl_->courier.stop();
  // The control server first and without the lock: one of its requests may want the lock.
  if (const auto control = impl_->listeners.find(kControl); control != impl_->listeners.end()) {
    control->second->close();
    control->second->join();
  }
  const std::lock_guard lock(impl_->servers);
  for (auto& [name, listener] : impl_->listeners) listener->close();
  impl_->listeners.clear();
  impl_->ports.clear();
}

Status SimulatedAgencies::set_down(const std::string& agency, bool down) {
  const std::lock_guard lock(impl_->servers);
  const auto found = impl_->listeners.find(agency);
  if (found == impl_->listeners.end() || agency == kControl) {
    return make_error("simulator/agency", "没有这个机关", "there is no such agency");
  }
  Listener& listener = *found->second;
  impl_->courier.silence(agency, down);
  if (down) {
    listener.close();
    listener.join();
  } else if (!listener.running() && listener.start(impl_->ports[agency]) == 0) {
    return make_error("simulator/port", "端口已被占用", "the agency's port was taken meanwhile");
  }
  return Done{};
}

Json SimulatedAgencies::directory() const {
  const std::lock_guard lock(impl_->servers);
  return directory_for(impl_->ports);
}

Json SimulatedAgencies::directory_for(const std::map<std::string, int>& ports) {
  Json directory = Json::object();
  std::vector<std::string> names = agency_names();
  names.insert(names.end(), gateway_names().begin(), gateway_names().end());
  for (const std::string& agency : names) {
    const auto port = ports.find(agency);
    if (port == ports.end()) continue;
    directory[agency] = {{"url", "http://127.0.0.1:" + std::to_string(port->second)},
                         {"timeouts", {{"connect", "5 seconds"}, {"total", "30 seconds"}}},
                         {"retry",
                          {{"first", "PT0.2S"},
                           {"factor", 2},
                           {"max", "5 seconds"},
                           {"attempts", 6},
                           {"jitter", 0.2}}},
                         {"concurrency", 8},
                         {"operations", Json::object()}};
  }
  for (const Act& act : all_acts()) {
    if (!directory.contains(act.agency)) continue;
    Json operation = {{"path", "/" + act.operation},
                      {"honours_keys", true},
                      {"query", "/" + act.operation + "/requests/{key}"}};
    if (act.later) {
      operation["poll"] = {{"every", "PT0.2S"}, {"path", "/" + act.operation + "/{ticket}"}};
    }
    directory[act.agency]["operations"][act.operation] = std::move(operation);
  }
  return directory;
}

Json SimulatedAgencies::effects() const { return impl_->desk.effects(); }
void SimulatedAgencies::add_fault(FaultRule rule) { impl_->desk.add_fault(std::move(rule)); }
void SimulatedAgencies::clear_faults() { impl_->desk.clear_faults(); }

Json SimulatedAgencies::state() const {
  Json state = impl_->desk.state();
  state["agencies"] = Json::array();
  const std::lock_guard lock(impl_->servers);
  for (const std::string& name : impl_->served()) {
    const auto listener = impl_->listeners.find(name);
    Json operations = Json::array();
    for (const Act& act : impl_->acts) {
      if (act.agency == name) operations.push_back(act.operation);
    }
    state["agencies"].push_back(
        {{"name", name},
         {"down", listener == impl_->listeners.end() || !listener->second->running()},
         {"operations", std::move(operations)}});
  }
  return state;
}
int SimulatedAgencies::answer(const Json& which) { return impl_->desk.answer(which); }
void SimulatedAgencies::reset() { impl_->desk.reset(); }

void SimulatedAgencies::set_today(const std::string& day) {
  impl_->desk.use([&](World& world) { world.today = day; });
}

Status SimulatedAgencies::put_policy(const Json& policy) {
  if (!policy.is_object()) {
    return make_error("simulator/request", "应为对象", "must be an object");
  }
  Policy added{.policy_no = text_of(policy, "policy_no"),
               .plate = text_of(policy, "plate"),
               .vin = text_of(policy, "vin"),
               .kind = policy.contains("kind") ? text_of(policy, "kind") : "carrier_liability",
               .effective_from = text_of(policy, "effective_from"),
               .effective_to = text_of(policy, "effective_to"),
               .exists_from = text_of(policy, "exists_from")};
  for (const std::string* needed :
       {&added.policy_no, &added.plate, &added.vin, &added.effective_from, &added.effective_to}) {
    if (!needed->empty()) continue;
    return make_error("simulator/request", "保单缺少必填项",
                      "policy_no, plate, vin, effective_from and effective_to are needed");
  }
  impl_->desk.use([&](World& world) { world.policies.push_back(std::move(added)); });
  return Done{};
}

Status SimulatedAgencies::set_register(const Json& entry) {
  const auto found = entry.is_object() ? entry.find("found") : entry.end();
  if (found == entry.end() || !found->is_boolean() || text_of(entry, "operation").empty()) {
    return make_error("simulator/request", "应为 {operation, found}", "must be {operation, found}");
  }
  const std::string operation = text_of(entry, "operation");
  const bool finds = found->get<bool>();
  impl_->desk.use([&](World& world) {
    if (finds) {
      world.empty_registers.erase(operation);
    } else {
      world.empty_registers.insert(operation);
    }
  });
  return Done{};
}

}  // namespace lianban::simulators
