#include "control.hpp"

#include <httplib.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "faults.hpp"
#include "page.hpp"
#include "simulated_agencies.hpp"

namespace lianban::simulators {
namespace {

void send(httplib::Response& response, int status, const Json& body) {
  response.status = status;
  response.set_content(body.dump(), "application/json");
}

void send(httplib::Response& response, const Status& status) {
  if (status.ok()) return send(response, 200, Json::object());
  const Error& error = status.error();
  send(response, 400, {{"code", error.code}, {"error", error.message.en}});
}

/// A request with a JSON object; an empty body is an empty object.
void on_post(httplib::Server& server, const char* path,
             std::function<void(const Json&, httplib::Response&)> handle) {
  server.Post(path, [handle = std::move(handle)](const httplib::Request& request,
                                                 httplib::Response& response) {
    const Json body =
        request.body.empty() ? Json::object() : Json::parse(request.body, nullptr, false);
    if (body.is_object()) return handle(body, response);
    send(response, 400, {{"code", "simulator/request"}, {"error", "not a JSON object"}});
  });
}

/// {clear: true}, or a rule.
Status change_faults(SimulatedAgencies& agencies, const Json& body) {
  if (body.contains("clear")) {
    agencies.clear_faults();
    return Done{};
  }
  auto rule = fault_rule(body);
  if (!rule) return rule.error();
  agencies.add_fault(std::move(*rule));
  return Done{};
}

}  // namespace

void add_control(httplib::Server& server, SimulatedAgencies& agencies) {
  server.Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(control_page(), "text/html; charset=utf-8");
  });
  server.Get("/control/state", [&](const httplib::Request&, httplib::Response& response) {
    send(response, 200, agencies.state());
  });
  server.Get("/control/effects", [&](const httplib::Request&, httplib::Response& response) {
    send(response, 200, agencies.effects());
  });
  on_post(server, "/control/policy", [&](const Json& body, httplib::Response& response) {
    send(response, agencies.put_policy(body));
  });
  on_post(server, "/control/answers", [&](const Json& body, httplib::Response& response) {
    send(response, 200, {{"answered", agencies.answer(body)}});
  });
  on_post(server, "/control/registers", [&](const Json& body, httplib::Response& response) {
    send(response, agencies.set_register(body));
  });
  on_post(server, "/control/clock", [&](const Json& body, httplib::Response& response) {
    const auto today = body.find("today");
    const bool given = today != body.end() && today->is_string();
    agencies.set_today(given ? today->get<std::string>() : std::string());
    send(response, Done{});
  });
  on_post(server, "/control/down", [&](const Json& body, httplib::Response& response) {
    const auto agency = body.find("agency");
    const auto down = body.find("down");
    const bool named = agency != body.end() && agency->is_string();
    send(response, agencies.set_down(named ? agency->get<std::string>() : std::string(),
                                     down == body.end() || *down == true));
  });
  server.Get("/control/faults", [&](const httplib::Request&, httplib::Response& response) {
    Json kinds = Json::array();
    for (const Fault fault : all_faults()) kinds.push_back(name_of(fault));
    send(response, 200, {{"kinds", std::move(kinds)}, {"faults", agencies.state()["faults"]}});
  });
  on_post(server, "/control/faults", [&](const Json& body, httplib::Response& response) {
    send(response, change_faults(agencies, body));
  });
  on_post(server, "/control/reset", [&](const Json&, httplib::Response& response) {
    agencies.reset();
    send(response, Done{});
  });
}

}  // namespace lianban::simulators
