#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "world.hpp"

namespace lianban::rules::test {
namespace {

// The public JSONLogic cases are not ours and stay outside the repository.
const std::filesystem::path kPublicCases =
    std::filesystem::path(LIANBAN_SOURCE_DIR) / "../shared/conformance/jsonlogic-tests.json";

TEST(JsonLogic, PublicCasesGiveThePublicResults) {
  std::ifstream file(kPublicCases);
  if (!file) GTEST_SKIP() << "the public JSONLogic cases are not beside the checkout";
  int ran = 0;
  for (const Json& each : Json::parse(file)) {
    if (!each.is_array()) continue;  // a heading
    ++ran;
    EXPECT_EQ(value(each[0].dump(), each[1].dump()), each[2]) << each[0] << " with " << each[1];
  }
  std::cout << "public JSONLogic cases: " << ran << " ran\n";
  EXPECT_GT(ran, 200);
}

}  // namespace
}  // namespace lianban::rules::test
