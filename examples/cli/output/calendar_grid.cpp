#include "cli/output/calendar_grid.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "cli/output/table.hpp"
#include "cli/output/width.hpp"

namespace lianban::cli {

namespace {

using std::chrono::days;

constexpr std::array<Phrase, 7> kWeekdays = {{{"周日", "Sun"},
                                              {"周一", "Mon"},
                                              {"周二", "Tue"},
                                              {"周三", "Wed"},
                                              {"周四", "Thu"},
                                              {"周五", "Fri"},
                                              {"周六", "Sat"}}};

/// Monday is 0.
std::size_t column_of(Day day) { return std::chrono::weekday{day}.iso_encoding() - 1; }

std::string month_day(Day day) { return format_day(day).substr(5); }

/// What a grid cell says of a day that does not count, or counts unusually.
Phrase mark_of(const std::string& reason) {
  if (reason == "first_day") return {"起算", "start"};
  if (reason == "holiday") return {"节", "hol."};
  if (reason == "weekend") return {"休", "off"};
  if (reason == "closure") return {"闭", "shut"};
  if (reason == "paused") return {"中止", "pause"};
  return {"", ""};
}

Cell cell_of(const Terminal& to, const CountedDay& day, bool last) {
  if (!day.counted) {
    const bool start = day.reason == "first_day";
    return {month_day(day.day) + " " + to.tell(mark_of(day.reason)),
            start ? Tone::kNow : Tone::kDim};
  }
  const bool moved = day.reason == "worked_weekend";
  std::string text = month_day(day.day) + " " + std::to_string(day.number);
  if (moved) text += to.tell(Phrase{"班", "w"});
  if (last) text += to.ascii() ? "!" : "⏳";
  return {std::move(text), last ? Tone::kWarn : Tone::kPlain};
}

}  // namespace

std::vector<CountedDay> counted_days(const nlohmann::json& explained) {
  std::vector<CountedDay> out;
  for (const auto& each : explained) {
    if (!each.is_object()) continue;
    const auto day = parse_day(each.value("date", std::string{}));
    if (!day) continue;
    out.push_back({*day, each.value("counted", false), each.value("number", 0L),
                   each.value("reason", std::string{}), each.value("provisional", false)});
  }
  return out;
}

std::string weekday_name(Day day, Language language) {
  return std::string(kWeekdays[std::chrono::weekday{day}.c_encoding()].in(language));
}

void print_grid(Terminal& to, const std::vector<CountedDay>& all, std::size_t indent) {
  if (all.empty()) return;
  std::vector<std::string> head;
  for (std::size_t i = 1; i <= 7; ++i) head.push_back(to.tell(kWeekdays[i % 7]));
  Table table(head);
  std::vector<Cell> week(column_of(all.front().day), Cell(""));
  for (std::size_t i = 0; i < all.size(); ++i) {
    week.push_back(cell_of(to, all[i], i + 1 == all.size()));
    if (week.size() < 7) continue;
    table.add(std::move(week));
    week.clear();
  }
  if (!week.empty()) table.add(std::move(week));
  table.print(to, indent);
}

void print_days(Terminal& to, const std::vector<CountedDay>& all, std::size_t indent) {
  Table table(
      {to.tell(say::kDate), to.tell(say::kWeekday), to.tell(say::kCounted), to.tell(say::kReason)});
  table.right(2);
  for (const CountedDay& day : all) {
    std::string why = to.word(day.reason);
    if (day.reason == "paused") why = to.tell(Phrase{"时限中止", "clock paused"});
    if (day.provisional && day.reason != "unannounced") {
      why += " (" + to.tell(say::kProvisional) + ")";
    }
    const Tone tone = day.counted ? Tone::kPlain : Tone::kDim;
    table.add({{format_day(day.day), tone},
               {weekday_name(day.day, to.language()), tone},
               {day.counted ? std::to_string(day.number) : "", tone},
               {why, tone}});
  }
  table.print(to, indent);
}

}  // namespace lianban::cli
