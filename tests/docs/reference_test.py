#!/usr/bin/env python3
"""Doxygen reads the public headers without a warning, and everything in them that is no plain member
has a comment.

  reference_test.py BUILD_FOLDER
"""

import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

# Special members that say nothing by themselves.
PLAIN = ("~", "operator=")
HAVE_TO = {"function", "enum", "typedef", "define", "friend"}


def said(element):
    return any("".join(part.itertext()).strip() for name in ("briefdescription", "detaileddescription")
               for part in element.findall(name))


def silent(path):
    for compound in ElementTree.parse(path).getroot().findall("compounddef"):
        owner = compound.findtext("compoundname")
        if compound.get("kind") in ("class", "struct") and compound.get("prot") == "public" \
                and not said(compound) and not owner.endswith(("::Impl", "::State")):
            yield compound.find("location"), owner
        for member in compound.iter("memberdef"):
            name = member.findtext("name")
            deleted = "=delete" in (member.findtext("argsstring") or "").replace(" ", "")
            constructor = name == owner.split("::")[-1] and member.findtext("argsstring") == "()"
            if member.get("kind") not in HAVE_TO or member.get("prot") != "public" or said(member):
                continue
            if deleted or constructor or name.startswith(PLAIN):
                continue
            yield member.find("location"), f"{owner} {name}"


def main():
    folder = pathlib.Path(sys.argv[1]).resolve() / "docs"
    if not shutil.which("doxygen"):
        print("doxygen is not installed")
        return 1
    made = subprocess.run(["doxygen", folder / "Doxyfile"], cwd=folder, capture_output=True, text=True)
    faults = made.stderr.splitlines()
    if made.returncode != 0 and not faults:
        faults = [f"doxygen ends with {made.returncode}"]
    pages = sorted((folder / "xml").glob("*.xml"))
    for path in pages:
        faults += [f"{place.get('file')}:{place.get('line')}: {what} has no comment"
                   for place, what in silent(path) if place is not None]
    if not any("engine_8hpp" in page.name for page in pages):
        faults.append("no page of engine.hpp")
    print("\n".join(sorted(set(faults))) or f"{len(pages)} parts of the public faces, all of them explained")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
