#pragma once

#include <string>

#include "lianban/result.hpp"

/// The errors of this room, one sentence each, in one place. `place` is a file or an SQLite code.
namespace lianban::store {

Error conflict_error();
Error locked_error(std::string file);
Error foreign_error(std::string file);
Error newer_error(std::string file);
Error damaged_error(std::string place);
Error full_error(std::string place);
Error io_error(std::string place);
Error unknown_error();
Error busy_error();
Error fenced_error();
Error known_error();
Error closed_error();
Error memory_error();  ///< Short enough to need no memory itself.
Error argument_error(std::string what);
Error limit_error(std::string what);

}  // namespace lianban::store
