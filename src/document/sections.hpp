#pragma once

#include "document/page.hpp"
#include "model/definition.hpp"
#include "words/book.hpp"

namespace lianban::document {

/// The chapters, in the order in which they stand in the document.
void write_identity(const words::Book& book, Page& page);
void write_law(const words::Book& book, Page& page);
void write_agencies(const words::Book& book, Page& page);
void write_opening(const words::Book& book, Page& page);
void write_form(const words::Book& book, Page& page);
void write_materials(const words::Book& book, Page& page);
void write_deferrals(const words::Book& book, Page& page);
void write_conditions(const words::Book& book, Page& page);
void write_steps(const words::Book& book, Page& page);
void write_endings(const words::Book& book, Page& page);
void write_limits(const words::Book& book, Page& page);
void write_calls(const words::Book& book, Page& page);
void write_papers(const words::Book& book, Page& page);
void write_licences(const words::Book& book, Page& page);
void write_params(const words::Book& book, Page& page);
void write_grounds(const words::Book& book, Page& page);

/// The `note` of an object of the source; empty where there is none.
[[nodiscard]] Text note_of(const Json& object);
/// A member of an object of the source; null where it is missing.
[[nodiscard]] const Json& member_of(const Json& object, const char* name);
/// "name: value; name: value" of a map of rules, as it stands in the source.
[[nodiscard]] Text rules_in_words(const words::Book& book, const Json& map);

/// `warn_at` of a clock or deferral: "at 80%, 3 working days before".
[[nodiscard]] Text warnings_in_words(const words::Book& book, const Json& list);

/// The whole document in one language; see lianban::write_document.
[[nodiscard]] std::string write(const model::Definition& definition, Language language);

}  // namespace lianban::document
