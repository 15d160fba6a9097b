#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lianban/diagnostic.hpp"
#include "lianban/result.hpp"
#include "model/traced.hpp"

namespace lianban::model {

/// A definition file that another one extends.
struct BaseText {
  std::string name;  ///< How it is named to people, and to the next reading as `from`.
  std::string text;
};
/// Reads what `extends` names, as seen from the file that says so.
using ReadBase =
    std::function<Result<BaseText>(const std::string& wanted, const std::string& from)>;

/// A definition with its bases put in, or what is wrong with that.
struct Expansion {
  std::optional<Traced> whole;
  std::vector<BaseText> files;  ///< The overlay, its base, the base's base, ...: Origin::file.
  Diagnostics faults;           ///< Placed.
};

/// `source` is the overlay, parsed from `text`; `name` says where it was read, and is not shown.
[[nodiscard]] Expansion expand(const Json& source, std::string_view text, const std::string& name,
                               const ReadBase& read);

/// File, pointer, line and column of a fault of the merged whole. What stands in the overlay itself
/// has no file.
void place_in_files(const Expansion& expansion, Diagnostic& fault);

}  // namespace lianban::model
