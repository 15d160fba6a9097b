#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "lianban/agency.hpp"

namespace lianban {
namespace {

class UsualSecrets : public testing::Test {
 protected:
  void SetUp() override {
    file_ = std::filesystem::temp_directory_path() / ("lianban-secret-" + std::to_string(getpid()));
  }
  void TearDown() override {
    std::filesystem::remove(file_);
    for (const char* name : {"LIANBAN_TEST_SECRET", "LIANBAN_TEST_SECRET_FILE"}) unsetenv(name);
  }
  void write(const std::string& bytes) { std::ofstream(file_, std::ios::binary) << bytes; }
  std::optional<std::string> secret() { return usual_secrets()("LIANBAN_TEST_SECRET"); }

  std::filesystem::path file_;
};

TEST_F(UsualSecrets, StandInTheEnvironmentUnderTheirName) {
  EXPECT_EQ(secret(), std::nullopt);
  setenv("LIANBAN_TEST_SECRET", "s3", 1);
  EXPECT_EQ(secret(), "s3");
  setenv("LIANBAN_TEST_SECRET", "", 1);
  EXPECT_EQ(secret(), std::nullopt) << "an empty secret is none";
}

TEST_F(UsualSecrets, OrInAFileThatTheEnvironmentNames) {
  setenv("LIANBAN_TEST_SECRET_FILE", file_.c_str(), 1);
  EXPECT_EQ(secret(), std::nullopt) << "no such file";
  write("from a file\r\n");
  EXPECT_EQ(secret(), "from a file");
  setenv("LIANBAN_TEST_SECRET", "nearer", 1);
  EXPECT_EQ(secret(), "nearer");
}

}  // namespace
}  // namespace lianban
