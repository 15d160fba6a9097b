// What shells and man are told of the command line. (tests/install types at real shells.)
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/shell/syntax.hpp"
#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

void each_command(const SyntaxNode& node, const std::function<void(const SyntaxNode&)>& look) {
  look(node);
  for (const SyntaxNode& sub : node.commands) each_command(sub, look);
}

const SyntaxNode* command(const SyntaxNode& root, std::string_view name) {
  for (const SyntaxNode& sub : root.commands) {
    if (sub.name == name) return &sub;
  }
  return nullptr;
}

const SyntaxOption* option(const SyntaxNode& node, std::string_view name) {
  for (const SyntaxOption& each : node.options) {
    if (each.names.back() == name) return &each;
  }
  return nullptr;
}

TEST(Shell, NoOptionIsAFlagHereAndTakesAValueThere) {
  const SyntaxNode root = command_line(Language::kEnglish);
  std::map<std::string, std::set<bool>> kinds;
  each_command(root, [&](const SyntaxNode& node) {
    for (const SyntaxOption& each : node.options) {
      for (const std::string& name : each.names) {
        kinds[name].insert(each.kind != ValueKind::kNone);
      }
    }
  });
  EXPECT_GT(kinds.size(), 40u);
  for (const auto& [name, found] : kinds) EXPECT_EQ(found.size(), 1u) << name;
}

TEST(Shell, EverythingHasAText) {
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    each_command(command_line(language), [](const SyntaxNode& node) {
      EXPECT_FALSE(node.text.empty()) << node.name;
      for (const SyntaxOption& each : node.options) EXPECT_FALSE(each.text.empty()) << node.name;
      for (const SyntaxOption& each : node.operands) EXPECT_FALSE(each.text.empty()) << node.name;
    });
  }
}

TEST(Shell, ChoicesAreThoseOfTheParser) {
  const SyntaxNode root = command_line(Language::kEnglish);
  const auto words = [](const SyntaxOption* of) {
    return of == nullptr ? std::vector<std::string>() : of->choices;
  };
  EXPECT_EQ(words(option(root, "--lang")), (std::vector<std::string>{"en", "zh"}));
  EXPECT_EQ(words(option(root, "--color")), (std::vector<std::string>{"always", "auto", "never"}));
  EXPECT_EQ(words(option(*command(root, "docs"), "--lang")),
            (std::vector<std::string>{"both", "en", "zh"}));
  for (const std::string& format : words(option(*command(root, "diagram"), "--format"))) {
    EXPECT_NE(run_cli({"diagram", "no-such-file.json", "--format", format}).exit, 2) << format;
  }
  // A range is not a list of words.
  EXPECT_EQ(option(*command(root, "test"), "--coverage-min")->kind, ValueKind::kFree);
}

TEST(Shell, PathsAreCompletedAsPaths) {
  const SyntaxNode root = command_line(Language::kEnglish);
  EXPECT_EQ(option(root, "--database")->kind, ValueKind::kFile);
  EXPECT_EQ(option(root, "--calendars")->kind, ValueKind::kFolder);
  EXPECT_EQ(command(root, "check")->operands.front().kind, ValueKind::kFile);
  EXPECT_TRUE(command(root, "check")->operands.front().repeatable);
  EXPECT_EQ(command(root, "init")->operands.front().kind, ValueKind::kFolder);
  EXPECT_EQ(option(root, "--json")->kind, ValueKind::kNone);
}

TEST(Shell, WhatIsHiddenIsNotOffered) {
  EXPECT_EQ(command(command_line(Language::kEnglish), "man"), nullptr);
  EXPECT_EQ(run_cli({"man"}).exit, 0);
}

TEST(Shell, TextsFollowTheLanguage) {
  EXPECT_EQ(option(command_line(Language::kChinese), "--database")->text, "数据库文件");
  EXPECT_EQ(option(command_line(Language::kEnglish), "--database")->text, "Database file");
  EXPECT_NE(run_cli({"case", "--help", "--lang", "zh"}).out.find("显示本帮助"), std::string::npos);
}

TEST(Shell, AnUnknownShellIsAMistakeOfUsage) {
  EXPECT_EQ(run_cli({"completion", "tcsh"}).exit, 2);
  const Finished json = run_cli({"completion", "fish", "--json"});
  EXPECT_EQ(json.exit, 0);
  EXPECT_TRUE(nlohmann::json::parse(json.out).at("script").is_string());
}

}  // namespace
}  // namespace lianban::cli::test
