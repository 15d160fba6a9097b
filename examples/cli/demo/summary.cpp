#include "cli/demo/summary.hpp"

#include <map>

#include "cli/output/table.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

std::string count(std::size_t number) { return std::to_string(number); }

/// "4 → 1" in two cells of a row: before, and now.
std::string arrow(const Terminal& to, std::size_t before, std::size_t now) {
  return count(before) + (to.ascii() ? " -> " : " → ") + count(now);
}

/// Trips between two agencies before, as the city published them with the reform.
constexpr std::size_t kTripsBefore = 4;

std::string used_days(const Terminal& to, const Names& names, const json& view) {
  std::string all;
  for (const auto& [who, days] : part(part(view, "holders"), "used").items()) {
    all += (all.empty() ? "" : std::string(to.dot())) + names.party(who) + " " + days.dump();
  }
  return all;
}

json story_json(const Told& told, const Verification& verified) {
  json licence;
  for (const auto& [id, item] : part(told.view, "licences").items()) {
    licence = {{"id", id},
               {"number", item["number"]},
               {"identifier", item["identifier"]},
               {"state", item["state"]}};
  }
  return {
      {"case", told.case_id},
      {"number", told.view["number"]},
      {"outcome", told.view["outcome"]},
      {"licence", std::move(licence)},
      {"workdays_used", told.view["holders"]["used"]},
      {"trips", {{"before", kTripsBefore}, {"now", told.trips}}},
      {"papers", told.view["papers"].size()},
      {"verification",
       {{"sound", verified.sound}, {"revisions", verified.revisions}, {"head", verified.head}}}};
}

void print_story(Terminal& to, const Names& names, const Told& told, const Verification& verified) {
  const auto sources = names.sources();
  const std::string outcome = member(told.view, "outcome");
  to.line();
  to.line(to.sign(outcome == "granted" ? Sign::kOk : Sign::kFail) +
          to.paint(Tone::kStrong, member(told.view, "number")) + "  " + to.word(outcome));
  Table table;
  for (const auto& [id, licence] : part(told.view, "licences").items()) {
    table.add({names.of("licences", id), {member(licence, "number"), Tone::kStrong}});
    table.add({to.tell(Phrase{"电子证照标识", "e-licence identifier"}),
               {member(licence, "identifier"), Tone::kStrong}});
  }
  table.add({to.tell(say::kMaterials), arrow(to, sources.all(), sources.brought) +
                                           to.tell(Phrase{"（部门查询 {0}，办理中产生 {1}）",
                                                          " ({0} fetched, {1} made on the way)"},
                                                   {count(sources.fetched), count(sources.made)})});
  table.add({to.tell(Phrase{"跑动", "trips"}), arrow(to, kTripsBefore, told.trips)});
  table.add({to.tell(Phrase{"用时（工作日）", "working days"}), used_days(to, names, told.view)});
  table.add({to.tell(Phrase{"校验", "verified"}),
             verified.sound ? Cell(to.tell(say::kSound, {count(verified.revisions),
                                                         verified.head.substr(0, 16)}),
                                   Tone::kGood)
                            : Cell(to.tell(say::kBroken, {verified.fault}), Tone::kBad)});
  table.print(to, 4);
}

struct Acts {
  std::size_t keys = 0, requests = 0, effects = 0;
  bool once = true;  ///< Each request had exactly one effect.
};

/// agency, operation -> what arrived and what it did.
std::map<std::pair<std::string, std::string>, Acts> acts_of(const json& effects) {
  std::map<std::pair<std::string, std::string>, Acts> all;
  for (const auto& [agency, keys] : effects.items()) {
    for (const auto& [key, known] : keys.items()) {
      Acts& acts = all[{agency, member(known, "operation")}];
      const auto done = known.value("effects", std::size_t{0});
      ++acts.keys;
      acts.requests += known.value("requests", std::size_t{0});
      acts.effects += done;
      acts.once = acts.once && done == 1;
    }
  }
  return all;
}

}  // namespace

Summary summarise(Stage& stage, Terminal& to, const Names& names, const std::vector<Told>& told) {
  Summary out;
  to.line();
  to.line(to.paint(Tone::kStrong, to.tell(Phrase{"结果", "What came of it"})));
  to.line(to.paint(Tone::kDim, to.rule(100)));
  json stories = json::array();
  for (const Told& each : told) {
    const Verification verified = must(stage.engine().verify(each.case_id));
    out.sound = out.sound && verified.sound;
    print_story(to, names, each, verified);
    stories.push_back(story_json(each, verified));
  }
  to.line();
  Table table({to.tell(Phrase{"机关", "agency"}), to.tell(Phrase{"办理", "act"}),
               to.tell(Phrase{"请求", "requests"}), to.tell(Phrase{"生效", "effects"}), ""});
  table.right(2);
  table.right(3);
  json acts_json = json::array();
  for (const auto& [where, acts] : acts_of(stage.agencies().effects())) {
    const auto& [agency, operation] = where;
    out.sound = out.sound && acts.once;
    table.add({names.party(agency),
               names.operation(agency, operation),
               count(acts.requests),
               count(acts.effects),
               {std::string(to.glyph(acts.once ? Sign::kOk : Sign::kFail)) + " " +
                    to.tell(acts.once ? Phrase{"每个请求只生效一次", "each once"}
                                      : Phrase{"有请求重复生效", "some more than once"}),
                acts.once ? Tone::kGood : Tone::kBad}});
    acts_json.push_back({{"agency", agency},
                         {"operation", operation},
                         {"asked", acts.keys},
                         {"requests", acts.requests},
                         {"effects", acts.effects},
                         {"once", acts.once}});
  }
  table.print(to);
  const auto sources = names.sources();
  out.json = {{"stories", std::move(stories)},
              {"agencies", std::move(acts_json)},
              {"materials", {{"before", sources.all()}, {"now", sources.brought}}}};
  return out;
}

}  // namespace lianban::cli
