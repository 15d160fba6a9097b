#include "words/phrase.hpp"

#include <algorithm>
#include <array>

namespace lianban::words {
namespace {

struct Word {
  std::string_view name, zh, en;
};

constexpr std::array kWords = {
    // outcomes (model/outcomes.hpp)
    Word{"granted", "准予许可", "granted"},
    Word{"partly_granted", "部分准予", "partly granted"},
    Word{"refused", "不予许可", "refused"},
    Word{"not_accepted", "不予受理", "not accepted"},
    Word{"acceptance_revoked", "撤销受理", "acceptance revoked"},
    Word{"withdrawn", "撤回", "withdrawn"},
    Word{"returned", "退件", "returned"},
    Word{"recorded", "备案", "recorded"},
    Word{"terminated", "终止", "terminated"},
    // materials, deferrals
    Word{"missing", "未取得", "missing"},
    Word{"supplied", "已提交", "supplied"},
    Word{"verified", "已核验", "verified"},
    Word{"rejected", "不同意", "rejected"},
    Word{"promised", "已承诺", "promised"},
    Word{"warned", "临近期限", "near its limit"},
    Word{"satisfied", "已补齐", "made good"},
    Word{"overdue", "已逾期", "overdue"},
    Word{"waived", "已免除", "waived"},
    Word{"dropped", "不再需要", "dropped"},
    Word{"forfeited", "逾期失效", "forfeited"},
    // clocks
    Word{"waiting", "未起算", "waiting"},
    Word{"running", "计时中", "running"},
    Word{"paused", "中止", "paused"},
    Word{"stopped", "已停止", "stopped"},
    Word{"expired", "到期", "expired"},
    // calls
    Word{"asked", "已发出", "asked"},
    Word{"acknowledged", "已接收", "acknowledged"},
    Word{"answered", "已答复", "answered"},
    Word{"failed", "请求失败", "request failed"},
    Word{"timeout", "逾时未答复", "no answer in time"},
    Word{"abandoned", "不再等待", "abandoned"},
    Word{"none", "未发生", "none"},
    Word{"possible", "可能已发生", "possible"},
    Word{"standing", "已生效", "standing"},
    Word{"undone", "已恢复", "undone"},
    Word{"approved", "同意", "approved"},
    Word{"found", "查到", "found"},
    Word{"not_found", "未查到", "not found"},
    Word{"delivered", "已送达", "delivered"},
    Word{"lost", "丢失", "lost"},
    Word{"now", "当即答复", "answered at once"},
    Word{"later", "事后答复", "answered later"},
    // licences
    Word{"issued", "已颁发", "issued"},
    Word{"made", "已制证", "made"},
    Word{"suspended", "暂扣", "suspended"},
    Word{"resumed", "恢复", "resumed"},
    Word{"revoked", "吊销", "revoked"},
    Word{"cancelled", "注销", "cancelled"},
    Word{"replaced", "已更换", "replaced"},
    Word{"licence", "许可证照", "licence"},
    Word{"filing", "备案", "filing"},
    Word{"certificate", "证书", "certificate"},
    Word{"recognition", "互认", "recognition"},
    // parties, channels
    Word{"applicant", "申请人", "the applicant"},
    Word{"system", "系统", "the system"},
    Word{"engine", "引擎", "the engine"},
    Word{"window", "窗口", "window"},
    Word{"online", "网上", "online"},
    Word{"app", "移动端", "app"},
    Word{"post", "邮寄", "post"},
    // kinds of personal data and formats
    Word{"personal:resident_id", "公民身份号码", "resident id number"},
    Word{"format:resident_id", "公民身份号码", "resident id number"},
    Word{"personal:phone", "电话", "phone number"},
    Word{"personal:name", "姓名", "name"},
    Word{"personal:plate", "号牌号码", "number plate"},
    Word{"format:plate", "号牌号码", "number plate"},
    Word{"personal:address", "地址", "address"},
    Word{"personal:other", "其他个人信息", "other personal data"},
    Word{"format:uscc", "统一社会信用代码", "unified social credit code"},
    Word{"format:vin", "车辆识别代号", "VIN"},
    Word{"format:division", "行政区划代码", "code of an administrative division"},
    Word{"format:date", "日期", "date"},
    Word{"format:date-time", "日期时间", "date and time"},
    Word{"format:email", "电子邮箱", "e-mail address"},
    // types of JSON Schema
    Word{"type:string", "文本", "text"},
    Word{"type:integer", "整数", "whole number"},
    Word{"type:number", "数", "number"},
    Word{"type:boolean", "是或否", "yes or no"},
    Word{"type:array", "列表", "list"},
    Word{"type:object", "一组字段", "group of fields"},
    Word{"type:null", "空", "empty"},
};

const Word* find(std::string_view name) {
  const auto* const it = std::ranges::find(kWords, name, &Word::name);
  return it == kWords.end() ? nullptr : it;
}

std::string filled(std::string_view pattern, const std::vector<Text>& values, Language language) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool place = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                       pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
    const auto index = place ? static_cast<std::size_t>(pattern[i + 1] - '0') : values.size();
    if (index >= values.size()) {
      out += pattern[i];
      continue;
    }
    out += values[index].in(language);
    i += 2;
  }
  return out;
}

}  // namespace

