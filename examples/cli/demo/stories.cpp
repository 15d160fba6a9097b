#include "cli/demo/stories.hpp"

#include "cli/demo/play.hpp"
#include "cli/output/calendar_grid.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;
using std::chrono::minutes;

constexpr const char* kMorning = "2021-09-15T09:00:00+08:00";
constexpr const char* kLatest = "2021-12-31T18:00:00+08:00";

/// What one applicant hands in: all of it invented, its check digits right.
struct Filing {
  const char* name;
  const char* id_number;
  const char* phone;
  const char* plate;
  const char* vin;
  const char* delivery;
};
constexpr Filing kZhang{"张伟",      "330302198512124560", "13800000001",
                        "浙CD12345", "LGXCE6CB1M0000001",  "post"};
constexpr Filing kLi{"李娜",      "330302199003077625", "13800000002",
                     "浙CD67890", "LGXCE6CB3M0000002",  "window"};

json application(const Filing& who) {
  json delivery{{"by", who.delivery}};
  if (delivery["by"] == "post") delivery["address"] = "温州市鹿城区某路1号";
  return {{"channel", "window"},
          {"region", "330302"},
          {"form",
           {{"applicant", {{"name", who.name}, {"id_number", who.id_number}, {"phone", who.phone}}},
            {"vehicle",
             {{"plate", who.plate},
              {"vin", who.vin},
              {"make", "比亚迪秦PLUS EV"},
              {"seats", 5},
              {"energy", "bev"},
              {"first_registered", "2021-08-20"},
              {"odometer_km", 120},
              {"wheelbase_mm", 2718},
              {"range_km", 400}}},
            {"delivery", std::move(delivery)}}},
          {"materials",
           {{"application_form", json::object()},
            {"registration_certificate", json::object()},
            {"driving_licence", json::object()},
            {"safety_devices_proof", json::object()}}},
          {"promises", {"carrier_policy"}}};
}

Instant latest() { return *parse_instant(kLatest); }

/// From the window to the point where only the policy is missing: the same in both stories.
void tell_until_insurance(Play& play, Teller& teller, Terminal& to, const Person& applicant,
                          const Filing& filing, bool with_reasons) {
  play.open(applicant, application(filing),
            {"到窗口交齐四份材料，承诺保单后补（第 1 次跑，也是唯一一次）",
             "hands in four materials at the window, promises the policy (first and only trip)"});
  if (with_reasons) {
    teller.detail(to.tell(Phrase{"提问", "question"}),
                  to.tell(Phrase{"登记还没查回来，窗口现在能受理吗？",
                                 "the registers have not answered yet: may the clerk accept?"}));
    play.show_action(window_clerk(), "accept");
  }
  play.serve({"向公共数据平台和保险机构查询，不再要申请人提供",
              "registers asked over HTTP instead of the applicant"});
  play.put_clock(minutes{20});
  play.act(window_clerk(), Verb::kSend, "accept", {"容缺受理", "accepted, the policy deferred"});
  play.put_clock(minutes{70});
  play.act(reviewer(), Verb::kSend, "pass",
           {"初审通过，请公安变更使用性质", "preliminary review passed, police asked"});
  play.wait_while("vehicle_change", latest(),
                  {"公安次日答复：准予变更", "the police answer the next day: changed"});
}

void tell_limit(Stage& stage, Teller& teller, Terminal& to) {
  const auto explained = must(stage.engine().explain_limit(
      "cn", *parse_instant("2021-09-15T09:20:00+08:00"), Duration{15, Unit::kWorkdays}));
  teller.detail(to.tell(Phrase{"期限", "limit"}),
                to.tell(Phrase{"受理次日起数 15 个工作日，中秋、国庆不算，三个调休日算：",
                               "15 working days from the day after acceptance; two holidays do not "
                               "count, three worked weekend days do:"}));
  print_grid(to, counted_days(explained["days"]), teller.indent());
}

}  // namespace

Told tell_found_in_time(Stage& stage, Terminal& to, const Names& names) {
  Teller teller(to, names);
  teller.chapter({"第一件", "First story"},
                 {"保单在期限内查到，发证", "the policy is found in time: the licence"});
  const Person zhang = applicant("zhang", {"申请人张先生", "applicant Zhang"});
  Play play(stage, to, teller, "demo-found");
  must(stage.agencies().put_policy({{"policy_no", "PCYR20210928001"},
                                    {"plate", kZhang.plate},
                                    {"vin", kZhang.vin},
                                    {"kind", "carrier_liability"},
                                    {"effective_from", "2021-09-28"},
                                    {"effective_to", "2022-09-27"},
                                    {"exists_from", "2021-09-28"}}));
  tell_until_insurance(play, teller, to, zhang, kZhang, true);
  teller.detail(to.tell(Phrase{"提问", "question"}),
                to.tell(Phrase{"现在能批准吗？", "may it be approved now?"}));
  play.show_too_early(approver(), "approve", {"准予许可", "Approve"});
  play.wait_while("insurance", latest(),
                  {"第 9 个工作日查到保单", "the policy is found on the ninth working day"});
  teller.detail(
      to.tell(Phrase{"提问", "question"}),
      to.tell(Phrase{"初审人员自己来批准，行吗？", "may the reviewer approve it himself?"}));
  play.show_action(reviewer(), "approve");
  play.put_clock(minutes{45});
  play.act(approver(), Verb::kSend, "approve",
           {"另一人审核，准予许可", "granted, by another person"});
  play.wait_while("shipping", latest(), {"寄递签收，办结", "delivered by post: concluded"});
  return {play.case_id(), play.view(), play.trips()};
}

Told tell_missed(Stage& stage, Terminal& to, const Names& names) {
  Teller teller(to, names);
  teller.chapter({"第二件", "Second story"},
                 {"同一天早上另一个窗口；保单没有补，撤销受理，恢复登记",
                  "the same morning at the next window; the policy never comes"});
  const Person li = applicant("li", {"申请人李女士", "applicant Li"});
  Play play(stage, to, teller, "demo-missed");
  play.put_clock(kMorning);
  tell_until_insurance(play, teller, to, li, kLi, false);
  tell_limit(stage, teller, to);
  play.wait_while("insurance", latest(),
                  {"第 15 个工作日结束仍未查到：撤销受理",
                   "not found by the end of the fifteenth working day: acceptance revoked"},
                  Sign::kFail);
  teller.detail(to.tell(Phrase{"提问", "question"}),
                to.tell(Phrase{"登记能悄悄改回去吗？不能：恢复登记是新的行为，要车主同意",
                               "may the registration be turned back silently? No: it is a new act "
                               "and needs the owner's consent"}));
  play.put_clock("2021-10-13T09:00:00+08:00");
  play.act(li, Verb::kSend, "restore_consent",
           {"网上同意恢复登记（不用跑）", "consents online (no trip)"});
  play.wait_while("turning_back", latest(),
                  {"公安恢复登记，办结", "the police turn the registration back: concluded"});
  return {play.case_id(), play.view(), play.trips()};
}

}  // namespace lianban::cli
