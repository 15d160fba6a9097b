// Papers, licences, and what has to be passed before a licence is issued.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/check_parts.hpp"

namespace lianban::model {
namespace {

void check_paper(const Checking& c, const Paper& paper) {
  bool used = false;
  c.each<Produce>(
      [&](const Placed&, const Produce& each) { used = used || each.paper == paper.id; });
  for (const Material& material : c.definition.materials) {
    used = used || (material.defer && material.defer->commitment == paper.id) ||
           (material.source.kind == SourceKind::kProduced && material.source.ref == paper.id);
  }
  if (used) return;
  c.warn(codes::kUnusedPaper, paper.pointer,
         Text{"从没有制作文书", "nothing ever produces the paper "} + named(paper.id),
         {"请写 {\"produce\": \"" + paper.id + "\"}，或者删去它",
          "write {\"produce\": \"" + paper.id + "\"}, or take it out"});
}

void check_licence(const Checking& c, const Licence& licence) {
  bool issued = licence.held.has_value();
  c.each<Issue>(
      [&](const Placed&, const Issue& issue) { issued = issued || issue.licence == licence.id; });
  for (const Material& material : c.definition.materials) {
    issued =
        issued || (material.source.kind == SourceKind::kReuse && material.source.ref == licence.id);
  }
  if (issued) return;
  c.warn(codes::kNeverIssued, licence.pointer,
         Text{"从没有颁发证照", "nothing ever issues the licence "} + named(licence.id),
         {"请写 {\"issue\": \"" + licence.id + "\"}，或者删去它",
          "write {\"issue\": \"" + licence.id + "\"}, or take it out"});
}

std::string must_pass_pointer(const Checking& c, const std::string& state) {
  const auto list = c.source.find("must_pass");
  if (list == c.source.end() || !list->is_array()) return "/must_pass";
  for (std::size_t i = 0; i < list->size(); ++i) {
    if ((*list)[i] == state) return "/must_pass/" + std::to_string(i);
  }
  return "/must_pass";
}

void check_floor(const Checking& c) {
  if (!c.any<Issue>()) return;
  for (const StateIndex state : c.definition.must_pass) {
    if (c.graph.reachable(state)) continue;
    c.error(codes::kMustPassUnreachable, must_pass_pointer(c, c.id(state)),
            Text{"颁证之前必须经过", "no licence can ever be issued: nothing leads to "} +
                named(c.id(state)) + Text{"，但没有转移能到达它", ", which must be passed before"},
            {"请写出到达它的转移，或者从“must_pass”中删去",
             "write a way there, or take it out of 'must_pass'"},
            places_of(c, {state}));
  }
  if (c.any<Accept>()) return;
  c.each<Issue>([&](const Placed& placed, const Issue& issue) {
    c.error(codes::kNeverAccepted, placed.action->pointer,
            Text{"受理之前不能颁证，而没有“accept”动作：",
                 "a licence is not issued before acceptance, and there is no action 'accept': "} +
                named(issue.licence),
            {"请在受理的转移上写 {\"accept\": {}}",
             "write {\"accept\": {}} where the case is accepted"});
  });
}

}  // namespace

void check_papers(const Checking& c) {
  for (const Paper& paper : c.definition.papers) check_paper(c, paper);
  for (const Licence& licence : c.definition.licences) check_licence(c, licence);
  check_floor(c);
}

}  // namespace lianban::model
