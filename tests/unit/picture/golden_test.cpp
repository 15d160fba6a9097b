// The small approval in each format, whole; and what must hold of Wenzhou's in every one.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "picture/sketch.hpp"
#include "support/small_approval.hpp"

namespace lianban::picture {
namespace {

using support::golden;
using support::small_approval;
using support::wenzhou_approval;

const DiagramFormat kFormats[] = {DiagramFormat::kMermaid, DiagramFormat::kDot,
                                  DiagramFormat::kPlantUml, DiagramFormat::kBpmn};

std::string drawn(const model::Definition& definition, DiagramFormat format,
                  Language language = Language::kChinese) {
  DiagramOptions options;
  options.language = language;
  return draw(definition, format, options).value();
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Golden, TheSmallApprovalInEachFormat) {
  const auto definition = small_approval();
  ASSERT_NE(definition, nullptr);
  const std::pair<DiagramFormat, const char*> files[] = {{DiagramFormat::kMermaid, "small.mmd"},
                                                         {DiagramFormat::kDot, "small.dot"},
                                                         {DiagramFormat::kPlantUml, "small.puml"},
                                                         {DiagramFormat::kBpmn, "small.bpmn"}};
  for (const auto& [format, file] : files) {
    const std::string now = drawn(*definition, format);
    EXPECT_EQ(now, golden(std::string("tests/unit/picture/golden/") + file, now)) << file;
  }
}

TEST(Golden, TheLanguageIsTheReaders) {
  const std::string text = drawn(*small_approval(), DiagramFormat::kMermaid, Language::kEnglish);
  EXPECT_NE(text.find("Clerk"), std::string::npos);
  EXPECT_EQ(text.find("窗口人员"), std::string::npos);
}

TEST(Drawing, EveryStateAppearsInEveryFormat) {
  const auto definition = wenzhou_approval();
  const words::Book book(*definition);
  const Sketch sketch = sketch_of(book, {});
  for (const DiagramFormat format : kFormats) {
    const std::string text = drawn(*definition, format);
    for (std::size_t i = 0; i < sketch.boxes.size(); ++i) {
      // BPMN takes composite states apart.
      if (format == DiagramFormat::kBpmn && sketch.composite(static_cast<unsigned>(i))) continue;
      EXPECT_NE(text.find(sketch.boxes[i].key), std::string::npos) << sketch.boxes[i].key;
    }
  }
}

TEST(Drawing, EveryTransitionAppearsInEveryFormat) {
  const auto definition = wenzhou_approval();
  const words::Book book(*definition);
  const Sketch sketch = sketch_of(book, {});
  std::size_t named = 0;
  for (const DiagramFormat format : kFormats) {
    const std::string text = drawn(*definition, format);
    for (const Arrow& arrow : sketch.arrows) {
      if (arrow.name.empty()) continue;
      ++named;
      EXPECT_NE(text.find(arrow.name), std::string::npos) << arrow.name;
    }
  }
  EXPECT_GT(named, 100U);
  const std::size_t all = definition->chart.transitions.size();
  const std::string dot = drawn(*definition, DiagramFormat::kDot);
  const std::size_t compounds = count(dot, "subgraph ");
  EXPECT_EQ(count(dot, " -> "), all + compounds + 1) << "and one arrow from each start";
}

TEST(Mermaid, EveryLineIsOneOfTheGrammar) {
  // stateDiagram.jison: what follows a colon ends at a colon or semicolon, a name at a quote.
  // "#58;" is an entity, so the semicolon that closes it is taken out before.
  const std::string label = R"((?:[^:;"<>{}]|<br/>)+)";
  const std::vector<std::regex> known = {
      std::regex("---|title: \".*\"|stateDiagram-v2|\\s*direction TB|\\s*\\}|\\s*--"),
      std::regex("\\s*state \"" + label + "\" as s_[a-z0-9_]+( \\{)?"),
      std::regex("\\s*state s_[a-z0-9_]+ <<choice>>"),
      std::regex("\\s*(\\[\\*\\]|s_[a-z0-9_]+) --> (\\[\\*\\]|s_[a-z0-9_]+)( : " + label + ")?")};
  const std::regex entity("#[0-9]+;");
  for (const auto& definition : {small_approval(), wenzhou_approval()}) {
    std::istringstream lines(drawn(*definition, DiagramFormat::kMermaid));
    std::size_t open = 0;
    for (std::string line; std::getline(lines, line);) {
      line = std::regex_replace(line, entity, "_");
      EXPECT_TRUE(std::ranges::any_of(known, [&](const std::regex& each) {
        return std::regex_match(line, each);
      })) << line;
      if (line.ends_with(" {")) ++open;
      if (line.ends_with("}")) --open;
    }
    EXPECT_EQ(open, 0U);
  }
}

TEST(PlantUml, HasItsFrameAndItsBracketsClose) {
  const std::string text = drawn(*wenzhou_approval(), DiagramFormat::kPlantUml);
  EXPECT_TRUE(text.starts_with("@startuml\n"));
  EXPECT_TRUE(text.ends_with("@enduml\n"));
  EXPECT_EQ(count(text, " {\n"), count(text, "}\n"));
}

TEST(Escaping, NoTitleBreaksOutOfItsPlace) {
  std::string source = support::small_source();
  const std::string evil = R"(\" ] } -- %% ; : <b>&amp; \\ # ** ~)";
  const auto at = source.find("\"Parked\"");
  source.replace(at, 8, "\"" + evil + "\"");
  const auto definition = support::loaded(source);
  ASSERT_NE(definition, nullptr);
  for (const DiagramFormat format : kFormats) {
    // A quote inside a quoted name stands behind a backslash, or is none any more.
    const std::string text = drawn(*definition, format, Language::kEnglish);
    EXPECT_FALSE(std::regex_search(text, std::regex("[^\\\\]\" \\] \\}"))) << text;
  }
}

TEST(Drawing, TwiceGivesTheSame) {
  for (const DiagramFormat format : kFormats) {
    EXPECT_EQ(drawn(*wenzhou_approval(), format), drawn(*wenzhou_approval(), format));
  }
}

}  // namespace
}  // namespace lianban::picture
