// Any text at all: the loader may find faults, but never crash, hang or eat the memory.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/definition.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(lianban::model::load(text));
  return 0;
}
