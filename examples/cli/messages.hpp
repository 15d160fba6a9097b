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
inline constexpr Phrase kGround{"依据", "basis"};
inline constexpr Phrase kNote{"说明", "note"};
inline constexpr Phrase kFixable{"可自动改正：lianban check --fix", "fixable: lianban check --fix"};
inline constexpr Phrase kFixed{"已改正 {0} 处：{1}", "{0} fixed in {1}"};
inline constexpr Phrase kWouldFix{"可改正 {0} 处：{1}（未写入）", "{0} would be fixed in {1}"};
inline constexpr Phrase kNothingToFix{"没有可以确定改正之处：{0}", "nothing certain to fix in {0}"};
inline constexpr Phrase kFixNeedsFile{"--fix 要改文件，不能用于标准输入",
                                      "--fix changes files, not standard input"};
inline constexpr Phrase kOneForm{"--sarif 不能与 --json 或 --fix 同用",
                                 "--sarif excludes --json and --fix"};
inline constexpr Phrase kWhy{"为什么", "Why"};
inline constexpr Phrase kBad{"反例", "Bad"};
inline constexpr Phrase kGood{"正例", "Good"};
inline constexpr Phrase kNoCode{"没有这个代码", "there is no such code"};
inline constexpr Phrase kMeant{"是否指 {0}？", "did you mean {0}?"};
inline constexpr Phrase kAllCodes{"全部代码：lianban explain", "all codes: lianban explain"};
inline constexpr Phrase kCodes{"{0} 个代码；逐条说明：lianban explain 代码",
                               "{0} codes; each: lianban explain CODE"};
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
    "定时 {0}，发出 {1}，答复 {2}，失败 {3}，查询 {4}，开件 {5}，回调 {6}",
    "timers {0}, asked {1}, answered {2}, failed {3}, polled {4}, opened {5}, callbacks {6}"};
inline constexpr Phrase kNextDue{"下一件事在 {0}", "next at {0}"};
inline constexpr Phrase kNothingDue{"没有在等的事", "nothing is waited for"};
inline constexpr Phrase kNoDirectory{
    "没有给出机关目录（--directory），协同请求留待外部答复",
    "no agency directory (--directory): calls wait for an outside answer"};
inline constexpr Phrase kWatching{"守候中，Ctrl-C 结束", "watching, Ctrl-C ends"};
inline constexpr Phrase kBreakerOpened{"机关 {0} 不通，暂停请求至 {1}",
                                       "{0} is down: nothing is sent until {1}"};
inline constexpr Phrase kBreakerClosed{"机关 {0} 已恢复", "{0} is back"};
inline constexpr Phrase kCallbackHeard{"回调 {0}：{1}", "callback of {0}: {1}"};
inline constexpr Phrase kCallbackRefused{"回调被拒：{0}", "callback refused: {0}"};
inline constexpr Phrase kCallbacksUntold{"另有 {0} 个回调未列出", "{0} more callbacks not shown"};

// ---- incidents, letters, callbacks, agencies ----
inline constexpr Phrase kNoIncidents{"没有待处理的异常", "there is no open incident"};
inline constexpr Phrase kIncidentCount{"{0} 项异常", "{0} incidents"};
inline constexpr Phrase kIncident{"异常", "incident"};
inline constexpr Phrase kSince{"起始", "since"};
inline constexpr Phrase kCode{"代码", "code"};
inline constexpr Phrase kSubject{"对象", "subject"};
inline constexpr Phrase kText{"说明", "text"};
inline constexpr Phrase kGivenReason{"理由", "reason"};
inline constexpr Phrase kSettled{"处理", "settled"};
inline constexpr Phrase kByLead{"由牵头部门处理：加上 --actor ID --role 牵头部门.角色",
                                "by the lead agency: add --actor ID --role LEAD.ROLE"};
