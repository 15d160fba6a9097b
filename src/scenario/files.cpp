#include "scenario/files.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/limits.hpp"

namespace lianban::scenario {

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return make_error("file/not_found", "打不开文件", "the file cannot be read", path);
  std::ostringstream text;
  text << in.rdbuf();
  std::string all = std::move(text).str();
  if (all.size() > limits::kDefinitionBytes) {
    return make_error("file/too_large", "文件过大", "the file is too large", path);
  }
  return all;
}

Result<Json> read_json(const std::string& path) {
  auto text = read_file(path);
  if (!text.ok()) return std::move(text).error();
  auto json = base::parse_json(*text, {limits::kDefinitionBytes, limits::kJsonDepth});
  if (json.ok()) return json;
  Error error = std::move(json).error();
  error.place = path + ":" + error.place;
  return error;
}

}  // namespace lianban::scenario