Text same(std::string_view text) { return {std::string(text), std::string(text)}; }

Text both(const Text& text) { return {text.in(Language::kChinese), text.in(Language::kEnglish)}; }

Text fill(const Text& pattern, const std::vector<Text>& values) {
  return {filled(pattern.zh, values, Language::kChinese),
          filled(pattern.en, values, Language::kEnglish)};
}

Text quoted(const Text& text) { return fill({"“{0}”", "“{0}”"}, {text}); }

Text join(const std::vector<Text>& parts, const Text& separator) {
  Text all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      all.zh += separator.zh;
      all.en += separator.en;
    }
    all.zh += parts[i].in(Language::kChinese);
    all.en += parts[i].in(Language::kEnglish);
  }
  return all;
}

Text listed(const std::vector<Text>& parts) { return join(parts, {"、", ", "}); }

Text say_number(std::int64_t number) { return same(std::to_string(number)); }

Text say(const Duration& duration) {
  Text unit;
  const bool one = duration.amount == 1;
  switch (duration.unit) {
    case Unit::kWorkdays:
      unit = {"{0} 个工作日", one ? "{0} working day" : "{0} working days"};
      break;
    case Unit::kDays:
      unit = {"{0} 日", one ? "{0} day" : "{0} days"};
      break;
    case Unit::kMonths:
      unit = {"{0} 个月", one ? "{0} month" : "{0} months"};
      break;
    case Unit::kYears:
      unit = {"{0} 年", one ? "{0} year" : "{0} years"};
      break;
    case Unit::kHours:
      unit = {"{0} 小时", one ? "{0} hour" : "{0} hours"};
      break;
    case Unit::kMinutes:
      unit = {"{0} 分钟", one ? "{0} minute" : "{0} minutes"};
      break;
    case Unit::kSeconds:
      unit = {"{0} 秒", one ? "{0} second" : "{0} seconds"};
      break;
    case Unit::kMicroseconds:
      unit = {"{0} 微秒", one ? "{0} microsecond" : "{0} microseconds"};
      break;
  }
  return fill(unit, {say_number(duration.amount)});
}

Text word(std::string_view name) {
  const Word* found = find(name);
  return found == nullptr ? same(name) : Text{std::string(found->zh), std::string(found->en)};
}

Text word_of(std::string_view kind, std::string_view name) {
  std::string whole(kind);
  whole += ':';
  whole += name;
  return has_word(whole) ? word(whole) : same(name);
}

bool has_word(std::string_view name) { return find(name) != nullptr; }

}  // namespace lianban::words
