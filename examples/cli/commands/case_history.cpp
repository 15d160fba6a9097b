#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

constexpr std::size_t kThenCells = 72;

/// What followed a command, in the order of the history: events, papers, decisions, endings.
std::vector<std::string> consequences(const Terminal& out, const json& entries) {
  std::vector<std::string> all;
  for (const json& entry : entries) {
    const std::string kind = member(entry, "k");
    if (kind == "event") all.push_back(member(entry, "name"));
    if (kind == "entered") all.push_back("> " + member(entry, "state"));
    if (kind == "paper" && entry.contains("record")) {
      all.push_back(out.tell(say::kPapers) + " " + member(entry["record"], "paper"));
    }
    if (kind == "decided" || kind == "ended") {
      all.push_back(out.tell(kind == "ended" ? say::kEndedAt : say::kDecidedAt) + " " +
                    out.word(member(entry, "outcome")));
    }
    if (kind == "incident" && entry.contains("record")) {
      all.push_back(out.tell(say::kIncidents) + " " + member(entry["record"], "code"));
    }
  }
  return all;
}

/// A definition's hash is as well known by its beginning.
std::string shortened(const std::string& subject) {
  constexpr std::size_t kHash = 64;
  return subject.size() == kHash ? subject.substr(0, 12) : subject;
}

void print_row(Terminal& out, Table& table, const json& row) {
  const json none = json::array();
  const json& entries = row.contains("entries") ? row["entries"] : none;
  std::string who, what;
  for (const json& entry : entries) {
    if (member(entry, "k") != "command") continue;
    who = out.word(member(entry, "actor"));
    what = member(entry, "verb");
    const std::string subject = shortened(member(entry, "subject"));
    if (!subject.empty()) what += " " + subject;
    break;
  }
  const auto lines = wrap_items(consequences(out, entries), ", ", kThenCells);
  std::string at = member(row, "at");
  if (const auto instant = parse_instant(at)) at = format_instant(*instant).substr(0, 16);
  if (at.size() > 10) at[10] = ' ';
  table.add({std::to_string(row.value("revision", 0)),
             at,
             who,
             what,
             {lines.empty() ? "" : lines.front(), Tone::kDim}});
  for (std::size_t i = 1; i < lines.size(); ++i) {
    table.add({"", "", "", "", {lines[i], Tone::kDim}});
  }
}

}  // namespace

int run_case_history(Context& context, const CaseArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto history = (*engine)->history(args.id);
  if (!history) return context.fail(history.error());
  Table table({out.tell(say::kRevision), out.tell(say::kAt), out.tell(say::kWho),
               out.tell(say::kWhat), out.tell(say::kThen)});
  table.right(0);
  for (const json& row : *history) print_row(out, table, row);
  table.print(out);
  json result{{"history", *history}};
  if (!args.verify) return context.done(std::move(result));
  const auto verified = (*engine)->verify(args.id);
  if (!verified) return context.fail(verified.error());
  result["verification"] = {{"sound", verified->sound},
                            {"revisions", verified->revisions},
                            {"head", verified->head},
                            {"fault", verified->fault}};
  out.line(out.sign(verified->sound ? Sign::kOk : Sign::kFail) +
           (verified->sound ? out.tell(say::kSound, {std::to_string(verified->revisions),
                                                     verified->head.substr(0, 16)})
                            : out.tell(say::kBroken, {verified->fault})));
  return context.findings(std::move(result), verified->sound);
}

}  // namespace lianban::cli
