"""One of several processes that call through one account: `python -m fahuo.carriers.tests.caller ACCOUNT CALLS`.

Says `ready`, waits for a line, makes its calls as quickly as the gate lets it, then writes how they ended.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter


async def call(account_id: int, count: int) -> Counter[str]:
    """Make that many calls at once."""
    from fahuo.carriers import queries
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
    ended = await asyncio.gather(*(one(place) for place in range(count)))
    await lines.aclose()
    await asyncio.to_thread(lines.close)
    return Counter(ended)


def main() -> None:
    """Set Django up, then call."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahuo.site.settings")
    django.setup()
    print(dict(asyncio.run(call(int(sys.argv[1]), int(sys.argv[2])))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
