#include "explain/page.hpp"

#include <array>
#include <optional>

namespace lianban::explain {
namespace {

constexpr std::string_view kNoExample = "<!-- no example -->";

/// What the lines after a heading belong to.
enum class Part { kNothing, kWhat, kWhy, kBasis, kBad, kGood };

class PageReader {
 public:
  Result<Explanation> read(std::string_view text) {
    while (!text.empty() && fault_.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++number_;
      line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (fault_.empty()) finish();
    if (!fault_.empty()) {
      return make_error("explain/page", "页面写法不对", fault_, "line " + std::to_string(number_));
    }
    return std::move(page_);
  }

 private:
  void line(std::string_view text) {
    if (fenced_) return fenced(text);
    if (text.starts_with("```")) {
      if (part_ != Part::kBad && part_ != Part::kGood) return fail("an example out of place");
      if (!into()->empty()) return fail("a second example");
      fenced_ = true;
    } else if (text.starts_with('#')) {
      heading(text);
    } else if (text == kNoExample) {
      no_example_ = true;
    } else if (!text.empty()) {
      paragraph(text);
    }
  }

  void fenced(std::string_view text) {
    if (text == "```") {
      fenced_ = false;
      return;
    }
    into()->append(text).append("\n");
  }

  void heading(std::string_view text) {
    const std::size_t level = text.find_first_not_of('#');
    if (level == std::string_view::npos || text[level] != ' ') return fail("an empty heading");
    const std::string_view name = text.substr(level + 1);
    if (level == 1 && page_.code.empty()) {
      page_.code = name;
    } else if (level == 2) {
      section(name);
    } else if (level == 3 && language_ && title()->empty()) {
      *title() = name;
      part_ = Part::kWhat;
    } else if (level == 4 && language_) {
      const bool zh = *language_ == Language::kChinese;
      if (name == (zh ? "为什么" : "Why")) {
        part_ = Part::kWhy;
      } else if (name == (zh ? "依据" : "Basis")) {
        part_ = Part::kBasis;
      } else {
        fail("an unknown heading");
      }
    } else {
      fail("a heading out of place");
    }
  }

  void section(std::string_view name) {
    language_.reset();
    part_ = Part::kNothing;
    if (name == "中文") {
      language_ = Language::kChinese;
    } else if (name == "English") {
      language_ = Language::kEnglish;
    } else if (name == "反例 Bad") {
      part_ = Part::kBad;
    } else if (name == "正例 Good") {
      part_ = Part::kGood;
    } else {
      fail("an unknown section");
    }
  }

  void paragraph(std::string_view text) {
    std::string* to = into();
    if (to == nullptr || part_ == Part::kBad || part_ == Part::kGood) {
      return fail("a text out of place");
    }
    if (!to->empty()) to->append("\n");
    to->append(text);
  }

  std::string* in_language(Text& text) {
    return *language_ == Language::kChinese ? &text.zh : &text.en;
  }
  std::string* title() { return in_language(page_.title); }
  std::string* into() {
    switch (part_) {
      case Part::kNothing:
        return nullptr;
      case Part::kWhat:
        return in_language(page_.what);
      case Part::kWhy:
        return in_language(page_.why);
      case Part::kBasis:
        return in_language(page_.basis);
      case Part::kBad:
        return &page_.bad;
      case Part::kGood:
        return &page_.good;
    }
    return nullptr;
  }

  void finish() {
    if (fenced_) return fail("an example without an end");
    for (const Text* text : {&page_.title, &page_.what, &page_.why}) {
      if (text->zh.empty() || text->en.empty()) return fail("a part is missing");
    }
    if (page_.code.empty()) return fail("the code is missing");
    if (page_.basis.zh.empty() != page_.basis.en.empty()) return fail("a basis in one language");
    if (page_.basis.zh.find('\n') != std::string::npos) return fail("a basis of several lines");
    if (page_.bad.empty() != no_example_ || page_.good.empty() != no_example_) {
      return fail("both examples, or the mark that there is none");
    }
  }

  void fail(std::string_view why) { fault_ = why; }

  Explanation page_;
  std::optional<Language> language_;
  Part part_ = Part::kNothing;
  bool fenced_ = false, no_example_ = false;
  std::size_t number_ = 0;
  std::string fault_;
};

}  // namespace

Result<Explanation> read_page(std::string_view text) { return PageReader().read(text); }

}  // namespace lianban::explain
