#include "courier.hpp"

#include <httplib.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace lianban::simulators {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestWait{5'000};
constexpr milliseconds kSilence{50};  ///< Until an agency that is down is looked at again.

/// "http://host:port" and "/path" of an address.
std::pair<std::string, std::string> split(const std::string& url) {
  const auto begin = url.find("://");
  const auto slash = url.find('/', begin == std::string::npos ? 0 : begin + 3);
  if (slash == std::string::npos) return {url, ""};
  std::string path = url.substr(slash);
  while (path.ends_with('/')) path.pop_back();
  return {url.substr(0, slash), path};
}

}  // namespace

Courier::Courier(const Options& options) : options_(options) {}

Courier::~Courier() { stop(); }

SigningKey Courier::key_of(const std::string& agency) const {
  SigningKey key{options_.callbacks.scheme, options_.callbacks.key, options_.callbacks.secret};
  const auto own = options_.agencies.find(agency);
  if (own != options_.agencies.end() && !own->second.callback_key.empty()) {
    key.key = own->second.callback_key;
    key.secret = own->second.callback_secret;
  }
  return key;
}

const char* Courier::fault() const {
  if (!employed()) return nullptr;
  if (!options_.callbacks.url.starts_with("http://")) return "callbacks go to http:// only";
  for (const std::string& agency : agency_names()) {
    if (!can_sign(key_of(agency))) return "the callbacks' scheme, key or secret cannot be used";
  }
  return nullptr;
}

void Courier::start() {
  if (!employed() || thread_.joinable()) return;
  running_ = true;
  thread_ = std::thread([this] { run(); });
}

void Courier::stop() {
  {
    const std::lock_guard lock(mutex_);
    running_ = false;
    if (client_ != nullptr) client_->stop();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Courier::clear() {
  const std::lock_guard lock(mutex_);
  jobs_.clear();
  counts_.clear();
  ++generation_;
}

void Courier::put(Job job) {
  job.order = ++orders_;
  jobs_.push_back(std::move(job));
  changed_.notify_all();
}

void Courier::post(Letter letter) {
  const std::lock_guard lock(mutex_);
  Job job;
  job.due = Clock::now();
  if (const auto held = letter.faults.find(Fault::kOutOfOrder); held != letter.faults.end()) {
    job.due += milliseconds{held->second};
    job.held = true;
  }
  job.letter = std::move(letter);
  put(std::move(job));
}

void Courier::later(milliseconds delay, std::function<void()> then) {
  const std::lock_guard lock(mutex_);
  Job job;
  job.due = Clock::now() + delay;
  job.then = std::move(then);
  put(std::move(job));
}

void Courier::wait_sent(const std::string& agency, const std::string& key) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kLongestWait, [&] {
    const auto count = counts_.find({agency, key});
    return !running_ || (count != counts_.end() && count->second.sent > 0);
  });
}

void Courier::silence(const std::string& agency, bool silent) {
  const std::lock_guard lock(mutex_);
  if (silent) {
    silent_.insert(agency);
  } else {
    silent_.erase(agency);
  }
}

void Courier::add_counts(nlohmann::json& effects) const {
  const std::lock_guard lock(mutex_);
  for (auto& [agency, keys] : effects.items()) {
    for (auto& [key, each] : keys.items()) {
      const auto count = counts_.find({agency, key});
      each["callbacks_sent"] = count == counts_.end() ? 0 : count->second.sent;
      each["callbacks_accepted"] = count == counts_.end() ? 0 : count->second.accepted;
    }
  }
}

void Courier::run() {
  std::unique_lock lock(mutex_);
  while (running_) {
    const auto next = std::min_element(jobs_.begin(), jobs_.end(), [](const Job& a, const Job& b) {
      return std::tie(a.due, a.order) < std::tie(b.due, b.order);
    });
    if (next == jobs_.end()) {
      changed_.wait(lock);
    } else if (next->due > Clock::now()) {
      const auto due = next->due;
      changed_.wait_until(lock, due);
    } else {
      Job job = std::move(*next);
      jobs_.erase(next);
      deliver(std::move(job), lock);
    }
  }
}

void Courier::deliver(Job job, std::unique_lock<std::mutex>& lock) {
  if (job.then) {
    lock.unlock();
    job.then();
    lock.lock();
    return;
  }
  if (silent_.contains(job.letter.agency)) {
    job.due = Clock::now() + kSilence;
    return put(std::move(job));
  }
  ++job.attempt;
  const std::uint64_t generation = generation_;
  const bool accepted = send(job.letter, lock);
  if (generation == generation_) settle(std::move(job), accepted);
  changed_.notify_all();
}

void Courier::settle(Job job, bool accepted) {
  Count& count = counts_[{job.letter.agency, job.letter.key}];
  ++count.sent;
  if (accepted) ++count.accepted;
  for (Job& waiting : jobs_) {
    if (!waiting.held || waiting.letter.agency != job.letter.agency) continue;
    if (waiting.letter.ticket < job.letter.ticket) waiting.due = Clock::now();
  }
  job.held = false;
  job.due = Clock::now();
  if (accepted) {
    if (job.second || !job.letter.faults.contains(Fault::kTwice)) return;
    job.second = true;
    job.attempt = 0;
    return put(std::move(job));
  }
  if (job.attempt >= options_.callbacks.attempts) return;
  const int doublings = std::min(job.attempt - 1, 10);
  job.due += std::min(milliseconds{options_.callbacks.retry_ms} * (1 << doublings), kLongestWait);
  put(std::move(job));
}

std::string Courier::nonce_for(const Letter& letter) {
  std::string& last = last_nonce_[letter.agency];
  if (last.empty() || !letter.faults.contains(Fault::kBadNonce)) last = fresh_nonce();
  return last;
}

bool Courier::send(const Letter& letter, std::unique_lock<std::mutex>& lock) {
  const auto [base, path] = split(options_.callbacks.url);
  const SigningKey key = key_of(letter.agency);
  auto now = std::chrono::system_clock::now();
  if (const auto skew = letter.faults.find(Fault::kClockSkew); skew != letter.faults.end()) {
    now += std::chrono::seconds{skew->second};
  }
  Signable what;
  what.method = "POST";
  what.path = path + "/" + letter.agency;
  what.time = std::to_string(
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  what.nonce = nonce_for(letter);
  what.body = letter.body;
  std::string signature = sign(key, what).value_or("");
  if (letter.faults.contains(Fault::kBadSignature) && !signature.empty()) {
    signature.back() = signature.back() == '0' ? '1' : '0';
  }
  httplib::Headers headers;
  for (auto& [name, value] : signed_headers(key, what, signature)) headers.emplace(name, value);
  const auto client = std::make_shared<httplib::Client>(base);
  client->set_connection_timeout(std::chrono::seconds{2});
  client->set_read_timeout(std::chrono::seconds{5});
  client->set_tcp_nodelay(true);
  client_ = client;
  lock.unlock();
  const auto result = client->Post(what.path, headers, letter.body, "application/json");
  const bool accepted = result && result->status / 100 == 2;
  lock.lock();
  client_.reset();
  return accepted;
}

}  // namespace lianban::simulators
