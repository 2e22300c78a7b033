"""What can go wrong with the database, each in one sentence that says who must do what."""

from __future__ import annotations

import errno
import getpass
import re
from pathlib import Path

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
IN_THE_WAY = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR})


class DatabaseUnavailable(Exception):
    """The database cannot be used; the message says who must do what. Nothing was lost."""


def no_room(path: Path) -> DatabaseUnavailable:
    """Return the sentence for a full disk."""
    return DatabaseUnavailable(
        f"There is no room left on the disk that holds {path}: free some room there, "
        "or set FAHUO_HOME to a folder on another disk, then start again."
    )


def not_allowed(path: Path) -> DatabaseUnavailable:
    """Return the sentence for a folder that this user may not write."""
    return DatabaseUnavailable(
        f"The user {user_name()!r} cannot write {path}: give that user the folder, "
        "or set FAHUO_HOME to a folder that it owns."
    )


def from_os_error(error: OSError, path: Path) -> DatabaseUnavailable:
    """Turn an error of the operating system about `path` into a sentence."""
    if error.errno in NO_ROOM:
        return no_room(path)
    if error.errno in NOT_ALLOWED:
        return not_allowed(path)
    if error.errno in IN_THE_WAY:
        return DatabaseUnavailable(
            f"Fahuo needs a folder at {path}, but something else lies there: move it away, or set FAHUO_HOME."
        )
    if error.errno == errno.ENAMETOOLONG:
        return DatabaseUnavailable(
            f"The path of FAHUO_HOME is too long ({len(str(path))} characters): set FAHUO_HOME to a shorter path."
        )
    if error.errno == errno.ENOENT:
        return DatabaseUnavailable(
            f"The folder {path.parent} does not exist: create it, or correct FAHUO_HOME, then start again."
        )
    return DatabaseUnavailable(f"{path} cannot be used ({error.strerror}): repair it, or set FAHUO_HOME.")


def from_program(said: str, path: Path, log: Path) -> DatabaseUnavailable:
    """Turn what initdb, pg_ctl or the server's log said into a sentence."""
    if "No space left on device" in said or "File too large" in said or "Disk quota exceeded" in said:
        return no_room(path)
    if "Permission denied" in said or "Read-only file system" in said:
        return not_allowed(path)
    fatal = re.findall(r"(?:FATAL|PANIC|error):\s+(.+)", said)
    reason = fatal[-1].strip() if fatal else (said.strip().splitlines() or ["it said nothing"])[-1]
    return DatabaseUnavailable(f"PostgreSQL in {path} did not start ({reason}): see {log} and repair what it names.")


def reason_of(error: BaseException) -> str:
    """Return the line of libpq's answer that names the reason, without its hints."""
    lines = [line.strip(" -") for line in str(error).splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1] if lines else "no reason given"


def explain(error: BaseException) -> str:
    """Return the sentence for an error that a driver or Django raised in the middle of work, or `""` for others."""
    cause = error.__cause__ or error
    state = getattr(cause, "sqlstate", None)
    if state == "53100":
        return "The disk of the database is full: free some room there and start again. What was saved is safe."
    if state == "53300":
        return "All connections of the database are taken: stop some Fahuo processes, or raise max_connections."
    lost_words = ("server closed the connection", "connection failed", "connection is bad", "Connection refused")
    if state in {"57P01", "57P02", "57P03", "08006", "08001"} or any(word in str(cause) for word in lost_words):
        return f"The connection to the database was lost ({reason_of(cause)}): start again. What was saved is safe."
    return ""


def user_name() -> str:
    """Return who we are, for sentences."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "of this process"
