#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/ids.hpp"
#include "lianban/result.hpp"

namespace lianban::store {
class Store;
}

namespace lianban::runtime {

/// Case numbers and licence serials are one counter for many cases. Blocks are leased from the
/// store in their own transaction and drawn from memory; what is left when the engine ends is void.
/// Thread-safe.
class Numbers {
 public:
  Numbers(store::Store& store, base::TenantId tenant) : store_(store), tenant_(tenant) {}
  [[nodiscard]] Result<std::uint64_t> draw(const std::string& series);

 private:
  struct Block {
    std::uint64_t next = 0, end = 0;
  };
  store::Store& store_;
  const base::TenantId tenant_;
  std::mutex mutex_;
  std::map<std::string, Block> blocks_;
};

}  // namespace lianban::runtime
