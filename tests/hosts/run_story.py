#!/usr/bin/env python3
"""Runs a story runner in an empty folder: run_story.py cpp|c PROGRAM.

The one in C++ compares by itself; what the one in C prints is compared with story.expected, and
recorded with UPDATE_GOLDEN=1.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main():
    runner, program = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        told = subprocess.run([program, HERE / "story.json", scratch], stdout=subprocess.PIPE, check=True)
    if runner == "cpp":
        sys.stdout.write(told.stdout.decode())
        return 0
    recorded = HERE / "story.expected"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        recorded.write_bytes(told.stdout)
    told_lines = told.stdout.decode().splitlines()
    expected_lines = recorded.read_text("utf-8").splitlines()
    for line, expected in zip(told_lines, expected_lines):
        if line != expected:
            print(f"told:\n{line}\nrecorded:\n{expected}")
            return 1
    print(f"{len(told_lines)} lines told, {len(expected_lines)} recorded")
    return 0 if len(told_lines) == len(expected_lines) else 1


if __name__ == "__main__":
    sys.exit(main())
