#include "cli/callback_listener.hpp"

#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace lianban::cli {

namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr int kFine = 200;
constexpr int kBadRequest = 400;
constexpr int kTooLarge = 413;
constexpr int kUnsupported = 415;
constexpr const char* kJson = "application/json";

/// The raw bytes, or the status to refuse them with. Always read to the end, so that the rest of a
/// body is not taken for the next request; and in pieces, so that a chunked one is measured too.
int read_body(const httplib::Request& request, const httplib::ContentReader& reader,
              std::string& body) {
  bool large = false;
  const auto take = [&](const char* data, std::size_t size) {
    large = large || size > CallbackListener::kLargestBody - body.size();
    if (!large) body.append(data, size);
    return true;
  };
  // httplib takes these apart, and what was signed are the bytes as they were sent.
  if (request.is_multipart_form_data()) {
    reader([](const httplib::MultipartFormData&) { return true; },
           [](const char*, std::size_t) { return true; });
    return kUnsupported;
  }
  const bool whole = reader(take);
  if (request.has_header("Content-Encoding")) return kUnsupported;
  if (large) return kTooLarge;
  return whole ? kFine : kBadRequest;
}

Callback callback_of(const httplib::Request& request, std::string body) {
  Callback callback;
  callback.agency = request.matches[1];
  if (const auto at = callback.agency.find('@'); at != std::string::npos) {
    callback.office = callback.agency.substr(at + 1);
    callback.agency.resize(at);
  }
  callback.method = request.method;
  callback.target = request.target;
  callback.body = std::move(body);
  for (const auto& [name, value] : request.headers) callback.headers.emplace_back(name, value);
  return callback;
}

/// What is refused before anybody looked at it gets an answer of the same shape.
void explain_refusal(const httplib::Request&, httplib::Response& response) {
  if (!response.body.empty()) return;
  const bool large = response.status == kTooLarge;
  response.set_content(large ? R"({"code":"callback/too_large","error":"the body is too large"})"
                             : R"({"code":"callback/request","error":"not a callback"})",
                       kJson);
}

}  // namespace

std::optional<ListenPlace> listen_place(const std::string& text) {
  ListenPlace place;
  const auto colon = text.rfind(':');
  if (colon != std::string::npos) place.host = text.substr(0, colon);
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), place.port);
  const bool whole = read.ec == std::errc{} && read.ptr == port.data() + port.size();
  if (!whole || place.port < 0 || place.port > 65535 || place.host.empty()) return std::nullopt;
  return place;
}

CallbackListener::CallbackListener(Take take) : take_(std::move(take)) {}

CallbackListener::~CallbackListener() {
  if (server_ != nullptr) server_->stop();
  if (thread_.joinable()) thread_.join();
}

Result<int> CallbackListener::start(const ListenPlace& place) {
  server_ = std::make_unique<httplib::Server>();
  server_->set_payload_max_length(kLargestBody);
  server_->set_keep_alive_timeout(1);
  server_->set_read_timeout(kPatience);
  server_->set_write_timeout(kPatience);
  // By default httplib shares the port with whoever else asks for it (SO_REUSEPORT).
  server_->set_socket_options([reserved = place.reserved](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, reserved ? SO_REUSEPORT : SO_REUSEADDR, &yes, sizeof yes);
  });
  server_->set_error_handler(httplib::Server::Handler(explain_refusal));
  server_->Post("/callbacks/([^/]+)",
                [this](const httplib::Request& request, httplib::Response& response,
                       const httplib::ContentReader& reader) {
                  std::string body;
                  const int status = read_body(request, reader, body);
                  if (status != kFine) {
                    // Where the length was announced, httplib knew before a byte was read.
                    if (response.status != kTooLarge) response.status = status;
                    return;
                  }
                  CallbackReply reply = take_(callback_of(request, std::move(body)));
                  response.status = reply.status;
                  response.set_content(std::move(reply.body), kJson);
                });
  int port = place.port;
  if (port == 0) {
    port = std::max(0, server_->bind_to_any_port(place.host));
  } else if (!server_->bind_to_port(place.host, port)) {
    port = 0;
  }
  if (port == 0) {
    return make_error("configuration/port", "端口已被占用或不可用", "the port cannot be had");
  }
  thread_ = std::thread([serving = server_.get()] { serving->listen_after_bind(); });
  // httplib ignores a stop that comes before its loop runs.
  while (!server_->is_running()) std::this_thread::sleep_for(std::chrono::microseconds{100});
  return port;
}

}  // namespace lianban::cli
