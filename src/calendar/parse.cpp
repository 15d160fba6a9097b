#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "calendar/calendar.hpp"
#include "calendar/data.hpp"

namespace lianban::calendar {

namespace {

using std::chrono::days;
using Year = int;

constexpr int kVersion = 1;
constexpr int kMostExtended = 4;
constexpr std::size_t kMostYears = 400;

Day first_of(Year year) {
  return Day{std::chrono::local_days{std::chrono::year{year} / std::chrono::January / 1}};
}

/// Reads one file. Stops at the first fault: a calendar is short and made by few.
class Parser {
 public:
  Parser(std::string_view text, std::string name, const Calendar* base)
      : text_(text), name_(std::move(name)), base_(base) {}

  /// The file's members, checked as far as one can without the base.
  std::optional<Error> open();
  [[nodiscard]] const std::string& extends() const { return extends_; }
  [[nodiscard]] std::string title(const char* language) const;
  /// The kinds of all days. `first` and `kinds` come in as the base's, or empty.
  std::optional<Error> apply(Day& first, std::vector<DayKind>& kinds);
  std::optional<Error> check_names() const;

 private:
  using Fault = std::optional<Error>;
  [[nodiscard]] Error fault(std::string code, std::string pointer, std::string zh, std::string en,
                            base::Part part = base::Part::kValue) const;
  [[nodiscard]] Fault check_members(const Json& object, const std::string& pointer,
                                    std::initializer_list<std::string_view> known) const;
  [[nodiscard]] Fault check_title(const std::string& pointer) const;
  [[nodiscard]] Fault check_sources(const Json& sources, const std::string& pointer) const;
  Fault read_years();
  Fault make_plain_weeks(Day& first, std::vector<DayKind>& kinds) const;
  Fault read_days(Year year, const char* list, std::vector<Day>& out) const;
  Fault apply_year(Year year, Day first, std::vector<DayKind>& kinds) const;

