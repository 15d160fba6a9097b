#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "lianban/definition.hpp"
#include "lianban/result.hpp"

namespace lianban::cli {

/// The file's text, or of standard input for "-". Errors: file/not_found, file/unreadable.
[[nodiscard]] Result<std::string> read_text(const std::string& file);
/// Reads and parses. Errors: those of read_text, json/syntax.
[[nodiscard]] Result<nlohmann::json> read_json(const std::string& file);
[[nodiscard]] Result<nlohmann::json> parse_json(const std::string& text, const std::string& name);
/// Checks a definition file; one with errors is the Error definition/faulty.
[[nodiscard]] Result<std::shared_ptr<const Definition>> load_definition(const std::string& file);
/// Where the definitions, calendars and scenarios that come with the program are; may be empty.
[[nodiscard]] std::string workflows_folder();
/// A request id nobody else draws.
[[nodiscard]] std::string new_request_id();

}  // namespace lianban::cli
