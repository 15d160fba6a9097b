#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/callback.hpp"
#include "base/limits.hpp"

namespace lianban::adapter {
namespace {

Error no_callback_body(std::string pointer, const std::string& zh, const std::string& en) {
  const std::string shown = pointer.empty() ? "\"\"" : pointer;
  return make_error("callback/body", "回调内容不符合要求（" + shown + "）：" + zh,
                    "the callback's body is not as agreed (" + shown + "): " + en,
                    std::move(pointer));
}

bool is_request_key(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return !text.empty() && text.size() <= limits::kRequestIdBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

Result<CallbackBody> read_callback(std::string_view body) {
  auto json = base::parse_json(body, {limits::kPayloadBytes, limits::kJsonDepth});
  // The parser's own text names the place by line and column, which is no JSON pointer.
  if (!json) return no_callback_body("", "不是合格的 JSON", "not well-formed JSON");
  if (!json->is_object()) return no_callback_body("", "应为对象", "must be an object");
  const auto request = json->find("request");
  if (request == json->end() || !is_request_key(*request)) {
    return no_callback_body("/request", "应为原请求的 Idempotency-Key",
                            "must be the Idempotency-Key of the request");
  }
  const auto reply = json->find("reply");
  if (reply == json->end() || !reply->is_object()) {
    return no_callback_body("/reply", "应为对象", "must be an object");
  }
  if (json->size() != 2) {
    return no_callback_body("", "只能有 request 和 reply 两个成员",
                            "must have the members request and reply and no other");
  }
  return CallbackBody{request->get<std::string>(), std::move(*reply)};
}

}  // namespace lianban::adapter

namespace lianban {

std::string_view to_name(CallbackResult result) {
  switch (result) {
    case CallbackResult::kTaken:
      return "taken";
    case CallbackResult::kRepeated:
      return "repeated";
    case CallbackResult::kLate:
      return "late";
    case CallbackResult::kMisfit:
      return "misfit";
    case CallbackResult::kWaiting:
      return "waiting";
    case CallbackResult::kOrphan:
      return "orphan";
  }
  return "";
}

int http_status_of_callback(std::string_view error_code) {
  struct Row {
    std::string_view code;
    int status;
  };
  static constexpr std::array<Row, 9> kRows{{{"callback/unknown_agency", 404},
                                             {"callback/too_large", 413},
                                             {"callback/unsigned", 401},
                                             {"callback/time", 401},
                                             {"callback/signature", 401},
                                             {"callback/secret", 500},
                                             {"callback/body", 400},
                                             {"callback/agency", 403},
                                             {"callback/busy", 503}}};
  const auto found = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const Row& row) { return row.code == error_code; });
  return found == kRows.end() ? 500 : found->status;
}

}  // namespace lianban
