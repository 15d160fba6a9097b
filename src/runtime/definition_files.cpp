#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/limits.hpp"
#include "lianban/definition.hpp"

namespace lianban {

Definition::Sources Definition::files() {
  return [](const std::string& wanted, const std::string& from) -> Result<Base> {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(from).parent_path();
    for (const char* ending : {"", ".json"}) {
      const fs::path path = (folder / (wanted + ending)).lexically_normal();
      std::error_code ignored;
      if (!fs::is_regular_file(path, ignored)) continue;
      if (fs::file_size(path, ignored) > limits::kDefinitionBytes) {
        return make_error("file/too_large", "文件过大", "the file is too large", path.string());
      }
      std::ifstream in(path, std::ios::binary);
      std::ostringstream text;
      text << in.rdbuf();
      if (in) return Base{path.string(), std::move(text).str()};
    }
    return make_error("file/not_found", "没有这个文件", "there is no such file", wanted);
  };
}

}  // namespace lianban
