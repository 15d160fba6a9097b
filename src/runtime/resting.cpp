// Licences that rest on another: suspended, resumed and ended with it, each by its own case.
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "decide/register.hpp"
#include "runtime/pump.hpp"
#include "runtime/register.hpp"

namespace lianban::runtime {

namespace {

constexpr std::chrono::minutes kRestingPause{1};
constexpr std::size_t kPageOfLicences = 64;
constexpr int kTriesAlone = 5;

/// The same for every try at one licence, another for every act and every licence.
std::string follow_request(const store::OutboxRow& row, const std::string& number) {
  std::string id(kOwnRequests);
  id += "follow:";
  id += base::format(row.key.id);
  id += ':';
  id += std::to_string(row.seq);
  id += ':';
  const base::Digest digest = base::sm3({number});
  return id + base::hex(std::span(digest).first(8));
}

}  // namespace

void Pump::spread(const store::OutboxRow& row, PumpReport& report) {
  const auto held = desk_.read(row.key.id);
  if (!held.ok()) {
    note(held.error());
    return later(row, kRestingPause);
  }
  const decide::Errand* errand = *held ? errand_of((*held)->state, row.seq) : nullptr;
  if (errand == nullptr || !errand->data) return remove(row);
  const Status done = spread_from(row, errand->data->value("number", ""), 0, report);
  if (!done.ok()) {
    note(done.error());
    return later(row, kRestingPause);
  }
  if (world_.fault("resting:followed")) return;
  ++report.answered;
  remove(row);
}

/// What follows by its own case spreads from there, with its own errand. What no case issued has
/// nobody to do that: those that rest on it are visited from here.
Status Pump::spread_from(const store::OutboxRow& row, const std::string& number, std::size_t depth,
                         PumpReport& report) {
  if (depth > decide::kRestingChain) return lianban::Done{};
  std::uint64_t last = 0;
  while (true) {
    auto page = world_.store().resting_on(world_.tenant, number, last, kPageOfLicences);
    if (!page.ok()) return std::move(page).error();
    for (const store::LicenceRow& each : *page) {
      if (const Status done = follow(row, each, number, report); !done.ok()) return done;
      if (!each.of.empty()) continue;
      const Status further = spread_from(row, each.number, depth + 1, report);
      if (!further.ok()) return further;
    }
    if (page->size() < kPageOfLicences) return lianban::Done{};
    last = page->back().row;
  }
}

Status Pump::follow(const store::OutboxRow& row, const store::LicenceRow& licence,
                    const std::string& base, PumpReport& report) {
  if (world_.fault("resting:one")) {
    return make_error("engine/fault", "注入的故障", "a fault of a test");
  }
  if (licence.of.empty()) return follow_alone(licence, base);
  Command command;
  command.request_id = follow_request(row, licence.number);
  command.verb = Verb::kFollow;
  command.subject = licence.number;
  command.data = {{"of", base}};
  Side side;
  side.priority = store::Priority::kPump;
  const auto answer = desk_.submit(licence.of, std::move(command), std::move(side));
  if (!answer.ok()) return answer.error();
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    return make_error(refusal->code, refusal->message.zh, refusal->message.en);
  }
  ++report.answered;
  return lianban::Done{};
}

Status Pump::follow_alone(const store::LicenceRow& licence, const std::string& base) {
  for (int attempt = 0; attempt < kTriesAlone; ++attempt) {
    auto mine = world_.store().licence(world_.tenant, licence.number);
    if (!mine.ok()) return std::move(mine).error();
    auto other = world_.store().licence(world_.tenant, base);
    if (!other.ok()) return std::move(other).error();
    if (!*mine || !*other) return lianban::Done{};
    const auto record = registered_of(**mine);
    if (!record.ok()) return record.error();
    const auto under = registered_of(**other);
    if (!under.ok()) return under.error();
    const auto now = decide::followed(record->record, under->record);
    if (!now) return lianban::Done{};
    const auto personal = decide::PersonalValues::decode((*mine)->personal);
    if (!personal.ok()) return personal.error();
    store::LicencePut put{(*mine)->revision, **mine};
    describe(*now, *personal, put.row);
    put.row.revision = put.expected + 1;
    const Status done = world_.store().put_licences(world_.tenant, {put});
    if (done.ok() || done.error().code != "store/conflict") return done;
  }
  return make_error("engine/busy", "证照正被频繁修改", "the licence is being changed too often");
}

}  // namespace lianban::runtime
