#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>

#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interrupt.hpp"
#include "cli/parse.hpp"

namespace {

using namespace lianban::cli;

bool colored(ColorWhen when, int descriptor) {
  switch (when) {
    case ColorWhen::kAlways:
      return true;
    case ColorWhen::kNever:
      return false;
    case ColorWhen::kAuto:
      break;
  }
  const char* no_color = std::getenv("NO_COLOR");
  const char* kind = std::getenv("TERM");
  const bool dumb = kind != nullptr && std::string_view(kind) == "dumb";
  return ::isatty(descriptor) == 1 && !dumb && (no_color == nullptr || *no_color == '\0');
}

int run(const Parsed& parsed, Context& context) {
  try {
    return parsed.run(context);
  } catch (const std::exception&) {
    // What was thrown may quote input, so it is not shown.
    return context.fail(lianban::make_error("internal/bug", "程序内部错误", "internal error"));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Parsed parsed = parse(argc, argv);
  const Globals& globals = parsed.globals;
  Terminal terminal({.language = globals.language,
                     .json = globals.json,
                     .color = colored(globals.color, STDOUT_FILENO),
                     .color_err = colored(globals.color, STDERR_FILENO),
                     .ascii = globals.ascii,
                     .progress = !globals.json && ::isatty(STDERR_FILENO) == 1},
                    std::cout, std::cerr);
  Context context(globals, terminal);
  if (!parsed.run && parsed.exit == 0) {
    terminal.raw(parsed.text);
    return kOk;
  }
  if (!parsed.run) {
    const lianban::Error error =
        lianban::make_error("usage/arguments", "用法不对：" + parsed.text, parsed.text);
    return context.fail(error, {terminal.tell(say::kSeeHelp)});
  }
  watch_interrupts();
  return run(parsed, context);
}
