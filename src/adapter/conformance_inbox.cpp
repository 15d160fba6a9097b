#include "adapter/conformance_inbox.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"

namespace lianban {
namespace {

constexpr const char* kNonce = "conformance/nonce";
constexpr const char* kBusy = "callback/busy";

/// {"request": text, "reply": object}, or nothing.
std::optional<Json> body_of(const Callback& callback) {
  auto read = base::parse_json(callback.body, {limits::kPayloadBytes, limits::kJsonDepth});
  if (!read || !read->is_object() || !read->contains("request") || !read->contains("reply")) {
    return std::nullopt;
  }
  if (!(*read)["request"].is_string() || !(*read)["reply"].is_object()) return std::nullopt;
  return std::move(*read);
}

}  // namespace

ConformanceInbox::ConformanceInbox(CallbackVerifier verify)
    : state_(std::make_unique<State>(std::move(verify))) {}

ConformanceInbox::~ConformanceInbox() = default;

int ConformanceInbox::take(const Callback& callback) {
  State::Arrived arrived;
  arrived.body = body_of(callback);
  if (arrived.body) arrived.key = (*arrived.body)["request"].get<std::string>();
  const Result<std::string> nonce = state_->verify(callback);
  const std::lock_guard lock(state_->mutex);
  int status = 200;
  if (!nonce) {
    arrived.code = nonce.error().code;
    status = http_status_of_callback(arrived.code);
  } else if (state_->nonces.contains(*nonce)) {
    arrived.code = kNonce;
    status = 401;
  } else if (state_->refusing.erase(arrived.key) > 0) {
    arrived.code = kBusy;  // not stored, so its nonce is not remembered either
    status = http_status_of_callback(kBusy);
  } else if (!arrived.body) {
    arrived.code = "callback/body";
    status = http_status_of_callback(arrived.code);
  } else {
    state_->nonces.insert(*nonce);
  }
  state_->came.push_back(std::move(arrived));
  state_->changed.notify_all();
  return status;
}

void ConformanceInbox::State::refuse_once(const std::string& key) {
  const std::lock_guard lock(mutex);
  refusing.insert(key);
}

std::vector<ConformanceInbox::State::Arrived> ConformanceInbox::State::wait(
    std::chrono::milliseconds most,
    const std::function<bool(const std::vector<Arrived>&)>& enough) {
  std::unique_lock lock(mutex);
  changed.wait_for(lock, most, [&] { return enough(came); });
  return came;
}

}  // namespace lianban
