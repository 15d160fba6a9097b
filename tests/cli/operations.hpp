#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "agencies/simulated_agencies.hpp"
#include "run_cli.hpp"

namespace lianban::cli::test {

/// A case whose police call is served by the simulated police, on a database and a directory of
/// its own. The clock is the system's: signatures are judged by it.
class Operations : public ::testing::Test {
 protected:
  using Json = nlohmann::json;
  using Words = std::vector<std::string>;

  /// Serves the agencies, and writes the directory: police with this operation and these members.
  void serve(simulators::Options options, Json operation, Json members = Json::object()) {
    simulated_ = std::make_unique<simulators::SimulatedAgencies>(std::move(options));
    const auto started = simulated_->start();
    ASSERT_TRUE(started) << started.error().message.en;
    operation["path"] = "/vehicle-use-change";
    members["url"] = url("police", *started);
    members["operations"] = {{"vehicle-use-change", std::move(operation)}};
    const Json notices{{"url", url("@notices", *started)},
                       {"retry", {{"attempts", 1}}},
                       {"operations", {{"deliver", {{"path", "/deliver"}}}}}};
    std::ofstream(folder_.file("directory.json"))
        << Json{{"police", std::move(members)}, {"@notices", notices}};
  }

  /// These words with this test's database and directory.
  [[nodiscard]] Words here_with(Words words) const {
    words.insert(words.end(), {"--database", folder_.file("test.db"), "--directory",
                               folder_.file("directory.json")});
    return words;
  }
  [[nodiscard]] Finished run(const Words& words) const {
    return run_cli(here_with(words), {}, {"KEY=access", "SECRET=a test"});
  }
  Json ask(Words words, int exit) {
    words.emplace_back("--json");
    const Finished ran = run(words);
    EXPECT_EQ(ran.exit, exit) << ran.out << ran.err;
    Json object = Json::parse(ran.out, nullptr, false);
    EXPECT_TRUE(object.is_object()) << ran.out << ran.err;
    return object;
  }
  std::string open() {
    std::ofstream(folder_.file("application.json")) << Json{
        {"channel", "window"}, {"form", {{"plate", "浙CD12345"}, {"vin", "LGXCE6CB1M0000001"}}}};
    return ask({"case", "open", here("data/fleet.json"), "--data", folder_.file("application.json"),
                "--actor", "wang", "--role", "applicant"},
               0)
        .value("number", "");
  }
  Json states(const std::string& number) {
    return ask({"case", "show", number}, 0)["case"]["states"]["active"];
  }

  TempFolder folder_;
  std::unique_ptr<simulators::SimulatedAgencies> simulated_;

 private:
  static std::string url(const std::string& agency, const std::map<std::string, int>& ports) {
    return "http://127.0.0.1:" + std::to_string(ports.at(agency));
  }
};

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace lianban::cli::test
