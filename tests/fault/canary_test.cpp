// What is personal or secret goes to the agencies and nowhere else: not into the engine's log, the
// texts of errors, incidents, or what an operator sees.
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "crash/load.hpp"
#include "fault/stage.hpp"

namespace lianban::faults {
namespace {

using Json = nlohmann::json;
using simulators::Asked;
using simulators::Fault;

constexpr const char* kName = "金丝雀";
constexpr const char* kIdNumber = "330302198512124560";
constexpr const char* kPhone = "13955587654";
constexpr const char* kPlate = "浙CD74747";
constexpr const char* kVin = "LSJA24W94GS000687";
constexpr const char* kAddress = "观鸟路四十七号";
constexpr const char* kToken = "canary-of-the-qr-code";
constexpr const char* kRemark = "canary-in-a-reply";
constexpr const char* kOurSecret = "canary-of-our-signature";
constexpr const char* kOurKey = "canary-of-our-access-key";
constexpr const char* kTheirSecret = "canary-of-their-signature";
constexpr const char* kTheirKey = "canary-of-their-access-key";

const std::vector<std::string>& canaries() {
  static const std::vector<std::string> kAll = {kName,      kIdNumber, kPhone,       kPlate,
                                                kVin,       kAddress,  kToken,       kRemark,
                                                kOurSecret, kOurKey,   kTheirSecret, kTheirKey};
  return kAll;
}

/// Everything that was said, by whom.
class Ears {
 public:
  void hear(const std::string& where, const std::string& text) {
    const std::lock_guard lock(mutex_);
    ++heard_[where];
    for (const std::string& each : canaries()) {
      if (text.find(each) != std::string::npos) hits_.insert(where + ": " + text);
    }
  }
  void hear(const std::string& where, const Error& error) {
    {
      const std::lock_guard lock(mutex_);
      codes_.insert(error.code);
    }
    hear(where, error.code + " " + error.message.zh + " " + error.message.en + " " + error.place);
  }
  [[nodiscard]] std::map<std::string, int> heard() const { return heard_; }
  [[nodiscard]] std::set<std::string> hits() const { return hits_; }
  [[nodiscard]] std::set<std::string> codes() const { return codes_; }

 private:
  std::mutex mutex_;
  std::map<std::string, int> heard_;
  std::set<std::string> hits_, codes_;
};

/// Hears every error of the adapter within.
class HeardAgency final : public Agency {
 public:
  HeardAgency(std::unique_ptr<Agency> inner, Ears& ears) : inner_(std::move(inner)), ears_(ears) {}
  AgencyAnswer ask(const AgencyRequest& request) override { return told(inner_->ask(request)); }
  AgencyAnswer poll(const AgencyRequest& request, const std::string& ticket) override {
    return told(inner_->poll(request, ticket));
  }
  AgencyAnswer query(const AgencyRequest& request) override { return told(inner_->query(request)); }
  std::uint64_t start(AgencyQuestion question, const AgencyRequest& request,
                      const std::string& ticket, Answered done) override {
    return inner_->start(
        question, request, ticket,
        [this, done = std::move(done)](AgencyAnswer answer) { done(told(std::move(answer))); });
  }
  void cancel(std::uint64_t number) override { inner_->cancel(number); }
  void stop() override { inner_->stop(); }

 private:
  AgencyAnswer told(AgencyAnswer answer) {
    if (answer.kind == AgencyAnswerKind::kFailed) ears_.hear("agency", answer.error);
    return answer;
  }
  const std::unique_ptr<Agency> inner_;
  Ears& ears_;
};

class Canary : public testing::Test {
 protected:
  void SetUp() override {
    StageOptions options;
    options.callback_key = kTheirKey;
    options.callback_secret = kTheirSecret;
    options.agencies.policy_after_asks = 1;
    options.agencies.callbacks.retry_ms = 1;
    options.agencies.callbacks.attempts = 3;
    options.agencies.agencies["police"].pending_polls = -1;  // Answers when it is told to.
    options.log = [this](std::string_view, std::string_view line) {
      ears_.hear("log", std::string(line));
    };
    options.wrap = [this](std::unique_ptr<Agency> adapter) {
      return std::make_shared<HeardAgency>(std::move(adapter), ears_);
    };
    options.directory = [](Json& directory) {
      for (const char* each : {"data_platform", "insurer"}) {
        directory[each]["auth"] = {
            {"scheme", "lianban"}, {"key", kCallbackKey}, {"secret", kCallbackSecret}};
      }
    };
    ASSERT_EQ(stage_.open(std::move(options)), "");
  }
  void TearDown() override { stage_.close(); }

  static Json filing() {
    Json filing = crash::filing(1);
    filing["form"]["applicant"] = {{"name", kName}, {"id_number", kIdNumber}, {"phone", kPhone}};
    filing["form"]["vehicle"]["plate"] = kPlate;
    filing["form"]["vehicle"]["vin"] = kVin;
    filing["form"]["delivery"] = {{"by", "post"}, {"address", kAddress}};
    return filing;
  }
  static Actor clerk() { return {"clerk", {"transport.window_clerk"}, {}}; }

