"""Tells tests/hosts/story.json through this package and prints what tests/hosts/README.md says."""

import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "src"))

import lianban  # noqa: E402


def filled(value, saved, folder):
    """The argument with what was saved, and what stands in files, put in."""
    if isinstance(value, list):
        return [filled(each, saved, folder) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["$"]:
        return saved[value["$"]]
    if list(value) == ["$file"]:
        return (folder / value["$file"]).read_text("utf-8")
    return {name: filled(each, saved, folder) for name, each in value.items()}


def at(value, pointer):
    for part in pointer.split("/")[1:]:
        value = value[int(part) if isinstance(value, list) else part]
    return value


def tell(story, folder, engine):
    """(call, code, result) of each step."""
    saved = {}
    for step in story["steps"]:
        if "call" not in step:
            continue
        name = step["call"]
        arguments = [filled(each, saved, folder) for each in step["args"]]
        if name == "callback_deliver":
            arguments[1] = arguments[1].encode("utf-8")
        of = lianban if name in story["library"] else engine
        try:
            result = getattr(of, name.removeprefix("engine_"))(*arguments)
        except lianban.LianbanError as error:
            yield name, error.code, error.json
            continue
        for key, pointer in step.get("save", {}).items():
            saved[key] = at(result, pointer)
        yield name, 0, result


def lines(file):
    story = json.loads(file.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        config = dict(
            story["config"],
            database=os.path.join(scratch, "story.db"),
            calendars=file.parent / story["calendars"],
        )
        with lianban.Engine(**config) as engine:
            for number, (name, code, result) in enumerate(tell(story, file.parent, engine), 1):
                text = json.dumps(
                    result, ensure_ascii=False, sort_keys=True, separators=(",", ":")
                )
                yield f"{number} {name} {code} {text}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    for line in lines(pathlib.Path(sys.argv[1]).resolve()):
        print(line)
