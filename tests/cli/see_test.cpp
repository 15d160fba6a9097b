// lianban diagram, docs, diff.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;

const std::string kLate = "330300WYC2021091500002";

TEST(Diagram, IsMermaidUnlessAskedOtherwise) {
  const Finished run = run_cli({"diagram", kWenzhou});
  EXPECT_EQ(run.exit, 0) << run.err;
  EXPECT_TRUE(has(run.out, "stateDiagram-v2\n")) << run.out;
  EXPECT_TRUE(has(run.out, "受理审查"));
  EXPECT_TRUE(has(run_cli({"diagram", kWenzhou, "--lang", "en"}).out, "Checking the filing"));
  EXPECT_TRUE(run_cli({"diagram", kWenzhou, "--format", "plantuml"}).out.starts_with("@startuml"));
  EXPECT_EQ(run_cli({"diagram", kWenzhou, "--format", "gif"}).exit, 2);
  EXPECT_EQ(run_cli({"diagram", "/nowhere.json"}).exit, 3);
}

TEST(Diagram, GraphvizMakesAnSvgThatNeedsNothingElse) {
  const Finished run = run_cli({"diagram", kWenzhou, "--format", "svg"});
  ASSERT_EQ(run.exit, 0) << run.err;
  EXPECT_EQ(run.err, "") << "dot accepts every line";
  EXPECT_TRUE(run.out.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg"));
  EXPECT_TRUE(has(run.out, "Noto Sans CJK SC,Source Han Sans SC"));
  for (const char* part : {"<!DOCTYPE", "<image", "href=", "<script"}) {
    EXPECT_FALSE(has(run.out, part)) << part;
  }
  for (const char* part : {"受理审查", "撤销受理", "准予变更"}) EXPECT_TRUE(has(run.out, part));
}

TEST(Diagram, WithoutGraphvizTheErrorNamesThePackage) {
  const Finished run = run_cli({"diagram", kWenzhou, "--format", "svg"}, {}, {"PATH=/nowhere"});
  EXPECT_EQ(run.exit, 8);
  EXPECT_TRUE(has(run.err, "graphviz")) << run.err;
  EXPECT_EQ(run.out, "");
}

TEST(Diagram, BpmnReadersHaveNothingToSay) {
  const TempFolder folder;
  const std::string file = folder.file("wenzhou.bpmn");
  const Finished run = run_cli({"diagram", kWenzhou, "--format", "bpmn", "-o", file});
  ASSERT_EQ(run.exit, 0) << run.err;
  EXPECT_TRUE(has(run.out, file)) << run.out;
  const std::string reader = std::string(LIANBAN_SOURCE_DIR) + "/tests/node/bpmn.mjs";
  const std::string small =
      std::string(LIANBAN_SOURCE_DIR) + "/tests/unit/picture/golden/small.bpmn";
  // scripts/test installs node and bpmn-moddle; a machine without them fails here and says so.
  const std::string words =
      "node " + reader + " " + file + " " + small + " > " + folder.file("said") + " 2>&1";
  const int status = std::system(words.c_str());  // Paths of this test's own.
  EXPECT_EQ(status, 0) << text_of(folder.file("said"));
}

TEST(Diagram, ACaseShowsTheWayItReallyTook) {
  const TempFolder folder;
  const std::string kept = folder.file("kept");
  ASSERT_EQ(run_cli({"demo", "--json", "--keep", kept}).exit, 0);
  const std::string database = kept + "/lianban.db";
  const Finished run =
      run_cli({"diagram", kWenzhou, "--format", "dot", "--case", kLate, "--database", database});
  ASSERT_EQ(run.exit, 0) << run.err;
  EXPECT_TRUE(has(run.out, "✔×1 受理")) << run.out;
  EXPECT_TRUE(has(run.out, "✔×1 保单逾期未补"));
  EXPECT_TRUE(has(run.out, "○ 办结（准予许可）"));
  EXPECT_TRUE(has(run.out, "✔ 已撤销受理"));
  EXPECT_FALSE(has(run.out, "✔×1 准予许可"));
  const json bpmn = json::parse(run_cli({"diagram", kWenzhou, "--format", "bpmn", "--case", kLate,
                                         "--database", database, "--json"})
                                    .out);
  EXPECT_TRUE(has(bpmn["diagram"].get<std::string>(), "color:background-color=\"#DCEFE0\""));
  EXPECT_EQ(run_cli({"diagram", kWenzhou, "--case", "nobody", "--database", database}).exit, 3);
  EXPECT_EQ(
      run_cli({"diagram", here("data/fleet.json"), "--case", kLate, "--database", database}).exit,
      2)
      << "the case pins another definition";
}

TEST(Docs, AreWrittenInTheLanguagesAskedFor) {
  const Finished both = run_cli({"docs", kWenzhou});
  ASSERT_EQ(both.exit, 0) << both.err;
  EXPECT_TRUE(has(both.out, "# 网络预约出租汽车运输证“一件事”联办：办理规范\n"));
  EXPECT_TRUE(has(both.out, "# Ride-hailing vehicle licence, one joint approval: specification\n"));
  const Finished en = run_cli({"docs", kWenzhou, "--lang", "en"});
  EXPECT_FALSE(has(en.out, "办理规范")) << en.out.substr(0, 300);
  const TempFolder folder;
  EXPECT_EQ(run_cli({"docs", kWenzhou, "--lang", "zh", "-o", folder.file("a.md")}).exit, 0);
  EXPECT_TRUE(text_of(folder.file("a.md")).starts_with("# 网络预约出租汽车运输证"));
  EXPECT_EQ(run_cli({"docs", kWenzhou, "-o", "/nowhere/a.md"}).exit, 8);
  EXPECT_EQ(run_cli({"docs", here("data/broken.json")}).exit, 1);
}

TEST(Diff, SaysInWordsWhatIsDifferent) {
  const TempFolder folder;
  json changed = json::parse(text_of(kWenzhou));
  changed["clocks"]["delivery"]["limit"] = "5 workdays";
  changed["materials"].erase("purchase_invoice");
  std::ofstream(folder.file("b.json")) << changed;
  const Finished same = run_cli({"diff", kWenzhou, kWenzhou});
  EXPECT_EQ(same.exit, 0) << same.err;
  EXPECT_TRUE(has(same.out, "两份定义相同")) << same.out;
  const Finished zh = run_cli({"diff", kWenzhou, folder.file("b.json")});
  EXPECT_EQ(zh.exit, 1) << zh.err;
  EXPECT_TRUE(has(zh.out,
                  "期限\n  ~ 时限“送达期限”的期限：10 个工作日 → 5 个工作日\n材料\n  - "
                  "取消材料“车辆购置发票”\n"))
      << zh.out;
  const json en = json::parse(run_cli({"diff", kWenzhou, folder.file("b.json"), "--json"}).out);
  EXPECT_FALSE(en["ok"]);
  EXPECT_EQ(en["changes"][0]["pointer"], "/clocks/delivery/limit");
  EXPECT_EQ(en["changes"][0]["before"], "10 workdays");
  EXPECT_EQ(en["changes"][0]["text"]["en"],
            "deadline “Time for the delivery”, limit: 10 working days -> 5 working days");
}

}  // namespace
}  // namespace lianban::cli::test
