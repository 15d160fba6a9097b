#include "model/schema_words.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "model/loading.hpp"

namespace lianban::model {
namespace {

constexpr std::size_t kMostFaults = 20;

/// How a sentence of the validator begins, and what we say instead. A sentence that ends with a
/// number (a bound of the schema) gets it in place of "#".
struct Wording {
  std::string_view begin, zh, en;
};

constexpr std::array kWordings{
    Wording{"Value type not permitted", "类型不对", "has the wrong type"},
    Wording{"Failed to match against any enum", "不在可选值之内",
            "is not one of the allowed values"},
    Wording{"Failed to match expected value set by 'const'", "不是规定的值",
            "is not the required value"},
    Wording{"Expected number less than or equal to ", "不得大于 #", "must be at most #"},
    Wording{"Expected number less than ", "须小于 #", "must be below #"},
    Wording{"Expected number greater than or equal to ", "不得小于 #", "must be at least #"},
    Wording{"Expected number greater than ", "须大于 #", "must be above #"},
    Wording{"Value should be a multiple of ", "须是 # 的倍数", "must be a multiple of #"},
    Wording{"String should be no more than ", "太长，至多 # 个字符",
            "is too long, at most # characters"},
    Wording{"String should be no fewer than ", "太短，至少 # 个字符",
            "is too short, at least # characters"},
    Wording{"Array should contain no more than ", "太多，至多 # 项", "has too many, at most #"},
    Wording{"Array should contain no fewer than ", "太少，至少 # 项", "has too few, at least #"},
    Wording{"Object should have no more than ", "成员太多，至多 # 个",
            "has too many members, at most #"},
    Wording{"Object should have no fewer than ", "成员太少，至少 # 个",
            "has too few members, at least #"},
    Wording{"lianban:pattern", "写法不符合要求", "does not have the required form"},
    Wording{"Elements at indexes", "有重复的项", "holds the same value twice"},
    Wording{"Failed to any values against subschema in 'contains'", "缺少必要的项",
            "lacks a required element"},
    Wording{"Array contains more items", "项数过多", "has too many elements"},
    Wording{"Failed to validate against any", "不符合任何一种允许的写法",
            "fits none of the allowed forms"},
    Wording{"Failed to validate against exactly one", "同时符合多种写法，应只符合一种",
            "fits several forms, and only one is allowed"},
    Wording{"Target should not validate", "不允许这样的值", "has a value that is not allowed"},
};

/// Sentences that only repeat that something inside is wrong.
constexpr std::array<std::string_view, 8> kEchoes{
    "Failed to validate item #",
    "Cannot validate item #",
    "Failed to validate against child",
    "Failed to validate against additional properties",
    "Failed to validate against a conditional",
    "Failed to validate against schema associated",
    "Failed to validate against dependent",
    "Failed to validate against child schema"};

std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (std::size_t i = 1; i < context.size(); ++i) {
    const std::string& step = context[i];
    const bool is_wrapped = step.size() >= 2 && step.front() == '[' && step.back() == ']';
    pointer = base::pointer_join(pointer, is_wrapped ? step.substr(1, step.size() - 2) : step);
  }
  return pointer;
}

/// "vehicle.seats"; empty for the value itself.
std::string name_of(const std::string& pointer) {
  std::string name;
  for (const std::string& part : [&] {
         std::vector<std::string> parts;
         nlohmann::json::json_pointer rest(pointer);
         for (; !rest.empty(); rest.pop_back()) parts.push_back(rest.back());
         std::ranges::reverse(parts);
         return parts;
       }()) {
    name += (name.empty() ? "" : ".") + part;
  }
  return name;
}

std::string first_quoted(const std::string& text) {
  const std::size_t open = text.find('\'');
  const std::size_t close = text.rfind('\'');
  return open < close ? text.substr(open + 1, close - open - 1) : std::string();
}

/// The number in a sentence, "7.000000" as "7".
std::string number_in(std::string_view text) {
  const std::size_t from = text.find_first_of("0123456789-");
  if (from == std::string_view::npos) return {};
  const std::size_t to = text.find_first_not_of("0123456789.-e+", from);
  std::string number(text.substr(from, to == std::string_view::npos ? to : to - from));
  if (number.find('.') != std::string::npos) {
    number.erase(number.find_last_not_of('0') + 1);
  }
  while (number.ends_with('.')) number.pop_back();
  return number;
}

std::string filled(std::string_view pattern, const std::string& number) {
  std::string text(pattern);
  const std::size_t mark = text.find('#');
  if (mark != std::string::npos) text.replace(mark, 1, number);
  return text;
}

SchemaFault about(const std::string& pointer, const std::string& zh, const std::string& en) {
  const std::string name = name_of(pointer);
  const std::string subject_zh = name.empty() ? "内容" : quoted_zh(name);
  const std::string subject_en = name.empty() ? "the value" : quoted_en(name);
  return {pointer, {subject_zh + zh, subject_en + " " + en}};
}

SchemaFault in_words(const Remark& remark) {
  const std::string& text = remark.description;
  std::string pointer = pointer_of(remark.context);
  if (text.starts_with("Missing required property")) {
    return about(base::pointer_join(pointer, first_quoted(text)), "必须填写", "is required");
  }
  if (text.starts_with("Missing dependency")) {
    return about(base::pointer_join(pointer, first_quoted(text)), "在此情形下必须填写",
                 "is required in this case");
  }
  constexpr std::string_view kMore = "constraints: '";
  if (text.starts_with("Object contains a property")) {
    const std::size_t at = text.find(kMore);
    const std::string name =
        at == std::string::npos
            ? std::string()
            : text.substr(at + kMore.size(), text.size() - at - kMore.size() - 2);
    return about(base::pointer_join(pointer, name), "不是规定的成员", "is not a known member");
  }
  constexpr std::string_view kFormat = "lianban:format:";
  if (text.starts_with(kFormat)) {
    const std::string format = text.substr(kFormat.size());
    return about(pointer, "不是有效的 " + format, "is no valid " + format);
  }
  const auto wording = std::ranges::find_if(
      kWordings, [&](const Wording& each) { return text.starts_with(each.begin); });
  if (wording == kWordings.end()) return about(pointer, "不符合要求", "does not fit");
  const std::string number = number_in(std::string_view(text).substr(wording->begin.size()));
  return about(pointer, filled(wording->zh, number), filled(wording->en, number));
}

bool starts_with(const std::vector<std::string>& path, const std::vector<std::string>& begin) {
  return path.size() >= begin.size() && std::equal(begin.begin(), begin.end(), path.begin());
}

}  // namespace

std::vector<SchemaFault> in_words(const std::vector<Remark>& remarks) {
  std::vector<const Remark*> kept;
  for (const Remark& remark : remarks) {
    const std::string& text = remark.description;
    const bool is_echo =
        std::ranges::any_of(kEchoes, [&](std::string_view echo) { return text.starts_with(echo); });
    if (is_echo) continue;
    if (text.starts_with("Failed to validate against any")) {
      // Why each of the alternatives failed only confuses: one sentence for all.
      std::erase_if(kept,
                    [&](const Remark* each) { return starts_with(each->context, remark.context); });
    }
    kept.push_back(&remark);
  }
  if (kept.empty() && !remarks.empty()) kept.push_back(&remarks.front());
  std::vector<SchemaFault> faults;
  for (const Remark* remark : kept) {
    if (faults.size() >= kMostFaults) break;
    SchemaFault fault = in_words(*remark);
    const bool is_known = std::ranges::any_of(faults, [&](const SchemaFault& each) {
      return each.pointer == fault.pointer && each.message == fault.message;
    });
    if (!is_known) faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace lianban::model
