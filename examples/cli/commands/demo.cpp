#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/demo/folder.hpp"
#include "cli/demo/names.hpp"
#include "cli/demo/stage.hpp"
#include "cli/demo/stories.hpp"
#include "cli/demo/summary.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

void introduce(Terminal& out, Stage& stage, const Names& names, const Definition& definition) {
  out.line(out.paint(Tone::kStrong, out.tell(definition.title())));
  const nlohmann::json summary = names.source().value("summary", nlohmann::json());
  for (const auto& line : wrap_text(title(summary, out.language(), ""), 100)) out.line(line);
  out.line();
  std::vector<std::string> where;
  for (const std::string& agency : simulators::agency_names()) {
    where.push_back(names.party(agency) + " 127.0.0.1:" + std::to_string(stage.ports().at(agency)));
  }
  out.line(out.tell(Phrase{"模拟机关，真实 HTTP", "simulated agencies, real HTTP"}));
  for (const auto& line : wrap_items(where, out.dot(), 96)) out.line("  " + line);
  out.line(out.tell(Phrase{"数据库，SQLite", "database, SQLite"}));
  out.line("  " + stage.database());
}

int tell_both(Context& context, const std::string& folder, const Definition& definition,
              bool kept) {
  Terminal& out = context.out;
  const Names names(definition, out.language());
  Stage stage(folder, context.calendars(), definition);
  introduce(out, stage, names, definition);
  std::vector<Told> told;
  told.push_back(tell_found_in_time(stage, out, names));
  told.push_back(tell_missed(stage, out, names));
  Summary summary = summarise(stage, out, names, told);
  if (kept) {
    out.line();
    out.line(
        out.tell(Phrase{"数据库留在 {0}，可以接着看：", "the database stays in {0}; look on with:"},
                 {folder}));
    out.line("  lianban --database " + stage.database() + " case show " +
             member(told.front().view, "number"));
  }
  return context.findings(std::move(summary.json), summary.sound);
}

}  // namespace

int run_demo(Context& context, const DemoArgs& args) {
  const std::string workflows = workflows_folder();
  if (workflows.empty()) {
    return context.fail(make_error("configuration/workflows", "找不到随程序安装的定义",
                                   "the definitions that come with the program are not found"));
  }
  const auto definition = load_definition(workflows + "/wenzhou-ride-hailing-vehicle.json");
  if (!definition) return context.fail(definition.error());
  const auto folder = DemoFolder::make(args.keep);
  if (!folder) return context.fail(folder.error());
  try {
    return tell_both(context, folder->path(), **definition, !args.keep.empty());
  } catch (const DemoStopped& stopped) {
    if (stopped.error.code == "demo/interrupted") return kInterrupted;
    return context.fail(stopped.error);
  }
}

}  // namespace lianban::cli
