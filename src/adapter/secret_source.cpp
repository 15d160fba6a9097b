#include "adapter/secret_source.hpp"

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>

#include "base/limits.hpp"

namespace lianban {
namespace {

std::optional<std::string> of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (bytes.size() > limits::kPayloadBytes) return std::nullopt;
  while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r')) bytes.pop_back();
  return bytes;
}

}  // namespace

SecretSource usual_secrets() {
  return [](const std::string& name) -> std::optional<std::string> {
    std::optional<std::string> secret;
    if (const char* value = std::getenv(name.c_str())) {
      secret = value;
    } else if (const char* path = std::getenv((name + "_FILE").c_str())) {
      secret = of_file(path);
    }
    if (secret && secret->empty()) secret.reset();
    return secret;
  };
}

namespace adapter {

std::optional<std::string> secret_of(const SecretSource& source, const std::string& name) {
  static const SecretSource kUsual = usual_secrets();
  try {
    auto secret = source ? source(name) : kUsual(name);
    if (secret && secret->empty()) secret.reset();
    return secret;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace adapter

}  // namespace lianban
