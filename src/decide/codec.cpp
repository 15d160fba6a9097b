#include "decide/codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>
#include <type_traits>
#include <utility>

#include "base/limits.hpp"
#include "base/reader.hpp"
#include "base/writer.hpp"

namespace lianban::decide {

namespace {

// "§" in UTF-8. No personal value and hardly any other text begins with it.
constexpr std::string_view kMark = "\xC2\xA7";
constexpr base::JsonLimits kStored{limits::kBodyBytes * 4, limits::kJsonDepth * 2};

std::string reference(std::size_t index, const PersonalValues::Value& value) {
  // A salted hash in the history binds the value to it without giving it away: an ID number
  // without a salt could be found by trying all of them.
  const base::Digest digest = base::sm3({base::view(value.salt), value.text});
  return std::string(kMark) + std::to_string(index) + ":" + base::hex(std::span(digest).first(8));
}

/// The texts at and below a mark; "*" in it stands for every element of a list.
void collect(const Json& value, std::span<const std::string> mark,
             std::vector<const std::string*>& found) {
  if (mark.empty()) {
    if (value.is_string()) found.push_back(value.get_ptr<const std::string*>());
    if (!value.is_structured()) return;
    for (const Json& each : value) collect(each, mark, found);
    return;
  }
  if (mark.front() == "*" && value.is_array()) {
    for (const Json& each : value) collect(each, mark.subspan(1), found);
  } else if (value.is_object()) {
    const auto it = value.find(mark.front());
    if (it != value.end()) collect(*it, mark.subspan(1), found);
  }
}

}  // namespace

bool PersonalValues::learn(const model::Schema& form, const Json& value,
                           const base::Digest& entropy) {
  bool any = false;
  for (const auto& mark : form.personal()) {
    std::vector<const std::string*> found;
    collect(value, mark.segments, found);
    for (const std::string* text : found) any |= learn(mark.kind, *text, entropy);
  }
  return any;
}

bool PersonalValues::learn(const std::string& kind, const std::string& text,
                           const base::Digest& entropy) {
  if (knows(text) || text.empty()) return false;
  Value next{kind, text, {}};
  const base::Digest drawn =
      base::sm3({base::view(entropy), "salt", std::to_string(values_.size())});
  std::copy_n(drawn.begin(), next.salt.size(), next.salt.begin());
  values_.push_back(std::move(next));
  return true;
}

bool PersonalValues::knows(const std::string& text) const {
  return std::any_of(values_.begin(), values_.end(),
                     [&](const Value& each) { return each.text == text; });
}

bool PersonalValues::learn(const PersonalValues& other) {
  bool any = false;
  for (const Value& each : other.values_) {
    if (knows(each.text)) continue;
    values_.push_back(each);
    any = true;
  }
  return any;
}

bool PersonalValues::learn_all(const Json& value, const base::Digest& entropy) {
  std::vector<const std::string*> found;
  collect(value, {}, found);
  bool any = false;
  for (const std::string* text : found) any |= learn("other", *text, entropy);
  return any;
}

PersonalValues PersonalValues::within(const Json& value) const {
  std::vector<const std::string*> found;
  collect(value, {}, found);
  PersonalValues part;
  for (const Value& each : values_) {
    const bool occurs = std::any_of(found.begin(), found.end(),
                                    [&](const std::string* text) { return *text == each.text; });
    if (occurs) part.values_.push_back(each);
  }
  return part;
}

std::string PersonalValues::encode() const {
  return values_.empty() ? std::string{} : base::to_text(values_);
}

Result<PersonalValues> PersonalValues::decode(std::string_view text) {
  PersonalValues result;
  if (text.empty()) return result;
  auto json = base::parse_json(text, kStored);
  if (!json.ok()) return std::move(json).error();
  auto values = base::from_json<std::vector<Value>>(*json);
  if (!values.ok()) return std::move(values).error();
  result.values_ = std::move(values).value();
  return result;
}

bool PersonalValues::hide(std::string_view text, std::string& instead) const {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (values_[i].text != text) continue;
    instead = reference(i, values_[i]);
    return true;
  }
  if (!text.starts_with(kMark)) return false;
  instead = std::string(kMark) + std::string(text);
  return true;
}

