#include "edge.hpp"

#include <cstdlib>
#include <cstring>
#include <exception>

namespace lianban::c {

char* text_of(const Json& json) {
  const std::string text = json.dump();
  auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy != nullptr) std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

std::int32_t report_thrown(lianban_error* slot) {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return report_no_memory(slot);
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (...) {
    try {
      return report(slot,
                    failure_of(make_error("engine/bug", "程序内部错误", "the library failed")));
    } catch (...) {
      return report_no_memory(slot);
    }
  }
}

}  // namespace lianban::c
