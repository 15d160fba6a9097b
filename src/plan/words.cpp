#include "plan/words.hpp"

#include "words/phrase.hpp"

namespace lianban::planning {

namespace {

/// As the checker quotes in each language.
Text quoted(const Text& title) { return words::fill({"“{0}”", "'{0}'"}, {title}); }

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
  return words::fill({"环节{0}", "the step {0}"}, {quoted(link.title)});
}

}  // namespace

Text title_or(const Text& title, const std::string& id) {
  return title.empty() ? Text{id, id} : words::both(title);
}

Text listed_titles(const std::vector<Text>& titles) {
  std::vector<Text> all;
  for (const Text& each : titles) all.push_back(quoted(each));
  return words::listed(all);
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
  std::vector<Text> steps;
  for (std::size_t i = 0; i < circle.size(); ++i) {
    const KnotLink& next = circle[(i + 1) % circle.size()];
    steps.push_back(
        words::fill({"{0}要等{1}", "{0} waits for {1}"}, {subject(circle[i]), subject(next)}));
  }
  return words::join(steps, {"，", ", "});
}

}  // namespace lianban::planning
