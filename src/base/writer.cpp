#include "base/writer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace lianban::base {
namespace {

/// 0: as it is. Else the letter after the backslash; 'u' for the long form.
constexpr std::array<char, 256> escapes() {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}
constexpr std::array<char, 256> kEscapes = escapes();

void append_escaped(std::string& out, std::string_view text) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const char escape = kEscapes[c];
    if (escape == 0) continue;
    out.append(text, done, i - done);
    done = i + 1;
    out += '\\';
    out += escape;
    if (escape == 'u') {
      constexpr std::string_view kDigits = "0123456789abcdef";
      out += "00";
      out += kDigits[c >> 4];
      out += kDigits[c & 15];
    }
  }
  out.append(text, done);
}

template <class Number>
void append_number(std::string& out, Number value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), end);
}

}  // namespace

void Writer::member(std::string_view name) {
  comma();
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void Writer::string(std::string_view text) {
  out_ += '"';
  if (valid_utf8(text)) {
    append_escaped(out_, text);
  } else {
    append_escaped(out_, repaired_utf8(text));
  }
  out_ += '"';
}

void Writer::hooked(const std::string& text) {
  std::string instead;
  string(hook_ != nullptr && (*hook_)(text, instead) ? instead : text);
}

void Writer::json(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
    case Json::value_t::binary:
    case Json::value_t::discarded:
      out_ += "null";
      return;
    case Json::value_t::boolean:
      out_ += value.get_ref<const Json::boolean_t&>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
      return integer(value.get_ref<const Json::number_integer_t&>());
    case Json::value_t::number_unsigned:
      return integer(value.get_ref<const Json::number_unsigned_t&>());
    case Json::value_t::number_float:
      return number(value.get_ref<const Json::number_float_t&>());
    case Json::value_t::string:
      return hooked(value.get_ref<const std::string&>());
    case Json::value_t::array:
      out_ += '[';
      for (const Json& element : value) {
        comma();
        json(element);
      }
      out_ += ']';
      return;
    case Json::value_t::object:
      out_ += '{';
      for (const auto& [name, element] : value.get_ref<const Json::object_t&>()) {
        comma();
        string(name);
        out_ += ':';
        json(element);
      }
      out_ += '}';
      return;
  }
}

void Writer::number(double value) {
  if (!std::isfinite(value)) {
    out_ += "null";
    return;
  }
  const std::size_t start = out_.size();
  append_number(out_, value);
  if (out_.find_first_of(".e", start) == std::string::npos) out_ += ".0";
}

void Writer::integer(std::int64_t value) { append_number(out_, value); }
void Writer::integer(std::uint64_t value) { append_number(out_, value); }

void Writer::bytes(std::span<const std::uint8_t> value) {
  out_ += '"';
  out_ += hex(value);
  out_ += '"';
}

void Writer::day(Day value) {
  out_ += '"';
  out_ += format_day(value);
  out_ += '"';
}

bool Writer::is_null(const Json& value) { return value.is_null(); }

bool Writer::is_zero(double value) {
  return std::fpclassify(value) == FP_ZERO && !std::signbit(value);
}

std::string canonical(const Json& value) {
  std::string out;
  Writer(out).json(value);
  return out;
}

}  // namespace lianban::base
