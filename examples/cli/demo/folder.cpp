#include "cli/demo/folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace lianban::cli {

namespace fs = std::filesystem;

Result<DemoFolder> DemoFolder::make(const std::string& keep) {
  std::error_code fault;
  if (keep.empty()) {
    std::string pattern = (fs::temp_directory_path(fault) / "lianban-demo-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      return make_error("configuration/folder", "无法建立临时文件夹",
                        "no temporary folder can be made");
    }
    return DemoFolder(pattern, true);
  }
  fs::create_directories(keep, fault);
  if (!fs::is_directory(keep, fault)) {
    return make_error("configuration/folder", "无法建立文件夹", "the folder cannot be made", keep);
  }
  if (fs::exists(fs::path(keep) / "lianban.db", fault)) {
    return make_error("configuration/folder", "文件夹里已有数据库，不覆盖",
                      "there is a database in the folder already; it is not overwritten", keep);
  }
  return DemoFolder(keep, false);
}

DemoFolder::DemoFolder(DemoFolder&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, false)) {}

DemoFolder::~DemoFolder() {
  std::error_code ignored;
  if (temporary_) fs::remove_all(path_, ignored);
}

}  // namespace lianban::cli
