#include "runtime/definitions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/hash.hpp"
#include "lifecycle/definition.hpp"
#include "store/store.hpp"

namespace lianban::runtime {

using lifecycle::DefinitionState;

namespace {

std::string published() { return std::string(to_name(DefinitionState::kPublished)); }
std::string hash_of(const PreparedPtr& prepared) { return base::hex(prepared->definition->hash); }

bool is_hash(const std::string& text) { return text.size() == 64 && !base::unhex(text).empty(); }

}  // namespace

Status Definitions::publish(const PreparedPtr& prepared) {
  const model::Definition& definition = *prepared->definition;
  const std::string hash = hash_of(prepared);
  const std::lock_guard lock(mutex_);
  auto known = store_.definition(hash);
  if (!known.ok()) return std::move(known).error();
  if (!*known || (*known)->state != published()) {
    const Status put = store_.put_definition(
        {hash, definition.id, definition.version, published(), definition.source});
    if (!put.ok()) return put;
    latest_.erase(definition.id);
  }
  keep(prepared);
  return lianban::Done{};
}

Result<PreparedPtr> Definitions::pinned(const std::string& hash) {
  const std::lock_guard lock(mutex_);
  const auto it = std::find_if(kept_.begin(), kept_.end(),
                               [&](const auto& each) { return hash_of(each) == hash; });
  if (it != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, it);
    return kept_.front();
  }
  auto row = store_.definition(hash);
  if (!row.ok()) return std::move(row).error();
  if (!*row) {
    return make_error("definition/missing", "数据库中没有办件所依据的定义",
                      "the definition a case was opened under is not in the database", hash);
  }
  const model::Loaded loaded = model::load(std::string_view((*row)->bytes), false);
  if (!loaded.definition || base::hex(loaded.definition->hash) != hash) {
    return make_error("definition/damaged", "数据库中的定义已损坏",
                      "a stored definition can no longer be read", hash);
  }
  keep(std::make_shared<const decide::Prepared>(loaded.definition));
  return kept_.front();
}

Result<PreparedPtr> Definitions::latest(const std::string& id_or_hash) {
  const Error unknown = make_error("definition/unknown", "没有已发布的定义",
                                   "no such definition has been published", id_or_hash);
  if (is_hash(id_or_hash)) {
    auto row = store_.definition(id_or_hash);
    if (!row.ok()) return std::move(row).error();
    if (!*row || (*row)->state != published()) return unknown;
    return pinned(id_or_hash);
  }
  std::string hash;
  {
    const std::lock_guard lock(mutex_);
    auto known = latest_.find(id_or_hash);
    if (known == latest_.end()) {
      auto rows = store_.definitions(id_or_hash);
      if (!rows.ok()) return std::move(rows).error();
      for (const store::DefinitionRow& row : *rows) {
        if (row.state == published()) hash = row.hash;
      }
      if (hash.empty()) return unknown;
      latest_.insert_or_assign(id_or_hash, hash);
    } else {
      hash = known->second;
    }
  }
  return pinned(hash);
}

Result<Json> Definitions::list() {
  auto rows = store_.definitions();
  if (!rows.ok()) return std::move(rows).error();
  Json list = Json::array();
  for (const store::DefinitionRow& row : *rows) {
    auto prepared = pinned(row.hash);
    if (!prepared.ok()) return std::move(prepared).error();
    const Text& title = (*prepared)->definition->title;
    list.push_back({{"id", row.id},
                    {"version", row.version},
                    {"hash", row.hash},
                    {"state", row.state},
                    {"title", {{"zh", title.zh}, {"en", title.en}}}});
  }
  return list;
}

void Definitions::keep(const PreparedPtr& prepared) {
  kept_.remove_if([&](const auto& each) { return hash_of(each) == hash_of(prepared); });
  kept_.push_front(prepared);
  if (kept_.size() > kKept) kept_.pop_back();
}

}  // namespace lianban::runtime
