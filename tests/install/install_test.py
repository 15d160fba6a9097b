#!/usr/bin/env python3
"""Installs the build into a scratch folder, moves that, and uses it as a stranger would: the program
without any environment, consumers by CMake and by pkg-config.

  install_test.py BUILD_FOLDER
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
# What may be installed; everything else is a fault. Of each at least one file has to be there.
TOOLS = [r"bin/lianban", r"share/lianban/workflows/.*\.(json|md)", r"share/man/(zh_CN/)?man1/lianban\.1",
         r"share/bash-completion/completions/lianban", r"share/zsh/site-functions/_lianban",
         r"share/fish/vendor_completions\.d/lianban\.fish"]
DEV = [r"include/lianban/\w+\.hpp", r"LIB/liblianban\.a",
       r"LIB/cmake/lianban/lianban(Config(Version)?|CppTargets(-\w+)?)\.cmake",
       r"LIB/pkgconfig/lianban\.pc"]
DEV_C = [r"include/lianban/lianban\.h", r"LIB/liblianban_c\.so",
         r"LIB/cmake/lianban/lianbanCTargets(-\w+)?\.cmake", r"LIB/pkgconfig/lianban-c\.pc"]
RUNTIME_C = [r"LIB/liblianban_c\.so\.\d+", r"LIB/liblianban_c\.so\.\d+\.\d+\.\d+"]


class Fault(Exception):
    pass


def run(command, cwd, environment=None, expect=0):
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=environment, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    if done.returncode != expect:
        raise Fault(f"{' '.join(map(str, command))}\nends with {done.returncode}:\n"
                    f"{done.stdout}{done.stderr}")
    return done.stdout


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def fits(found, patterns, libdir, what):
    patterns = [pattern.replace("LIB", re.escape(libdir)) for pattern in patterns]
    strange = sorted(f for f in found if not any(re.fullmatch(p, f) for p in patterns))
    missing = [p for p in patterns if not any(re.fullmatch(p, f) for f in found)]
    if strange or missing:
        raise Fault(f"{what}: not to be installed: {strange[:5]}; missing: {missing}")


def install(build, scratch, libdir, with_c):
    """Every component by itself; together they are everything. Gives the tree, at another place than
    where it was installed."""
    patterns = {"runtime": RUNTIME_C if with_c else [], "dev": DEV + (DEV_C if with_c else []),
                "tools": TOOLS}
    found = set()
    for component, expected in patterns.items():
        prefix = scratch / component
        run(["cmake", "--install", build, "--prefix", prefix, "--component", component, "--strip"], scratch)
        here = files_in(prefix)
        fits(here, expected, libdir, component)
        if found & here:
            raise Fault(f"in two components: {found & here}")
        found |= here
    moved = scratch / "moved"
    for component in patterns:
        if (scratch / component).exists():
            shutil.copytree(scratch / component, moved, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(scratch / component)
    everything = run(["cmake", "--install", build, "--prefix", scratch / "all", "--strip"], scratch)
    if files_in(scratch / "all") != found:
        raise Fault(f"the components are not everything: {files_in(scratch / 'all') ^ found}\n{everything}")
    shutil.rmtree(scratch / "all")
    return moved


def use_program(tree, scratch):
    program = tree / "bin/lianban"
    if str(SOURCE).encode() in program.read_bytes():
        raise Fault("the installed program knows the folder it was built from")
    away = scratch / "away"
    away.mkdir()
    nothing = {"PATH": "/usr/bin:/bin"}
    workflows = tree / "share/lianban/workflows"
    definition = workflows / "wenzhou-ride-hailing-vehicle.json"
    run([program, "check", definition], away, nothing)
    run([program, "test", workflows / "scenarios/window_granted.json"], away, nothing)
    run([program, "demo"], away, nothing)
    run([program, "init", "mine"], away, nothing)
    run([program, "test", "scenarios"], away / "mine", nothing)
    explained = run([program, "clock", "explain", "--from", "2021-09-28", "--limit", "5 workdays",
                     "--lang", "en"], away, nothing)
    if "2021-10-09" not in explained:
        raise Fault(f"the calendars that were installed are not used:\n{explained}")
    manual = run(["man", "-M", tree / "share/man", "-P", "cat", "lianban"], away,
                 {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
    if "EXIT STATUS" not in manual:
        raise Fault("man does not find the page")


def launcher():
    """Consumers are compiled through the cache where there is one."""
    found = shutil.which("ccache")
    return [f"-DCMAKE_{language}_COMPILER_LAUNCHER={found}" for language in ("C", "CXX")] if found else []


def use_by_cmake(tree, scratch, component, program, arguments, expected):
    build = scratch / f"cmake-{component}"
    run(["cmake", "-S", HERE / "consumer", "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={tree}",
         f"-DCOMPONENT={component}", f"-DPROGRAM={program}"] + launcher(), scratch)
    run(["cmake", "--build", build], scratch)
    printed = run([build / "consumer", *arguments], scratch)
    if not re.search(expected, printed):
        raise Fault(f"{component}, built by CMake, prints {printed!r}")
    # What it was not asked for it says.
    said = subprocess.run(["cmake", "-S", HERE / "consumer", "-B", scratch / "none", "-G", "Ninja",
                           f"-DCMAKE_PREFIX_PATH={tree}", "-DCOMPONENT=rust", f"-DPROGRAM={program}"],
                          cwd=scratch, capture_output=True, text=True)
    if said.returncode == 0 or "no component 'rust'" not in said.stderr:
        raise Fault(f"a component that is not there is found: {said.stderr}")


def use_by_pkg_config(tree, scratch, libdir, module, program, arguments, expected):
    environment = dict(os.environ, PKG_CONFIG_PATH=str(tree / libdir / "pkgconfig"))
    version = run(["pkg-config", "--modversion", module], scratch, environment).strip()
    if f"VERSION {version} " not in (SOURCE / "CMakeLists.txt").read_text():
        raise Fault(f"{module} has version {version}")
    flags = run(["pkg-config", "--cflags", "--libs", module], scratch, environment).split()
    cpp = program.suffix == ".cpp"
    compiler = ["g++", "-std=c++20"] if cpp else ["gcc", "-std=c11"]
    cache = [shutil.which("ccache")] if shutil.which("ccache") else []
    compile_flags = [flag for flag in flags if not flag.startswith("-l")]
    run(cache + compiler + ["-c", program, "-o", "consumer.o"] + compile_flags, scratch)
    run(compiler + ["consumer.o", "-o", f"consumer-{module}"] + flags, scratch)
    environment["LD_LIBRARY_PATH"] = str(tree / libdir)
    printed = run([scratch / f"consumer-{module}", *arguments], scratch, environment)
    if not re.search(expected, printed):
        raise Fault(f"{module}, built by pkg-config, prints {printed!r}")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    cache = (build / "CMakeCache.txt").read_text()
    libdir = re.search(r"^CMAKE_INSTALL_LIBDIR:\w+=(.*)$", cache, re.M).group(1)
    with_c = (build / "install/lianban-c.pc").exists()
    # At the same place every time, so that the cache knows the consumers again.
    scratch = build / "install-test"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        tree = install(build, scratch, libdir, with_c)
        use_program(tree, scratch)
        calendars = [tree / "share/lianban/workflows/calendars"]
        program = SOURCE / "examples/embed_cpp/embed.cpp"
        use_by_cmake(tree, scratch, "cpp", program, calendars, r"^granted\n$")
        use_by_pkg_config(tree, scratch, libdir, "lianban", program, calendars, r"^granted\n$")
        if with_c:
            program = HERE / "consumer/version.c"
            use_by_cmake(tree, scratch, "c", program, [], r"^\d+\.\d+\.\d+\n$")
            use_by_pkg_config(tree, scratch, libdir, "lianban-c", program, [], r"^\d+\.\d+\.\d+\n$")
    except Fault as fault:
        print(fault)
        return 1
    shutil.rmtree(scratch)
    print("installed, moved, and used: the program, CMake and pkg-config consumers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
