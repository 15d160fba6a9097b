#pragma once

#include <string>
#include <string_view>

#include "lianban/difference.hpp"
#include "words/book.hpp"

namespace lianban::difference {

/// What a member is called: "within" of "defer" is the time to make a document good.
[[nodiscard]] Text label_of(std::string_view section, std::string_view member);
/// Its value in the words of the definition that it stands in.
[[nodiscard]] Text value_of(const words::Book& book, std::string_view section,
                            std::string_view member, const Json& value);
/// Whether a change of it moves a date.
[[nodiscard]] bool is_deadline(std::string_view section, std::string_view member);
[[nodiscard]] bool is_wording(std::string_view member);

}  // namespace lianban::difference
