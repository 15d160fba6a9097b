#include "run_cli.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

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

RunningCli::RunningCli(const std::vector<std::string>& words,
                       const std::vector<std::string>& variables) {
  std::vector<char*> argv{const_cast<char*>(LIANBAN_CLI)};
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  std::vector<char*> environment;
  for (const std::string& each : variables) environment.push_back(const_cast<char*>(each.c_str()));
  environment.push_back(nullptr);
  std::array<int, 2> pipe{-1, -1};
  if (::pipe(pipe.data()) != 0) return;
  child_ = ::fork();
  if (child_ == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::close(pipe[0]);
    ::close(pipe[1]);
    ::execve(argv[0], argv.data(), environment.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  out_ = pipe[0];
}

RunningCli::~RunningCli() {
  stop();
  if (out_ >= 0) ::close(out_);
}

bool RunningCli::read_line(std::string& line) {
  constexpr int kPatience = 30'000;
  for (;;) {
    if (const auto end = unread_.find('\n'); end != std::string::npos) {
      line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return true;
    }
    pollfd ready{out_, POLLIN, 0};
    if (::poll(&ready, 1, kPatience) <= 0) return false;
    std::array<char, 4096> piece{};
    const ssize_t size = ::read(out_, piece.data(), piece.size());
    if (size <= 0) return false;
    unread_.append(piece.data(), static_cast<std::size_t>(size));
  }
}

nlohmann::json RunningCli::wait_for(const std::function<bool(const nlohmann::json&)>& fits) {
  for (std::string line; read_line(line);) {
    nlohmann::json object = nlohmann::json::parse(line, nullptr, false);
    if (object.is_object() && fits(object)) return object;
  }
  return nullptr;
}

int RunningCli::stop() {
  if (child_ <= 0) return -1;
  ::kill(child_, SIGTERM);
  int status = 0;
  ::waitpid(child_, &status, 0);
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(probe);
  return ntohs(address.sin_port);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

nlohmann::json object_of(const Finished& run) {
  nlohmann::json object = nlohmann::json::parse(run.out, nullptr, false);
  EXPECT_TRUE(object.is_object()) << run.out << run.err;
  return object;
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
