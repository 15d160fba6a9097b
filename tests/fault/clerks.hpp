#pragma once

#include <chrono>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

#include "lianban/engine.hpp"

namespace lianban::faults {

/// The people of the approval: applicants, clerks and officers, who do what a case waits for.
class Clerks {
 public:
  Clerks(Engine& engine, int cases) : engine_(engine), cases_(cases) {}

  /// Files all cases; false when one cannot be filed.
  [[nodiscard]] bool file();
  /// One step for every case that waits for a person; how many steps were taken.
  int work();
  /// Cases without an outcome.
  [[nodiscard]] std::vector<std::string> open_cases();
  /// Finds out by telephone what an incident is about, and settles it. Whether it could be.
  [[nodiscard]] bool settle(const Incident& incident);

  [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }
  [[nodiscard]] std::map<std::string, int> outcomes();
  [[nodiscard]] const std::map<std::string, int>& settled() const { return settled_; }

 private:
  bool step(std::size_t index);
  bool hand_in(const std::string& id, const nlohmann::json& shown);
  bool submit(const std::string& id, Verb verb, const std::string& subject, nlohmann::json data,
              Actor actor);

  Engine& engine_;
  const int cases_;
  std::vector<std::string> ids_;
  std::set<std::string> ended_, asked_again_;
  std::map<std::string, int> settled_;  ///< "CODE by retry" and the like -> how many.
};

}  // namespace lianban::faults
