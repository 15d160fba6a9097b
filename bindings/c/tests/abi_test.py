#!/usr/bin/env python3
"""Holds the library to its promise: the functions of the header and no other symbol, the interface
that was recorded, no newer C library than said.

usage: abi_test.py LIBRARY FOLDER [--record]     FOLDER: bindings/c"""

import difflib
import pathlib
import re
import subprocess
import sys
import tempfile


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def exported(library):
    out = run("nm", "-D", "--defined-only", library)
    if out.returncode != 0:
        sys.exit(f"nm: {out.stderr}")
    symbols = [line.split()[-1] for line in out.stdout.splitlines()]
    return sorted(symbol for symbol in symbols if symbol != "LIANBAN_0")


def needed(library):
    """The newest version of each family of symbols that the library asks for."""
    out = run("objdump", "-T", library).stdout
    newest = {}
    for family, version in re.findall(r"\b(GLIBC|GLIBCXX|CXXABI)_([0-9.]+)", out):
        number = tuple(int(part) for part in version.split("."))
        newest[family] = max(newest.get(family, (0,)), number)
    return newest


def written(versions):
    return [f"{family} {'.'.join(map(str, number))}" for family, number in sorted(versions.items())]


def too_new(recorded, found):
    """Older than recorded is as good: how much is inlined decides what is asked for."""
    most = {line.split()[0]: tuple(map(int, line.split()[1].split("."))) for line in recorded}
    newer = {family: number for family, number in found.items() if number > most.get(family, (0,))}
    for line in written(newer):
        print(f"needs {line}, which is newer than recorded")
    return len(newer)


def compare(what, recorded, found):
    if recorded == found:
        return 0
    print(f"{what}:")
    print("\n".join(difflib.unified_diff(recorded, found, "recorded", "found", lineterm="")))
    return 1


def interface(library, folder, out):
    """What abidw sees of the functions of the header."""
    command = ["abidw", "--exported-interfaces-only", "--no-corpus-path", "--no-show-locs", "--no-comp-dir-path",
               "--drop-private-types", "--drop-undefined-syms", "--no-elf-needed",
               "--headers-dir", str(folder / "include"), "--out-file", str(out), library]
    done = run(*command)
    if done.returncode != 0:
        sys.exit(f"abidw: {done.stderr}")


def main():
    library, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    generator = folder / "tests" / "generate_misuse.py"
    header = folder / "include" / "lianban" / "lianban.h"
    functions = run(sys.executable, generator, "--list", header).stdout.split()
    symbols, baseline = folder / "abi" / "symbols.txt", folder / "abi" / "liblianban_c.abi"
    floors = folder / "abi" / "needs.txt"
    found = [f"{name}@@LIANBAN_0" for name in functions]
    faults = compare("header and library", found, exported(library))
    if "--record" in sys.argv:
        symbols.write_text("\n".join(exported(library)) + "\n", encoding="utf-8")
        floors.write_text("\n".join(written(needed(library))) + "\n", encoding="utf-8")
        interface(library, folder, baseline)
        return faults
    faults += compare("symbols", symbols.read_text(encoding="utf-8").split(), exported(library))
    if "--sanitized" not in sys.argv:
        faults += too_new(floors.read_text(encoding="utf-8").splitlines(), needed(library))
    with tempfile.TemporaryDirectory() as scratch:
        now = pathlib.Path(scratch) / "now.abi"
        interface(library, folder, now)
        # Added symbols alone are no break: with --no-added-syms abidiff leaves with 0 then.
        difference = run("abidiff", "--no-added-syms", "--harmless", str(baseline), str(now))
        if difference.returncode != 0:
            print(difference.stdout, difference.stderr)
            faults += 1
    if not faults:
        print(f"{len(functions)} functions, as recorded")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
