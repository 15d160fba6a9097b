// Kills a loaded process again and again and checks what is left against the caller's own log:
//   no acknowledged command lost, replay equals store, no agency act done twice.
//   lianban_crash [--kills N] [--seed S]
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "agencies/simulated_agencies.hpp"
#include "crash/crash.hpp"
#include "crash/load.hpp"

namespace lianban::crash {

namespace {

namespace fs = std::filesystem;
using simulators::SimulatedAgencies;

constexpr int kKillsPerDatabase = 5;
constexpr const char* kPoints[] = {"commit:begin",   "commit:row",  "commit:before",
                                   "commit:after",   "commit:told", "outbox:claimed",
                                   "outbox:answered"};

struct Acknowledged {
  std::string case_id, request;
  std::uint64_t revision = 0;
};

struct Tally {
  int kills = 0, at_points = 0;
  std::size_t acknowledged = 0, cases = 0, acts = 0;
  std::size_t lost = 0, unsound = 0, doubled = 0, dropped = 0, errors = 0;
};

std::string slurp(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A child in its own process; its words come through a pipe.
class Child {
 public:
  explicit Child(const ChildOptions& options) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      const std::string after = std::to_string(options.die_after);
      const std::string serial = std::to_string(options.first_serial);
      ::execl("/proc/self/exe", "lianban_crash", "--child", options.database.c_str(),
              options.directory.c_str(), options.die_at.c_str(), after.c_str(), serial.c_str(),
              nullptr);
      ::_exit(4);
    }
    ::close(ends[1]);
    words_ = ::fdopen(ends[0], "r");
  }
  ~Child() { std::fclose(words_); }

