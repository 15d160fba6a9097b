"""One method for each function, dicts in and out, refusals and errors as exceptions."""

import gc
import json
import multiprocessing.reduction
import os
import pathlib
import pickle
import tempfile
import threading
import unittest

from support import DOOR, PUSH, ROOT, doors, lianban

CODES = {
    lianban.Refused: 1,
    lianban.InvalidArgument: 2,
    lianban.BadHandle: 3,
    lianban.NotFound: 4,
    lianban.Conflict: 5,
    lianban.Busy: 6,
    lianban.Interrupted: 7,
    lianban.OutOfMemory: 8,
    lianban.Forked: 9,
    lianban.StoreError: 10,
    lianban.Uncertain: 11,
    lianban.InvalidDefinition: 12,
    lianban.ConfigurationError: 13,
    lianban.CallbackRejected: 14,
    lianban.InternalError: 15,
}


class Library(unittest.TestCase):
    def test_every_code_has_its_exception(self):
        known = {each["code"] for each in lianban.code_list()} - {0}
        self.assertEqual(set(CODES.values()), known)
        for exception, code in CODES.items():
            self.assertIs(lianban.errors.of_code(code), exception)

    def test_every_function_of_the_header_is_called_somewhere(self):
        header = (ROOT / "bindings/c/include/lianban/lianban.h").read_text("utf-8")
        names = {
            line.split("lianban_", 1)[1].split("(")[0]
            for line in header.splitlines()
            if line.startswith("LIANBAN_API")
        }
        tables = lianban._library
        # Code, name and message of an error stand in its JSON too.
        here = {
            *tables._GIVES_JSON,
            *tables._GIVES_NOTHING,
            *("version", "abi_version", "build_info", "code_list", "free", "engine_open"),
            *("error_json", "error_free", "error_code", "error_name", "error_message"),
        }
        self.assertEqual(names, here)
        for name in names:
            if name.startswith(("case_", "task_", "licence_", "pending_", "event_")):
                self.assertTrue(callable(getattr(lianban.Engine, name)), name)

    def test_what_was_found_is_told(self):
        self.assertEqual(lianban.build_info()["version"], lianban.version())
        self.assertEqual(lianban.build_info()["abi"], 0)

    def test_another_path_after_loading_is_refused(self):
        self.assertIs(lianban.load(), lianban.load())
        with self.assertRaisesRegex(ImportError, "already loaded"):
            lianban.load("/nowhere/liblianban_c.so.0")

    def test_a_definition_is_checked_without_an_engine(self):
        self.assertTrue(lianban.definition_report(DOOR)["ok"])
        self.assertIn("push", lianban.definition_report(DOOR, "diagram", {"format": "dot"})["text"])
        self.assertIn("title", lianban.code_explain("LB-E1203"))
        scenario = ROOT / "workflows/scenarios/four_eyes.json"
        told = lianban.scenario_run(scenario, {"calendars": ROOT / "workflows/calendars"})
        self.assertEqual((told["passed"], told["failed"]), (1, 0))


class Arguments(unittest.TestCase):
    def setUp(self):
        self.engine = doors()
        self.addCleanup(self.engine.close)

    def test_json_is_a_dict_or_its_text_or_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "door.json")
            file.write_text(json.dumps(DOOR), "utf-8")
            hashes = {
                self.engine.definition_publish(each)["hash"]
                for each in (DOOR, json.dumps(DOOR), file)
            }
        self.assertEqual(len(hashes), 1)

    def test_an_unknown_member_names_the_one_that_was_meant(self):
        with self.assertRaises(lianban.InvalidArgument) as caught:
            lianban.Engine(databse="x.db")
        self.assertIn("database", caught.exception.json["hint"]["en"])
        self.assertIsInstance(caught.exception, ValueError)

    def test_what_c_would_cut_is_refused_here(self):
        with self.assertRaises(OverflowError):
            self.engine.event_next(0, 2**32 + 1)
        with self.assertRaises(OverflowError):
            self.engine.event_next(2**64)
        with self.assertRaises(ValueError):
            self.engine.case_show("a\0b")
        with self.assertRaises(ValueError):
            self.engine.case_show("\ud800")
        with self.assertRaises(ValueError):
            self.engine.case_open("door", {"data": {"form": float("nan")}})

    def test_any_character_comes_back(self):
        case = self.engine.case_open("door", {"request_id": "张𠮷䶮\u0000\u007f\n"})["case"]
        entries = self.engine.case_history(case)["history"]
        self.assertEqual(entries[0]["request_id"], "张𠮷䶮\u0000\u007f\n")


