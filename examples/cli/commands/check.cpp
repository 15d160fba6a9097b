#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/findings.hpp"
#include "cli/output/sarif.hpp"

namespace lianban::cli {

using nlohmann::json;

namespace {

/// One fix may uncover the next: the checker looks at the whole only when every part can be read.
constexpr int kRounds = 10;

/// What certain fixes make of a text.
struct Repaired {
  std::string text;
  std::vector<Fix> applied;  ///< With their places at the time.
};

Repaired repair(const std::string& file, std::string text) {
  Repaired repaired{std::move(text), {}};
  for (int round = 0; round < kRounds; ++round) {
    const Diagnostics found =
        Definition::check(repaired.text, file, Definition::files()).diagnostics;
    Fixed fixed = apply_fixes(repaired.text, found);
    if (fixed.applied.empty()) break;
    for (const std::size_t index : fixed.applied) repaired.applied.push_back(*found[index].fix);
    repaired.text = std::move(fixed.text);
  }
  return repaired;
}

/// A reader sees the old text or the new one; what a link points to stays where it is.
Status replace_file(const std::string& file, const std::string& text) {
  namespace fs = std::filesystem;
  std::error_code fault;
  const fs::path place = fs::canonical(file, fault);
  fs::path draft = place;
  draft += ".lianban-fix";
  std::ofstream out(draft, std::ios::binary);
  out << text;
  out.close();
  bool written = !fault && out.good();
  if (written) fs::permissions(draft, fs::status(place, fault).permissions(), fault);
  if (written) fs::rename(draft, place, fault);
  written = written && !fault;
  if (written) return Done{};
  std::error_code ignored;
  fs::remove(draft, ignored);
  return make_error("file/unwritable", "文件无法写入", "the file cannot be written", file);
}

/// The lines that differ, as a patch has them. Fixes never join or split lines.
void print_changes(Terminal& out, const std::string& file, std::string_view before,
                   std::string_view after) {
  std::size_t number = 0;
  while (!before.empty() || !after.empty()) {
    const std::size_t old_end = std::min(before.find('\n'), before.size());
    const std::size_t new_end = std::min(after.find('\n'), after.size());
    ++number;
    if (before.substr(0, old_end) != after.substr(0, new_end)) {
      out.line(out.paint(Tone::kDim, file + ":" + std::to_string(number)));
      out.line(out.paint(Tone::kBad, "- " + std::string(before.substr(0, old_end))));
      out.line(out.paint(Tone::kGood, "+ " + std::string(after.substr(0, new_end))));
    }
    before.remove_prefix(std::min(old_end + 1, before.size()));
    after.remove_prefix(std::min(new_end + 1, after.size()));
  }
}

json to_json(const std::vector<Fix>& fixes) {
  json list = json::array();
  for (const Fix& fix : fixes) {
    list.push_back({{"line", fix.line},
                    {"column", fix.column},
                    {"written", fix.written},
                    {"replacement", fix.replacement}});
  }
  return list;
}

class Check {
 public:
  Check(Context& context, const CheckArgs& args) : context_(context), args_(args) {}

  int run() {
    if (args_.sarif && (args_.fix || context_.out.json())) return usage(say::kOneForm);
    for (const std::string& file : args_.files) {
      if (const Status done = look_at(file); !done) return context_.fail(done.error());
    }
    const bool ok = all_.errors == 0 && (!args_.deny_warnings || all_.warnings == 0);
    if (args_.sarif) {
      context_.out.raw(sarif(sarif_files_, context_.out.language())
                           .dump(2, ' ', false, json::error_handler_t::replace) +
                       "\n");
      context_.out.flush();
      return ok ? kOk : kFindings;
    }
    return context_.findings(
        {{"files", std::move(files_)}, {"errors", all_.errors}, {"warnings", all_.warnings}}, ok);
  }

 private:
  int usage(const Phrase& why) {
    return context_.fail(make_error("usage/arguments", std::string(why.zh), std::string(why.en)));
  }

  Status look_at(const std::string& file) {
    auto read = read_text(file);
    if (!read) return read.error();
    std::string text = std::move(read).value();
    json fixed = json::array();
    if (args_.fix) {
      if (file == "-") {
        return make_error("usage/arguments", std::string(say::kFixNeedsFile.zh),
                          std::string(say::kFixNeedsFile.en));
      }
      Repaired repaired = repair(file, text);
      if (const Status done = tell_fixes(file, text, repaired); !done) return done;
      fixed = to_json(repaired.applied);
      if (!args_.dry_run) text = std::move(repaired.text);
    }
    report(file, text, std::move(fixed));
    return Done{};
  }

  Status tell_fixes(const std::string& file, const std::string& text, const Repaired& repaired) {
    Terminal& out = context_.out;
    if (repaired.applied.empty()) {
      out.line(out.tell(say::kNothingToFix, {file}));
      return Done{};
    }
    if (!args_.dry_run) {
      if (const Status done = replace_file(file, repaired.text); !done) return done;
    }
    print_changes(out, file, text, repaired.text);
    const std::string count = std::to_string(repaired.applied.size());
    out.line(out.tell(args_.dry_run ? say::kWouldFix : say::kFixed, {count, file}));
    out.line();
    return Done{};
  }

  void report(const std::string& file, const std::string& text, json fixed) {
    Definition::Checked checked = Definition::check(text, file, Definition::files());
    const FindingCount counted = count(checked.diagnostics);
    all_.errors += counted.errors;
    all_.warnings += counted.warnings;
    if (args_.sarif) {
      sarif_files_.push_back({file, std::move(checked.diagnostics)});
      return;
    }
    const json summary = checked.definition ? checked.definition->summary() : json();
    std::string about;
    if (checked.definition) {
      const auto number = [&](const char* name) {
        return std::to_string(summary.value(name, std::size_t{0}));
      };
      about = context_.out.tell(say::kChart, {number("states"), number("transitions")});
    }
    print_findings(context_.out, file, text, checked.diagnostics, about, checked.bases);
    files_.push_back(findings_json(file, checked.diagnostics, context_.out.language()));
    files_.back()["summary"] = summary;
    if (args_.fix) files_.back()[args_.dry_run ? "would_fix" : "fixed"] = std::move(fixed);
  }

  Context& context_;
  const CheckArgs& args_;
  FindingCount all_;
  json files_ = json::array();
  std::vector<CheckedFile> sarif_files_;
};

}  // namespace

int run_check(Context& context, const CheckArgs& args) { return Check(context, args).run(); }

}  // namespace lianban::cli
