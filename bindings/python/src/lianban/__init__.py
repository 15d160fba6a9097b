"""Lianban: joint government approvals as durable cases.

    import lianban

    with lianban.Engine(database="cases.db", calendars="calendars") as engine:
        engine.definition_publish(pathlib.Path("vehicle-licence.json"))
        case = engine.case_open("vehicle-licence", {"data": {...}, "actor": {...}})
"""

from __future__ import annotations

import json as _json
import os as _os
from typing import Any, Dict, List, Optional, Union

from ._library import Json, load, text_of as _text_of
from .engine import Engine
from .errors import (
    BadHandle,
    Busy,
    CallbackRejected,
    ConfigurationError,
    Conflict,
    Forked,
    InternalError,
    Interrupted,
    InvalidArgument,
    InvalidDefinition,
    LianbanError,
    NotFound,
    OutOfMemory,
    Refused,
    StoreError,
    Uncertain,
)

__version__ = "0.1.0"


def version() -> str:
    """Version of the library that was found."""
    return load().constant("version")


def build_info() -> Dict[str, Any]:
    """How that library was built."""
    return dict(_json.loads(load().constant("build_info")))


def code_list() -> List[Dict[str, Any]]:
    """Every code that a call can end with: [{code, name, retryable, text}]."""
    return list(_json.loads(load().constant("code_list")))


def code_explain(code: Optional[str] = None) -> Any:
    """What a code of the checker, prover or planner means ("LB-E1203"); None: all of them."""
    return load().ask("code_explain", _text_of(code))


def definition_report(definition: Json, kind: str = "check", options: Optional[Json] = None) -> Any:
    """What can be said about a definition without any case: "check", "fix", "expand", "prove",
    "plan", "diagram", "document", "compare", "rehearse"."""
    return load().ask(
        "definition_report", _text_of(definition), _text_of(kind), _text_of(options)
    )


def scenario_run(
    file: Union[str, "_os.PathLike[str]"], options: Optional[Json] = None
) -> Dict[str, Any]:
    """Tells every story of a scenario file in memory: {passed, failed, stories, coverage}."""
    return dict(load().ask("scenario_run", _text_of(_os.fspath(file)), _text_of(options)))


__all__ = [
    "BadHandle",
    "Busy",
    "CallbackRejected",
    "ConfigurationError",
    "Conflict",
    "Engine",
    "Forked",
    "InternalError",
    "Interrupted",
    "InvalidArgument",
    "InvalidDefinition",
    "LianbanError",
    "NotFound",
    "OutOfMemory",
    "Refused",
    "StoreError",
    "Uncertain",
    "build_info",
    "code_explain",
    "code_list",
    "definition_report",
    "load",
    "scenario_run",
    "version",
]
