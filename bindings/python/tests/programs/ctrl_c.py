"""Is told to stop while the main thread waits for an event that never comes."""

import pathlib
import signal
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from support import doors  # noqa: E402

engine = doors()
main = threading.main_thread().ident
threading.Timer(0.3, lambda: signal.pthread_kill(main, signal.SIGINT)).start()
try:
    for _ in engine.events():
        pass
except KeyboardInterrupt:
    print("stopped")
