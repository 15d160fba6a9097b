// Rules in words. A pattern an operator; what has no pattern of its own is shown as it is written.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "rules/rule.hpp"
#include "words/book.hpp"

namespace lianban::words {
namespace {

struct Pattern {
  std::string_view name;
  std::size_t arguments;
  std::string_view zh, en;
};

constexpr std::array kPatterns = {
    Pattern{"==", 2, "{0}为{1}", "{0} is {1}"},
    Pattern{"===", 2, "{0}为{1}", "{0} is {1}"},
    Pattern{"!=", 2, "{0}不为{1}", "{0} is not {1}"},
    Pattern{"!==", 2, "{0}不为{1}", "{0} is not {1}"},
    Pattern{"<", 2, "{0}小于{1}", "{0} is less than {1}"},
    Pattern{"<=", 2, "{0}不超过{1}", "{0} is at most {1}"},
    Pattern{">", 2, "{0}大于{1}", "{0} is more than {1}"},
    Pattern{">=", 2, "{0}不少于{1}", "{0} is at least {1}"},
    Pattern{"<", 3, "{1}在{0}和{2}之间（不含两端）", "{1} lies between {0} and {2}, exclusive"},
    Pattern{"<=", 3, "{1}在{0}和{2}之间（含两端）", "{1} lies between {0} and {2}, inclusive"},
    Pattern{"in", 2, "{0}属于{1}", "{0} is among {1}"},
    Pattern{"matches", 2, "{0}符合格式 {1}", "{0} matches {1}"},
    Pattern{"before", 2, "{0}早于{1}", "{0} is before {1}"},
    Pattern{"after", 2, "{0}晚于{1}", "{0} is after {1}"},
    Pattern{"not_before", 2, "{0}不早于{1}", "{0} is not before {1}"},
    Pattern{"not_after", 2, "{0}不晚于{1}", "{0} is not after {1}"},
    Pattern{"age", 1, "自{0}起已满的年数", "the full years since {0}"},
    Pattern{"age", 2, "自{0}至{1}已满的年数", "the full years from {0} to {1}"},
    Pattern{"workdays_between", 2, "自{0}至{1}的工作日数", "the working days from {0} to {1}"},
    Pattern{"now", 0, "此刻", "now"},
    Pattern{"today", 0, "当日", "today"},
    Pattern{"-", 1, "{0}的相反数", "minus {0}"},
    Pattern{"-", 2, "{0}减{1}", "{0} minus {1}"},
    Pattern{"/", 2, "{0}除以{1}", "{0} divided by {1}"},
    Pattern{"%", 2, "{0}除以{1}的余数", "the remainder of {0} by {1}"},
    Pattern{"map", 2, "{0}各项的{1}", "{1} of each of {0}"},
    Pattern{"filter", 2, "{0}中满足（{1}）的各项", "those of {0} where {1}"},
    Pattern{"all", 2, "{0}的每一项：{1}", "for each of {0}: {1}"},
    Pattern{"none", 2, "{0}没有一项：{1}", "for none of {0}: {1}"},
    Pattern{"some", 2, "{0}至少有一项：{1}", "for at least one of {0}: {1}"},
    Pattern{"substr", 2, "{0}自第 {1} 位起", "{0} from position {1}"},
    Pattern{"substr", 3, "{0}自第 {1} 位起 {2} 位", "{2} characters of {0} from position {1}"},
};

/// The second argument of these is asked of each element.
bool second_holds(std::string_view name) {
  return name == "filter" || name == "all" || name == "none" || name == "some";
}

Json arguments_of(const Json& rule) {
  const Json& given = rule.begin().value();
  return given.is_array() ? given : Json::array({given});
}

Text written(const Json& value) { return same(value.dump()); }

Text constant(const Book& book, const Json& value) {
  if (value.is_boolean()) return value.get<bool>() ? Text{"是", "yes"} : Text{"否", "no"};
  if (value.is_null()) return {"空", "nothing"};
  if (value.is_string()) {
    const std::string text = value.get<std::string>();
    if (text.empty()) return {"空", "nothing"};
    return quoted(has_word(text) ? word(text) : same(text));
  }
  if (!value.is_array()) return written(value);
  std::vector<Text> all;
  for (const Json& each : value) all.push_back(book.value(each));
  return listed(all);
}

/// Parts that are themselves joined are put in brackets, so that nothing can be read two ways.
Text joined(const Book& book, const Json& parts, bool truths, const Text& separator) {
  std::vector<Text> all;
  for (const Json& each : parts) {
    const Text said = truths ? book.truth(each) : book.value(each);
    const bool compound = rules::is_operation(each) &&
                          (each.contains("and") || each.contains("or") || each.contains("if"));
    all.push_back(compound && parts.size() > 1 ? fill({"（{0}）", "({0})"}, {said}) : said);
  }
  return join(all, separator);
}

Text choice(const Book& book, const Json& parts, bool truths) {
  const auto say = [&](const Json& part) { return truths ? book.truth(part) : book.value(part); };
  // "if a then b else no" is "a and b" where only truth matters.
  if (truths && parts.size() == 3 && parts[2] == Json(false)) {
    return joined(book, Json::array({parts[0], parts[1]}), true, {"，并且", ", and "});
  }
  Text all;
  std::size_t i = 0;
  for (; i + 1 < parts.size(); i += 2) {
    const Text branch =
        fill({"如果{0}，则{1}；", "if {0}, then {1}; "}, {book.truth(parts[i]), say(parts[i + 1])});
    all.zh += branch.zh;
    all.en += branch.en;
  }
  const Text otherwise = i < parts.size() ? say(parts[i]) : Text{"空", "nothing"};
  return fill({"{0}否则{1}", "{0}else {1}"}, {all, otherwise});
}

Text added(const Book& book, const Json& parts) {
  const Json& length = parts[1];
  return fill({"{0}加{1}", "{0} plus {1}"}, {book.value(parts[0]), book.limit(length)});
}

Text path_of(const Book& book, const Json& given) {
  const Json& name = given.is_array() && !given.empty() ? given[0] : given;
  if (name.is_string()) return book.path(name.get<std::string>());
  return rules::is_operation(name)
             ? fill({"由{0}指定的字段", "the field named by {0}"}, {book.value(name)})
             : Text{"该项", "it"};
}

/// Operators whose words depend on more than their arguments; empty for all others.
Text special(const Book& book, std::string_view name, const Json& parts) {
  if (name == "and") return joined(book, parts, true, {"，并且", ", and "});
  if (name == "or") return joined(book, parts, true, {"，或者", ", or "});
  if (name == "if" || name == "?:") return choice(book, parts, false);
  if (name == "cat") return joined(book, parts, false, {"接", " followed by "});
  if (name == "merge") return joined(book, parts, false, {"并入", " together with "});
  if (name == "+") return joined(book, parts, false, {"加", " plus "});
  if (name == "*") return joined(book, parts, false, {"乘以", " times "});
  const Text comma{"、", ", "};
  if (name == "max") {
    return fill({"{0}中的最大者", "the largest of {0}"}, {joined(book, parts, false, comma)});
  }
  if (name == "min") {
    return fill({"{0}中的最小者", "the smallest of {0}"}, {joined(book, parts, false, comma)});
  }
  if (name == "add" && parts.size() == 2) return added(book, parts);
  if (name == "object" && parts.size() == 1 && parts[0].is_object()) {
    std::vector<Text> all;
    for (const auto& item : parts[0].items()) {
      all.push_back(fill({"{0}为{1}", "{0}: {1}"}, {same(item.key()), book.value(item.value())}));
    }
    return fill({"（{0}）", "({0})"}, {listed(all)});
  }
  if (parts.empty() || !parts[0].is_string()) return {};
  const std::string first = parts[0].get<std::string>();
  if (name == "require") {
    return fill({"{0}（必须已有）", "{0} (must be there)"}, {book.path(first)});
  }
  if (name == "in_state") {
    return fill({"正在{0}环节", "the case is in {0}"}, {quoted(book.state(first))});
  }
  if (name == "holds") return quoted(book.condition(first));
  if (name == "valid" && parts.size() == 2) {
    return fill({"{1}是有效的{0}", "{1} is a valid {0}"},
                {word_of("format", first), book.value(parts[1])});
  }
  return {};
}

Text operation(const Book& book, const Json& rule) {
  const std::string& name = rule.begin().key();
  if (name == "var") return path_of(book, rule.begin().value());
  const Json parts = arguments_of(rule);
  if (name == "!" && !parts.empty()) return book.truth(rule);
  if (name == "!!" && !parts.empty()) return book.truth(parts[0]);
  if (Text said = special(book, name, parts); !said.empty()) return said;
  const auto pattern = std::ranges::find_if(kPatterns, [&](const Pattern& each) {
    return each.name == name && each.arguments == parts.size();
  });
  if (pattern == kPatterns.end()) return written(rule);
  std::vector<Text> values;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    values.push_back(i == 1 && second_holds(name) ? book.truth(parts[i]) : book.value(parts[i]));
  }
  return fill({std::string(pattern->zh), std::string(pattern->en)}, values);
}

}  // namespace

