#pragma once

#include "bench/options.hpp"
#include "bench/report.hpp"

/// The groups of figures, each in a file of its name. A group cleans up what it wrote.
namespace lianban::bench {

void run_chart(const Options& options, Report& report);
void run_decide(const Options& options, Report& report);
/// Durable commands against the raw ceiling, the disk's own figure, the share of encoding.
void run_durable(const Options& options, Report& report);
void run_open_loop(const Options& options, Report& report);
void run_whole(const Options& options, Report& report);
/// Requests of the HTTP agency against a bare libcurl loop.
void run_calls(const Options& options, Report& report);
void run_memory(const Options& options, Report& report);
void run_storm(const Options& options, Report& report);

/// The fresh process of a memory figure; prints one JSON line for its parent.
int memory_child(int count, char** arguments);

}  // namespace lianban::bench
