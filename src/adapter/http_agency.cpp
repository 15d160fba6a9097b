#include <condition_variable>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "adapter/failures.hpp"
#include "adapter/oauth.hpp"
#include "adapter/outgoing.hpp"
#include "adapter/transfer.hpp"
#include "lianban/agency.hpp"

namespace lianban {
namespace adapter {
namespace {

using Clock = std::chrono::steady_clock;

HttpAgencyOptions filled(HttpAgencyOptions options) {
  if (!options.secret) options.secret = usual_secrets();
  if (!options.now) {
    options.now = [] {
      return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
    };
  }
  return options;
}

class HttpAgency final : public Agency {
 public:
  HttpAgency(AgencyDirectory directory, HttpAgencyOptions options)
      : directory_(std::move(directory)),
        options_(filled(std::move(options))),
        maker_(directory_, options_),
        tokens_(transfers_, options_.now) {}
  ~HttpAgency() override { transfers_.stop(); }

  AgencyAnswer ask(const AgencyRequest& request) override {
    return wait(AgencyQuestion::kAsk, request, {});
  }
  AgencyAnswer poll(const AgencyRequest& request, const std::string& ticket) override {
    return wait(AgencyQuestion::kPoll, request, ticket);
  }
  AgencyAnswer query(const AgencyRequest& request) override {
    return wait(AgencyQuestion::kQuery, request, {});
  }

  std::uint64_t start(AgencyQuestion question, const AgencyRequest& request,
                      const std::string& ticket, Answered done) override {
    auto made = maker_.make(question, request, ticket);
    if (auto* failed = std::get_if<AgencyAnswer>(&made)) {
      // On the thread like all others, so that `stop` need not look for callers.
      auto answer = std::make_shared<AgencyAnswer>(std::move(*failed));
      if (!transfers_.post([answer, done] { done(std::move(*answer)); })) done(std::move(*answer));
      return 0;
    }
    auto flight = std::make_shared<Flight>();
    flight->out = std::move(std::get<Outgoing>(made));
    flight->done = std::move(done);
    if (flight->out.client) return start_with_token(flight);
    HttpRequest http = std::move(flight->out.http);
    return transfers_.start(std::move(http), [flight](const HttpReply& reply) {
      flight->done(read_answer(flight->out, reply));
    });
  }

  void cancel(std::uint64_t number) override { transfers_.cancel(number); }
  void stop() override { transfers_.stop(); }

 private:
  /// One attempt on its way. After `start` it belongs to the thread.
  struct Flight {
    Outgoing out;
    Answered done;
    Clock::time_point until{};
    std::uint64_t number = 0;
    std::string token;                   ///< What it goes with; empty while it waits for one.
    bool renewed = false;                ///< That is its second token.
    std::optional<AgencyAnswer> failed;  ///< There is none.
  };
  using SharedFlight = std::shared_ptr<Flight>;

  AgencyAnswer wait(AgencyQuestion question, const AgencyRequest& request,
                    const std::string& ticket) {
    std::mutex mutex;
    std::condition_variable told;
    std::optional<AgencyAnswer> answer;
    start(question, request, ticket, [&](AgencyAnswer given) {
      // Told under the lock: once it is free, all this may be gone.
      const std::lock_guard lock(mutex);
      answer = std::move(given);
      told.notify_one();
    });
    std::unique_lock lock(mutex);
    told.wait(lock, [&] { return answer.has_value(); });
    return std::move(*answer);
  }

  std::uint64_t start_with_token(const SharedFlight& flight) {
    const auto timeout = flight->out.http.total_timeout;
    flight->until = Clock::now() + timeout;
    return transfers_.hold(
        timeout,
        [this, flight](std::uint64_t number) {
          flight->number = number;
          send_with_token(flight);
        },
        [this, flight](const HttpReply& reply) { ended(flight, reply); });
  }

  void send_with_token(const SharedFlight& flight) {
    const Outgoing& out = flight->out;
    tokens_.want(*out.entry, *out.client, out.request, [this, flight](const GrantedToken& granted) {
      if (granted.value.empty()) {
        flight->failed = granted.failed;
        transfers_.cancel(flight->number);
        return;
      }
      flight->token = granted.value;
      transfers_.send(flight->number, with_token(flight->out.http, granted.value));
    });
  }

  void ended(const SharedFlight& flight, const HttpReply& reply) {
    if (flight->failed) return flight->done(std::move(*flight->failed));
    const bool waited = flight->token.empty() && reply.exchange == Exchange::kUnreachable;
    if (waited) return flight->done(failure(Failure::kToken, flight->out.request, reply.why));
    // A token may end before its time. Once more is safe, because 401 says that nothing was taken.
    const bool refused = reply.exchange == Exchange::kReply && reply.status == 401;
    if (!refused || flight->renewed) return flight->done(read_answer(flight->out, reply));
    tokens_.drop(*flight->out.entry, flight->token);
    flight->token.clear();
    flight->renewed = true;
    transfers_.hold_again(flight->number, flight->until,
                          [this, flight](const HttpReply& again) { ended(flight, again); });
    send_with_token(flight);
  }

  const AgencyDirectory directory_;
  const HttpAgencyOptions options_;
  const OutgoingMaker maker_;
  Transfers transfers_;
  Tokens tokens_;
};

}  // namespace
}  // namespace adapter

std::unique_ptr<Agency> make_http_agency(AgencyDirectory directory, HttpAgencyOptions options) {
  return std::make_unique<adapter::HttpAgency>(std::move(directory), std::move(options));
}

}  // namespace lianban
