#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "difference/comparing.hpp"
#include "difference/labels.hpp"
#include "model/params.hpp"

namespace lianban::difference {
namespace {

using words::Book;
using words::fill;
using words::quoted;
using words::same;

/// The names of both objects, in order.
std::set<std::string> names_of(const Json& before, const Json& after) {
  std::set<std::string> names;
  for (const Json* side : {&before, &after}) {
    if (!side->is_object()) continue;
    for (const auto& item : side->items()) names.insert(item.key());
  }
  return names;
}

bool schema_member(std::string_view name) {
  return name == "data" || name == "input" || name == "reply";
}
bool map_of_rules(std::string_view name) {
  return name == "request" || name == "fields" || name == "content" || name == "results" ||
         name == "sections" || name == "roles";
}

/// The titles of the fields that `required` lists.
Text field_names(const Json& schema, const Json& list) {
  std::vector<Text> all;
  if (!list.is_array()) return same(list.dump());
  for (const Json& each : list) {
    const std::string name = each.is_string() ? each.get<std::string>() : each.dump();
    all.push_back(quoted(words::schema_title(part_of(part_of(schema, "properties"), name), name)));
  }
  return words::listed(all);
}

}  // namespace

const Json& part_of(const Json& object, std::string_view name) {
  static const Json kAbsent;
  if (!object.is_object()) return kAbsent;
  const auto it = object.find(name);
  return it == object.end() ? kAbsent : *it;
}

const Json& at_pointer(const Json& source, const std::string& pointer) {
  static const Json kAbsent;
  const Json::json_pointer place(pointer);
  return source.contains(place) ? source.at(place) : kAbsent;
}

void Comparing::add(ChangeArea area, ChangeKind kind, const std::string& pointer, Text text,
                    const Json& before, const Json& after) {
  changes_.push_back({area, kind, pointer, std::move(text), before, after});
}

void Comparing::say(ChangeArea area, const Text& what, const Json& before, const Json& after,
                    const std::string& pointer, const Text& was, const Text& is) {
  if (before.is_null()) {
    return add(area, ChangeKind::kAdded, pointer,
               fill({"{0}：新增 {1}", "{0}: added {1}"}, {what, is}), before, after);
  }
  if (after.is_null()) {
    return add(area, ChangeKind::kRemoved, pointer,
               fill({"{0}：取消，原为 {1}", "{0}: removed, was {1}"}, {what, was}), before, after);
  }
  // Words may be too coarse for a difference, or be different in one language only.
  Text old_words = was;
  Text new_words = is;
  if (was == is) {
    old_words = same(before.dump());
    new_words = same(after.dump());
  } else if (was.zh == is.zh) {
    old_words.zh = was.en;
    new_words.zh = is.en;
  } else if (was.en == is.en) {
    old_words.en = was.zh;
    new_words.en = is.zh;
  }
  add(area, ChangeKind::kChanged, pointer,
      fill({"{0}：{1} → {2}", "{0}: {1} -> {2}"}, {what, old_words, new_words}), before, after);
}

void Comparing::inner(const Subject& subject, const std::string& name, const Json& before,
                      const Json& after, const std::string& pointer, const std::string& path) {
  const bool rules = map_of_rules(name);
  for (const std::string& key : names_of(before, after)) {
    const Json& was = part_of(before, key);
    const Json& is = part_of(after, key);
    if (was == is) continue;
    const std::string below = base::pointer_join(pointer, key);
    const std::string label = path.empty() ? key : path + "." + key;
    const bool deeper = was.is_object() && is.is_object();
    if (deeper && !(rules && path.empty() && name != "sections")) {
      inner(subject, name, was, is, below, label);
      continue;
    }
    const Text what = fill({"{0}的{1}“{2}”", "{0}, {1} “{2}”"},
                           {subject.name, label_of(subject.section, name), same(label)});
    const bool titles = is_wording(key) && !rules;
    say(titles ? ChangeArea::kWording : subject.area, what, was, is, below,
        value_of(before_.book, subject.section, name, was),
        value_of(after_.book, subject.section, name, is));
  }
}

void Comparing::outcomes(const Subject& subject, const Json& before, const Json& after,
                         const std::string& pointer) {
  const auto find = [](const Json& list, const Json& id) -> const Json& {
    static const Json kAbsent;
    const auto it =
        std::ranges::find_if(list, [&](const Json& each) { return part_of(each, "id") == id; });
    return it == list.end() ? kAbsent : *it;
  };
  const auto outcome = [&](const Json& each) {
    const std::string id = part_of(each, "id").get<std::string>();
    return fill({"{0}的结果“{1}”", "{0}, outcome “{1}”"}, {subject.name, words::word(id)});
  };
  std::vector<std::string> was_order, is_order;
  for (const Json& each : before) {
    const Json& id = part_of(each, "id");
    if (!find(after, id).is_null()) was_order.push_back(id.get<std::string>());
    if (find(after, id).is_null()) {
      add(subject.area, ChangeKind::kRemoved, pointer,
          fill({"取消{0}", "removed: {0}"}, {outcome(each)}), each, {});
    }
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    const Json& was = find(before, part_of(after[i], "id"));
    const std::string place = base::pointer_join(pointer, i);
    if (!was.is_null()) {
      is_order.push_back(part_of(after[i], "id").get<std::string>());
      members({outcome(after[i]), "outcomes", subject.area}, was, after[i], place);
    } else {
      add(subject.area, ChangeKind::kAdded, place,
          fill({"新增{0}", "added: {0}"}, {outcome(after[i])}), {}, after[i]);
    }
  }
  order(subject.name, was_order, is_order, pointer,
        {"结果认定的先后次序改变", "the order in which outcomes are tried changed"});
}

void Comparing::order(const Text& where, const std::vector<std::string>& before,
                      const std::vector<std::string>& after, const std::string& pointer,
                      const Text& what) {
  if (before == after) return;
  add(ChangeArea::kSteps, ChangeKind::kChanged, pointer,
      fill({"{0}：{1}", "{0}: {1}"}, {where, what}), before, after);
}

void Comparing::member(const Subject& subject, const std::string& name, const Json& before,
                       const Json& after, const std::string& pointer) {
  const bool objects = before.is_object() && after.is_object();
  if (name == "outcomes" && before.is_array() && after.is_array()) {
    return outcomes(subject, before, after, pointer);
  }
  if (objects && (name == "defer" || name == "extend" || name == "source")) {
    return members({subject.name, name, subject.area}, before, after, pointer);
  }
  if (objects && (schema_member(name) || map_of_rules(name))) {
    return inner(subject, name, before, after, pointer, {});
  }
  ChangeArea area = subject.area;
  if (is_deadline(subject.section, name)) area = ChangeArea::kDeadlines;
  if (is_wording(name)) area = ChangeArea::kWording;
  const Text what = fill({"{0}的{1}", "{0}, {1}"}, {subject.name, label_of(subject.section, name)});
  say(area, what, before, after, pointer, value_of(before_.book, subject.section, name, before),
      value_of(after_.book, subject.section, name, after));
}

void Comparing::members(const Subject& subject, const Json& before, const Json& after,
                        const std::string& pointer, const Skip& skip) {
  for (const std::string& name : names_of(before, after)) {
    if (skip.contains(name)) continue;
    const Json& was = part_of(before, name);
    const Json& is = part_of(after, name);
    if (was != is) member(subject, name, was, is, base::pointer_join(pointer, name));
  }
}

void Comparing::things(const std::string& section, ChangeArea area, const Text& noun,
                       const std::function<Text(const Book&, const std::string&)>& title) {
  const Json& before = part_of(before_.source, section);
  const Json& after = part_of(after_.source, section);
  for (const std::string& id : names_of(before, after)) {
    const Json& was = part_of(before, id);
    const Json& is = part_of(after, id);
    if (was == is) continue;
    const Book& book = is.is_null() ? before_.book : after_.book;
    const Text name = fill({"{0}{1}", "{0} {1}"}, {noun, quoted(title(book, id))});
    const std::string pointer = "/" + section + "/" + id;
    if (was.is_null()) {
      add(area, ChangeKind::kAdded, pointer, fill({"新增{0}", "added: {0}"}, {name}), was, is);
    } else if (is.is_null()) {
      add(area, ChangeKind::kRemoved, pointer, fill({"取消{0}", "removed: {0}"}, {name}), was, is);
    } else if (was.is_object() && is.is_object()) {
      members({name, section, area}, was, is, pointer);
    } else {
      say(area, name, was, is, pointer, value_of(before_.book, section, id, was),
          value_of(after_.book, section, id, is));
    }
  }
}

void Comparing::form(const Json& before, const Json& after, const std::string& pointer,
                     const std::string& path) {
  for (const std::string& name : names_of(before, after)) {
    const Json& was = part_of(before, name);
    const Json& is = part_of(after, name);
    if (was == is) continue;
    const std::string below = base::pointer_join(pointer, name);
    if (name == "properties" && was.is_object() && is.is_object()) {
      for (const std::string& field : names_of(was, is)) {
        const Json& old_field = part_of(was, field);
        const Json& new_field = part_of(is, field);
        const std::string at = base::pointer_join(below, field);
        const std::string full = path.empty() ? field : path + "." + field;
        const Text title =
            quoted(words::schema_title(new_field.is_null() ? old_field : new_field, full));
        if (old_field.is_null()) {
          add(ChangeArea::kForm, ChangeKind::kAdded, at,
              fill({"申请表：新增字段{0}", "form: added the field {0}"}, {title}), {}, new_field);
        } else if (new_field.is_null()) {
          add(ChangeArea::kForm, ChangeKind::kRemoved, at,
              fill({"申请表：取消字段{0}", "form: removed the field {0}"}, {title}), old_field, {});
        } else if (old_field != new_field) {
          form(old_field, new_field, at, full);
        }
      }
      continue;
    }
    const Text field = path.empty() ? Text{"申请表", "form"}
                                    : fill({"申请表字段{0}", "form, field {0}"},
                                           {quoted(words::schema_title(after, path))});
    const Text label = name == "required" ? Text{"必填项", "required"} : quoted(same(name));
    const bool required = name == "required";
    say(is_wording(name) ? ChangeArea::kWording : ChangeArea::kForm,
        fill({"{0}的{1}", "{0}, {1}"}, {field, label}), was, is, below,
        required ? field_names(before, was) : value_of(before_.book, "form", name, was),
        required ? field_names(after, is) : value_of(after_.book, "form", name, is));
  }
}

void Comparing::params() {
  things("params", ChangeArea::kParams, {"参数", "parameter"}, &Book::param);
}

void Comparing::top_level() {
  static const std::set<std::string> kSections{
      "law",    "params", "agencies", "open",  "form",    "vars",     "conditions",
      "papers", "clocks", "calls",    "chart", "extends", "licences", "materials"};
  for (const std::string& name : names_of(before_.source, after_.source)) {
    if (kSections.contains(name)) continue;
    const Json& was = part_of(before_.source, name);
    const Json& is = part_of(after_.source, name);
    if (was == is) continue;
    ChangeArea area = is_wording(name) ? ChangeArea::kWording : ChangeArea::kGeneral;
    if (name == "must_pass") area = ChangeArea::kSteps;
    if (name == "calendar") area = ChangeArea::kDeadlines;
    if (name == "$schema") area = ChangeArea::kWording;
    say(area, label_of("", name), was, is, "/" + name, value_of(before_.book, "", name, was),
        value_of(after_.book, "", name, is));
  }
  const Json& before = part_of(before_.source, "open");
  const Json& after = part_of(after_.source, "open");
  members({{"申请", "applying"}, "open", ChangeArea::kPeople}, before, after, "/open");
}

void Comparing::sections() {
  top_level();
  things("clocks", ChangeArea::kDeadlines, {"时限", "deadline"}, &Book::clock);
  things("materials", ChangeArea::kMaterials, {"材料", "document"}, &Book::material);
  things("conditions", ChangeArea::kConditions, {"条件", "condition"}, &Book::condition);
  things("calls", ChangeArea::kCalls, {"协同", "call"}, &Book::call);
  things("papers", ChangeArea::kPapers, {"文书", "paper"}, &Book::paper);
  things("licences", ChangeArea::kLicences, {"证照", "licence"}, &Book::licence);
  things("agencies", ChangeArea::kPeople, {"部门", "agency"}, &Book::agency);
  params();
  const Json& form_before = part_of(before_.source, "form");
  const Json& form_after = part_of(after_.source, "form");
  form(form_before, form_after, "/form", {});
  things("vars", ChangeArea::kRecords, {"记录项", "record"},
         [](const Book&, const std::string& id) { return same(id); });
  things("law", ChangeArea::kLaw, {"条文", "article"}, &Book::law);
}

std::vector<Change> Comparing::take() {
  std::ranges::stable_sort(changes_, {}, &Change::area);
  return std::move(changes_);
}

std::vector<Change> compare(const model::Definition& before, const model::Definition& after) {
  if (before.source == after.source) return {};
  const Book before_book(before);
  const Book after_book(after);
  Diagnostics faults;  // none: both have been loaded
  const Json was = model::with_params(before_book.source(), *before.params, faults);
  const Json is = model::with_params(after_book.source(), *after.params, faults);
  Comparing comparing({before_book, was}, {after_book, is});
  comparing.sections();
  comparing.chart();
  std::vector<Change> changes = comparing.take();
  if (changes.empty()) {
    Change otherwise;
    otherwise.area = ChangeArea::kWording;
    otherwise.text = {"写法不同，含义相同", "written otherwise, with the same meaning"};
    changes.push_back(std::move(otherwise));
  }
  return changes;
}

}  // namespace lianban::difference

namespace lianban {

std::vector<Change> compare(const Definition& before, const Definition& after) {
  return difference::compare(before.compiled(), after.compiled());
}

}  // namespace lianban
