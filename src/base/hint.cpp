#include "base/hint.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lianban::base {

namespace {
constexpr std::size_t kShownCells = 60;
}

std::string quoted_zh(std::string_view word) {
  return "“" + truncate_cells(word, kShownCells) + "”";
}
std::string quoted_en(std::string_view word) {
  return "'" + truncate_cells(word, kShownCells) + "'";
}

Hint did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const auto meant = nearest(word, known);
  if (!meant) return {};
  Hint hint("是否指" + quoted_zh(*meant) + "？", "did you mean " + quoted_en(*meant) + "?");
  std::vector<std::string> others = known;
  std::erase(others, *meant);
  if (nearest(word, others)) return hint;
  hint.written = word;
  hint.meant = *meant;
  return hint;
}

}  // namespace lianban::base
