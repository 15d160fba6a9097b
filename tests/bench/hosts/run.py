#!/usr/bin/env python3
"""What a durable command costs through each host's language, relative to C++.

All languages open the same cases in databases of their own, in turns, several rounds in one run; a
language's figure is the median of its rounds' ratios to the C++ run beside it.

usage: run.py FOLDER_OF_PROGRAMS LIBRARY [--commands N] [--rounds N]"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
WANTED = {"c": 1.03, "java": 1.15, "node": 1.15}


def languages(programs):
    """The command of each language."""
    python = ROOT / "bindings/python/src"
    jar = ROOT / "bindings/java/target"
    return {
        "c++": [programs / "lianban_overhead_cpp"],
        "c": [programs / "lianban_overhead_c"],
        "python": ["env", f"PYTHONPATH={python}", sys.executable, HERE / "overhead.py"],
        "java": ["java", "-cp", f"{jar}/*:{jar}/lib/*", HERE / "Overhead.java"],
        "node": ["env", f"LIANBAN_NODE={ROOT / 'bindings/node/index.js'}", "node", HERE / "overhead.js"],
    }


def measure(command, folder, commands, library):
    database = pathlib.Path(folder) / "overhead.db"
    given = [ROOT / "workflows/wenzhou-ride-hailing-vehicle.json", ROOT / "examples/embed_c/filing.json",
             ROOT / "workflows/calendars", database, commands]
    done = subprocess.run([str(part) for part in [*command, *given]], capture_output=True, text=True,
                          env={**os.environ, "LIANBAN_LIBRARY": str(library)}, check=False)
    for left in pathlib.Path(folder).iterdir():
        left.unlink()
    if done.returncode != 0:
        sys.exit(f"{command[0]}: {done.stderr or done.stdout}")
    return float(done.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("--commands", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    found = languages(asked.programs.resolve())
    missing = [name for name in ("java", "node") if shutil.which(name) is None]
    for name in missing:
        print(f"{name} is not installed: not measured", file=sys.stderr)
        del found[name]
    micros = {name: [] for name in found}
    with tempfile.TemporaryDirectory(prefix="lianban-overhead-") as folder:
        for _ in range(asked.rounds):
            for name, command in found.items():
                micros[name].append(measure(command, folder, asked.commands, asked.library.resolve()))
    for name, all_rounds in micros.items():
        ratios = [one / base for one, base in zip(all_rounds, micros["c++"])]
        print(json.dumps({"figure": f"host.{name}", "us_per_command": round(statistics.median(all_rounds), 1),
                          "ratio_to_cpp": round(statistics.median(ratios), 3),
                          "lowest": round(min(ratios), 3), "highest": round(max(ratios), 3),
                          "aim": WANTED.get(name), "rounds": asked.rounds, "commands": asked.commands}))


if __name__ == "__main__":
    main()
