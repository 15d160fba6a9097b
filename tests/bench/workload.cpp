#include "bench/workload.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bench/people.hpp"
#include "bench/report.hpp"

namespace lianban::bench {
namespace {

using nlohmann::json;

constexpr const char* kLightText = R"({
  "lianban": 1, "id": "bench-light", "version": "1.0.0", "title": {"zh": "计数", "en": "Counting"},
  "agencies": {"bureau": {"title": {"zh": "局", "en": "Bureau"}, "lead": true,
                          "roles": {"clerk": {"zh": "办事员", "en": "Clerk"}}}},
  "form": {"type": "object", "properties": {}},
  "vars": {"n": 0},
  "chart": {"states": [
    {"id": "work", "holder": "bureau", "transitions": [
      {"on": "count", "by": "bureau.clerk",
       "do": [{"assign": {"vars.n": {"+": [{"var": "vars.n"}, 1]}}}]},
      {"on": "finish", "by": "bureau.clerk", "to": "over"}
    ]},
    {"id": "over", "kind": "final", "outcome": "recorded"}
  ]}
})";

constexpr const char* kTimerText = R"({
  "lianban": 1, "id": "bench-timer", "version": "1.0.0", "title": {"zh": "到期", "en": "Due"},
  "agencies": {"bureau": {"title": {"zh": "局", "en": "Bureau"}, "lead": true,
                          "roles": {"clerk": {"zh": "办事员", "en": "Clerk"}}}},
  "form": {"type": "object", "properties": {}},
  "chart": {"states": [
    {"id": "waiting", "holder": "bureau", "transitions": [{"after": "1 minute", "to": "called"}]},
    {"id": "called", "holder": "bureau", "transitions": [{"after": "1 hour", "to": "late"}]},
    {"id": "late", "holder": "bureau",
     "transitions": [{"on": "finish", "by": "bureau.clerk", "to": "over"}]},
    {"id": "over", "kind": "final", "outcome": "recorded"}
  ]}
})";

const Actor kClerk{"clerk-1", {"bureau.clerk"}, {}};
const Actor kWindow{"window-1", {"transport.window_clerk"}, {}};
constexpr std::array kDocuments{"application_form", "registration_certificate", "driving_licence",
                                "safety_devices_proof"};

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) give_up("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string owner(std::size_t serial) { return "owner-" + std::to_string(serial); }

json filing(std::size_t serial) {
  return {{"channel", "window"},
          {"region", "330302"},
          {"applicant", {{"id", owner(serial)}}},
          {"form",
           {{"applicant",
             {{"name", "车主" + std::to_string(serial)},
              {"id_number", resident_id_of(serial)},
              {"phone", phone_of(serial)}}},
            {"vehicle",
             {{"plate", plate_of(serial)},
              {"vin", vin_of(serial)},
              {"make", "样车"},
              {"seats", 5},
              {"energy", "bev"},
              {"first_registered", "2021-05-06"},
              {"odometer_km", 20000},
              {"wheelbase_mm", 2750},
              {"range_km", 450}}},
            {"delivery", {{"by", "window"}}}}},
          {"materials",
           {{"application_form", json::object()},
            {"registration_certificate", json::object()},
            {"driving_licence", json::object()},
            {"safety_devices_proof", json::object()}}},
          {"promises", {"carrier_policy"}}};
}

/// A document goes round: rejected at the window, brought again, verified, disputed by its owner.
Command paperwork(std::size_t serial, std::size_t turn) {
  Command command;
  command.subject = kDocuments[turn / 4 % kDocuments.size()];
  const Actor applicant{owner(serial), {"applicant"}, {}};
  switch (turn % 4) {
    case 0:
      command.verb = Verb::kReject;
      command.data = {{"reason", "复印件看不清，请重新提交"}};
      command.actor = kWindow;
      break;
    case 1:
      command.verb = Verb::kSupply;
      command.data = {{"pages", 2}, {"file", "upload-" + std::to_string(turn)}};
      command.actor = applicant;
      break;
    case 2:
      command.verb = Verb::kVerify;
      command.actor = kWindow;
      break;
    default:
      command.verb = Verb::kDispute;
      command.data = {{"pages", 3}, {"file", "upload-" + std::to_string(turn)}};
      command.actor = applicant;
  }
  return command;
}

}  // namespace

