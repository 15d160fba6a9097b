#pragma once

#include <string>

#include "lianban/result.hpp"

namespace lianban::store {

/// Exclusive use of a database file, by flock on "<path>-lock": refuses a second process and, as
/// the lock belongs to the open file, a second engine in this one. The system frees it when the
/// process dies. The file itself stays: removing it would let two openers lock different files.
class FileLock {
 public:
  /// store/locked, store/io.
  static Result<FileLock> take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace lianban::store
