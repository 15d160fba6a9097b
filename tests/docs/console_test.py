#!/usr/bin/env python3
"""Does what a Markdown document tells its reader to do, in an empty folder, and compares.

  console_test.py DOCUMENT.md [--path FOLDER]... [--copy FROM:TO]...

In the document
  ```console          lines after "$ " are commands, the lines below them their output; "..." on a
                      line of its own stands for any lines, "..." inside a line for any text; a last
                      line "[exit N]" is the exit code, which is 0 otherwise
  ```json write FILE  the block becomes this file
  ```diff FILE        "-" and " " lines stand in the file; "-" lines go, "+" lines come
Blocks of other kinds are only read. Prints the first place where the document is not true.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(.*)$")


class Untrue(Exception):
    pass


def blocks(text):
    """(line, words after the fence, lines) of every fenced block."""
    found, info, start, body = [], None, 0, []
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if info is None and fence:
            info, start, body = fence.group(1).split(), number, []
        elif info is not None and line == "```":
            found.append((start, info, body))
            info = None
        elif info is not None:
            body.append(line)
    if info is not None:
        raise Untrue(f"line {start}: a block that does not end")
    return found


def commands(body):
    """[command, expected lines, exit code] of a console block."""
    out = []
    for line in body:
        exit_line = re.fullmatch(r"\[exit (\d+)\]", line)
        if line.startswith("$ "):
            out.append([line[2:], [], 0])
        elif line.startswith("> ") and out and not out[-1][1]:
            out[-1][0] += "\n" + line[2:]
        elif not out:
            raise Untrue(f"output before a command: {line}")
        elif exit_line:
            out[-1][2] = int(exit_line.group(1))
        else:
            out[-1][1].append(line)
    return out


def pattern(expected):
    parts = []
    for line in expected:
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(each) for each in line.rstrip().split("...")) + r"[ \t]*\n")
    return re.compile("".join(parts) + r"\s*\Z")


def run(command, expected, code, folder, environment):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    printed = done.stdout + done.stderr
    if done.returncode != code:
        raise Untrue(f"$ {command}\nends with {done.returncode} instead of {code}:\n{printed}")
    if expected and not pattern(expected).match(printed if printed.endswith("\n") else printed + "\n"):
        raise Untrue(f"$ {command}\nprints\n{printed}\ninstead of\n" + "\n".join(expected))


def edit(path, body):
    before = "\n".join(line[1:] for line in body if line[:1] in "- ")
    after = "\n".join(line[1:] for line in body if line[:1] in "+ ")
    text = path.read_text("utf-8")
    if text.count(before) != 1:
        raise Untrue(f"{path.name} has these lines {text.count(before)} times:\n{before}")
    path.write_text(text.replace(before, after), "utf-8")


def tell(document, folder, environment):
    count = 0
    for line, info, body in blocks(document.read_text("utf-8")):
        try:
            if info[:1] == ["console"]:
                for command, expected, code in commands(body):
                    run(command, expected, code, folder, environment)
                    count += 1
            elif info[:2] == ["json", "write"]:
                (folder / info[2]).parent.mkdir(parents=True, exist_ok=True)
                (folder / info[2]).write_text("\n".join(body) + "\n", "utf-8")
            elif info[:1] == ["diff"] and len(info) == 2:
                edit(folder / info[1], body)
        except Untrue as untrue:
            raise Untrue(f"{document.name}:{line}: {untrue}") from None
    return count


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("document", type=pathlib.Path)
    options.add_argument("--path", action="append", default=[], help="where the commands are found")
    options.add_argument("--copy", action="append", default=[], help="a file that is there beforehand")
    options.add_argument("--env", action="append", default=[], help="NAME=VALUE")
    given = options.parse_args()
    environment = dict(os.environ, PATH=os.pathsep.join(given.path + [os.environ["PATH"]]), NO_COLOR="1")
    for setting in given.env:
        name, value = setting.split("=", 1)
        environment[name] = value
    with tempfile.TemporaryDirectory() as folder:
        for pair in given.copy:
            source, target = pair.split(":")
            shutil.copy(source, pathlib.Path(folder) / target)
        try:
            count = tell(given.document, pathlib.Path(folder), environment)
        except Untrue as untrue:
            print(untrue)
            return 1
    if count == 0:
        print(f"{given.document}: no command in it")
        return 1
    print(f"{given.document}: {count} commands, all as written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
