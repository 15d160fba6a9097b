// Definitions and stories: what can be said without a case, and publishing.
#include <nlohmann/json.hpp>

#include "edge.hpp"
#include "json_in.hpp"
#include "lianban/definition.hpp"
#include "lianban/document.hpp"
#include "lianban/lianban.h"
#include "lianban/picture.hpp"
#include "to_json.hpp"

namespace lianban::c {

namespace {

constexpr const char* kOptions = "options_json";

/// One fix may uncover the next: the checker looks at the whole only when every part can be read.
constexpr int kFixRounds = 10;

Definition::Checked checked(const std::string& text, const std::string& file) {
  if (file.empty()) return Definition::check(text);
  return Definition::check(text, file, Definition::files());
}

bool faulty(const Diagnostics& findings) {
  for (const Diagnostic& each : findings) {
    if (each.severity == Severity::kError) return true;
  }
  return false;
}

Outcome check_report(const std::string& text, Fields& options) {
  const std::string file = options.text("file");
  if (auto fault = options.fault()) return *std::move(fault);
  const Definition::Checked result = checked(text, file);
  std::size_t errors = 0;
  for (const Diagnostic& each : result.diagnostics) errors += each.severity == Severity::kError;
  Json json{{"ok", errors == 0},
            {"errors", errors},
            {"warnings", result.diagnostics.size() - errors},
            {"findings", to_json(result.diagnostics)},
            {"summary", nullptr},
            {"id", nullptr},
            {"version", nullptr},
            {"hash", nullptr},
            {"title", nullptr}};
  if (result.definition) {
    json["summary"] = result.definition->summary();
    json["id"] = result.definition->id();
    json["version"] = result.definition->version();
    json["hash"] = result.definition->hash();
    json["title"] = to_json(result.definition->title());
  }
  return json;
}

Outcome fix_report(std::string text, Fields& options) {
  const std::string file = options.text("file");
  if (auto fault = options.fault()) return *std::move(fault);
  Json applied = Json::array();
  for (int round = 0; round < kFixRounds; ++round) {
    const Diagnostics findings = checked(text, file).diagnostics;
    Fixed fixed = apply_fixes(text, findings);
    if (fixed.applied.empty()) break;
    for (const std::size_t index : fixed.applied) {
      const Diagnostic& finding = findings[index];
      applied.push_back({{"code", finding.code},
                         {"line", finding.fix->line},
                         {"column", finding.fix->column},
                         {"written", finding.fix->written},
                         {"replacement", finding.fix->replacement}});
    }
    text = std::move(fixed.text);
  }
  return Json{{"text", std::move(text)}, {"applied", std::move(applied)}};
}

Outcome prove_report(const Definition& definition, Fields& options) {
  ProofOptions how;
  how.calendars = options.text("calendars");
  how.max_states = static_cast<std::size_t>(
      options.integer("max_states", static_cast<std::int64_t>(how.max_states), 1));
  how.max_seconds = options.number("max_seconds", 0);
  if (auto fault = options.fault()) return *std::move(fault);
  return outcome_of(prove_definition(definition, how),
                    [](const Proof& proof) { return to_json(proof); });
}

Outcome plan_report(const Definition& definition, Fields& options) {
  PlanOptions how;
  how.without_deferral = options.texts("without_deferral");
  if (auto fault = options.fault()) return *std::move(fault);
  const Plan planned = plan(definition, how);
  Json json = lianban::to_json(planned);
  json["findings"] = to_json(planned.findings);
  return json;
}

Outcome diagram_report(const Definition& definition, Fields& options) {
  const std::string name = options.text("format", "mermaid");
  const std::string language = options.text("language", "zh");
  const auto format = diagram_format(name);
  if (!format) {
    options.fail("format", "argument/format", "须为 mermaid、dot、plantuml 或 bpmn",
                 "must be mermaid, dot, plantuml or bpmn");
  }
  if (language != "zh" && language != "en") {
    options.fail("language", "argument/language", "须为 zh 或 en", "must be zh or en");
  }
  if (auto fault = options.fault()) return *std::move(fault);
  DiagramOptions how;
  how.language = language == "en" ? Language::kEnglish : Language::kChinese;
  return outcome_of(draw(definition, *format, how), [&](std::string text) {
    return Json{{"format", name}, {"text", std::move(text)}};
  });
}

Outcome document_report(const Definition& definition, Fields& options) {
  const std::string language = options.text("language", "both");
  auto wanted = DocumentLanguage::kBoth;
  if (language == "zh") {
    wanted = DocumentLanguage::kChinese;
  } else if (language == "en") {
    wanted = DocumentLanguage::kEnglish;
  } else if (language != "both") {
    options.fail("language", "argument/language", "须为 zh、en 或 both", "must be zh, en or both");
  }
  if (auto fault = options.fault()) return *std::move(fault);
  return Json{{"text", write_document(definition, wanted)}};
}

Outcome compare_report(const Definition& definition, Fields& options) {
  const Json before = options.object("before");
  if (before.is_null()) {
    options.fail("before", "argument/missing", "缺少旧版定义", "the earlier definition is missing");
  }
  if (auto fault = options.fault()) return *std::move(fault);
  const Definition::Checked earlier = Definition::check(before.dump());
  if (!earlier.definition) {
    Failure failure = failure_of(earlier.diagnostics);
    failure.more["argument"] = kOptions;
    return failure;
  }
  return Json{{"changes", list_of(compare(*earlier.definition, definition))}};
}

Outcome rehearse_report(const Definition& definition, Fields& options) {
  RehearsalOptions how;
  how.database = options.text("database");
  how.calendars = options.text("calendars");
  how.tenant = options.integer("tenant", 0);
  how.limit = static_cast<std::size_t>(options.integer("limit", 0));
  if (auto fault = options.fault()) return *std::move(fault);
  return outcome_of(rehearse_cases(definition, how),
                    [](const RehearsalReport& report) { return to_json(report); });
}

struct ReportKind {
  std::string_view name;
  Outcome (*report)(const Definition&, Fields&);
};
constexpr ReportKind kKinds[] = {{"prove", prove_report},     {"plan", plan_report},
                                 {"diagram", diagram_report}, {"document", document_report},
                                 {"compare", compare_report}, {"rehearse", rehearse_report}};

Outcome report_on(const std::string& text, std::string_view kind, Fields& options) {
  if (kind == "check") return check_report(text, options);
  if (kind == "fix") return fix_report(text, options);
  const std::string file = options.text("file");
  const ReportKind* wanted = nullptr;
  for (const ReportKind& each : kKinds) {
    if (each.name == kind) wanted = &each;
  }
  if (wanted == nullptr && kind != "expand") {
    return bad_argument("kind", "argument/kind", "没有这种报告", "there is no such report");
  }
  const Definition::Checked result = checked(text, file);
  if (!result.definition || faulty(result.diagnostics)) return failure_of(result.diagnostics);
  if (wanted != nullptr) return wanted->report(*result.definition, options);
  if (auto fault = options.fault()) return *std::move(fault);
  return Json{
      {"definition", result.merged.is_null() ? result.definition->source() : result.merged}};
}

Outcome definition_report(const char* definition_json, const char* kind_text,
                          const char* options_json) {
  std::string text;
  std::string kind;
  if (auto fault = take(read_text(definition_json, "definition_json"), text)) {
    return *std::move(fault);
  }
  if (auto fault = take(read_text(kind_text, "kind"), kind)) return *std::move(fault);
  const Outcome given = read_object(options_json, kOptions, true);
  if (const auto* failure = std::get_if<Failure>(&given)) return *failure;
  Fields options(std::get<Json>(given), kOptions);
  return report_on(text, kind, options);
}

Outcome publish(Engine& engine, const char* definition_json) {
  std::string text;
  if (auto fault = take(read_text(definition_json, "definition_json"), text)) {
    return *std::move(fault);
  }
  const Definition::Checked result = Definition::check(text);
  if (!result.definition || faulty(result.diagnostics)) return failure_of(result.diagnostics);
  const Definition& definition = *result.definition;
  return outcome_of(engine.publish(definition), [&](const std::string& hash) {
    return Json{{"id", definition.id()}, {"version", definition.version()}, {"hash", hash}};
  });
}

Outcome run_stories(const char* file_text, const char* options_json) {
  std::string file;
  if (auto fault = take(read_text(file_text, "file"), file)) return *std::move(fault);
  const Outcome given = read_object(options_json, kOptions, true);
  if (const auto* failure = std::get_if<Failure>(&given)) return *failure;
  Fields fields(std::get<Json>(given), kOptions);
  ScenarioOptions options;
  options.calendars = fields.text("calendars");
  options.coverage = fields.boolean("coverage", false);
  options.keep = fields.text("keep");
  if (auto fault = fields.fault()) return *std::move(fault);
  const auto reports = run_scenarios(file, options);
  std::size_t passed = 0;
  Coverage told;
  for (const ScenarioReport& each : reports) {
    passed += each.passed ? 1 : 0;
    told.add(each);
  }
  return Json{{"passed", passed},
              {"failed", reports.size() - passed},
              {"stories", list_of(reports)},
              {"coverage", options.coverage ? list_of(told.definitions()) : Json()}};
}

}  // namespace

}  // namespace lianban::c

using namespace lianban::c;

int32_t lianban_definition_report(const char* definition_json, const char* kind,
                                  const char* options_json, char** out_json,
                                  lianban_error* out_error) {
  return answer(out_json, out_error,
                [&] { return definition_report(definition_json, kind, options_json); });
}

int32_t lianban_definition_publish(lianban_engine engine, const char* definition_json,
                                   char** out_json, lianban_error* out_error) {
  return ask(engine, out_json, out_error,
             [&](EngineSlot& in) { return publish(*in.engine, definition_json); });
}

int32_t lianban_scenario_run(const char* file, const char* options_json, char** out_json,
                             lianban_error* out_error) {
  return answer(out_json, out_error, [&] { return run_stories(file, options_json); });
}
