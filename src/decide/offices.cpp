#include "decide/offices.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "decide/reasons.hpp"
#include "decide/session.hpp"

namespace lianban::decide {

namespace {

constexpr std::size_t kOfficeLength = 64;

bool is_office(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  };
  return text.size() <= kOfficeLength && std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

Competence competence_of(const Session& session, const std::string& agency) {
  const model::Agency* spec = session.definition().agencies.find(agency);
  if (spec == nullptr || !spec->office) return {};
  Competence found{true, {}};
  const Moment moment = session.moment();
  const auto value = spec->office->evaluate(CaseScope(moment));
  if (!value.ok()) return found;
  std::string code;
  if (value->is_string()) code = value->get<std::string>();
  if (value->is_number_integer()) code = value->dump();
  if (is_office(code)) found.office = std::move(code);
  return found;
}

std::vector<Reason> office_reasons(const Session& session, const std::vector<model::Role>& by,
                                   const Actor& actor) {
  std::vector<Reason> reasons;
  for (const model::Role& role : by) {
    const bool has =
        std::find(actor.roles.begin(), actor.roles.end(), role.text()) != actor.roles.end();
    const Competence competence = competence_of(session, role.agency);
    const bool here = !competence.office.empty() && competence.office == actor.office;
    if (!has || !competence.divided || here) continue;
    const model::Agency& agency = *session.definition().agencies.find(role.agency);
    const Text title = title_or(agency.title, agency.id);
    Reason reason{"office",
                  competence.office,
                  {},
                  {},
                  session.definition().basis_of("/agencies/" + agency.id)};
    if (competence.office.empty()) {
      reason.id = agency.id;
      reason.text = {"尚未确定由" + title.in(Language::kChinese) + "的哪个机构管辖",
                     "it is not settled yet which office of " + title.in(Language::kEnglish) +
                         " is competent"};
    } else {
      reason.text = {
          "由" + title.in(Language::kChinese) + "机构 " + competence.office + " 管辖",
          "office " + competence.office + " of " + title.in(Language::kEnglish) + " is competent"};
    }
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

std::string lane_of(const std::string& agency, const std::string& office) {
  return office.empty() ? agency : agency + "@" + office;
}

}  // namespace lianban::decide
