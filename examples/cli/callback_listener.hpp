#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "lianban/callback.hpp"
#include "lianban/result.hpp"

namespace httplib {
class Server;
}

namespace lianban::cli {

/// "8090" or "0.0.0.0:8090".
struct ListenPlace {
  std::string host = "127.0.0.1";
  int port = 0;
  /// The caller holds the port open itself, so that nobody else gets it while nobody listens.
  bool reserved = false;
};
/// Nothing where the text is neither.
[[nodiscard]] std::optional<ListenPlace> listen_place(const std::string& text);

/// What the agency is told.
struct CallbackReply {
  int status = 200;
  std::string body = "{}";  ///< JSON.
};

/// Listens for agencies' callbacks: POST /callbacks/AGENCY or /callbacks/AGENCY@OFFICE. Hands them
/// over as they came: raw bytes, the request line's own path and query.
class CallbackListener {
 public:
  static constexpr std::size_t kLargestBody = 1u << 20;  ///< Of callback.hpp: callback/too_large.

  /// Called on the listener's threads.
  using Take = std::function<CallbackReply(const Callback&)>;

  explicit CallbackListener(Take take);
  ~CallbackListener();  ///< Stops.
  CallbackListener(const CallbackListener&) = delete;
  CallbackListener& operator=(const CallbackListener&) = delete;

  /// Port 0 means a free one. Gives the port. Errors: configuration/port.
  [[nodiscard]] Result<int> start(const ListenPlace& place);

 private:
  Take take_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
};

}  // namespace lianban::cli