inline constexpr Phrase kSeeIncident{"能怎么处理：lianban incident show {0}",
                                     "what can be done: lianban incident show {0}"};
inline constexpr Phrase kNoLetters{"没有未送达的消息", "there is no undelivered message"};
inline constexpr Phrase kLetterCount{"{0} 条未送达", "{0} undelivered"};
inline constexpr Phrase kCase{"办件", "case"};
inline constexpr Phrase kMessage{"消息", "message"};
inline constexpr Phrase kTo{"收件方", "to"};
inline constexpr Phrase kAttempts{"次数", "attempts"};
inline constexpr Phrase kResent{"将重新发送：办件 {0}，消息 {1}",
                                "will be sent again: case {0}, message {1}"};
inline constexpr Phrase kNoCallbacks{"没有未采用的回调", "there is no callback that was not taken"};
inline constexpr Phrase kCallbackCount{"{0} 个未采用", "{0} not taken"};
inline constexpr Phrase kAgency{"机关", "agency"};
inline constexpr Phrase kRequest{"请求", "request"};
inline constexpr Phrase kReceivedAt{"收到", "received"};
inline constexpr Phrase kKeptOrphan{"无人请求", "nobody asked"};
inline constexpr Phrase kKeptWaiting{"将自动重试", "tried again by itself"};
inline constexpr Phrase kBreaker{"通断", "breaker"};
inline constexpr Phrase kInFlight{"在途", "in flight"};
inline constexpr Phrase kWaitingRows{"等待", "waiting"};
inline constexpr Phrase kOldest{"最早", "oldest"};
inline constexpr Phrase kAttemptsMade{"尝试", "attempts"};
inline constexpr Phrase kFailures{"失败", "failures"};
inline constexpr Phrase kOpenedTimes{"中断", "opened"};
inline constexpr Phrase kUndelivered{"未送达", "undelivered"};
inline constexpr Phrase kNoAgencies{"还没有向任何机关发出请求",
                                    "nothing was sent to any agency yet"};
inline constexpr Phrase kStatusAt{"截至 {0}（{1}）", "as of {0} ({1})"};
inline constexpr Phrase kStatusOwn{
    "通断、在途和时延在运行 lianban run 的进程里；要看它们：run --watch --metrics 文件，再 "
    "agencies "
    "status --metrics 文件",
    "breakers, requests in flight and latencies live in the process of lianban run; to see them: "
    "run --watch --metrics FILE, then agencies status --metrics FILE"};

// ---- licence ----
inline constexpr Phrase kLicenceEntered{"已登记 {0}：{1}", "entered {0}: {1}"};
inline constexpr Phrase kLicenceKnown{"早已登记 {0}：{1}", "entered before {0}: {1}"};
inline constexpr Phrase kLicencesEntered{"共 {0} 件，其中新登记 {1} 件",
                                         "{0} in all, {1} of them new"};
inline constexpr Phrase kNoLicences{"登记中还没有证照", "there is no licence in the register"};
inline constexpr Phrase kLicenceCount{"{0} 件证照", "{0} licences"};
inline constexpr Phrase kLicenceKind{"证照", "licence"};
inline constexpr Phrase kLicenceState{"状态", "state"};
inline constexpr Phrase kLicenceVersion{"版本", "version"};
inline constexpr Phrase kIssuedOn{"颁发", "issued"};
inline constexpr Phrase kValidUntil{"有效期至", "valid until"};
inline constexpr Phrase kRestsOn{"依附于", "rests on"};
inline constexpr Phrase kResting{"依附于它的", "resting on it"};
inline constexpr Phrase kLicenceOfCase{"颁发它的办件", "issued by case"};
// ---- diagram, docs, diff ----
inline constexpr Phrase kWritten{"已写入 {0}", "written to {0}"};
inline constexpr Phrase kSameDefinition{"两份定义相同", "the definitions are the same"};
inline constexpr Phrase kChanges{"{0} 处不同", "{0} changes"};

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
