"""`python -m fahuo.carriers.emulation '{"emulators": {"…": {}}, "port": 9101}'`: what `server.running` starts.

Standard input is the leash: it ends when the parent does, however that comes about, and then the emulator ends too.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

import msgspec

from fahuo.carriers.emulation.server import serve_these


def end_with_parent() -> None:
    """Wait for the end of standard input, then stop this process as a signal would."""
    # Not through `sys.stdin`: its lock, held here, would stop the server's own fork from closing it.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    serve_these(**msgspec.json.decode(sys.argv[1]))
