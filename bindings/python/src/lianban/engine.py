"""The engine: one method for each function of lianban.h, and iterators over what goes on."""

from __future__ import annotations

import ctypes
import time
import weakref
from types import TracebackType
from typing import Any, Callable, Dict, Iterator, Optional, Type

from . import _library, errors
from ._library import Json, text_of, whole

Object = Dict[str, Any]

# A wait is cut into slices, so that Ctrl-C is noticed while the library waits.
_SLICE_MS = 500


def _close(library: _library.Library, handle: int, _callbacks: Any) -> None:
    # Holds the callbacks: none of them may be collected before the library has let go of them.
    try:
        library.tell("engine_close", handle)
    except (errors.BadHandle, errors.Forked):
        pass  # Somebody was faster; or this is a child process, where there is nothing to close.


class Engine:
    """Joint approvals as durable cases. Any thread may use it, several at once.

    Use it as a context manager, or `close` it. What was answered is on disk, so a process may also
    end without. Methods are called as the functions of lianban.h without `lianban_` and `engine_`,
    and take and give what is documented there: JSON objects are dicts, or their text, or the path
    of a file that holds it. Every method may raise LianbanError.
    """

    def __init__(
        self,
        *,
        log: Optional[Callable[[str, str], None]] = None,
        wake: Optional[Callable[[], None]] = None,
        **config: Any,
    ) -> None:
        """Opens an engine: `Engine(database="cases.db", calendars="calendars")`.

        `config`: the members of `config_json` in lianban.h; without `database` everything is in
        memory. `log` is called with level and line, `wake` when something was committed; both on
        whatever thread is inside a call, and they may use the engine. What they raise goes to
        `sys.unraisablehook`. An engine to which its own callbacks refer lives until it is closed.
        """
        self._library = _library.load()
        on_log = _library.LogFunction()
        on_wake = _library.WakeFunction()
        if log is not None:
            to_log = log
            on_log = _library.LogFunction(
                lambda level, line, _: to_log(level.decode("utf-8"), line.decode("utf-8"))
            )
        if wake is not None:
            to_wake = wake
            on_wake = _library.WakeFunction(lambda _: to_wake())
        options = _library.EngineOptions(
            ctypes.sizeof(_library.EngineOptions), text_of(config), on_log, on_wake, 0
        )
        self._handle = self._library.open(options)
        self._closer = weakref.finalize(
            self, _close, self._library, self._handle, (on_log, on_wake)
        )

    def close(self) -> None:
        """Ends every wait, and returns when nothing of the engine runs any more. Twice is once."""
        self._closer()

    @property
    def closed(self) -> bool:
        return not self._closer.alive

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        value: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def _ask(self, name: str, *arguments: Any) -> Object:
        answer: Object = self._library.ask(name, self._handle, *arguments)
        return answer

    # ---- the engine ---------------------------------------------------------------------------

    def interrupt(self) -> None:
        """Ends the waits that are going on: they raise Interrupted."""
        self._library.tell("engine_interrupt", self._handle)

    def pump(self, timeout_ms: int = 0) -> Object:
        """Does the world's side: limits, timers, agencies. A host calls it in a loop."""
        return self._ask("engine_pump", whole(timeout_ms, 32))

    def report(self, kind: str) -> Any:
        """"stats", "agencies", "clock", "definitions" or "database"."""
        return self._library.ask("engine_report", self._handle, text_of(kind))

    def set_clock(self, instant: str) -> None:
        """Moves the clock of an engine that was opened with `virtual_clock`."""
        self._library.tell("engine_set_clock", self._handle, text_of(instant))

    def event_next(self, after: int = 0, limit: int = 100, timeout_ms: int = 0) -> Object:
        """{events, next}: what happened after the cursor `after`, over all cases."""
        return self._ask(
            "event_next", whole(after, 64), whole(limit, 32), whole(timeout_ms, 32)
        )

    def events(
        self, after: int = 0, *, timeout_ms: Optional[int] = None, limit: int = 100
    ) -> Iterator[Object]:
        """What happened after the cursor `after`, and goes on happening, over all cases.

        Each event has its `cursor`; keep that of the last one you dealt with, and begin there next
        time. Ends when nothing has come for `timeout_ms` (None: never), and when the engine is
        closed or interrupted.
        """
        while True:
            page = self._waiting(
                lambda wait: self.event_next(after, limit, wait), "events", timeout_ms
            )
            if page is None:
                return
            for event in page["events"]:
                yield event
            after = page["next"]

    def _waiting(
        self, call: Callable[[int], Object], member: str, timeout_ms: Optional[int]
    ) -> Optional[Object]:
        end = None if timeout_ms is None else time.monotonic() + timeout_ms / 1000
        while True:
            left = _SLICE_MS if end is None else max(0, int((end - time.monotonic()) * 1000))
            try:
                page = call(min(left, _SLICE_MS))
            except (errors.Interrupted, errors.BadHandle):
                return None
            if page[member]:
                return page
            if left == 0:
                return None

    # ---- definitions and cases ----------------------------------------------------------------

    def definition_publish(self, definition: Json) -> Object:
        """Makes a definition available for new cases: {id, version, hash}."""
        return self._ask("definition_publish", text_of(definition))

    def case_open(self, definition: str, command: Json) -> Object:
        """Opens a case: {case, number, revision, states, outcome, repeated}. It is on disk."""
        return self._ask("case_open", text_of(definition), text_of(command))

    def case_submit(self, case: str, command: Json) -> Object:
        """Anything else that may be asked of a case: {verb, subject, data, actor, request_id}."""
        return self._ask("case_submit", text_of(case), text_of(command))

    def case_show(self, case: str) -> Object:
        """The case as people read it, personal values included."""
        return self._ask("case_show", text_of(case))

    def case_actions(self, case: str, actor: Optional[Json] = None) -> Object:
        """{actions}: what this person may or may not do now, with the reasons."""
        return self._ask("case_actions", text_of(case), text_of(actor))

    def case_history(self, case: str) -> Object:
        """{history}: what happened, oldest first."""
        return self._ask("case_history", text_of(case))

    def case_find(self, query: Optional[Json] = None) -> Object:
        """One page: {cases, next}. `cases` goes over all pages."""
        return self._ask("case_find", text_of(query))

    def cases(self, **query: Any) -> Iterator[Object]:
        """All cases that fit: `engine.cases(role="transport.reviewer", open_only=True)`."""
        return self._pages(self.case_find, "cases", query)

    def case_verify(self, case: str) -> Object:
        """{sound, revisions, head, fault}: whether history, state and hash chain agree."""
        return self._ask("case_verify", text_of(case))

    def case_export(self, case: str) -> Object:
        """The case for an auditor, checkable without this library."""
        return self._ask("case_export", text_of(case))

    def case_calls(self, case: str) -> Object:
        """{calls}: requests of one case that wait for an answer."""
        return self._ask("case_calls", text_of(case))

    def _pages(
        self, call: Callable[[Object], Object], member: str, query: Object
    ) -> Iterator[Object]:
        while True:
            page = call(query)
            for item in page[member]:
                yield item
            if page["next"] is None:
                return
            query = {**query, "cursor": page["next"]}

    # ---- clocks, calendars, licences ----------------------------------------------------------

    def clock_explain(self, case: str, clock: str) -> Object:
        """Day by day why each limit of a case's clock ends when it does."""
        return self._ask("clock_explain", text_of(case), text_of(clock))

    def calendar_explain(self, calendar: str, start: str, limit: str) -> Object:
        """Day by day why a limit that begins on `start` ends when it does: {due, days}."""
        return self._ask("calendar_explain", text_of(calendar), text_of(start), text_of(limit))

    def licence_show(self, number: str) -> Object:
        """One licence of the register."""
        return self._ask("licence_show", text_of(number))

    def licence_list(self, query: Optional[Json] = None) -> Object:
        """One page: {licences, next}. `licences` goes over all pages."""
        return self._ask("licence_list", text_of(query))

    def licences(self, **query: Any) -> Iterator[Object]:
        """The whole register, in order of entry."""
        return self._pages(self.licence_list, "licences", query)

    def licence_register(self, licence: Json) -> Object:
        """Enters a licence that was issued elsewhere."""
        return self._ask("licence_register", text_of(licence))

    # ---- agencies -----------------------------------------------------------------------------

    def task_fetch(self, query: Optional[Json] = None, timeout_ms: int = 0) -> Object:
        """{tasks}: requests that wait for the host, lent for a while."""
        return self._ask("task_fetch", text_of(query), whole(timeout_ms, 32))

    def tasks(self, *, timeout_ms: Optional[int] = None, **query: Any) -> Iterator[Object]:
        """Requests that the host carries to agencies, as they come; ends as `events` does. Each is
        to be settled by its `token`: `task_complete`, `task_acknowledge` or `task_fail`."""
        query.setdefault("limit", 1)  # One that is lent and not yet looked at would only grow old.
        while True:
            page = self._waiting(lambda wait: self.task_fetch(query, wait), "tasks", timeout_ms)
            if page is None:
                return
            for task in page["tasks"]:
                yield task

    def task_complete(self, token: str, reply: Json) -> Object:
        """The agency's final reply."""
        return self._ask("task_complete", text_of(token), text_of(reply))

    def task_acknowledge(self, token: str) -> Object:
        """The agency has it and answers later."""
        return self._ask("task_acknowledge", text_of(token))

    def task_fail(self, token: str, failure: Optional[Json] = None) -> Object:
        """This attempt failed: {again_at}, None where it is given up."""
        return self._ask("task_fail", text_of(token), text_of(failure))

    def task_extend(self, token: str, lease_ms: int) -> Object:
        """Holds a task for longer: {lent_until}."""
        return self._ask("task_extend", text_of(token), whole(lease_ms, 64))

    def callback_deliver(self, request: Json, body: bytes = b"") -> Object:
        """Hands over what an agency sent by itself; `body` as received. CallbackRejected and others
        carry the HTTP status to answer with."""
        return self._ask("callback_deliver", text_of(request), body, len(body))

    def pending_list(self, kind: str, query: Optional[Json] = None) -> Object:
        """{items, next} of "incidents", "callbacks", "letters" or "errands"."""
        return self._ask("pending_list", text_of(kind), text_of(query))

    def pending(self, kind: str, **query: Any) -> Iterator[Object]:
        """What waits for a person, an operator or the host, over all pages."""
        return self._pages(lambda page: self.pending_list(kind, page), "items", query)

    def pending_settle(self, kind: str, item: Json) -> Object:
        """Settles one of them: {result}."""
        return self._ask("pending_settle", text_of(kind), text_of(item))
