"""`python -m fahuo.carriers.emulation '{"code": "…", "port": 9101}'`: what `server.running` starts."""

from __future__ import annotations

import sys

import msgspec

from fahuo.carriers.emulation.server import serve

if __name__ == "__main__":
    serve(**msgspec.json.decode(sys.argv[1]))
