// Memory runs out at every allocation of every step of a case's life: each call gives a code, none
// ends the process, and afterwards the engine works.
//
// Without sanitizers malloc itself fails, so SQLite and OpenSSL meet it too; with them, which bring
// their own malloc, `operator new`.
#include <lianban/lianban.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>
#include <utility>

namespace {

thread_local bool armed = false;
thread_local long left = 0;
thread_local bool for_good = false;  ///< All later ones fail as well.

bool fails_now() {
  if (!armed) return false;
  if (left > 0) {
    --left;
    return false;
  }
  if (!for_good) armed = false;
  return true;
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
void* operator new(std::size_t size) {
  void* memory = fails_now() ? nullptr : std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return fails_now() ? nullptr : std::malloc(size);
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t& as) noexcept {
  return operator new(size, as);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
#else
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* malloc(std::size_t size) {
  if (!fails_now()) return __libc_malloc(size);
  errno = ENOMEM;
  return nullptr;
}
void* calloc(std::size_t count, std::size_t size) {
  if (!fails_now()) return __libc_calloc(count, size);
  errno = ENOMEM;
  return nullptr;
}
void* realloc(void* memory, std::size_t size) {
  if (!fails_now()) return __libc_realloc(memory, size);
  errno = ENOMEM;
  return nullptr;
}
}
#endif

namespace {

const char* const kStall = R"({"lianban": 1, "id": "stall", "version": "1.0.0",
  "title": {"zh": "摊位", "en": "Stall"}, "number": "N{date}{seq:4}", "calendar": "cn",
  "agencies": {"office": {"lead": true, "roles": {"clerk": {"zh": "窗口", "en": "Clerk"}}}},
  "form": {"type": "object", "properties": {"name": {"type": "string", "x-personal": "name"}}},
  "chart": {"initial": "filed", "states": [
    {"id": "filed", "holder": "office", "transitions": [
      {"on": "grant", "by": "office.clerk", "do": [{"accept": {}}, {"decide": "granted"}],
       "to": "granted"}]},
    {"id": "granted", "kind": "final", "outcome": "granted"}]}})";

struct Host {
  explicit Host(std::string configured) : config(std::move(configured)) {}
  ~Host() { lianban_engine_close(engine, nullptr); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  std::string config;
  lianban_engine engine = 0;
  std::string case_id;
  char* out = nullptr;
  lianban_error error = 0;

  /// Frees what a call gave; a failed call may give nothing but an error.
  bool clean(std::int32_t code) {
    const bool fits = code == LIANBAN_DONE ? error == 0 : out == nullptr && error != 0;
    if (code != LIANBAN_DONE && lianban_error_json(error)[0] != '{') return false;
    lianban_free(out);
    lianban_error_free(error);
    out = nullptr;
    error = 0;
    return fits;
  }
};

struct Step {
  const char* name;
  std::function<std::int32_t(Host&)> run;
  bool opens = false;
};

std::string case_in(const char* json) {
  const std::string text(json);
  const std::size_t at = text.find("\"case\":\"");
  return at == std::string::npos ? std::string() : text.substr(at + 8, 32);
}

const Step kSteps[] = {
    {"open engine",
     [](Host& host) {
       if (host.engine != 0) return lianban_engine_interrupt(host.engine, &host.error);
       const lianban_engine_options options{sizeof options, host.config.c_str(), nullptr, nullptr,
                                            0};
       return lianban_engine_open(&options, &host.engine, &host.error);
     },
     true},
    {"publish",
     [](Host& host) {
       return lianban_definition_publish(host.engine, kStall, &host.out, &host.error);
     }},
    {"open case",
     [](Host& host) {
       return lianban_case_open(host.engine, "stall",
                                R"({"request_id": "1", "data": {"form": {"name": "张三"}}})",
                                &host.out, &host.error);
     }},
    {"show",
     [](Host& host) {
       return lianban_case_show(host.engine, host.case_id.c_str(), &host.out, &host.error);
     }},
    {"actions",
     [](Host& host) {
       return lianban_case_actions(host.engine, host.case_id.c_str(),
                                   R"({"id": "li", "roles": ["office.clerk"]})", &host.out,
                                   &host.error);
     }},
    {"submit",
     [](Host& host) {
       return lianban_case_submit(host.engine, host.case_id.c_str(),
                                  R"({"request_id": "2", "verb": "send", "subject": "grant",
                                      "actor": {"id": "li", "roles": ["office.clerk"]}})",
                                  &host.out, &host.error);
     }},
    {"events",
     [](Host& host) { return lianban_event_next(host.engine, 0, 10, 0, &host.out, &host.error); }},
    {"pump",
     [](Host& host) { return lianban_engine_pump(host.engine, 0, &host.out, &host.error); }},
    {"export",
     [](Host& host) {
       return lianban_case_export(host.engine, host.case_id.c_str(), &host.out, &host.error);
     }},
    {"find",
     [](Host& host) { return lianban_case_find(host.engine, nullptr, &host.out, &host.error); }},
    {"check",
     [](Host& host) {
       return lianban_definition_report(kStall, "check", nullptr, &host.out, &host.error);
     }},
};

