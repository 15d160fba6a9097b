#!/usr/bin/env python3
"""Runs the benchmark in short and checks that it ends well and prints every figure with its number
and unit. No bound on any time: that is for a person on a quiet machine.
   quick_test.py PROGRAM FOLDER"""

import json
import subprocess
import sys

FIGURES = {
    "chart_steps", "chart_steps_all_regions", "decide", "fdatasync_4k",
    "durable_1", "durable_4", "durable_16", "durable_64", "durable_16_small_cache",
    "durable_light_1", "durable_light_16", "coding_share_1", "coding_share_16",
    "open_loop_1000_p99", "whole_cases", "whole_cases_4_pumps", "openings",
    "idle_memory", "memory_with_open_cases", "first_answer",
    "storm_timers", "storm_clerks_p99", "storm_paced_timers", "storm_paced_clerks_p99",
    "calls_1", "calls_16", "calls_128",
}
WITH_RATIO = {"durable_1", "durable_4", "durable_16", "durable_64", "storm_timers",
              "storm_clerks_p99", "calls_1", "calls_16", "calls_128"}


def main():
    program, folder = sys.argv[1:3]
    run = subprocess.run([program, "--quick", "--cases", "500", "--dir", folder],
                         capture_output=True, text=True, check=False)
    faults = [] if run.returncode == 0 else [f"ended with {run.returncode}"]
    figures = {}
    for line in run.stdout.splitlines():
        try:
            figure = json.loads(line)
            figures[figure["name"]] = figure
        except (ValueError, KeyError, TypeError):
            faults.append(f"no figure: {line}")
    faults += [f"missing: {name}" for name in sorted(FIGURES - figures.keys())]
    faults += [f"not listed here: {name}" for name in sorted(figures.keys() - FIGURES)]
    for name, figure in figures.items():
        if not isinstance(figure.get("value"), (int, float)) or figure["value"] <= 0:
            faults.append(f"{name}: no value")
        if not figure.get("unit"):
            faults.append(f"{name}: no unit")
        if name in WITH_RATIO and not figure.get("ratio", 0) > 0:
            faults.append(f"{name}: no ratio")
        if "aim" in figure and not isinstance(figure.get("met"), bool):
            faults.append(f"{name}: an aim without a verdict")
    if faults:
        print(run.stderr)
        print("\n".join(faults))
        return 1
    print(f"{len(figures)} figures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
