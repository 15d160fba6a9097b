#include <array>

#include "lianban/difference.hpp"

namespace lianban {

std::string_view to_name(ChangeArea area) {
  static constexpr std::array<std::string_view, 15> kNames{
      "deadlines", "materials", "steps",    "transitions", "conditions",
      "calls",     "papers",    "licences", "people",      "params",
      "form",      "records",   "law",      "general",     "wording"};
  return kNames[static_cast<std::size_t>(area)];
}

std::string_view to_name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kAdded:
      return "added";
    case ChangeKind::kRemoved:
      return "removed";
    case ChangeKind::kChanged:
      return "changed";
  }
  return "";
}

Text title_of(ChangeArea area) {
  switch (area) {
    case ChangeArea::kDeadlines:
      return {"期限", "Deadlines"};
    case ChangeArea::kMaterials:
      return {"材料", "Documents"};
    case ChangeArea::kSteps:
      return {"环节", "Steps"};
    case ChangeArea::kTransitions:
      return {"办理", "Acts and events"};
    case ChangeArea::kConditions:
      return {"条件", "Conditions"};
    case ChangeArea::kCalls:
      return {"部门协同", "Calls to agencies"};
    case ChangeArea::kPapers:
      return {"文书", "Papers"};
    case ChangeArea::kLicences:
      return {"证照", "Licences"};
    case ChangeArea::kPeople:
      return {"部门、岗位和申请人", "Agencies, roles, applicants"};
    case ChangeArea::kParams:
      return {"参数", "Parameters"};
    case ChangeArea::kForm:
      return {"申请表", "Form"};
    case ChangeArea::kRecords:
      return {"记录项", "Records"};
    case ChangeArea::kLaw:
      return {"法律依据", "Legal grounds"};
    case ChangeArea::kGeneral:
      return {"基本信息", "General"};
    case ChangeArea::kWording:
      return {"文字", "Wording"};
  }
  return {};
}

}  // namespace lianban