constexpr long kMostAllocations = 2'000'000;

int fail(const char* step, long number, const char* what, const Host& host) {
  std::fprintf(stderr, "%s, allocation %ld: %s %s\n", step, number, what,
               lianban_error_json(host.error));
  return 1;
}

/// Runs one step with its first, second, third ... allocation failing, until none fails.
int run_step(const Step& step, Host& host, bool persistent) {
  for (long number = 0; number < kMostAllocations; ++number) {
    left = number;
    for_good = persistent;
    armed = true;
    const std::int32_t code = step.run(host);
    const bool met = !armed || persistent;
    const bool whole = armed && left > 0;
    armed = false;
    if (step.opens && !whole && met) {  // survived a failure, or not: open it again
      lianban_engine_close(host.engine, nullptr);
      host.engine = 0;
    }
    if (code == LIANBAN_DONE && host.out != nullptr) {
      const std::string found = case_in(host.out);
      if (host.case_id.empty()) host.case_id = found;
    }
    if (code == LIANBAN_INTERNAL) return fail(step.name, number, "an internal error", host);
    const bool untouched = whole || !met;
    if (untouched && code != LIANBAN_DONE) {
      return fail(step.name, number, "failed with memory enough", host);
    }
    if (!host.clean(code)) return fail(step.name, number, "wrong out-parameters", host);
    if (untouched) {
      std::printf("%-12s %6ld allocations%s\n", step.name, number, persistent ? ", all after" : "");
      return 0;
    }
  }
  return fail(step.name, kMostAllocations, "no end", host);
}

enum Failing { kNever, kOnce, kForGood };

int run_all(const std::string& config, Failing failing) {
  const bool persistent = failing == kForGood;
  Host host(config);
  for (const Step& step : kSteps) {
    if (failing != kNever && run_step(step, host, persistent) != 0) return 1;
    const std::int32_t code = step.run(host);
    if (code == LIANBAN_DONE && host.out != nullptr && host.case_id.empty()) {
      host.case_id = case_in(host.out);
    }
    if (code != LIANBAN_DONE) return fail(step.name, 0, "does not work afterwards", host);
    host.clean(code);
  }
  left = 0;
  for_good = persistent;
  armed = failing != kNever;
  const std::int32_t closed = lianban_engine_close(host.engine, &host.error);
  armed = false;
  host.engine = 0;
  return closed == LIANBAN_DONE ? 0 : fail("close", 0, "failed", host);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: %s CALENDARS DATABASE\n", argv[0]), 2;
  const std::string calendars = std::string(R"({"calendars": ")") + argv[1] + '"';
  const std::string file(argv[2]);
  // Once with memory enough: what OpenSSL sets up once and for all it cannot set up again.
  if (run_all(calendars + "}", kNever) != 0) return 1;
  // A store in memory that is torn by it says so and does no more; only one in a file goes on.
  int status = 0;
  for (const Failing failing : {kOnce, kForGood}) {
    std::remove(file.c_str());
    status |= run_all(calendars + R"(, "database": ")" + file + "\"}", failing);
    std::remove(file.c_str());
  }
  return status;
}
