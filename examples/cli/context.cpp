#include "cli/context.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace lianban::cli {

namespace {

using nlohmann::json;

/// The files of `--definitions`: as given, or every *.json of a folder, in the order of their
/// names.
std::vector<std::string> definition_files(const std::vector<std::string>& given) {
  std::vector<std::string> files;
  for (const std::string& each : given) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(each, ignored)) {
      files.push_back(each);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : std::filesystem::directory_iterator(each, ignored)) {
      if (entry.path().extension() == ".json") inside.push_back(entry.path().string());
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

Error directory_error(const std::string& file, const std::vector<Error>& faults) {
  Error error = faults.front();
  error.place = file + " " + error.place;
  if (faults.size() > 1) {
    const std::string more = std::to_string(faults.size() - 1);
    error.message.zh += "（另有 " + more + " 处）";
    error.message.en += " (and " + more + " more)";
  }
  return error;
}

void print_hints(Terminal& out, const std::vector<std::string>& hints) {
  for (const std::string& hint : hints) out.note("  = " + out.tell(say::kHelp) + ": " + hint);
}

}  // namespace

std::string Context::calendars() const {
  if (!globals.calendars.empty()) return globals.calendars;
  const std::string folder = workflows_folder();
  return folder.empty() ? folder : folder + "/calendars";
}

Status Context::publish_all(Engine& engine) {
  for (const std::string& file : definition_files(globals.definitions)) {
    const auto definition = load_definition(file);
    if (!definition) return definition.error();
    const auto published = engine.publish(**definition);
    if (!published) return published.error();
  }
  return Done{};
}

Result<std::unique_ptr<Engine>> Context::open_engine() {
  EngineOptions options;
  options.database = globals.database;
  options.calendars = calendars();
  if (options.calendars.empty()) {
    return make_error("configuration/calendars", "找不到工作日历，请用 --calendars 指定",
                      "no calendars were found; name their folder with --calendars");
  }
  if (globals.now) options.clock = std::make_shared<ManualClock>(*globals.now);
  if (!globals.directory.empty()) {
    const auto text = read_text(globals.directory);
    if (!text) return text.error();
    LoadedDirectory loaded = load_agency_directory_text(*text);
    if (!loaded.ok()) return directory_error(globals.directory, loaded.faults);
    options.agencies = make_http_agency(loaded.directory);
    options.directory = std::move(loaded.directory);
  }
  auto engine = Engine::open(std::move(options));
  if (!engine) return engine;
  if (auto published = publish_all(**engine); !published) return published.error();
  return engine;
}

int Context::done(json result) { return findings(std::move(result), true); }

int Context::findings(json result, bool ok) {
  if (out.json()) {
    result["ok"] = ok;
    out.raw(result.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
  }
  out.flush();
  return ok ? kOk : kFindings;
}

int Context::fail(const Error& error, const std::vector<std::string>& hints) {
  const ExitCode status = exit_code_of_error(error.code);
  if (out.json()) {
    const json answer{{"ok", false}, {"error", to_json(error, out.language(), hints)}};
    out.raw(answer.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
    out.flush();
    return status;
  }
  out.flush();
  out.note(out.paint_err(Tone::kBad, out.tell(say::kError) + "[" + error.code + "]") + ": " +
           out.tell(error.message));
  if (!error.place.empty()) out.note("  = " + out.tell(say::kPlace) + ": " + error.place);
  if (error.retryable) out.note("  = " + out.tell(say::kRetryable));
  print_hints(out, hints);
  return status;
}

int Context::refuse(const Refusal& refusal, const std::vector<std::string>& hints) {
  const ExitCode status = exit_code_of_refusal(refusal.code);
  if (out.json()) {
    const json answer{{"ok", false}, {"error", to_json(refusal, out.language(), hints)}};
    out.raw(answer.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
    out.flush();
    return status;
  }
  out.line(out.paint(Tone::kBad, std::string(out.glyph(Sign::kFail)) + " " +
                                     out.tell(say::kRefused) + "[" + refusal.code + "]") +
           ": " + out.tell(refusal.message));
  print_reasons(out, refusal.reasons, 4, json::object());
  out.flush();
  print_hints(out, hints);
  return status;
}

json to_json(const Error& error, Language language, const std::vector<std::string>& hints) {
  json out{{"code", error.code},
           {"status", static_cast<int>(exit_code_of_error(error.code))},
           {"message", error.message.in(language)},
           {"hints", hints},
           {"retryable", error.retryable}};
  if (!error.place.empty()) out["place"] = error.place;
  return out;
}

json to_json(const Refusal& refusal, Language language, const std::vector<std::string>& hints) {
  json reasons = json::array();
  for (const Reason& reason : refusal.reasons) {
    reasons.push_back({{"kind", reason.kind},
                       {"id", reason.id},
                       {"text", reason.text.in(language)},
                       {"until", reason.until.empty() ? json() : json(reason.until)},
                       {"basis", reason.basis}});
  }
  return {{"code", refusal.code},
          {"status", static_cast<int>(exit_code_of_refusal(refusal.code))},
          {"message", refusal.message.in(language)},
          {"reasons", std::move(reasons)},
          {"hints", hints},
          {"retryable", false}};
}

json to_json(const Accepted& accepted) {
  return {{"case", accepted.case_id},
          {"number", accepted.number},
          {"revision", accepted.revision},
          {"states", accepted.states},
          {"outcome", accepted.outcome.empty() ? json() : json(accepted.outcome)},
          {"repeated", accepted.repeated}};
}

namespace {

std::string laws_of(const Terminal& to, const Reason& reason, const json& law) {
  std::string names;
  for (const std::string& id : reason.basis) {
    const std::string name = title(part(law, id.c_str()), to.language(), "");
    if (!name.empty()) names += (names.empty() ? "" : std::string(to.comma())) + name;
  }
  return names;
}

}  // namespace

void print_reasons(Terminal& to, const std::vector<Reason>& reasons, std::size_t indent,
                   const json& law) {
  std::vector<std::string> said;
  for (const Reason& reason : reasons) {
    // Some texts say themselves what they are about; the title of a thing needs its kind.
    const bool whole = reason.kind == "condition" || reason.kind == "role" ||
                       reason.kind == "input" || reason.kind == "rule";
    std::string line = to.tell(reason.text);
    if (!whole) line = to.word(reason.kind) + (to.chinese() ? "：" : ": ") + line;
    if (!reason.until.empty()) {
      line += std::string(to.dot()) + to.tell(say::kUntil, {reason.until});
    }
    const std::string laws = laws_of(to, reason, law);
    if (!laws.empty()) {
      line += to.paint(Tone::kDim, std::string(to.dot()) + to.tell(say::kBasis, {laws}));
    }
    if (std::find(said.begin(), said.end(), line) != said.end()) continue;
    said.push_back(line);
    to.line(std::string(indent, ' ') + std::string(to.glyph(Sign::kBullet)) + " " + line);
  }
}

std::string member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& part(const json& object, const char* name) {
  static const json kNone = json::object();
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() ? kNone : *found;
}

std::string title(const json& value, Language language, const std::string& fallback) {
  if (value.is_string()) return value.get<std::string>();
  const Text text{member(value, "zh"), member(value, "en")};
  return text.empty() ? fallback : text.in(language);
}

std::string minute(Instant at) {
  std::string text = format_instant(at).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string minute(const std::string& at) {
  const auto instant = parse_instant(at);
  return !instant || at.size() <= 10 ? at : minute(*instant);
}

}  // namespace lianban::cli
