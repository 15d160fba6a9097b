#include <algorithm>

#include "lianban/diagnostic.hpp"

namespace lianban {

std::string_view to_name(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

Fixed apply_fixes(std::string_view text, const Diagnostics& findings) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto& fix = findings[i].fix;
    if (!fix || fix->offset > text.size()) continue;
    if (text.substr(fix->offset, fix->written.size()) == fix->written) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return findings[i].fix->offset; });
  Fixed fixed;
  std::size_t done = 0;
  for (const std::size_t index : order) {
    const Fix& fix = *findings[index].fix;
    if (fix.offset < done) continue;
    fixed.text.append(text.substr(done, fix.offset - done)).append(fix.replacement);
    done = fix.offset + fix.written.size();
    fixed.applied.push_back(index);
  }
  fixed.text.append(text.substr(done));
  std::ranges::sort(fixed.applied);
  return fixed;
}

}  // namespace lianban