  std::string say(const std::string& id, Verb verb, const std::string& subject, Json data,
                  Actor actor) {
    Command command;
    command.verb = verb;
    command.subject = subject;
    command.data = std::move(data);
    command.actor = std::move(actor);
    const auto answer = id.empty() ? stage_.engine().open_case(crash::kDefinition, command)
                                   : stage_.engine().submit(id, command);
    if (!answer.ok()) return ears_.hear("engine", answer.error()), std::string();
    const auto* accepted = std::get_if<Accepted>(&*answer);
    return accepted == nullptr ? std::string() : accepted->case_id;
  }
  std::string state(const std::string& id) {
    const auto shown = stage_.engine().show(id);
    return shown.ok() ? (*shown)["states"]["active"][0].get<std::string>() : std::string();
  }
  /// Pumps until the case is there; a person sees to every open incident.
  void pump_until(const std::string& id, const std::string& wanted) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (state(id) != wanted) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << state(id);
      const auto report = stage_.engine().pump();
      if (!report.ok()) ears_.hear("pump", report.error());
      listen_to_operator();
      if (wanted == "preliminary_review") {
        say(id, Verb::kSend, "accept", nullptr, clerk());
      }
      if (state(id) == "vehicle_change") stage_.agencies().answer({{"agency", "police"}});
    }
  }
  /// All that an operator can ask for without opening a case.
  void listen_to_operator() {
    Engine& engine = stage_.engine();
    const auto incidents = engine.incidents();
    for (const Incident& each : incidents.ok() ? incidents->incidents : std::vector<Incident>{}) {
      ears_.hear("incidents", each.code + " " + each.subject + " " + each.text);
      // The police would say the same again under the same key: somebody calls them.
      const bool police = each.subject == "police_change_use";
      Json why = {{"reason", "seen to"}};
      if (police) why["reply"] = {{"result", "approved"}, {"licence_no", kRemark}};
      say(each.case_id, police ? Verb::kAnswer : Verb::kRetry, each.id, why,
          {"head", {"transport.head"}, {}});
    }
    const auto agencies = engine.agencies();
    if (agencies.ok()) ears_.hear("agencies", agencies->dump());
    const auto stats = engine.stats();
    if (stats.ok()) ears_.hear("stats", stats->dump());
    const auto kept = engine.callbacks();
    for (const KeptCallback& each : kept.ok() ? *kept : std::vector<KeptCallback>{}) {
      ears_.hear("callbacks", each.agency + " " + each.request);
    }
    const auto letters = engine.dead_letters();
    for (const DeadLetter& each : letters.ok() ? *letters : std::vector<DeadLetter>{}) {
      ears_.hear("letters", each.to + " " + each.what);
    }
  }
  /// One after the other, on the first requests of an operation.
  void spoil(const std::string& agency, const std::string& operation,
             const std::vector<Fault>& faults) {
    int after = 0;
    for (const Fault fault : faults) {
      const int value = fault == Fault::kSlow ? 1200 : -1;
      stage_.agencies().add_fault({.agency = agency,
                                   .operation = operation,
                                   .fault = fault,
                                   .after = after++,
                                   .value = value});
    }
  }
  void deliver(const std::string& agency, const std::string& body,
               std::vector<std::pair<std::string, std::string>> headers) {
    Callback callback;
    callback.agency = agency;
    callback.target = "/callbacks/" + agency;
    callback.headers = std::move(headers);
    callback.body = body;
    const auto result = stage_.engine().deliver_callback(callback);
    if (!result.ok()) ears_.hear("callback", result.error());
  }
  void expect_silence() {
    for (const std::string& hit : ears_.hits()) ADD_FAILURE() << hit;
  }

  Ears ears_;
  Stage stage_;
};

