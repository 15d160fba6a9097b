// Findings for people: what is wrong with a directory, and what a definition will miss in it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "lianban/agency.hpp"

namespace lianban {
namespace {

using base::pointer_join;

constexpr base::JsonLimits kLimits{limits::kDefinitionBytes, limits::kJsonDepth};

Diagnostic placed(Diagnostic finding, std::string_view text) {
  const auto part = finding.at_name ? base::Part::kName : base::Part::kValue;
  const base::Position position = base::locate(text, finding.pointer, part);
  finding.line = position.line;
  finding.column = position.column;
  return finding;
}

Diagnostic of_syntax(const base::JsonFault& fault) {
  Diagnostic finding;
  finding.code = "directory/json";
  finding.message = fault.error.message;
  finding.line = fault.position.line;
  finding.column = fault.position.column;
  return finding;
}

void sort_as_in_text(Diagnostics& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
}

/// The calls of one definition, one after the other.
class CallCheck {
 public:
  CallCheck(const AgencyDirectory& directory, std::string_view text)
      : directory_(directory), text_(text) {}

  Diagnostics check(const Json& definition) {
    const auto calls = definition.find("calls");
    if (calls == definition.end() || !calls->is_object()) return {};
    for (const auto& [id, call] : calls->items()) {
      if (call.is_object()) check_call(pointer_join("/calls", id), call);
    }
    sort_as_in_text(findings_);
    return std::move(findings_);
  }

 private:
  static std::string member(const Json& call, const char* name) {
    const auto found = call.find(name);
    return found != call.end() && found->is_string() ? found->get<std::string>() : std::string();
  }

  void find(Severity severity, std::string code, std::string pointer, Text message, Text hint) {
    Diagnostic finding;
    finding.severity = severity;
    finding.code = std::move(code);
    finding.pointer = std::move(pointer);
    finding.message = std::move(message);
    finding.hint = std::move(hint);
    findings_.push_back(placed(std::move(finding), text_));
  }

  void check_call(const std::string& pointer, const Json& call) {
    const std::string agency = member(call, "agency");
    const std::string operation = member(call, "operation");
    if (agency.empty() || operation.empty()) return;
    bool any = false;
    for (const auto& [name, entry] : directory_.entries) {
      if (name != agency && !name.starts_with(agency + "@")) continue;
      any = true;
      check_entry(pointer, call, operation, name, entry);
    }
    if (any) return;
    find(Severity::kError, "calls/unknown_agency", pointer + "/agency",
         {"机关目录中没有“" + agency + "”", "the directory has no agency '" + agency + "'"},
         {"在目录中加上它，由宿主系统领取的写 \"external\": true",
          "add it to the directory, with \"external\": true if the host fetches its requests"});
  }

  void check_entry(const std::string& pointer, const Json& call, const std::string& operation,
                   const std::string& name, const AgencyEntry& entry) {
    const auto found = entry.operations.find(operation);
    if (found == entry.operations.end()) {
      find(Severity::kError, "calls/unknown_operation", pointer + "/operation",
           {"目录中“" + name + "”没有操作“" + operation + "”",
            "'" + name + "' has no operation '" + operation + "' in the directory"},
           name.find('@') == std::string::npos
               ? Text{"在该条目的 operations 中加上它", "add it to the entry's operations"}
               : Text{"办理机构的条目代替整个机关的条目，须写全操作",
                      "an office's entry stands instead of its agency's, with all operations"});
      return;
    }
    const AgencyOperation& known = found->second;
    if (call.contains("reverse") && !entry.external && !known.honours_keys && known.query.empty()) {
      find(Severity::kWarning, "calls/lost_answer", pointer + "/operation",
           {"“" + name + "”的“" + operation + "”既不识别重复请求，也不能查询：答复丢失时须由人查明",
            "'" + operation + "' of '" + name +
                "' neither honours keys nor can be queried: when an answer is lost, a person has "
                "to find out what happened"},
           {"请机关承诺 honours_keys，或提供 query", "ask the agency for honours_keys or a query"});
    }
    const bool later = member(call, "answers") == "later";
    if (later && !entry.external && !known.poll && !entry.callbacks) {
      find(Severity::kWarning, "calls/no_way_back", pointer + "/answers",
           {"“" + name + "”稍后答复，但目录中既无 poll 也无 callbacks：答复须由人录入",
            "'" + name +
                "' answers later, but has neither poll nor callbacks: somebody has to bring the "
                "answer"},
           {"加上 poll 或 callbacks", "add poll or callbacks"});
    }
  }

  const AgencyDirectory& directory_;
  std::string_view text_;
  Diagnostics findings_;
};

}  // namespace

Diagnostics check_agency_directory(std::string_view text) {
  base::JsonFault fault{};
  const auto source = base::parse_json(text, kLimits, &fault);
  if (!source) return {of_syntax(fault)};
  Diagnostics findings;
  for (Error& each : load_agency_directory(*source).faults) {
    Diagnostic finding;
    finding.code = std::move(each.code);
    finding.message = std::move(each.message);
    finding.pointer = std::move(each.place);
    finding.at_name = finding.code == "directory/unknown";
    findings.push_back(placed(std::move(finding), text));
  }
  sort_as_in_text(findings);
  return findings;
}

Diagnostics check_agency_calls(const AgencyDirectory& directory, std::string_view definition) {
  const auto source = base::parse_json(definition, kLimits);
  if (!source || !source->is_object()) return {};
  return CallCheck(directory, definition).check(*source);
}

}  // namespace lianban
