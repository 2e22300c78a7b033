"""`python -m fahuo.customs.window '{"options": {}, "port": 9201}'`: what `server.running` starts.

Standard input is the leash: it ends when the parent does, however that comes about, and then the window ends too.
"""

from __future__ import annotations

import sys
import threading

import msgspec

from fahuo.carriers.emulation.__main__ import end_with_parent
from fahuo.customs.window.server import serve

if __name__ == "__main__":
    given = msgspec.json.decode(sys.argv[1])
    threading.Thread(target=end_with_parent, daemon=True).start()
    serve(given["options"], port=given["port"])
