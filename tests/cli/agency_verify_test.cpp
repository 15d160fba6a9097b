// `agency verify` as a vendor runs it, against the simulated agencies.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "agencies/simulated_agencies.hpp"
#include "run_cli.hpp"

namespace lianban::cli::test {
namespace {

using nlohmann::json;

class AgencyVerify : public ::testing::Test {
 protected:
  void start(simulators::Options options = {}) {
    simulated_ = std::make_unique<simulators::SimulatedAgencies>(std::move(options));
    const auto started = simulated_->start();
    ASSERT_TRUE(started) << started.error().message.en;
    ports_ = started.value();
  }
  std::string url(const std::string& agency) {
    return "http://127.0.0.1:" + std::to_string(ports_.at(agency));
  }
  /// The insurer, always with the wrong vehicle.
  void start_wrong() {
    start(
        {.faults = {{.agency = "insurer", .fault = simulators::Fault::kWrongPlate, .times = -1}}});
  }

  std::unique_ptr<simulators::SimulatedAgencies> simulated_;
  std::map<std::string, int> ports_;
};

TEST_F(AgencyVerify, AReportInBothLanguagesEndsWithTheCounts) {
  start();
  const Finished en =
      run_cli({"agency", "verify", url("insurer"), "--as", "insurer", "--lang", "en"});
  EXPECT_EQ(en.exit, 0) << en.out << en.err;
  EXPECT_TRUE(has(en.out, "conforms")) << en.out;
  EXPECT_TRUE(has(en.out, "15 passed, 0 failed, 10 skipped\n")) << en.out;
  EXPECT_TRUE(has(en.out, url("insurer"))) << en.out;
  const Finished zh = run_cli({"agency", "verify", url("insurer"), "--as", "insurer"});
  EXPECT_TRUE(has(zh.out, "通过 15，未通过 0，跳过 10\n")) << zh.out;
}

TEST_F(AgencyVerify, OneWrongThingExitsWithOneAndNamesTheCheck) {
  start_wrong();
  const Finished run = run_cli({"agency", "verify", url("insurer"), "--as", "insurer"});
  EXPECT_EQ(run.exit, 1) << run.err;
  EXPECT_TRUE(has(run.out, "[about]")) << run.out;
  EXPECT_TRUE(has(run.out, "不符合")) << run.out;
}

TEST_F(AgencyVerify, JsonIsTheReportAlone) {
  start_wrong();
  const Finished run =
      run_cli({"agency", "verify", url("insurer"), "--as", "insurer", "--seed", "9", "--json"});
  EXPECT_EQ(run.exit, 1);
  const json object = json::parse(run.out, nullptr, false);
  ASSERT_TRUE(object.is_object()) << run.out;
  EXPECT_EQ(object["ok"], false);
  EXPECT_EQ(object["report"]["seed"], 9);
  EXPECT_EQ(object["report"]["agency"], "insurer");
  EXPECT_EQ(object["report"]["checks"].size(), 25u);
}

TEST_F(AgencyVerify, CallbacksAreTakenWhereItListens) {
  const int port = free_port();
  start({.callbacks = {.url = "http://127.0.0.1:" + std::to_string(port) + "/callbacks",
                       .key = "access",
                       .secret = "a test"}});
  const std::vector<std::string> words = {"agency",
                                          "verify",
                                          url("carrier"),
                                          "--as",
                                          "carrier",
                                          "--listen",
                                          std::to_string(port),
                                          "--callback-key",
                                          "KEY",
                                          "--callback-secret",
                                          "SECRET"};
  const Finished run = run_cli(words, {}, {"KEY=access", "SECRET=a test"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_TRUE(has(run.out, "通过 23，未通过 0，跳过 2\n")) << run.out;
  const Finished other = run_cli(words, {}, {"KEY=access", "SECRET=another"});
  EXPECT_EQ(other.exit, 1);
  EXPECT_TRUE(has(other.out, "[callback_signature]")) << other.out;
  const Finished none = run_cli(words, {}, {"KEY=access"});
  EXPECT_EQ(none.exit, 8) << none.out << none.err;
}

TEST_F(AgencyVerify, ProfilesAreNamesOrFiles) {
  start();
  const TempFolder folder;
  std::ofstream(folder.file("own.json")) << json{{"agency", "insurer"}};
  const Finished faulty =
      run_cli({"agency", "verify", url("insurer"), "--as", folder.file("own.json")});
  EXPECT_EQ(faulty.exit, 8);
  EXPECT_TRUE(has(faulty.err, "conformance/profile")) << faulty.err;
  EXPECT_EQ(run_cli({"agency", "verify", url("insurer"), "--as", "nobody"}).exit, 3);
  EXPECT_EQ(run_cli({"agency", "verify", url("insurer")}).exit, 2);
  EXPECT_EQ(run_cli({"agency", "verify", "nowhere", "--as", "police"}).exit, 2);
  EXPECT_EQ(run_cli({"agency", "verify", url("insurer"), "--as", "insurer", "--listen", "1"}).exit,
            2);
}

}  // namespace
}  // namespace lianban::cli::test
