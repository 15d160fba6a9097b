#include "cli/callback_desk.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace lianban::cli {

namespace {

using nlohmann::json;

// Whoever reaches the port can make such lines, signed or not.
constexpr std::size_t kMostTold = 100;

std::string text_of(const json& body) {
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

CallbackReply CallbackDesk::take(const Callback& callback) {
  const auto result = engine_.deliver_callback(callback);
  if (result) {
    const std::string name(to_name(*result));
    note({callback.agency, name, {}});
    return {200, text_of({{"result", name}})};
  }
  const Error& fault = result.error();
  note({fault.code == "callback/unknown_agency" ? "" : callback.agency, {}, fault.code});
  return {http_status_of_callback(fault.code),
          text_of({{"code", fault.code}, {"error", fault.message.in(language_)}})};
}

void CallbackDesk::note(Heard heard) {
  {
    const std::lock_guard lock(mutex_);
    if (heard_.size() < kMostTold) {
      heard_.push_back(std::move(heard));
    } else {
      ++untold_;
    }
  }
  bell_.ring();
}

std::vector<CallbackDesk::Heard> CallbackDesk::heard(std::size_t& untold) {
  const std::lock_guard lock(mutex_);
  untold = std::exchange(untold_, 0);
  return std::exchange(heard_, {});
}

}  // namespace lianban::cli
