#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/json.hpp"
#include "lianban/agency.hpp"

namespace lianban {
namespace {

std::string shown(const Diagnostics& findings) {
  std::string all;
  for (const Diagnostic& each : findings) {
    all += (each.severity == Severity::kError ? "error " : "warning ") + each.code + " " +
           each.pointer + " " + std::to_string(each.line) + ":" + std::to_string(each.column) +
           "\n";
    EXPECT_FALSE(each.message.zh.empty() || each.message.en.empty());
  }
  return all;
}

TEST(DirectoryCheck, PlacesEachFaultInTheText) {
  EXPECT_EQ(shown(check_agency_directory(R"({
  "police": {
    "url": "ftp://police",
    "speed": 1,
    "operations": {}
  },
  "insurer": {"operations": {}}
})")),
            "error directory/url /police/url 3:12\n"
            "error directory/unknown /police/speed 4:5\n"
            "error directory/missing /insurer/url 7:14\n");
}

TEST(DirectoryCheck, PlacesFaultsOfSyntax) {
  EXPECT_EQ(shown(check_agency_directory("{\n  \"police\": }")), "error directory/json  2:13\n");
  EXPECT_EQ(shown(check_agency_directory("[]")), "error directory/type  1:1\n");
  EXPECT_EQ(shown(check_agency_directory("{}")), "");
}

AgencyDirectory directory(const char* police) {
  Json source = {{"police", Json::parse(police)}};
  source["police"]["url"] = "https://police.example.gov.cn";
  auto loaded = load_agency_directory(source);
  EXPECT_TRUE(loaded.ok());
  return std::move(loaded.directory);
}

constexpr const char* kDefinition = R"({"calls": {
  "change": {"agency": "police", "operation": "change", "answers": "later",
             "reverse": "restore"},
  "restore": {"agency": "police", "operation": "restore"}
}})";

TEST(CallsCheck, AGoodDirectoryHasAllThatIsCalled) {
  EXPECT_EQ(shown(check_agency_calls(directory(R"({"operations": {
      "change": {"path": "/c", "honours_keys": true, "poll": {}}, "restore": {"path": "/r"}}})"),
                                     kDefinition)),
            "");
}

TEST(CallsCheck, NamesWhatIsMissing) {
  EXPECT_EQ(shown(check_agency_calls({}, kDefinition)),
            "error calls/unknown_agency /calls/change/agency 2:24\n"
            "error calls/unknown_agency /calls/restore/agency 4:25\n");
  EXPECT_EQ(shown(check_agency_calls(
                directory(R"({"operations": {"change": {"path": "/c", "query": "/c/{key}"}},
                              "callbacks": {"key": "K", "secret": "S"}})"),
                kDefinition)),
            "error calls/unknown_operation /calls/restore/operation 4:48\n");
}

TEST(CallsCheck, WarnsOfWhatAPersonWillHaveToDo) {
  EXPECT_EQ(
      shown(check_agency_calls(
          directory(R"({"operations": {"change": {"path": "/c"}, "restore": {"path": "/r"}}})"),
          kDefinition)),
      "warning calls/lost_answer /calls/change/operation 2:47\n"
      "warning calls/no_way_back /calls/change/answers 2:68\n");
}

TEST(CallsCheck, LooksAtEveryOfficesEntry) {
  AgencyDirectory offices;
  offices.entries["police@330300"].operations["change"].honours_keys = true;
  offices.entries["police@330300"].operations["change"].poll.emplace();
  offices.entries["police@330300"].operations["restore"];
  EXPECT_EQ(shown(check_agency_calls(offices, kDefinition)), "");
  offices.entries["police@330100"].external = true;
  offices.entries["police_station"];
  EXPECT_EQ(shown(check_agency_calls(offices, kDefinition)),
            "error calls/unknown_operation /calls/change/operation 2:47\n"
            "error calls/unknown_operation /calls/restore/operation 4:48\n");
}

TEST(CallsCheck, SaysNothingOfWhatIsNoDefinition) {
  for (const char* text : {"", "[]", "{}", R"({"calls": 1})", R"({"calls": {"a": 1, "b": {}}})"}) {
    EXPECT_EQ(shown(check_agency_calls({}, text)), "") << text;
  }
}

}  // namespace
}  // namespace lianban
