// The register as decisions read it, and what they change in it.
#include "runtime/register.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace lianban::runtime {

Result<decide::Registered> registered_of(const store::LicenceRow& row) {
  const auto damaged = [&] {
    return make_error("store/damaged", "证照登记已损坏", "a row of the register contradicts itself",
                      "licence " + std::to_string(row.row));
  };
  auto personal = decide::PersonalValues::decode(row.personal);
  if (!personal.ok()) return damaged();
  auto record = decide::decode_licence(row.body, *personal);
  if (!record.ok() || record->number != row.number || to_name(record->state) != row.state) {
    return damaged();
  }
  record->row = row.revision;
  return decide::Registered{std::move(record).value(), row.definition, row.licence, row.type_code,
                            row.of};
}

void describe(const decide::LicenceRecord& record, const decide::PersonalValues& personal,
              store::LicenceRow& row) {
  static const Json kNothing;
  row.number = record.number;
  row.version = record.version;
  row.state = to_name(record.state);
  row.expires.reset();
  if (record.expires) row.expires = start_of(*record.expires + std::chrono::days{1});
  row.rests_on = record.rests_on;
  const auto inside = personal.within(record.content ? *record.content : kNothing);
  row.body = decide::encode_licence(record, inside);
  row.personal = inside.encode();
}

decide::FindLicence RegisterReader::find() {
  return [this](const std::string& number) -> Result<std::optional<decide::Registered>> {
    auto row = world_.store().licence(world_.tenant, number);
    if (!row.ok()) {
      error_ = row.error();
      return row.error();
    }
    auto& seen = seen_[number] = std::move(row).value();
    if (!seen) return std::optional<decide::Registered>();
    auto registered = registered_of(*seen);
    if (registered.ok()) return std::optional<decide::Registered>(std::move(registered).value());
    error_ = registered.error();
    return registered.error();
  };
}

bool RegisterReader::learn(const decide::Case& after, decide::PersonalValues& personal) const {
  bool any = false;
  for (const auto& [id, record] : after.licences) {
    const auto row = seen_.find(record.number);
    if (!record.held || row == seen_.end() || !row->second) continue;
    const auto values = decide::PersonalValues::decode(row->second->personal);
    any |= values.ok() && personal.learn(*values);
  }
  return any;
}

void RegisterReader::plan(const decide::Effects& effects, const Held& next,
                          store::CaseCommit& commit) const {
  const decide::Case& after = next.state;
  for (const auto& [number, put] : effects.licences) {
    const auto seen = seen_.find(number);
    store::LicencePut change;
    if (seen != seen_.end() && seen->second) change.row = *seen->second;
    change.expected = change.row.revision;
    if (put.issued || change.expected == 0) {
      const model::Licence* spec = next.prepared->definition->licences.find(put.licence);
      change.row.definition = after.definition;
      change.row.licence = put.licence;
      change.row.type_code = spec == nullptr ? std::string() : spec->type_code;
      change.row.of = after.id;
    }
    describe(put.record, next.personal, change.row);
    change.row.revision = change.expected + 1;
    commit.licences_put.push_back(std::move(change));
  }
  for (const auto& [number, row] : seen_) {
    if (effects.licences.contains(number)) continue;
    commit.licences_seen.push_back({number, row ? row->revision : 0});
  }
}

}  // namespace lianban::runtime
