// Licences that other cases issued: bound by their number, rested on, used as documents.
#include <nlohmann/json.hpp>

#include "decide/register.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

using lifecycle::LicenceEvent;
using lifecycle::LicenceState;
using lifecycle::MaterialEvent;
using lifecycle::MaterialState;

namespace {

/// A rule's number; empty where it has none (yet).
std::string number_by(const rules::Rule& rule, const Session& session) {
  const Moment moment = session.moment();
  const auto value = rule.evaluate(CaseScope(moment));
  return value.ok() && value->is_string() ? value->get<std::string>() : std::string{};
}

}  // namespace

const Registered* Session::registered(const std::string& number) {
  const auto known = register_.find(number);
  if (known != register_.end()) return known->second ? &*known->second : nullptr;
  std::optional<Registered>& slot = register_[number];
  if (!inputs_.find_licence) return nullptr;
  // A store that cannot be read is the caller's error, not the case's: he throws this session away.
  auto found = inputs_.find_licence(number);
  if (found.ok()) slot = std::move(found).value();
  return slot ? &*slot : nullptr;
}

/// The licence as it stands after what this command has done so far.
std::optional<LicenceRecord> Session::standing_of(const std::string& number) {
  const auto changed = effects_.licences.find(number);
  if (changed != effects_.licences.end()) return changed->second.record;
  const Registered* row = registered(number);
  return row == nullptr ? std::nullopt : std::optional<LicenceRecord>(row->record);
}

void Session::note_licence(const std::string& id, LicenceRecord record, std::string why) {
  LicenceStands entry;
  entry.id = id;
  entry.why = std::move(why);
  entry.record = std::move(record);
  emit(std::move(entry));
}

void Session::read_register() {
  if (case_.licences.empty()) return;
  for (const auto& [id, known] : std::map(case_.licences)) {
    const Registered* row = is_final(known.state) ? nullptr : registered(known.number);
    if (row == nullptr || row->record.row == known.row) continue;
    LicenceRecord now = row->record;
    now.held = known.held;
    if (!known.held && row->record.version != known.version) {
      // Another case has issued the next version: this one's is history.
      now = known;
      now.state = LicenceState::kReplaced;
      now.row = row->record.row;
    }
    note_licence(id, std::move(now), "register");
  }
}

bool Session::bind(const model::Licence& spec) {
  if (case_.licences.contains(spec.id)) return true;
  const std::string number = spec.held ? number_by(*spec.held, *this) : std::string{};
  auto found = number.empty() ? std::nullopt : standing_of(number);
  if (!found) return false;
  found->held = true;
  note_licence(spec.id, *std::move(found), "bound");
  return true;
}

void Session::sync_register() {
  if (case_.ended()) return;
  for (const model::Licence& spec : definition_.licences) {
    if (spec.held) bind(spec);
  }
  if (case_.state == lifecycle::CaseState::kDecided) return;
  for (const model::Material& spec : definition_.materials) {
    if (spec.source.kind == model::SourceKind::kReuse) reuse(spec);
  }
}

/// The register vouches for the document while its licence is in force. What a person brought or
/// disputed is left alone: the register knows nothing of it.
void Session::reuse(const model::Material& spec) {
  const auto licence = case_.licences.find(spec.source.ref);
  const bool there = licence != case_.licences.end() && in_force(licence->second, day_of(now_));
  material::MaterialRecord record = material::record_of(case_.materials, spec.id);
  if (there) {
    const auto next = lifecycle::next(record.state, MaterialEvent::kFetch);
    if (!next || record.disputed) return;
    record.state = *next;
    const JsonPtr content = licence->second.content;
    record.data = content;
    put_material(spec.id, std::move(record), "reused");
    document_came(spec, content.get(), "verified");
    return;
  }
  const bool vouched = record.state == MaterialState::kVerified && record.supplier.empty();
  if (!vouched) return;
  // Not a step of the document's life: the licence it was is not in force, so there is none.
  material::MaterialRecord none;
  none.waived = record.waived;
  none.available_at = record.available_at;
  put_material(spec.id, std::move(none), "lapsed");
}

bool Session::rest(const model::Licence& spec, LicenceRecord& record) {
  if (!spec.rests_on) return true;
  const Moment moment = this->moment();
  const auto value = spec.rests_on->evaluate(CaseScope(moment));
  if (!value.ok()) return rule_failed(value.error(), spec.pointer + "/rests_on");
  const std::string number = value->is_string() ? value->get<std::string>() : std::string{};
  const auto base = number.empty() ? std::nullopt : standing_of(number);
  if (!base) {
    return refuse_licence(spec, "licence/unknown", "没有找到它所依附的证照：",
                          "there is no licence that it could rest on: ");
  }
  if (!in_force(*base, day_of(now_))) {
    return refuse_licence(spec, "licence/rests_on", "它所依附的证照不在有效状态：",
                          "the licence it rests on is not in force: ");
  }
  // Nothing may rest on itself: who follows whom would never end.
  auto at = base;
  for (std::size_t steps = 0; at; ++steps) {
    if (at->number == record.number || steps == kRestingChain) {
      return refuse_licence(spec, "licence/rests_on", "证照相互依附，或者层数过多：",
                            "licences rest on each other, or too many on one another: ");
    }
    at = at->rests_on.empty() ? std::nullopt : standing_of(at->rests_on);
  }
  record.rests_on = number;
  if (base->expires && (!record.expires || *base->expires < *record.expires)) {
    record.expires = base->expires;
  }
  return true;
}

bool Session::draw_licence_number(const model::Licence& spec, LicenceRecord& record) {
  for (std::size_t tries = 0; tries < kNumbersTaken; ++tries) {
    auto number = number_of(spec.number, record.office.empty() ? case_.office : record.office);
    if (!number.ok()) return rule_failed(number.error(), spec.pointer + "/number");
    record.number = std::move(number).value();
    // Licences from before this system may already have what is drawn.
    if (!standing_of(record.number)) return true;
    if (spec.number.find("{seq") == std::string::npos) break;
  }
  return refuse_licence(spec, "licence/number", "证照编号已被占用：",
                        "the licence's number is taken: ");
}

// Number and version together are the identifier (GB/T 36904-2018): the next version of a licence
// keeps its number. One that has ended is not brought back; a new one is issued in its place.
bool Session::begin_version(const model::Licence& spec, LicenceRecord& record) {
  const bool bound = bind(spec);
  if (spec.held && !bound && !number_by(*spec.held, *this).empty()) {
    return refuse_licence(spec, "licence/unknown", "没有这个编号的证照：",
                          "there is no licence of this number: ");
  }
  const auto old = case_.licences.find(spec.id);
  const auto replaced = old == case_.licences.end()
                            ? std::nullopt
                            : next_on(old->second, LicenceEvent::kReplace, day_of(now_));
  if (old != case_.licences.end() && old->second.held && !replaced) {
    return refuse_licence(spec, "licence/state", "证照状态不允许该操作：",
                          "the licence's state does not allow this: ");
  }
  record.version = 1;
  if (replaced) {
    record.number = old->second.number;
    record.version = old->second.version + 1;
  }
  if (!rest(spec, record)) return false;
  if (!replaced) return draw_licence_number(spec, record);
  LicenceRecord before = old->second;
  // What rests on a suspended licence is in force again with its next version.
  if (before.state == LicenceState::kSuspended) spread(before, "replaced");
  before.state = *replaced;
  put_licence(spec.id, std::move(before), "replaced");
  return true;
}

}  // namespace lianban::decide
