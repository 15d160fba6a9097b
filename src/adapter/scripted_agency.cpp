#include "adapter/scripted_agency.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace lianban::adapter {
namespace {

using Reply = std::shared_ptr<const Json>;

/// `{"fail": text}` and nothing else: a reply may have a member of that name among others.
const std::string* failure_text(const Json& reply) {
  if (reply.size() != 1) return nullptr;
  const auto found = reply.find("fail");
  if (found == reply.end() || !found->is_string()) return nullptr;
  return found->get_ptr<const std::string*>();
}

class ScriptedAgency final : public Agency {
 public:
  explicit ScriptedAgency(std::map<std::string, std::vector<Reply>> script)
      : script_(std::move(script)) {}

  AgencyAnswer ask(const AgencyRequest& request) override {
    const auto found = script_.find(request.call);
    if (found == script_.end()) return AgencyAnswer::acknowledged({});
    const std::lock_guard lock(mutex_);
    const auto given = given_.find(request.key);
    const Reply reply =
        given != given_.end() ? given->second : next(found->second, asked_[request.call]);
    if (const std::string* text = failure_text(*reply)) {
      return AgencyAnswer::failed(
          make_error("agency/failed", *text, *text, request.agency + "/" + request.operation));
    }
    given_.emplace(request.key, reply);
    AgencyAnswer answer;
    answer.kind = AgencyAnswerKind::kAnswered;
    answer.reply = reply;
    return answer;
  }

  AgencyAnswer poll(const AgencyRequest&, const std::string&) override {
    return AgencyAnswer::pending();
  }

 private:
  static Reply next(const std::vector<Reply>& replies, std::size_t& asked) {
    return replies[std::min(asked++, replies.size() - 1)];
  }

  const std::map<std::string, std::vector<Reply>> script_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> asked_;  ///< Requests per call.
  std::map<std::string, Reply> given_;        ///< Answers by key.
};

Error wrong(std::string pointer) {
  return make_error("script/type", "应为答复对象或答复列表",
                    "must be a reply object or a list of them", std::move(pointer));
}

}  // namespace

Result<std::unique_ptr<Agency>> make_scripted_agency(const Json& script) {
  std::map<std::string, std::vector<Reply>> replies;
  if (!script.is_object() && !script.is_null()) return wrong("");
  for (const auto& [call, value] : script.items()) {
    const std::string pointer = base::pointer_join("", call);
    std::vector<Reply>& list = replies[call];
    if (value.is_object()) {
      list.push_back(std::make_shared<const Json>(value));
      continue;
    }
    if (!value.is_array()) return wrong(pointer);
    if (value.empty()) {
      return make_error("script/empty", "答复列表为空", "the list of replies is empty", pointer);
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (!value[i].is_object()) return wrong(base::pointer_join(pointer, i));
      list.push_back(std::make_shared<const Json>(value[i]));
    }
  }
  return std::unique_ptr<Agency>(std::make_unique<ScriptedAgency>(std::move(replies)));
}

}  // namespace lianban::adapter
