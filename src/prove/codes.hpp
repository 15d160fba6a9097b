#pragma once

#include <array>

#include "model/codes.hpp"

/// Stable codes of what is proved; LB-P30xx.
namespace lianban::prove::codes {

inline constexpr const char* kTrap = "LB-P3001";
inline constexpr const char* kDeferral = "LB-P3002";
inline constexpr const char* kLicence = "LB-P3003";
inline constexpr const char* kAct = "LB-P3004";
inline constexpr const char* kOriginal = "LB-P3005";
inline constexpr const char* kClock = "LB-P3006";
inline constexpr const char* kFourEyes = "LB-P3007";
inline constexpr const char* kLost = "LB-P3008";
inline constexpr const char* kEngine = "LB-P3009";
inline constexpr const char* kOwn = "LB-P3010";

/// What each says of a definition without fault, in the order of a report.
inline constexpr std::array<model::codes::Code, 10> kProperties{{
    {kTrap, "从每个到得了的情形都还能办结", "every reachable situation can still reach an ending"},
    {kDeferral, "每项容缺承诺或者兑现，或者逾期得到处理",
     "every promised deferral ends satisfied, or overdue and handled"},
    {kLicence, "材料不齐、容缺未了、必经环节未过，不发证",
     "no licence while a document is missing or owed, or before must_pass"},
    {kAct, "办结时没有可以回退而悬而未决的协同办理结果",
     "no ending leaves an agency's act standing or possible, unless its leaves names it"},
    {kOriginal, "办结时原件都已退还申请人",
     "every original is back with the applicant at an ending"},
    {kClock, "有人在听的时限，到期总有人处理",
     "a limit that somebody listens to never passes unheard"},
    {kFourEyes, "应由他人办理的，同一人不两次办理，且总有人可办",
     "nobody acts twice where not_by forbids it, and somebody else may"},
    {kLost, "办件所等的答复都有人接收", "no answer that the case waits for is lost in silence"},
    {kEngine, "条件放行的，引擎都能办成：没有规则出错、空转和拒绝",
     "what the guards let pass the engine can do: no rule fails, nothing goes round in circles"},
    {kOwn, "定义自己提出的要求都成立", "what the definition itself demands holds"},
}};

}  // namespace lianban::prove::codes
