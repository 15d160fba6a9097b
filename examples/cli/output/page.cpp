#include "cli/output/page.hpp"

#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

constexpr std::size_t kCells = 96;

/// The lines of a text one by one, so that a list in it stays one.
template <class Use>
void each_line(std::string_view text, Use&& use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void print_text(Terminal& out, const std::string& text) {
  each_line(text, [&](std::string_view line) {
    for (const std::string& part : wrap_text(line, kCells)) out.line("  " + part);
  });
}

void print_part(Terminal& out, const Phrase& heading, const std::string& text) {
  if (text.empty()) return;
  out.line();
  out.line(out.paint(Tone::kStrong, out.tell(heading)));
  print_text(out, text);
}

void print_example(Terminal& out, const Phrase& heading, Tone tone, const std::string& text) {
  if (text.empty()) return;
  out.line();
  out.line(out.paint(tone, out.tell(heading)));
  each_line(text, [&](std::string_view line) { out.line("  " + std::string(line)); });
}

}  // namespace

void print_page(Terminal& out, const Explanation& page) {
  const Language language = out.language();
  const bool warning = page.code.find("-W") != std::string::npos;
  out.line(out.paint(warning ? Tone::kWarn : Tone::kBad, page.code) + "  " +
           out.paint(Tone::kStrong, page.title.in(language)));
  print_text(out, page.what.in(language));
  print_part(out, say::kWhy, page.why.in(language));
  print_part(out, say::kGround, page.basis.in(language));
  print_example(out, say::kBad, Tone::kBad, page.bad);
  print_example(out, say::kGood, Tone::kGood, page.good);
}

void print_codes(Terminal& out) {
  for (const Explanation& page : explanations()) {
    out.line(page.code + "  " + page.title.in(out.language()));
  }
  out.line();
  out.line(out.tell(say::kCodes, {std::to_string(explanations().size())}));
}

}  // namespace lianban::cli
