"""Where the embedded server's files lie. Looks, and changes nothing, except in `prepare`."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from fahuo.kit.embedded_postgres.failure import from_os_error

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103  # bytes: `sun_path` holds 104 on macOS and 108 on Linux, with the closing zero
SHARED_ROOT = Path("/var/lib/fahuo")  # for root whose home folder another user cannot walk into


@dataclass(frozen=True)
class Place:
    """The folders of one embedded server: `folder` holds the data, the log and, if its path is short, the socket."""

    home: Path
    folder: Path
    sockets: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @property
    def lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.home / "postgres.lock"

    @property
    def socket(self) -> Path:
        """The socket, when the server runs."""
        return self.sockets / SOCKET_NAME


def locate(home: Path) -> Place:
    """Return the place for `home`: always the same answer for the same home.

    `home/postgres`; for root the server must run as another user, so if that user cannot walk into `home`, a folder
    under `/var/lib/fahuo`, and `home/postgres` becomes a link to it. Rights of existing folders are never changed.
    """
    try:
        return _locate(home)
    except OSError as error:
        raise from_os_error(error, home) from error


def _locate(home: Path) -> Place:
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    folder = home / "postgres"
    if folder.is_symlink():
        folder = folder.resolve()
    elif os.geteuid() == 0 and not folder.is_dir() and not everybody_can_enter(home):
        folder = SHARED_ROOT / mark
    sockets = folder / "socket"
    # The server reads a list of folders here, so a comma, a space or a quote would need quoting of its own.
    awkward = re.search(r"[^\w./+@-]", str(sockets), re.ASCII) is not None
    if awkward or len(os.fsencode(sockets / SOCKET_NAME)) > SOCKET_PATH_LIMIT:
        sockets = Path("/tmp") / f"fahuo-{mark}"  # noqa: S108 - private and checked by `is_private`
    return Place(home=home, folder=folder, sockets=sockets)


def everybody_can_enter(path: Path) -> bool:
    """Return True if any user can walk to `path`; a folder that is still to be made counts as open."""
    return all(not part.exists() or part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))


def is_private(folder: Path, uid: int) -> bool:
    """Return True if `folder` is a real folder that only `uid` (and root) can enter."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077


def make_home(home: Path) -> None:
    """Create `home` itself, never its parents: a missing parent is a typing error or a disk that is not mounted."""
    if home.is_dir():
        return
    try:
        # Root's server runs as another user, who must be able to walk through; reading stays with the owner.
        home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
    except FileExistsError as error:
        if not home.is_dir():
            raise from_os_error(error, home) from error
    except OSError as error:
        raise from_os_error(error, home) from error


def prepare(place: Place, uid: int, gid: int) -> None:
    """Create the server's folders, owned by `uid` and closed to others."""
    if place.folder.parent == SHARED_ROOT:
        SHARED_ROOT.mkdir(mode=0o711, exist_ok=True)
    for folder in (place.folder, place.sockets):
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            os.chown(folder, uid, gid)
    pointer = place.home / "postgres"
    if place.folder.parent == SHARED_ROOT and not pointer.is_symlink():
        pointer.symlink_to(place.folder)
