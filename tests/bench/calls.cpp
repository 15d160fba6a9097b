// Requests to an agency that takes 5 ms for each: how many a second, as a share of what libcurl's
// multi interface does when it sends the same bytes and looks at nothing that comes back.
#include <curl/curl.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bench/calls_server.hpp"
#include "bench/groups.hpp"
#include "bench/samples.hpp"
#include "lianban/agency.hpp"

namespace lianban::bench {
namespace {

constexpr std::chrono::milliseconds kDelay{5};
constexpr char kPath[] = "/vehicle-use-change";

AgencyRequest request_of_a_case() {
  AgencyRequest request;
  request.agency = "police";
  request.call = "change";
  request.operation = "change";
  request.key = "WZ-2021-000001/change/1/1/4f3a9c";
  request.body = std::make_shared<const nlohmann::json>(nlohmann::json{
      {"plate", "浙C00001"},
      {"vin", "LSVAA49J132047371"},
      {"from", "非营运"},
      {"to", "预约出租客运"},
      {"owner", {{"name", "温州某某汽车服务有限公司"}, {"code", "91330300MA2XXXXX0X"}}}});
  return request;
}

std::string address(const CallsServer& server) {
  return "http://127.0.0.1:" + std::to_string(server.port());
}

AgencyDirectory directory_of(const CallsServer& server) {
  const auto loaded = load_agency_directory(
      {{"police",
        {{"url", address(server)},
         {"operations", {{"change", {{"path", kPath}, {"honours_keys", true}}}}}}}});
  if (!loaded.ok()) give_up("calls: " + loaded.faults.front().code);
  return loaded.directory;
}

/// As the engine does it: a thread of its own starts the next ones when it hears that some ended.
class AgencyLoad {
 public:
  AgencyLoad(const CallsServer& server, int concurrency)
      : ended_(concurrency), agency_(make_http_agency(directory_of(server))) {}

  double rate(double seconds) {
    const AgencyRequest request = request_of_a_case();
    const auto start = Watch::now();
    while (seconds_since(start) < seconds) {
      for (int free = wait_for_ended(); free > 0; --free) {
        agency_->start(AgencyQuestion::kAsk, request, {},
                       [this](const AgencyAnswer& answer) { count(answer); });
      }
    }
    const double result = static_cast<double>(answered_) / seconds_since(start);
    agency_->stop();
    if (failed_ > 0) give_up("calls: requests failed");
    return result;
  }

 private:
  int wait_for_ended() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ > 0; });
    return std::exchange(ended_, 0);
  }
  void count(const AgencyAnswer& answer) {
    if (answer.kind == AgencyAnswerKind::kAnswered) {
      ++answered_;
    } else if (answer.error.code != "agency/cancelled") {
      ++failed_;
    }
    const std::lock_guard lock(mutex_);
    if (++ended_ == 1) changed_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int ended_;
  std::atomic<std::size_t> answered_ = 0, failed_ = 0;
  std::unique_ptr<Agency> agency_;
};

std::size_t append(char* data, std::size_t one, std::size_t size, void* user) {
  static_cast<std::string*>(user)->append(data, one * size);
  return one * size;
}

/// The plain loop of libcurl's manual: handles are set up once and only added again.
class BareLoop {
 public:
  BareLoop(const CallsServer& server, int concurrency) : multi_(curl_multi_init()) {
    const AgencyRequest request = request_of_a_case();
    url_ = address(server) + kPath;
    body_ = request.body->dump();
    for (const std::string& line :
         {"Idempotency-Key: " + request.key, std::string("Accept: application/json"),
          std::string("Expect:"), std::string("Content-Type: application/json")}) {
      headers_ = curl_slist_append(headers_, line.c_str());
    }
    replies_.resize(static_cast<std::size_t>(concurrency));
    for (std::string& reply : replies_) add_handle(reply);
  }
  ~BareLoop() {
    for (CURL* handle : handles_) {
      curl_multi_remove_handle(multi_, handle);
      curl_easy_cleanup(handle);
    }
    curl_multi_cleanup(multi_);
    curl_slist_free_all(headers_);
  }
  BareLoop(const BareLoop&) = delete;
  BareLoop& operator=(const BareLoop&) = delete;

  double rate(double seconds) {
    std::size_t answered = 0;
    const auto start = Watch::now();
    for (CURL* handle : handles_) curl_multi_add_handle(multi_, handle);
    while (seconds_since(start) < seconds) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      int left = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->data.result != CURLE_OK) give_up("calls: the bare loop failed");
        ++answered;
        again(message->easy_handle);
      }
      curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
    }
    return static_cast<double>(answered) / seconds_since(start);
  }

 private:
  void add_handle(std::string& reply) {
    CURL* handle = curl_easy_init();
    handles_.push_back(handle);
    curl_easy_setopt(handle, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body_.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 10'000L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &reply);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, &reply);
  }
  void again(CURL* handle) {
    char* reply = nullptr;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &reply);
    reinterpret_cast<std::string*>(reply)->clear();
    curl_multi_remove_handle(multi_, handle);
    curl_multi_add_handle(multi_, handle);
  }

  CURLM* multi_;
  curl_slist* headers_ = nullptr;
  std::string url_, body_;
  std::vector<std::string> replies_;
  std::vector<CURL*> handles_;
};

}  // namespace

void run_calls(const Options& options, Report& report) {
  for (const int concurrency : {1, 16, 128}) {
    const CallsServer server(kDelay);
    std::vector<double> rates, bare, ratios;
    for (int round = 0; round < options.rounds(); ++round) {
      // One directly after the other, so that both meet the same machine.
      bare.push_back(BareLoop(server, concurrency).rate(options.seconds()));
      rates.push_back(AgencyLoad(server, concurrency).rate(options.seconds()));
      ratios.push_back(rates.back() / bare.back());
    }
    report.add({"calls_" + std::to_string(concurrency),
                median(rates),
                "calls/s",
                median(ratios),
                ratio_at_least(0.8),
                {{"bare_libcurl_calls_per_second", rounded(median(bare))},
                 {"answer_after_ms", kDelay.count()}}});
  }
}

}  // namespace lianban::bench
