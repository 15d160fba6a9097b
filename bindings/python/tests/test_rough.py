"""What a host does to a library without meaning to: collecting, leaving, Ctrl-C."""

import os
import tempfile
import unittest

from support import doors, run


class Rough(unittest.TestCase):
    def test_collecting_while_events_flow_and_callbacks_come(self):
        done = run("collect.py")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "True 6 True\n", ""))

    def test_leaving_with_an_open_engine(self):
        for how in ("exit", "at_once", "raise", "held"):
            with self.subTest(how), tempfile.TemporaryDirectory() as folder:
                database = os.path.join(folder, "cases.db")
                done = run("leave.py", how, database)
                self.assertEqual((done.returncode, done.stderr), (3, ""))
                with doors(database=database) as engine:
                    self.assertTrue(engine.case_verify(done.stdout.strip())["sound"])

    @unittest.skipIf(os.name == "nt", "signals to a thread are of POSIX")
    def test_ctrl_c_ends_a_wait(self):
        done = run("ctrl_c.py")
        self.assertEqual((done.returncode, done.stdout), (0, "stopped\n"))

    def test_what_a_callback_raises_goes_to_the_hook(self):
        done = run("raising.py")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "['ZeroDivisionError']\n")


if __name__ == "__main__":
    unittest.main()
