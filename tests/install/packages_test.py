#!/usr/bin/env python3
"""Makes the Debian packages, has lintian read them, sees whether apt could install them here, and uses
what is in them from a scratch root.

  packages_test.py BUILD_FOLDER
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from install_test import HERE, SOURCE, Fault, run

CONTENTS = {
    "lianban": ["usr/bin/lianban", "usr/share/man/man1/lianban.1.gz", "usr/share/man/zh_CN/man1/lianban.1.gz",
                "usr/share/zsh/vendor-completions/_lianban",
                "usr/share/bash-completion/completions/lianban",
                "usr/share/fish/vendor_completions.d/lianban.fish",
                "usr/share/lianban/workflows/calendars/cn.json"],
    "liblianban-dev": ["usr/include/lianban/engine.hpp", "usr/lib/liblianban.a",
                       "usr/lib/cmake/lianban/lianbanConfig.cmake", "usr/lib/pkgconfig/lianban.pc"],
    "liblianban0": ["usr/lib/liblianban_c.so.0"],
}


def fields(package):
    return {name: value for name, value in
            re.findall(r"^([A-Z][\w-]*): (.*)$", run(["dpkg-deb", "--field", package], "/"), re.M)}


def make(build, out):
    run(["cpack", "--config", build / "CPackConfig.cmake", "-B", out], build)
    packages = {path.name.split("_")[0]: path for path in out.glob("*.deb")}
    expected = set(CONTENTS)
    if not (build / "install/lianban-c.pc").exists():
        expected.discard("liblianban0")
    if set(packages) != expected:
        raise Fault(f"made {sorted(packages)} instead of {sorted(expected)}")
    return packages


def look_at(packages, root):
    # What lintian thinks worth an error or a warning is put right, or stands with its reason in
    # cmake/packaging/overrides.
    allow = ["--allow-root"] if os.getuid() == 0 else []
    run(["lintian", "--fail-on", "error,warning", *allow, *packages.values()], root)
    for name, package in packages.items():
        files = set(re.findall(r" \./(\S+?)(?: -> .*)?$", run(["dpkg-deb", "--contents", package], root), re.M))
        here = [f"usr/share/doc/{name}/{paper}" for paper in
                ("copyright", "changelog.gz", "changelog.Debian.gz")]
        missing = [f for f in CONTENTS[name] + here if f not in files]
        strange = [f for f in files if re.search(r"gtest|test_|bench|fuzz|\.db$", f)]
        if missing or strange:
            raise Fault(f"{name}: missing {missing}, not to be there {strange}")
    needed = fields(packages["lianban"])["Depends"]
    for library in ("libc6", "libcurl4", "libssl3", "libsqlite3-0", "libre2"):
        if library not in needed:
            raise Fault(f"lianban does not depend on {library}: {needed}")


def ask_apt(packages, root):
    """Everything they depend on can be had; on this machine, where all is built, it is there."""
    said = run(["apt-get", "install", "--simulate", "--no-install-recommends",
                *packages.values()], root, dict(os.environ, LC_ALL="C"))
    would = set(re.findall(r"^Inst (\S+)", said, re.M))
    if would != set(packages):
        raise Fault(f"apt would install {sorted(would)}:\n{said}")


def use(packages, root):
    for package in packages.values():
        run(["dpkg-deb", "--extract", package, root], root)
    away = root / "tmp/away"
    away.mkdir(parents=True)
    nothing = {"PATH": f"{root}/usr/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    program = root / "usr/bin/lianban"
    run([program, "init", "mine"], away, nothing)
    run([program, "check", "street-stall-permit.json"], away / "mine", nothing)
    run([program, "test", "scenarios"], away / "mine", nothing)
    run([program, "demo"], away, nothing)
    # bash and zsh read what was installed; the program in it is the one of the root.
    offered = run(["bash", "--norc", "-c",
                   f". {root}/usr/share/bash-completion/completions/lianban; "
                   "COMP_WORDS=(lianban pro); COMP_CWORD=1; _lianban; echo ${COMPREPLY[@]}"], away, nothing)
    if offered != "prove\n":
        raise Fault(f"the installed completion of bash offers {offered!r}")
    offered = run(["zsh", "-f", "-c",
                   f"fpath=({root}/usr/share/zsh/vendor-completions $fpath); autoload -Uz compinit; "
                   "compinit -D -u; print $_comps[lianban]"], away, dict(nothing, HOME=str(away)))
    if offered != "_lianban\n":
        raise Fault(f"zsh does not find the installed completion: {offered!r}")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    out = build / "packages-test"
    shutil.rmtree(out, ignore_errors=True)
    (out / "root").mkdir(parents=True)
    try:
        packages = make(build, out)
        look_at(packages, out)
        ask_apt(packages, out)
        use(packages, out / "root")
    except Fault as fault:
        print(fault)
        return 1
    shutil.rmtree(out)
    print(f"{', '.join(sorted(packages))}: made, read by lintian, known to apt, used")
    return 0


if __name__ == "__main__":
    sys.exit(main())
