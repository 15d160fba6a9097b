#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.hpp"

/// HTTP exchanges over libcurl: bytes out, status and bytes in. Knows no JSON and no agency.
namespace lianban::adapter {

struct HttpRequest {
  std::string method;  ///< GET, POST or PUT.
  std::string url;
  std::string body;  ///< Of POST and PUT.
  std::string content_type = "application/json";
  std::vector<std::string> headers;  ///< "Name: value", without line breaks.
  std::chrono::milliseconds connect_timeout{0};
  std::chrono::milliseconds total_timeout{0};
  /// Never over a kept connection. libcurl silently sends a request once more when a kept
  /// connection turns out to be dead, whatever the method; only who honours keys may get it twice.
  bool fresh_connection = false;
  std::size_t max_reply_bytes = limits::kPayloadBytes;
  /// PEM files, each may be empty. Certificates are verified whatever stands here.
  std::string ca_file, client_certificate, client_key;
};

enum class Exchange {
  kReply,        ///< A whole HTTP reply, of any status.
  kUnreachable,  ///< Nothing was sent.
  kTimeout,      ///< Sent, no whole reply in time.
  kInterrupted,  ///< Sent, then the connection broke.
  kGarbled,      ///< Sent, the reply is not HTTP.
  kTooLarge,     ///< Sent, the reply passes max_reply_bytes or its header kHeaderBytes.
  kCancelled,    ///< Ended by `cancel` or `stop`; `sent` says whether anything had gone out.
};

struct HttpReply {
  Exchange exchange = Exchange::kUnreachable;
  bool sent = false;  ///< At least one byte of the request was handed to the connection.
  long status = 0;
  std::string body;
  std::string location;                 ///< The header `Location`, if any.
  std::chrono::seconds retry_after{0};  ///< Of the header of that name, from now; 0: none.
  const char* why = "";                 ///< A fixed text; holds nothing of the exchange.
};

class TransferLoop;

/// Many exchanges at once on one thread of its own, which starts with the first one. Connections
/// are kept between exchanges. Thread-safe.
///
/// Every `Ended` is called exactly once, on that thread and under no lock, except for exchanges
/// that are begun after `stop`: theirs are called before `start` returns. It must not block and
/// must not throw.
class Transfers {
 public:
  using Ended = std::function<void(HttpReply)>;
  using Begin = std::function<void(std::uint64_t number)>;

  Transfers();
  /// Stops.
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  /// Begins an exchange; gives a number for `cancel`, never 0.
  std::uint64_t start(HttpRequest request, Ended ended);
  /// An exchange that has something to wait for first. `begin` is called on the thread, where
  /// `send` lets it go. Cancelled or still waiting after `timeout` it ends with nothing sent.
  std::uint64_t hold(std::chrono::milliseconds timeout, Begin begin, Ended ended);
  /// Ends an exchange early, unless it has ended. Does not wait for its `Ended`.
  void cancel(std::uint64_t number);
  /// Calls `task` on the thread; false after `stop`, when it never will.
  bool post(std::function<void()> task);
  /// Ends everything with kCancelled; when it returns no `Ended` of an earlier `start` will be
  /// called any more. From within an `Ended` it only begins that: it cannot wait for itself.
  void stop();

  /// Begins an exchange and waits for its end. Not from within an `Ended`.
  [[nodiscard]] HttpReply run(const HttpRequest& request);

  // ---- within `Begin` and `Ended` alone ----

  /// Lets a held exchange go, within what is left of its time. False if it has ended.
  bool send(std::uint64_t number, HttpRequest request);
  /// Holds an exchange once more that has just ended, under its old number and until the old end.
  void hold_again(std::uint64_t number, std::chrono::steady_clock::time_point until, Ended ended);

 private:
  std::unique_ptr<TransferLoop> loop_;
};

}  // namespace lianban::adapter
