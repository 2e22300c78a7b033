"""`python -m tests.docs --write` writes the documents that are made from the code; without it, says which are old."""

from __future__ import annotations

import sys

from tests.docs.generated import DOCUMENTS


def main(arguments: list[str]) -> int:
    """Write, or compare; returns the exit code."""
    old = [path for path, make in DOCUMENTS.items() if not path.exists() or path.read_text(encoding="utf-8") != make()]
    for path in old:
        if "--write" in arguments:
            path.write_text(DOCUMENTS[path](), encoding="utf-8")
        sys.stdout.write(f"{path.name} {'written' if '--write' in arguments else 'is old'}\n")
    return 0 if "--write" in arguments or not old else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
