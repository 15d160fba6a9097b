#include "material/checklist.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lianban::material {

using lifecycle::MaterialState;

bool true_now(const rules::Rule& rule, const rules::Scope& scope) {
  const auto result = rule.test(scope);
  return result.ok() && *result;
}

bool all_hold(const std::vector<model::Guard>& guards, const rules::Scope& scope) {
  return std::all_of(guards.begin(), guards.end(),
                     [&](const model::Guard& guard) { return true_now(guard.rule, scope); });
}

const MaterialRecord& record_of(const Materials& materials, const std::string& id) {
  static const MaterialRecord kMissing;
  const auto it = materials.find(id);
  return it == materials.end() ? kMissing : it->second;
}

bool required(const model::Material& spec, const Ledger& ledger) {
  if (spec.always_required) return true;
  return !spec.never_required && all_hold(spec.required, ledger.scope);
}

bool deferrable(const model::Material& spec, const Ledger& ledger) {
  return spec.defer && all_hold(spec.defer->when, ledger.scope);
}

bool open_deferral(const Deferrals& deferrals, const std::string& material) {
  const auto it = deferrals.find(material);
  return it != deferrals.end() && it->second.open();
}

std::vector<const model::Material*> gaps(const Ledger& ledger) {
  std::vector<const model::Material*> found;
  for (const model::Material& spec : ledger.definition.materials) {
    if (spec.source.kind == model::SourceKind::kProduced) continue;
    const auto& record = record_of(ledger.materials, spec.id);
    const bool there = record.state == MaterialState::kSupplied ||
                       record.state == MaterialState::kVerified || record.waived;
    if (!there && required(spec, ledger)) found.push_back(&spec);
  }
  return found;
}

std::vector<const model::Material*> blocking_gaps(const Ledger& ledger) {
  auto found = gaps(ledger);
  std::erase_if(found, [&](const auto* spec) { return open_deferral(ledger.deferrals, spec->id); });
  return found;
}

Json title_json(const Text& title) {
  return Json{{"zh", title.in(Language::kChinese)}, {"en", title.in(Language::kEnglish)}};
}

Json gaps_json(const Ledger& ledger) {
  Json list = Json::array();
  for (const model::Material* spec : gaps(ledger)) {
    const auto& record = record_of(ledger.materials, spec->id);
    Json gap{{"material", spec->id},
             {"title", title_json(spec->title)},
             {"state", to_name(record.state)},
             {"reason", nullptr},
             {"deferrable", deferrable(*spec, ledger)},
             {"promised", open_deferral(ledger.deferrals, spec->id)}};
    if (!record.reason.empty()) gap["reason"] = record.reason;
    list.push_back(std::move(gap));
  }
  return list;
}

Json deferrals_json(const Ledger& ledger) {
  Json list = Json::array();
  for (const model::Material& spec : ledger.definition.materials) {
    if (!spec.defer || !open_deferral(ledger.deferrals, spec.id)) continue;
    const auto& record = ledger.deferrals.at(spec.id);
    Json item{{"material", spec.id},
              {"title", title_json(spec.title)},
              {"state", to_name(record.state)},
              {"due", nullptr},
              {"unsigned", record.is_unsigned},
              {"consequence", spec.defer->overdue}};
    if (record.due) item["due"] = format_limit(*record.due);
    list.push_back(std::move(item));
  }
  return list;
}

namespace {

Reason obstacle(const Ledger& ledger, const model::Material& spec, const char* zh, const char* en) {
  return {"material",
          spec.id,
          {spec.title.in(Language::kChinese) + zh, spec.title.in(Language::kEnglish) + en},
          {},
          ledger.definition.basis_of(spec.pointer)};
}

}  // namespace

// 行政许可法 38 and 39 take a decision on complete materials for granted; the definition can add
// conditions but never take these away.
std::vector<Reason> issue_obstacles(const Ledger& ledger) {
  std::vector<Reason> found;
  for (const model::Material& spec : ledger.definition.materials) {
    const auto& record = record_of(ledger.materials, spec.id);
    if (record.waived) continue;
    if (open_deferral(ledger.deferrals, spec.id)) {
      found.push_back(obstacle(ledger, spec, "仍在容缺期内", " is still deferred"));
    } else if (!required(spec, ledger)) {
      continue;
    } else if (record.state == MaterialState::kMissing) {
      found.push_back(obstacle(ledger, spec, "尚缺", " is missing"));
    } else if (record.state == MaterialState::kRejected) {
      found.push_back(obstacle(ledger, spec, "未通过审核", " was rejected"));
    }
  }
  return found;
}

}  // namespace lianban::material
