"""A callback that raises: the call goes on, Python's own hook hears of it."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from support import doors  # noqa: E402

heard = set()
sys.unraisablehook = lambda what: heard.add(what.exc_type.__name__)
with doors(wake=lambda: 1 / 0) as engine:
    engine.case_show(engine.case_open("door", {})["case"])
print(sorted(heard))
