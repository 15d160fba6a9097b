#include "cli/callback_listener.hpp"

#include <httplib.h>

#include <chrono>
#include <utility>

namespace lianban::cli {

namespace {

constexpr std::size_t kLargest = 2u << 20;  ///< The library has its own, smaller limit.

Callback callback_of(const httplib::Request& request) {
  Callback callback;
  callback.agency = request.matches[1];
  if (const auto at = callback.agency.find('@'); at != std::string::npos) {
    callback.office = callback.agency.substr(at + 1);
    callback.agency.resize(at);
  }
  callback.method = request.method;
  callback.target = request.target;
  callback.body = request.body;
  for (const auto& [name, value] : request.headers) callback.headers.emplace_back(name, value);
  return callback;
}

}  // namespace

CallbackListener::CallbackListener(Take take) : take_(std::move(take)) {}

CallbackListener::~CallbackListener() {
  if (server_ != nullptr) server_->stop();
  if (thread_.joinable()) thread_.join();
}

int CallbackListener::start(const std::string& host, int port) {
  server_ = std::make_unique<httplib::Server>();
  server_->set_payload_max_length(kLargest);
  server_->set_keep_alive_timeout(1);
  server_->Post("/callbacks/([^/]+)",
                [this](const httplib::Request& request, httplib::Response& response) {
                  response.status = take_(callback_of(request));
                  response.set_content("{}", "application/json");
                });
  if (port == 0) {
    port = server_->bind_to_any_port(host);
    if (port <= 0) return 0;
  } else if (!server_->bind_to_port(host, port)) {
    return 0;
  }
  thread_ = std::thread([serving = server_.get()] { serving->listen_after_bind(); });
  // httplib ignores a stop that comes before its loop runs.
  while (!server_->is_running()) std::this_thread::sleep_for(std::chrono::microseconds{100});
  return port;
}

}  // namespace lianban::cli
