#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "chart/bitset.hpp"
#include "model/chart.hpp"

namespace lianban::chart {

using model::StateIndex;
using model::TransitionIndex;

/// An event on its way into the chart. Names of the engine (call., clock., done., ...) come from
/// `decide` and from done states; the interpreter does not judge who may send what.
struct Event {
  std::string name;
  std::shared_ptr<const Json> data;  ///< Null: no data.
};

/// Per history state what it recorded, in document order.
using History = std::map<StateIndex, std::vector<StateIndex>>;

/// Where a chart stands between two macrosteps: all that has to be kept.
struct Snapshot {
  Bitset active;         ///< The full configuration, ancestors too; as wide as the chart's states.
  History history;       ///< W3C: historyValue.
  bool running = false;  ///< False before start and after a final.
};

}  // namespace lianban::chart
