#include <array>
#include <utility>

#include "lianban/command.hpp"

namespace lianban {

namespace {

constexpr std::array<std::pair<Verb, std::string_view>, 17> kVerbs{{
    {Verb::kOpen, "open"},
    {Verb::kSend, "send"},
    {Verb::kSupply, "supply"},
    {Verb::kVerify, "verify"},
    {Verb::kReject, "reject"},
    {Verb::kDispute, "dispute"},
    {Verb::kPromise, "promise"},
    {Verb::kAmend, "amend"},
    {Verb::kReply, "reply"},
    {Verb::kAcknowledge, "acknowledge"},
    {Verb::kFail, "fail"},
    {Verb::kRetry, "retry"},
    {Verb::kAnswer, "answer"},
    {Verb::kGiveUp, "give_up"},
    {Verb::kChild, "child"},
    {Verb::kFollow, "follow"},
    {Verb::kTick, "tick"},
}};

}  // namespace

std::string_view to_name(Verb verb) {
  for (const auto& [each, name] : kVerbs) {
    if (each == verb) return name;
  }
  return {};
}

bool from_name(std::string_view name, Verb& verb) {
  for (const auto& [each, text] : kVerbs) {
    if (text != name) continue;
    verb = each;
    return true;
  }
  return false;
}

}  // namespace lianban
