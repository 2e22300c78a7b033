"""Write requirements.txt and requirements-dev.txt from what is installed: `.venv/bin/python scripts/lock.py`.

To upgrade: `.venv/bin/pip install -U PACKAGE`, run the tests, run this, read the difference, commit.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def closure(wanted: list[str]) -> dict[str, str]:
    """Return name and version of these packages and of all that they need here."""
    found: dict[str, str] = {}
    queue = [(Requirement(line), "") for line in wanted]
    visited: set[tuple[str, str]] = set()
    while queue:
        requirement, _from = queue.pop()
        installed: Distribution = distribution(requirement.name)
        found[canonicalize_name(requirement.name)] = f"{installed.name}=={installed.version}"
        for extra in ("", *requirement.extras):
            key = (canonicalize_name(requirement.name), extra)
            if key in visited:
                continue
            visited.add(key)
            for line in installed.requires or []:
                needed = Requirement(line)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    queue.append((needed, extra))
    return found


def write(path: Path, head: str, pins: dict[str, str]) -> None:
    """Write one file, sorted by name."""
    path.write_text(head + "".join(f"{pins[name]}\n" for name in sorted(pins)))


def main() -> None:
    """Write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run = closure(project["project"]["dependencies"])
    develop = closure(project["dependency-groups"]["dev"])
    made = "# Written by scripts/lock.py from pyproject.toml, which says why each package is here.\n"
    write(ROOT / "requirements.txt", made, run)
    extra = {name: pin for name, pin in develop.items() if name not in run}
    write(ROOT / "requirements-dev.txt", f"{made}-r requirements.txt\n", extra)


if __name__ == "__main__":
    main()
