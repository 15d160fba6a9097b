"""Finds liblianban_c, checks it, and calls it: text in, text out, errors as exceptions."""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import os
import sys
import threading
from typing import Any, Callable, Dict, List, Mapping, Optional, Union

from . import errors

#: What stands for JSON: an object, the text of one, or a file that holds one.
Json = Union[Mapping[str, Any], str, "os.PathLike[str]"]

ABI = 0
"""The binary interface this package was written for (LIANBAN_ABI_VERSION)."""

LogFunction = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t)
WakeFunction = ctypes.CFUNCTYPE(None, ctypes.c_size_t)


class EngineOptions(ctypes.Structure):
    """lianban_engine_options."""

    _fields_ = [
        ("struct_size", ctypes.c_size_t),
        ("config_json", ctypes.c_char_p),
        ("log", LogFunction),
        ("wake", WakeFunction),
        ("user", ctypes.c_size_t),
    ]


# What goes in: h handle, t text or JSON, i int32, l int64, b bytes and their number.
_GIVES_JSON = {
    "code_explain": "t",
    "definition_report": "ttt",
    "scenario_run": "tt",
    "engine_pump": "hi",
    "engine_report": "ht",
    "event_next": "hlii",
    "definition_publish": "ht",
    "case_open": "htt",
    "case_submit": "htt",
    "case_show": "ht",
    "case_actions": "htt",
    "case_history": "ht",
    "case_find": "ht",
    "case_verify": "ht",
    "case_export": "ht",
    "case_calls": "ht",
    "clock_explain": "htt",
    "calendar_explain": "httt",
    "licence_show": "ht",
    "licence_list": "ht",
    "licence_register": "ht",
    "task_fetch": "hti",
    "task_complete": "htt",
    "task_acknowledge": "ht",
    "task_fail": "htt",
    "task_extend": "htl",
    "callback_deliver": "htb",
    "pending_list": "htt",
    "pending_settle": "htt",
}
_GIVES_NOTHING = {"engine_close": "h", "engine_interrupt": "h", "engine_set_clock": "ht"}
_TYPES: Dict[str, List[Any]] = {
    "h": [ctypes.c_uint64],
    "t": [ctypes.c_char_p],
    "i": [ctypes.c_int32],
    "l": [ctypes.c_int64],
    "b": [ctypes.c_char_p, ctypes.c_size_t],
}


def _plain(value: Any) -> Any:
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def text_of(value: Optional[Json]) -> Optional[bytes]:
    """What is passed for a text or for JSON; None is NULL."""
    if value is None:
        return None
    if isinstance(value, os.PathLike):
        with open(value, "rb") as file:
            data = file.read()
    elif isinstance(value, str):
        data = value.encode("utf-8")
    else:
        data = json.dumps(
            value, ensure_ascii=False, allow_nan=False, default=_plain
        ).encode("utf-8")
    if b"\0" in data:
        raise ValueError("a text for lianban cannot hold the character NUL")
    return data


def whole(value: int, bits: int) -> int:
    """What is passed for a number: ctypes would cut a larger one without a word."""
    if not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
        raise OverflowError(f"{value} does not fit in {bits} bits")
    return value


class Library:
    """The shared library, loaded. One for the whole process: `library()`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._c = ctypes.CDLL(path)
        try:
            found = int(self._c.lianban_abi_version())
        except AttributeError:
            raise ImportError(f"{path} is no lianban library") from None
        if found != ABI:
            raise ImportError(f"{path} has interface {found}, and this package needs {ABI}")
        for table, last in (
            (_GIVES_JSON, [ctypes.POINTER(ctypes.c_void_p)]),
            (_GIVES_NOTHING, []),
        ):
            for name, shape in table.items():
                inputs = [each for letter in shape for each in _TYPES[letter]]
                function = self._function(name, ctypes.c_int32)
                function.argtypes = [*inputs, *last, ctypes.POINTER(ctypes.c_uint64)]
        for name in ("version", "build_info", "code_list"):
            self._function(name, ctypes.c_char_p).argtypes = []
        self._function("free", None).argtypes = [ctypes.c_void_p]
        self._function("error_json", ctypes.c_char_p).argtypes = [ctypes.c_uint64]
        self._function("error_free", ctypes.c_int32).argtypes = [ctypes.c_uint64]
        self._function("engine_open", ctypes.c_int32).argtypes = [
            ctypes.POINTER(EngineOptions),
            ctypes.POINTER(ctypes.c_uint64),
            ctypes.POINTER(ctypes.c_uint64),
        ]

    def _function(self, name: str, result: Any) -> Any:
        function = getattr(self._c, "lianban_" + name)
        function.restype = result
        return function

    def constant(self, name: str) -> str:
        """A text that the library has for ever."""
        return str(getattr(self._c, "lianban_" + name)().decode("utf-8"))

    def ask(self, name: str, *arguments: Any) -> Any:
        """Calls a function that gives JSON. The interpreter is free for other threads meanwhile."""
        out = ctypes.c_void_p()
        self._checked(getattr(self._c, "lianban_" + name), *arguments, ctypes.byref(out))
        try:
            return json.loads(ctypes.string_at(out.value or 0))
        finally:
            self._c.lianban_free(out)

    def tell(self, name: str, *arguments: Any) -> None:
        """Calls a function that gives nothing."""
        self._checked(getattr(self._c, "lianban_" + name), *arguments)

    def open(self, options: EngineOptions) -> int:
        handle = ctypes.c_uint64()
        self._checked(self._c.lianban_engine_open, ctypes.byref(options), ctypes.byref(handle))
        return handle.value

    def _checked(self, function: Callable[..., int], *arguments: Any) -> None:
        error = ctypes.c_uint64()
        code = function(*arguments, ctypes.byref(error))
        if code == 0:
            return
        try:
            said = json.loads(self._c.lianban_error_json(error))
        finally:
            self._c.lianban_error_free(error)
        raise errors.of_code(code)(code, said)


def _candidates() -> List[str]:
    names = {
        "win32": ["lianban_c.dll", "liblianban_c.dll"],
        "darwin": ["liblianban_c.0.dylib", "liblianban_c.dylib"],
    }.get(sys.platform, ["liblianban_c.so.0"])
    found = ctypes.util.find_library("lianban_c")
    return names + ([found] if found else [])


_lock = threading.Lock()
_loaded: Optional[Library] = None


def load(path: Union[str, "os.PathLike[str]", None] = None) -> Library:
    """Loads the library: from `path`, else from where the environment variable LIANBAN_LIBRARY
    says, else by its name as the system's loader finds it. It is loaded once for the process; the
    first call on anything does it by itself."""
    global _loaded
    with _lock:
        if _loaded is not None:
            if path is not None and os.fspath(path) != _loaded.path:
                raise ImportError(f"lianban is already loaded from {_loaded.path}")
            return _loaded
        given = os.fspath(path) if path is not None else os.environ.get("LIANBAN_LIBRARY")
        said = []
        for each in [given] if given else _candidates():
            try:
                _loaded = Library(each)
                return _loaded
            except OSError as fault:
                said.append(f"{each}: {fault}")
        raise ImportError(
            "liblianban_c was not found; install it, or set LIANBAN_LIBRARY to its path ("
            + "; ".join(said)
            + ")"
        )