  std::string_view text_;
  std::string name_;
  const Calendar* base_;
  Json root_;
  std::string extends_;
  std::vector<Year> years_;
};

Error Parser::fault(std::string code, std::string pointer, std::string zh, std::string en,
                    base::Part part) const {
  const base::Position at = base::locate(text_, pointer, part);
  return make_error(
      "calendar/" + std::move(code), std::move(zh), std::move(en),
      std::to_string(at.line) + ":" + std::to_string(at.column) + " " + std::move(pointer));
}

Parser::Fault Parser::check_members(const Json& object, const std::string& pointer,
                                    std::initializer_list<std::string_view> known) const {
  if (!object.is_object())
    return fault("format", pointer, "这里应是对象", "an object belongs here");
  for (const auto& [name, value] : object.items()) {
    if (name == "note" || std::ranges::find(known, name) != known.end()) continue;
    return fault("unknown_key", base::pointer_join(pointer, name), "未知的成员“" + name + "”",
                 "unknown member '" + name + "'", base::Part::kName);
  }
  return {};
}

Parser::Fault Parser::check_title(const std::string& pointer) const {
  const Json& title = root_.at("title");
  if (title.is_string()) return {};
  if (Fault bad = check_members(title, pointer, {"zh", "en"})) return bad;
  for (const Json& each : title) {
    if (!each.is_string()) return fault("format", pointer, "标题应是文本", "a title is text");
  }
  return {};
}

Parser::Fault Parser::check_sources(const Json& sources, const std::string& pointer) const {
  if (!sources.is_array()) return fault("format", pointer, "来源应是列表", "sources are a list");
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string at = base::pointer_join(pointer, i);
    if (Fault bad = check_members(sources[i], at, {"title", "url"})) return bad;
  }
  return {};
}

std::optional<Error> Parser::open() {
  base::JsonFault syntax{};
  auto parsed = base::parse_json(text_, {limits::kPayloadBytes, limits::kJsonDepth}, &syntax);
  if (!parsed) {
    Error error = parsed.error();
    error.place =
        std::to_string(syntax.position.line) + ":" + std::to_string(syntax.position.column);
    return error;
  }
  root_ = std::move(parsed).value();
  if (Fault bad = check_members(
          root_, "",
          {"$schema", "lianban_calendar", "name", "title", "extends", "sample", "years"})) {
    return bad;
  }
  const auto version = root_.find("lianban_calendar");
  if (version == root_.end() || *version != kVersion) {
    return fault("version", "/lianban_calendar", "“lianban_calendar”应为 1",
                 "'lianban_calendar' must be 1");
  }
  for (const char* required : {"name", "title", "years"}) {
    if (root_.contains(required)) continue;
    return fault("format", "", std::string("缺少“") + required + "”",
                 std::string("'") + required + "' is missing");
  }
  if (!root_.at("name").is_string()) {
    return fault("format", "/name", "名称应是文本", "a name is text");
  }
  if (Fault bad = check_title("/title")) return bad;
  if (const auto extends = root_.find("extends"); extends != root_.end()) {
    if (!extends->is_string()) {
      return fault("format", "/extends", "这里应是日历名称", "a calendar's name belongs here");
    }
    extends_ = extends->get<std::string>();
  }
  return read_years();
}

Parser::Fault Parser::read_years() {
  const Json& years = root_.at("years");
  if (!years.is_object() || years.empty()) {
    return fault("format", "/years", "至少要有一个年份", "at least one year is needed");
  }
  for (const auto& [name, value] : years.items()) {
    const std::string at = base::pointer_join("/years", name);
    const auto day = name.size() == 4 ? parse_day(name + "-01-01") : std::nullopt;
    if (!day) return fault("year", at, "不是年份", "not a year", base::Part::kName);
    years_.push_back(static_cast<int>(std::chrono::year_month_day{*day}.year()));
    if (Fault bad = check_members(value, at, {"off", "work", "source"})) return bad;
    if (value.contains("source")) {
      if (Fault bad = check_sources(value.at("source"), base::pointer_join(at, "source"))) {
        return bad;
      }
    }
  }
  return {};
}

std::string Parser::title(const char* language) const {
  const Json& title = root_.at("title");
  return title.is_string() ? title.get<std::string>() : title.value(language, std::string{});
}

std::optional<Error> Parser::check_names() const {
  if (root_.at("name") != name_) {
    return fault("name", "/name", "文件中的名称不是“" + name_ + "”",
                 "the file does not call itself '" + name_ + "'");
  }
  if (extends_.empty() ? base_ != nullptr : (base_ == nullptr || base_->name() != extends_)) {
    return fault("extends", extends_.empty() ? "" : "/extends", "所依据的日历与“extends”不符",
                 "the base calendar given is not the one in 'extends'");
  }
  return {};
}

Parser::Fault Parser::make_plain_weeks(Day& first, std::vector<DayKind>& kinds) const {
  const auto [low, high] = std::ranges::minmax(years_);
  if (static_cast<std::size_t>(high - low) + 1 != years_.size() || years_.size() > kMostYears) {
    return fault("year", "/years", "年份不连续", "the years leave a gap");
  }
  first = first_of(low);
  for (Day day = first; day < first_of(high + 1); day += days{1}) {
    kinds.push_back(is_weekday(day) ? DayKind::kWorkday : DayKind::kWeekend);
  }
  return {};
}

Parser::Fault Parser::read_days(Year year, const char* list, std::vector<Day>& out) const {
  const std::string at = base::pointer_join("/years/" + std::to_string(year), list);
  const Json& of_year = root_.at("years").at(std::to_string(year));
  if (!of_year.contains(list)) return {};
  const Json& dates = of_year.at(list);
  if (!dates.is_array())
    return fault("format", at, "这里应是日期列表", "a list of dates is needed");
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const std::string place = base::pointer_join(at, i);
    const auto day =
        dates[i].is_string() ? parse_day(dates[i].get_ref<const std::string&>()) : std::nullopt;
    if (!day || *day < first_of(year) || *day >= first_of(year + 1)) {
      return fault("date", place, "不是该年的日期", "not a date of this year");
    }
    if (std::ranges::find(out, *day) != out.end()) {
      return fault("duplicate", place, "日期重复", "this date is listed twice");
    }
    out.push_back(*day);
  }
  return {};
}