std::string definition_text(Kind kind) {
  switch (kind) {
    case Kind::kWenzhou:
      return slurp(LIANBAN_SOURCE_DIR "/workflows/wenzhou-ride-hailing-vehicle.json");
    case Kind::kLight:
      return kLightText;
    case Kind::kTimer:
      return kTimerText;
  }
  return {};
}

std::string definition_id(Kind kind) {
  switch (kind) {
    case Kind::kWenzhou:
      return "wenzhou-ride-hailing-vehicle";
    case Kind::kLight:
      return "bench-light";
    case Kind::kTimer:
      return "bench-timer";
  }
  return {};
}

Command opening(Kind kind, std::size_t serial) {
  Command command;
  command.verb = Verb::kOpen;
  command.subject = definition_id(kind);
  command.request_id = command.subject + "/" + std::to_string(serial);
  command.data = kind == Kind::kWenzhou ? filing(serial) : json{{"form", json::object()}};
  if (kind == Kind::kWenzhou) command.actor = Actor{"window-2", {"transport.window_clerk"}, {}};
  return command;
}

Command next_command(Kind kind, std::size_t serial, std::size_t turn) {
  Command command;
  if (kind == Kind::kWenzhou) {
    command = paperwork(serial, turn);
  } else {
    command.subject = "count";
    command.actor = kClerk;
  }
  command.request_id = std::to_string(serial) + "/" + std::to_string(turn);
  return command;
}

std::shared_ptr<ManualClock> morning_clock() {
  return std::make_shared<ManualClock>(*parse_instant("2021-09-15T09:00:00+08:00"));
}

EngineOptions engine_options(const std::string& file, std::shared_ptr<ManualClock> clock) {
  EngineOptions options;
  options.database = file;
  options.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
  options.clock = std::move(clock);
  return options;
}

void remove_database(const std::string& file) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-lock", ".lock", "-journal"}) {
    std::filesystem::remove(file + suffix, ignored);
  }
}

std::unique_ptr<Engine> open_engine(EngineOptions options, bool keep) {
  if (!keep && !options.database.empty()) remove_database(options.database);
  auto engine = Engine::open(std::move(options));
  if (!engine.ok()) give_up("engine: " + engine.error().code + " " + engine.error().place);
  return std::move(engine).value();
}

void publish(Engine& engine, Kind kind) {
  const auto checked = Definition::check(definition_text(kind));
  if (checked.definition == nullptr) {
    give_up("definition " + definition_id(kind) + ": " + checked.diagnostics.front().code + " " +
            checked.diagnostics.front().message.en);
  }
  const auto published = engine.publish(*checked.definition);
  if (!published.ok()) give_up("publish: " + published.error().code);
}

Accepted expect_accepted(const Result<Answer>& answer) {
  if (!answer.ok()) give_up("a command failed: " + answer.error().code + answer.error().place);
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    give_up("a command was refused: " + refusal->code + ": " + refusal->message.en);
  }
  return std::get<Accepted>(*answer);
}

Run Field::open(int threads) {
  return share_out(threads, cases_.size(), [this](int, std::size_t at) {
    const Command command = opening(kind_, first_ + at);
    cases_[at].id = expect_accepted(engine_.open_case(command.subject, command)).case_id;
  });
}

void Field::work(int thread, int threads, std::size_t turn) {
  const auto crew = static_cast<std::size_t>(threads);
  const std::size_t own = static_cast<std::size_t>(thread);
  const std::size_t share = (cases_.size() - own + crew - 1) / crew;
  const std::size_t at = own + crew * (turn % share);
  Place& place = cases_[at];
  expect_accepted(engine_.submit(place.id, next_command(kind_, first_ + at, place.turn++)));
}

Counts counts(Engine& engine) {
  const auto stats = engine.stats();
  if (!stats.ok()) give_up("stats: " + stats.error().code);
  return {(*stats)["commits"].get<double>(), (*stats)["batches"].get<double>(),
          (*stats)["wal_pages"].get<double>(), (*stats)["cache"]["misses"].get<double>(),
          (*stats)["checkpoints"].get<double>()};
}

Counts operator-(const Counts& later, const Counts& earlier) {
  return {later.commits - earlier.commits, later.batches - earlier.batches,
          later.wal_pages - earlier.wal_pages, later.misses - earlier.misses,
          later.checkpoints - earlier.checkpoints};
}

}  // namespace lianban::bench
