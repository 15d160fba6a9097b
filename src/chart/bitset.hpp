#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

namespace lianban::chart {

/// A set of state indices of a fixed universe [0, size). Iterates in document order. Up to 256
/// states live inside the object, so that copying a snapshot of an ordinary chart allocates
/// nothing; larger charts spill into a vector. Operations on two sets need equal sizes.
class Bitset {
 public:
  using Index = std::uint32_t;
  static constexpr Index kEnd = 0xFFFFFFFFu;  ///< "No such member" of next() and previous().

  Bitset() = default;
  explicit Bitset(std::size_t size) { resize(size); }

  /// Empties the set and gives it a new universe.
  void resize(std::size_t size) {
    size_ = size;
    small_.fill(0);
    if (size <= kSmall) {
      large_.clear();
    } else {
      large_.assign((size + 63) / 64, 0);
    }
  }
  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] bool test(Index at) const { return (words()[at / 64] >> (at % 64)) & 1u; }
  void set(Index at) { words()[at / 64] |= bit(at); }
  void reset(Index at) { words()[at / 64] &= ~bit(at); }
  void clear() { std::ranges::fill(words(), Word{0}); }

  [[nodiscard]] bool none() const {
    return std::ranges::all_of(words(), [](Word word) { return word == 0; });
  }
  [[nodiscard]] bool any() const { return !none(); }
  [[nodiscard]] std::size_t count() const {
    std::size_t total = 0;
    for (const Word word : words()) total += static_cast<std::size_t>(std::popcount(word));
    return total;
  }

  /// The first member at or after `from`; kEnd where there is none. `from` may be the size.
  [[nodiscard]] Index next(Index from) const {
    const auto all = words();
    std::size_t at = from / 64;
    if (at >= all.size()) return kEnd;
    Word word = all[at] & (~Word{0} << (from % 64));
    while (word == 0) {
      if (++at == all.size()) return kEnd;
      word = all[at];
    }
    return static_cast<Index>(at * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }
  /// The last member before `limit`; kEnd where there is none.
  [[nodiscard]] Index previous(Index limit) const {
    const auto all = words();
    if (limit == 0) return kEnd;
    std::size_t at = (limit - 1) / 64;
    Word word = all[at] & (~Word{0} >> (63 - (limit - 1) % 64));
    while (word == 0) {
      if (at == 0) return kEnd;
      word = all[--at];
    }
    return static_cast<Index>(at * 64 + 63 - static_cast<std::size_t>(std::countl_zero(word)));
  }
  /// Whether a member lies in [begin, end): a subtree is such a range.
  [[nodiscard]] bool any_in(Index begin, Index end) const {
    const Index found = next(begin);
    return found != kEnd && found < end;
  }
  /// Adds the members of `other` that lie in [begin, end).
  void add_range(const Bitset& other, Index begin, Index end) {
    for (Index at = other.next(begin); at != kEnd && at < end; at = other.next(at + 1)) set(at);
  }
  [[nodiscard]] bool intersects(const Bitset& other) const {
    const auto mine = words();
    const auto theirs = other.words();
    for (std::size_t at = 0; at < mine.size(); ++at) {
      if ((mine[at] & theirs[at]) != 0) return true;
    }
    return false;
  }

  Bitset& operator|=(const Bitset& other) {
    return combine(other, [](Word a, Word b) { return a | b; });
  }
  Bitset& operator&=(const Bitset& other) {
    return combine(other, [](Word a, Word b) { return a & b; });
  }
  Bitset& operator-=(const Bitset& other) {
    return combine(other, [](Word a, Word b) { return a & ~b; });
  }
  friend bool operator==(const Bitset&, const Bitset&) = default;

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Index;
    using difference_type = std::ptrdiff_t;
    using pointer = const Index*;
    using reference = Index;
    Iterator() = default;
    Iterator(const Bitset* set, Index at) : set_(set), at_(at) {}
    Index operator*() const { return at_; }
    Iterator& operator++() {
      at_ = set_->next(at_ + 1);
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++*this;
      return old;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const Bitset* set_ = nullptr;
    Index at_ = kEnd;
  };
  [[nodiscard]] Iterator begin() const { return {this, next(0)}; }
  [[nodiscard]] Iterator end() const { return {this, kEnd}; }

 private:
  using Word = std::uint64_t;
  static constexpr std::size_t kSmallWords = 4;
  static constexpr std::size_t kSmall = kSmallWords * 64;

  [[nodiscard]] static constexpr Word bit(Index at) { return Word{1} << (at % 64); }
  [[nodiscard]] std::span<const Word> words() const {
    if (size_ <= kSmall) return {small_.data(), (size_ + 63) / 64};
    return large_;
  }
  [[nodiscard]] std::span<Word> words() {
    if (size_ <= kSmall) return {small_.data(), (size_ + 63) / 64};
    return large_;
  }
  template <class Operation>
  Bitset& combine(const Bitset& other, Operation operation) {
    const auto mine = words();
    const auto theirs = other.words();
    for (std::size_t at = 0; at < mine.size(); ++at) mine[at] = operation(mine[at], theirs[at]);
    return *this;
  }

  std::size_t size_ = 0;
  std::array<Word, kSmallWords> small_{};
  std::vector<Word> large_;
};

}  // namespace lianban::chart
