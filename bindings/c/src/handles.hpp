#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace lianban::c {

/// What a handle stands for; part of its number, so that one kind is never taken for another.
enum class Kind : std::uint64_t { kEngine = 1, kError = 2 };

/// Objects behind numbers. A number is kind (4 bits), generation (28) and index (20): below 2^53,
/// so that a double holds it. A place is used again only after all other free ones, and never with
/// a generation it had before; so an old number stays wrong. Thread-safe; nothing but `add`
/// allocates.
template <class T, Kind kKind>
class Table {
 public:
  /// The new object's number; 0 where a million are open. Throws std::bad_alloc.
  std::uint64_t add(std::shared_ptr<T> object) {
    const std::lock_guard lock(mutex_);
    std::uint32_t index = first_free_;
    if (index == kNone) {
      if (entries_.size() == kMost) return 0;
      index = static_cast<std::uint32_t>(entries_.size());
      entries_.emplace_back();
    } else {
      first_free_ = entries_[index].next_free;
      if (first_free_ == kNone) last_free_ = kNone;
    }
    Entry& entry = entries_[index];
    entry.object = std::move(object);
    return number(index, entry.generation);
  }

  /// Null: there is none. What is found stays alive while it is held.
  [[nodiscard]] std::shared_ptr<T> find(std::uint64_t handle) const {
    const std::lock_guard lock(mutex_);
    const Entry* entry = entry_of(handle);
    return entry == nullptr ? nullptr : entry->object;
  }

  /// The same, and the handle is closed. Of several callers one gets it.
  [[nodiscard]] std::shared_ptr<T> take(std::uint64_t handle) {
    const std::lock_guard lock(mutex_);
    auto* entry = const_cast<Entry*>(entry_of(handle));
    if (entry == nullptr) return nullptr;
    std::shared_ptr<T> object = std::move(entry->object);
    entry->object = nullptr;
    if (++entry->generation > kMostGenerations) return object;  // worn out: never used again
    const auto index = static_cast<std::uint32_t>(handle & (kMost - 1));
    entry->next_free = kNone;
    (last_free_ == kNone ? first_free_ : entries_[last_free_].next_free) = index;
    last_free_ = index;
    return object;
  }

  /// Around fork(): the child's copy is whole.
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }

 private:
  static constexpr std::uint64_t kMost = 1u << 20;
  static constexpr std::uint64_t kMostGenerations = (1u << 28) - 1;
  static constexpr std::uint32_t kNone = ~0u;

  struct Entry {
    std::uint64_t generation = 1;
    std::uint32_t next_free = kNone;
    std::shared_ptr<T> object;
  };

  static std::uint64_t number(std::uint64_t index, std::uint64_t generation) {
    return static_cast<std::uint64_t>(kKind) << 48 | generation << 20 | index;
  }
  [[nodiscard]] const Entry* entry_of(std::uint64_t handle) const {
    const std::uint64_t index = handle & (kMost - 1);
    if (index >= entries_.size()) return nullptr;
    const Entry& entry = entries_[index];
    if (entry.object == nullptr || number(index, entry.generation) != handle) return nullptr;
    return &entry;
  }

  // Not a shared one: glibc cannot give a child back a lock for writing that its parent took.
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::uint32_t first_free_ = kNone, last_free_ = kNone;
};

}  // namespace lianban::c
