// What one durable command costs through the C++ face. The other programs of this folder do the
// same in their language; run.py compares them.
//   overhead DEFINITION FILING CALENDARS DATABASE COMMANDS
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <lianban/engine.hpp>
#include <sstream>

namespace {

std::string text_of(const char* path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

int main(int, char** argv) {
  using namespace lianban;
  EngineOptions options;
  options.calendars = argv[3];
  options.database = argv[4];
  auto engine = Engine::open(options).value();
  const auto hash = engine->publish(*Definition::check(text_of(argv[1])).definition).value();
  const auto filing = nlohmann::json::parse(text_of(argv[2]));
  const int commands = std::atoi(argv[5]);
  const Actor actor{"zhang", {"applicant"}, ""};
  std::chrono::steady_clock::time_point begun;
  for (int i = -commands / 4; i < commands; ++i) {  // The first ones are not counted.
    if (i == 0) begun = std::chrono::steady_clock::now();
    const auto answer =
        engine->open_case(hash, {"r" + std::to_string(i), Verb::kOpen, "", filing["data"], actor});
    if (!answer.ok()) return std::cerr << answer.error().code << '\n', 1;
    if (const auto* refused = std::get_if<Refusal>(&*answer))
      return std::cerr << refused->code << '\n', 1;
  }
  const std::chrono::duration<double, std::micro> past = std::chrono::steady_clock::now() - begun;
  std::cout << past.count() / commands << '\n';
}
