"""One of several processes that call through one account: `python -m fahuo.carriers.tests.caller ACCOUNT CALLS`.

Says `ready`, waits for a line, makes its calls as quickly as the gate lets it, then writes how they ended and how
many access tokens it fetched. `started` and `go` are for the test that runs several.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from urllib.parse import quote, urlencode

Process = subprocess.Popen[str]


def started(account_id: int, count: int) -> Process:
    """Start a process on the test's database that waits for `go`."""
    from django.db import connection

    database = connection.settings_dict
    place = urlencode({"host": database["HOST"] or "localhost", "port": database["PORT"] or 5432})
    who = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    url = f"postgresql://{who}@/{database['NAME']}?{place}"
    process = subprocess.Popen(
        [sys.executable, "-m", "fahuo.carriers.tests.caller", str(account_id), str(count)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "DATABASE_URL": url},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(processes: list[Process]) -> None:
    """Let all of them begin at the same moment."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def said(process: Process) -> dict[str, int]:
    """Wait for the end, and return how the calls ended."""
    found: dict[str, int] = json.loads(process.communicate()[0])
    return found


async def call(account_id: int, count: int) -> Counter[str]:
    """Make that many calls at once."""
    from fahuo.carriers import queries
    from fahuo.carriers.calling import recorded
    from fahuo.carriers.errors import CarrierError
    from fahuo.carriers.services.lines import Lines

    account = (await asyncio.to_thread(queries.accounts_by_id, [account_id]))[account_id]
    lines = Lines()
    carrier = lines.open(account)

    async def one(place: int) -> str:
        try:
            await carrier.find(f"R-{os.getpid()}-{place}")
        except CarrierError as error:
            return type(error).__name__
        return "well"

    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    with recorded() as exchanges:
        ended = await asyncio.gather(*(one(place) for place in range(count)))
    await lines.aclose()
    await asyncio.to_thread(lines.close)
    return Counter([*ended, *("token" for exchange in exchanges if exchange.operation == "token")])


def main() -> None:
    """Set Django up, then call."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahuo.site.settings")
    django.setup()
    print(json.dumps(asyncio.run(call(int(sys.argv[1]), int(sys.argv[2])))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
