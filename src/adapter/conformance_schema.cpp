#include "adapter/conformance_schema.hpp"

// Before any header of valijson: without it a bad schema would abort the host.
#define VALIJSON_USE_EXCEPTIONS 1

#include <exception>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace lianban::adapter {
namespace {

using valijson::adapters::NlohmannJsonAdapter;

class Compiled final : public ReplySchema {
 public:
  explicit Compiled(const Json& source) {
    valijson::SchemaParser parser;
    parser.populateSchema(NlohmannJsonAdapter(source), schema_);
  }
  [[nodiscard]] bool fits(const Json& reply) const override try {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    return validator.validate(schema_, NlohmannJsonAdapter(reply), nullptr);
  } catch (const std::exception&) {
    return false;
  }

 private:
  valijson::Schema schema_;
};

}  // namespace

std::shared_ptr<const ReplySchema> ReplySchema::make(const Json& source) try {
  if (!source.is_object()) return nullptr;
  return std::make_shared<Compiled>(source);
} catch (const std::exception&) {
  return nullptr;
}

}  // namespace lianban::adapter
