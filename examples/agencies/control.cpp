#include "control.hpp"

#include <httplib.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "simulated_agencies.hpp"

namespace lianban::simulators {
namespace {

constexpr const char* kPage = R"(<!doctype html><html lang="zh"><meta charset="utf-8">
<title>模拟机关 Simulated agencies</title><h1>模拟机关 <small>Simulated agencies</small></h1><ul>
<li><a href="/control/state">GET /control/state</a>
<li><a href="/control/effects">GET /control/effects</a>
<li>POST /control/policy {policy_no, plate, vin, kind, effective_from, effective_to, exists_from}
<li>POST /control/answers {agency, operation, ticket, reply}
<li>POST /control/registers {operation, found}
<li>POST /control/clock {today}
<li>POST /control/down {agency, down}
<li>POST /control/reset {}
</ul></html>
)";

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

}  // namespace

void add_control(httplib::Server& server, SimulatedAgencies& agencies) {
  server.Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(kPage, "text/html; charset=utf-8");
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
  on_post(server, "/control/reset", [&](const Json&, httplib::Response& response) {
    agencies.reset();
    send(response, Done{});
  });
}

}  // namespace lianban::simulators
