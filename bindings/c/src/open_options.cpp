#include "open_options.hpp"

#include <cstddef>
#include <cstring>
#include <map>
#include <random>
#include <vector>

#include "json_in.hpp"

namespace lianban::c {

namespace {

constexpr const char* kParameter = "config_json";

/// The members of the struct that the host has, as it was compiled; the others stay zero.
Or<lianban_engine_options> copied(const lianban_engine_options* given) {
  lianban_engine_options copy{};
  if (given == nullptr) return copy;
  // A newer host may have more members than we know; none of them may be left unseen.
  if (given->struct_size < offsetof(lianban_engine_options, log) ||
      given->struct_size > sizeof copy) {
    return bad_argument("options", "argument/struct_size",
                        "struct_size 须为 sizeof(lianban_engine_options)，且头文件不能比库新",
                        "struct_size must be sizeof(lianban_engine_options), and the header no "
                        "newer than the library");
  }
  std::memcpy(&copy, given, given->struct_size);
  return copy;
}

SecretSource secrets_of(const Json& given, Fields& fields) {
  std::map<std::string, std::string> secrets;
  for (const auto& [name, secret] : given.items()) {
    if (secret.is_string()) {
      secrets.emplace(name, secret.get<std::string>());
    } else {
      fields.fail("secrets", "argument/type", "密钥须为文本", "secrets are texts");
    }
  }
  return [secrets = std::move(secrets)](const std::string& name) -> std::optional<std::string> {
    const auto found = secrets.find(name);
    if (found == secrets.end() || found->second.empty()) return std::nullopt;
    return found->second;
  };
}

/// Ids and random choices that follow from a text.
Entropy seeded(const std::string& seed) {
  // As bytes: whether char has a sign is a matter of the machine.
  const std::vector<std::uint8_t> numbers(seed.begin(), seed.end());
  std::seed_seq words(numbers.begin(), numbers.end());
  return [generator = std::mt19937_64(words)](std::span<std::uint8_t> bytes) mutable {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(generator() & 0xFFu);
  };
}

std::optional<Failure> set_agencies(const Json& directory, bool http, EngineOptions& to) {
  if (directory.is_null()) return std::nullopt;
  LoadedDirectory loaded = load_agency_directory(directory);
  if (!loaded.ok()) {
    Failure failure = failure_of(loaded.faults.front());
    failure.code = LIANBAN_CONFIGURATION;
    failure.error.place.insert(0, "/directory");
    Json faults = Json::array();
    for (const Error& each : loaded.faults) {
      faults.push_back({{"name", each.code},
                        {"message", {{"zh", each.message.zh}, {"en", each.message.en}}},
                        {"pointer", "/directory" + each.place}});
    }
    failure.more["findings"] = std::move(faults);
    return failure;
  }
  if (http) {
    HttpAgencyOptions agency;
    agency.secret = to.secret;
    to.agencies = make_http_agency(loaded.directory, std::move(agency));
  }
  to.directory = std::move(loaded.directory);
  return std::nullopt;
}

std::optional<Failure> read_config(const Json& config, Opening& to) {
  Fields fields(config, kParameter);
  EngineOptions& options = to.options;
  (void)fields.integer("api_version", 1, 1, 1);  // one version there is; another one is a fault
  options.database = fields.text("database");
  options.calendars = fields.text("calendars");
  options.finder_key = fields.text("finder_key");
  options.tenant = fields.integer("tenant", 0);
  options.cache_bytes = static_cast<std::size_t>(
      fields.integer("cache_bytes", static_cast<std::int64_t>(options.cache_bytes)));
  options.database_cache_bytes = static_cast<std::size_t>(fields.integer(
      "database_cache_bytes", static_cast<std::int64_t>(options.database_cache_bytes), 0, 1 << 30));
  options.body_every =
      static_cast<std::uint32_t>(fields.integer("body_every", options.body_every, 1, 4096));
  const Json directory = fields.object("directory");
  const bool http = fields.boolean("http", false);
  if (const Json secrets = fields.object("secrets"); !secrets.is_null()) {
    options.secret = secrets_of(secrets, fields);
  }
  if (const auto start = fields.instant("virtual_clock")) {
    to.clock = std::make_shared<ManualClock>(*start);
    options.clock = to.clock;
  }
  if (const std::string seed = fields.text("seed"); !seed.empty()) {
    if (to.clock == nullptr) {
      // With predictable ids nobody should ever run a real case.
      fields.fail("seed", "argument/seed", "seed 只能与 virtual_clock 同用",
                  "seed goes with virtual_clock only");
    }
    options.entropy = seeded(seed);
  }
  if (auto fault = fields.fault()) return fault;
  return set_agencies(directory, http, options);
}

}  // namespace

Or<Opening> read_options(const lianban_engine_options* given) {
  Opening opening;
  auto copy = copied(given);
  if (auto* failure = std::get_if<Failure>(&copy)) return std::move(*failure);
  const auto& members = std::get<lianban_engine_options>(copy);
  opening.log = members.log;
  opening.wake = members.wake;
  opening.user = members.user;
  const Outcome config = read_object(members.config_json, kParameter, true);
  if (const auto* failure = std::get_if<Failure>(&config)) return *failure;
  if (auto failure = read_config(std::get<Json>(config), opening)) return *std::move(failure);
  return opening;
}

}  // namespace lianban::c
