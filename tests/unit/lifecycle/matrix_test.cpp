#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "unit/lifecycle/machines.hpp"

namespace lianban::lifecycle::test {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = LIANBAN_SOURCE_DIR;
const fs::path kGolden = kSource / "tests/unit/lifecycle/golden";
const fs::path kReadme = kSource / "src/lifecycle/README.md";

constexpr std::string_view kHowTo =
    "If the change is meant: LIANBAN_UPDATE_GOLDEN=1 test_lifecycle, then read the difference; a "
    "state renamed or removed orphans the cases that are stored in it.";

bool updating() {
  const char* wish = std::getenv("LIANBAN_UPDATE_GOLDEN");
  return wish != nullptr && std::string_view(wish) == "1";
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// Where the table of one lifecycle stands in the README: after the first marker, before the
/// second.
struct Section {
  std::size_t from;
  std::size_t size;
};

std::optional<Section> find_section(const std::string& readme, const std::string& name) {
  const std::string begin = "<!-- matrix: " + name + " -->\n";
  const std::size_t at = readme.find(begin);
  if (at == std::string::npos) return std::nullopt;
  const std::size_t from = at + begin.size();
  const std::size_t end = readme.find("<!-- end -->", from);
  if (end == std::string::npos) return std::nullopt;
  return Section{from, end - from};
}

class Matrix : public testing::TestWithParam<Subject> {};

TEST_P(Matrix, IsTheGoldenOne) {
  const fs::path file = kGolden / (GetParam().name + ".txt");
  if (updating()) write(file, GetParam().matrix());
  EXPECT_EQ(read(file), GetParam().matrix()) << kHowTo;
}

TEST_P(Matrix, StandsInTheReadme) {
  std::string readme = read(kReadme);
  const auto section = find_section(readme, GetParam().name);
  ASSERT_TRUE(section) << kReadme << " lacks <!-- matrix: " << GetParam().name << " -->";
  if (updating()) {
    readme.replace(section->from, section->size, GetParam().matrix());
    write(kReadme, readme);
  }
  const auto now = find_section(readme, GetParam().name);
  EXPECT_EQ(readme.substr(now->from, now->size), GetParam().matrix()) << kHowTo;
}

INSTANTIATE_TEST_SUITE_P(Every, Matrix, testing::ValuesIn(subjects()),
                         [](const auto& test) { return test.param.name; });

TEST(Matrices, EveryGoldenFileBelongsToALifecycle) {
  if (updating()) GTEST_SKIP() << "the files are being written";
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(kGolden)) {
    files.insert(entry.path().filename().string());
  }
  std::set<std::string> expected;
  for (const Subject& each : subjects()) expected.insert(each.name + ".txt");
  EXPECT_EQ(files, expected);
}

}  // namespace
}  // namespace lianban::lifecycle::test
