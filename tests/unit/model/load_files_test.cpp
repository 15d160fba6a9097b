// Definitions that others wrote: those of this repository, and the outside cases where they are.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "unit/model/sample.hpp"

namespace lianban::model {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  return files;
}

const fs::path kSource = LIANBAN_SOURCE_DIR;

Result<BaseText> beside(const std::string& wanted, const std::string& from) {
  const fs::path path = fs::path(from).parent_path() / wanted;
  return BaseText{path.string(), read(path)};
}

bool is_overlay(const fs::path& file) { return json::parse(read(file)).contains("extends"); }

TEST(LoadFiles, EveryDefinitionOfThisRepositoryLoads) {
  const auto files = json_files(kSource / "workflows");
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const Loaded loaded = load(read(file), file.string(), beside);
    EXPECT_TRUE(loaded.definition) << file.filename() << "\n" << test::shown(loaded.diagnostics);
  }
}

TEST(LoadFiles, ThePublishedSchemaOfOverlaysTakesThem) {
  const fs::path place = kSource / "workflows/schema/overlay.schema.json";
  Diagnostics faults;
  const Schema schema = Schema::compile(json::parse(read(place)), "", faults);
  ASSERT_TRUE(faults.empty()) << test::shown(faults);
  std::size_t overlays = 0;
  for (const fs::path& file : json_files(kSource / "workflows")) {
    if (!is_overlay(file)) continue;
    ++overlays;
    EXPECT_TRUE(schema.validate(json::parse(read(file))).empty()) << file.filename();
  }
  EXPECT_GE(overlays, 1u);
  EXPECT_FALSE(schema.validate({{"lianban", 1}, {"extends", "x.json"}, {"id", "y"}}).empty());
}

TEST(LoadFiles, ThePublishedSchemaAgreesWithTheLoader) {
  const fs::path place = kSource / "workflows/schema/definition.schema.json";
  Diagnostics faults;
  const Schema schema = Schema::compile(json::parse(read(place)), "", faults);
  ASSERT_TRUE(faults.empty()) << test::shown(faults);
  const auto accepts = [&](const json& definition) {
    const auto found = schema.validate(definition);
    return found.empty() ? std::string() : found.front().pointer + " " + found.front().message.en;
  };
  EXPECT_EQ(accepts(test::sample()), "");
  for (const fs::path& file : json_files(kSource / "workflows")) {
    if (is_overlay(file)) continue;
    EXPECT_EQ(accepts(json::parse(read(file))), "") << file.filename();
  }
  for (const char* at :
       {"/chart", "/chart/states/1", "/chart/states/1/transitions/0", "/papers/notice",
        "/materials/policy/defer", "/clocks/check", "/calls/act", "/licences/pass"}) {
    json broken = test::sample();
    broken[json::json_pointer(at)]["nonsense"] = 1;
    EXPECT_NE(accepts(broken), "") << at;
  }
}

TEST(LoadFiles, TheOutsideChartsLoad) {
  const fs::path folder = kSource / "../shared/conformance/scion";
  if (!fs::exists(folder)) GTEST_SKIP() << "the outside cases are not beside this checkout";
  std::size_t count = 0;
  for (const fs::path& file : json_files(folder)) {
    const json scenario = json::parse(read(file));
    const Loaded loaded = load(scenario["definition"]);
    EXPECT_TRUE(loaded.definition) << file.filename() << "\n" << test::shown(loaded.diagnostics);
    ++count;
  }
  std::cout << count << " outside charts loaded\n";
  EXPECT_EQ(count, 113U);
}

}  // namespace
}  // namespace lianban::model
