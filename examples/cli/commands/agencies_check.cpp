// What is wrong with an agency directory, and what definitions will miss in it.
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/findings.hpp"
#include "lianban/agency.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// The text without the lines on which a secret was found: an excerpt would show it to everybody
/// who reads the output.
std::string without_secrets(const std::string& text, const Diagnostics& findings) {
  std::set<std::size_t> lines;
  for (const Diagnostic& each : findings) {
    if (each.code == "directory/secret") lines.insert(each.line);
  }
  std::string shown;
  std::size_t line = 1;
  for (const char c : text) {
    if (c == '\n' || !lines.contains(line)) shown.push_back(c);
    if (c == '\n') ++line;
  }
  return shown;
}

class AgenciesCheck {
 public:
  explicit AgenciesCheck(Context& context) : context_(context) {}

  void take(const std::string& file, const std::string& text, const Diagnostics& findings,
            const std::string& about) {
    if (!files_.empty()) context_.out.line();
    print_findings(context_.out, file, text, findings, about);
    const FindingCount counted = count(findings);
    all_.errors += counted.errors;
    all_.warnings += counted.warnings;
    files_.push_back(findings_json(file, findings, context_.out.language()));
  }

  int finish() {
    return context_.findings(
        {{"files", std::move(files_)}, {"errors", all_.errors}, {"warnings", all_.warnings}},
        all_.errors == 0);
  }

 private:
  Context& context_;
  json files_ = json::array();
  FindingCount all_;
};

}  // namespace

int run_agencies_check(Context& context, const AgenciesCheckArgs& args) {
  const auto text = read_text(args.file);
  if (!text) return context.fail(text.error());
  const Diagnostics faults = check_agency_directory(*text);
  const AgencyDirectory directory = load_agency_directory_text(*text).directory;
  std::string about;
  if (faults.empty()) {
    std::size_t operations = 0;
    for (const auto& [name, entry] : directory.entries) operations += entry.operations.size();
    about = context.out.tell(
        say::kDirectory, {std::to_string(directory.entries.size()), std::to_string(operations)});
  }
  AgenciesCheck check(context);
  check.take(args.file, without_secrets(*text, faults), faults, about);
  // An entry that could not be read would be told as missing.
  if (!faults.empty()) return check.finish();
  for (const std::string& file : args.definitions) {
    const auto definition = load_definition(file);
    if (!definition) return context.fail(definition.error());
    const auto source = read_text(file);
    if (!source) return context.fail(source.error());
    check.take(file, *source, check_agency_calls(directory, *source),
               (*definition)->title().in(context.out.language()));
  }
  return check.finish();
}

}  // namespace lianban::cli
