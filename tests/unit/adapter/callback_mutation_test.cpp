// A callback that differs in one byte from what was signed is never believed.
#include <gtest/gtest.h>

#include <random>

#include "base/json.hpp"
#include "unit/adapter/callback_support.hpp"

namespace lianban::adapter {
namespace {

/// Another text: one byte replaced, inserted or taken away, or a letter's case changed.
std::string mutated(const std::string& text, std::mt19937& random) {
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const auto any_byte = [&] { return static_cast<char>(below(256)); };
  for (;;) {
    std::string out = text;
    switch (below(text.empty() ? 1 : 4)) {
      case 0:
        out.insert(below(out.size() + 1), 1, any_byte());
        break;
      case 1:
        out[below(out.size())] = any_byte();
        break;
      case 2:
        out.erase(below(out.size()), 1);
        break;
      default:
        out[below(out.size())] ^= 0x20;
    }
    if (out != text) return out;
  }
}

/// How many of so many mutations of body and header values are believed.
int believed(const Trust& trust, int mutations) {
  std::mt19937 random(20211122);
  const Callback whole = callback_of(trust);
  EXPECT_EQ(trust.verdict(whole), "ok");
  int count = 0;
  for (int i = 0; i < mutations; ++i) {
    Callback callback = whole;
    const std::size_t part = static_cast<std::size_t>(i) % (callback.headers.size() + 1);
    std::string& text =
        part == callback.headers.size() ? callback.body : callback.headers[part].second;
    text = mutated(text, random);
    if (!trust.verify(callback)) continue;
    ++count;
    ADD_FAILURE() << "part " << part << ": " << text;
  }
  return count;
}

TEST(CallbackMutation, OfTenThousandNoneIsBelievedWithHmacSm3) {
  EXPECT_EQ(believed(Trust("lianban"), 10'000), 0);
}

TEST(CallbackMutation, OfTenThousandNoneIsBelievedWithHmacSha256) {
  EXPECT_EQ(believed(Trust("lianban-sha256"), 10'000), 0);
}

TEST(CallbackMutation, OfTenThousandNoneIsBelievedWithSm2) {
  EXPECT_EQ(believed(Trust("lianban-sm2"), 10'000), 0);
}

TEST(CallbackMutation, EveryBitOfASignatureCounts) {
  for (const char* scheme : {"lianban", "lianban-sm2"}) {
    const Trust trust(scheme);
    const Callback whole = callback_of(trust);
    for (std::size_t at = 0; at < whole.headers.back().second.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        Callback callback = whole;
        callback.headers.back().second[at] ^= static_cast<char>(1 << bit);
        EXPECT_FALSE(trust.verify(callback)) << scheme << ' ' << at << ' ' << bit;
      }
    }
  }
}

}  // namespace
}  // namespace lianban::adapter
