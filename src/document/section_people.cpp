// Identity, law, agencies, who may apply, the form.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "document/sections.hpp"

namespace lianban::document {
namespace {

using words::fill;
using words::same;
using words::word;

Text texts(const std::vector<std::string>& list) {
  std::vector<Text> all;
  for (const std::string& each : list) all.push_back(word(each));
  return words::listed(all);
}

Text kind_of(const Json& schema) {
  if (const Json& values = member_of(schema, "enum"); values.is_array()) {
    std::vector<Text> all;
    for (const Json& each : values) {
      all.push_back(each.is_string() ? word(each.get<std::string>()) : same(each.dump()));
    }
    return fill({"下列之一：{0}", "one of: {0}"}, {words::listed(all)});
  }
  if (const Json& format = member_of(schema, "format"); format.is_string()) {
    return words::word_of("format", format.get<std::string>());
  }
  const Json& type = member_of(schema, "type");
  if (type.is_string()) return words::word_of("type", type.get<std::string>());
  std::vector<Text> all;
  for (const Json& each : type) {
    if (each.is_string()) all.push_back(words::word_of("type", each.get<std::string>()));
  }
  return words::join(all, {"或", " or "});
}

Text bounds_of(const Json& schema) {
  std::vector<Text> all;
  const auto add = [&](const char* name, const Text& pattern) {
    const Json& value = member_of(schema, name);
    if (value.is_number()) all.push_back(fill(pattern, {same(value.dump())}));
  };
  add("minimum", {"不小于 {0}", "at least {0}"});
  add("exclusiveMinimum", {"大于 {0}", "more than {0}"});
  add("maximum", {"不大于 {0}", "at most {0}"});
  add("exclusiveMaximum", {"小于 {0}", "less than {0}"});
  add("minLength", {"至少 {0} 字", "length at least {0}"});
  add("maxLength", {"至多 {0} 字", "length at most {0}"});
  add("minItems", {"至少 {0} 项", "number of items at least {0}"});
  add("maxItems", {"至多 {0} 项", "number of items at most {0}"});
  if (const Json& pattern = member_of(schema, "pattern"); pattern.is_string()) {
    all.push_back(fill({"符合 {0}", "matches {0}"}, {same(pattern.get<std::string>())}));
  }
  return words::listed(all);
}

using Rows = std::vector<std::vector<Text>>;

void add_fields(const Json& schema, const std::string& above, Rows& rows) {
  const Json& required = member_of(schema, "required");
  const Json& properties = member_of(schema, "properties");
  if (!properties.is_object()) return;
  for (const auto& item : properties.items()) {
    const Json& field = item.value();
    const std::string path = above.empty() ? item.key() : above + "." + item.key();
    const bool needed =
        required.is_array() && std::ranges::find(required, Json(item.key())) != required.end();
    const Json& personal = member_of(field, "x-personal");
    rows.push_back(
        {words::schema_title(field, item.key()), same(path), kind_of(field),
         needed ? Text{"是", "yes"} : Text{"否", "no"},
         personal.is_string() ? words::word_of("personal", personal.get<std::string>()) : Text{},
         bounds_of(field)});
    add_fields(field, path, rows);
    add_fields(member_of(field, "items"), path, rows);
  }
}

}  // namespace

void write_identity(const words::Book& book, Page& page) {
  const model::Definition& of = book.definition();
  page.chapter({"基本信息", "Identity"});
  page.fact({"事项", "Matter"}, of.title);
  page.fact({"概要", "Summary"}, of.summary);
  page.fact({"定义编号", "Definition"}, same(of.id));
  page.fact({"版本", "Version"}, same(of.version));
  page.fact({"文本摘要（SM3）", "Digest of the text (SM3)"}, same(base::hex(of.hash)));
  page.fact({"办件编号格式", "Pattern of the case number"}, same(of.number));
  page.fact({"工作日历", "Calendar of working days"}, same(of.calendar));
  page.fact({"适用地区", "Regions"}, texts(of.regions));
  page.paragraph(
      {"本规范由定义文本生成。“有”某项，指该项已有值，且不为否、零或者空；标“示例值”的，"
       "公开来源未载明，须由主管部门核定。期限以工作日计的，起算当日不计入，于最后一日 24 "
       "时届满。",
       "This specification is made from the definition's text. Something “is there” when "
       "it has a value that is not no, zero or empty. What is marked as a sample was not "
       "published and has to be settled by the authority. Of a limit in working days the "
       "first day is not counted; it ends with its last day at 24:00."});
}

void write_law(const words::Book& book, Page& page) {
  page.chapter({"法律依据", "Legal grounds"});
  Rows rows;
  for (const model::Law& law : book.definition().law) {
    rows.push_back({book.law(law.id), same(law.text), same(law.url)});
  }
  page.table({{"条文", "Article"}, {"内容", "Text"}, {"出处", "Source"}}, rows);
}

void write_agencies(const words::Book& book, Page& page) {
  page.chapter({"部门与岗位", "Agencies and roles"});
  Rows rows;
  for (const model::Agency& agency : book.definition().agencies) {
    std::vector<Text> roles;
    for (const auto& [id, title] : agency.roles) roles.push_back(title.empty() ? same(id) : title);
    const bool lead = agency.id == book.definition().lead;
    rows.push_back({book.agency(agency.id),
                    lead ? Text{"牵头", "leads"} : Text{"协同", "takes part"}, words::listed(roles),
                    same(agency.code)});
  }
  page.table({{"部门", "Agency"},
              {"分工", "Part"},
              {"岗位", "Roles"},
              {"统一社会信用代码", "Unified social credit code"}},
             rows);
}

void write_opening(const words::Book& book, Page& page) {
  const model::Definition& of = book.definition();
  page.chapter({"申请", "Applying"});
  page.fact({"谁可以提出", "Who may apply"},
            of.open_by.empty() ? Text{"不限", "anybody"} : book.roles(of.open_by));
  page.fact({"渠道", "Channels"}, of.channels.empty() ? Text{"不限", "any"} : texts(of.channels));
  page.fact({"条件", "Conditions"}, words::join(book.guards(book.at("/open/when")), {"；", "; "}));
  if (const Text note = note_of(book.at("/open")); !note.empty()) page.paragraph(note);
}

void write_form(const words::Book& book, Page& page) {
  page.chapter({"申请表", "The form"});
  Rows rows;
  if (!book.definition().form.empty()) add_fields(book.definition().form.source(), {}, rows);
  page.table({{"字段", "Field"},
              {"路径", "Path"},
              {"填写内容", "Content"},
              {"必填", "Required"},
              {"个人信息", "Personal data"},
              {"限制", "Bounds"}},
             rows);
}

}  // namespace lianban::document
