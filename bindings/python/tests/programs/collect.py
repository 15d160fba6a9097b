"""Collects garbage as hard as it can while events flow, callbacks come and engines are lost."""

import gc
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from support import PUSH, doors  # noqa: E402

ENGINES, PUSHES = 12, 25
counts = {"wake": 0, "event": 0, "lost": 0}
lock = threading.Lock()
over = threading.Event()


def count(what):
    with lock:
        counts[what] += 1


def collect():
    while not over.is_set():
        gc.collect()


class Wake:
    """A callback that only the engine holds."""

    def __init__(self):
        self.ballast = [{} for _ in range(100)]

    def __call__(self):
        self.ballast = [dict(each) for each in self.ballast]
        count("wake")


def follow(engine, wanted):
    for _, _event in zip(range(wanted), engine.events()):
        count("event")


def one_life(number):
    engine = doors(wake=Wake(), log=lambda level, line: None)
    follower = threading.Thread(target=follow, args=(engine, PUSHES + 1))
    follower.start()
    case = engine.case_open("door", {})["case"]
    for _ in range(PUSHES):
        engine.case_submit(case, PUSH)
    follower.join()
    if number % 2:
        engine.close()
    else:
        count("lost")  # Nobody closes this one: the collector does.


gc.set_threshold(1, 1, 1)
collector = threading.Thread(target=collect)
collector.start()
workers = [
    threading.Thread(target=lambda own=first: [one_life(n) for n in range(own, ENGINES, 3)])
    for first in range(3)
]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
over.set()
collector.join()
print(counts["event"] == ENGINES * (PUSHES + 1), counts["lost"], counts["wake"] >= ENGINES)
