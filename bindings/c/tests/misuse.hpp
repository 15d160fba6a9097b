#pragma once

#include "host.hpp"

namespace lianban::c_test {

enum class Kind { kEngine, kError };

/// A live engine and a live error, and everything that is not one.
class Misuse : public ::testing::Test {
 protected:
  void SetUp() override {
    const lianban_engine_options options{sizeof options, nullptr, nullptr, nullptr, 0};
    ASSERT_EQ(lianban_engine_open(&options, &engine, nullptr), LIANBAN_DONE);
    error = any_error();
  }
  void TearDown() override {
    lianban_free(out);
    lianban_error_free(slot);
    lianban_error_free(error);
    lianban_engine_close(opened, nullptr);
    lianban_engine_close(engine, nullptr);
  }

  static lianban_error any_error() {
    lianban_error made = 0;
    lianban_engine_interrupt(0, &made);
    EXPECT_NE(made, 0u);
    return made;
  }
  /// One that was good and is closed.
  static std::uint64_t stale(Kind kind) {
    if (kind == Kind::kError) {
      const lianban_error made = any_error();
      lianban_error_free(made);
      return made;
    }
    lianban_engine made = 0;
    EXPECT_EQ(lianban_engine_open(nullptr, &made, nullptr), LIANBAN_DONE);
    lianban_engine_close(made, nullptr);
    return made;
  }
  /// One of the other kind.
  [[nodiscard]] std::uint64_t foreign(Kind kind) const {
    return kind == Kind::kError ? engine : error;
  }
  /// Numbers that were never handed out, among them an address.
  [[nodiscard]] std::uint64_t forged(Kind kind, int which) const {
    const std::uint64_t live = kind == Kind::kError ? error : engine;
    switch (which) {
      case 0:
        return live + (std::uint64_t{1} << 20);  // another generation
      case 1:
        return live + 1000;  // another place
      case 2:
        return ~std::uint64_t{0};
      default:
        return reinterpret_cast<std::uintptr_t>(this);
    }
  }

  static const std::string& giant() {
    static const std::string kGiant = "\"" + std::string(5u << 20, 'a') + "\"";
    return kGiant;
  }
  static const std::string& deep() {
    static const std::string kDeep(200'000, '[');
    return kDeep;
  }
  static bool is_code(std::int32_t code) { return code >= 0 && code <= LIANBAN_INTERNAL; }
  void expect_no_output() const { EXPECT_EQ(out, nullptr); }
  void expect_error(std::int32_t code, const std::string& argument) const {
    EXPECT_EQ(lianban_error_code(slot), code);
    const Json json = Json::parse(lianban_error_json(slot));
    EXPECT_EQ(json.value("argument", ""), argument);
    EXPECT_FALSE(json.at("message").at("zh").get<std::string>().empty());
    EXPECT_FALSE(json.at("message").at("en").get<std::string>().empty());
  }

  lianban_engine engine = 0, opened = 0;
  lianban_error error = 0, slot = 0;
  char* out = nullptr;
};

}  // namespace lianban::c_test

using lianban::c_test::Kind;
using lianban::c_test::Misuse;
