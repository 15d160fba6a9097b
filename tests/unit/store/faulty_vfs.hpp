#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstring>

namespace lianban::store {

/// SQLite's own file layer with a counter before every call that can fail on a real disk: the k-th
/// one fails, once or from then on. While it lives it is the default layer of this process.
class FaultyVfs {
 public:
  FaultyVfs() {
    real_ = sqlite3_vfs_find(nullptr);
    vfs_ = *real_;
    vfs_.zName = "lianban-faulty";
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = &open;
    sqlite3_vfs_register(&vfs_, 1);
    current_ = this;
  }
  ~FaultyVfs() {
    current_ = nullptr;
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
  }
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  void arm(int call, bool for_ever) {
    calls_ = 0;
    fail_at_ = call;
    for_ever_ = for_ever;
  }
  void disarm() { fail_at_ = 0; }
  [[nodiscard]] int calls() const { return calls_; }
  /// Whether the armed call came.
  [[nodiscard]] bool struck() const { return fail_at_ != 0 && calls_ >= fail_at_; }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_io_methods methods;
  };
  static sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + sizeof(File));
  }
  static bool fails() {
    if (current_ == nullptr) return false;
    const int call = ++current_->calls_;
    const int at = current_->fail_at_;
    return at != 0 && (current_->for_ever_ ? call >= at : call == at);
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
    if (fails()) return file->pMethods = nullptr, SQLITE_CANTOPEN;
    auto* self = static_cast<FaultyVfs*>(vfs->pAppData);
    const int code = self->real_->xOpen(self->real_, name, real(file), flags, out);
    file->pMethods = nullptr;
    if (real(file)->pMethods == nullptr) return code;
    auto* mine = reinterpret_cast<File*>(file);
    mine->methods = forwarding(*real(file)->pMethods);
    file->pMethods = &mine->methods;
    return code;
  }

  static sqlite3_io_methods forwarding(const sqlite3_io_methods& inner) {
    sqlite3_io_methods m{};
    m.iVersion = inner.iVersion < 2 ? inner.iVersion : 2;
    m.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
    m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
      return fails() ? SQLITE_IOERR_READ : real(f)->pMethods->xRead(real(f), to, n, at);
    };
    m.xWrite = [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
      if (!fails()) return real(f)->pMethods->xWrite(real(f), from, n, at);
      // A disk that fails may have taken a part.
      real(f)->pMethods->xWrite(real(f), from, n / 2, at);
      return SQLITE_IOERR_WRITE;
    };
    m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
      return fails() ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), size);
    };
    // The process lives on, so nothing has to reach the disk: thousands of runs in seconds.
    m.xSync = [](sqlite3_file*, int) { return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK; };
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
      return fails() ? SQLITE_IOERR_FSTAT : real(f)->pMethods->xFileSize(real(f), size);
    };
    m.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
    m.xUnlock = [](sqlite3_file* f, int level) {
      return real(f)->pMethods->xUnlock(real(f), level);
    };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
      return real(f)->pMethods->xCheckReservedLock(real(f), out);
    };
    m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
      return real(f)->pMethods->xFileControl(real(f), op, arg);
    };
    m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) {
      return real(f)->pMethods->xDeviceCharacteristics(real(f));
    };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return fails() ? SQLITE_IOERR_SHMMAP
                     : real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
    };
    m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) {
      return real(f)->pMethods->xShmLock(real(f), at, n, flags);
    };
    m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove) {
      return real(f)->pMethods->xShmUnmap(real(f), remove);
    };
    return m;
  }

  static inline FaultyVfs* current_ = nullptr;
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  int calls_ = 0;
  int fail_at_ = 0;
  bool for_ever_ = false;
};

}  // namespace lianban::store
