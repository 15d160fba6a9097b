#include "adapter/transfer.hpp"

#include <curl/curl.h>

#include <string_view>
#include <utility>

#include "base/limits.hpp"

namespace lianban::adapter {
namespace {

constexpr std::size_t kHeaderBytes = 64u << 10;
constexpr std::size_t kIdleHandles = 64;

/// libcurl's global state is set up once and never torn down: the host may use libcurl as well.
void set_up_curl() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(done);
}

struct Received {
  std::string body;
  std::string location;
  std::size_t header_bytes = 0;
  bool too_large = false;
};

// libcurl is C: no exception may leave the two callbacks. The only one possible is bad_alloc, and
// what there is no memory for is too large.
std::size_t take_body(char* data, std::size_t one, std::size_t size, void* user) noexcept try {
  auto& received = *static_cast<Received*>(user);
  if (received.body.size() + one * size > limits::kPayloadBytes) {
    received.too_large = true;
    return 0;
  }
  received.body.append(data, one * size);
  return one * size;
} catch (...) {
  static_cast<Received*>(user)->too_large = true;
  return 0;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t take_header(char* data, std::size_t one, std::size_t size, void* user) noexcept try {
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

class HeaderList {
 public:
  explicit HeaderList(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) add(line.c_str());
  }
  ~HeaderList() { curl_slist_free_all(list_); }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;

  void add(const char* line) {
    if (curl_slist* grown = curl_slist_append(list_, line)) list_ = grown;
  }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

void restrict_protocols(CURL* curl) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
}

void prepare(CURL* curl, const HttpRequest& request, const HeaderList& headers,
             Received& received) {
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (request.method != "GET") {
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  // Timeouts by signal would interrupt the host's other threads.
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
  restrict_protocols(curl);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  // The directory alone says where requests go, not the environment the host happens to run in.
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, request.fresh_connection ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, request.fresh_connection ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &received);
}

/// What was sent decides whether a failure can have had an effect, so it is asked first.
Exchange judge(CURL* curl, CURLcode code, const Received& received) {
  if (code == CURLE_OK) return Exchange::kReply;
  long sent = 0;
  curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
  if (sent == 0) return Exchange::kUnreachable;
  if (received.too_large) return Exchange::kTooLarge;
  if (code == CURLE_OPERATION_TIMEDOUT) return Exchange::kTimeout;
  // Not HTTP at all, or HTTP/0.9, which libcurl refuses as another protocol.
  if (code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL) {
    return Exchange::kGarbled;
  }
  return Exchange::kInterrupted;
}

}  // namespace

struct Transfers::Handle {
  Handle() : curl(curl_easy_init()) {}
  ~Handle() { curl_easy_cleanup(curl); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  CURL* curl;
};

Transfers::Transfers() { set_up_curl(); }
Transfers::~Transfers() = default;

std::unique_ptr<Transfers::Handle> Transfers::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Handle>();
  auto handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void Transfers::give_back(std::unique_ptr<Handle> handle) {
  curl_easy_reset(handle->curl);  // keeps the connections, forgets all else
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleHandles) idle_.push_back(std::move(handle));
}

HttpReply Transfers::run(const HttpRequest& request) {
  HttpReply reply;
  auto handle = take();
  if (handle->curl == nullptr) {
    reply.why = "no memory for a connection";
    return reply;
  }
  HeaderList headers(request.headers);
  if (request.method != "GET") headers.add("Content-Type: application/json");
  headers.add("Accept: application/json");
  headers.add("Expect:");  // no second of waiting for "100 Continue" before a large body
  Received received;
  prepare(handle->curl, request, headers, received);
  const CURLcode code = curl_easy_perform(handle->curl);
  reply.exchange = judge(handle->curl, code, received);
  reply.why = code == CURLE_OK ? "" : curl_easy_strerror(code);
  curl_easy_getinfo(handle->curl, CURLINFO_RESPONSE_CODE, &reply.status);
  reply.body = std::move(received.body);
  reply.location = std::move(received.location);
  give_back(std::move(handle));
  return reply;
}

}  // namespace lianban::adapter
