#pragma once

#include "support.hpp"

namespace lianban {

/// A host with its own way to the registry.
class Lending : public Runtime {
 protected:
  void SetUp() override {
    Runtime::SetUp();
    AgencyEntry entry;
    entry.external = true;
    entry.retry.first = std::chrono::seconds{10};
    entry.retry.jitter = 0;
    entry.retry.attempts = 3;
    options.directory.entries["registry"] = entry;
  }
  ExternalTask fetch() {
    const auto tasks = engine->fetch_tasks();
    EXPECT_TRUE(tasks.ok());
    EXPECT_EQ(tasks->size(), 1u);
    return tasks->empty() ? ExternalTask{} : tasks->front();
  }
  bool nothing_to_fetch() { return engine->fetch_tasks()->empty(); }
  void pass(std::chrono::seconds time) { clock->set(clock->now() + time); }
};

}  // namespace lianban
