#pragma once

#include <string>

#include "lianban/definition.hpp"
#include "lianban/result.hpp"

namespace lianban {

/// kBoth: two texts in one file.
enum class DocumentLanguage { kChinese, kEnglish, kBoth };

/// The definition as a specification in Markdown (GitHub's, UTF-8), to be read and signed by people
/// who read no JSON: who takes part, what has to be brought, what may come later, every step,
/// limit, call, paper, licence and ending, and the article behind each part. kBoth: the Chinese
/// text, then the English one. Says what the definition says and nothing more; what it marks as a
/// sample is marked. Deterministic; any thread.
[[nodiscard]] std::string write_document(const Definition& definition,
                                         DocumentLanguage language = DocumentLanguage::kBoth);

}  // namespace lianban
