// What a viewer of BPMN relies on, read back with an XML parser.
#include <gtest/gtest.h>

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "picture/sketch.hpp"
#include "support/small_approval.hpp"

namespace lianban::picture {
namespace {

class Bpmn : public ::testing::TestWithParam<bool> {
 protected:
  Bpmn() {
    const auto definition = GetParam() ? support::wenzhou_approval() : support::small_approval();
    const std::string text = draw(*definition, DiagramFormat::kBpmn, {}).value();
    EXPECT_TRUE(document_.load_string(text.c_str()));
    process_ = document_.child("bpmn:definitions").child("bpmn:process");
  }
  pugi::xml_document document_;
  pugi::xml_node process_;
};

TEST_P(Bpmn, EveryFlowIsListedAtBothItsEnds) {
  std::size_t flows = 0;
  const auto lists = [&](const std::string& node, const char* list, const std::string& flow) {
    for (const auto each : process_.find_child_by_attribute("id", node.c_str()).children(list)) {
      if (each.text().get() == flow) return true;
    }
    return false;
  };
  for (const auto flow : process_.children("bpmn:sequenceFlow")) {
    ++flows;
    const std::string id = flow.attribute("id").value();
    EXPECT_TRUE(lists(flow.attribute("sourceRef").value(), "bpmn:outgoing", id)) << id;
    EXPECT_TRUE(lists(flow.attribute("targetRef").value(), "bpmn:incoming", id)) << id;
  }
  EXPECT_GT(flows, 10U);
}

TEST_P(Bpmn, EveryNodeStandsInOneLaneAndHasAShape) {
  std::map<std::string, int> lanes;
  for (const auto lane : process_.child("bpmn:laneSet").children("bpmn:lane")) {
    for (const auto node : lane.children("bpmn:flowNodeRef")) ++lanes[node.text().get()];
  }
  std::set<std::string> drawn;
  const auto plane =
      document_.child("bpmn:definitions").child("bpmndi:BPMNDiagram").child("bpmndi:BPMNPlane");
  for (const auto shape : plane.children()) drawn.insert(shape.attribute("bpmnElement").value());
  for (const auto node : process_.children()) {
    const std::string id = node.attribute("id").value();
    const std::string kind = node.name();
    if (kind == "bpmn:laneSet") continue;
    EXPECT_TRUE(drawn.contains(id)) << id;
    const int expected = kind == "bpmn:sequenceFlow" ? 0 : 1;
    EXPECT_EQ(lanes[id], expected) << id;
  }
}

TEST_P(Bpmn, IdsAreUniqueAndNoTwoShapesLieOnEachOther) {
  std::set<std::string> ids;
  struct Walker : pugi::xml_tree_walker {
    std::set<std::string>* ids = nullptr;
    std::set<std::string> places;
    bool for_each(pugi::xml_node& node) override {
      if (const auto id = node.attribute("id")) {
        EXPECT_TRUE(ids->insert(id.value()).second) << id.value();
      }
      if (std::string(node.name()) == "dc:Bounds") {
        const std::string place =
            std::string(node.attribute("x").value()) + "," + node.attribute("y").value();
        const std::string owner = node.parent().attribute("bpmnElement").value();
        EXPECT_TRUE(places.insert(place).second || owner.starts_with("lane_")) << owner;
      }
      return true;
    }
  };
  Walker walker;
  walker.ids = &ids;
  document_.traverse(walker);
}

TEST_P(Bpmn, EveryTaskCanBeReachedFromTheStart) {
  std::map<std::string, std::vector<std::string>> next;
  for (const auto flow : process_.children("bpmn:sequenceFlow")) {
    next[flow.attribute("sourceRef").value()].emplace_back(flow.attribute("targetRef").value());
  }
  for (const auto guest : process_.children("bpmn:boundaryEvent")) {
    next[guest.attribute("attachedToRef").value()].emplace_back(guest.attribute("id").value());
  }
  std::set<std::string> seen;
  std::vector<std::string> queue{"start"};
  while (!queue.empty()) {
    const std::string at = queue.back();
    queue.pop_back();
    if (seen.insert(at).second) {
      queue.insert(queue.end(), next[at].begin(), next[at].end());
    }
  }
  for (const auto node : process_.children()) {
    const std::string kind = node.name();
    if (kind == "bpmn:laneSet" || kind == "bpmn:sequenceFlow") continue;
    EXPECT_TRUE(seen.contains(node.attribute("id").value())) << node.attribute("id").value();
  }
}

INSTANTIATE_TEST_SUITE_P(Definitions, Bpmn, ::testing::Bool(),
                         [](const auto& each) { return each.param ? "Wenzhou" : "Small"; });

TEST(BpmnKinds, AStateIsWhatHappensInIt) {
  const std::string text = draw(*support::small_approval(), DiagramFormat::kBpmn, {}).value();
  for (const char* part :
       {"<bpmn:userTask id=\"s_intake\"", "<bpmn:serviceTask id=\"s_looking\"",
        "<bpmn:parallelGateway id=\"s_review_fork\"", "<bpmn:parallelGateway id=\"s_review_join\"",
        "<bpmn:exclusiveGateway id=\"s_verdict\"", "<bpmn:endEvent id=\"s_granted\"",
        "<bpmn:boundaryEvent id=\"s_intake_timer_2\"", "attachedToRef=\"s_intake\"",
        ">5 workdays</bpmn:timeDuration>"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace lianban::picture
