#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "lianban/scenario.hpp"

namespace lianban::scenario::testing {

using nlohmann::json;

/// A folder of its own for each test, gone afterwards.
class Stories : public ::testing::Test {
 protected:
  Stories() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("lianban_story_") + test->test_suite_name() + "_" + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "parts");
  }
  ~Stories() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  [[nodiscard]] static std::vector<ScenarioReport> run(const std::string& file) {
    ScenarioOptions options;
    options.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
    return run_scenarios(file, options);
  }
  /// The one report of a story with this text.
  [[nodiscard]] ScenarioReport tell(const std::string& text) const {
    const auto reports = run(write("story.json", text));
    EXPECT_EQ(reports.size(), 1U);
    return reports.empty() ? ScenarioReport{} : reports.front();
  }
  [[nodiscard]] ScenarioReport tell(const json& story) const { return tell(story.dump()); }

  /// A small approval in which everything an expectation can speak of exists.
  [[nodiscard]] static json shop();
  /// Filed by zhang at 2021-09-15 09:00, then these steps.
  [[nodiscard]] static json story(const json& steps);
  /// story() with the one step, reported.
  [[nodiscard]] ScenarioReport step(const json& one) const {
    return tell(story(json::array({one})));
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace lianban::scenario::testing
