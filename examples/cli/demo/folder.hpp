#pragma once

#include <string>

#include "lianban/result.hpp"

namespace lianban::cli {

/// A folder for the demonstration's database: the one to keep (made where it is not there), or a
/// temporary one that goes with this object.
class DemoFolder {
 public:
  [[nodiscard]] static Result<DemoFolder> make(const std::string& keep);
  ~DemoFolder();
  DemoFolder(DemoFolder&& other) noexcept;
  DemoFolder& operator=(DemoFolder&&) = delete;
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  DemoFolder(std::string path, bool temporary) : path_(std::move(path)), temporary_(temporary) {}
  std::string path_;
  bool temporary_ = false;
};

}  // namespace lianban::cli
