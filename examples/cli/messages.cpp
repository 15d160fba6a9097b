#include "cli/messages.hpp"

#include <array>
#include <vector>

namespace lianban::cli {

namespace {

struct Word {
  std::string_view name;
  Phrase phrase;
};

constexpr std::array kWords = {
    // materials, deferrals
    Word{"missing", {"未取得", "missing"}},
    Word{"supplied", {"已提交", "supplied"}},
    Word{"verified", {"已核验", "verified"}},
    Word{"rejected", {"被退回", "rejected"}},
    Word{"promised", {"已承诺", "promised"}},
    Word{"satisfied", {"已补齐", "made good"}},
    Word{"overdue", {"已逾期", "overdue"}},
    Word{"waived", {"已免除", "waived"}},
    Word{"dropped", {"不再需要", "dropped"}},
    Word{"forfeited", {"逾期失效", "forfeited"}},
    // clocks
    Word{"waiting", {"未起算", "waiting"}},
    Word{"running", {"计时中", "running"}},
    Word{"paused", {"中止", "paused"}},
    Word{"stopped", {"已停止", "stopped"}},
    // calls
    Word{"asked", {"已发出", "asked"}},
    Word{"acknowledged", {"已接收", "acknowledged"}},
    Word{"answered", {"已答复", "answered"}},
    Word{"failed", {"失败", "failed"}},
    Word{"abandoned", {"不再等待", "abandoned"}},
    Word{"none", {"未发生", "none"}},
    Word{"possible", {"可能已发生", "possible"}},
    Word{"standing", {"已生效", "standing"}},
    Word{"undone", {"已恢复", "undone"}},
    Word{"approved", {"同意", "approved"}},
    Word{"found", {"查到", "found"}},
    Word{"not_found", {"未查到", "not found"}},
    Word{"delivered", {"已送达", "delivered"}},
    Word{"lost", {"丢失", "lost"}},
    // incidents
    Word{"call/failed", {"请求失败", "request failed"}},
    Word{"call/misfit", {"答复不合约定", "reply does not fit"}},
    Word{"call/timeout", {"逾时未答复", "no answer in time"}},
    Word{"call/contradicted", {"前后答复矛盾", "answers contradict"}},
    Word{"deferral/held", {"容缺待查", "deferral on hold"}},
    Word{"retried", {"已重新请求", "asked again"}},
    Word{"answered_by_hand", {"已人工录入", "answered by hand"}},
    Word{"given_up", {"已不再等待", "given up"}},
    Word{"settled", {"已解决", "settled"}},
    // what became of a callback
    Word{"callback:taken", {"已采用", "taken"}},
    Word{"callback:repeated", {"重复", "repeated"}},
    Word{"callback:late", {"迟到，仅存档", "late, kept in the history"}},
    Word{"callback:misfit", {"不合约定，已列异常", "does not fit, an incident"}},
    Word{"callback:waiting", {"已保存，稍后采用", "kept, taken later"}},
    Word{"callback:orphan", {"无人请求，已保存", "nobody asked, kept"}},
    // breakers
    Word{"breaker:closed", {"通", "closed"}},
    Word{"breaker:open", {"断", "open"}},
    Word{"breaker:probing", {"试探", "probing"}},
    // licences
    Word{"issued", {"已颁发", "issued"}},
    Word{"made", {"已制证", "made"}},
    Word{"suspended", {"暂扣", "suspended"}},
    Word{"revoked", {"吊销", "revoked"}},
    Word{"cancelled", {"注销", "cancelled"}},
    Word{"expired", {"到期", "expired"}},
    Word{"replaced", {"已更换", "replaced"}},
    // cases and outcomes
    Word{"open", {"在办", "open"}},
    Word{"received", {"已收件", "received"}},
    Word{"intake", {"收件", "intake"}},
    Word{"accepted", {"已受理", "accepted"}},
    Word{"decided", {"已决定", "decided"}},
    Word{"ended", {"已办结", "ended"}},
    Word{"granted", {"准予许可", "granted"}},
    Word{"partly_granted", {"部分准予", "partly granted"}},
    Word{"refused", {"不予许可", "refused"}},
    Word{"not_accepted", {"不予受理", "not accepted"}},
    Word{"acceptance_revoked", {"撤销受理", "acceptance revoked"}},
    Word{"withdrawn", {"已撤回", "withdrawn"}},
    Word{"returned", {"退件", "returned"}},
    Word{"recorded", {"已备案", "recorded"}},
    Word{"terminated", {"终止", "terminated"}},
    // days of a limit
    Word{"first_day", {"起算当日不计入", "first day, not counted"}},
    Word{"workday", {"工作日", "working day"}},
    Word{"worked_weekend", {"调休上班", "worked weekend"}},
    Word{"calendar_day", {"自然日", "calendar day"}},
    Word{"weekend", {"周末", "weekend"}},
    Word{"holiday", {"节假日放假", "holiday"}},
    Word{"closure", {"本地停止办公", "local closure"}},
    Word{"unannounced",
         {"尚未公布放假安排，暂按工作日计", "not announced yet, taken as a working day"}},
    // reasons
    Word{"condition", {"条件", "condition"}},
    Word{"material", {"材料", "material"}},
    Word{"deferral", {"容缺", "deferral"}},
    Word{"clock", {"时限", "clock"}},
    Word{"role", {"角色", "role"}},
    Word{"person", {"此前已办过", "has acted in"}},
    Word{"input", {"填写", "input"}},
    Word{"state", {"须经环节", "needs the step"}},
    Word{"call", {"协同", "call"}},
    Word{"custody", {"原件", "custody"}},
    Word{"licence", {"证照", "licence"}},
    Word{"rule", {"规则", "rule"}},
    // parties and channels that every definition has
    Word{"applicant", {"申请人", "the applicant"}},
    Word{"system", {"系统", "the system"}},
    Word{"engine", {"引擎", "the engine"}},
    Word{"window", {"窗口", "window"}},
    Word{"online", {"网上", "online"}},
    Word{"app", {"移动端", "app"}},
};

}  // namespace

std::string fill(std::string_view pattern, std::initializer_list<std::string> values) {
  const std::vector<std::string> list(values);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool place = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                       pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
    const auto index = place ? static_cast<std::size_t>(pattern[i + 1] - '0') : list.size();
    if (index >= list.size()) {
      out += pattern[i];
      continue;
    }
    out += list[index];
    i += 2;
  }
  return out;
}

std::string_view word_for(std::string_view name, Language language) {
  for (const Word& word : kWords) {
    if (word.name == name) return word.phrase.in(language);
  }
  return name;
}

}  // namespace lianban::cli
