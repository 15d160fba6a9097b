#!/usr/bin/env python3
"""Types at real shells and looks at what their completion makes of it.

  shells_test.py FOLDER_OF_THE_PROGRAM
"""

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

TYPED = {  # what is typed, <TAB> as "\t": what the command is called with
    "comple\tzs\t": "completion zsh",
    "--lang e\tversi\t": "--lang en version",
    "case hist\tC1 --veri\t": "case history C1 --verify",
    "docs --lang bo\t": "docs --lang both",
    "diagram --format plant\t": "diagram --format plantuml",
    "--database case versi\t": "--database case version",
    "check some-def\t": "check some-definition.json",
    "agencies check some-def\t--jso\t": "agencies check some-definition.json --json",
    "incident giv\t": "incident give-up",
    "explain LB-P310\t2": "explain LB-P3102",
}
ZSH = ("autoload -Uz compinit; compinit -D -u; unsetopt AUTO_LIST AUTO_MENU; PROMPT='> '; "
       "source <(command lianban completion zsh); lianban() { print -r -- \"got<$*>\" }")
BASH = ("source <(command lianban completion bash); bind 'set bell-style none'; PS1='> '; "
        "lianban() { local IFS=' '; printf 'got<%s>\\n' \"$*\"; }")
SHELLS = {"bash": (["bash", "--norc", "--noprofile", "-i"], BASH),
          "zsh": (["zsh", "-f", "-i"], ZSH)}


class Terminal:
    """A shell at a terminal of its own."""

    def __init__(self, command, folder, environment):
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self.text = ""

    def type(self, words):
        os.write(self.end, words.encode())

    def wait_for(self, pattern, seconds=20):
        """What came up to and with the pattern; None if it does not come."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end():]
                return found
            if select.select([self.end], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self.end, 65536).decode("utf-8", "replace")
                except OSError:
                    return None
        return None

    def close(self):
        os.close(self.end)
        os.waitpid(self.child, 0)


def drive(shell, folder, environment):
    command, setup = SHELLS[shell]
    terminal = Terminal(command, folder, environment)
    faults = []
    try:
        terminal.type(setup + "; echo rea''dy\n")
        if not terminal.wait_for("ready"):
            return [f"{shell}: does not start: {terminal.text!r}"]
        for typed, expected in TYPED.items():
            terminal.type("lianban " + typed + "\n")
            got = terminal.wait_for(r"got<([^>]*)>")
            # zsh puts "=" between an option and its value.
            words = got.group(1).replace("=", " ").strip() if got else f"nothing ({terminal.text!r})"
            if words != expected:
                faults.append(f"{shell}: {typed!r} becomes {words!r} instead of {expected!r}")
    finally:
        terminal.close()
    return faults


def ask_fish(folder, environment):
    """fish says itself what it would complete."""
    faults = []
    for typed, expected in TYPED.items():
        words = typed.split("\t")[0]
        want = expected.split()[len(words.split()) - 1]
        asked = subprocess.run(
            ["fish", "--no-config", "-c",
             f"lianban completion fish | source; complete -C 'lianban {words}'"],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
        offered = [line.split("\t")[0] for line in asked.stdout.splitlines()]
        if asked.returncode != 0 or asked.stderr or want not in offered:
            faults.append(f"fish: {words!r} offers {offered} without {want!r} {asked.stderr}")
        # Nothing of another command, and no file where there is none to name.
        if typed.startswith("comple") and "some-definition.json" in offered:
            faults.append(f"fish: {words!r} offers files")
    return faults


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    faults = [f"{tool} is not installed" for tool in ("bash", "zsh", "fish") if not shutil.which(tool)]
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "some-definition.json").write_text("{}")
        environment = {"PATH": f"{program}:{os.environ['PATH']}", "HOME": folder, "TERM": "dumb",
                       "LC_ALL": "C.UTF-8", "LIANBAN_LANG": "en"}
        for shell in ("bash", "zsh", "fish"):
            for language in ("en", "zh"):
                script = subprocess.run(["lianban", "completion", shell, "--lang", language], text=True,
                                        capture_output=True, env=environment, check=True).stdout
                read = subprocess.run([shell, "-n"], input=script, text=True, env=environment,
                                      capture_output=True)
                if read.returncode != 0 or read.stderr or not script:
                    faults.append(f"{shell} -n: {language}: {read.stderr}")
        if not faults:
            faults = drive("bash", folder, environment) + drive("zsh", folder, environment)
            faults += ask_fish(folder, environment)
    print("\n".join(faults) or f"{len(TYPED)} lines typed at bash, zsh and fish")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
