#pragma once

#include "cli/messages.hpp"

/// What `simulate` says.
namespace lianban::cli::say {

inline constexpr Phrase kNotOpened{"还没有申请", "nothing has been filed yet"};
inline constexpr Phrase kNow{"时间", "now"};
inline constexpr Phrase kWaitsFor{"等待答复", "waits for"};
inline constexpr Phrase kEndedAs{"已办结：{0}", "ended: {0}"};
inline constexpr Phrase kCanHappen{"现在可以发生", "what can happen now"};
inline constexpr Phrase kRefusedNow{"现在不能 {0} 项（w 看原因）", "{0} refused now (w: why)"};
inline constexpr Phrase kNothingRefused{"现在没有不准的事", "nothing is refused now"};
inline constexpr Phrase kNotRefused{"没有不准 {0}", "{0} is not refused now"};
inline constexpr Phrase kNothingLeft{"没有可以发生的事", "nothing can happen"};
inline constexpr Phrase kDoOpen{"申请", "file"};
inline constexpr Phrase kDoSend{"办理", "do"};
inline constexpr Phrase kDoSupply{"提交", "hand in"};
inline constexpr Phrase kDoVerify{"核验通过", "verify"};
inline constexpr Phrase kDoReject{"退回", "reject"};
inline constexpr Phrase kDoPromise{"承诺后补", "promise"};
inline constexpr Phrase kDoReply{"答复", "answer"};
inline constexpr Phrase kDoFail{"请求失败", "request fails"};
inline constexpr Phrase kDoRetry{"重新请求", "ask again"};
inline constexpr Phrase kDoLimit{"等到下一个期限 {0}", "wait for the next limit, {0}"};
inline constexpr Phrase kDoTimer{"等到下一次定时 {0}", "wait for the next timer, {0}"};
inline constexpr Phrase kBySystem{"系统", "system"};
inline constexpr Phrase kNotTaken{"没有办成", "not done"};
inline constexpr Phrase kNoChoice{"没有这个编号：{0}", "there is no such number: {0}"};
inline constexpr Phrase kNotKnown{"不认识：{0}（? 看帮助）", "not understood: {0} (? for help)"};
inline constexpr Phrase kNoBack{"已在起点", "this is the beginning"};
inline constexpr Phrase kNoForward{"没有可重做的", "there is nothing to go forward to"};
inline constexpr Phrase kBranches{"从这里走过 {0} 条路，f 1 … f {0} 任选",
                                  "{0} ways were tried from here: f 1 … f {0}"};
inline constexpr Phrase kSaved{"已存为情景 {0}（{1} 步）", "saved as scenario {0} ({1} steps)"};
inline constexpr Phrase kSaveWhere{"存到哪个文件：s 文件", "which file: s FILE"};
inline constexpr Phrase kNotSaved{"写不了文件 {0}", "the file cannot be written: {0}"};
inline constexpr Phrase kNoState{"没有这个环节：{0}", "there is no such step: {0}"};
inline constexpr Phrase kNotJson{"不是 JSON", "not JSON"};
inline constexpr Phrase kFill{
    "逐项填写；回车用方括号里的样例，- 不填，! 余下都用样例",
    "fill in; Enter takes the sample in brackets, - leaves it out, ! takes all the rest"};
inline constexpr Phrase kStoryEnds{"情景只走到这里：{0}",
                                   "the story could be told up to here: {0}"};
inline constexpr Phrase kSimulateHelp{
    "数字        办这一项；后面可跟 {\"JSON\": ...}，或 ! 用样例\n"
    "w [事件]    为什么现在不能\n"
    "+N          过 N 个工作日\n"
    "n           等到下一个期限或定时\n"
    "b [N]       退回 N 步\n"
    "f [N]       重做；N：第几条走过的路\n"
    "s 文件      存为情景，lianban test 可以运行\n"
    "i [环节]    这个环节是什么\n"
    "q           结束",
    "number      do this; may be followed by {\"JSON\": ...}, or by ! for the sample\n"
    "w [EVENT]   why it may not be done now\n"
    "+N          N working days go by\n"
    "n           wait for the next limit or timer\n"
    "b [N]       N steps back\n"
    "f [N]       forward again; N: by which of the ways tried\n"
    "s FILE      save as a scenario that lianban test runs\n"
    "i [STATE]   about a step\n"
    "q           quit"};

}  // namespace lianban::cli::say
