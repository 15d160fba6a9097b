#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "lianban/definition.hpp"

namespace lianban::cli {

/// What a definition calls its parties, steps and documents, in one language.
class Names {
 public:
  Names(const Definition& definition, Language language)
      : source_(definition.source()), language_(language) {}

  /// Title of "agencies", "materials", "papers", "calls", "licences" or "clocks" ID; the id itself
  /// where there is none. `applicant` and `system` have their usual words.
  [[nodiscard]] std::string of(const char* section, const std::string& id) const;
  [[nodiscard]] std::string party(const std::string& id) const { return of("agencies", id); }
  [[nodiscard]] std::string state(const std::string& id) const;
  /// Title of the first call that asks this operation of this agency.
  [[nodiscard]] std::string operation(const std::string& agency, const std::string& name) const;

  /// How many materials the applicant brings, are fetched, and are made on the way.
  struct Sources {
    std::size_t brought = 0, fetched = 0, made = 0;
    [[nodiscard]] std::size_t all() const { return brought + fetched + made; }
  };
  [[nodiscard]] Sources sources() const;
  [[nodiscard]] const nlohmann::json& source() const { return source_; }

 private:
  nlohmann::json source_;
  Language language_;
};

}  // namespace lianban::cli
