// A folder to work in: nothing that is there already is ever overwritten.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/init/templates.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view kId = "street-stall-permit";
constexpr std::string_view kTitle = R"({"zh": "临时占道经营许可", "en": "Street stall permit"})";
constexpr std::string_view kTitleZh = "临时占道经营许可", kTitleEn = "Street stall permit";
constexpr std::string_view kHeading = "# 临时占道经营许可 · Street stall permit";
constexpr std::size_t kNamed = 5;  ///< Entries in the way that are named.

constexpr Phrase kMade{"已建好工作文件夹 {0}：{1} 个文件", "made the workspace {0}: {1} files"};
constexpr Phrase kKept{"已有，没有动：{0}", "was there, not touched: {0}"};
constexpr Phrase kNext{"接下来", "next"};

struct File {
  fs::path path;
  std::string text;
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

bool is_id(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  };
  return !id.empty() && id.front() >= 'a' && id.front() <= 'z' && std::ranges::all_of(id, fits);
}

/// The embedded example, with the id and the titles that were asked for.
std::vector<File> example_files(const InitArgs& args) {
  const std::string zh(args.title_zh.empty() ? kTitleZh : args.title_zh);
  const std::string en(args.title_en.empty() ? kTitleEn : args.title_en);
  const std::string titles = "{\"zh\": " + json(zh).dump() + ", \"en\": " + json(en).dump() + "}";
  std::vector<File> files;
  for (const Template& each : init_templates()) {
    std::string text = replaced(std::string(each.text), kId, args.id);
    text = replaced(std::move(text), kTitle, titles);
    text = replaced(std::move(text), kHeading, "# " + zh + " · " + en);
    files.push_back({replaced(std::string(each.path), kId, args.id), std::move(text)});
  }
  return files;
}

/// Schemas and calendars that come with the program.
Result<std::vector<File>> shared_files() {
  const std::string folder = workflows_folder();
  if (folder.empty()) {
    return make_error("configuration/workflows", "找不到随程序提供的格式说明和日历",
                      "the schemas and calendars that come with the program were not found");
  }
  std::vector<File> files;
  for (const char* part : {"calendars", "schema"}) {
    std::error_code fault;
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(fs::path(folder) / part, fault)) {
      if (entry.path().extension() == ".json") inside.push_back(entry.path());
    }
    std::ranges::sort(inside);
    for (const fs::path& path : inside) {
      auto text = read_text(path.string());
      if (!text) return text.error();
      files.push_back({fs::path(part) / path.filename(), std::move(text).value()});
    }
  }
  return files;
}

/// What is in the way; nothing where the folder is empty or not there yet.
std::optional<Error> in_the_way(const InitArgs& args) {
  std::error_code fault;
  if (!fs::exists(args.folder, fault)) return std::nullopt;
  if (!fs::is_directory(args.folder, fault)) {
    return make_error("folder/file", "这里有一个同名文件", "there is a file of that name",
                      args.folder);
  }
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(args.folder, fault)) {
    names.push_back(entry.path().filename().string());
  }
  if (names.empty() || args.force) return std::nullopt;
  std::ranges::sort(names);
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i) {
    list += (i == 0 ? "" : ", ") + names[i];
  }
  if (names.size() > kNamed) list += ", ...";
  return make_error("folder/not_empty", "文件夹不空（" + list + "）；加上 --force 只补上没有的文件",
                    "the folder is not empty (" + list + "); --force adds what is not there",
                    args.folder);
}

Status write(const fs::path& path, const std::string& text) {
  std::error_code fault;
  fs::create_directories(path.parent_path(), fault);
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!fault && out) return Done{};
  return make_error("file/unwritable", "文件无法写入", "the file cannot be written", path.string());
}

void print_next(Terminal& out, const InitArgs& args) {
  out.line();
  out.line(out.tell(kNext) + (out.chinese() ? "：" : ":"));
  out.line("  cd " + args.folder);
  for (const char* command : {"check", "plan"}) {
    out.line("  lianban " + std::string(command) + " " + args.id + ".json");
  }
  out.line("  lianban test scenarios");
}

}  // namespace

int run_init(Context& context, const InitArgs& args) {
  if (!is_id(args.id)) {
    return context.fail(make_error("argument/id",
                                   "标识须以小写字母开头，只含小写字母、数字和 _ . -",
                                   "an id begins with a small letter and has small letters, "
                                   "digits and _ . - only",
                                   args.id));
  }
  if (const auto fault = in_the_way(args)) return context.fail(*fault);
  auto shared = shared_files();
  if (!shared) return context.fail(shared.error());
  std::vector<File> files = example_files(args);
  files.insert(files.end(), shared->begin(), shared->end());
  std::ranges::sort(files, {}, &File::path);
  json made = json::array(), kept = json::array();
  for (const File& file : files) {
    const fs::path path = fs::path(args.folder) / file.path;
    std::error_code fault;
    if (fs::exists(fs::symlink_status(path, fault))) {
      kept.push_back(file.path.generic_string());
      continue;
    }
    if (const Status done = write(path, file.text); !done) return context.fail(done.error());
    made.push_back(file.path.generic_string());
  }
  Terminal& out = context.out;
  out.line(out.sign(Sign::kOk) + out.tell(kMade, {args.folder, std::to_string(made.size())}));
  for (const json& path : kept) {
    out.line("  " + out.tell(kKept, {path.get<std::string>()}));
  }
  print_next(out, args);
  return context.done({{"folder", args.folder},
                       {"definition", args.id + ".json"},
                       {"made", std::move(made)},
                       {"kept", std::move(kept)}});
}

}  // namespace lianban::cli
