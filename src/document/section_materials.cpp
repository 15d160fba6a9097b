// What has to be brought, fetched or made, and what may come later.
#include <nlohmann/json.hpp>

#include "document/sections.hpp"

namespace lianban::document {
namespace {

using words::fill;
using words::quoted;

Text source_of(const words::Book& book, const model::Material& material) {
  const std::string& ref = material.source.ref;
  switch (material.source.kind) {
    case model::SourceKind::kApplicant:
      return {"申请人提交", "brought by the applicant"};
    case model::SourceKind::kQuery: {
      const model::CallSpec* call = book.definition().calls.find(ref);
      return fill({"由{0}共享取得（{1}）", "fetched from {0} ({1})"},
                  {book.agency(call == nullptr ? ref : call->agency), book.call(ref)});
    }
    case model::SourceKind::kProduced:
      return fill({"办理中产生（{0}）", "made on the way ({0})"}, {book.paper(ref)});
    case model::SourceKind::kReuse:
      return fill({"复用证照{0}", "taken from the licence {0}"}, {quoted(book.licence(ref))});
  }
  return {};
}

Text required_when(const words::Book& book, const model::Material& material) {
  if (material.never_required) return {"不要求", "never"};
  if (material.always_required) return {"一律要求", "always"};
  return words::join(book.guards(member_of(book.at(material.pointer), "required")),
                     {"，并且", ", and "});
}

Text deferrable(const words::Book& book, const model::Material& material) {
  if (!material.defer) return {"否", "no"};
  return fill({"可，见容缺一章：{0}内补齐", "yes, within {0}; see the chapter on deferral"},
              {book.limit(member_of(book.at(material.pointer + "/defer"), "within"))});
}

void write_deferral(const words::Book& book, const model::Material& material, Page& page) {
  const model::Deferral& defer = *material.defer;
  const Json& source = book.at(material.pointer + "/defer");
  page.section(book.material(material.id));
  page.fact(
      {"补齐期限", "To be made good within"},
      fill({"自受理之日起 {0}", "{0} of acceptance"}, {book.limit(member_of(source, "within"))}));
  if (!defer.available_after.empty()) {
    const Text since = defer.available_is_state ? fill({"进入{0}后", "when {0} is entered"},
                                                       {quoted(book.state(defer.available_after))})
                                                : book.event(defer.available_after);
    const Json& least = member_of(source, "at_least");
    page.fact({"材料可以产生之时", "The document can exist from"}, since);
    page.fact({"此后至少留", "After that at least"},
              least.is_null() ? words::say(defer.at_least) : book.limit(least));
    page.paragraph({"两个期限取后到者：材料尚不能产生时，不得视为逾期。",
                    "The later of the two counts: while the document cannot exist, it cannot fall "
                    "due."});
  }
  page.fact({"承诺书", "Commitment"},
            defer.commitment.empty() ? Text{} : book.paper(defer.commitment));
  page.fact({"适用条件", "Conditions"},
            words::join(book.guards(member_of(source, "when")), {"；", "; "}));
  page.fact({"须补齐方可进入", "Needed before"}, book.states(defer.needed_by));
  if (defer.recheck) {
    page.fact({"系统自动查询", "Looked up again every"}, book.limit(member_of(source, "recheck")));
  }
  page.fact({"提醒", "Warnings"}, warnings_in_words(book, member_of(source, "warn_at")));
  page.fact({"逾期后果", "If late"}, words::word(defer.overdue));
  page.fact({"依据", "Grounds"}, book.basis(material.pointer + "/defer"));
}

}  // namespace

void write_materials(const words::Book& book, Page& page) {
  page.chapter({"材料", "Materials"});
  std::vector<std::vector<Text>> rows;
  for (const model::Material& material : book.definition().materials) {
    // What is made on the way is nobody's to supply or to check.
    const bool made = material.source.kind == model::SourceKind::kProduced;
    rows.push_back({book.material(material.id), source_of(book, material),
                    material.source.original ? Text{"是", "yes"} : Text{"否", "no"},
                    required_when(book, material), made ? Text{} : book.roles(material.by),
                    made ? Text{} : book.roles(material.checked_by), deferrable(book, material),
                    book.basis(material.pointer), note_of(book.at(material.pointer))});
  }
  page.table({{"材料", "Document"},
              {"来源", "Source"},
              {"交原件", "Original"},
              {"何时要求", "Required"},
              {"谁可提交", "Who may supply"},
              {"谁核验", "Who checks"},
              {"可否容缺", "May come later"},
              {"依据", "Grounds"},
              {"备注", "Note"}},
             rows);
}

void write_deferrals(const words::Book& book, Page& page) {
  page.chapter({"容缺受理", "Documents that may come later"});
  bool any = false;
  for (const model::Material& material : book.definition().materials) {
    if (!material.defer) continue;
    any = true;
    write_deferral(book, material, page);
  }
  if (!any) page.paragraph({"没有可以容缺的材料。", "No document may come later."});
}

}  // namespace lianban::document
