#include <iostream>
#include <lianban/engine.hpp>

constexpr auto kApproval =
    R"({"lianban": 1, "id": "street-stall", "version": "1.0.0", "calendar": "cn",
  "agencies": {"office": {"lead": true, "roles": {"clerk": "Clerk"}}},
  "chart": {"initial": "filed", "states": [
    {"id": "filed", "holder": "office", "transitions": [
      {"on": "grant", "by": "office.clerk", "do": [{"accept": {}}, {"decide": "granted"}], "to": "done"}]},
    {"id": "done", "kind": "final", "outcome": "granted"}]}})";

int main(int, char** argv) {  // argv[1]: folder of calendar files
  auto checked = lianban::Definition::check(kApproval);
  for (auto& each : checked.diagnostics) std::cerr << each.code << ' ' << each.message.en << '\n';
  auto engine = lianban::Engine::open({.database = "", .calendars = argv[1]}).value();
  engine->publish(*checked.definition).value();
  auto opened =
      engine->open_case("street-stall", {.request_id = "r1", .verb = lianban::Verb::kOpen});
  auto id = std::get<lianban::Accepted>(opened.value()).case_id;
  auto answer =
      engine->submit(id, {"r2", lianban::Verb::kSend, "grant", {}, {"li", {"office.clerk"}, ""}});
  std::cout << std::get<lianban::Accepted>(answer.value()).outcome << '\n';
}
