// The definition reference (workflows/README.md): what it shows is what the library does. The info
// string of a JSON example says where it belongs; "fails CODE" says what is wrong with it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "lianban/definition.hpp"
#include "lianban/scenario.hpp"

namespace lianban::scenario {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Snippet {
  std::size_t line = 0;
  std::string place;  ///< First word after "json".
  std::string fails;  ///< Code after "fails"; empty: it has no error.
  std::string text;
};

/// Every fenced block of the page that begins with ```json.
std::vector<Snippet> snippets_of(const fs::path& page) {
  std::ifstream in(page);
  std::vector<Snippet> all;
  bool inside = false;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      all.back().text += line + "\n";
    } else if (line.starts_with("```json")) {
      inside = true;
      std::istringstream words(line.substr(7));
      Snippet next;
      std::string word;
      next.line = number;
      words >> next.place >> word >> next.fails;
      EXPECT_TRUE(word.empty() || word == "fails") << line;
      all.push_back(std::move(next));
    }
  }
  return all;
}

const fs::path kPage = fs::path(LIANBAN_SOURCE_DIR) / "workflows/README.md";

/// Puts a part into the approval that the page begins with.
void put(json& host, const std::string& place, const json& part) {
  json& review = host["chart"]["states"][1]["states"][1];
  if (place == "top") {
    host.update(part);
  } else if (place == "open" || place == "form") {
    host[place] = part;
  } else if (place == "states") {
    for (const json& state : part) host["chart"]["states"].push_back(state);
    review["transitions"].push_back(
        {{"on", "try_it"}, {"by", "harbour.surveyor"}, {"to", part[0]["id"]}});
  } else if (place == "transitions") {
    for (const json& transition : part) review["transitions"].push_back(transition);
  } else if (place == "actions") {
    review["transitions"].push_back({{"on", "try_it"}, {"by", "harbour.surveyor"}, {"do", part}});
  } else if (place == "rule") {
    host["conditions"]["shown"] = {{"title", "Shown"}, {"rule", part}};
  } else {
    ASSERT_TRUE(host.contains(place)) << "no such place: " << place;
    host[place].update(part);
  }
}

std::string shown(const Diagnostics& all) {
  std::string text;
  for (const Diagnostic& each : all) {
    text += each.code + " " + each.pointer + " " + each.message.en + "\n";
  }
  return text;
}

void judge(const Snippet& snippet, const Definition::Checked& checked) {
  if (snippet.fails.empty()) {
    EXPECT_NE(checked.definition, nullptr) << "README.md:" << snippet.line << "\n"
                                           << shown(checked.diagnostics);
    return;
  }
  EXPECT_EQ(checked.definition, nullptr) << "README.md:" << snippet.line;
  std::set<std::string> codes;
  for (const Diagnostic& each : checked.diagnostics) {
    if (each.severity == Severity::kError) codes.insert(each.code);
  }
  EXPECT_EQ(codes, std::set<std::string>{snippet.fails}) << "README.md:" << snippet.line << "\n"
                                                         << shown(checked.diagnostics);
}

void tell(const Snippet& snippet) {
  const fs::path file = fs::path(::testing::TempDir()) / "reference_snippet.json";
  std::ofstream(file) << snippet.text;
  ScenarioOptions options;
  options.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
  for (const ScenarioReport& report : run_scenarios(file.string(), options)) {
    EXPECT_TRUE(report.passed) << "README.md:" << snippet.line << " " << report.step
                               << "\nexpected " << report.expected << "\nfound " << report.found;
    EXPECT_GT(report.steps, 1u);
  }
  fs::remove(file);
}

TEST(Reference, EveryExampleIsAsItSays) {
  const std::vector<Snippet> all = snippets_of(kPage);
  ASSERT_GE(all.size(), 29u);
  ASSERT_EQ(all.front().place, "definition");
  const json host = json::parse(all.front().text);
  for (const Snippet& snippet : all) {
    ASSERT_TRUE(json::accept(snippet.text)) << "README.md:" << snippet.line;
    if (snippet.place == "scenario") {
      tell(snippet);
    } else if (snippet.place == "definition") {
      judge(snippet, Definition::check(snippet.text));
    } else if (snippet.place == "overlay") {
      const auto base = [&](const std::string& wanted,
                            const std::string&) -> Result<Definition::Base> {
        return Definition::Base{wanted, all.front().text};
      };
      judge(snippet, Definition::check(snippet.text, "overlay.json", base));
    } else {
      json whole = host;
      put(whole, snippet.place, json::parse(snippet.text));
      judge(snippet, Definition::check(whole.dump()));
    }
  }
}

// A member that the page does not name is one that nobody can find.
TEST(Reference, EveryMemberOfTheSchemaIsNamed) {
  std::stringstream page;
  page << std::ifstream(kPage).rdbuf();
  std::ifstream in(fs::path(LIANBAN_SOURCE_DIR) / "workflows/schema/definition.schema.json");
  const json schema = json::parse(in);
  std::vector<std::string> missing;
  const auto look = [&](const json& part) {
    for (const auto& [name, value] : part.at("properties").items()) {
      const bool named = page.str().find("`" + name) != std::string::npos ||
                         page.str().find("\"" + name + "\"") != std::string::npos;
      if (!named) missing.push_back(name);
    }
  };
  look(schema);
  for (const auto& [name, part] : schema["definitions"].items()) {
    if (part.contains("properties")) look(part);
  }
  EXPECT_EQ(missing, std::vector<std::string>{});
}

}  // namespace
}  // namespace lianban::scenario
