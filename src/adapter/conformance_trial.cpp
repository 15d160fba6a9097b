#include "adapter/conformance_trial.hpp"

#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "adapter/address.hpp"

namespace lianban::adapter {
namespace {

constexpr std::size_t kLargeText = 200u << 10;

Text no(const char* zh, const char* en) { return {zh, en}; }

/// "200 allowed, but HTTP 503 came".
Text instead(const char* zh, const char* en, const Said& said) {
  const Text came = in_words(said);
  return {std::string("应为 ") + zh + "，实际：" + came.zh,
          std::string("expected ") + en + ", got: " + came.en};
}

std::chrono::milliseconds part(std::vector<std::chrono::microseconds> sorted, std::size_t percent) {
  const std::size_t at = (sorted.size() * percent + 99) / 100;
  return std::chrono::ceil<std::chrono::milliseconds>(sorted[std::max<std::size_t>(at, 1) - 1]);
}

}  // namespace

TrialRequest Trial::fresh() {
  const std::uint64_t number = ++numbers_;
  keys_.insert(samples_.key(number));
  return {samples_.key(number), samples_.fill(operation_.request, number)};
}

Said Trial::ask(const TrialRequest& request) {
  return session_.post(operation_.path, request.key, base::canonical(request.body));
}

void Trial::run() {
  report_.about(operation_.id);
  key_missing();
  broken_json();
  query_unknown();
  if (answer()) {
    follow();
    contents();
    repeat();
    one_effect();
    key_conflict();
    query_known();
    concurrent();
    large();
    keep_alive();
    latency();
    callbacks();
  }
  report_.skip_rest(no("没有可用的首次答复", "there was no first answer to go on with"));
}

void Trial::key_missing() {
  report_.begin("key_missing");
  const Said said = session_.post(operation_.path, {}, base::canonical(fresh().body));
  report_.judge("key_missing", said.refused(),
                instead("4xx 和 JSON 错误对象", "4xx with a JSON error object", said));
}

void Trial::broken_json() {
  report_.begin("broken_json");
  const Said said = session_.post(operation_.path, fresh().key, "{\"plate\": ");
  report_.judge("broken_json", said.refused(),
                instead("4xx 和 JSON 错误对象", "4xx with a JSON error object", said));
}

void Trial::query_unknown() {
  if (operation_.query.empty()) {
    return report_.skip("query_unknown", no("没有查询地址", "the profile has no query"));
  }
  report_.begin("query_unknown");
  const Said said = session_.get(fill(operation_.query, "{key}", fresh().key));
  report_.judge("query_unknown", said.is(404) && said.object,
                instead("404 和 JSON 对象", "404 with a JSON object", said));
}

bool Trial::answer() {
  report_.begin("answer");
  first_ = fresh();
  said_ = ask(first_);
  const bool acknowledged = said_.is(202);
  const bool right = said_.good() && said_.object && (operation_.later || !acknowledged);
  report_.judge("answer", right,
                operation_.later ? instead("2xx 和 JSON 对象", "2xx with a JSON object", said_)
                                 : instead("200 和 JSON 对象", "200 with a JSON object", said_));
  if (right && !acknowledged) final_ = said_.object;
  return right;
}

std::optional<std::string> Trial::ticket_of(const Said& said) const {
  if (!said.object) return std::nullopt;
  const auto member = said.object->find("ticket");
  if (member != said.object->end() && member->is_string() &&
      !member->get_ref<const std::string&>().empty()) {
    return member->get<std::string>();
  }
  if (operation_.poll.empty()) return std::nullopt;
  return extract(said.reply.location, options_.url, operation_.poll, "{ticket}");
}

void Trial::follow() {
  if (final_) {
    const Text why = no("当场答复，没有凭据", "it answered at once, there is no ticket");
    report_.skip("ticket", why);
    return report_.skip("poll", why);
  }
  const auto ticket = ticket_of(said_);
  report_.judge("ticket", ticket.has_value(),
                no("202 没有 ticket，Location 也不指向查询地址",
                   "the 202 has no ticket, and Location does not lead to the poll path"));
  if (!ticket) return report_.skip("poll", no("没有凭据", "there is no ticket"));
  if (operation_.poll.empty()) {
    return report_.skip("poll", no("没有轮询地址", "the profile has no poll path"));
  }
  report_.begin("poll");
  const Said said = poll_until_answered(*ticket);
  const bool answered = said.is(200) && said.object;
  if (answered) final_ = said.object;
  report_.judge("poll", answered,
                instead("200 和答复，此前 202", "200 with the answer, 202 before", said));
}

Said Trial::poll_until_answered(const std::string& ticket) {
  const std::string path = fill(operation_.poll, "{ticket}", ticket);
  const auto end = std::chrono::steady_clock::now() + limits_.answer_within;
  while (true) {
    Said said = session_.get(path);
    const bool pending = said.is(202) || said.is(204);
    if (!pending || std::chrono::steady_clock::now() + limits_.poll_every > end) return said;
    std::this_thread::sleep_for(limits_.poll_every);
  }
}

void Trial::contents() {
  if (!final_) {
    const Text why = no("没有最终答复", "there is no final reply");
    report_.skip("schema", why);
    return report_.skip("about", why);
  }
  report_.judge("schema", operation_.reply->fits(*final_),
                no("答复不符合约定的 JSON Schema", "the reply does not fit the profile's schema"));
  if (operation_.about.empty()) {
    return report_.skip("about", no("没有要对照的成员", "the profile names nothing to compare"));
  }
  for (const std::string& name : operation_.about) {
    const auto told = final_->find(name);
    if (told == final_->end() || told->is_null() || *told == first_.body.value(name, Json())) {
      continue;
    }
    return report_.fail("about", {"答复的 " + name + " 不是所问的",
                                  "the reply's " + name + " is not what was asked"});
  }
  report_.pass("about");
}

bool Trial::same(const Said& one, const Said& other) const {
  if (!one.good() || !other.good() || !one.object || !other.object) return false;
  const bool waits = one.is(202);
  if (waits == other.is(202))
    return waits ? ticket_of(one) == ticket_of(other) : *one.object == *other.object;
  // Between the two the answer came: then the later one carries it.
  const Said& answered = waits ? other : one;
  return !final_ || *answered.object == *final_;
}

void Trial::repeat() {
  report_.begin("repeat");
  const Said again = ask(first_);
  report_.judge("repeat", same(said_, again),
                again.good() ? no("再次请求得到另一答复或另一凭据",
                                  "asked again it gave another answer or another ticket")
                             : instead("同一答复", "the same answer", again));
}

void Trial::one_effect() {
  const auto count = options_.effects ? options_.effects(first_.key) : std::nullopt;
  if (!count) {
    return report_.skip("one_effect", no("没有可读的计数", "nothing counts the effects"));
  }
  const std::string number = std::to_string(*count);
  report_.judge("one_effect", *count == 1,
                {"生效 " + number + " 次", "it acted " + number + " times"});
}

void Trial::key_conflict() {
  report_.begin("key_conflict");
  const Said said = ask({first_.key, fresh().body});
  report_.judge(
      "key_conflict", said.refused() && (said.is(409) || said.is(422)),
      instead("409 或 422 和 JSON 错误对象", "409 or 422 with a JSON error object", said));
}

void Trial::query_known() {
  if (operation_.query.empty()) {
    return report_.skip("query_known", no("没有查询地址", "the profile has no query"));
  }
  report_.begin("query_known");
  const Said said = session_.get(fill(operation_.query, "{key}", first_.key));
  if (!said.good() || !said.object) {
    return report_.fail("query_known", instead("200 和答复，或 202 和凭据",
                                               "200 with the answer or 202 with the ticket", said));
  }
  const bool agrees = said.is(202) || !final_ || *said.object == *final_;
  report_.judge("query_known", agrees, no("查询所得与答复不同", "the query tells another answer"));
}

void Trial::concurrent() {
  report_.begin("concurrent");
  const TrialRequest request = fresh();
  auto other = std::async(std::launch::async, [&] { return ask(request); });
  const Said one = ask(request);
  const Said two = other.get();
  if (!one.good() || !two.good()) {
    return report_.fail("concurrent",
                        instead("两个相同的答复", "the same answer twice", one.good() ? two : one));
  }
  const bool waits = one.is(202) && two.is(202);
  const bool agree = waits                        ? ticket_of(one) == ticket_of(two)
                     : one.is(202) || two.is(202) ? true
                                                  : one.object == two.object;
  const auto count = options_.effects ? options_.effects(request.key) : std::nullopt;
  report_.judge("concurrent", agree && count.value_or(1) == 1,
                no("同时到达的两个请求办了两次", "two that came at once were two acts"));
}

void Trial::large() {
  if (operation_.large.empty()) {
    return report_.skip("large", no("没有可写长文本的成员", "the profile names no long member"));
  }
  report_.begin("large");
  TrialRequest request = fresh();
  request.body[operation_.large] = std::string(kLargeText, 'x');
  const Said said = ask(request);
  report_.judge("large", said.good() && said.object,
                instead("接受 200 KiB 的请求", "a request of 200 KiB to be taken", said));
}

void Trial::keep_alive() {
  report_.begin("keep_alive");
  const auto kept =
      session_.keeps_connection(operation_.path, first_.key, base::canonical(first_.body));
  if (!kept) {
    return report_.fail("keep_alive", no("没有答复", "there was no answer"));
  }
  report_.judge("keep_alive", *kept,
                no("每次请求都要重新连接", "every request needs a new connection"));
}

void Trial::latency() {
  report_.begin("latency");
  std::vector<std::chrono::microseconds> took;
  for (int i = 0; i < limits_.samples; ++i) {
    const Said said = ask(fresh());
    if (!said.good()) return report_.fail("latency", instead("2xx", "2xx", said));
    took.push_back(said.took);
  }
  std::sort(took.begin(), took.end());
  const auto p50 = part(took, 50);
  const auto p95 = part(took, 95);
  const auto in_ms = [](std::chrono::milliseconds time) {
    return std::to_string(time.count()) + " ms";
  };
  const std::string figures = "p50 " + in_ms(p50) + " / p95 " + in_ms(p95);
  const std::string allowed = in_ms(limits_.p50) + " / " + in_ms(limits_.p95);
  const Text detail{figures + "（上限 " + allowed + "）", figures + " (limits " + allowed + ")"};
  p50 <= limits_.p50&& p95 <= limits_.p95 ? report_.pass("latency", detail)
                                          : report_.fail("latency", detail);
}

}  // namespace lianban::adapter
