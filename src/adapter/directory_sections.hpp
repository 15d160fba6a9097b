#pragma once

#include "adapter/directory_reader.hpp"
#include "lianban/agency.hpp"

/// Parts of the agency directory that have rules of their own. Every fault goes to the reader.
namespace lianban::adapter {

/// "@schemes": signature schemes by name. One that contradicts itself is directory/scheme: it would
/// sign something that the other side cannot check.
void read_schemes(DirectoryReader& reader, const At& at, AgencyDirectory& out);

/// Of an entry whose `url` has been read. `directory` has its schemes.
void read_auth(DirectoryReader& reader, const At& at, const AgencyDirectory& directory,
               AgencyEntry& out);
void read_callbacks(DirectoryReader& reader, const At& at, const AgencyDirectory& directory,
                    AgencyEntry& out);
void read_tls(DirectoryReader& reader, const At& at, AgencyEntry& out);

/// "police", "lianban-sm2": a letter, digit, "_", "-" or "." in each place.
[[nodiscard]] bool is_word(std::string_view text);

}  // namespace lianban::adapter
