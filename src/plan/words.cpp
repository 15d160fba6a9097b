#include "plan/words.hpp"

#include <nlohmann/json.hpp>

namespace lianban::planning {

namespace {

Text join(const Text& one, const Text& separator, const Text& other) {
  if (one.empty()) return other;
  Text all = one;
  all.zh.append(separator.zh).append(other.zh);
  all.en.append(separator.en).append(other.en);
  return all;
}

Text both(const Text& text) { return {text.in(Language::kChinese), text.in(Language::kEnglish)}; }

Text quoted(const Text& title) {
  Text text;
  text.zh.append("“").append(title.in(Language::kChinese)).append("”");
  text.en.append("'").append(title.in(Language::kEnglish)).append("'");
  return text;
}

/// "form.vehicle.energy == "bev"" of a comparison of a path with a value; else empty.
std::string comparison(const Json& rule) {
  if (!rule.is_object() || rule.size() != 1) return {};
  const Json& arguments = rule.begin().value();
  if (!arguments.is_array() || arguments.size() != 2) return {};
  std::string text;
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& side = arguments[i];
    if (i == 1) text.append(" ").append(rule.begin().key()).append(" ");
    if (side.is_object() && side.size() == 1 && side.contains("var") &&
        side.at("var").is_string()) {
      text.append(side.at("var").get<std::string>());
    } else if (side.is_primitive()) {
      text.append(side.dump());
    } else {
      return {};
    }
  }
  return text;
}

std::string name_of(FactKind kind) {
  switch (kind) {
    case FactKind::kAccepted:
    case FactKind::kComplete:
      return "acceptance";
    case FactKind::kMaterial:
      return "material";
    case FactKind::kPaper:
      return "paper";
    case FactKind::kCall:
      return "call";
    case FactKind::kLicence:
      return "licence";
    case FactKind::kState:
      return "state";
    case FactKind::kTransition:
      return "transition";
  }
  return {};
}

template <class T>
void fill(KnotLink& link, const model::Items<T>& items, std::uint32_t position) {
  const T& item = items.begin()[position];
  link.id = item.id;
  link.title = title_or(item.title, item.id);
}

Text subject(const KnotLink& link) {
  if (link.kind == "acceptance") return link.title;
  if (link.kind != "state") return quoted(link.title);
  return join({"环节", "the step "}, {}, quoted(link.title));
}

}  // namespace

Text title_or(const Text& title, const std::string& id) {
  return title.empty() ? Text{id, id} : both(title);
}

Text listed_titles(const std::vector<Text>& titles) {
  Text all;
  for (const Text& each : titles) all = join(all, {"、", ", "}, quoted(each));
  return all;
}

Text guards_in_words(const model::Definition& definition, const std::vector<model::Guard>& guards,
                     const Json& rule, const std::string& pointer) {
  Text all;
  for (std::size_t i = 0; i < guards.size(); ++i) {
    const model::Condition* condition = definition.conditions.find(guards[i].condition);
    Text words;
    if (condition != nullptr) {
      words = title_or(condition->title, condition->id);
    } else {
      const Json& written = rule.is_array() && i < rule.size() ? rule[i] : rule;
      const std::string plain = comparison(written);
      words = plain.empty() ? Text{"符合规则 " + pointer, "the rule at " + pointer + " holds"}
                            : Text{plain, plain};
    }
    all = join(all, {"，并且", " and "}, words);
  }
  return all;
}

KnotLink link_of(const model::Definition& definition, const Facts& facts, FactIndex fact) {
  KnotLink link;
  const FactKind kind = facts.kind(fact);
  const std::uint32_t position = facts.position(fact);
  link.kind = name_of(kind);
  switch (kind) {
    case FactKind::kAccepted:
    case FactKind::kComplete:
      link.title = {"受理", "the acceptance"};
      break;
    case FactKind::kMaterial:
      fill(link, definition.materials, position);
      break;
    case FactKind::kPaper:
      fill(link, definition.papers, position);
      break;
    case FactKind::kCall:
      fill(link, definition.calls, position);
      break;
    case FactKind::kLicence:
      fill(link, definition.licences, position);
      break;
    case FactKind::kState: {
      const model::State& state = definition.chart.states[position];
      link.id = state.id;
      link.title = title_or(state.title, state.id);
      break;
    }
    case FactKind::kTransition: {
      const model::State& source =
          definition.chart.states[definition.chart.transitions[position].source];
      link.id = source.id;
      link.title = title_or(source.title, source.id);
      break;
    }
  }
  return link;
}

std::vector<KnotLink> links_of(const model::Definition& definition, const Facts& facts,
                               const Circle& circle) {
  std::vector<KnotLink> links;
  for (const FactIndex fact : circle) {
    KnotLink link = link_of(definition, facts, fact);
    const std::string before = links.empty() ? std::string() : links.back().kind;
    const bool is_step = link.kind == "state" && before == "state";
    const bool repeats = link.kind == "acceptance" && before == "acceptance";
    if (link.kind != "transition" && !is_step && !repeats) links.push_back(std::move(link));
  }
  return links;
}

Text circle_in_words(const std::vector<KnotLink>& circle) {
  Text all;
  for (std::size_t i = 0; i < circle.size(); ++i) {
    const KnotLink& next = circle[(i + 1) % circle.size()];
    Text step = join(subject(circle[i]), {"要等", " waits for "}, subject(next));
    all = join(all, {"，", ", "}, step);
  }
  return all;
}

}  // namespace lianban::planning