Parser::Fault Parser::apply_year(Year year, Day first, std::vector<DayKind>& kinds) const {
  // One list for both: a day that is off and worked at once is a duplicate.
  std::vector<Day> off;
  if (Fault bad = read_days(year, "off", off)) return bad;
  std::vector<Day> both = off;
  if (Fault bad = read_days(year, "work", both)) return bad;
  const bool overlay = base_ != nullptr;
  for (const Day day : off) {
    DayKind& kind = kinds[static_cast<std::size_t>((day - first).count())];
    if (!overlay) kind = DayKind::kHoliday;
    if (overlay && is_work(kind)) kind = DayKind::kClosure;
  }
  for (std::size_t i = off.size(); i < both.size(); ++i) {
    DayKind& kind = kinds[static_cast<std::size_t>((both[i] - first).count())];
    if (is_work(kind)) {
      return fault("no_change",
                   base::pointer_join("/years/" + std::to_string(year) + "/work", i - off.size()),
                   "这一天本来就是工作日", "this day is a working day already");
    }
    kind = is_weekday(both[i]) ? DayKind::kWorkday : DayKind::kWorkedWeekend;
  }
  return {};
}

std::optional<Error> Parser::apply(Day& first, std::vector<DayKind>& kinds) {
  if (base_ == nullptr) {
    if (Fault bad = make_plain_weeks(first, kinds)) return bad;
  }
  const Day end = first + days{static_cast<std::int64_t>(kinds.size())};
  for (const Year year : years_) {
    if (first_of(year) < first || first_of(year) >= end) {
      return fault("year", "/years/" + std::to_string(year), "所依据的日历没有这一年",
                   "the base calendar lacks this year", base::Part::kName);
    }
    if (Fault bad = apply_year(year, first, kinds)) return bad;
  }
  return {};
}

Result<Calendar> load_at(const std::string& name, const Reader& read, int depth) {
  auto text = read(name);
  if (!text) return text.error();
  const auto placed = [&](Error error) {
    error.place = name + ": " + error.place;
    return error;
  };
  auto extends = extends_of(*text);
  if (!extends) return placed(extends.error());
  if (extends->empty()) {
    auto alone = Calendar::parse(*text, name);
    return alone ? std::move(alone) : Result<Calendar>(placed(alone.error()));
  }
  if (depth >= kMostExtended) {
    return make_error("calendar/extends", "日历层层依据，超过四层或成环",
                      "calendars extend each other more than four deep, or in a circle", name);
  }
  const auto base = load_at(*extends, read, depth + 1);
  if (!base) return base.error();
  auto overlay = Calendar::parse(*text, name, &*base);
  return overlay ? std::move(overlay) : Result<Calendar>(placed(overlay.error()));
}

}  // namespace

Result<Calendar> Calendar::parse(std::string_view text, std::string name, const Calendar* base) {
  Parser parser(text, name, base);
  if (auto bad = parser.open()) return *std::move(bad);
  if (auto bad = parser.check_names()) return *std::move(bad);
  auto data = std::make_shared<Data>();
  if (base != nullptr) {
    data->first = base->data_->first;
    data->kinds = base->data_->kinds;
  }
  if (auto bad = parser.apply(data->first, data->kinds)) return *std::move(bad);
  data->name = std::move(name);
  data->title = Text{parser.title("zh"), parser.title("en")};
  data->index();
  return Calendar(std::move(data));
}

Result<std::string> extends_of(std::string_view text) {
  Parser parser(text, {}, nullptr);
  if (auto bad = parser.open()) return *std::move(bad);
  return parser.extends();
}

Result<Calendar> load(const std::string& name, const Reader& read) {
  return load_at(name, read, 1);
}

}  // namespace lianban::calendar
