#include "runtime/licences.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "decide/register.hpp"
#include "runtime/register.hpp"

namespace lianban::runtime {

namespace {

constexpr std::size_t kPageOfRegister = 256;
// Set by the step that brought an older file to this schema.
constexpr std::string_view kFillKey = "engine.register";
constexpr std::string_view kFillDue = "due";
constexpr std::size_t kNumberBytes = 256;

Error no_such_licence() {
  return make_error("licence/not_found", "登记中没有这个证照", "the register has no such licence");
}

/// `what` is a member's name, never its value.
Error bad_licence(const std::string& what) {
  return make_error("argument/licence", "证照登记内容有误：" + what,
                    "this cannot be entered as a licence: " + what);
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::optional<std::string> text_member(const Json& licence, const char* name) {
  const auto it = licence.find(name);
  if (it == licence.end() || it->is_null()) return std::string();
  if (!it->is_string()) return std::nullopt;
  auto text = it->get<std::string>();
  if (text.size() > kNumberBytes || !base::valid_utf8(text)) return std::nullopt;
  return text;
}

/// What a person wrote, made a record; `fault` names the member that is wrong.
struct Given {
  decide::LicenceRecord record;
  std::string definition, licence, type_code;
};

bool read_texts(const Json& source, Given& given, std::string& fault) {
  const std::array<std::pair<const char*, std::string*>, 6> members{{
      {"number", &given.record.number},
      {"licence", &given.licence},
      {"definition", &given.definition},
      {"type_code", &given.type_code},
      {"rests_on", &given.record.rests_on},
      {"reason", &given.record.reason},
  }};
  for (const auto& [name, into] : members) {
    auto text = text_member(source, name);
    if (!text) return fault = name, false;
    *into = *std::move(text);
  }
  if (given.record.number.empty()) return fault = "number", false;
  if (given.licence.empty()) return fault = "licence", false;
  return true;
}

bool read_dates(const Json& source, Given& given, std::string& fault) {
  const auto issued = text_member(source, "issued_at");
  const auto day = issued ? parse_day(*issued) : std::nullopt;
  const auto at = day ? std::optional<Instant>(start_of(*day))
                      : (issued ? parse_instant(*issued) : std::nullopt);
  if (!at) return fault = "issued_at", false;
  given.record.issued_at = *at;
  const auto expires = text_member(source, "expires");
  if (!expires) return fault = "expires", false;
  if (expires->empty()) return true;
  given.record.expires = parse_day(*expires);
  return given.record.expires ? true : (fault = "expires", false);
}

std::optional<Given> given_of(const Json& source, std::string& fault) {
  static const std::array<std::string_view, 12> kMembers{
      "number",  "licence",  "definition", "type_code", "version", "state",
      "content", "rests_on", "reason",     "issued_at", "expires", "note"};
  Given given;
  for (const auto& item : source.items()) {
    if (std::find(kMembers.begin(), kMembers.end(), item.key()) == kMembers.end()) {
      return fault = item.key(), std::nullopt;
    }
  }
  if (!read_texts(source, given, fault) || !read_dates(source, given, fault)) return std::nullopt;
  const Json version = source.value("version", Json(1));
  if (!version.is_number_integer() || version < 1 || version > 999) {
    return fault = "version", std::nullopt;
  }
  given.record.version = version.get<std::uint32_t>();
  const auto state = text_member(source, "state");
  given.record.state = lifecycle::LicenceState::kMade;
  if (!state || (!state->empty() && !from_name(*state, given.record.state))) {
    return fault = "state", std::nullopt;
  }
  const Json content = source.value("content", Json::object());
  if (!content.is_object()) return fault = "content", std::nullopt;
  given.record.content = std::make_shared<const Json>(content);
  return given;
}

}  // namespace

Result<Json> Licences::summary(const store::LicenceRow& row) {
  const auto registered = registered_of(row);
  if (!registered.ok()) return registered.error();
  const decide::LicenceRecord& record = registered->record;
  Json shown{{"number", row.number},
             {"definition", or_null(row.definition)},
             {"licence", or_null(row.licence)},
             {"type_code", or_null(row.type_code)},
             {"case", row.of.empty() ? Json() : Json(base::format(row.of))},
             {"version", row.version},
             {"state", to_name(decide::state_on(record, day_of(world_.now())))},
             {"issued_at", format_instant(record.issued_at)},
             {"expires", record.expires ? Json(format_day(*record.expires)) : Json()},
             {"identifier", or_null(record.identifier)},
             {"reason", or_null(record.reason)},
             {"rests_on", or_null(record.rests_on)}};
  return shown;
}

Result<Json> Licences::show(const std::string& number) {
  auto row = world_.store().licence(world_.tenant, number);
  if (!row.ok()) return std::move(row).error();
  if (!*row) return no_such_licence();
  auto shown = summary(**row);
  if (!shown.ok()) return shown;
  const auto registered = registered_of(**row);
  if (!registered.ok()) return registered.error();
  const decide::JsonPtr content = registered->record.content;
  (*shown)["content"] = content ? *content : Json();
  Json resting = Json::array();
  std::uint64_t last = 0;
  while (true) {
    const auto page = world_.store().resting_on(world_.tenant, number, last, kPageOfRegister);
    if (!page.ok()) return page.error();
    for (const store::LicenceRow& each : *page) resting.push_back(each.number);
    if (page->size() < kPageOfRegister) break;
    last = page->back().row;
  }
  (*shown)["resting"] = std::move(resting);
  return shown;
}

Result<Json> Licences::list(std::size_t limit, const std::string& cursor) {
  std::uint64_t after = 0;
  const char* const end = cursor.data() + cursor.size();
  const auto read = std::from_chars(cursor.data(), end, after);
  if (!cursor.empty() && (read.ec != std::errc{} || read.ptr != end)) {
    return make_error("argument/cursor", "续页标记无效", "the cursor is not valid");
  }
  const auto page = world_.store().licences(world_.tenant, after, limit);
  if (!page.ok()) return page.error();
  Json found = Json::array();
  for (const store::LicenceRow& each : *page) {
    auto shown = summary(each);
    if (!shown.ok()) return shown;
    found.push_back(std::move(shown).value());
  }
  const bool more = limit > 0 && page->size() == limit;
  return Json{{"licences", std::move(found)},
              {"next", more ? Json(std::to_string(page->back().row)) : Json()}};
}

Result<Json> Licences::enter(const Json& licence) {
  if (!licence.is_object()) return bad_licence("{}");
  Command probe;  // The bounds of a command's data hold here as well.
  probe.data = licence;
  if (auto fault = fault_of(probe)) return *std::move(fault);
  std::string fault;
  auto given = given_of(licence, fault);
  if (!given) return bad_licence(fault);
  decide::LicenceRecord& record = given->record;
  // Keyed: an unkeyed hash of so few unknown values could be found by trying.
  const auto blind = world_.finder("licence", base::canonical(licence)).blind;
  record.entered = base::hex(blind);
  auto known = world_.store().licence(world_.tenant, record.number);
  if (!known.ok()) return std::move(known).error();
  if (!*known) {
    if (!record.rests_on.empty()) {
      const auto base = world_.store().licence(world_.tenant, record.rests_on);
      if (!base.ok()) return base.error();
      if (!*base) return no_such_licence();
    }
    decide::PersonalValues personal;
    personal.learn_all(*record.content, world_.draw_entropy());
    store::LicencePut put;
    put.row.definition = given->definition;
    put.row.licence = given->licence;
    put.row.type_code = given->type_code;
    put.row.revision = 1;
    describe(record, personal, put.row);
    const Status entered = world_.store().put_licences(world_.tenant, {put});
    if (!entered.ok() && entered.error().code != "store/conflict") return entered.error();
    auto shown = show(record.number);
    if (!entered.ok()) return enter(licence);  // Somebody else was first: the same, or another.
    if (shown.ok()) (*shown)["repeated"] = false;
    return shown;
  }
  const auto registered = registered_of(**known);
  if (!registered.ok()) return registered.error();
  if (registered->record.entered != record.entered) {
    return make_error("licence/exists", "该编号已登记为另一证照",
                      "the number stands for another licence in the register");
  }
  auto shown = show(record.number);
  if (shown.ok()) (*shown)["repeated"] = true;
  return shown;
}

Status Licences::fill() {
  const auto due = world_.store().meta(kFillKey);
  if (!due.ok()) return due.error();
  if (!*due || **due != kFillDue) return lianban::Done{};
  std::uint64_t last = 0;
  while (true) {
    const auto page = world_.store().list(world_.tenant, last, kPageOfRegister);
    if (!page.ok()) return page.error();
    for (const store::CaseSummary& each : *page) {
      const Status filled = fill_from(each.key.id);
      // One case that cannot be read must not keep the others from being worked on.
      if (!filled.ok()) world_.log.error("register: " + filled.error().code);
    }
    if (page->size() < kPageOfRegister) break;
    last = page->back().row;
  }
  return world_.store().set_meta(kFillKey, "filled");
}

Status Licences::fill_from(const base::CaseId& id) {
  const auto held = desk_.load(id);
  if (!held.ok()) return held.error();
  if (*held == nullptr) return lianban::Done{};
  std::vector<store::LicencePut> puts;
  for (const auto& [licence, record] : (*held)->state.licences) {
    const auto known = world_.store().licence(world_.tenant, record.number);
    if (!known.ok()) return known.error();
    if (*known) continue;
    store::LicencePut put;
    const model::Licence* spec = (*held)->prepared->definition->licences.find(licence);
    put.row.definition = (*held)->state.definition;
    put.row.licence = licence;
    put.row.type_code = spec == nullptr ? std::string() : spec->type_code;
    put.row.of = id;
    put.row.revision = 1;
    describe(record, (*held)->personal, put.row);
    puts.push_back(std::move(put));
  }
  return puts.empty() ? Status(lianban::Done{}) : world_.store().put_licences(world_.tenant, puts);
}

}  // namespace lianban::runtime
