#pragma once

#include <vector>

#include "lianban/proof.hpp"
#include "prove/search.hpp"

namespace lianban::prove {

/// As prove_definition, of a definition that is ready to decide with.
[[nodiscard]] Result<Proof> prove_prepared(const decide::Prepared& prepared,
                                           const ProofOptions& options);

/// Why the search says nothing about all situations; empty where it does.
[[nodiscard]] Text incomplete_because(Stop stop, const Search& search);
/// Every property with its verdict as long as nothing speaks against it.
[[nodiscard]] std::vector<ProofProperty> properties_of(const Setting& setting, bool complete);
/// What is left out, in words.
[[nodiscard]] std::vector<Text> abstracted(const Setting& setting, const Search& search);
[[nodiscard]] std::vector<Text> unseen(const Setting& setting, const Search& search);

}  // namespace lianban::prove
