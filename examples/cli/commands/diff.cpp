#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "lianban/difference.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

/// A kind has its sign, so that no colour is needed.
void print_change(Terminal& out, const Change& change) {
  Tone tone = Tone::kPlain;
  std::string sign = "~ ";
  switch (change.kind) {
    case ChangeKind::kAdded:
      sign = "+ ";
      tone = Tone::kGood;
      break;
    case ChangeKind::kRemoved:
      sign = "- ";
      tone = Tone::kBad;
      break;
    case ChangeKind::kChanged:
      tone = Tone::kWarn;
      break;
  }
  out.line("  " + out.paint(tone, sign) + out.tell(change.text));
}

json to_json(const Change& change) {
  return {
      {"area", to_name(change.area)}, {"kind", to_name(change.kind)},
      {"pointer", change.pointer},    {"text", {{"zh", change.text.zh}, {"en", change.text.en}}},
      {"before", change.before},      {"after", change.after}};
}

}  // namespace

int run_diff(Context& context, const DiffArgs& args) {
  std::vector<std::shared_ptr<const Definition>> sides;
  for (const std::string& file : {args.before, args.after}) {
    auto side = load_definition(file);
    if (!side) return context.fail(side.error(), {context.out.tell(say::kSeeCheck, {file})});
    sides.push_back(std::move(side).value());
  }
  const std::vector<Change> changes = compare(*sides[0], *sides[1]);
  Terminal& out = context.out;
  json list = json::array();
  std::optional<ChangeArea> area;
  for (const Change& change : changes) {
    if (area != change.area) {
      area = change.area;
      out.line(out.paint(Tone::kStrong, out.tell(title_of(change.area))));
    }
    print_change(out, change);
    list.push_back(to_json(change));
  }
  out.line(changes.empty() ? out.sign(Sign::kOk) + out.tell(say::kSameDefinition)
                           : out.tell(say::kChanges, {std::to_string(changes.size())}));
  return context.findings({{"changes", std::move(list)}}, changes.empty());
}

}  // namespace lianban::cli
