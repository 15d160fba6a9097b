#!/usr/bin/env python3
"""The manual pages are read by man and groff without a complaint, and say every command.

  manual_test.py MAN_FOLDER LIANBAN
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

PAGES = {"en": ("man1", "NAME", "EXIT STATUS"), "zh": ("zh_CN/man1", "名称", "退出码")}


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="100", NO_COLOR="1"), **more)


def commands(lianban):
    """Every command that has none below it, as the completion for bash knows them."""
    script = run([lianban, "completion", "bash"]).stdout
    return [path.replace("/", " ") for path, below in
            re.findall(r"^    '([^']+)'\) commands='([^']*)'", script, re.M) if not below]


def check(page, lianban, language, sections):
    faults = []
    for command in (["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", str(page)],
                    ["man", "--warnings", "-E", "UTF-8", "-l", str(page)]):
        read = run(command)
        if read.returncode != 0 or read.stderr:
            faults.append(f"{' '.join(command)}\n{read.stderr}")
    # Bold and italic are overstruck characters where the output is no terminal.
    text = re.sub(".\b", "", read.stdout)
    faults += [f"{page}: no section {name}" for name in sections if name not in text]
    faults += [f"{page}: nothing about lianban {command}" for command in commands(lianban)
               if f"lianban {command}" not in text]
    if page.read_text("utf-8") != run([lianban, "man", "--lang", language]).stdout:
        faults.append(f"{page} is not what the program writes")
    title = run(["lexgrog", str(page)])
    if "lianban - " not in title.stdout:
        faults.append(f"{page}: whatis finds no title: {title.stdout}{title.stderr}")
    return faults


def main():
    folder, lianban = pathlib.Path(sys.argv[1]), sys.argv[2]
    faults = [f"{tool} is not installed" for tool in ("man", "groff") if not shutil.which(tool)]
    if len(commands(lianban)) < 30:
        faults.append("the commands were not found")
    for language, (place, *sections) in PAGES.items():
        if not faults:
            faults += check(folder / place / "lianban.1", lianban, language, sections)
    as_json = json.loads(run([lianban, "man", "--json"]).stdout)
    if not as_json["ok"] or not as_json["page"].startswith(".\\\""):
        faults.append("man --json gives no page")
    print("\n".join(faults) or f"{len(PAGES)} manual pages, {len(commands(lianban))} commands")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
