#pragma once

#include <string_view>

/// Codes of everything that is ever said about a definition. Stable: a released code keeps its
/// meaning. LB-E11xx syntax, structure, references · LB-E12xx the graph · LB-E13xx materials,
/// clocks, calls · LB-E14xx rules (rules/rule.hpp) · LB-W2xxx advice.
namespace lianban::model::codes {

inline constexpr std::string_view kSyntax = "LB-E1101";
inline constexpr std::string_view kUnknownMember = "LB-E1102";
inline constexpr std::string_view kMissingMember = "LB-E1103";
inline constexpr std::string_view kWrongType = "LB-E1104";
inline constexpr std::string_view kBadId = "LB-E1105";
inline constexpr std::string_view kNotASchema = "LB-E1106";
inline constexpr std::string_view kUnknownFormat = "LB-E1107";
inline constexpr std::string_view kDuplicate = "LB-E1108";
inline constexpr std::string_view kBadDuration = "LB-E1109";
inline constexpr std::string_view kNotAChoice = "LB-E1110";
inline constexpr std::string_view kUnknownState = "LB-E1111";
inline constexpr std::string_view kUnknownParty = "LB-E1112";
inline constexpr std::string_view kUnknownMaterial = "LB-E1113";
inline constexpr std::string_view kUnknownPaper = "LB-E1114";
inline constexpr std::string_view kUnknownCall = "LB-E1115";
inline constexpr std::string_view kUnknownClock = "LB-E1116";
inline constexpr std::string_view kUnknownLicence = "LB-E1117";
inline constexpr std::string_view kUnknownCondition = "LB-E1118";
inline constexpr std::string_view kUnknownParam = "LB-E1119";
inline constexpr std::string_view kUnknownLaw = "LB-E1120";
inline constexpr std::string_view kReservedName = "LB-E1121";
inline constexpr std::string_view kReservedEvent = "LB-E1122";
inline constexpr std::string_view kExclusive = "LB-E1123";
inline constexpr std::string_view kOneAction = "LB-E1124";
inline constexpr std::string_view kUnknownAction = "LB-E1125";
inline constexpr std::string_view kHistory = "LB-E1126";
inline constexpr std::string_view kChoice = "LB-E1127";
inline constexpr std::string_view kFinal = "LB-E1128";
inline constexpr std::string_view kKind = "LB-E1129";
inline constexpr std::string_view kOutOfPlace = "LB-E1130";
inline constexpr std::string_view kUndeclaredPath = "LB-E1131";
inline constexpr std::string_view kLanguage = "LB-E1132";
inline constexpr std::string_view kVersion = "LB-E1133";
inline constexpr std::string_view kNumberPattern = "LB-E1134";
inline constexpr std::string_view kTooMany = "LB-E1135";
inline constexpr std::string_view kUnknownEvent = "LB-E1136";
inline constexpr std::string_view kTargets = "LB-E1137";
inline constexpr std::string_view kEmptyList = "LB-E1138";
inline constexpr std::string_view kBadCode = "LB-E1139";
inline constexpr std::string_view kCircle = "LB-E1140";
inline constexpr std::string_view kSecret = "LB-E1141";
inline constexpr std::string_view kUnknownSection = "LB-E1142";
inline constexpr std::string_view kBase = "LB-E1143";
inline constexpr std::string_view kOverlayTarget = "LB-E1144";

// Of rules; said by the compiler of rules, where the other codes of that family are.
inline constexpr std::string_view kRuleState = "LB-E1404";
inline constexpr std::string_view kRuleCondition = "LB-E1405";

/// One code and what it stands for, in a few words.
struct Code {
  std::string_view code, zh, en;
};

inline constexpr Code kAll[] = {
    {kSyntax, "不是合法的 JSON", "not valid JSON"},
    {kUnknownMember, "未知的成员", "unknown member"},
    {kMissingMember, "缺少成员", "missing member"},
    {kWrongType, "类型不对", "wrong type"},
    {kBadId, "标识写法不对", "not an id"},
    {kNotASchema, "不是 JSON Schema", "not a JSON Schema"},
    {kUnknownFormat, "未知的 format", "unknown format"},
    {kDuplicate, "重复", "used twice"},
    {kBadDuration, "时长写法不对", "not a duration"},
    {kNotAChoice, "不在可选值之内", "not one of the allowed values"},
    {kUnknownState, "没有这个状态", "unknown state"},
    {kUnknownParty, "没有这个部门或者角色", "unknown agency or role"},
    {kUnknownMaterial, "没有这个材料", "unknown material"},
    {kUnknownPaper, "没有这个文书", "unknown paper"},
    {kUnknownCall, "没有这个调用或者结果", "unknown call or outcome"},
    {kUnknownClock, "没有这个时限", "unknown clock"},
    {kUnknownLicence, "没有这个证照", "unknown licence"},
    {kUnknownCondition, "没有这个条件", "unknown condition"},
    {kUnknownParam, "没有这个参数", "unknown param"},
    {kUnknownLaw, "没有这个依据", "unknown law"},
    {kReservedName, "保留名称", "reserved name"},
    {kReservedEvent, "保留事件", "reserved event"},
    {kExclusive, "不能同时出现", "exclude each other"},
    {kOneAction, "一个动作只有一个名称", "an action has one name"},
    {kUnknownAction, "没有这个动作", "unknown action"},
    {kHistory, "历史状态不完整", "incomplete history state"},
    {kChoice, "选择状态不完整", "incomplete choice state"},
    {kFinal, "终态写法不对", "wrong final state"},
    {kKind, "种类与子状态不符", "kind does not fit the children"},
    {kOutOfPlace, "在此没有意义", "has no meaning here"},
    {kUndeclaredPath, "路径没有声明", "undeclared path"},
    {kLanguage, "语言版本不支持", "unknown language version"},
    {kVersion, "版本号写法不对", "not a version"},
    {kNumberPattern, "编号格式不对", "wrong number pattern"},
    {kTooMany, "超过上限", "too many"},
    {kUnknownEvent, "引擎没有这个事件", "no such event of the engine"},
    {kTargets, "目标状态不成立", "impossible targets"},
    {kEmptyList, "列表为空", "empty list"},
    {kBadCode, "代码无效", "invalid code"},
    {kCircle, "互相引用", "refers to itself"},
    {kSecret, "疑似密钥", "looks like a secret"},
    {kUnknownSection, "没有这个分项", "unknown section"},
    {kBase, "读不到被扩展的定义", "the definition it extends cannot be read"},
    {kOverlayTarget, "被扩展的定义没有这一项", "the definition it extends has no such thing"},
    {"LB-E1401", "没有这个运算", "unknown operator"},
    {"LB-E1402", "参数不对", "wrong arguments"},
    {"LB-E1403", "路径没有声明", "undeclared path"},
    {kRuleState, "没有这个状态", "unknown state"},
    {kRuleCondition, "没有这个条件", "unknown condition"},
    {"LB-E1406", "比较可能没有值的路径", "comparison of a path that may have no value"},
    {"LB-E1407", "常量不对", "bad constant"},
    {"LB-E1408", "规则嵌套太深", "rule too deep"},
};

}  // namespace lianban::model::codes
