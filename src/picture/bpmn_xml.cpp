// BPMN 2.0.2 (OMG formal/2013-12-09), sections 10 and 12, and "BPMN in Color" 1.0 for what a case
// has done. Every node lists its flows: bpmn-js follows these lists, not the flows' ends.
#include <pugixml.hpp>
#include <sstream>

#include "picture/bpmn.hpp"

namespace lianban::picture {
namespace {

using bpmn::Flow;
using bpmn::Node;
using bpmn::NodeKind;
using bpmn::Process;
using pugi::xml_node;

xml_node child(xml_node parent, const char* name, const std::string& id) {
  xml_node node = parent.append_child(name);
  if (!id.empty()) node.append_attribute("id") = id.c_str();
  return node;
}

const char* element_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::kStart:
      return "bpmn:startEvent";
    case NodeKind::kUserTask:
      return "bpmn:userTask";
    case NodeKind::kServiceTask:
      return "bpmn:serviceTask";
    case NodeKind::kTask:
      return "bpmn:task";
    case NodeKind::kExclusive:
      return "bpmn:exclusiveGateway";
    case NodeKind::kParallel:
      return "bpmn:parallelGateway";
    case NodeKind::kThrow:
      return "bpmn:intermediateThrowEvent";
    case NodeKind::kEnd:
      return "bpmn:endEvent";
    case NodeKind::kBoundary:
      return "bpmn:boundaryEvent";
  }
  return "";
}

class XmlWriter {
 public:
  XmlWriter(const Sketch& sketch, const Process& process) : sketch_(sketch), process_(process) {}

  std::string run() {
    xml_node root = document_.append_child("bpmn:definitions");
    const auto name_space = [&](const char* name, const char* value) {
      root.append_attribute(name) = value;
    };
    name_space("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL");
    name_space("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI");
    name_space("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC");
    name_space("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI");
    name_space("xmlns:color", "http://www.omg.org/spec/BPMN/non-normative/color/1.0");
    name_space("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    name_space("id", "definitions");
    name_space("targetNamespace", "urn:lianban:definition");
    name_space("exporter", "lianban");
    xml_node collaboration = child(root, "bpmn:collaboration", "collaboration");
    xml_node pool = child(collaboration, "bpmn:participant", "pool");
    pool.append_attribute("name") = sketch_.title.c_str();
    pool.append_attribute("processRef") = "process";
    semantics(root);
    diagram(root);
    std::ostringstream out;
    document_.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
    return out.str();
  }

 private:
  void semantics(xml_node root) {
    xml_node process = child(root, "bpmn:process", "process");
    process.append_attribute("name") = sketch_.title.c_str();
    process.append_attribute("isExecutable") = false;
    xml_node lanes = child(process, "bpmn:laneSet", "lanes");
    for (const bpmn::Lane& lane : process_.lanes) {
      xml_node node = child(lanes, "bpmn:lane", lane.id);
      node.append_attribute("name") = lane.name.c_str();
      for (const std::size_t each : lane.nodes) {
        node.append_child("bpmn:flowNodeRef").text() = process_.nodes[each].id.c_str();
      }
    }
    for (const Node& node : process_.nodes) flow_node(process, node);
    for (const Flow& flow : process_.flows) {
      xml_node element = child(process, "bpmn:sequenceFlow", flow.id);
      if (!flow.name.empty()) element.append_attribute("name") = flow.name.c_str();
      element.append_attribute("sourceRef") = process_.nodes[flow.source].id.c_str();
      element.append_attribute("targetRef") = process_.nodes[flow.target].id.c_str();
    }
  }

  void flow_node(xml_node process, const Node& node) {
    xml_node element = child(process, element_of(node.kind), node.id);
    if (!node.name.empty()) element.append_attribute("name") = node.name.c_str();
    if (node.kind == NodeKind::kBoundary) {
      element.append_attribute("attachedToRef") = process_.nodes[node.host].id.c_str();
    }
    for (const std::size_t flow : node.incoming) {
      element.append_child("bpmn:incoming").text() = process_.flows[flow].id.c_str();
    }
    for (const std::size_t flow : node.outgoing) {
      element.append_child("bpmn:outgoing").text() = process_.flows[flow].id.c_str();
    }
    if (node.kind != NodeKind::kBoundary) return;
    xml_node timer = child(element, "bpmn:timerEventDefinition", node.id + "_limit");
    xml_node length = timer.append_child("bpmn:timeDuration");
    length.append_attribute("xsi:type") = "bpmn:tFormalExpression";
    length.text() = node.timer.c_str();
  }

  static void bounds(xml_node shape, int x, int y, int width, int height) {
    xml_node node = shape.append_child("dc:Bounds");
    node.append_attribute("x") = x;
    node.append_attribute("y") = y;
    node.append_attribute("width") = width;
    node.append_attribute("height") = height;
  }

  static void colour(xml_node shape, Progress progress) {
    if (progress == Progress::kPlain) return;
    const Colours colours = colours_of(progress);
    shape.append_attribute("color:background-color") = std::string(colours.fill).c_str();
    shape.append_attribute("color:border-color") = std::string(colours.line).c_str();
  }

  xml_node shape_of(xml_node plane, const std::string& element) {
    xml_node shape = child(plane, "bpmndi:BPMNShape", element + "_shape");
    shape.append_attribute("bpmnElement") = element.c_str();
    return shape;
  }

  void diagram(xml_node root) {
    xml_node diagram = child(root, "bpmndi:BPMNDiagram", "diagram");
    xml_node plane = child(diagram, "bpmndi:BPMNPlane", "plane");
    plane.append_attribute("bpmnElement") = "collaboration";
    constexpr int kLeft = 40, kLabel = 30;
    xml_node pool = shape_of(plane, "pool");
    pool.append_attribute("isHorizontal") = true;
    bounds(pool, kLeft, kLeft, process_.width, process_.height);
    for (const bpmn::Lane& lane : process_.lanes) {
      xml_node shape = shape_of(plane, lane.id);
      shape.append_attribute("isHorizontal") = true;
      bounds(shape, kLeft + kLabel, lane.y, process_.width - kLabel, lane.height);
    }
    for (const Node& node : process_.nodes) {
      xml_node shape = shape_of(plane, node.id);
      if (node.kind == NodeKind::kExclusive) shape.append_attribute("isMarkerVisible") = true;
      colour(shape, node.progress);
      bounds(shape, node.x, node.y, node.width, node.height);
    }
    for (const Flow& flow : process_.flows) {
      xml_node edge = child(plane, "bpmndi:BPMNEdge", flow.id + "_edge");
      edge.append_attribute("bpmnElement") = flow.id.c_str();
      if (flow.taken) edge.append_attribute("color:border-color") = "#2E7D32";
      for (const auto& [x, y] : flow.way) {
        xml_node point = edge.append_child("di:waypoint");
        point.append_attribute("x") = x;
        point.append_attribute("y") = y;
      }
    }
  }

  const Sketch& sketch_;
  const Process& process_;
  pugi::xml_document document_;
};

}  // namespace

std::string write_bpmn(const Sketch& sketch) {
  Process process = bpmn::process_of(sketch);
  bpmn::lay_out(sketch, process);
  return XmlWriter(sketch, process).run();
}

}  // namespace lianban::picture
