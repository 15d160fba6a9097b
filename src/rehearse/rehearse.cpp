#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "base/hash.hpp"
#include "lianban/rehearsal.hpp"
#include "rehearse/figures.hpp"
#include "rehearse/replay.hpp"

namespace lianban {

namespace {

constexpr std::size_t kPage = 500;

Result<calendar::Calendar> calendar_of(const Definition& draft, const std::string& folder) {
  return calendar::load(draft.prepared()->definition->calendar,
                        [&](const std::string& name) -> Result<std::string> {
                          const std::string path = folder + "/" + name + ".json";
                          std::ifstream in(path, std::ios::binary);
                          if (!in) {
                            return make_error("calendar/not_found", "没有这个日历",
                                              "there is no such calendar", path);
                          }
                          std::ostringstream text;
                          text << in.rdbuf();
                          return std::move(text).str();
                        });
}

/// Cases whose definition has the draft's id, oldest first.
Result<std::vector<store::CaseKey>> cases_of(store::Look& look, const std::string& id,
                                             const RehearsalOptions& options) {
  std::vector<store::CaseKey> keys;
  std::map<std::string, bool> its;  // By the hash a case is pinned to.
  std::uint64_t after = 0;
  while (true) {
    const auto page = look.list({options.tenant}, after, kPage);
    if (!page.ok()) return page.error();
    if (page->empty()) break;
    for (const store::CaseSummary& summary : *page) {
      after = summary.row;
      const auto stored = look.load(summary.key);
      if (!stored.ok()) return stored.error();
      if (!*stored) continue;
      const std::string& hash = (*stored)->row.definition;
      if (!its.contains(hash)) {
        const auto row = look.definition(hash);
        if (!row.ok()) return row.error();
        its[hash] = *row && (*row)->id == id;
      }
      if (its[hash]) keys.push_back(summary.key);
    }
  }
  if (options.limit != 0 && keys.size() > options.limit) {
    keys.erase(keys.begin(), keys.end() - static_cast<std::ptrdiff_t>(options.limit));
  }
  return keys;
}

Result<RehearsalReport> rehearse_all(const Definition& draft, const RehearsalOptions& options) {
  auto look = store::Look::open(options.database);
  if (!look.ok()) return std::move(look).error();
  const auto calendar = calendar_of(draft, options.calendars);
  if (!calendar.ok()) return calendar.error();
  const auto keys = cases_of(**look, draft.id(), options);
  if (!keys.ok()) return keys.error();
  RehearsalReport report;
  report.definition = draft.id();
  report.version = draft.version();
  report.hash = draft.hash();
  rehearse::Replay replay(draft, *calendar, options.calendars);
  for (const store::CaseKey& key : *keys) {
    if (options.progress) options.progress(report.cases.size(), keys->size());
    const auto recorded = rehearse::read_case(**look, key);
    if (!recorded.ok()) return recorded.error();
    auto told = replay.tell(*recorded);
    if (!told.ok()) return std::move(told).error();
    rehearse::add(*told, report);
    report.cases.push_back(std::move(told).value());
  }
  return report;
}

}  // namespace

std::string_view to_name(RehearsedCase::Verdict verdict) {
  using Verdict = RehearsedCase::Verdict;
  switch (verdict) {
    case Verdict::kSame:
      return "same";
    case Verdict::kDifferent:
      return "different";
    case Verdict::kOpen:
      return "open";
    case Verdict::kUntold:
      return "untold";
  }
  return "";
}

Result<RehearsalReport> rehearse_cases(const Definition& draft, const RehearsalOptions& options) {
  try {
    return rehearse_all(draft, options);
  } catch (const std::exception&) {
    return make_error("rehearsal/bug", "程序内部错误", "the library failed", "rehearse_cases");
  }
}

}  // namespace lianban
