"""What a call can end with instead of a result: one exception for each code of lianban.h."""

from __future__ import annotations

from typing import Any, Dict, List, Type


class LianbanError(Exception):
    """A call that failed. Catch this one, or the subclass you can do something about."""

    code: int  #: Number of the code, LIANBAN_* of lianban.h.
    name: str  #: The engine's own stable code: "event/when", "store/locked".
    message: Dict[str, str]  #: One sentence for people: {"zh", "en"}; no personal data.
    json: Dict[str, Any]  #: All there is to say, as lianban_error_json documents it.

    def __init__(self, code: int, json: Dict[str, Any]) -> None:
        self.code = code
        self.name = json.get("name", "")
        self.message = json.get("message", {"zh": "", "en": ""})
        self.json = json
        super().__init__(f"{self.message['en']} [{self.name}]")

    def __reduce__(self) -> Any:
        # Exceptions travel between processes (multiprocessing, test runners) by what made them.
        return type(self), (self.code, self.json)

    @property
    def retryable(self) -> bool:
        """Whether the same call, with the same request id, may succeed later."""
        return bool(self.json.get("retryable", False))


class Refused(LianbanError):
    """The rules of the approval say no. Nothing has changed."""

    @property
    def reasons(self) -> List[Dict[str, Any]]:
        """Why: [{kind, id, text, until, basis}]."""
        return list(self.json.get("reasons", []))


class InvalidArgument(LianbanError, ValueError):
    """An argument cannot be used; `json` names it, and often what was probably meant."""


class BadHandle(LianbanError):
    """The engine is closed."""


class NotFound(LianbanError, LookupError):
    """There is no such case, definition, licence, code, task, file."""


class Conflict(LianbanError):
    """It contradicts what is there: another request with this id, a task settled otherwise."""


class Busy(LianbanError):
    """Not now: the same call may succeed in a moment."""


class Interrupted(LianbanError):
    """`Engine.interrupt` or `Engine.close` ended the wait."""


class OutOfMemory(LianbanError, MemoryError):
    """Memory ran out: ask again with the same request id."""


class Forked(LianbanError):
    """The engine belongs to the parent process: open one here."""


class StoreError(LianbanError):
    """The database: locked by another engine, full, damaged, not ours, or the disk failed."""


class Uncertain(LianbanError):
    """It is not known whether the change was committed: ask again with the same request id."""


class InvalidDefinition(LianbanError, ValueError):
    """The definition has errors."""

    @property
    def findings(self) -> List[Dict[str, Any]]:
        """The errors, as `definition_report` gives them."""
        return list(self.json.get("findings", []))


class ConfigurationError(LianbanError):
    """The deployment is wrong: agency directory, calendars, secrets."""


class CallbackRejected(LianbanError):
    """A callback that is not believed; answer the agency with `http_status`."""

    @property
    def http_status(self) -> int:
        return int(self.json.get("http_status", 400))


class InternalError(LianbanError):
    """The library failed; nothing was committed. Please report it."""


_BY_CODE: Dict[int, Type[LianbanError]] = {
    1: Refused,
    2: InvalidArgument,
    3: BadHandle,
    4: NotFound,
    5: Conflict,
    6: Busy,
    7: Interrupted,
    8: OutOfMemory,
    9: Forked,
    10: StoreError,
    11: Uncertain,
    12: InvalidDefinition,
    13: ConfigurationError,
    14: CallbackRejected,
    15: InternalError,
}


def of_code(code: int) -> Type[LianbanError]:
    """The exception of a code; a code of a newer library is a plain LianbanError."""
    return _BY_CODE.get(code, LianbanError)
