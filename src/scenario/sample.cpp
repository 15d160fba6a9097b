#include "scenario/sample.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "model/sample.hpp"

namespace lianban::scenario {

namespace {

/// Changes a reply until a rule of an outcome is true, or is not.
class Bender {
 public:
  Bender(Json& reply, const Json& view, const std::string& today)
      : reply_(reply), view_(view), today_(today) {}

  void bend(const Json& rule, bool wanted) {
    if (!rule.is_object() || rule.size() != 1) return;
    const std::string name = rule.begin().key();
    const Json args = rule.begin()->is_array() ? *rule.begin() : Json::array({*rule.begin()});
    if (name == "var" || name == "!!") {
      if (name == "!!" && !args.empty()) return bend(args[0], wanted);
      truth(args, wanted);
    } else if (name == "!" && !args.empty()) {
      bend(args[0], !wanted);
    } else if (name == "and" || name == "or") {
      // One operand is enough to make "and" false or "or" true.
      const bool all = (name == "and") == wanted;
      for (const Json& each : args) {
        bend(each, wanted);
        if (!all) break;
      }
    } else if (name == "if" && args.size() >= 2) {
      bend(args[0], wanted);
      bend(args[1], wanted);
    } else if (args.size() == 2) {
      compare(name, args, wanted);
    }
  }

 private:
  static constexpr std::string_view kReply = "reply.";

  [[nodiscard]] static std::string path_of(const Json& operand) {
    if (!operand.is_object() || operand.size() != 1 || !operand.contains("var")) return {};
    const Json& var = operand["var"];
    const Json& path = var.is_array() && !var.empty() ? var[0] : var;
    return path.is_string() ? path.get<std::string>() : std::string();
  }

  [[nodiscard]] static Json::json_pointer pointer(std::string path) {
    Json::json_pointer to;
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t dot = std::min(path.find('.', at), path.size());
      to /= path.substr(at, dot - at);
      at = dot + 1;
    }
    return to;
  }

  [[nodiscard]] std::optional<Json> value_of(const Json& operand) const {
    if (!operand.is_object()) return operand;
    if (operand.contains("today")) return today_;
    const std::string path = path_of(operand);
    if (path.starts_with(kReply)) return std::nullopt;
    const auto to = pointer(path);
    if (path.empty() || !view_.contains(to)) return std::nullopt;
    return view_[to];
  }

  void put(const std::string& path, Json value) {
    reply_[pointer(path.substr(kReply.size()))] = std::move(value);
  }

  void truth(const Json& args, bool wanted) {
    const std::string path = path_of(Json{{"var", args}});
    if (!path.starts_with(kReply)) return;
    const auto at = pointer(path.substr(kReply.size()));
    const bool has = reply_.contains(at) && !reply_[at].is_null() && reply_[at] != false;
    if (wanted && !has) reply_[at] = true;
    if (!wanted)
      reply_[at] = reply_.contains(at) && !reply_[at].is_boolean() ? Json() : Json(false);
  }

  void compare(const std::string& name, const Json& args, bool wanted) {
    const bool first = path_of(args[0]).starts_with(kReply);
    const std::string path = path_of(args[first ? 0 : 1]);
    const auto other = value_of(args[first ? 1 : 0]);
    if (!path.starts_with(kReply) || !other) return;
    if (name == "in" && first) {
      if (other->is_array() && !other->empty() && wanted) put(path, (*other)[0]);
    } else if (name == "!=" || name == "!==") {
      put(path, wanted ? another(*other) : *other);
    } else if (wanted) {
      // == and, of an instant or a number, all comparisons that hold of equal values.
      put(path, *other);
    } else if (name == "==" || name == "===") {
      put(path, another(*other));
    }
  }

  [[nodiscard]] static Json another(const Json& value) {
    if (value.is_boolean()) return !value.get<bool>();
    if (value.is_number()) return value.get<double>() + 1;
    if (value.is_string()) return "no " + value.get<std::string>();
    return "other";
  }

  Json& reply_;
  const Json& view_;
  const std::string& today_;
};

}  // namespace

Json sample_of(const Json& schema) {
  model::SampleStyle style;
  style.optional = true;
  return model::sample_of(schema, style);
}

Json reply_for(const Json& call, const std::string& outcome, const Json& view,
               const std::string& today) {
  static const Json kNone = Json::array();
  Json reply = call.contains("reply") ? sample_of(call["reply"]) : Json::object();
  if (!reply.is_object()) reply = Json::object();
  Bender bender(reply, view, today);
  const Json& outcomes = call.contains("outcomes") ? call["outcomes"] : kNone;
  for (const Json& each : outcomes) {
    const bool own = each.value("id", "") == outcome;
    if (each.contains("when")) bender.bend(each["when"], own);
    if (own) break;
  }
  return reply;
}

}  // namespace lianban::scenario
