#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "adapter/conformance_inbox.hpp"
#include "adapter/conformance_trial.hpp"

namespace lianban::adapter {
namespace {

using Arrived = ConformanceInbox::State::Arrived;
using Came = std::vector<Arrived>;

/// How many callbacks named the key; those that were taken, or all.
std::ptrdiff_t count(const Came& came, const std::string& key, bool taken) {
  return std::count_if(came.begin(), came.end(), [&](const Arrived& each) {
    return each.key == key && (!taken || each.code.empty());
  });
}

}  // namespace

void Trial::callbacks() {
  if (!operation_.later || !said_.is(202)) {
    return report_.skip_rest({"当场答复，不需要回调", "it answers at once and need not call back"});
  }
  if (options_.inbox == nullptr) {
    return report_.skip_rest({"没有接收回调的地址", "there is no address for callbacks"});
  }
  report_.begin("callback");
  auto& inbox = options_.inbox->state();
  const Came came = inbox.wait(limits_.answer_within,
                               [&](const Came& all) { return count(all, first_.key, false) > 0; });
  if (count(came, first_.key, false) == 0) {
    report_.fail("callback", came.empty()
                                 ? Text{"没有收到回调", "no callback came"}
                                 : Text{"收到的回调没有一个写明我们的请求",
                                        "of the callbacks that came none names our request"});
    return report_.skip_rest({"没有收到回调", "no callback came"});
  }
  report_.pass("callback");
  const auto of_first = std::find_if(came.begin(), came.end(),
                                     [&](const Arrived& each) { return each.key == first_.key; });
  report_.judge("callback_body", !final_ || (*of_first->body)["reply"] == *final_,
                {"回调与轮询所得答复不同", "the callback tells another answer than polling"});
  callback_again();
  callback_once();
  const Came all = inbox.wait(std::chrono::milliseconds{0}, [](const Came&) { return true; });
  // Those of another operation, which may still be coming, are not this one's fault.
  const auto refused = [&](const std::set<std::string>& codes) {
    return std::any_of(all.begin(), all.end(), [&](const Arrived& each) {
      return codes.contains(each.code) && (each.key.empty() || keys_.contains(each.key));
    });
  };
  report_.judge("callback_signature",
                !refused({"callback/unsigned", "callback/signature", "callback/secret"}),
                {"有回调没有签名或签名不符",
                 "callbacks came unsigned, or with a signature that does not hold"});
  report_.judge("callback_time", !refused({"callback/time"}),
                {"有回调的时间超出允许范围", "callbacks came with a time outside the window"});
  report_.judge("callback_nonce", !refused({"conformance/nonce"}),
                {"有回调重复使用随机数", "callbacks came with a nonce that was used before"});
}

void Trial::callback_again() {
  report_.begin("callback_again");
  auto& inbox = options_.inbox->state();
  const TrialRequest request = fresh();
  inbox.refuse_once(request.key);
  const Said said = ask(request);
  if (!said.is(202)) {
    return report_.skip("callback_again", {"没有受理", "it was not acknowledged"});
  }
  const Came came = inbox.wait(limits_.answer_within,
                               [&](const Came& all) { return count(all, request.key, false) > 1; });
  report_.judge("callback_again", count(came, request.key, false) > 1,
                {"答 503 之后没有重发", "after a 503 it did not come again"});
}

void Trial::callback_once() {
  report_.begin("callback_once");
  const Came came = options_.inbox->state().wait(
      limits_.quiet, [&](const Came& all) { return count(all, first_.key, true) > 1; });
  report_.judge("callback_once", count(came, first_.key, true) < 2,
                {"答 2xx 之后又发送", "it came again after a 2xx"});
}

}  // namespace lianban::adapter
