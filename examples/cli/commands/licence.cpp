// The register of licences: entered, shown, listed.
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/mask.hpp"
#include "cli/output/table.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// What the file holds, as a list; null where it holds nothing of the kind.
json list_of(json given) {
  if (given.is_array()) return given;
  if (!given.is_object()) return nullptr;
  const auto list = given.find("licences");
  if (list == given.end()) return json::array({std::move(given)});
  return list->is_array() ? json(*list) : json();
}

std::string kind_of(const json& licence) {
  const std::string definition = member(licence, "definition");
  const std::string id = member(licence, "licence");
  return definition.empty() ? id : definition + "." + id;
}

void print(Terminal& out, const json& licence, bool reveal) {
  out.line(out.paint(Tone::kStrong, member(licence, "number")) + std::string(out.dot()) +
           out.word(member(licence, "state")));
  Table table;
  const auto row = [&](const Phrase& name, const std::string& value) {
    if (!value.empty()) table.add({{out.tell(name), Tone::kDim}, value});
  };
  row(say::kLicenceKind, kind_of(licence));
  row(say::kLicenceVersion, licence.value("version", json(1)).dump());
  row(say::kIssuedOn, minute(member(licence, "issued_at")));
  row(say::kValidUntil, member(licence, "expires"));
  row(say::kLicenceOfCase, member(licence, "case"));
  row(say::kIdentifier, member(licence, "identifier"));
  row(say::kGivenReason, member(licence, "reason"));
  row(say::kRestsOn, member(licence, "rests_on"));
  for (const json& each : part(licence, "resting")) row(say::kResting, each.get<std::string>());
  const json content = reveal ? part(licence, "content") : masked_all(part(licence, "content"));
  for (const auto& [name, value] : content.items()) {
    table.add({{name, Tone::kDim}, value.is_string() ? value.get<std::string>() : value.dump()});
  }
  table.print(out, 2);
}

}  // namespace

int run_licence_import(Context& context, const LicenceImportArgs& args) {
  Terminal& out = context.out;
  auto given = read_json(args.file);
  if (!given) return context.fail(given.error());
  const json licences = list_of(std::move(*given));
  if (!licences.is_array()) {
    return context.fail(make_error("argument/licence", "文件中没有证照",
                                   "there are no licences in the file", args.file));
  }
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  json entered = json::array();
  std::size_t fresh = 0;
  for (const json& licence : licences) {
    auto done = (*engine)->register_licence(licence);
    if (!done) {
      // Entering again does nothing, so the file may simply be mended and entered once more.
      Error error = done.error();
      error.place = args.file + " /" + std::to_string(entered.size());
      return context.fail(error);
    }
    const bool known = done->value("repeated", false);
    fresh += known ? 0 : 1;
    out.line(out.sign(Sign::kOk) + out.tell(known ? say::kLicenceKnown : say::kLicenceEntered,
                                            {member(*done, "number"), kind_of(*done)}));
    entered.push_back({{"number", member(*done, "number")},
                       {"state", member(*done, "state")},
                       {"repeated", known}});
  }
  out.line(
      out.tell(say::kLicencesEntered, {std::to_string(entered.size()), std::to_string(fresh)}));
  return context.done({{"licences", std::move(entered)}, {"entered", fresh}});
}

int run_licence_show(Context& context, const LicenceArgs& args) {
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto licence = (*engine)->licence(args.number);
  if (!licence) return context.fail(licence.error());
  print(context.out, *licence, context.globals.reveal);
  return context.done({{"licence", *licence}});
}

int run_licence_list(Context& context, const LicenceListArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto page = (*engine)->licences(args.limit, args.cursor);
  if (!page) return context.fail(page.error());
  const json& licences = part(*page, "licences");
  if (licences.empty()) {
    out.line(out.tell(say::kNoLicences));
  } else {
    Table table({out.tell(say::kNumber), out.tell(say::kLicenceKind), out.tell(say::kLicenceState),
                 out.tell(say::kIssuedOn), out.tell(say::kValidUntil), out.tell(say::kRestsOn)});
    for (const json& each : licences) {
      table.add({member(each, "number"), kind_of(each), out.word(member(each, "state")),
                 minute(member(each, "issued_at")), member(each, "expires"),
                 member(each, "rests_on")});
    }
    table.print(out);
    out.line(out.tell(say::kLicenceCount, {std::to_string(licences.size())}));
  }
  const std::string next = member(*page, "next");
  if (!next.empty()) out.note(out.tell(say::kMorePages, {next}));
  return context.done(*page);
}

}  // namespace lianban::cli
