#include "fault/plan.hpp"

#include <random>

namespace lianban::faults {

namespace {

using simulators::Asked;
using simulators::Fault;
using simulators::FaultRule;

struct Share {
  Fault fault;
  int per_thousand;
  int value = -1;
};

constexpr Share kAnyAnswer[] = {
    {Fault::kSlow, 40, 200},   {Fault::kSlow, 15, 1500},   {Fault::kDrip, 25, 3},
    {Fault::kBusy, 40},        {Fault::kBusy, 10, 1},      {Fault::kResetBefore, 40},
    {Fault::kResetAfter, 40},  {Fault::kLost, 20},         {Fault::kHtml, 25},
    {Fault::kWrongSchema, 10}, {Fault::kHuge, 8, 3 << 19},
};
constexpr Share kCallback[] = {
    {Fault::kTwice, 150},       {Fault::kOutOfOrder, 60, 300}, {Fault::kCallbackFirst, 120},
    {Fault::kBadSignature, 80}, {Fault::kBadNonce, 80},        {Fault::kClockSkew, 80},
};
constexpr Share kPoll[] = {
    {Fault::kSlow, 40, 200},
    {Fault::kBusy, 60},
    {Fault::kResetBefore, 60},
    {Fault::kHtml, 60},
};

struct Way {
  const char* agency;
  const char* operation;
  bool later;
};
constexpr Way kWays[] = {
    {"data_platform", "purchase-invoice", false},
    {"data_platform", "tax-receipt", false},
    {"data_platform", "inspection-report", false},
    {"data_platform", "range-announcement", false},
    {"police", "vehicle-use-change", true},
    {"police", "vehicle-use-restore", true},
    {"insurer", "carrier-policy", false},
    {"carrier", "ship-documents", true},
    {"@notices", "deliver", false},
    {"@supervision", "deliver", false},
};

class Drawing {
 public:
  explicit Drawing(unsigned seed) : random_(seed) {}
  /// One fault at most for the n-th request of this kind.
  template <std::size_t kSize>
  void draw(const Way& way, Asked on, int after, const Share (&shares)[kSize]) {
    int at = static_cast<int>(random_() % 1000);
    for (const Share& share : shares) {
      at -= share.per_thousand;
      if (at >= 0) continue;
      rules.push_back({.agency = way.agency,
                       .operation = way.operation,
                       .fault = share.fault,
                       .on = on,
                       .after = after,
                       .value = share.value});
      return;
    }
  }
  std::vector<FaultRule> rules;

 private:
  std::mt19937 random_;
};

}  // namespace

std::vector<FaultRule> plan_of(unsigned seed, int cases) {
  Drawing drawing(seed);
  for (const Way& way : kWays) {
    for (int i = 0; i < cases * 3 / 2; ++i) {
      drawing.draw(way, Asked::kAsk, i, kAnyAnswer);
      if (!way.later) continue;
      drawing.draw(way, Asked::kAsk, i, kCallback);
      drawing.draw(way, Asked::kPoll, i, kPoll);
    }
  }
  return drawing.rules;
}

std::map<std::string, int> injected(const std::vector<FaultRule>& planned,
                                    const nlohmann::json& left) {
  std::map<std::string, int> counts;
  for (const FaultRule& rule : planned) ++counts[std::string(simulators::name_of(rule.fault))];
  for (const auto& rule : left) --counts[rule.at("fault").get<std::string>()];
  return counts;
}

}  // namespace lianban::faults
