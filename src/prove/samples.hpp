#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "decide/case.hpp"
#include "lianban/time.hpp"
#include "model/schema.hpp"
#include "prove/atoms.hpp"

namespace lianban::prove {

/// Values that are found out when they are used, since they hang on the day: texts that no
/// definition writes. `filled` puts the real ones in.
[[nodiscard]] std::string date_token(std::int64_t days_from_today);
[[nodiscard]] std::string age_token(std::int64_t years);  ///< So old, and some months.
[[nodiscard]] std::string same_token(const std::string& path);
/// `of` may be null where no case is there yet.
[[nodiscard]] Json filled(const Json& value, Instant now, const decide::Case* of);
/// Whether any token stands in it.
[[nodiscard]] bool has_token(const Json& value);

/// A value that fits the schema, as small as it can be: constants, first choices, examples, numbers
/// and texts of the least size, dates as tokens. Null where the schema asks for what cannot be
/// guessed (a pattern without an example).
[[nodiscard]] Json sample_of(const Json& schema);
/// What the schema says of a member; null where it is not told.
[[nodiscard]] const Json* member_schema(const Json& schema, const std::vector<std::string>& path);

/// Values of one path that make each comparison true and false; a JSON null of the discarded kind
/// stands for "absent".
struct Candidates {
  std::vector<std::string> path;  ///< Below the object that is varied.
  std::vector<Json> values;       ///< The first is the sample's own.
  bool absent = false;            ///< May be left out.
};
[[nodiscard]] Candidates candidates_of(const Json& schema, std::vector<std::string> path,
                                       const Atom& atom);

/// Every combination of the candidates in the sample, at most `most`, those that do not fit the
/// schema left out. `cut` tells whether there were more.
[[nodiscard]] std::vector<Json> combinations(const Json& sample,
                                             const std::vector<Candidates>& candidates,
                                             const model::Schema& schema, Instant now,
                                             const decide::Case* of, std::size_t most, bool& cut);

void put(Json& object, const std::vector<std::string>& path, Json value);
void remove(Json& object, const std::vector<std::string>& path);

}  // namespace lianban::prove
