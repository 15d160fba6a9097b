#include "model/event_match.hpp"

#include <algorithm>

namespace lianban::model {

bool descriptor_match(std::string_view descriptor, std::string_view event_name) {
  if (descriptor == "*") return any_event_covers(event_name);
  return event_name.starts_with(descriptor) &&
         (event_name.size() == descriptor.size() || event_name[descriptor.size()] == '.');
}

bool name_match(const Transition& transition, std::string_view event_name) {
  if (!transition.by.empty()) {
    return std::ranges::find(transition.on, event_name) != transition.on.end();
  }
  return std::ranges::any_of(transition.on, [&](const std::string& descriptor) {
    return descriptor_match(descriptor, event_name);
  });
}

}  // namespace lianban::model
