// The only file of the room that sees valijson.
#include "model/schema.hpp"

// Before any header of valijson: without it a bad schema would abort the host.
#define VALIJSON_USE_EXCEPTIONS 1

#include <re2/re2.h>

#include <new>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/constraint_builder.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/schema_walk.hpp"
#include "model/schema_words.hpp"

namespace lianban::model {
namespace {

using valijson::adapters::Adapter;
using valijson::adapters::NlohmannJsonAdapter;

/// A check on texts that valijson runs for us wherever the keyword stands. A reason that is null
/// lets the text pass.
class TextCheck : public valijson::constraints::PolyConstraint {
 public:
  using Test = std::function<bool(const std::string&)>;
  TextCheck(Test test, std::string remark) : test_(std::move(test)), remark_(std::move(remark)) {}

  bool validate(const Adapter& target, const std::vector<std::string>& context,
                valijson::ValidationResults* results) const override {
    if (!target.isString() || test_(target.asString())) return true;
    if (results != nullptr) results->pushError(context, remark_);
    return false;
  }

 private:
  valijson::constraints::Constraint* cloneInto(void* place) const override {
    return new (place) TextCheck(*this);
  }
  std::size_t sizeOf() const override { return sizeof(TextCheck); }

  Test test_;
  std::string remark_;
};

class FormatBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const Adapter& value) const override {
    std::string format = value.asString();
    std::string remark = "lianban:format:" + format;
    return new TextCheck([format](const std::string& text) { return fits_format(format, text); },
                         remark);
  }
};

class PatternBuilder : public valijson::ConstraintBuilder {
 public:
  valijson::constraints::Constraint* make(const Adapter& value) const override {
    RE2::Options options;
    options.set_log_errors(false);
    auto pattern = std::make_shared<const RE2>(value.asString(), options);
    return new TextCheck(
        [pattern](const std::string& text) { return RE2::PartialMatch(text, *pattern); },
        "lianban:pattern");
  }
};

constexpr std::size_t kBoundedElements = 1000;
constexpr std::size_t kBoundedName = 256;

/// uniqueItems compares every pair, and patternProperties runs std::regex, which recurses once per
/// character: within these bounds both are harmless.
bool is_bounded(const Json& value) {
  if (!value.is_structured()) return true;
  if (value.is_array() && value.size() > kBoundedElements) return false;
  for (const auto& item : value.items()) {
    if (value.is_object() && item.key().size() > kBoundedName) return false;
    if (!is_bounded(item.value())) return false;
  }
  return true;
}

}  // namespace

struct Schema::Impl {
  Json source;
  ReadSchema read;
  valijson::Schema schema;
};

Schema Schema::compile(const Json& schema, std::string_view pointer, Diagnostics& faults) {
  auto read = read_schema(schema, pointer, faults);
  if (!read) return {};
  auto impl = std::make_shared<Impl>();
  impl->source = schema;
  impl->read = std::move(*read);
  try {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    // Owned by the parser once it has them.
    auto format = std::make_unique<FormatBuilder>();
    auto pattern = std::make_unique<PatternBuilder>();
    parser.addConstraintBuilder(kFormatKey, format.get());
    (void)format.release();
    parser.addConstraintBuilder(kPatternKey, pattern.get());
    (void)pattern.release();
    parser.populateSchema(NlohmannJsonAdapter(*impl->read.rules), impl->schema);
  } catch (const std::bad_alloc&) {
    throw;  // says nothing of the schema
  } catch (const std::exception&) {
    Diagnostic fault;
    fault.code = codes::kNotASchema;
    fault.message = {"不是 JSON Schema（draft-07）", "this is no JSON Schema (draft-07)"};
    fault.pointer = pointer;
    faults.push_back(std::move(fault));
    return {};
  }
  Schema compiled;
  compiled.impl_ = std::move(impl);
  return compiled;
}

std::vector<SchemaFault> Schema::validate(const Json& value) const {
  if (impl_ == nullptr) return {};
  if (impl_->read.needs_bounds && !is_bounded(value)) {
    return {{"",
             {"内容过大：列表至多 1000 项，名称至多 256 字节",
              "the value is too large: lists of at most 1000 elements, names of 256 bytes"}}};
  }
  try {
    const NlohmannJsonAdapter target(value);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    if (validator.validate(impl_->schema, target, nullptr)) return {};
    valijson::ValidationResults results;
    validator.validate(impl_->schema, target, &results);
    std::vector<Remark> remarks;
    for (const auto& each : results) remarks.push_back({each.context, each.description});
    if (remarks.empty()) remarks.push_back({{"<root>"}, {}});
    return in_words(remarks);
  } catch (const std::bad_alloc&) {
    throw;  // says nothing of the value
  } catch (const std::exception&) {
    return {{"", {"内容无法核对", "the value could not be checked"}}};
  }
}

Schema::Member Schema::member(const std::vector<std::string>& segments) const {
  if (impl_ == nullptr) return {.declared = true, .required = false};
  return find_member(impl_->source, segments);
}

const std::vector<Schema::Personal>& Schema::personal() const {
  static const std::vector<Personal> kNone;
  return impl_ == nullptr ? kNone : impl_->read.personal;
}

const Json& Schema::source() const {
  static const Json kAll = true;
  return impl_ == nullptr ? kAll : impl_->source;
}

}  // namespace lianban::model
