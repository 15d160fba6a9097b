// `lianban expand`, and what `check` says about a definition that extends another.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;

const std::string kTaizhou = LIANBAN_SOURCE_DIR "/workflows/taizhou-ride-hailing-vehicle.json";

std::string overlay(const TempFolder& folder, const std::string& name, json changes) {
  json whole = {{"lianban", 1},
                {"extends", LIANBAN_SOURCE_DIR "/tests/cli/data/stall.json"},
                {"id", "stall-north"},
                {"version", "1.0.0"}};
  whole.update(std::move(changes));
  const std::string file = folder.file(name);
  std::ofstream(file) << whole.dump(2);
  return file;
}

TEST(Expand, PrintsTheMergedDefinitionWhichStandsAlone) {
  const Finished run = run_cli({"expand", kTaizhou});
  ASSERT_EQ(run.exit, 0) << run.out << run.err;
  const json whole = json::parse(run.out);
  EXPECT_FALSE(whole.contains("extends"));
  EXPECT_EQ(whole["id"], "taizhou-ride-hailing-vehicle");
  EXPECT_EQ(whole["params"]["max_seats"]["value"], 7) << "the base's";
  EXPECT_FALSE(whole["papers"].contains("revocation_decision"));
  const TempFolder folder;
  const std::string file = folder.file("whole.json");
  std::ofstream(file) << run.out;
  EXPECT_EQ(run_cli({"check", file}).exit, 0);
  EXPECT_EQ(run_cli({"check", kTaizhou}).exit, 0);
}

TEST(Expand, AFaultIsShownInTheFileThatMadeIt) {
  const TempFolder folder;
  // The base's transitions lead to the state that is taken out.
  const std::string file =
      overlay(folder, "o.json", {{"chart", {{"states", {{"stopped", nullptr}}}}}});
  const Finished text = run_cli({"check", file, "--lang", "en"});
  EXPECT_EQ(text.exit, 1);
  EXPECT_NE(text.out.find("stall.json:"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("\"to\": \"stopped\""), std::string::npos) << "the base's own line";
  const Finished run = run_cli({"expand", file, "--json"});
  EXPECT_EQ(run.exit, 1);
  const json answer = json::parse(run.out);
  EXPECT_EQ(answer["findings"][0]["code"], "LB-E1111");
  EXPECT_TRUE(answer["findings"][0]["file"].get<std::string>().ends_with("stall.json"));
  EXPECT_EQ(answer["definition"]["id"], "stall-north") << "to look at, wrong as it is";
}

TEST(Expand, ABaseThatIsNotThereIsNamed) {
  const TempFolder folder;
  const std::string file = overlay(folder, "o.json", {{"extends", "gone.json"}});
  const Finished run = run_cli({"expand", file, "--lang", "en"});
  EXPECT_EQ(run.exit, 1);
  EXPECT_NE(run.out.find("LB-E1143"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("gone.json"), std::string::npos) << run.out;
  EXPECT_EQ(run_cli({"expand", folder.file("none.json")}).exit, 3);
}

}  // namespace
}  // namespace lianban::cli::test
