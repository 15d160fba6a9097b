#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/output/terminal.hpp"
#include "lianban/proof.hpp"

namespace lianban::cli {

/// A story that was written to a file, and whether `lianban test` reproduces it.
struct StoryFile {
  std::string file;  ///< Empty: no story could be written.
  bool reproduced = false;
};

/// What the machine had to do for it.
struct ProofCost {
  double seconds = 0;
  std::size_t peak_bytes = 0;
};

/// `stories` stand beside the findings.
void print_proof(Terminal& out, const std::string& file, const Proof& proof,
                 const std::vector<StoryFile>& stories, const ProofCost& cost);
[[nodiscard]] nlohmann::json proof_json(const std::string& file, const Proof& proof,
                                        const std::vector<StoryFile>& stories,
                                        const ProofCost& cost, Language language);

}  // namespace lianban::cli
