#!/usr/bin/env python3
"""Runs the benchmark on a small scale and checks that every figure is measured and printed. Times are
nobody's test.   quick_test.py PROGRAM FOLDER"""

import json
import subprocess
import sys

WANTED = {"chart_steps", "decide", "fdatasync_4k", "durable_1", "durable_4", "durable_16", "durable_64"}


def main():
    program, folder = sys.argv[1:3]
    run = subprocess.run([program, "--quick", "--cases", "500", "--dir", folder],
                         stdout=subprocess.PIPE, text=True, check=False)
    figures = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    missing = WANTED - {figure["name"] for figure in figures}
    unmeasured = [figure["name"] for figure in figures if not figure["value"] > 0]
    print(f"{len(figures)} figures, exit {run.returncode}, missing {sorted(missing)}, empty {unmeasured}")
    return 1 if run.returncode != 0 or missing or unmeasured else 0


if __name__ == "__main__":
    sys.exit(main())
