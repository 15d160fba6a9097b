// Resident memory and the first answer, each in a fresh process: what a host pays at its start.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bench/groups.hpp"
#include "bench/load.hpp"
#include "bench/workload.hpp"

namespace lianban::bench {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr int kOpeners = 16;
constexpr std::size_t kTouched = 2'000;  // Cases worked on before the memory is read again.
constexpr std::size_t kHandful = 2;      // Cases of each process in the small file.

std::string self() {
  char path[4096];
  const auto length = ::readlink("/proc/self/exe", path, sizeof path);
  if (length <= 0) give_up("memory: no /proc");
  return {path, static_cast<std::size_t>(length)};
}

std::string quoted(const std::string& text) { return std::string("'").append(text).append("'"); }

/// One fresh process; what it printed.
json child(const std::string& arguments) {
  const std::string command = quoted(self()).append(" --child ").append(arguments);
  std::FILE* words = ::popen(command.c_str(), "r");
  if (words == nullptr) give_up("memory: no process");
  std::string text;
  char buffer[512];
  while (std::fgets(buffer, sizeof buffer, words) != nullptr) text += buffer;
  if (::pclose(words) != 0) give_up("memory: the child failed");
  return json::parse(text);
}

std::string answer_arguments(const std::string& file, std::size_t round, std::size_t share) {
  return "answer " + quoted(file) + " " + std::to_string(round * share) + " " +
         std::to_string(share);
}

double median_of(const std::vector<json>& answers, const char* member) {
  std::vector<double> values;
  for (const json& each : answers) values.push_back(each[member].get<double>());
  return median(values);
}

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Opens the cases and writes their ids beside the database.
void fill(const std::string& file, std::size_t cases, Report* report) {
  const auto engine = open_engine(engine_options(file, morning_clock()));
  publish(*engine, Kind::kWenzhou);
  Field field(*engine, Kind::kWenzhou, cases);
  say("memory: opening " + std::to_string(cases) + " cases");
  const Run run = field.open(kOpeners);
  std::ofstream ids(file + ".ids");
  for (std::size_t i = 0; i < field.size(); ++i) ids << field.id(i) << "\n";
  ids.close();
  engine->close();
  if (report == nullptr) return;
  report->add({"openings",
               run.rate(),
               "cases/s",
               {},
               {},
               {{"threads", kOpeners},
                {"cases", cases},
                {"p50_ms", run.micros.p50() / 1000},
                {"p99_ms", run.micros.p99() / 1000},
                {"file_bytes_per_case",
                 static_cast<double>(fs::file_size(file)) / static_cast<double>(cases)}}});
}

void forget(const std::string& file) {
  remove_database(file);
  fs::remove(file + ".ids");
}

int idle(const std::string& file) {
  const double bare = resident_megabytes();
  const auto engine = open_engine(engine_options(file, morning_clock()));
  const double opened = resident_megabytes();
  publish(*engine, Kind::kWenzhou);
  std::printf(
      "%s\n",
      json{{"bare", bare}, {"opened", opened}, {"published", resident_megabytes()}}.dump().c_str());
  return 0;
}

/// The process has the cases from `at` on to itself, `count` of them: none repeats another's work.
int answer(const std::string& file, std::size_t at, std::size_t count) {
  const std::vector<std::string> ids = lines_of(file + ".ids");
  if (at + count > ids.size()) give_up("memory: too few cases");
  const double bare = resident_megabytes();
  const auto start = Watch::now();
  const auto engine = open_engine(engine_options(file, morning_clock()), true);
  const double opened_ms = micros_since(start) / 1000;
  expect_accepted(engine->submit(ids.at(at), next_command(Kind::kWenzhou, at, 0)));
  const double answered_ms = micros_since(start) / 1000;
  const double at_first = resident_megabytes();
  const std::size_t touched = std::min(count, kTouched);
  for (std::size_t i = at + 1; i < at + touched; ++i) {
    expect_accepted(engine->submit(ids[i], next_command(Kind::kWenzhou, i, 0)));
  }
  std::printf("%s\n", json{{"bare", bare},
                           {"opened_ms", opened_ms},
                           {"answered_ms", answered_ms},
                           {"resident", at_first},
                           {"touched", touched},
                           {"busy", resident_megabytes()}}
                          .dump()
                          .c_str());
  return 0;
}

}  // namespace

int memory_child(int count, char** arguments) {
  if (count == 2 && std::strcmp(arguments[0], "idle") == 0) return idle(arguments[1]);
  if (count == 4 && std::strcmp(arguments[0], "answer") == 0) {
    return answer(arguments[1], std::strtoul(arguments[2], nullptr, 10),
                  std::strtoul(arguments[3], nullptr, 10));
  }
  return 2;
}

void run_memory(const Options& options, Report& report) {
  const std::string idle_file = options.file("idle.db"), large = options.file("large.db"),
                    small = options.file("small.db");
  const auto rounds = static_cast<std::size_t>(options.rounds());
  fill(large, options.cases, &report);
  fill(small, rounds * kHandful, nullptr);
  std::vector<json> idles, larges, smalls;
  for (std::size_t round = 0; round < rounds; ++round) {  // Interleaved, as everywhere.
    idles.push_back(child("idle " + quoted(idle_file)));
    larges.push_back(child(answer_arguments(large, round, options.cases / rounds)));
    smalls.push_back(child(answer_arguments(small, round, kHandful)));
  }
  report.add({"idle_memory",
              median_of(idles, "opened"),
              "MB",
              {},
              at_most(20),
              {{"with_definition_mb", median_of(idles, "published")},
               {"program_alone_mb", median_of(idles, "bare")}}});
  report.add({"memory_with_open_cases",
              median_of(larges, "resident"),
              "MB",
              {},
              {},
              {{"cases", options.cases},
               {"after_working_on", median_of(larges, "touched")},
               {"after_working_mb", median_of(larges, "busy")},
               {"program_alone_mb", median_of(larges, "bare")},
               {"with_a_handful_of_cases_mb", median_of(smalls, "resident")}}});
  Figure first{"first_answer",
               median_of(larges, "answered_ms"),
               "ms",
               {},
               at_most(20),
               {{"cases", options.cases},
                {"open_ms", median_of(larges, "opened_ms")},
                {"with_a_handful_of_cases_ms", median_of(smalls, "answered_ms")}}};
  first.ratio = first.value / median_of(smalls, "answered_ms");
  report.add(std::move(first));
  for (const std::string& file : {idle_file, large, small}) forget(file);
}

}  // namespace lianban::bench
