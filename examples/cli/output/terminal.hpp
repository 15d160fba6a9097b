#pragma once

#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>

#include "cli/messages.hpp"
#include "lianban/text.hpp"

namespace lianban::cli {

/// A colour always means something, and never stands without a sign or a word.
enum class Tone { kPlain, kGood, kBad, kWarn, kNow, kDim, kStrong };
enum class Sign { kOk, kFail, kWarn, kNow, kPending, kDeadline, kBullet };

struct TerminalSettings {
  Language language = Language::kChinese;
  bool json = false;   ///< Standard output carries one JSON object and nothing else.
  bool color = false;  ///< On standard output.
  bool color_err = false;
  bool ascii = false;     ///< Signs and lines in ASCII.
  bool progress = false;  ///< Standard error is a terminal: a moving line may be shown.
};

/// Where the answer (standard output) and everything else (standard error) goes. One thread.
class Terminal {
 public:
  Terminal(TerminalSettings settings, std::ostream& out, std::ostream& err)
      : settings_(settings), out_(out), err_(err) {}

  [[nodiscard]] Language language() const { return settings_.language; }
  [[nodiscard]] bool json() const { return settings_.json; }
  [[nodiscard]] bool ascii() const { return settings_.ascii; }
  [[nodiscard]] bool chinese() const { return settings_.language == Language::kChinese; }

  /// The phrase in the user's language, filled in.
  [[nodiscard]] std::string tell(const Phrase& phrase,
                                 std::initializer_list<std::string> values = {}) const {
    return fill(phrase.in(settings_.language), values);
  }
  [[nodiscard]] std::string tell(const Text& text) const { return text.in(settings_.language); }
  [[nodiscard]] std::string word(std::string_view name) const {
    return std::string(word_for(name, settings_.language));
  }

  [[nodiscard]] std::string paint(Tone tone, std::string_view text) const;
  [[nodiscard]] std::string paint_err(Tone tone, std::string_view text) const;
  /// The sign without colour and gap.
  [[nodiscard]] std::string_view glyph(Sign sign) const;
  /// Coloured, with the gap after it: `sign_cells()` cells, one more for a wide sign.
  [[nodiscard]] std::string sign(Sign sign) const;
  [[nodiscard]] std::size_t sign_cells() const { return settings_.ascii ? 5 : 2; }
  /// A horizontal line.
  [[nodiscard]] std::string rule(std::size_t cells) const;
  [[nodiscard]] std::string_view bar() const { return settings_.ascii ? "|" : "│"; }
  [[nodiscard]] std::string_view dot() const { return settings_.ascii ? " - " : " · "; }
  [[nodiscard]] std::string_view comma() const { return chinese() ? "、" : ", "; }

  void line(std::string_view text = {});  ///< To standard output; nothing under --json.
  void note(std::string_view text);       ///< To standard error.
  void raw(std::string_view text);        ///< To standard output, --json or not.
  void flush();
  void progress(std::string_view text);  ///< Replaces the moving line; only on a terminal.
  void end_progress();

 private:
  TerminalSettings settings_;
  std::ostream& out_;
  std::ostream& err_;
  bool moving_ = false;
};

}  // namespace lianban::cli