class Failures(unittest.TestCase):
    def setUp(self):
        self.engine = doors()
        self.addCleanup(self.engine.close)

    def test_a_refusal_has_reasons(self):
        case = self.engine.case_open("door", {})["case"]
        with self.assertRaises(lianban.Refused) as caught:
            self.engine.case_submit(case, {"verb": "send", "subject": "kick", "actor": {"id": "x"}})
        self.assertEqual(caught.exception.name, "event/unknown")
        self.assertEqual(caught.exception.reasons, caught.exception.json["reasons"])
        self.assertEqual(set(caught.exception.message), {"zh", "en"})
        self.assertFalse(caught.exception.retryable)

    def test_a_faulty_definition_has_findings(self):
        with self.assertRaises(lianban.InvalidDefinition) as caught:
            self.engine.definition_publish({**DOOR, "chart": {"states": []}})
        self.assertEqual(caught.exception.findings[0]["severity"], "error")

    def test_a_callback_nobody_believes_has_its_status(self):
        with self.assertRaises(lianban.CallbackRejected) as caught:
            self.engine.callback_deliver({"agency": "police"}, b"\x00\xff")
        self.assertEqual(caught.exception.http_status, 404)

    def test_an_exception_travels_to_another_process(self):
        with self.assertRaises(lianban.NotFound) as caught:
            self.engine.case_show("nothing")
        copy = pickle.loads(multiprocessing.reduction.ForkingPickler.dumps(caught.exception))
        self.assertEqual((copy.code, copy.json), (4, caught.exception.json))
        self.assertIsInstance(copy, LookupError)


class Life(unittest.TestCase):
    def test_the_block_closes_the_engine(self):
        with doors() as engine:
            self.assertFalse(engine.closed)
        self.assertTrue(engine.closed)
        engine.close()
        with self.assertRaises(lianban.BadHandle):
            engine.report("stats")

    def test_a_database_has_one_engine_at_a_time(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "cases.db")
            with doors(database=path) as engine:
                case = engine.case_open("door", {"request_id": "r"})["case"]
                with self.assertRaises(lianban.StoreError) as caught:
                    lianban.Engine(database=path)
                self.assertEqual(caught.exception.name, "store/locked")
            with doors(database=pathlib.Path(path)) as engine:
                self.assertEqual(engine.case_show(case)["states"]["active"], ["shut"])

    def test_an_engine_that_nobody_holds_is_closed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "cases.db")
            engine = doors(database=path, log=print, wake=int)
            del engine
            gc.collect()
            doors(database=path).close()

    @unittest.skipUnless(hasattr(os, "fork"), "this system does not fork")
    def test_a_child_process_opens_its_own(self):
        with doors() as engine:
            child = os.fork()
            if child == 0:
                try:
                    engine.report("stats")
                except lianban.Forked:
                    doors().case_open("door", {})
                    os._exit(7)
                finally:
                    os._exit(8)
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 7)
            engine.report("stats")


class Following(unittest.TestCase):
    def setUp(self):
        self.engine = doors(virtual_clock="2021-09-15T09:00:00+08:00")
        self.addCleanup(self.engine.close)
        self.case = self.engine.case_open("door", {})["case"]

    def test_events_go_over_pages_and_begin_at_the_cursor(self):
        for _ in range(4):
            self.engine.case_submit(self.case, PUSH)
        all_of_them = list(self.engine.events(timeout_ms=0, limit=2))
        self.assertEqual([each["revision"] for each in all_of_them], [1, 2, 3, 4, 5])
        rest = list(self.engine.events(all_of_them[2]["cursor"], timeout_ms=0))
        self.assertEqual(rest, all_of_them[3:])

    def test_events_wait_for_what_another_thread_does(self):
        coming = self.engine.events()
        next(coming)
        pusher = threading.Thread(target=self.engine.case_submit, args=(self.case, PUSH))
        pusher.start()
        self.assertEqual(next(coming)["revision"], 2)
        pusher.join()

    def test_closing_ends_who_follows(self):
        seen = []
        first = threading.Event()

        def follow():
            for event in self.engine.events():
                seen.append(event)
                first.set()

        follower = threading.Thread(target=follow)
        follower.start()
        first.wait(20)
        self.engine.close()
        follower.join(20)
        self.assertFalse(follower.is_alive())
        self.assertEqual(len(seen), 1)

    def test_an_interrupted_wait_says_so(self):
        ended = threading.Event()
        raised = []

        def wait():
            try:
                self.engine.event_next(99, timeout_ms=60_000)
            except lianban.LianbanError as error:
                raised.append(type(error))
            ended.set()

        waiting = threading.Thread(target=wait)
        waiting.start()
        while not ended.wait(0.01):
            self.engine.interrupt()
        waiting.join()
        self.assertEqual(raised, [lianban.Interrupted])

    def test_pages_are_one_list(self):
        for _ in range(4):
            self.engine.case_open("door", {})
        cases = list(self.engine.cases(limit=2))
        self.assertEqual(len({each["case"] for each in cases}), 5)
        for number in ("A-1", "A-2", "A-3"):
            self.engine.licence_register(
                {"number": number, "licence": "key", "issued_at": "2021-01-01"}
            )
        self.assertEqual(
            [each["number"] for each in self.engine.licences(limit=2)], ["A-1", "A-2", "A-3"]
        )
        self.assertEqual(list(self.engine.pending("incidents", limit=1)), [])

    def test_callbacks_may_use_the_engine(self):
        woken = []
        engine = doors(wake=lambda: woken.append(engine.report("stats") is not None))
        self.addCleanup(engine.close)
        engine.case_open("door", {})
        self.assertTrue(woken and all(woken))


if __name__ == "__main__":
    unittest.main()
