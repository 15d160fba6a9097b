// The register of licences on the command line.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

class LicenceCommand : public ::testing::Test {
 protected:
  Finished run(Words words) {
    words.insert(words.end(), {"--database", folder_.file("test.db"), "--now",
                               "2024-03-04T09:00:00+08:00", "--lang", "en"});
    return run_cli(words);
  }
  Json ask(Words words, int exit) {
    words.emplace_back("--json");
    const Finished ran = run(words);
    EXPECT_EQ(ran.exit, exit) << ran.out << ran.err;
    Json object = Json::parse(ran.out, nullptr, false);
    EXPECT_TRUE(object.is_object()) << ran.out;
    return object;
  }
  std::string write(const Json& content) {
    std::ofstream(folder_.file("old.json")) << content;
    return folder_.file("old.json");
  }
  static Json licence(const char* number) {
    return {{"number", number},
            {"licence", "permit"},
            {"issued_at", "2019-05-01"},
            {"content", {{"name", "李小明"}, {"phone", "13800138000"}}}};
  }

  TempFolder folder_;
};

TEST_F(LicenceCommand, ImportedAgainNothingHappens) {
  const std::string file = write(Json{{"licences", {licence("OLD-1"), licence("OLD-2")}}});
  EXPECT_EQ(ask({"licence", "import", file}, 0)["entered"], 2);
  EXPECT_EQ(ask({"licence", "import", file}, 0)["entered"], 0);
  const Json list = ask({"licence", "list"}, 0)["licences"];
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[1]["number"], "OLD-2");
  EXPECT_EQ(list[1]["state"], "made");
}

TEST_F(LicenceCommand, OneLicenceOrAListMayStandInTheFile) {
  EXPECT_EQ(ask({"licence", "import", write(licence("OLD-1"))}, 0)["entered"], 1);
  EXPECT_EQ(ask({"licence", "import", write(Json::array({licence("OLD-2")}))}, 0)["entered"], 1);
  EXPECT_EQ(ask({"licence", "import", write("nothing")}, 2)["error"]["code"], "argument/licence");
}

TEST_F(LicenceCommand, PersonalValuesAreMaskedForPeople) {
  ask({"licence", "import", write(licence("OLD-1"))}, 0);
  const Finished shown = run({"licence", "show", "OLD-1"});
  EXPECT_EQ(shown.exit, 0);
  EXPECT_NE(shown.out.find("OLD-1"), std::string::npos);
  EXPECT_NE(shown.out.find("138****8000"), std::string::npos) << shown.out;
  EXPECT_EQ(shown.out.find("13800138000"), std::string::npos);
  EXPECT_EQ(shown.out.find("李小明"), std::string::npos);
  EXPECT_NE(run({"licence", "show", "OLD-1", "--reveal"}).out.find("李小明"), std::string::npos);
  EXPECT_EQ(ask({"licence", "show", "OLD-1"}, 0)["licence"]["content"]["name"], "李小明");
}

TEST_F(LicenceCommand, FaultsHaveTheirExitCodes) {
  EXPECT_EQ(ask({"licence", "show", "OLD-9"}, 3)["error"]["code"], "licence/not_found");
  ask({"licence", "import", write(licence("OLD-1"))}, 0);
  Json other = licence("OLD-1");
  other["expires"] = "2030-01-01";
  const Json refused = ask({"licence", "import", write(Json::array({other}))}, 5)["error"];
  EXPECT_EQ(refused["code"], "licence/exists");
  EXPECT_TRUE(refused["place"].get<std::string>().ends_with("/0"));
  other["issued_at"] = "yesterday";
  EXPECT_EQ(ask({"licence", "import", write(other)}, 2)["error"]["code"], "argument/licence");
  EXPECT_EQ(ask({"licence", "import", folder_.file("none.json")}, 3)["error"]["code"],
            "file/not_found");
}

}  // namespace
}  // namespace lianban::cli::test
