#include "lianban/explain.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "explain/page.hpp"
#include "explain/pages.hpp"

namespace lianban {
namespace {

std::vector<Explanation> read_all() {
  std::vector<Explanation> all;
  for (const std::string_view text : explain::pages()) {
    // A page that cannot be read fails the test of the pages; it must not take the others along.
    if (auto page = explain::read_page(text)) all.push_back(std::move(page).value());
  }
  std::ranges::sort(all, {}, &Explanation::code);
  return all;
}

std::string capitals(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

void add_part(std::string& to, std::string_view heading, const std::string& text) {
  if (text.empty()) return;
  to.append("\n## ").append(heading).append("\n\n").append(text).append("\n");
}

void add_example(std::string& to, std::string_view heading, const std::string& text) {
  if (!text.empty()) add_part(to, heading, "```json\n" + text + "```");
}

}  // namespace

const std::vector<Explanation>& explanations() {
  static const std::vector<Explanation> kAll = read_all();
  return kAll;
}

const Explanation* explanation(std::string_view code) {
  const std::string wanted = capitals(code);
  const std::vector<Explanation>& all = explanations();
  const auto found = std::ranges::lower_bound(all, wanted, {}, &Explanation::code);
  return found != all.end() && found->code == wanted ? &*found : nullptr;
}

std::optional<std::string> nearest_code(std::string_view word) {
  std::vector<std::string> codes;
  for (const Explanation& each : explanations()) codes.push_back(each.code);
  std::string wanted = capitals(word);
  if (!wanted.starts_with("LB-")) wanted.insert(0, "LB-");  // "e1203" is what people remember.
  return base::nearest(wanted, codes);
}

std::string markdown(const Explanation& page, Language language) {
  const bool zh = language == Language::kChinese;
  std::string out = "# " + page.code;
  out.append(zh ? "：" : ": ").append(page.title.in(language)).append("\n\n");
  out.append(page.what.in(language)).append("\n");
  add_part(out, zh ? "为什么" : "Why", page.why.in(language));
  add_part(out, zh ? "依据" : "Basis", page.basis.in(language));
  add_example(out, zh ? "反例" : "Bad", page.bad);
  add_example(out, zh ? "正例" : "Good", page.good);
  return out;
}

}  // namespace lianban
