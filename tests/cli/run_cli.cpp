#include "run_cli.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace lianban::cli::test {

namespace {

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') {
      out.append("'\\''");
    } else {
      out.push_back(c);
    }
  }
  out.push_back('\'');
  return out;
}

}  // namespace

Finished run_cli(const std::vector<std::string>& words, const std::string& input,
                 const std::vector<std::string>& variables) {
  const TempFolder folder;
  std::ofstream(folder.file("in")) << input;
  std::string line = "env -i PATH=/usr/bin:/bin ";
  for (const std::string& variable : variables) line.append(quoted(variable)).append(" ");
  line.append(quoted(LIANBAN_CLI));
  for (const std::string& word : words) line.append(" ").append(quoted(word));
  line.append(" <").append(quoted(folder.file("in")));
  line.append(" >").append(quoted(folder.file("out")));
  line.append(" 2>").append(quoted(folder.file("err")));
  const int status = std::system(line.c_str());
  Finished run;
  run.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  run.out = text_of(folder.file("out"));
  run.err = text_of(folder.file("err"));
  return run;
}

std::string here(const std::string& name) { return std::string(LIANBAN_CLI_TESTS) + "/" + name; }

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

TempFolder::TempFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "lianban-cli-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace lianban::cli::test
