// Calls to other agencies, papers, licences.
#include <nlohmann/json.hpp>

#include "document/sections.hpp"

namespace lianban::document {
namespace {

using words::fill;
using words::quoted;
using words::same;
using Rows = std::vector<std::vector<Text>>;

Text outcomes(const words::Book& book, const model::CallSpec& call) {
  std::vector<Text> all;
  for (std::size_t i = 0; i < call.outcomes.size(); ++i) {
    const model::CallOutcome& each = call.outcomes[i];
    const Json& source = book.at(call.pointer + "/outcomes/" + std::to_string(i));
    const Text when =
        each.when ? book.truth(member_of(source, "when")) : Text{"其他答复", "any other reply"};
    Text said = fill({"{0}：{1}", "{0}: {1}"}, {words::word(each.id), when});
    if (each.effect) said = fill({"{0}（产生效力）", "{0} (takes effect)"}, {said});
    all.push_back(said);
  }
  return words::join(all, same("\n"));
}

Text used_by(const words::Book& book, const model::CallSpec& call) {
  std::vector<Text> all;
  for (const model::State& state : book.definition().chart.states) {
    if (state.call == call.id) {
      all.push_back(fill({"环节{0}", "step {0}"}, {quoted(book.title(state))}));
    }
  }
  for (const std::string& id : call.feeds) {
    all.push_back(fill({"材料{0}", "document {0}"}, {quoted(book.material(id))}));
  }
  return words::listed(all);
}

Text undoing(const words::Book& book, const model::CallSpec& call) {
  if (!call.reverse.empty()) return quoted(book.call(call.reverse));
  if (call.reverses.empty()) return {};
  return fill({"（用于恢复{0}）", "(undoes {0})"}, {quoted(book.call(call.reverses))});
}

std::vector<Text> row_of(const words::Book& book, const model::CallSpec& call) {
  const Json& source = book.at(call.pointer);
  return {book.call(call.id),
          book.agency(call.agency),
          used_by(book, call),
          rules_in_words(book, member_of(source, "request")),
          call.answers_later ? words::word("later") : words::word("now"),
          outcomes(book, call),
          call.timeout ? book.limit(member_of(source, "timeout")) : Text{},
          undoing(book, call),
          book.basis(call.pointer),
          note_of(source)};
}

Text validity(const words::Book& book, const model::Licence& licence) {
  const Json& source = member_of(book.at(licence.pointer), "valid");
  if (licence.valid_for) {
    return fill({"自颁发之日起 {0}", "{0} from the day of issue"}, {book.limit(source)});
  }
  if (licence.valid_until) return fill({"至{0}", "until {0}"}, {book.value(source)});
  if (licence.valid_earliest_section) {
    return {"以各部分中最早届满者为准", "as the section that expires first"};
  }
  return {"长期", "without limit"};
}

void write_sections(const words::Book& book, const model::Licence& licence, Page& page) {
  Rows rows;
  for (const model::LicenceSection& each : licence.sections) {
    const Json& source = book.at(licence.pointer + "/sections/" + each.id);
    const Json& valid = member_of(source, "valid");
    rows.push_back({each.title.empty() ? same(each.id) : each.title, book.agency(each.authority),
                    valid.is_null() ? Text{} : book.limit(valid),
                    rules_in_words(book, member_of(source, "content"))});
  }
  if (rows.empty()) return;
  page.table(
      {{"部分", "Section"}, {"机关", "Authority"}, {"有效期", "Validity"}, {"内容", "Content"}},
      rows);
}

void write_licence(const words::Book& book, const model::Licence& licence, Page& page) {
  const Json& source = book.at(licence.pointer);
  page.section(book.licence(licence.id));
  page.fact({"种类", "Kind"}, words::word(licence.kind));
  page.fact({"颁发机关", "Issued by"}, book.agency(licence.issuer));
  page.fact({"编号格式", "Pattern of the number"}, same(licence.number));
  page.fact({"证照类型代码", "Type code"}, same(licence.type_code));
  page.fact({"有效期", "Validity"}, validity(book, licence));
  page.fact({"内容", "Content"}, rules_in_words(book, member_of(source, "content")));
  const Json& held = member_of(source, "held");
  page.fact({"对应已有证照", "Stands for the licence held"},
            held.is_null() ? Text{} : book.value(held));
  const Json& rests = member_of(source, "rests_on");
  page.fact({"依附于", "Rests on"}, rests.is_null() ? Text{} : book.value(rests));
  page.fact({"依据", "Grounds"}, book.basis(licence.pointer));
  page.fact({"备注", "Note"}, note_of(source));
  write_sections(book, licence, page);
}

}  // namespace

void write_calls(const words::Book& book, Page& page) {
  page.chapter({"部门协同", "Calls to agencies"});
  Rows rows;
  for (const model::CallSpec& call : book.definition().calls) rows.push_back(row_of(book, call));
  page.table({{"请求", "Request"},
              {"机关", "Agency"},
              {"用于", "Used by"},
              {"发送内容", "What is sent"},
              {"答复", "Answered"},
              {"结果", "Outcomes"},
              {"逾时提醒", "Reported when late"},
              {"恢复", "Undone by"},
              {"依据", "Grounds"},
              {"备注", "Note"}},
             rows);
}

void write_papers(const words::Book& book, Page& page) {
  page.chapter({"文书", "Papers"});
  Rows rows;
  for (const model::Paper& paper : book.definition().papers) {
    const Json& source = book.at(paper.pointer);
    rows.push_back(
        {book.paper(paper.id), paper.to.empty() ? Text{} : book.role(paper.to),
         paper.number.empty() ? Text{"随办件编号", "after the case number"} : same(paper.number),
         rules_in_words(book, member_of(source, "fields")),
         paper.once ? Text{"只出具一次", "made once"} : Text{}, book.basis(paper.pointer),
         note_of(source)});
  }
  page.table({{"文书", "Paper"},
              {"送达", "To"},
              {"编号", "Number"},
              {"内容", "Content"},
              {"次数", "How often"},
              {"依据", "Grounds"},
              {"备注", "Note"}},
             rows);
}

void write_licences(const words::Book& book, Page& page) {
  const model::Definition& of = book.definition();
  page.chapter({"证照", "Licences"});
  if (of.licences.empty()) return page.paragraph({"不颁发证照。", "No licence is issued."});
  page.paragraph({"所需材料欠缺、被退回或者容缺未补齐的，未受理的，不得颁发。",
                  "None is issued while a required document is missing, rejected or deferred, or "
                  "before acceptance."});
  page.fact({"颁发前须经", "Nor before"}, book.states(of.must_pass));
  for (const model::Licence& licence : of.licences) write_licence(book, licence, page);
}

}  // namespace lianban::document
