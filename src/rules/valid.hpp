#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lianban::rules {

/// The kinds of the operator `valid` and of "format" in form, input and reply schemas:
/// resident_id (GB 11643-1999), uscc (GB 32100-2015), vin (GB 16735-2019), plate (GA 36-2018),
/// division (GB/T 2260; the code's form and province, not the current list of counties).
[[nodiscard]] bool is_valid_kind(std::string_view kind);
/// False for an unknown kind.
[[nodiscard]] bool is_valid(std::string_view kind, std::string_view text);
/// For "did you mean".
[[nodiscard]] std::vector<std::string> valid_kinds();

}  // namespace lianban::rules
