#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "decide/decide.hpp"

namespace lianban::store {
class Store;
}

namespace lianban::runtime {

using PreparedPtr = std::shared_ptr<const decide::Prepared>;

/// Published definitions, compiled once and shared by all cases that pin them. Thread-safe.
class Definitions {
 public:
  explicit Definitions(store::Store& store) : store_(store) {}

  Status publish(const PreparedPtr& prepared);
  /// The definition a case pins, however strict the checker has become since. Error:
  /// definition/missing, definition/damaged.
  [[nodiscard]] Result<PreparedPtr> pinned(const std::string& hash);
  /// What a new case of this id (its newest published version) or hash is opened under. Error:
  /// definition/unknown.
  [[nodiscard]] Result<PreparedPtr> latest(const std::string& id_or_hash);
  /// [{id, version, hash, state, title}] in order of publishing.
  [[nodiscard]] Result<Json> list();

 private:
  void keep(const PreparedPtr& prepared);

  static constexpr std::size_t kKept = 64;
  store::Store& store_;
  std::mutex mutex_;
  std::list<PreparedPtr> kept_;                ///< Latest used first.
  std::map<std::string, std::string> latest_;  ///< Id -> hash.
};

}  // namespace lianban::runtime
