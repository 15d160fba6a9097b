#include "model/params.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/limits.hpp"
#include "model/codes.hpp"
#include "model/loading.hpp"

namespace lianban::model {
namespace {

/// Maps from names to texts or rules: a member "param" there is a name as any other.
constexpr std::array<std::string_view, 7> kFreeNames{"vars",    "roles",   "request", "fields",
                                                     "content", "results", "form"};

class Replacing {
 public:
  Replacing(const Json& params, Diagnostics& faults) : params_(params), faults_(faults) {}

  Json replaced(const Json& value, const std::string& pointer, bool free_names) {
    if (value.is_array()) return replaced_list(value, pointer);
    if (!value.is_object()) return value;
    if (!free_names && value.size() == 1) {
      const auto param = value.find("param");
      if (param != value.end() && param->is_string()) {
        return value_of(param->get<std::string>(), pointer);
      }
    }
    Json object = Json::object();
    for (const auto& item : value.items()) {
      const bool is_free = std::ranges::find(kFreeNames, item.key()) != kFreeNames.end();
      object[item.key()] = replaced(item.value(), base::pointer_join(pointer, item.key()), is_free);
    }
    return object;
  }

 private:
  Json replaced_list(const Json& value, const std::string& pointer) {
    Json list = Json::array();
    for (std::size_t i = 0; i < value.size(); ++i) {
      list.push_back(replaced(value[i], base::pointer_join(pointer, i), false));
    }
    return list;
  }

  Json value_of(const std::string& id, const std::string& pointer) {
    const auto param = params_.find(id);
    if (param != params_.end()) return *param;
    if (faults_.size() >= limits::kDiagnostics) return {};
    std::vector<std::string> known;
    for (const auto& item : params_.items()) known.push_back(item.key());
    Diagnostic fault;
    fault.code = codes::kUnknownParam;
    fault.message = {"没有参数" + quoted_zh(id), "no param " + quoted_en(id)};
    Hint hint = did_you_mean(id, known);
    if (!hint.meant.empty()) {
      fault.related = {{base::pointer_join("/params", hint.meant),
                        {quoted_zh(hint.meant) + "在这里", quoted_en(hint.meant) + " is here"},
                        true}};
    }
    set_hint(fault, std::move(hint));
    fault.pointer = pointer + "/param";
    faults_.push_back(std::move(fault));
    return {};
  }

  const Json& params_;
  Diagnostics& faults_;
};

}  // namespace

Json param_values(const Json& root) {
  Json values = Json::object();
  const auto params = root.find("params");
  if (params == root.end() || !params->is_object()) return values;
  for (const auto& item : params->items()) {
    if (item.value().is_object() && item.value().contains("value")) {
      values[item.key()] = item.value()["value"];
    }
  }
  return values;
}

Json with_params(const Json& root, const Json& params, Diagnostics& faults) {
  Replacing replacing(params, faults);
  Json result = Json::object();
  for (const auto& item : root.items()) {
    const bool is_free = item.key() == "vars";
    result[item.key()] =
        item.key() == "params"
            ? item.value()
            : replacing.replaced(item.value(), base::pointer_join("", item.key()), is_free);
  }
  return result;
}

}  // namespace lianban::model
