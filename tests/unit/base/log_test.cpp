#include "base/log.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace lianban::base {
namespace {

TEST(Log, IsOffByDefault) {
  const Log log;
  EXPECT_FALSE(log.enabled(Level::kError));
  log.error("nobody hears this");
}

TEST(Log, GivesTheHostWhatItAskedFor) {
  std::vector<std::string> lines;
  const Log log(
      [&](Level level, std::string_view line) {
        lines.push_back(std::string(to_name(level)) + " " + std::string(line));
      },
      Level::kInfo);
  EXPECT_FALSE(log.enabled(Level::kDebug));
  log.debug("too fine");
  log.info("opened");
  log.warning("{} is not a placeholder");
  const Log copy = log;
  copy.error("failed");
  log.write(Level::kOff, "never");
  EXPECT_EQ(lines, (std::vector<std::string>{"info opened", "warning {} is not a placeholder",
                                             "error failed"}));
}

TEST(Log, SurvivesASinkThatThrows) {
  int calls = 0;
  const Log log(
      [&](Level, std::string_view) {
        ++calls;
        throw std::runtime_error("host");
      },
      Level::kDebug);
  testing::internal::CaptureStderr();
  log.info("one");
  log.info("two");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "stderr belongs to the host";
  EXPECT_EQ(calls, 2);
}

TEST(Log, NamesItsLevels) {
  for (const Level level :
       {Level::kDebug, Level::kInfo, Level::kWarning, Level::kError, Level::kOff}) {
    Level read = Level::kDebug;
    EXPECT_TRUE(from_name(to_name(level), read));
    EXPECT_EQ(read, level);
  }
  Level untouched = Level::kError;
  EXPECT_FALSE(from_name("loud", untouched));
  EXPECT_EQ(untouched, Level::kError);
}

}  // namespace
}  // namespace lianban::base
