#include "material/deferral.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "calendar/limit.hpp"

namespace lianban::material {

void set_limit(DeferralRecord& record, const model::Deferral& spec, Instant accepted,
               std::optional<Instant> available, Instant now, const calendar::Calendar& calendar) {
  const calendar::Provisional workdays(calendar);
  const auto within = calendar::limit_of(accepted, spec.within, workdays);
  if (!within) return;
  Instant start = accepted;
  Duration length = spec.within;
  record.due = *within;
  record.provisional = !available;
  if (available) {
    const auto least = calendar::limit_of(*available, spec.at_least, workdays);
    if (least && *least > *record.due) {
      record.due = *least;
      start = *available;
      length = spec.at_least;
    }
  }
  record.estimated = workdays.used();
  record.calendar_revision = calendar.revision();
  record.warnings.clear();
  for (const calendar::WarnAt& warn : spec.warn_at) {
    const auto at = calendar::warning_of(warn, start, length, workdays);
    if (at && *at && **at > now) record.warnings.push_back(**at);
  }
  std::sort(record.warnings.begin(), record.warnings.end());
}

bool met(const DeferralRecord& record, const model::Source& source, const Json* reply,
         Instant arrived) {
  if (!record.due || arrived < *record.due) return true;
  const Json* dated = source.dated.empty() ? nullptr : reply;
  for (const std::string& name : source.dated) {
    if (dated == nullptr || !dated->is_object()) return false;
    const auto it = dated->find(name);
    dated = it == dated->end() ? nullptr : &*it;
  }
  if (dated == nullptr || !dated->is_string()) return false;
  const auto& text = dated->get_ref<const std::string&>();
  if (const auto day = parse_day(text)) return start_of(*day) < *record.due;
  const auto at = parse_instant(text);
  return at && *at < *record.due;
}

bool can_fall_due(const DeferralRecord& record) {
  return record.due && !record.provisional && !record.estimated;
}

}  // namespace lianban::material
