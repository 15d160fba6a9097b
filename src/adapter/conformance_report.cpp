#include "adapter/conformance_report.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace lianban::adapter {
namespace {

struct Check {
  std::string_view id;
  std::string_view zh, en;
  bool endpoint = false;
};

constexpr std::array<Check, 25> kChecks{{
    {"reachable", "可以连接", "can be reached", true},
    {"unknown_path", "未知地址答 404 和 JSON", "an unknown path is a 404 in JSON", true},
    {"answer", "对合规请求作出答复", "answers a legal request", false},
    {"ticket", "受理答复带凭据", "an acknowledgement has a ticket", false},
    {"poll", "凭据可以查到答复", "the ticket leads to the answer", false},
    {"schema", "答复符合约定格式", "replies fit the schema", false},
    {"about", "答复说的就是所问的对象", "replies are about what was asked", false},
    {"repeat", "同一幂等键得到同一答复", "the same key gets the same answer", false},
    {"one_effect", "同一幂等键只生效一次", "the same key acts once", false},
    {"key_conflict", "同一幂等键另一内容被拒绝（409 或 422）",
     "the same key with another body is refused (409 or 422)", false},
    {"key_missing", "没有幂等键被拒绝", "a request without a key is refused", false},
    {"broken_json", "不是 JSON 的请求被拒绝", "broken JSON is refused", false},
    {"query_unknown", "查询未知幂等键答 404", "a query for an unknown key is a 404", false},
    {"query_known", "查询已知幂等键得到其答复", "a query for a known key gets its answer", false},
    {"concurrent", "同时到达的同键请求只办一次", "two at once with the same key act once", false},
    {"large", "接受较大的合规请求", "takes a large legal request", false},
    {"keep_alive", "连接可以重复使用", "keeps connections open", false},
    {"latency", "答复时间", "response time", false},
    {"callback", "回调到达", "calls back", false},
    {"callback_signature", "回调签名有效", "callbacks are signed", false},
    {"callback_time", "回调时间准确", "callbacks tell the right time", false},
    {"callback_nonce", "回调随机数不重复", "callbacks never repeat a nonce", false},
    {"callback_body", "回调写明请求并与查询一致",
     "callbacks name the request and agree with polling", false},
    {"callback_again", "未被收下的回调会重发", "a callback that was not taken comes again", false},
    {"callback_once", "已收下的回调不再发送", "a callback that was taken does not", false},
}};

Json in_both(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

const char* name_of(CheckResult result) {
  switch (result) {
    case CheckResult::kPassed:
      return "passed";
    case CheckResult::kFailed:
      return "failed";
    case CheckResult::kSkipped:
      return "skipped";
  }
  return "";
}

}  // namespace

ConformanceReport::ConformanceReport(std::function<void(const std::string&)> progress)
    : progress_(std::move(progress)),
      checks_(Json::array()),
      counts_({{"passed", 0}, {"failed", 0}, {"skipped", 0}}) {}

void ConformanceReport::about(const std::string& operation) {
  operation_ = operation;
  seen_.clear();
}

void ConformanceReport::begin(const char* id) {
  if (progress_) progress_(id);
}

void ConformanceReport::pass(const char* id, Text detail) {
  add(id, CheckResult::kPassed, std::move(detail));
}
void ConformanceReport::fail(const char* id, Text detail) {
  add(id, CheckResult::kFailed, std::move(detail));
}
void ConformanceReport::skip(const char* id, Text detail) {
  add(id, CheckResult::kSkipped, std::move(detail));
}
void ConformanceReport::judge(const char* id, bool passed, Text detail) {
  passed ? pass(id) : fail(id, std::move(detail));
}

void ConformanceReport::skip_rest(const Text& detail) {
  for (const Check& check : kChecks) {
    if (check.endpoint == operation_.empty() && !seen_.contains(check.id)) {
      skip(check.id.data(), detail);
    }
  }
}

void ConformanceReport::add(const char* id, CheckResult result, Text detail) {
  seen_.insert(id);
  Json entry = {{"id", id}, {"result", name_of(result)}, {"detail", in_both(detail)}};
  for (const Check& check : kChecks) {
    if (check.id == id) entry["title"] = {{"zh", check.zh}, {"en", check.en}};
  }
  if (!operation_.empty()) entry["operation"] = operation_;
  checks_.push_back(std::move(entry));
  counts_[name_of(result)] = counts_[name_of(result)].get<int>() + 1;
}

Json ConformanceReport::take() {
  Json out = std::move(counts_);
  out["checks"] = std::move(checks_);
  return out;
}

}  // namespace lianban::adapter
