#include "runtime/world.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace lianban::runtime {

namespace {

constexpr std::size_t kFinderKeyBytes = 16;

class Faults final : public store::FaultPoint {
 public:
  explicit Faults(FaultHook hook) : hook_(std::move(hook)) {}
  bool fails(std::string_view point) override { return hook_(point); }

 private:
  FaultHook hook_;
};

base::Log make_log(const EngineOptions& options) {
  if (!options.log) return {};
  return base::Log([log = options.log](base::Level level,
                                       std::string_view line) { log(base::to_name(level), line); },
                   base::Level::kInfo);
}

class SystemClock final : public Clock {
 public:
  Instant now() override {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace

World::World(EngineOptions given)
    : options(std::move(given)),
      tenant{options.tenant},
      log(make_log(options)),
      clock(options.clock ? options.clock : system_clock()),
      cache(options.cache_bytes) {
  if (options.faults) faults_ = std::make_unique<Faults>(options.faults);
}

Result<std::unique_ptr<World>> World::open(EngineOptions options) {
  std::unique_ptr<World> world(new World(std::move(options)));
  if (world->options.body_every == 0) {
    return make_error("argument/body_every", "body_every 至少为 1",
                      "body_every must be at least 1");
  }
  if (world->options.database.empty()) {
    world->store_ = store::open_memory(world->faults_.get());
  } else {
    store::SqliteOptions sqlite;
    sqlite.path = world->options.database;
    sqlite.cache_bytes = world->options.database_cache_bytes;
    sqlite.faults = world->faults_.get();
    auto opened = store::open_sqlite(sqlite);
    if (!opened.ok()) return std::move(opened).error();
    world->store_ = std::move(opened).value();
  }
  store::Store& store = *world->store_;
  world->definitions = std::make_unique<Definitions>(store);
  world->calendars = std::make_unique<Calendars>(store, world->options.calendars);
  world->numbers = std::make_unique<Numbers>(store, world->tenant);
  if (const Status found = world->find_key(); !found.ok()) return found.error();
  return world;
}

Status World::find_key() {
  finder_key_ = options.finder_key;
  if (!finder_key_.empty()) {
    if (finder_key_.size() >= kFinderKeyBytes) return lianban::Done{};
    return make_error("argument/finder_key", "检索密钥至少 16 字节",
                      "the finder key needs at least 16 bytes");
  }
  auto stored = store_->meta("finder_key");
  if (!stored.ok()) return std::move(stored).error();
  if (*stored) {
    finder_key_ = base::unhex(**stored);
    if (finder_key_.size() >= kFinderKeyBytes) return lianban::Done{};
    return make_error("store/damaged", "检索密钥已损坏", "the stored finder key is damaged");
  }
  const auto drawn = draw_entropy();
  finder_key_ = base::view(drawn);
  return store_->set_meta("finder_key", base::hex(drawn));
}

std::array<std::uint8_t, 32> World::draw_entropy() {
  std::array<std::uint8_t, 32> drawn{};
  if (options.entropy) {
    const std::lock_guard lock(entropy_mutex_);
    options.entropy(drawn);
  } else {
    base::random_bytes(drawn);
  }
  return drawn;
}

double World::chance() {
  const auto drawn = draw_entropy();
  std::uint32_t number = 0;
  std::memcpy(&number, drawn.data(), sizeof number);
  return static_cast<double>(number) / 4294967296.0;
}

store::FinderRow World::finder(std::string_view kind, std::string_view value) const {
  std::string text(kind);
  text += '\0';
  text += value;
  const base::Digest digest = base::hmac_sm3(finder_key_, text);
  store::FinderRow row{std::string(kind), {}};
  std::copy_n(digest.begin(), row.blind.size(), row.blind.begin());
  return row;
}

decide::Inputs World::inputs(const decide::Prepared& prepared, const calendar::Calendar& calendar) {
  decide::Inputs inputs;
  inputs.now = now();
  inputs.entropy = draw_entropy();
  inputs.draw = [this](const std::string& series) { return numbers->draw(series); };
  inputs.calendar = &calendar;
  inputs.prepared = &prepared;
  return inputs;
}

Error not_found() { return make_error("case/not_found", "没有这个办件", "there is no such case"); }

}  // namespace lianban::runtime

namespace lianban {

std::shared_ptr<Clock> system_clock() { return std::make_shared<runtime::SystemClock>(); }

}  // namespace lianban
