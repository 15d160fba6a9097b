#include "model/place.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/limits.hpp"

namespace lianban::model {
namespace {

constexpr std::size_t kMostRelated = 5;

/// The inverse of base::position_of.
std::size_t offset_of(std::string_view text, const base::Position& position) {
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (std::size_t line = 1; line < position.line; ++line) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  for (std::size_t left = position.column - 1; left > 0 && at < text.size(); --left) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

/// The inside of the string that begins there; empty where none does.
std::string_view string_at(std::string_view text, std::size_t quote) {
  if (quote >= text.size() || text[quote] != '"') return {};
  std::size_t end = quote + 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return end < text.size() ? text.substr(quote + 1, end - quote - 1) : std::string_view();
}

/// Where the word is the whole text or exactly one of its parts between dots.
std::size_t find_part(std::string_view text, std::string_view word) {
  if (text == word) return 0;
  std::size_t found = std::string_view::npos;
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool is_part =
        (at == 0 || text[at - 1] == '.') && (end == text.size() || text[end] == '.');
    if (!is_part) continue;
    if (found != std::string_view::npos) return std::string_view::npos;
    found = at;
  }
  return found;
}

bool has_twin(const Diagnostic& finding, const Json& source) {
  if (!finding.at_name) return false;
  const std::size_t slash = finding.pointer.rfind('/');
  if (slash == std::string::npos) return false;
  const Json::json_pointer parent(finding.pointer.substr(0, slash));
  return source.contains(parent) && source.at(parent).contains(finding.fix->replacement);
}

/// Whether the edit could be put on its bytes.
bool place_fix(const Diagnostic& finding, std::string_view text, const Json& source, Fix& fix) {
  if (fix.written.empty() || has_twin(finding, source)) return false;
  const std::size_t token = offset_of(text, {finding.line, finding.column});
  const bool is_raw = fix.written.front() == '"' || fix.written.front() == '{';
  if (is_raw) {
    if (text.substr(token, fix.written.size()) != fix.written) return false;
    fix.offset = token;
  } else {
    const bool needs_escapes = std::ranges::any_of(fix.replacement, [](char c) {
      return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    });
    const std::size_t part = find_part(string_at(text, token), fix.written);
    if (needs_escapes || part == std::string_view::npos) return false;
    fix.offset = token + 1 + part;
  }
  const base::Position position = base::position_of(text, fix.offset);
  fix.line = position.line;
  fix.column = position.column;
  return true;
}

base::Position position_of(std::string_view text, std::string_view pointer, bool at_name) {
  return base::locate(text, pointer, at_name ? base::Part::kName : base::Part::kValue);
}

}  // namespace

void place(Diagnostics& findings, std::string_view text, const Json& source) {
  if (findings.size() > limits::kDiagnostics) findings.resize(limits::kDiagnostics);
  for (Diagnostic& finding : findings) {
    const base::Position position = position_of(text, finding.pointer, finding.at_name);
    finding.line = position.line;
    finding.column = position.column;
    if (finding.related.size() > kMostRelated) finding.related.resize(kMostRelated);
    for (Related& each : finding.related) {
      const base::Position place = position_of(text, each.pointer, each.at_name);
      each.line = place.line;
      each.column = place.column;
    }
    if (finding.fix && !place_fix(finding, text, source, *finding.fix)) finding.fix.reset();
  }
  std::ranges::stable_sort(findings, [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
}

}  // namespace lianban::model
