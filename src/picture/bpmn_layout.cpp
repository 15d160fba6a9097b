// Positions, so that a viewer shows something at once; a person may move things afterwards.
#include <algorithm>
#include <deque>
#include <map>

#include "picture/bpmn.hpp"

namespace lianban::picture::bpmn {
namespace {

constexpr int kColumn = 190, kRow = 120, kLabel = 30, kMargin = 40;
constexpr int kTaskWidth = 120, kTaskHeight = 80, kEvent = 36, kGate = 50;

void measure(Node& node) {
  switch (node.kind) {
    case NodeKind::kUserTask:
    case NodeKind::kServiceTask:
    case NodeKind::kTask:
      node.width = kTaskWidth;
      node.height = kTaskHeight;
      return;
    case NodeKind::kExclusive:
    case NodeKind::kParallel:
      node.width = node.height = kGate;
      return;
    case NodeKind::kStart:
    case NodeKind::kThrow:
    case NodeKind::kEnd:
    case NodeKind::kBoundary:
      node.width = node.height = kEvent;
      return;
  }
}

/// Steps from the start; what a task's boundary leads to lies behind the task.
std::vector<int> columns_of(const Process& process) {
  std::vector<int> column(process.nodes.size(), -1);
  std::vector<std::vector<std::size_t>> guests(process.nodes.size());
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    if (process.nodes[i].kind == NodeKind::kBoundary) guests[process.nodes[i].host].push_back(i);
  }
  std::deque<std::size_t> queue;
  const auto reach = [&](std::size_t node, int at) {
    if (column[node] >= 0) return;
    column[node] = at;
    queue.push_back(node);
  };
  const auto spread = [&] {
    while (!queue.empty()) {
      const std::size_t at = queue.front();
      queue.pop_front();
      for (const std::size_t guest : guests[at]) reach(guest, column[at]);
      for (const std::size_t flow : process.nodes[at].outgoing) {
        reach(process.flows[flow].target, column[at] + 1);
      }
    }
  };
  reach(0, 0);
  spread();
  for (std::size_t i = 0; i < column.size(); ++i) {  // what nothing leads to
    if (column[i] >= 0) continue;
    reach(i, 0);
    spread();
  }
  return column;
}

void add_lanes(const Sketch& sketch, Process& process) {
  std::vector<std::string> holders = holders_of(sketch);
  holders.emplace_back();
  for (const std::string& holder : holders) {
    Lane lane;
    lane.holder = holder;
    lane.id = "lane_" + (holder.empty() ? std::string("0system") : holder);
    const Text name = holder.empty() ? words::word("system") : sketch.book->agency(holder);
    lane.name = name.in(sketch.language);
    for (std::size_t i = 0; i < process.nodes.size(); ++i) {
      if (process.nodes[i].lane == holder) lane.nodes.push_back(i);
    }
    if (!lane.nodes.empty()) process.lanes.push_back(std::move(lane));
  }
}

void place_boundaries(Process& process) {
  std::map<std::size_t, int> used;
  for (Node& node : process.nodes) {
    if (node.kind != NodeKind::kBoundary) continue;
    const Node& host = process.nodes[node.host];
    const int step = used[node.host]++;
    node.x = host.x + host.width - kEvent - step * (kEvent + 4);
    node.y = host.y + host.height - kEvent / 2;
  }
}

/// To the right in three strokes; back, or down from a border, around below.
void route(const Process& process, Flow& flow) {
  const Node& from = process.nodes[flow.source];
  const Node& to = process.nodes[flow.target];
  const int from_middle = from.y + from.height / 2;
  const int to_middle = to.y + to.height / 2;
  if (from.kind != NodeKind::kBoundary && to.x > from.x + from.width) {
    const int bend = to.x - 25;
    flow.way.emplace_back(from.x + from.width, from_middle);
    if (from_middle != to_middle) {
      flow.way.emplace_back(bend, from_middle);
      flow.way.emplace_back(bend, to_middle);
    }
    flow.way.emplace_back(to.x, to_middle);
    return;
  }
  const int below = std::max(from.y + from.height, to.y + to.height) + 15;
  flow.way.emplace_back(from.x + from.width / 2, from.y + from.height);
  flow.way.emplace_back(from.x + from.width / 2, below);
  flow.way.emplace_back(to.x + to.width / 2, below);
  flow.way.emplace_back(to.x + to.width / 2, to.y + to.height);
}

}  // namespace

void lay_out(const Sketch& sketch, Process& process) {
  for (Node& node : process.nodes) measure(node);
  const std::vector<int> column = columns_of(process);
  add_lanes(sketch, process);
  int top = kMargin;
  int columns = 0;
  for (Lane& lane : process.lanes) {
    std::map<int, int> rows;
    int most = 1;
    for (const std::size_t index : lane.nodes) {
      Node& node = process.nodes[index];
      if (node.kind == NodeKind::kBoundary) continue;
      const int row = rows[column[index]]++;
      most = std::max(most, row + 1);
      columns = std::max(columns, column[index] + 1);
      node.x = kMargin + 2 * kLabel + column[index] * kColumn + (kColumn - node.width) / 2;
      node.y = top + row * kRow + (kRow - node.height) / 2;
    }
    lane.y = top;
    lane.height = most * kRow;
    top += lane.height;
  }
  process.width = 2 * kLabel + columns * kColumn + kMargin;
  process.height = top - kMargin;
  place_boundaries(process);
  for (Flow& flow : process.flows) route(process, flow);
}

}  // namespace lianban::picture::bpmn
