#include "adapter/exchange.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace lianban::adapter {
namespace {

constexpr std::size_t kHeaderBytes = 64u << 10;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The address's own protocol and no other.
void restrict_protocols(CURL* curl, bool tls) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, tls ? "https" : "http");
#else
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS, tls ? CURLPROTO_HTTPS : CURLPROTO_HTTP);
#endif
}

void set_text(CURL* curl, CURLoption option, const std::string& text) {
  if (!text.empty()) curl_easy_setopt(curl, option, text.c_str());
}

}  // namespace

EasyExchange::EasyExchange() : handle_(curl_easy_init()) {}

EasyExchange::~EasyExchange() {
  curl_easy_cleanup(handle_);
  curl_slist_free_all(static_cast<curl_slist*>(headers_));
}

// libcurl is C: no exception may leave the two callbacks. The only one possible is bad_alloc, and
// what there is no memory for is too large.
std::size_t EasyExchange::take_body(char* data, std::size_t one, std::size_t size,
                                    void* user) noexcept try {
  auto& received = *static_cast<Received*>(user);
  if (received.body.size() + one * size > received.max_bytes) {
    received.too_large = true;
    return 0;
  }
  received.body.append(data, one * size);
  return one * size;
} catch (...) {
  static_cast<Received*>(user)->too_large = true;
  return 0;
}

std::size_t EasyExchange::take_header(char* data, std::size_t one, std::size_t size,
                                      void* user) noexcept try {
  auto& received = *static_cast<Received*>(user);
  received.header_bytes += one * size;
  if (received.header_bytes > kHeaderBytes) {
    received.too_large = true;
    return 0;
  }
  constexpr std::string_view kName = "location:";
  const std::string_view line(data, one * size);
  if (line.size() > kName.size() && curl_strnequal(line.data(), kName.data(), kName.size()) != 0) {
    received.location = std::string(trimmed(line.substr(kName.size())));
  }
  return one * size;
} catch (...) {
  static_cast<Received*>(user)->too_large = true;
  return 0;
}

void EasyExchange::prepare(HttpRequest request, void* owner) {
  request_ = std::move(request);
  received_.max_bytes = request_.max_reply_bytes;
  curl_easy_setopt(handle_, CURLOPT_PRIVATE, owner);
  curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &received_);
  curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle_, CURLOPT_HEADERDATA, &received_);
  set_request();
  set_limits();
  set_transport();
}

void EasyExchange::forget() {
  curl_easy_reset(handle_);
  curl_slist_free_all(static_cast<curl_slist*>(headers_));
  headers_ = nullptr;
  request_ = {};
  received_ = {};
}

void EasyExchange::set_request() {
  const auto add = [this](const char* line) {
    curl_slist* grown = curl_slist_append(static_cast<curl_slist*>(headers_), line);
    if (grown != nullptr) headers_ = grown;
  };
  for (const std::string& line : request_.headers) add(line.c_str());
  add("Accept: application/json");
  add("Expect:");  // no second of waiting for "100 Continue" before a large body
  curl_easy_setopt(handle_, CURLOPT_URL, request_.url.c_str());
  if (request_.method != "GET") {
    add(("Content-Type: " + request_.content_type).c_str());
    curl_easy_setopt(handle_, CURLOPT_POST, 1L);
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, request_.body.data());
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
}

void EasyExchange::set_limits() {
  // Timeouts by signal would interrupt the host's other threads.
  curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
  // Else the end of one exchange waits for its name server, and all others wait with it.
  curl_easy_setopt(handle_, CURLOPT_QUICK_EXIT, 1L);
#endif
  curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(request_.connect_timeout.count()));
  curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.total_timeout.count()));
}

void EasyExchange::set_transport() {
  restrict_protocols(handle_, curl_strnequal(request_.url.c_str(), "https:", 6) != 0);
  curl_easy_setopt(handle_, CURLOPT_FOLLOWLOCATION, 0L);
  // The directory alone says where requests go, not the environment the host happens to run in.
  curl_easy_setopt(handle_, CURLOPT_PROXY, "");
  curl_easy_setopt(handle_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
  set_text(handle_, CURLOPT_CAINFO, request_.ca_file);
  // The named file instead of the system's authorities, not beside them.
  if (!request_.ca_file.empty()) curl_easy_setopt(handle_, CURLOPT_CAPATH, nullptr);
  set_text(handle_, CURLOPT_SSLCERT, request_.client_certificate);
  set_text(handle_, CURLOPT_SSLKEY, request_.client_key);
  curl_easy_setopt(handle_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(handle_, CURLOPT_FRESH_CONNECT, request_.fresh_connection ? 1L : 0L);
  curl_easy_setopt(handle_, CURLOPT_FORBID_REUSE, request_.fresh_connection ? 1L : 0L);
}

bool EasyExchange::sent() const {
  long bytes = 0;
  curl_easy_getinfo(handle_, CURLINFO_REQUEST_SIZE, &bytes);
  return bytes > 0;
}

/// What was sent decides whether a failure can have had an effect, so it is asked first.
Exchange EasyExchange::judge(int code) const {
  if (code == CURLE_OK) return Exchange::kReply;
  if (!sent()) return Exchange::kUnreachable;
  if (received_.too_large) return Exchange::kTooLarge;
  if (code == CURLE_OPERATION_TIMEDOUT) return Exchange::kTimeout;
  // Not HTTP at all, or HTTP/0.9, which libcurl refuses as another protocol.
  if (code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL) {
    return Exchange::kGarbled;
  }
  return Exchange::kInterrupted;
}

HttpReply EasyExchange::take_reply(int code) {
  HttpReply reply;
  reply.exchange = judge(code);
  reply.sent = sent();
  reply.why = code == CURLE_OK ? "" : curl_easy_strerror(static_cast<CURLcode>(code));
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &reply.status);
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle_, CURLINFO_RETRY_AFTER, &seconds);
  reply.retry_after = std::chrono::seconds{std::max<curl_off_t>(seconds, 0)};
  reply.body = std::move(received_.body);
  reply.location = std::move(received_.location);
  return reply;
}

HttpReply EasyExchange::cancelled() {
  HttpReply reply;
  reply.exchange = Exchange::kCancelled;
  reply.sent = sent();
  return reply;
}

}  // namespace lianban::adapter
