#include "runtime/numbers.hpp"

#include <utility>

#include "store/store.hpp"

namespace lianban::runtime {

namespace {
constexpr std::uint32_t kBlock = 100;
// Series carry dates: yesterday's are never asked for again. Dropping a live one voids its block.
constexpr std::size_t kSeries = 4096;
}  // namespace

Result<std::uint64_t> Numbers::draw(const std::string& series) {
  const std::lock_guard lock(mutex_);
  Block& block = blocks_[series];
  if (block.next == block.end) {
    auto first = store_.lease_numbers(tenant_, series, {}, kBlock);
    if (!first.ok()) return std::move(first).error();
    block = {*first, *first + kBlock};
  }
  const std::uint64_t drawn = block.next++;
  if (blocks_.size() > kSeries) {
    std::erase_if(blocks_, [&](const auto& each) { return each.first != series; });
  }
  return drawn;
}

}  // namespace lianban::runtime
