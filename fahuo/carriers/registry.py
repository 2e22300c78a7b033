"""Finds carriers by their folders. The only module that reaches into `adapters`.

A carrier is a folder of the package `fahuo.carriers.adapters` with a `manifest.toml`; nothing else has to be told.
Manifests and service tables are read without importing the adapter's code. Everywhere a code is asked for, that of a
member of a family will do: `<family>-<alias>` finds the family's folder.
"""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import msgspec

from fahuo.carriers import adapters
from fahuo.carriers.capability import Manifest, read_manifest
from fahuo.carriers.contract import Account, ASGIApp, Carrier, MakeApp, OpenCarrier
from fahuo.carriers.errors import NotAuthorised
from fahuo.carriers.quality import Grade, read_quality
from fahuo.carriers.service_table import read_services
from fahuo.kit import http
from fahuo.trade.service import Service

if TYPE_CHECKING:
    from starlette.applications import Starlette


class UnknownCarrier(LookupError):
    """No adapter has this code."""


def codes() -> tuple[str, ...]:
    """Return the codes of all carriers, sorted."""
    return tuple(_folders())


def manifest(code: str) -> Manifest:
    """Return a carrier's manifest; raise `UnknownCarrier` for a code without a folder."""
    return _manifest(_folder(code))


def services(code: str) -> tuple[Service, ...]:
    """Return the services of `services.csv`, in the order of the file; a carrier without the file sells none."""
    return _services(_folder(code))


def quality(code: str) -> Mapping[str, Grade]:
    """Return what the adapter's ledger says of itself: rule → grade."""
    return _quality(_folder(code))


def open_carrier(account: Account, client: httpx.AsyncClient) -> Carrier:
    """Return the carrier as this account sees it. `client` comes from `open_client` and belongs to the caller.

    Raises `NotAuthorised` when the account lacks a credential, or would send it over plain HTTP.
    """
    _check(account, manifest(account.carrier))
    module = _module(account.carrier, "carrier")
    return cast(OpenCarrier, module.open_carrier)(account, client)


def open_client(
    accounts: Iterable[Account],
    *,
    connections: int = 100,
    answer_within_s: float = http.ANSWER_WITHIN_S,
    gate: http.Gate | None = None,
) -> httpx.AsyncClient:
    """Return an HTTP client for these accounts; loopback is reachable only where an account is emulated.

    With a `gate` it is for one account: what that account may reach, and how quickly, is no other's business.
    """
    emulators = [account.base_url for account in accounts if account.emulated]
    return http.client(loopback=emulators, connections=connections, answer_within_s=answer_within_s, gate=gate)


def emulator(code: str, **options: Any) -> ASGIApp:
    """Return the carrier's side as an ASGI application with a book of its own. Options: see `emulation.options`."""
    return cast(MakeApp, _module(code, "emulator").make_app)(**options)


def served_emulator() -> ASGIApp:
    """Return what a server process is to serve, as `emulation.server` has written it into the environment."""
    # A web framework that nobody else here needs.
    from fahuo.carriers.emulation.options import ENVIRONMENT, read_options
    from fahuo.carriers.emulation.together import mounted

    asked: dict[str, Any] = msgspec.json.decode(os.environ[ENVIRONMENT])
    # Options are read for each, as the faults that wait are counted down.
    apps = {
        code: cast("Starlette", emulator(code, **read_options(options))) for code, options in asked["emulators"].items()
    }
    return mounted(apps) if asked["together"] else next(iter(apps.values()))


def _check(account: Account, page: Manifest) -> None:
    missing = [key for key in page.credentials if not account.credentials.get(key)]
    if missing:
        raise NotAuthorised(f"The {page.name_en} account lacks: {', '.join(missing)}.", carrier=page.code)
    if not account.emulated and not account.base_url.startswith("https://"):
        raise NotAuthorised(f"The {page.name_en} account must use an https:// address.", carrier=page.code)


def family_of(code: str) -> str:
    """Return the code of the folder: what stands before the first hyphen. Codes of folders have none."""
    return code.partition("-")[0]


def _folder(code: str) -> Path:
    try:
        return _folders()[family_of(code)]
    except KeyError:
        raise UnknownCarrier(f"No carrier {code!r}. Known: {', '.join(codes())}.") from None


def _module(code: str, name: str) -> Any:
    _folder(code)
    return importlib.import_module(f"{adapters.__name__}.{family_of(code)}.{name}")


@functools.cache
def _folders() -> dict[str, Path]:
    found = [folder for root in adapters.__path__ for folder in Path(root).iterdir()]
    carriers = [folder for folder in found if (folder / "manifest.toml").is_file()]
    return {folder.name: folder for folder in sorted(carriers, key=lambda folder: folder.name)}


@functools.cache
def _manifest(folder: Path) -> Manifest:
    return read_manifest(folder)


@functools.cache
def _services(folder: Path) -> tuple[Service, ...]:
    path = folder / "services.csv"
    return read_services(path, folder.name) if path.is_file() else ()


@functools.cache
def _quality(folder: Path) -> Mapping[str, Grade]:
    return read_quality(folder)
