#pragma once

#include <cstddef>
#include <string>

#include "adapter/transfer.hpp"

namespace lianban::adapter {

/// One HTTP exchange as libcurl sees it. Used again for another one, which spares its set-up.
/// Belongs to one thread.
class EasyExchange {
 public:
  EasyExchange();
  ~EasyExchange();
  EasyExchange(const EasyExchange&) = delete;
  EasyExchange& operator=(const EasyExchange&) = delete;

  /// libcurl's handle (a CURL*), null where there is no memory for one.
  [[nodiscard]] void* handle() const { return handle_; }
  /// Sets everything; `owner` comes back with libcurl's message about the end.
  void prepare(HttpRequest request, void* owner);
  /// What came of it, with libcurl's CURLcode. Moves the body out.
  [[nodiscard]] HttpReply take_reply(int code);
  /// Lets go of request and reply; they are personal data.
  void forget();
  /// What there is to say where it was cut short.
  [[nodiscard]] HttpReply cancelled();

 private:
  struct Received {
    std::size_t max_bytes = 0;
    std::string body;
    std::string location;
    std::size_t header_bytes = 0;
    bool too_large = false;
  };
  static std::size_t take_body(char* data, std::size_t one, std::size_t size, void* user) noexcept;
  static std::size_t take_header(char* data, std::size_t one, std::size_t size,
                                 void* user) noexcept;
  void set_request();
  void set_limits();
  void set_transport();
  [[nodiscard]] bool sent() const;
  [[nodiscard]] Exchange judge(int code) const;

  void* handle_;
  void* headers_ = nullptr;  ///< A curl_slist*.
  HttpRequest request_;      ///< libcurl does not copy the body.
  Received received_;
};

}  // namespace lianban::adapter
