#include "base/reader.hpp"

#include <nlohmann/json.hpp>

#include "base/hash.hpp"

namespace lianban::base {
namespace {

void replace_strings(Json& value, const StringHook& hook) {
  if (value.is_string()) {
    std::string instead;
    if (hook(value.get_ref<const std::string&>(), instead)) value = std::move(instead);
  } else if (value.is_structured()) {
    for (Json& child : value) replace_strings(child, hook);
  }
}

}  // namespace

Reader::Into::Into(Reader& reader, const Json* child, std::string_view name)
    : reader_(reader), saved_(reader.at_), path_size_(reader.path_.size()) {
  reader_.path_ += '/';
  reader_.path_ += name;
  reader_.at_ = child;
}

Reader::Into::Into(Reader& reader, const Json* child, std::size_t index)
    : Into(reader, child, std::string_view(std::to_string(index))) {}

Reader::Into::~Into() {
  reader_.at_ = saved_;
  reader_.path_.resize(path_size_);
}

void Reader::fail(std::string_view expected) {
  if (!ok()) return;
  error_ = make_error("base/read", "存储的数据格式不符: 应为 " + std::string(expected),
                      "stored data has another form: expected " + std::string(expected), path_);
}

const Json* Reader::find(std::string_view name) {
  if (!at_->is_object()) return nullptr;
  const auto& members = at_->get_ref<const Json::object_t&>();
  const auto found = members.find(name);
  return found == members.end() ? nullptr : &found->second;
}

bool Reader::is_null() const { return at_->is_null(); }

bool Reader::is_object() {
  if (!at_->is_object()) fail("object");
  return at_->is_object();
}

std::size_t Reader::array_size() {
  if (!at_->is_array()) return fail("array"), 0;
  return at_->size();
}

const Json* Reader::element(std::size_t index) const { return &(*at_)[index]; }

void Reader::each_member(const std::function<void(const std::string&, const Json&)>& use) const {
  for (const auto& [name, child] : at_->get_ref<const Json::object_t&>()) use(name, child);
}

bool Reader::boolean() {
  if (!at_->is_boolean()) return fail("true or false"), false;
  return at_->get<bool>();
}

double Reader::number() {
  if (!at_->is_number()) return fail("number"), 0;
  return at_->get<double>();
}

std::int64_t Reader::integer(std::int64_t least, std::int64_t most) {
  const bool too_large =
      at_->is_number_unsigned() &&
      at_->get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  if (!at_->is_number_integer() || too_large) return fail("integer"), 0;
  const auto found = at_->get<std::int64_t>();
  if (found < least || found > most) return fail("integer within its range"), 0;
  return found;
}

std::uint64_t Reader::natural(std::uint64_t most) {
  const bool negative =
      !at_->is_number_unsigned() && at_->is_number_integer() && at_->get<std::int64_t>() < 0;
  if (!at_->is_number_integer() || negative) return fail("integer from 0"), 0;
  const auto found = at_->get<std::uint64_t>();
  if (found > most) return fail("integer within its range"), 0;
  return found;
}

std::string Reader::string() {
  if (!at_->is_string()) return fail("string"), std::string();
  return at_->get_ref<const std::string&>();
}

void Reader::json(Json& out) {
  out = *at_;
  if (hook_ != nullptr) replace_strings(out, *hook_);
}

std::shared_ptr<const Json> Reader::shared_json() {
  auto out = std::make_shared<Json>();
  json(*out);
  return out;
}

Day Reader::day() {
  const auto found =
      at_->is_string() ? parse_day(at_->get_ref<const std::string&>()) : std::optional<Day>();
  if (!found) fail("date YYYY-MM-DD");
  return found.value_or(Day{});
}

void Reader::bytes(std::uint8_t* out, std::size_t size) {
  const std::string found =
      at_->is_string() ? unhex(at_->get_ref<const std::string&>()) : std::string();
  if (found.size() != size) return fail("hexadecimal digits of the right number");
  std::copy(found.begin(), found.end(), out);
}

const Json& Reader::empty_object() {
  static const Json kEmpty = Json::object();
  return kEmpty;
}

}  // namespace lianban::base
