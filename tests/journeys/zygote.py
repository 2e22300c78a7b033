"""Forks workers out of one warm process, so that fifty lives cost fifty forks and not fifty imports.

A line on standard input asks for a life; its process id comes back, and `dead` once it was killed. What runs in the
fork is the worker itself, as `fahuo worker` runs it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys


def main() -> None:
    """Warm up, then fork on demand."""
    from fahuo.site import bootstrap

    bootstrap.start(migrate=False)
    from django.db import connections
    from django.utils.module_loading import autodiscover_modules

    from fahuo.kit import clock
    from fahuo.rating.queries import sample_sheets

    autodiscover_modules("jobs")
    sample_sheets(clock.now().date())  # a second of reading that every life would begin with
    connections.close_all()  # a connection must not be shared by two processes
    print("warm", flush=True)
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            live()
        print(pid, flush=True)
        os.waitpid(pid, 0)
        print("dead", flush=True)


def live() -> None:
    """Be a worker until killed."""
    from fahuo.site.cli.worker import keep_working

    sys.stdin.close()
    # Jobs that start again are the point here; a busy worker taken for dead finds its job finished by another.
    for name in ("fahuo.site.cli.worker", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    asyncio.run(keep_working(jobs=int(os.environ.get("CREW_JOBS", "2")), once=False))
    os._exit(0)


if __name__ == "__main__":
    main()
