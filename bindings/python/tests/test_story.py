"""The story that every host language tells alike."""

import os
import subprocess
import sys
import unittest

from support import HERE, ROOT

import story


class Story(unittest.TestCase):
    maxDiff = 2000

    def test_prints_what_every_host_prints(self):
        told = list(story.lines(ROOT / "tests/hosts/story.json"))
        expected = (ROOT / "tests/hosts/story.expected").read_text("utf-8").splitlines()
        for line, wanted in zip(told, expected):
            self.assertEqual(line, wanted)
        self.assertEqual(len(told), len(expected))

    def test_whatever_the_locale(self):
        environment = dict(os.environ, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        told = subprocess.run(
            [sys.executable, str(HERE / "story.py"), str(ROOT / "tests/hosts/story.json")],
            env=environment,
            capture_output=True,
            check=True,
        )
        self.assertEqual(told.stdout, (ROOT / "tests/hosts/story.expected").read_bytes())


if __name__ == "__main__":
    unittest.main()
