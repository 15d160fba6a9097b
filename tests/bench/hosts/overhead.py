"""The same as overhead.cpp through bindings/python."""

import json
import pathlib
import sys
import time

import lianban

definition, filing, calendars, database, commands = sys.argv[1:]
commands = int(commands)
command = json.loads(pathlib.Path(filing).read_text(encoding="utf-8"))
with lianban.Engine(calendars=calendars, database=database) as engine:
    engine.definition_publish(pathlib.Path(definition))
    for i in range(-(commands // 4), commands):
        if i == 0:
            begun = time.perf_counter_ns()
        command["request_id"] = f"r{i}"
        engine.case_open("wenzhou-ride-hailing-vehicle", command)
    print((time.perf_counter_ns() - begun) / 1e3 / commands)
