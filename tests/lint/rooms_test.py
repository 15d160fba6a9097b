#!/usr/bin/env python3
"""Holds the house to its plan: which room may include which, how long a file may be, and that every
source file stands in git's own formatting rules. Prints each fault as FILE:LINE: what."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALLOWED = {
    "base": set(),
    "rules": {"base"},
    "calendar": {"base"},
    "lifecycle": {"base"},
    "audit": {"base"},
    "licence": {"base"},
    "store": {"base"},
    "adapter": {"base"},
    "model": {"base", "rules", "calendar"},
    "chart": {"base", "model", "rules"},
    "material": {"base", "model", "rules", "calendar", "lifecycle"},
    "decide": {"base", "rules", "calendar", "lifecycle", "audit", "licence", "model", "chart", "material"},
    "runtime": {"base", "rules", "calendar", "lifecycle", "audit", "licence", "model", "chart", "material",
                "decide", "store", "adapter"},
    "scenario": {"base", "calendar", "adapter", "model", "decide"},
    "explain": {"base"},
    "plan": {"base", "rules", "calendar", "model", "words"},
    "words": {"base", "rules", "calendar", "model"},
    "picture": {"base", "rules", "calendar", "model", "words"},
    "document": {"base", "rules", "calendar", "model", "words"},
    "difference": {"base", "rules", "calendar", "model", "words"},
    "prove": {"base", "rules", "calendar", "lifecycle", "audit", "licence", "model", "chart", "material",
              "decide"},
    "rehearse": {"base", "rules", "calendar", "lifecycle", "model", "decide", "store", "adapter", "runtime"},
}
# Heavy or private third parties, and the only rooms whose .cpp files may see them.
THIRD_PARTY = {
    r"boost/": {"lifecycle"},
    r"SQLiteCpp/|sqlite3\.h": {"store"},
    r"curl/": {"adapter"},
    r"valijson/": {"model", "adapter"},
    r"spdlog/": {"base"},
    r"re2/": {"rules", "model"},
    r"openssl/": {"base"},
    r"utf8proc\.h": {"base"},
    r"pugixml\.hpp": {"picture"},
}
LINES, TEST_LINES = 500, 800
# The C face is one header by design; most of it is the reference of its functions.
WHOLE = {"bindings/c/include/lianban/lianban.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def check_include(path, room, name, quoted):
    first = name.split("/")[0]
    if first == "lianban":
        return None
    if quoted and room is not None:
        if first not in ALLOWED:
            return f"includes '{name}', which is in no room"
        if first != room and first not in ALLOWED[room]:
            return f"room {room} may not include room {first}"
    for pattern, rooms in THIRD_PARTY.items():
        if not re.match(pattern, name):
            continue
        if room not in rooms:
            return f"only {', '.join(sorted(rooms))} may include <{name}>"
        if path.suffix == ".hpp" and path.name != "machine.hpp" and "sqlite" not in path.name:
            return f"<{name}> belongs into a .cpp file"
    return None


def check_file(path):
    relative = path.relative_to(ROOT)
    room = relative.parts[1] if relative.parts[0] == "src" else None
    lines = path.read_text(encoding="utf-8").splitlines()
    cap = TEST_LINES if relative.parts[0] == "tests" else LINES
    if len(lines) > cap and str(relative) not in WHOLE:
        yield f"{relative}:{cap}: {len(lines)} lines, more than {cap}"
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quoted, name = found.group(1) == '"', found.group(2)
        if relative.parts[0] == "include":
            if not (name.startswith("lianban/") or name.startswith("nlohmann/") or "/" not in name):
                yield f"{relative}:{number}: public headers show nlohmann and the standard library only"
            continue
        if relative.parts[0] in ("examples", "bindings"):
            # The C face reads JSON and UTF-8 as strictly as the rooms do, with the same code.
            own = {"base"} if relative.parts[:2] == ("bindings", "c") else set()
            if quoted and name.split("/")[0] in set(ALLOWED) - own:
                yield f"{relative}:{number}: faces see include/ only"
            continue
        if relative.parts[0] == "src":
            fault = check_include(path, room, name, quoted)
            if fault:
                yield f"{relative}:{number}: {fault}"


def main():
    files = [p for folder in ("src", "include", "examples", "bindings", "tests")
             for p in sorted((ROOT / folder).rglob("*")) if p.suffix in (".cpp", ".hpp", ".h")
             # Other people's, installed for the tests of the host packages.
             and not {"node_modules", "venv"} & set(p.parts)]
    faults = [fault for path in files for fault in check_file(path)]
    faults += [f"src/{room}: a room without README.md"
               for room in ALLOWED if not (ROOT / "src" / room / "README.md").is_file()]
    unknown = {p.name for p in (ROOT / "src").iterdir() if p.is_dir()} - set(ALLOWED)
    faults += [f"src/{room}: a room that the plan does not name" for room in sorted(unknown)]
    print("\n".join(faults) or f"{len(files)} files, every include where it may be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
