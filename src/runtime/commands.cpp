// What a command may be before the rules are asked, and what makes two of them the same.
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "runtime/desk.hpp"

namespace lianban::runtime {

namespace {

// Ids and event names; far above what a definition allows, far below what a hash should chew.
constexpr std::size_t kNameBytes = 1024;
constexpr std::size_t kRoles = 256;

Error fault(std::string code, std::string zh, std::string en) {
  return make_error("argument/" + std::move(code), std::move(zh), std::move(en));
}

bool sound_name(const std::string& text) {
  return text.size() <= kNameBytes && base::valid_utf8(text);
}

std::optional<Error> fault_in(const Json& value, std::size_t depth) {
  if (depth > limits::kJsonDepth) {
    return fault("depth", "内容嵌套过深", "the data is nested too deeply");
  }
  switch (value.type()) {
    case Json::value_t::string:
      if (base::valid_utf8(value.get_ref<const std::string&>())) return std::nullopt;
      return fault("encoding", "内容不是有效的 UTF-8", "the data is not valid UTF-8");
    case Json::value_t::number_float:
      if (std::isfinite(value.get<double>())) return std::nullopt;
      return fault("number", "内容含有无效的数", "the data holds a number that is not finite");
    case Json::value_t::binary:
    case Json::value_t::discarded:
      return fault("data", "内容不是 JSON", "the data is not JSON");
    case Json::value_t::object:
      for (const auto& [name, member] : value.items()) {
        if (!base::valid_utf8(name)) {
          return fault("encoding", "内容不是有效的 UTF-8", "the data is not valid UTF-8");
        }
        if (auto found = fault_in(member, depth + 1)) return found;
      }
      return std::nullopt;
    case Json::value_t::array:
      for (const Json& element : value) {
        if (auto found = fault_in(element, depth + 1)) return found;
      }
      return std::nullopt;
    case Json::value_t::null:
    case Json::value_t::boolean:
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> fault_of(const Command& command) {
  if (command.request_id.size() > limits::kRequestIdBytes ||
      !base::valid_utf8(command.request_id)) {
    return fault("request_id", "请求号过长或不是 UTF-8", "the request id is too long or not UTF-8");
  }
  if (!sound_name(command.subject)) {
    return fault("subject", "对象名过长或不是 UTF-8", "the subject is too long or not UTF-8");
  }
  const Actor& actor = command.actor;
  bool sound = sound_name(actor.id) && sound_name(actor.office) && actor.roles.size() <= kRoles;
  for (const std::string& role : actor.roles) sound = sound && sound_name(role);
  if (!sound || actor.id.empty()) {
    return fault("actor", "操作人无效", "the actor is not valid");
  }
  if (auto found = fault_in(command.data, 1)) return found;
  if (base::canonical(command.data).size() > limits::kPayloadBytes) {
    return fault("size", "内容过大", "the data is too large");
  }
  return std::nullopt;
}

base::Digest request_hash(const Command& command) {
  // Roles are what the host says of a person at the moment; the person is what counts.
  const Json head = Json::array({to_name(command.verb), command.subject, command.actor.id});
  return base::sm3({base::canonical(head), base::canonical(command.data)});
}

}  // namespace lianban::runtime
