#include "lianban/document.hpp"

#include <nlohmann/json.hpp>

#include "document/sections.hpp"

namespace lianban {
namespace document {

Text note_of(const Json& object) { return words::title_of(member_of(object, "note")); }

const Json& member_of(const Json& object, const char* name) {
  static const Json kAbsent;
  if (!object.is_object()) return kAbsent;
  const auto it = object.find(name);
  return it == object.end() ? kAbsent : *it;
}

Text rules_in_words(const words::Book& book, const Json& map) {
  std::vector<Text> all;
  if (!map.is_object()) return {};
  for (const auto& item : map.items()) {
    all.push_back(
        words::fill({"{0}：{1}", "{0}: {1}"}, {words::same(item.key()), book.value(item.value())}));
  }
  return words::join(all, {"；", "; "});
}

Text warnings_in_words(const words::Book& book, const Json& list) {
  std::vector<Text> all;
  const auto add = [&](const Json& each) {
    const std::string text = each.is_string() ? each.get<std::string>() : std::string();
    all.push_back(text.ends_with('%')
                      ? words::fill({"过 {0} 时", "at {0}"}, {words::same(text)})
                      : words::fill({"到期前 {0}", "{0} before"}, {book.limit(each)}));
  };
  if (list.is_array()) {
    for (const Json& each : list) add(each);
  } else if (!list.is_null()) {
    add(list);
  }
  return words::listed(all);
}

std::string write(const model::Definition& definition, Language language) {
  const words::Book book(definition);
  Page page(language);
  const Text title = definition.title.empty() ? words::same(definition.id) : definition.title;
  page.title(words::fill({"{0}：办理规范", "{0}: specification"}, {title}));
  write_identity(book, page);
  write_law(book, page);
  write_agencies(book, page);
  write_opening(book, page);
  write_form(book, page);
  write_materials(book, page);
  write_deferrals(book, page);
  write_steps(book, page);
  write_endings(book, page);
  write_limits(book, page);
  write_conditions(book, page);
  write_calls(book, page);
  write_papers(book, page);
  write_licences(book, page);
  write_params(book, page);
  write_grounds(book, page);
  return page.take();
}

}  // namespace document

std::string write_document(const Definition& definition, DocumentLanguage language) {
  const model::Definition& compiled = definition.compiled();
  switch (language) {
    case DocumentLanguage::kChinese:
      return document::write(compiled, Language::kChinese);
    case DocumentLanguage::kEnglish:
      return document::write(compiled, Language::kEnglish);
    case DocumentLanguage::kBoth:
      break;
  }
  return document::write(compiled, Language::kChinese) + "---\n\n" +
         document::write(compiled, Language::kEnglish);
}

}  // namespace lianban
