#include "cli/files.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

namespace lianban::cli {

Result<std::string> read_text(const std::string& file) {
  if (file == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  std::error_code fault;
  if (!std::filesystem::exists(file, fault)) {
    return make_error("file/not_found", "没有这个文件", "there is no such file", file);
  }
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file, fault)) {
    return make_error("file/unreadable", "文件无法读取", "the file cannot be read", file);
  }
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

Result<nlohmann::json> parse_json(const std::string& text, const std::string& name) {
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& fault) {
    // The parser's own text quotes the input, which may hold personal values: only the place.
    return make_error("json/syntax",
                      "不是合法的 JSON（第 " + std::to_string(fault.byte) + " 字节附近）",
                      "not valid JSON (near byte " + std::to_string(fault.byte) + ")", name);
  }
}

Result<nlohmann::json> read_json(const std::string& file) {
  const auto text = read_text(file);
  if (!text) return text.error();
  return parse_json(*text, file);
}

Result<std::shared_ptr<const Definition>> load_definition(const std::string& file) {
  const auto text = read_text(file);
  if (!text) return text.error();
  Definition::Checked checked = Definition::check(*text, file, Definition::files());
  if (checked.definition) return checked.definition;
  return make_error("definition/faulty", "定义有错误", "the definition has errors", file);
}

std::string workflows_folder() {
  std::error_code fault;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", fault);
  // As configured, and as in the build tree.
  for (const char* from_bin : {LIANBAN_WORKFLOWS, "../share/lianban/workflows"}) {
    const auto folder = (program.parent_path() / from_bin).lexically_normal();
    if (std::filesystem::is_directory(folder / "calendars", fault)) return folder.string();
  }
  return {};
}

std::string new_request_id() {
  std::random_device random;
  std::string id = "cli-";
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int i = 0; i < 32; ++i) id += kDigits[random() % kDigits.size()];
  return id;
}

}  // namespace lianban::cli
