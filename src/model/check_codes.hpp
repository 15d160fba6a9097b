#pragma once

#include <array>
#include <string_view>

#include "model/codes.hpp"

namespace lianban::model::codes {

// Codes of the checker. Stable: a released code keeps its meaning. A rule that only an approval can
// break keeps its code where it is but a warning (a definition without agencies).

inline constexpr std::string_view kUnreachable = "LB-E1201";
inline constexpr std::string_view kNoEnding = "LB-E1202";
inline constexpr std::string_view kNeverDone = "LB-E1203";
inline constexpr std::string_view kEventlessCycle = "LB-E1204";
inline constexpr std::string_view kWipes = "LB-E1205";
inline constexpr std::string_view kNotRestarted = "LB-E1206";
inline constexpr std::string_view kShadowed = "LB-E1207";
inline constexpr std::string_view kContradiction = "LB-E1208";
inline constexpr std::string_view kSecondDecision = "LB-E1209";
inline constexpr std::string_view kNoDecision = "LB-E1210";
inline constexpr std::string_view kNeverOccurs = "LB-E1211";
inline constexpr std::string_view kNobodySends = "LB-E1212";

inline constexpr std::string_view kOverdueUnhandled = "LB-E1301";
inline constexpr std::string_view kOverdueEscapes = "LB-E1302";
inline constexpr std::string_view kNeverSatisfied = "LB-E1303";
inline constexpr std::string_view kNotReturned = "LB-E1304";
inline constexpr std::string_view kReverseWithoutEffect = "LB-E1305";
inline constexpr std::string_view kCallTrap = "LB-E1306";
inline constexpr std::string_view kNeverRuns = "LB-E1307";
inline constexpr std::string_view kNeverAccepted = "LB-E1308";
inline constexpr std::string_view kNotExtendable = "LB-E1309";
inline constexpr std::string_view kMustPassUnreachable = "LB-E1310";
inline constexpr std::string_view kNeverProduced = "LB-E1311";

inline constexpr std::string_view kOverdueGap = "LB-W2001";
inline constexpr std::string_view kMayNotReturn = "LB-W2002";
inline constexpr std::string_view kGrantedUnissued = "LB-W2003";
inline constexpr std::string_view kActStays = "LB-W2004";
inline constexpr std::string_view kNobodyForIncidents = "LB-W2005";
inline constexpr std::string_view kIdleClock = "LB-W2006";
inline constexpr std::string_view kNoAcceptance = "LB-W2007";
inline constexpr std::string_view kNeverQueried = "LB-W2008";
inline constexpr std::string_view kNeverIssued = "LB-W2009";
inline constexpr std::string_view kUnusedPaper = "LB-W2010";
inline constexpr std::string_view kUnheardEvent = "LB-W2011";
inline constexpr std::string_view kMayDecideTwice = "LB-W2012";
inline constexpr std::string_view kGuardedContradiction = "LB-W2013";
inline constexpr std::string_view kChoiceCycle = "LB-W2014";
inline constexpr std::string_view kUnusedCall = "LB-W2015";
inline constexpr std::string_view kActWithoutEffect = "LB-W2016";
inline constexpr std::string_view kErrorsAreRefused = "LB-W2017";

/// Beside kAll, for lists of all codes.
inline constexpr std::array<Code, 40> kChecks{{
    {kUnreachable, "无法到达的状态", "state that nothing leads to"},
    {kNoEnding, "走不到任何办结", "no way to an ending"},
    {kNeverDone, "永远不会完成", "can never be done"},
    {kEventlessCycle, "无条件转移成环", "circle of unconditional transitions"},
    {kWipes, "会重启其他分支", "restarts other regions"},
    {kNotRestarted, "并未重启的分支", "region that is not restarted"},
    {kShadowed, "被前一条转移遮蔽", "transition that is never reached"},
    {kContradiction, "办结与决定矛盾", "ending that contradicts the decision"},
    {kSecondDecision, "第二次决定", "second decision"},
    {kNoDecision, "没有作过决定", "no decision was made"},
    {kNeverOccurs, "永远不会发生的事件", "event that can never occur"},
    {kNobodySends, "没有人能发出的事件", "event that nobody may send"},
    {kOverdueUnhandled, "容缺逾期无人处理", "overdue deferral that nothing handles"},
    {kOverdueEscapes, "容缺逾期另有出路", "way past an overdue deferral"},
    {kNeverSatisfied, "容缺无法补正", "deferral that can never be made good"},
    {kNotReturned, "原件没有退还", "original that is not returned"},
    {kReverseWithoutEffect, "恢复行为没有效果", "reverse act without effect"},
    {kCallTrap, "答复无人处理", "call whose answer leads nowhere"},
    {kNeverRuns, "永远不走的时限", "clock that never runs"},
    {kNeverAccepted, "没有受理", "nothing is ever accepted"},
    {kNotExtendable, "不能延长的时限", "clock that cannot be extended"},
    {kMustPassUnreachable, "必经状态无法到达", "state that must be passed cannot be"},
    {kNeverProduced, "从不制作的材料", "material that is never produced"},
    {kOverdueGap, "此处未处理容缺逾期", "overdue deferral not handled here"},
    {kMayNotReturn, "原件可能没有退还", "original that may not be returned"},
    {kGrantedUnissued, "准予而未发证", "granted without a licence"},
    {kActStays, "行为既不恢复也不保留", "act neither reversed nor left standing"},
    {kNobodyForIncidents, "没有人处理故障", "nobody to take up an incident"},
    {kIdleClock, "到期没有后果的时限", "clock without consequence"},
    {kNoAcceptance, "没有受理动作", "no acceptance"},
    {kNeverQueried, "从不查询的材料", "material that is never asked for"},
    {kNeverIssued, "从不颁发的证照", "licence that is never issued"},
    {kUnusedPaper, "从不制作的文书", "paper that is never produced"},
    {kUnheardEvent, "没有转移接收的事件", "event that nothing hears"},
    {kMayDecideTwice, "可能第二次决定", "perhaps a second decision"},
    {kGuardedContradiction, "有条件的转移与决定矛盾", "guarded way that contradicts the decision"},
    {kChoiceCycle, "选择状态成环", "circle of choices"},
    {kUnusedCall, "从不发出的调用", "call that is never asked"},
    {kActWithoutEffect, "没有效果的行为", "act without effect"},
    {kErrorsAreRefused, "出错即拒绝", "errors are refused, not raised"},
}};

}  // namespace lianban::model::codes
