#pragma once

#include <httplib.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "lianban/callback.hpp"

namespace lianban::adapter {

/// A host's address for callbacks, on 127.0.0.1: keeps what comes and answers as `status` says.
class CallbackHost {
 public:
  using Judge = std::function<int(const Callback&)>;
  explicit CallbackHost(Judge status = [](const Callback&) { return 200; })
      : status_(std::move(status)) {
    server_.Post("/callbacks/([^/]+)",
                 [this](const httplib::Request& request, httplib::Response& response) {
                   Callback callback;
                   callback.agency = request.matches[1];
                   callback.method = request.method;
                   callback.target = request.target;
                   callback.body = request.body;
                   for (const auto& [name, value] : request.headers) {
                     callback.headers.emplace_back(name, value);
                   }
                   response.status = status_(callback);
                   const std::lock_guard lock(mutex_);
                   came_.push_back(std::move(callback));
                   changed_.notify_all();
                 });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~CallbackHost() {
    server_.stop();
    thread_.join();
  }
  CallbackHost(const CallbackHost&) = delete;
  CallbackHost& operator=(const CallbackHost&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/callbacks";
  }
  /// The first `count` callbacks, or fewer when a minute was not enough.
  std::vector<Callback> wait(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::minutes{1}, [&] { return came_.size() >= count; });
    return came_;
  }
  [[nodiscard]] std::size_t count() {
    const std::lock_guard lock(mutex_);
    return came_.size();
  }

 private:
  Judge status_;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Callback> came_;
};

inline std::string header_of(const Callback& callback, const std::string& name) {
  for (const auto& [each, value] : callback.headers) {
    if (each == name) return value;
  }
  return {};
}

}  // namespace lianban::adapter
