#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace lianban::cli {

int run_version(Context& context) {
  context.out.line("lianban " LIANBAN_VERSION);
  return context.done({{"version", LIANBAN_VERSION}, {"language", 1}});
}

}  // namespace lianban::cli
