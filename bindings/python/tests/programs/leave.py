"""Ends while an engine is open and threads are inside it: leave.py HOW DATABASE."""

import contextlib
import os
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from support import PUSH, doors, lianban  # noqa: E402

how, database = sys.argv[1:]
engine = doors(database=database, wake=lambda: None)
case = engine.case_open("door", {"request_id": "r"})["case"]
inside = threading.Event()


def follow():
    for _ in engine.events():
        inside.set()


def push():
    with contextlib.suppress(lianban.LianbanError):  # Closed when the interpreter ends.
        while True:
            engine.case_submit(case, PUSH)


for work in (follow, push):
    threading.Thread(target=work, daemon=True).start()
inside.wait()
print(case, flush=True)
if how == "exit":
    sys.exit(3)
elif how == "at_once":
    os._exit(3)
elif how == "raise":
    raise SystemExit(3)
elif how == "held":
    keep = engine.events()  # A generator in the middle, alive until the very end.
    next(keep)
    sys.exit(3)
