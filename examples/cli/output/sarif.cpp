#include "cli/output/sarif.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "cli/output/findings.hpp"
#include "cli/output/width.hpp"
#include "lianban/explain.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// A relative reference with what a URI may not hold escaped (RFC 3986); "-" is standard input.
std::string uri_of(const std::string& file) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kFree = "-._~/";
  std::string uri;
  for (const char c : file) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kFree.find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      uri += '%';
      uri += kDigits[byte >> 4];
      uri += kDigits[byte & 15];
    }
  }
  return uri;
}

json location(const std::string& file, std::size_t line, std::size_t column,
              const std::string& pointer) {
  json physical{{"artifactLocation", {{"uri", uri_of(file)}}}};
  if (line != 0) physical["region"] = {{"startLine", line}, {"startColumn", column}};
  json place{{"physicalLocation", std::move(physical)}};
  if (!pointer.empty()) {
    place["logicalLocations"] = json::array({{{"fullyQualifiedName", pointer}}});
  }
  return place;
}

json fix_of(const std::string& file, const Diagnostic& finding, Language language) {
  const Fix& fix = *finding.fix;
  const json deleted{{"startLine", fix.line},
                     {"startColumn", fix.column},
                     {"endLine", fix.line},
                     {"endColumn", fix.column + glyphs(fix.written).size()}};
  const json replacement{{"deletedRegion", deleted},
                         {"insertedContent", {{"text", fix.replacement}}}};
  const json change{{"artifactLocation", {{"uri", uri_of(file)}}},
                    {"replacements", json::array({replacement})}};
  return {{"description", {{"text", finding.hint.in(language)}}},
          {"artifactChanges", json::array({change})}};
}

json rule_of(const std::string& code, Language language) {
  json rule{{"id", code}};
  const Explanation* page = explanation(code);
  if (page == nullptr) return rule;
  rule["shortDescription"] = {{"text", page->title.in(language)}};
  rule["fullDescription"] = {{"text", page->what.in(language)}};
  rule["help"] = {{"text", page->why.in(language)}, {"markdown", markdown(*page, language)}};
  return rule;
}

json result_of(const std::string& file, const Diagnostic& finding, std::size_t rule,
               Language language) {
  std::string message = finding.message.in(language);
  const std::string& hint = finding.hint.in(language);
  if (!hint.empty()) message.append("\n").append(hint);
  json related = json::array();
  for (const Related& each : finding.related) {
    json place = location(file, each.line, each.column, each.pointer);
    place["id"] = related.size();
    place["message"] = {{"text", each.text.in(language)}};
    related.push_back(std::move(place));
  }
  json result{
      {"ruleId", finding.code},
      {"ruleIndex", rule},
      {"level", to_name(finding.severity)},
      {"message", {{"text", std::move(message)}}},
      {"locations", json::array({location(file, finding.line, finding.column, finding.pointer)})}};
  if (!related.empty()) result["relatedLocations"] = std::move(related);
  if (finding.fix) result["fixes"] = json::array({fix_of(file, finding, language)});
  return result;
}

}  // namespace

json sarif(const std::vector<CheckedFile>& files, Language language) {
  std::map<std::string, std::size_t> index;
  json rules = json::array();
  json results = json::array();
  for (const CheckedFile& each : files) {
    for (const Diagnostic& finding : each.findings) {
      const auto [rule, is_new] = index.emplace(finding.code, rules.size());
      if (is_new) rules.push_back(rule_of(finding.code, language));
      results.push_back(result_of(each.file, finding, rule->second, language));
    }
  }
  const json driver{{"name", "lianban"}, {"version", LIANBAN_VERSION}, {"rules", std::move(rules)}};
  const json run{{"tool", {{"driver", driver}}},
                 {"columnKind", "unicodeCodePoints"},
                 {"language", language == Language::kChinese ? "zh-CN" : "en-US"},
                 {"results", std::move(results)}};
  return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
          {"version", "2.1.0"},
          {"runs", json::array({run})}};
}

}  // namespace lianban::cli
