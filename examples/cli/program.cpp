#include "cli/program.hpp"

#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <memory>

extern char** environ;  // POSIX declares it in no header.

namespace lianban::cli {
namespace {

/// Files without names, so that neither side of a pipe can wait for the other, and none stays.
using Scratch = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
Scratch scratch() { return {std::tmpfile(), std::fclose}; }

std::string all_of(std::FILE* file) {
  std::string text;
  char part[4096];
  std::rewind(file);
  for (std::size_t n = 0; (n = std::fread(part, 1, sizeof part, file)) > 0;) text.append(part, n);
  return text;
}

Error failed(const std::string& program) {
  return make_error("program/failed", "程序 " + program + " 运行失败",
                    "the program " + program + " failed");
}

}  // namespace

Result<std::string> run_program(const std::vector<std::string>& words, const std::string& input,
                                const std::string& package) {
  const Scratch in = scratch();
  const Scratch out = scratch();
  if (!in || !out) return failed(words.front());
  if (std::fwrite(input.data(), 1, input.size(), in.get()) != input.size() ||
      std::fflush(in.get()) != 0) {
    return failed(words.front());
  }
  std::rewind(in.get());
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, fileno(in.get()), 0);
  posix_spawn_file_actions_adddup2(&files, fileno(out.get()), 1);
  std::vector<std::string> held = words;
  std::vector<char*> arguments;
  for (std::string& word : held) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int started =
      posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (started != 0) {
    return make_error("program/not_found", "没有找到程序 " + words.front() + "；请安装 " + package,
                      "the program " + words.front() + " was not found; install " + package);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return failed(words.front());
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return failed(words.front());
  return all_of(out.get());
}

Status write_text(const std::string& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (out) return Done{};
  return make_error("file/unwritable", "文件无法写入", "the file cannot be written", file);
}

}  // namespace lianban::cli
