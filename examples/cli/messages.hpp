#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "lianban/text.hpp"

namespace lianban::cli {

/// One thing the command line says, in both languages. "{0}", "{1}" stand for what is filled in.
struct Phrase {
  std::string_view zh, en;
  [[nodiscard]] constexpr std::string_view in(Language language) const {
    return language == Language::kChinese ? zh : en;
  }
};

/// The pattern with "{0}", "{1}", ... replaced; a number without a value stays as it is.
[[nodiscard]] std::string fill(std::string_view pattern, std::initializer_list<std::string> values);

/// The word for a stored name ("missing", "running", "granted", ...); the name itself if there is
/// none. Programs read the names, people the words.
[[nodiscard]] std::string_view word_for(std::string_view name, Language language);

namespace say {

// ---- findings, errors, refusals ----
inline constexpr Phrase kError{"错误", "error"};
inline constexpr Phrase kWarning{"警告", "warning"};
inline constexpr Phrase kRefused{"不能办理", "refused"};
inline constexpr Phrase kHelp{"帮助", "help"};
inline constexpr Phrase kPlace{"位置", "at"};
inline constexpr Phrase kRetryable{"稍后重试即可", "trying again later may help"};
inline constexpr Phrase kUntil{"截至 {0}", "until {0}"};
inline constexpr Phrase kBasis{"依据 {0}", "basis {0}"};
inline constexpr Phrase kMoreFindings{"另有 {0} 处未列出", "{0} more not shown"};
inline constexpr Phrase kChecked{"{0} 个错误，{1} 个警告（{2}）", "{0} errors, {1} warnings ({2})"};
inline constexpr Phrase kChart{"{0} 个状态，{1} 条转移", "{0} states, {1} transitions"};
inline constexpr Phrase kDirectory{"{0} 个条目，{1} 项操作", "{0} entries, {1} operations"};
inline constexpr Phrase kFiles{"{0} 个文件", "{0} files"};
inline constexpr Phrase kSeeHelp{"用法见 lianban --help", "see lianban --help"};
inline constexpr Phrase kSeeCheck{"逐条检查：lianban check {0}", "all findings: lianban check {0}"};
inline constexpr Phrase kSeeActions{"能做什么、为什么不能：lianban case actions {0}",
                                    "what may be done, and why not: lianban case actions {0}"};
inline constexpr Phrase kNoPerson{"没有说明由谁办理：加上 --actor ID --role ROLE",
                                  "nobody was named: add --actor ID --role ROLE"};

// ---- test ----
inline constexpr Phrase kStep{"步骤", "step"};
inline constexpr Phrase kExpected{"期望", "expected"};
inline constexpr Phrase kFound{"实际", "found"};
inline constexpr Phrase kSteps{"{0} 步", "{0} steps"};
inline constexpr Phrase kNoScenario{"没有找到情景文件", "no scenario file was found"};

// ---- cases ----
inline constexpr Phrase kOpened{"已收件", "opened"};
inline constexpr Phrase kDone{"已办理", "done"};
inline constexpr Phrase kRepeated{"（此前已办理，这是当时的回答）",
                                  " (done before; the first answer again)"};
inline constexpr Phrase kNumber{"办件编号", "number"};
inline constexpr Phrase kMatter{"事项", "matter"};
inline constexpr Phrase kState{"环节", "step"};
inline constexpr Phrase kStatus{"状态", "status"};
inline constexpr Phrase kDue{"期限", "due"};
inline constexpr Phrase kOpenedAt{"收件", "opened"};
inline constexpr Phrase kAcceptedAt{"受理", "accepted"};
inline constexpr Phrase kDecidedAt{"决定", "decided"};
inline constexpr Phrase kEndedAt{"办结", "ended"};
inline constexpr Phrase kHolder{"当前", "holder"};
inline constexpr Phrase kMaterials{"材料", "materials"};
inline constexpr Phrase kDeferrals{"容缺", "deferrals"};
inline constexpr Phrase kClocks{"时限", "clocks"};
inline constexpr Phrase kPapers{"文书", "papers"};
inline constexpr Phrase kCalls{"协同", "calls"};
inline constexpr Phrase kLicences{"证照", "licences"};
inline constexpr Phrase kIncidents{"待处理异常", "open incidents"};
inline constexpr Phrase kForm{"申请表", "form"};
inline constexpr Phrase kUsed{"用时", "used"};
inline constexpr Phrase kWorkdays{"{0} 个工作日", "{0} working days"};
inline constexpr Phrase kLeft{"剩 {0} 个工作日", "{0} working days left"};
inline constexpr Phrase kOver{"超 {0} 个工作日", "{0} working days over"};
inline constexpr Phrase kPromisedDue{"承诺 {0}", "promised {0}"};
inline constexpr Phrase kProvisional{"暂定", "provisional"};
inline constexpr Phrase kIdentifier{"电子证照标识 {0}", "e-licence identifier {0}"};
inline constexpr Phrase kExpires{"有效期至 {0}", "valid until {0}"};
inline constexpr Phrase kCount{"{0} 件", "{0} cases"};
inline constexpr Phrase kMorePages{"还有更多：加上 --limit 或 --cursor {0}",
                                   "there are more: --limit or --cursor {0}"};
inline constexpr Phrase kMay{"可以办理", "may"};
inline constexpr Phrase kMayNot{"现在不能", "may not"};
inline constexpr Phrase kNoActions{"现在没有可由人办理的事项",
                                   "there is nothing to be done by a person now"};
inline constexpr Phrase kGive{"须填写 {0}", "give {0}"};
inline constexpr Phrase kApplicant{"申请人", "applicant"};
inline constexpr Phrase kOriginalAt{"原件在{0}", "original with {0}"};
inline constexpr Phrase kConsequence{"逾期后果：{0}", "if late: {0}"};

// ---- history ----
inline constexpr Phrase kRevision{"序号", "no."};
inline constexpr Phrase kAt{"时间", "at"};
inline constexpr Phrase kWho{"办理人", "who"};
inline constexpr Phrase kWhat{"事由", "what"};
inline constexpr Phrase kThen{"随之发生", "then"};
inline constexpr Phrase kSound{"历史与现状一致，哈希链完整（{0} 步，{1}）",
                               "history and state agree, the hash chain holds ({0} steps, {1})"};
inline constexpr Phrase kBroken{"历史校验未通过：{0}", "the history does not verify: {0}"};

// ---- run ----
inline constexpr Phrase kPumped{
    "定时 {0}，发出 {1}，答复 {2}，失败 {3}，查询 {4}，开件 {5}",
    "timers {0}, asked {1}, answered {2}, failed {3}, polled {4}, opened {5}"};
inline constexpr Phrase kNextDue{"下一件事在 {0}", "next at {0}"};
inline constexpr Phrase kNothingDue{"没有在等的事", "nothing is waited for"};
inline constexpr Phrase kNoDirectory{
    "没有给出机关目录（--directory），协同请求留待外部答复",
    "no agency directory (--directory): calls wait for an outside answer"};
inline constexpr Phrase kWatching{"守候中，Ctrl-C 结束", "watching, Ctrl-C ends"};

// ---- clock ----
inline constexpr Phrase kDate{"日期", "date"};
inline constexpr Phrase kWeekday{"星期", "day"};
inline constexpr Phrase kCounted{"计数", "count"};
inline constexpr Phrase kReason{"说明", "why"};
inline constexpr Phrase kEndsWith{"{0} 自 {1} 起，到 {2} 24:00 止",
                                  "{0} from {1} end with {2} (24:00)"};
inline constexpr Phrase kNoClocks{"没有法定时限在走", "no legal clock runs"};

// ---- agency verify ----
inline constexpr Phrase kConformance{"机关接口一致性验证报告",
                                     "Conformance of an agency's endpoint"};
inline constexpr Phrase kProfile{"验证方案", "profile"};
inline constexpr Phrase kEndpoint{"接口", "endpoint"};
inline constexpr Phrase kStarted{"开始时间", "started"};
inline constexpr Phrase kSeed{"随机种子", "seed"};
inline constexpr Phrase kConforms{"符合", "conforms"};
inline constexpr Phrase kConformsNot{"不符合", "does not conform"};
inline constexpr Phrase kChecksCounted{"通过 {0}，未通过 {1}，跳过 {2}",
                                       "{0} passed, {1} failed, {2} skipped"};
inline constexpr Phrase kChecking{"正在检查 {0}", "checking {0}"};
inline constexpr Phrase kListening{"接收回调：{0}", "callbacks are taken at {0}"};

}  // namespace say

}  // namespace lianban::cli
