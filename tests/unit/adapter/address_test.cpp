#include "adapter/address.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace lianban::adapter {
namespace {

TEST(Address, IsHttpOrHttpsWithAHost) {
  for (const char* good : {"http://a", "https://a.gov.cn/api/v1", "HTTPS://a:8443/",
                           "http://[::1]:80", "http://127.0.0.1:18081"}) {
    EXPECT_TRUE(parse_address(good)) << good;
  }
  for (const char* bad :
       {"", "a.gov.cn", "ftp://a", "file:///etc/passwd", "http://", "http:///x", "http://a:0",
        "http://a:65536", "http://a:x", "http://a b", "http://a?x=1", "http://a#x", "http://u:p@a",
        "http://a\r\nX: y", "http://[::1", "http://a/{ticket}", "javascript:alert(1)"}) {
    EXPECT_FALSE(parse_address(bad)) << bad;
  }
}

TEST(Address, LosesItsLastSlash) { EXPECT_EQ(parse_address("http://a/b//")->text, "http://a/b"); }

TEST(Address, KnowsWhatStaysOnThisMachine) {
  EXPECT_TRUE(parse_address("http://127.0.0.2:1")->loopback);
  EXPECT_TRUE(parse_address("http://localhost")->loopback);
  EXPECT_TRUE(parse_address("http://[::1]/x")->loopback);
  EXPECT_FALSE(parse_address("http://127.0.0.1.example.cn")->loopback);
  EXPECT_FALSE(parse_address("http://10.0.0.1")->loopback);
}

TEST(Path, HoldsItsPlaceOnce) {
  EXPECT_TRUE(is_path("/a/b", ""));
  EXPECT_TRUE(is_path("/a/{ticket}/answer?full=1", "{ticket}"));
  EXPECT_TRUE(is_path("/a?t={ticket}", "{ticket}"));
  EXPECT_FALSE(is_path("/a", "{ticket}"));
  EXPECT_FALSE(is_path("/a/{ticket}/{ticket}", "{ticket}"));
  EXPECT_FALSE(is_path("/a/{ticket}", ""));
  EXPECT_FALSE(is_path("a", ""));
  EXPECT_FALSE(is_path("//other.host/a", ""));
  EXPECT_FALSE(is_path("/a b", ""));
  EXPECT_FALSE(is_path("/a#b", ""));
}

TEST(Ticket, CannotLeaveItsPlaceInThePath) {
  EXPECT_EQ(fill("/a/{ticket}/b", "{ticket}", "../x?y#z\r\n"), "/a/..%2Fx%3Fy%23z%0D%0A/b");
}

TEST(Location, GivesTheTicketWhateverHostItNames) {
  const auto ticket = [](const char* location) {
    return extract(location, "http://a/gateway", "/op/{ticket}/answer", "{ticket}");
  };
  EXPECT_EQ(ticket("/op/T1/answer"), "T1");
  EXPECT_EQ(ticket("/gateway/op/T1/answer"), "T1");
  EXPECT_EQ(ticket("http://elsewhere:99/op/T1/answer"), "T1");
  EXPECT_EQ(ticket("//elsewhere/op/T%2F1/answer"), "T/1");
  for (const char* bad : {"", "/op/T1", "/op//answer", "/op/a/b/answer", "/other/T1/answer",
                          "http://a", "/op/%zz/answer", "/op/T%2/answer"}) {
    EXPECT_FALSE(ticket(bad)) << bad;
  }
}

RC_GTEST_PROP(Ticket, ComesBackAsItWasFilledIn, (const std::string& ticket)) {
  RC_PRE(!ticket.empty());
  const std::string path = "/op/{ticket}/answer";
  const auto back = extract(fill(path, "{ticket}", ticket), "http://a", path, "{ticket}");
  RC_ASSERT(back == ticket);
}

}  // namespace
}  // namespace lianban::adapter
