#include "cli/output/terminal.hpp"

#include <ostream>

#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return {};
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kBad:
      return "\x1b[31m";
    case Tone::kWarn:
      return "\x1b[33m";
    case Tone::kNow:
      return "\x1b[34m";
    case Tone::kDim:
      return "\x1b[90m";
    case Tone::kStrong:
      return "\x1b[1m";
  }
  return {};
}

std::string painted(bool color, Tone tone, std::string_view text) {
  const std::string_view escape = escape_of(tone);
  if (!color || escape.empty() || text.empty()) return std::string(text);
  return std::string(escape) + std::string(text) + "\x1b[0m";
}

Tone tone_of(Sign sign) {
  switch (sign) {
    case Sign::kOk:
      return Tone::kGood;
    case Sign::kFail:
      return Tone::kBad;
    case Sign::kWarn:
    case Sign::kDeadline:
      return Tone::kWarn;
    case Sign::kNow:
      return Tone::kNow;
    case Sign::kPending:
    case Sign::kBullet:
      return Tone::kDim;
  }
  return Tone::kPlain;
}

}  // namespace

std::string Terminal::paint(Tone tone, std::string_view text) const {
  return painted(settings_.color, tone, text);
}

std::string Terminal::paint_err(Tone tone, std::string_view text) const {
  return painted(settings_.color_err, tone, text);
}

std::string_view Terminal::glyph(Sign sign) const {
  const bool ascii = settings_.ascii;
  switch (sign) {
    case Sign::kOk:
      return ascii ? "OK" : "✔";
    case Sign::kFail:
      return ascii ? "ERR" : "✖";
    case Sign::kWarn:
      return ascii ? "WARN" : "!";
    case Sign::kNow:
      return ascii ? "*" : "●";
    case Sign::kPending:
      return ascii ? "-" : "○";
    case Sign::kDeadline:
      return ascii ? "T" : "⏳";
    case Sign::kBullet:
      return ascii ? "-" : "·";
  }
  return "?";
}

std::string Terminal::sign(Sign sign) const {
  const std::string_view bare = glyph(sign);
  const std::size_t cells = display_width(bare);
  const std::size_t room = sign_cells();
  return paint(tone_of(sign), bare) + std::string(cells < room ? room - cells : 1, ' ');
}

std::string Terminal::rule(std::size_t cells) const {
  std::string out;
  for (std::size_t i = 0; i < cells; ++i) out += settings_.ascii ? "-" : "─";
  return out;
}

void Terminal::line(std::string_view text) {
  if (!settings_.json) out_ << text << '\n';
}

void Terminal::note(std::string_view text) {
  end_progress();
  err_ << text << '\n';
}

void Terminal::raw(std::string_view text) { out_ << text; }

void Terminal::flush() { out_.flush(); }

void Terminal::progress(std::string_view text) {
  if (!settings_.progress) return;
  err_ << "\r\x1b[K" << text << std::flush;
  moving_ = true;
}

void Terminal::end_progress() {
  if (!moving_) return;
  err_ << "\r\x1b[K" << std::flush;
  moving_ = false;
}

}  // namespace lianban::cli
