#!/usr/bin/env python3
"""Runs the quick groups of the benchmark and checks that every figure is measured and printed. Times
are nobody's test.   quick_test.py PROGRAM FOLDER"""

import json
import subprocess
import sys

WANTED = {"chart_steps", "decide", "fdatasync_4k", "durable_1", "durable_4", "durable_16", "durable_64"}


def main():
    program, folder = sys.argv[1:3]
    figures, failed = [], []
    for group in ("chart", "decide", "durable"):
        run = subprocess.run([program, "--quick", "--cases", "500", "--only", group, "--dir", folder],
                             stdout=subprocess.PIPE, text=True, check=False)
        figures += [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        failed += [group] if run.returncode != 0 else []
    missing = WANTED - {figure["name"] for figure in figures}
    unmeasured = [figure["name"] for figure in figures if not figure["value"] > 0]
    print(f"{len(figures)} figures, failed {failed}, missing {sorted(missing)}, empty {unmeasured}")
    return 1 if failed or missing or unmeasured else 0


if __name__ == "__main__":
    sys.exit(main())
