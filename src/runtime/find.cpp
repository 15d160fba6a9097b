// Lists: one index of the store leads, the other conditions are looked up in the cases themselves.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/queries.hpp"

namespace lianban::runtime {

std::string text_of(const store::BoxCursor& cursor) {
  return std::to_string(cursor.due.time_since_epoch().count()) + "." + std::to_string(cursor.row);
}

std::optional<store::BoxCursor> cursor_of(const std::string& text) {
  store::BoxCursor cursor;
  if (text.empty()) return cursor;
  const char* const end = text.data() + text.size();
  std::int64_t due = 0;
  const auto first = std::from_chars(text.data(), end, due);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, cursor.row);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  cursor.due = Instant{std::chrono::microseconds{due}};
  return cursor;
}

namespace {

constexpr std::size_t kFoundAtOnce = 200;
constexpr std::size_t kLargestPage = 1000;
// A condition that fits nothing must not read the whole store in one call.
constexpr std::size_t kLooked = 10'000;

using Cursor = store::BoxCursor;

std::string box_of(const CaseQuery& query) {
  if (!query.role.empty()) return "role:" + query.role;
  if (!query.state.empty()) return "state:" + query.state;
  return {};
}

std::optional<store::FinderRow> finder_of(const World& world, const CaseQuery& query) {
  if (!query.personal.empty()) return world.finder("personal", query.personal);
  if (!query.applicant.empty()) return world.finder("applicant", query.applicant);
  if (!query.region.empty()) return world.finder("region", query.region);
  return std::nullopt;
}

/// One page of the leading index, in its order.
Result<std::vector<store::BoxItem>> page(World& world, const CaseQuery& query,
                                         const Cursor& after) {
  if (!query.number.empty()) {
    if (after.row != 0) return std::vector<store::BoxItem>();
    const auto found = world.store().find_number(world.tenant, query.number);
    if (!found.ok()) return found.error();
    std::vector<store::BoxItem> one;
    if (*found) one.push_back({**found, Instant{}});
    return one;
  }
  const auto finder = finder_of(world, query);
  const std::string box = box_of(query);
  // A person or a place names few cases, a box many; only the box knows the order of due dates.
  if (!box.empty()) return world.store().box(world.tenant, box, after, kFoundAtOnce);
  const auto found = finder ? world.store().find(world.tenant, *finder, after.row, kFoundAtOnce)
                            : world.store().list(world.tenant, after.row, kFoundAtOnce);
  if (!found.ok()) return found.error();
  std::vector<store::BoxItem> items;
  for (const store::CaseSummary& each : *found) items.push_back({each, Instant{}});
  return items;
}

bool in_box(const Held& held, const std::string& box) {
  return std::any_of(held.boxes.begin(), held.boxes.end(),
                     [&](const store::BoxRow& row) { return row.box == box; });
}

bool holds(const Held& held, const CaseQuery& query) {
  const decide::Case& of = held.state;
  const auto& values = held.personal.all();
  const auto same = [](const std::string& wanted, const std::string& found) {
    return wanted.empty() || wanted == found;
  };
  if (!same(query.number, of.number) || !same(query.region, of.region) ||
      !same(query.applicant, of.applicant.id) || (query.open_only && of.ended())) {
    return false;
  }
  if (!query.role.empty() && !in_box(held, "role:" + query.role)) return false;
  if (!query.state.empty() &&
      std::find(of.active.begin(), of.active.end(), query.state) == of.active.end()) {
    return false;
  }
  if (!query.personal.empty() && std::none_of(values.begin(), values.end(), [&](const auto& value) {
        return value.text == query.personal;
      })) {
    return false;
  }
  if (!query.due_before) return true;
  const auto due = decide::next_limit(of);
  return due && *due < *query.due_before;
}

CaseLine line_of(const Held& held) {
  const decide::Case& of = held.state;
  CaseLine line;
  line.case_id = base::format(of.id);
  line.number = of.number;
  line.definition = of.definition;
  line.status = to_name(of.state);
  line.outcome = of.outcome;
  line.states = of.active;
  line.opened_at = of.opened_at;
  line.due = decide::next_limit(of);
  return line;
}

}  // namespace

Result<CasePage> Queries::find(const CaseQuery& query) {
  auto cursor = cursor_of(query.cursor);
  if (!cursor) {
    return make_error("argument/cursor", "翻页标记无效", "the cursor is not one of ours");
  }
  const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kLargestPage);
  CasePage result;
  for (std::size_t looked = 0; looked < kLooked;) {
    const auto items = page(world_, query, *cursor);
    if (!items.ok()) return items.error();
    if (items->empty()) return result;
    for (const store::BoxItem& item : *items) {
      if (result.cases.size() == limit) {
        result.next = text_of(*cursor);
        return result;
      }
      ++looked;
      *cursor = {item.due, item.summary.row};
      const auto held = desk_.read(item.summary.key.id);
      if (!held.ok()) return held.error();
      if (*held != nullptr && holds(**held, query)) result.cases.push_back(line_of(**held));
    }
  }
  result.next = text_of(*cursor);
  return result;
}

}  // namespace lianban::runtime
