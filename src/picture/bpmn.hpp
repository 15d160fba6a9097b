#pragma once

#include <string>
#include <utility>
#include <vector>

#include "picture/sketch.hpp"

/// BPMN knows no composite states with arrows across their borders: the chart is taken apart into
/// one flat process. A transition of a composite state becomes a flow of each state inside it.
namespace lianban::picture::bpmn {

enum class NodeKind {
  kStart,
  kUserTask,     ///< A person has something to do.
  kServiceTask,  ///< A call is asked for.
  kTask,         ///< Waits for something else.
  kExclusive,
  kParallel,
  kThrow,  ///< A final state inside another one.
  kEnd,
  kBoundary,  ///< A limit that runs out, on the border of a task.
};

struct Node {
  std::string id, name;
  NodeKind kind = NodeKind::kTask;
  std::string lane;      ///< Holder; empty: nobody's.
  std::size_t host = 0;  ///< kBoundary: the task.
  std::string timer;     ///< kBoundary: ISO 8601, or working days in words.
  Progress progress = Progress::kPlain;
  std::vector<std::size_t> incoming, outgoing;  ///< Flows.
  int x = 0, y = 0, width = 0, height = 0;
};

struct Flow {
  std::string id, name;
  std::size_t source = 0, target = 0;  ///< Nodes.
  bool taken = false;
  std::vector<std::pair<int, int>> way;
};

struct Lane {
  std::string id, holder, name;
  int y = 0, height = 0;
  std::vector<std::size_t> nodes;
};

struct Process {
  std::vector<Node> nodes;
  std::vector<Flow> flows;
  std::vector<Lane> lanes;
  int width = 0, height = 0;
};

[[nodiscard]] Process process_of(const Sketch& sketch);
/// Lanes from top to bottom, columns by the number of steps from the start.
void lay_out(const Sketch& sketch, Process& process);

}  // namespace lianban::picture::bpmn