Text Book::value(const Json& rule) const {
  if (rules::is_operation(rule)) return operation(*this, rule);
  if (rule.is_object() && rule.size() == 1 && rule.contains("param")) return setting(rule);
  if (rule.is_object() && (rule.contains("zh") || rule.contains("en"))) return title_of(rule);
  return constant(*this, rule);
}

Text Book::truth(const Json& rule) const {
  if (!rules::is_operation(rule)) {
    if (rule.is_boolean()) return rule.get<bool>() ? Text{"总是", "always"} : Text{"从不", "never"};
    return value(rule);
  }
  const std::string& name = rule.begin().key();
  const Json parts = arguments_of(rule);
  if (name == "var") return fill({"有{0}", "{0} is there"}, {value(rule)});
  if (name == "if" || name == "?:") return choice(*this, parts, true);
  if (name == "!!" && !parts.empty()) return truth(parts[0]);
  if (name == "!" && !parts.empty()) {
    const Json& inner = parts[0];
    if (rules::is_operation(inner) && inner.contains("var")) {
      return fill({"没有{0}", "{0} is not there"}, {value(inner)});
    }
    return fill({"并非：{0}", "not: {0}"}, {truth(inner)});
  }
  return value(rule);
}

std::vector<Text> Book::guards(const Json& when) const {
  std::vector<Text> all;
  const auto add = [&](const Json& guard) {
    all.push_back(guard.is_string() ? condition(guard.get<std::string>()) : truth(guard));
  };
  if (when.is_null()) return all;
  if (!when.is_array()) {
    add(when);
  } else {
    for (const Json& each : when) add(each);
  }
  return all;
}

}  // namespace lianban::words
