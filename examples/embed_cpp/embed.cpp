#include <iostream>
#include <lianban/engine.hpp>

constexpr auto kApproval = R"({"lianban": 1, "id": "stall", "version": "1.0.0", "calendar": "cn",
  "agencies": {"office": {"lead": true, "roles": {"clerk": "Clerk"}}},
  "chart": {"initial": "filed", "states": [
    {"id": "filed", "holder": "office", "transitions": [{"on": "grant", "by": "office.clerk",
      "do": [{"accept": {}}, {"decide": "granted"}], "to": "granted"}]},
    {"id": "granted", "kind": "final", "outcome": "granted"}]}})";

int main(int, char** argv) {  // argv[1]: folder of the calendar files
  using namespace lianban;
  EngineOptions options;
  options.calendars = argv[1];
  auto engine = Engine::open(options).value();
  const auto hash = engine->publish(*Definition::check(kApproval).definition).value();
  auto filed =
      std::get<Accepted>(engine->open_case(hash, {"request-1", Verb::kOpen, "", {}}).value());
  Command grant{"request-2", Verb::kSend, "grant", {}, Actor{"li", {"office.clerk"}, ""}};
  std::cout << std::get<Accepted>(engine->submit(filed.case_id, grant).value()).outcome << '\n';
}
