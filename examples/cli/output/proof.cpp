#include "cli/output/proof.hpp"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace lianban::cli {

using nlohmann::json;

namespace {

constexpr Phrase kProved{"已证明", "proved"};
constexpr Phrase kViolated{"不成立", "violated"};
constexpr Phrase kUnknown{"未证明", "not proved"};
constexpr Phrase kNotApplicable{"不涉及", "not applicable"};
constexpr Phrase kImpossible{"（另有 {0} 处因日期上不可能而排除）",
                             " ({0} more ruled out: no real days allow them)"};
constexpr Phrase kStoryAt{"剧本：{0}", "story: {0}"};
constexpr Phrase kNotReproduced{"剧本：{0}（lianban test 未能重现，请报告）",
                                "story: {0} (lianban test does not reproduce it: please report)"};
constexpr Phrase kUntold{"写不成剧本：{0}", "no story file: {0}"};
constexpr Phrase kLeftOut{"简化与假设", "left out and assumed"};
constexpr Phrase kUnseen{"从未出现", "never seen"};
constexpr Phrase kExplored{"情形 {0}，步骤 {1}", "{0} situations, {1} steps"};
constexpr Phrase kCost{"{0} 秒，内存峰值 {1} MB", "{0} s, peak memory {1} MB"};
constexpr Phrase kAllProved{"全部证明", "all proved"};
constexpr Phrase kNotAll{"没有全部证明", "not all proved"};

const Phrase& word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kProved:
      return kProved;
    case Verdict::kViolated:
      return kViolated;
    case Verdict::kUnknown:
      return kUnknown;
    case Verdict::kNotApplicable:
      return kNotApplicable;
  }
  return kUnknown;
}

Sign sign_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kProved:
      return Sign::kOk;
    case Verdict::kViolated:
      return Sign::kFail;
    case Verdict::kUnknown:
      return Sign::kWarn;
    case Verdict::kNotApplicable:
      return Sign::kBullet;
  }
  return Sign::kWarn;
}

std::string tenths(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

void print_finding(Terminal& out, const ProofFinding& finding, const StoryFile& story) {
  const bool error = finding.severity == Severity::kError;
  out.line();
  out.line(out.sign(error ? Sign::kFail : Sign::kWarn) +
           out.paint(error ? Tone::kBad : Tone::kWarn, finding.code) + "  " +
           out.tell(finding.message));
  std::size_t number = 0;
  for (const Text& line : finding.story) {
    out.line("    " + std::to_string(++number) + ". " + out.tell(line));
  }
  if (!finding.untold.empty()) out.line("    " + out.tell(kUntold, {out.tell(finding.untold)}));
  if (story.file.empty()) return;
  out.line("    " + out.tell(story.reproduced ? kStoryAt : kNotReproduced, {story.file}));
}

void print_list(Terminal& out, const Phrase& what, const std::vector<Text>& list) {
  if (list.empty()) return;
  out.line();
  out.line(out.paint(Tone::kDim, out.tell(what)));
  for (const Text& each : list) out.line("  " + out.sign(Sign::kBullet) + out.tell(each));
}

json lines_of(const std::vector<Text>& list, Language language) {
  json lines = json::array();
  for (const Text& each : list) lines.push_back(each.in(language));
  return lines;
}

}  // namespace

void print_proof(Terminal& out, const std::string& file, const Proof& proof,
                 const std::vector<StoryFile>& stories, const ProofCost& cost) {
  out.line(out.paint(Tone::kStrong, file));
  for (const ProofProperty& each : proof.properties) {
    std::string line = out.sign(sign_of(each.verdict)) + each.code + "  ";
    if (!each.id.empty()) line += each.id + ": ";
    line += out.tell(each.title);
    line += out.dot();
    line += out.tell(word_of(each.verdict));
    if (each.impossible > 0) line += out.tell(kImpossible, {std::to_string(each.impossible)});
    out.line(line);
    if (!each.note.empty()) out.line("    " + out.paint(Tone::kDim, out.tell(each.note)));
  }
  for (std::size_t i = 0; i < proof.findings.size(); ++i) {
    print_finding(out, proof.findings[i], stories[i]);
  }
  print_list(out, kLeftOut, proof.abstracted);
  print_list(out, kUnseen, proof.unseen);
  out.line();
  if (!proof.incomplete.empty()) {
    out.line(out.sign(Sign::kWarn) + out.tell(proof.incomplete));
  }
  out.line(out.tell(kExplored, {std::to_string(proof.states), std::to_string(proof.transitions)}));
  out.line(out.paint(
      Tone::kDim, out.tell(kCost, {tenths(cost.seconds), std::to_string(cost.peak_bytes >> 20)})));
  out.line(out.sign(proof.proved ? Sign::kOk : Sign::kFail) +
           out.tell(proof.proved ? kAllProved : kNotAll));
}

json proof_json(const std::string& file, const Proof& proof, const std::vector<StoryFile>& stories,
                const ProofCost& cost, Language language) {
  json properties = json::array();
  for (const ProofProperty& each : proof.properties) {
    json property{{"code", each.code},
                  {"title", each.title.in(language)},
                  {"verdict", to_name(each.verdict)},
                  {"impossible", each.impossible}};
    if (!each.id.empty()) property["id"] = each.id;
    if (!each.note.empty()) property["note"] = each.note.in(language);
    properties.push_back(std::move(property));
  }
  json findings = json::array();
  for (std::size_t i = 0; i < proof.findings.size(); ++i) {
    const ProofFinding& each = proof.findings[i];
    json finding{{"code", each.code},
                 {"severity", to_name(each.severity)},
                 {"subject", each.subject},
                 {"message", each.message.in(language)},
                 {"story", lines_of(each.story, language)}};
    if (!each.untold.empty()) finding["untold"] = each.untold.in(language);
    if (!stories[i].file.empty()) {
      finding["file"] = stories[i].file;
      finding["reproduced"] = stories[i].reproduced;
    }
    findings.push_back(std::move(finding));
  }
  return {{"file", file},
          {"proved", proof.proved},
          {"incomplete", proof.incomplete.empty() ? json() : json(proof.incomplete.in(language))},
          {"properties", std::move(properties)},
          {"findings", std::move(findings)},
          {"abstracted", lines_of(proof.abstracted, language)},
          {"unseen", lines_of(proof.unseen, language)},
          {"states", proof.states},
          {"transitions", proof.transitions},
          {"seconds", cost.seconds},
          {"peak_bytes", cost.peak_bytes}};
}

}  // namespace lianban::cli
