#include "cli/exit_codes.hpp"

#include <array>

namespace lianban::cli {

namespace {

struct Rule {
  std::string_view code;  ///< A whole code, or an area with its slash.
  ExitCode exit;
};

// Whole codes first: the first rule that fits decides.
constexpr std::array kErrors = {
    Rule{"case/not_found", kNotFound},
    Rule{"definition/not_found", kNotFound},
    Rule{"definition/unknown", kNotFound},
    Rule{"file/not_found", kNotFound},
    Rule{"store/not_found", kNotFound},
    Rule{"callback/unknown", kNotFound},
    Rule{"letter/unknown", kNotFound},
    Rule{"incident/not_found", kNotFound},
    Rule{"code/not_found", kNotFound},
    Rule{"licence/not_found", kNotFound},
    Rule{"licence/exists", kConflict},
    Rule{"store/conflict", kConflict},
    Rule{"request/conflict", kConflict},
    Rule{"definition/faulty", kFindings},
    Rule{"case/busy", kConflict},
    Rule{"folder/", kConflict},
    Rule{"engine/busy", kConflict},
    Rule{"engine/format", kStore},
    Rule{"agency/secret", kConfiguration},
    Rule{"agency/", kAgency},
    Rule{"simulator/port", kConfiguration},
    Rule{"store/", kStore},
    Rule{"calendar/", kConfiguration},
    Rule{"directory/", kConfiguration},
    Rule{"configuration/", kConfiguration},
    Rule{"definition/", kStore},
    Rule{"conformance/url", kUsage},
    Rule{"conformance/", kConfiguration},
    Rule{"usage/", kUsage},
    Rule{"argument/", kUsage},
    Rule{"picture/", kUsage},
    Rule{"program/", kConfiguration},
    Rule{"json/", kUsage},
    Rule{"request/", kUsage},
    Rule{"file/", kConfiguration},
};

constexpr std::array kWords = {
    ExitWord{kOk, {"正常", "ok"}},
    ExitWord{kFindings, {"有错误或测试未通过", "findings or failed tests"}},
    ExitWord{kUsage, {"用法", "usage"}},
    ExitWord{kNotFound, {"找不到", "not found"}},
    ExitWord{kRefused, {"流程不允许", "refused by the workflow"}},
    ExitWord{kConflict, {"冲突", "conflict"}},
    ExitWord{kAgency, {"机关或网络", "agency or network"}},
    ExitWord{kStore, {"数据库", "data store"}},
    ExitWord{kConfiguration, {"配置", "configuration"}},
    ExitWord{kInternal, {"内部错误", "internal"}},
    ExitWord{kInterrupted, {"中断", "interrupted"}},
};

bool fits(std::string_view rule, std::string_view code) {
  return rule.ends_with('/') ? code.starts_with(rule) : code == rule;
}

}  // namespace

std::span<const ExitWord> exit_words() { return kWords; }

ExitCode exit_code_of_error(std::string_view code) {
  for (const Rule& rule : kErrors) {
    if (fits(rule.code, code)) return rule.exit;
  }
  return kInternal;
}

ExitCode exit_code_of_refusal(std::string_view code) {
  if (code == "request/conflict") return kConflict;
  if (code.ends_with("/not_found") || code == "incident/unknown") return kNotFound;
  return kRefused;
}

}  // namespace lianban::cli
