#include "rules/path.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

namespace lianban::rules {
namespace {

constexpr std::array<std::pair<std::string_view, Root>, 13> kFamilies{{
    {"form", Root::kForm},
    {"vars", Root::kVars},
    {"params", Root::kParams},
    {"event", Root::kEvent},
    {"case", Root::kCase},
    {"materials", Root::kMaterials},
    {"deferrals", Root::kDeferrals},
    {"clocks", Root::kClocks},
    {"calls", Root::kCalls},
    {"reply", Root::kReply},
    {"licences", Root::kLicences},
    {"papers", Root::kPapers},
    {"done", Root::kDone},
}};

const Json* element_of(const Json& array, const std::string& segment) {
  std::size_t index = 0;
  const char* end = segment.data() + segment.size();
  const auto [rest, error] = std::from_chars(segment.data(), end, index);
  if (error != std::errc{} || rest != end || index >= array.size()) return nullptr;
  return &array[index];
}

}  // namespace

std::vector<std::string> split_path(std::string_view text) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  for (std::size_t at = 0;;) {
    const std::size_t dot = text.find('.', at);
    parts.emplace_back(text.substr(at, dot - at));
    if (dot == std::string_view::npos) return parts;
    at = dot + 1;
  }
}

std::optional<Path> parse_path(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('.'));
  const auto family =
      std::ranges::find(kFamilies, first, [](const auto& each) { return each.first; });
  if (family == kFamilies.end()) return std::nullopt;
  Path path{family->second, split_path(text), std::string(text)};
  path.segments.erase(path.segments.begin());
  return path;
}

const Json* follow(const Json& from, const std::vector<std::string>& segments, std::size_t first) {
  const Json* at = &from;
  for (std::size_t i = first; i < segments.size(); ++i) {
    if (at->is_object()) {
      const auto member = at->find(segments[i]);
      if (member == at->end()) return nullptr;
      at = &*member;
    } else if (at->is_array()) {
      at = element_of(*at, segments[i]);
      if (at == nullptr) return nullptr;
    } else {
      return nullptr;
    }
  }
  return at;
}

}  // namespace lianban::rules