bool PersonalValues::reveal(std::string_view text, std::string& instead) const {
  if (!text.starts_with(kMark)) return false;
  const std::string_view rest = text.substr(kMark.size());
  if (rest.starts_with(kMark)) {
    instead = rest;
    return true;
  }
  std::size_t index = 0;
  for (const char c : rest.substr(0, rest.find(':'))) {
    if (c < '0' || c > '9' || index > values_.size()) return false;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  if (index >= values_.size()) return false;
  instead = values_[index].text;
  return true;
}

namespace {

base::StringHook hiding(const PersonalValues& personal) {
  return [&](std::string_view text, std::string& out) { return personal.hide(text, out); };
}

base::StringHook revealing(const PersonalValues& personal) {
  return [&](std::string_view text, std::string& out) { return personal.reveal(text, out); };
}

template <class Kind>
void write_entry(base::Writer& writer, const Kind& entry) {
  writer.object([&] {
    writer("k", Kind::kKind);
    Kind::visit(entry, writer);
  });
}

template <std::size_t I = 0>
bool read_entry(std::string_view kind, const Json& json, const base::StringHook& hook, Entry& out) {
  if constexpr (I == std::variant_size_v<Entry>) {
    return false;
  } else {
    using Kind = std::variant_alternative_t<I, Entry>;
    if (kind != Kind::kKind) return read_entry<I + 1>(kind, json, hook, out);
    Kind entry;
    base::Reader reader(json, &hook);
    Kind::visit(entry, reader);
    if (!reader.ok()) return false;
    out = std::move(entry);
    return true;
  }
}

}  // namespace

std::string encode_case(const Case& of, const PersonalValues& personal) {
  const base::StringHook hook = hiding(personal);
  return base::to_text(of, &hook);
}

Result<Case> decode_case(std::string_view bytes, const PersonalValues& personal) {
  auto json = base::parse_json(bytes, kStored);
  if (!json.ok()) return std::move(json).error();
  const base::StringHook hook = revealing(personal);
  return base::from_json<Case>(*json, &hook);
}

std::string encode_entries(const Entries& entries, const PersonalValues& personal) {
  const base::StringHook hook = hiding(personal);
  std::string out = "[";
  out.reserve(entries.size() * 96);
  for (const Entry& entry : entries) {
    if (out.size() > 1) out += ',';
    base::Writer writer(out, &hook);
    std::visit([&](const auto& each) { write_entry(writer, each); }, entry);
  }
  out += ']';
  return out;
}

Result<Entries> decode_entries(std::string_view bytes, const PersonalValues& personal) {
  auto json = base::parse_json(bytes, kStored);
  if (!json.ok()) return std::move(json).error();
  const base::StringHook hook = revealing(personal);
  Entries entries;
  for (const Json& each : *json) {
    const std::string kind = each.is_object() ? each.value("k", std::string{}) : std::string{};
    Entry entry{Fenced{}};
    if (!read_entry(kind, each, hook, entry)) {
      return make_error("store/damaged", "历史记录无法识别",
                        "an entry of the history is not readable", kind);
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string encode_licence(const LicenceRecord& record, const PersonalValues& personal) {
  LicenceRecord kept = record;
  kept.held = false;
  kept.row = 0;
  const base::StringHook hook = hiding(personal);
  return base::to_text(kept, &hook);
}

Result<LicenceRecord> decode_licence(std::string_view bytes, const PersonalValues& personal) {
  auto json = base::parse_json(bytes, kStored);
  if (!json.ok()) return std::move(json).error();
  const base::StringHook hook = revealing(personal);
  return base::from_json<LicenceRecord>(*json, &hook);
}

void apply_row(const Entries& entries, Case& to) {
  for (const Entry& entry : entries) decide::apply(entry, to);
  to.revision += 1;
}

Result<Case> replay(const std::vector<std::string>& history, const PersonalValues& personal) {
  Case of;
  for (const std::string& row : history) {
    auto entries = decode_entries(row, personal);
    if (!entries.ok()) return std::move(entries).error();
    apply_row(*entries, of);
  }
  return of;
}

}  // namespace lianban::decide
