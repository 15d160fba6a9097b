#include "adapter/failures.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace lianban::adapter {
namespace {

struct Wording {
  std::string_view code;
  bool retryable;
  std::string_view zh;
  std::string_view en;
};

Wording wording(Failure why) {
  switch (why) {
    case Failure::kUnreachable:
      return {"agency/unreachable", true, "无法连接", "cannot be reached"};
    case Failure::kTimeout:
      return {"agency/timeout", true, "未在时限内答复", "did not answer in time"};
    case Failure::kInterrupted:
      return {"agency/interrupted", true, "连接在答复前中断",
              "closed the connection before its answer was complete"};
    case Failure::kBusy:
      return {"agency/busy", true, "暂时不能处理", "cannot take the request now"};
    case Failure::kNonsense:
      return {"agency/nonsense", true, "答复无法理解",
              "answered with something that cannot be understood"};
    case Failure::kMisplaced:
      return {"agency/nonsense", false, "答复为重定向，请核对机关目录中的网址",
              "answered with a redirect; check its address in the agency directory"};
    case Failure::kRefused:
      return {"agency/refused", false, "拒绝了该请求", "refused the request"};
    case Failure::kTooLarge:
      return {"agency/too_large", false, "答复超过大小上限", "sent a reply beyond the size limit"};
    case Failure::kUnknownAgency:
      return {"agency/unknown_agency", false, "不在机关目录中", "is not in the agency directory"};
    case Failure::kUnknownOperation:
      return {"agency/unknown_operation", false, "在机关目录中没有此操作",
              "has no such operation in the agency directory"};
    case Failure::kRequest:
      return {"agency/request", false, "请求本身无法发送", "cannot be sent this request"};
    case Failure::kToken:
      return {"agency/token", true, "未能取得访问令牌，请求没有发出",
              "gave out no access token, so nothing was sent"};
    case Failure::kCancelled:
      return {"agency/cancelled", true, "请求被提前结束", "was asked no further"};
    case Failure::kSecret:
      return {"agency/secret", false, "所需密钥未配置", "needs a secret that is not configured"};
  }
  return {"agency/failed", false, "请求失败", "failed"};
}

}  // namespace

AgencyAnswer failure(Failure why, const AgencyRequest& request, std::string_view detail,
                     bool arrived_unknown) {
  const Wording words = wording(why);
  std::string place = request.agency;
  if (!request.office.empty()) place.append("@").append(request.office);
  std::string zh = "机关 " + place + "（" + request.operation + "）";
  std::string en = place + " (" + request.operation + ") ";
  zh.append(words.zh);
  en.append(words.en);
  if (!detail.empty()) {
    zh.append("：").append(detail);
    en.append(": ").append(detail);
  }
  place.append("/").append(request.operation);
  Error error = make_error(std::string(words.code), zh, en, place);
  error.retryable = words.retryable;
  return AgencyAnswer::failed(std::move(error), arrived_unknown);
}

}  // namespace lianban::adapter
