#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

/// One HTTP exchange over libcurl: bytes out, status and bytes in. Knows no JSON and no agency.
namespace lianban::adapter {

struct HttpRequest {
  std::string method;  ///< GET, POST or PUT.
  std::string url;
  std::string body;                  ///< Of POST and PUT; sent as application/json.
  std::vector<std::string> headers;  ///< "Name: value", without line breaks.
  std::chrono::milliseconds connect_timeout{0};
  std::chrono::milliseconds total_timeout{0};
  /// Never over a kept connection. libcurl silently sends a request once more when a kept
  /// connection turns out to be dead, whatever the method; only who honours keys may get it twice.
  bool fresh_connection = false;
};

enum class Exchange {
  kReply,        ///< A whole HTTP reply, of any status.
  kUnreachable,  ///< Nothing was sent.
  kTimeout,      ///< Sent, no whole reply in time.
  kInterrupted,  ///< Sent, then the connection broke.
  kGarbled,      ///< Sent, the reply is not HTTP.
  kTooLarge,     ///< Sent, the reply passes limits::kPayloadBytes or its header kHeaderBytes.
};

struct HttpReply {
  Exchange exchange = Exchange::kUnreachable;
  long status = 0;
  std::string body;
  std::string location;  ///< The header `Location`, if any.
  const char* why = "";  ///< libcurl's fixed text; holds nothing of the exchange.
};

/// Keeps handles with their open connections between exchanges. Thread-safe; as many exchanges run
/// at once as threads call.
class Transfers {
 public:
  Transfers();
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  [[nodiscard]] HttpReply run(const HttpRequest& request);

 private:
  struct Handle;
  [[nodiscard]] std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle);

  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> idle_;  ///< The last used first: its connection lives.
};

}  // namespace lianban::adapter
