"""What the tests share: the package of this folder, a small approval, a process of its own."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE.parent
ROOT = PACKAGE.parent.parent
sys.path.insert(0, str(PACKAGE / "src"))

import lianban  # noqa: E402

DOOR = {
    "lianban": 1,
    "id": "door",
    "version": "1.0.0",
    "chart": {
        "states": [
            {"id": "shut", "transitions": [{"on": "push", "to": "open"}]},
            {"id": "open", "transitions": [{"on": "push", "to": "shut"}]},
        ]
    },
}
PUSH = {"verb": "send", "subject": "push"}


def doors(**config):
    """An engine on which the small approval is published."""
    engine = lianban.Engine(calendars=ROOT / "workflows/calendars", **config)
    engine.definition_publish(DOOR)
    return engine


def run(script, *arguments, timeout=60):
    """A script of this folder's `programs`, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", str(HERE / "programs" / script), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
