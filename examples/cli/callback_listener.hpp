#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "lianban/callback.hpp"

namespace httplib {
class Server;
}

namespace lianban::cli {

/// Listens for agencies' callbacks: POST /callbacks/AGENCY or /callbacks/AGENCY@OFFICE.
class CallbackListener {
 public:
  /// Gives the HTTP status to answer with. Called on the listener's threads.
  using Take = std::function<int(const Callback&)>;

  explicit CallbackListener(Take take);
  ~CallbackListener();  ///< Stops.
  CallbackListener(const CallbackListener&) = delete;
  CallbackListener& operator=(const CallbackListener&) = delete;

  /// 0 means a free port. Gives the port, or 0 if it cannot be had.
  [[nodiscard]] int start(const std::string& host, int port);

 private:
  Take take_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
};

}  // namespace lianban::cli
