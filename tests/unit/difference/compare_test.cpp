// One edit, one sentence.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "difference/comparing.hpp"
#include "support/small_approval.hpp"

namespace lianban::difference {
namespace {

using Json = nlohmann::json;

std::vector<Change> after_patch(const std::string& patch) {
  const Json before = Json::parse(support::small_source());
  const Json after = before.patch(Json::parse(patch));
  const auto loaded = model::load(after, false);
  std::string faults;
  for (const auto& each : loaded.diagnostics) faults += each.pointer + " " + each.message.en + "\n";
  EXPECT_NE(loaded.definition, nullptr) << patch << "\n" << faults;
  if (loaded.definition == nullptr) return {};
  return compare(*support::small_approval(), *loaded.definition);
}

std::string lines(const std::vector<Change>& changes, Language language) {
  std::string all;
  for (const Change& each : changes) all += each.text.in(language) + "\n";
  return all;
}

struct Edit {
  const char *name, *patch;
  ChangeArea area;
  const char *zh, *en;
};

class Edits : public ::testing::TestWithParam<Edit> {};

TEST_P(Edits, IsSaidInOneSentence) {
  const Edit& edit = GetParam();
  const std::vector<Change> changes = after_patch(edit.patch);
  ASSERT_EQ(changes.size(), 1U) << lines(changes, Language::kEnglish);
  EXPECT_EQ(changes[0].area, edit.area);
  EXPECT_EQ(changes[0].text.zh, edit.zh);
  EXPECT_EQ(changes[0].text.en, edit.en);
}

const Edit kEdits[] = {
    {"ALimit",
     R"([{"op": "replace", "path": "/clocks/decision/statutory", "value": "4 workdays"}])",
     ChangeArea::kDeadlines, "时限“决定期限”的法定期限：5 个工作日 → 4 个工作日",
     "deadline “Time for the decision”, statutory limit: 5 working days -> 4 working days"},
    {"AnExtension", R"([{"op": "replace", "path": "/clocks/decision/extend/times", "value": 2}])",
     ChangeArea::kDeadlines, "时限“决定期限”的延长次数：1 → 2",
     "deadline “Time for the decision”, number of extensions: 1 -> 2"},
    {"NoPause", R"([{"op": "remove", "path": "/clocks/decision/pauses_in"}])",
     ChangeArea::kDeadlines, "时限“决定期限”的中止环节：取消，原为 “搁置”",
     "deadline “Time for the decision”, steps it stands still in: removed, was “Parked”"},
    {"ADeferral",
     R"([{"op": "replace", "path": "/materials/policy/defer/within", "value": "10 workdays"}])",
     ChangeArea::kDeadlines, "材料“保单”的补齐期限：15 个工作日 → 10 个工作日",
     "document “Policy”, time to make it good: 15 working days -> 10 working days"},
    {"AWait",
     R"([{"op": "replace", "path": "/chart/states/0/transitions/2/after", "value": "6 workdays"}])",
     ChangeArea::kDeadlines, "环节“收件\n审查”的“满 6 个工作日”的等候时间：5 个工作日 → 6 个工作日",
     "step “Intake”, “after 6 working days”, wait: 5 working days -> 6 working days"},
    {"ATimeout", R"([{"op": "remove", "path": "/calls/change/timeout"}])", ChangeArea::kDeadlines,
     "协同“变更登记”的逾时提醒：取消，原为 3 个工作日",
     "call “Change”, time until a missing answer is reported: removed, was 3 working days"},
    {"AMaterialMore",
     R"([{"op": "add", "path": "/materials/photo", "value": {"title": {"zh": "照片", "en": "Photo"}, "source": "applicant"}}])",
     ChangeArea::kMaterials, "新增材料“照片”", "added: document “Photo”"},
    {"AMaterialLess", R"([{"op": "remove", "path": "/materials/card"}])", ChangeArea::kMaterials,
     "取消材料“证件（原件）”", "removed: document “Card (original)”"},
    {"WhenRequired", R"([{"op": "replace", "path": "/materials/policy/required", "value": true}])",
     ChangeArea::kMaterials, "材料“保单”的何时要求：“座位数”大于2 → 一律要求",
     "document “Policy”, when it is required: “seats” is more than 2 -> always"},
    {"ConsequenceIfLate",
     R"([{"op": "replace", "path": "/materials/policy/defer/overdue", "value": "acceptance_revoked"}])",
     ChangeArea::kMaterials, "材料“保单”的逾期后果：不予许可 → 撤销受理",
     "document “Policy”, consequence if late: refused -> acceptance revoked"},
    {"AStateMore",
     R"([{"op": "add", "path": "/chart/states/-", "value": {"id": "extra", "kind": "final", "title": {"zh": "另终", "en": "Extra"}}}])",
     ChangeArea::kSteps, "新增环节“另终”", "added: step “Extra”"},
    {"AHolder", R"([{"op": "replace", "path": "/chart/states/0/holder", "value": "applicant"}])",
     ChangeArea::kSteps, "环节“收件\n审查”的承办方：政务办 → 申请人",
     "step “Intake”, holder: Office -> the applicant"},
    {"ATarget",
     R"([{"op": "replace", "path": "/chart/states/0/transitions/0/to", "value": "verdict"}])",
     ChangeArea::kTransitions, "环节“收件\n审查”的“受理”的去向：“审查” → “结论”",
     "step “Intake”, “Accept”, target: “Review” -> “Verdict”"},
    {"WhoMay",
     R"([{"op": "replace", "path": "/chart/states/0/transitions/0/by", "value": ["office.clerk", "office.head"]}])",
     ChangeArea::kTransitions, "环节“收件\n审查”的“受理”的办理人：政务办窗口人员 → 政务办任一岗位",
     "step “Intake”, “Accept”, who may do it: Office: Clerk -> Office: any role"},
    {"FourEyes", R"([{"op": "remove", "path": "/chart/states/2/transitions/0/not_by"}])",
     ChangeArea::kTransitions,
     "环节“搁置”的“resume”的须另由他人（未经办）：取消，原为 “收件\n审查”",
     "step “Parked”, “resume”, must not have acted in: removed, was “Intake”"},
    {"ATransitionMore",
     R"([{"op": "add", "path": "/chart/states/2/transitions/-", "value": {"on": "stop", "by": "applicant", "to": "lapsed"}}])",
     ChangeArea::kTransitions, "环节“搁置”：新增“stop”（由申请人办理，转入“失效”）",
     "step “Parked”: added “stop” (by the applicant, leads to “Lapsed”)"},
    {"ATransitionLess", R"([{"op": "remove", "path": "/chart/states/1/transitions/3"}])",
     ChangeArea::kTransitions, "环节“审查”：取消“催办”（由申请人办理）",
     "step “Review”: removed “Remind” (by the applicant)"},
    {"ARule",
     R"([{"op": "replace", "path": "/conditions/fits/rule/<=", "value": [{"var": "form.seats"}, 9]}])",
     ChangeArea::kConditions,
     "条件“座位不超过上限”的内容：“座位数”不超过“座位上限”（7） → “座位数”不超过9",
     "condition “Not too many seats”, meaning: “seats” is at most “Most seats” (7) -> “seats” is "
     "at most 9"},
    {"AnOutcome",
     R"([{"op": "replace", "path": "/calls/change/outcomes/0/effect", "value": false}])",
     ChangeArea::kCalls, "协同“变更登记”的结果“同意”的产生效力：是 → 否",
     "call “Change”, outcome “approved”, effect: yes -> no"},
    {"ARequest",
     R"([{"op": "add", "path": "/calls/change/request/who", "value": {"var": "form.name"}}])",
     ChangeArea::kCalls, "协同“变更登记”的发送内容“who”：新增 “姓名”",
     "call “Change”, what is sent “who”: added “name”"},
    {"APaper", R"([{"op": "replace", "path": "/papers/sheet/to", "value": "applicant"}])",
     ChangeArea::kPapers, "文书“联系单”的送达对象：公安局 → 申请人",
     "paper “Sheet”, receiver: Police -> the applicant"},
    {"ALicence", R"([{"op": "replace", "path": "/licences/permit/valid", "value": "2 years"}])",
     ChangeArea::kLicences, "证照“许可证”的有效期：3 年 → 2 年",
     "licence “Permit”, validity: 3 years -> 2 years"},
    {"ARole",
     R"([{"op": "add", "path": "/agencies/police/roles/chief", "value": {"zh": "所长", "en": "Chief"}}])",
     ChangeArea::kPeople, "部门“公安局”的岗位“chief”：新增 所长",
     "agency “Police”, role “chief”: added Chief"},
    {"AField",
     R"([{"op": "add", "path": "/form/properties/colour", "value": {"type": "string", "title": "颜色 / colour"}}])",
     ChangeArea::kForm, "申请表：新增字段“颜色”", "form: added the field “colour”"},
    {"RequiredField", R"([{"op": "replace", "path": "/form/required", "value": ["seats"]}])",
     ChangeArea::kForm, "申请表的必填项：“姓名”、“座位数” → “座位数”",
     "form, required: “name”, “seats” -> “seats”"},
    {"ALaw", R"([{"op": "replace", "path": "/law/a1/text", "value": "十个工作日内决定。"}])",
     ChangeArea::kLaw, "条文“某法第一条”的条文内容：“五个工作日内决定。” → “十个工作日内决定。”",
     "article “Some Law, art. 1”, text: “五个工作日内决定。” -> “十个工作日内决定。”"},
    {"AVersion", R"([{"op": "replace", "path": "/version", "value": "1.3.0"}])",
     ChangeArea::kGeneral, "版本：“1.2.0” → “1.3.0”", "version: “1.2.0” -> “1.3.0”"},
    {"ATitle", R"([{"op": "replace", "path": "/materials/policy/title/en", "value": "Cover"}])",
     ChangeArea::kWording, "材料“保单”的名称：Policy → Cover",
     "document “Cover”, title: Policy -> Cover"},
    {"AParamPutIn",
     R"([{"op": "replace", "path": "/clocks/decision/promised", "value": "3 workdays"}])",
     ChangeArea::kWording, "写法不同，含义相同", "written otherwise, with the same meaning"},
};

INSTANTIATE_TEST_SUITE_P(Table, Edits, ::testing::ValuesIn(kEdits),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(Compare, TheSameDefinitionHasNoChanges) {
  EXPECT_TRUE(compare(*support::small_approval(), *support::small_approval()).empty());
  EXPECT_TRUE(compare(*support::wenzhou_approval(), *support::wenzhou_approval()).empty());
}

TEST(Compare, AParamIsListedAndEachPlaceWhereItStands) {
  const auto changes =
      after_patch(R"([{"op": "replace", "path": "/params/soon/value", "value": "2 workdays"}])");
  EXPECT_EQ(lines(changes, Language::kChinese),
            "时限“决定期限”的承诺期限：3 个工作日 → 2 个工作日\n"
            "参数“承诺时限”的值：3 个工作日 → 2 个工作日\n");
}

TEST(Compare, ARenamedStateIsRemovedAndAdded) {
  std::string source = support::small_source();
  for (auto at = source.find("\"parked\""); at != std::string::npos;
       at = source.find("\"parked\"", at)) {
    source.replace(at, 8, "\"stored\"");
  }
  const auto renamed = support::loaded(source);
  ASSERT_NE(renamed, nullptr);
  const std::string said = lines(compare(*support::small_approval(), *renamed), Language::kEnglish);
  EXPECT_NE(said.find("removed: step “Parked”"), std::string::npos) << said;
  EXPECT_NE(said.find("added: step “Parked”"), std::string::npos) << said;
}

TEST(Compare, AStateThatMovesIsNotNew) {
  const auto changes = after_patch(
      R"([{"op": "move", "from": "/chart/states/2", "path": "/chart/states/1/states/1/states/-"}])");
  EXPECT_EQ(lines(changes, Language::kEnglish),
            "step “Parked”, where it stands: the top -> “Papers”\n");
}

TEST(Compare, DocumentOrderOfTransitionsCounts) {
  const auto changes = after_patch(
      R"([{"op": "move", "from": "/chart/states/0/transitions/1", "path": "/chart/states/0/transitions/0"}])");
  EXPECT_EQ(lines(changes, Language::kEnglish),
            "step “Intake”: the order of its transitions changed (the first one wins)\n");
}

TEST(Compare, TheMostConsequentialComesFirst) {
  const auto changes = after_patch(
      R"([{"op": "replace", "path": "/version", "value": "2.0.0"},
          {"op": "replace", "path": "/chart/states/0/holder", "value": "police"},
          {"op": "remove", "path": "/materials/card"},
          {"op": "replace", "path": "/clocks/decision/statutory", "value": "9 workdays"}])");
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[0].area, ChangeArea::kDeadlines);
  EXPECT_EQ(changes[1].area, ChangeArea::kMaterials);
  EXPECT_EQ(changes[2].area, ChangeArea::kSteps);
  EXPECT_EQ(changes[3].area, ChangeArea::kGeneral);
}

/// Another value of the same type at a leaf.
Json otherwise(const Json& value) {
  if (value.is_string()) return value.get<std::string>() + "x";
  if (value.is_boolean()) return !value.get<bool>();
  if (value.is_number_integer()) return value.get<int>() + 1;
  return value;
}

TEST(Compare, EveryLeafThatMayChangeIsSeen) {
  const Json before = Json::parse(support::small_source());
  const Json leaves = before.flatten();
  std::size_t tried = 0;
  for (const auto& leaf : leaves.items()) {
    Json after = before;
    after[Json::json_pointer(leaf.key())] = otherwise(leaf.value());
    const auto loaded = support::loaded(after.dump());
    if (loaded == nullptr || loaded->source == support::small_approval()->source) continue;
    ++tried;
    const auto changes = compare(*support::small_approval(), *loaded);
    EXPECT_FALSE(changes.empty()) << leaf.key();
    for (const Change& change : changes) {
      EXPECT_FALSE(change.text.zh.empty() || change.text.en.empty()) << leaf.key();
      EXPECT_NE(change.text.en, "written otherwise, with the same meaning") << leaf.key();
    }
  }
  EXPECT_GT(tried, 100U);
}

}  // namespace
}  // namespace lianban::difference