TEST_F(Canary, AFilingThatMeetsEveryFaultLeavesNoTraceOutsideItsCase) {
  spoil("data_platform", "tax-receipt",
        {Fault::kBusy, Fault::kResetAfter, Fault::kHtml, Fault::kWrongSchema});
  spoil("data_platform", "inspection-report", {Fault::kLost, Fault::kResetBefore});
  spoil("data_platform", "identity-by-qr", {Fault::kWrongSchema});
  spoil("police", "vehicle-use-change", {Fault::kHtml, Fault::kResetAfter});
  spoil("insurer", "carrier-policy", {Fault::kWrongSchema, Fault::kHtml});
  spoil("carrier", "ship-documents", {Fault::kSlow, Fault::kBusy});
  spoil("@notices", "deliver", {Fault::kHtml, Fault::kBusy});

  // The police never do what they are misunderstood about, so the insurer would know of nothing.
  ASSERT_TRUE(stage_.agencies()
                  .put_policy({{"policy_no", "CANARY"},
                               {"plate", kPlate},
                               {"vin", kVin},
                               {"effective_from", "2000-01-01"},
                               {"effective_to", "2099-12-31"}})
                  .ok());
  const std::string id = say({}, Verb::kOpen, crash::kDefinition, filing(), clerk());
  ASSERT_FALSE(id.empty());
  for (const char* each : {"application_form", "registration_certificate", "driving_licence"}) {
    say(id, Verb::kVerify, each, nullptr, {"clerk-2", {"transport.window_clerk"}, {}});
  }
  say(id, Verb::kSend, "read_identity", {{"token", kToken}}, clerk());
  pump_until(id, "preliminary_review");
  say(id, Verb::kSend, "pass", nullptr, {"reviewer", {"transport.reviewer"}, {}});
  // The police's first words fit nothing and name people.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  const Json strange = {{"agency", "police"},
                        {"reply", {{"result", kRemark}, {"owner", kName}, {"plate", kPlate}}}};
  while (stage_.agencies().answer(strange) == 0 && std::chrono::steady_clock::now() < end) {
    static_cast<void>(stage_.engine().pump());
  }
  for (int i = 0; i < 10'000 && stage_.engine().incidents()->incidents.empty(); ++i) {
    static_cast<void>(stage_.engine().pump());
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  EXPECT_EQ(stage_.engine().incidents()->incidents.size(), 1u);
  pump_until(id, "final_review");
  say(id, Verb::kSend, "approve", nullptr, {"approver", {"transport.approver"}, {}});
  pump_until(id, "granted");

  // The birds did fly.
  const std::string outside = stage_.agencies().state().dump();
  EXPECT_NE(outside.find(kPlate), std::string::npos);
  EXPECT_NE(outside.find(kVin), std::string::npos);
  EXPECT_NE(stage_.engine().show(id)->dump().find(kName), std::string::npos);
  auto heard = ears_.heard();
  EXPECT_GE(heard["agency"], 6);
  EXPECT_GT(heard["incidents"], 0);
  EXPECT_GT(heard["agencies"], 0);
  for (const char* code : {"agency/busy", "agency/interrupted", "agency/nonsense"}) {
    EXPECT_TRUE(ears_.codes().contains(code)) << code;
  }
  expect_silence();
}

TEST_F(Canary, CallbacksThatAreRefusedAreNotQuoted) {
  const std::string body = Json{{"request", kPlate}, {"reply", {{"name", kName}}}}.dump();
  const std::string time = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                              std::chrono::system_clock::now().time_since_epoch())
                                              .count());
  const std::string nonce(32, 'a');
  deliver("police", body, {});
  deliver("police", body, {{"X-Lianban-Key", kTheirKey}});
  deliver("police", body,
          {{"X-Lianban-Key", kTheirKey},
           {"X-Lianban-Time", time},
           {"X-Lianban-Nonce", nonce},
           {"X-Lianban-Signature", kRemark}});
  deliver("police", body,
          {{"X-Lianban-Key", kRemark},
           {"X-Lianban-Time", kRemark},
           {"X-Lianban-Nonce", kRemark},
           {"X-Lianban-Signature", kRemark}});
  deliver(kName, body, {});
  deliver("insurer", body, {});
  deliver("police", std::string(3u << 20, 'x') + kName, {});
  auto heard = ears_.heard();
  EXPECT_EQ(heard["callback"], 7);
  EXPECT_GE(heard["log"], 1);
  expect_silence();
}

TEST_F(Canary, CommandsThatAreRefusedAsDamagedAreNotQuoted) {
  Json deep = kName;
  for (int i = 0; i < 300; ++i) deep = Json::array({deep});
  say({}, Verb::kOpen, crash::kDefinition, {{"form", deep}}, clerk());
  say({}, Verb::kOpen, crash::kDefinition, {{"form", {{kName, "\xff"}}}}, clerk());
  say({}, Verb::kOpen, crash::kDefinition, {{"form", std::string(8u << 20, 'x') + kPhone}},
      clerk());
  say(std::string(32, '0'), Verb::kSend, "accept", filing(), clerk());
  EXPECT_EQ(ears_.heard()["engine"], 4);
  expect_silence();
}

TEST(CanaryEars, HearACanary) {
  Ears ears;
  ears.hear("log", "all is well");
  EXPECT_TRUE(ears.hits().empty());
  ears.hear("log", make_error("agency/refused", "拒绝", std::string("refused ") + kPlate));
  EXPECT_EQ(ears.hits().size(), 1u);
}

TEST(CanaryInADirectory, ASecretIsRefusedAndNotQuoted) {
  const std::string secret =
      "canary9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  const Json source = {
      {"police",
       {{"url", "https://police.example"},
        {"auth", {{"scheme", "lianban"}, {"key", "POLICE_KEY"}, {"secret", secret}}},
        {"operations", {{"change", {{"path", "/change"}}}}}}}};
  const LoadedDirectory loaded = load_agency_directory(source);
  ASSERT_FALSE(loaded.ok());
  for (const Error& fault : loaded.faults) {
    EXPECT_EQ((fault.code + fault.message.zh + fault.message.en + fault.place).find("canary"),
              std::string::npos)
        << fault.code;
  }
}

}  // namespace
}  // namespace lianban::faults