  /// It works, or has died already: a point may be passed while the database is being opened.
  [[nodiscard]] bool ready() {
    const std::string first = line();
    if (!first.empty() && first != "R") std::cerr << "child: " << first << "\n";
    return first.empty() || first == "R";
  }
  void kill() { ::kill(process_, SIGKILL); }
  /// Everything said until the end; true when it died by a kill.
  bool read_all(std::vector<Acknowledged>& log, Tally& tally) {
    for (std::string each = line(); !each.empty(); each = line()) {
      std::istringstream in(each);
      std::string kind;
      Acknowledged one;
      in >> kind >> one.case_id >> one.request >> one.revision;
      if (kind == "A" && in) log.push_back(one);
      if (kind == "E" && ++tally.errors < 5) std::cerr << "child: " << each << "\n";
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

 private:
  std::string line() {
    char buffer[512];
    if (std::fgets(buffer, sizeof buffer, words_) == nullptr) return {};
    std::string text(buffer);
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  pid_t process_ = 0;
  std::FILE* words_ = nullptr;
};

/// One database: its log so far, and the checks after each kill.
class Trial {
 public:
  Trial(fs::path folder, SimulatedAgencies& agencies, Tally& tally)
      : folder_(std::move(folder)), agencies_(agencies), tally_(tally) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    agencies_.reset();
    std::ofstream(folder_ / "directory.json") << agencies_.directory().dump();
  }

  void kill_once(std::mt19937& random, int first_serial) {
    ChildOptions options{database(), directory(), {}, 0, first_serial};
    const bool at_point = random() % 2 == 0;
    if (at_point) {
      options.die_at = kPoints[random() % std::size(kPoints)];
      options.die_after = static_cast<int>(1 + random() % 60);
    }
    Child child(options);
    if (!child.ready()) {
      ++tally_.errors;
      child.kill();
    }
    // A point that is never passed so often ends by the clock as well: nothing waits for ever.
    std::thread killer([&, delay = at_point ? 1500 : 5 + random() % 250] {
      std::this_thread::sleep_for(std::chrono::milliseconds(delay));
      child.kill();
    });
    const std::size_t before = log_.size();
    if (!child.read_all(log_, tally_)) {
      std::cerr << "the child ended by itself\n";
      ++tally_.errors;
    }
    killer.join();
    ++tally_.kills;
    tally_.at_points += at_point;
    tally_.acknowledged += log_.size() - before;
    check();
  }

  /// Lets every case come to rest, then counts what the police did.
  void finish() {
    auto engine = open_engine(database(), directory(), {});
    if (!engine.ok()) {
      ++tally_.errors;
      return;
    }
    static_cast<void>((*engine)->pump_idle());
    std::set<std::string> ids;
    for (const Acknowledged& one : log_) ids.insert(one.case_id);
    tally_.cases += ids.size();
    // Every queued request has been sent by now, and an acknowledged one is polled later. One that
    // is still only asked, with nothing of it due any more, was dropped on the way.
    for (const std::string& id : ids) {
      const auto open = (*engine)->open_calls(id);
      if (!open.ok()) ++tally_.errors;
      for (const OpenCall& call : open.ok() ? *open : std::vector<OpenCall>{}) {
        tally_.dropped += call.state == "asked";
      }
    }
    const auto effects = agencies_.effects();
    if (!effects.contains("police")) return;
    std::map<std::string, int> acts;
    for (const auto& [key, record] : effects["police"].items()) {
      const int done = record["effects"].get<int>();
      acts[key.substr(0, key.find('.')) + record["operation"].get<std::string>()] += done;
      tally_.acts += static_cast<std::size_t>(done);
    }
    for (const auto& [act, count] : acts) tally_.doubled += count > 1;
  }

 private:
  [[nodiscard]] std::string database() const { return (folder_ / "cases.db").string(); }
  [[nodiscard]] std::string directory() const { return (folder_ / "directory.json").string(); }

  void check() {
    auto engine = open_engine(database(), directory(), {});
    if (!engine.ok()) {
      std::cerr << "reopen: " << engine.error().code << "\n";
      ++tally_.errors;
      return;
    }
    std::set<std::string> ids;
    for (const Acknowledged& one : log_) {
      ids.insert(one.case_id);
      const Command command = command_of(one.request);
      const auto answer = command.verb == Verb::kOpen ? (*engine)->open_case(kDefinition, command)
                                                      : (*engine)->submit(one.case_id, command);
      const auto* accepted = answer.ok() ? std::get_if<Accepted>(&*answer) : nullptr;
      if (accepted == nullptr || !accepted->repeated || accepted->revision != one.revision) {
        if (++tally_.lost < 5) std::cerr << "lost: " << one.request << "\n";
      }
    }
    for (const std::string& id : ids) {
      const auto verified = (*engine)->verify(id);
      if (!verified.ok() || !verified->sound) {
        if (++tally_.unsound < 5) {
          std::cerr << "unsound: " << (verified.ok() ? verified->fault : verified.error().code)
                    << "\n";
        }
      }
    }
  }

  fs::path folder_;
  SimulatedAgencies& agencies_;
  Tally& tally_;
  std::vector<Acknowledged> log_;
};

int run(int kills, unsigned seed) {
  simulators::Options options;
  options.policy_after_asks = 1;
  options.agencies["police"].pending_polls = 0;
  SimulatedAgencies agencies(options);
  if (!agencies.start().ok()) return 1;
  std::mt19937 random(seed);
  Tally tally;
  int serial = 1;
  while (tally.kills < kills) {
    Trial trial(fs::temp_directory_path() / ("lianban-crash-" + std::to_string(::getpid())),
                agencies, tally);
    for (int i = 0; i < kKillsPerDatabase && tally.kills < kills; ++i) {
      // Each child goes on with the cases of the one before: it repeats what was acknowledged (the
      // same request ids) and takes the next steps.
      trial.kill_once(random, serial);
    }
    serial += 10'000;
    trial.finish();
    std::cerr << "\r" << tally.kills << "/" << kills << " kills" << std::flush;
  }
  agencies.stop();
  fs::remove_all(fs::temp_directory_path() / ("lianban-crash-" + std::to_string(::getpid())));
  const std::size_t failed =
      tally.lost + tally.unsound + tally.doubled + tally.dropped + tally.errors;
  std::cout << "\nkills " << tally.kills << " (" << tally.at_points
            << " at named points), acknowledged " << tally.acknowledged << " commands of "
            << tally.cases << " cases, police acts " << tally.acts << "\nlost " << tally.lost
            << ", replay unlike store " << tally.unsound << ", acts done twice " << tally.doubled
            << ", requests dropped " << tally.dropped << ", errors " << tally.errors << "\n";
  return failed == 0 && tally.acknowledged > 0 && tally.acts > 0 ? 0 : 1;
}

}  // namespace

Result<std::unique_ptr<Engine>> open_engine(const std::string& database,
                                            const std::string& directory, FaultHook faults) {
  auto loaded = load_agency_directory_text(slurp(directory));
  if (!loaded.ok()) return loaded.faults.front();
  EngineOptions options;
  options.database = database;
  options.calendars = LIANBAN_SOURCE_DIR "/workflows/calendars";
  options.directory = loaded.directory;
  options.agencies = make_http_agency(loaded.directory);
  options.faults = std::move(faults);
  auto engine = Engine::open(std::move(options));
  if (!engine.ok()) return engine;
  const auto checked =
      Definition::check(slurp(LIANBAN_SOURCE_DIR "/workflows/wenzhou-ride-hailing-vehicle.json"));
  if (checked.definition == nullptr)
    return make_error("definition", "定义有误", "definition faults");
  const auto published = (*engine)->publish(*checked.definition);
  if (!published.ok()) return published.error();
  return engine;
}

}  // namespace lianban::crash

int main(int argc, char** argv) {
  using namespace lianban::crash;
  if (argc == 7 && std::strcmp(argv[1], "--child") == 0) {
    return run_child({argv[2], argv[3], argv[4], std::atoi(argv[5]), std::atoi(argv[6])});
  }
  int kills = 100;
  unsigned seed = 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--kills") == 0) kills = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--seed") == 0) seed = static_cast<unsigned>(std::atoi(argv[i + 1]));
  }
  return run(kills, seed);
}
