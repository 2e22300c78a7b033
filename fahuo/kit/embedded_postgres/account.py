"""As whom the server runs. PostgreSQL refuses root, so root lends it a system user of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TypedDict

from fahuo.kit.embedded_postgres.failure import DatabaseUnavailable, user_name
from fahuo.kit.embedded_postgres.place import Place

SYSTEM_USER = "fahuo-postgres"
CREATE_USER = (
    ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
     "--shell", "/usr/sbin/nologin", SYSTEM_USER),
    ("adduser", "-S", "-D", "-H", SYSTEM_USER),  # busybox
)  # fmt: skip


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that change the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def identity(self) -> Identity:
        """What `subprocess` needs to run as this user; nothing when we are this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account(place: Place) -> Account:
    """Return the user that runs the server: the owner of its files, or ourselves, or for root a system user."""
    owner = owner_of(place)
    if os.geteuid() == 0:
        if place.data.exists() and owner == 0:
            raise DatabaseUnavailable(
                f"The database in {place.folder} belongs to root, but PostgreSQL refuses to run as root: "
                f"run `chown -R {SYSTEM_USER} {place.folder}`, then start again."
            )
        return known(owner) if owner else system_account()
    if owner is not None and owner != os.geteuid():
        raise DatabaseUnavailable(
            f"The database in {place.folder} belongs to the user {known(owner).name!r}, and you are {user_name()!r}: "
            "run Fahuo as that user or as root, or set FAHUO_HOME to a folder of your own."
        )
    return known(os.geteuid())


def owner_of(place: Place) -> int | None:
    """Return the uid that owns the server's folder, or None before there is one."""
    try:
        return place.folder.stat().st_uid
    except FileNotFoundError:
        return None


def known(uid: int) -> Account:
    """Return the account of a uid."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise DatabaseUnavailable(
            f"PostgreSQL needs a named user, but the number {uid} has no name in /etc/passwd: "
            "run Fahuo as a user that has one, or set DATABASE_URL."
        ) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def system_account() -> Account:
    """Return the system user for root's server, created when missing."""
    for _attempt in range(5):
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            command = next((line for line in CREATE_USER if shutil.which(line[0])), ("false",))
            # Two starts may meet here: the one that loses finds the user in the next round.
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - constants above
            time.sleep(0.05)
        else:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise DatabaseUnavailable(
        f"PostgreSQL refuses to run as root and the system user {SYSTEM_USER!r} could not be created: "
        f"create it (`useradd --system {SYSTEM_USER}`), or run Fahuo as an ordinary user, or set DATABASE_URL."
    )
