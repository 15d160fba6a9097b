// Measures the library on this machine and this disk: scripts/bench, or by hand
//   lianban_bench [--quick] [--cases N] [--only NAME] [--dir FOLDER]
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "bench/groups.hpp"

namespace lianban::bench {
namespace {

struct Group {
  const char* name;
  void (*run)(const Options&, Report&);
};
constexpr Group kGroups[] = {{"chart", run_chart},     {"decide", run_decide},
                             {"durable", run_durable}, {"open_loop", run_open_loop},
                             {"whole", run_whole},     {"memory", run_memory},
                             {"storm", run_storm},     {"calls", run_calls}};
constexpr std::size_t kQuickCases = 2'000;

void print_help() {
  std::printf(
      "usage: lianban_bench [--quick] [--cases N] [--only NAME] [--dir FOLDER]\n\n"
      "  --quick       short rounds and %zu cases: whether it works, not how fast it is\n"
      "  --cases N     open cases and timers of the large figures (100000)\n"
      "  --only NAME   one group:",
      kQuickCases);
  for (const Group& group : kGroups) std::printf(" %s", group.name);
  std::printf(
      "\n"
      "  --dir FOLDER  where the databases go (a new folder here); the disk that is measured\n\n"
      "One JSON line a figure on standard output, progress and a table on standard error.\n");
}

/// Nothing where the arguments make no sense or only help was asked for; `status` says which.
bool parse(int count, char** arguments, Options& options, int& status) {
  bool cases_given = false;
  status = 2;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    const bool has_value = i + 1 < count;
    if (name == "--quick") {
      options.quick = true;
    } else if (name == "--help" || name == "-h") {
      print_help();
      status = 0;
      return false;
    } else if (name == "--cases" && has_value) {
      options.cases = std::strtoul(arguments[++i], nullptr, 10);
      cases_given = options.cases > 0;
      if (!cases_given) return false;
    } else if (name == "--only" && has_value) {
      options.only = arguments[++i];
    } else if (name == "--dir" && has_value) {
      options.folder = arguments[++i];
    } else {
      std::fprintf(stderr, "lianban_bench: what is '%s'? --help lists the options\n", arguments[i]);
      return false;
    }
  }
  if (options.quick && !cases_given) options.cases = kQuickCases;
  return true;
}

int run(Options options) {
  const bool own_folder = options.folder.empty();
  if (own_folder) options.folder = "lianban-bench-" + std::to_string(::getpid());
  std::error_code fault;
  std::filesystem::create_directories(options.folder, fault);
  if (fault) give_up("cannot create the folder " + options.folder);
  Report report;
  bool any = false;
  for (const Group& group : kGroups) {
    if (!options.only.empty() && options.only != group.name) continue;
    any = true;
    say(std::string("measuring: ") + group.name);
    group.run(options, report);
  }
  if (own_folder) std::filesystem::remove_all(options.folder, fault);
  if (!any) {
    std::fprintf(stderr, "lianban_bench: no group '%s'; --help lists them\n", options.only.c_str());
    return 2;
  }
  report.print_table();
  return report.sound() ? 0 : 1;
}

}  // namespace
}  // namespace lianban::bench

int main(int count, char** arguments) {
  if (count > 1 && std::strcmp(arguments[1], "--child") == 0) {
    return lianban::bench::memory_child(count - 2, arguments + 2);
  }
  lianban::bench::Options options;
  int status = 0;
  if (!lianban::bench::parse(count, arguments, options, status)) return status;
  return lianban::bench::run(options);
}
