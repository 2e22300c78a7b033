"""How an emulated window behaves, and who is registered there."""

from __future__ import annotations

import base64
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from fahuo.carriers.emulation.faults import Fault
from fahuo.customs.ceb.algorithms import ALGORITHMS, AlgorithmSet
from fahuo.customs.ceb.certificates import Certificate, read_certificate

ENVIRONMENT = "FAHUO_WINDOW_EMULATOR"


class OptionsRefused(ValueError):
    """An option or a registration that cannot be used; the message says which."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One firm with an account. `code` is what its messages state as copCode; `card` may be empty: any card."""

    account: str
    password: str = field(repr=False)
    code: str
    name: str
    dxp_id: str
    certificate: Certificate
    card: str = ""
    algorithms: tuple[AlgorithmSet, ...] = tuple(ALGORITHMS.values())


@dataclass(frozen=True, slots=True)
class Options:
    """What can be set. Shares lie between 0 and 1 and are drawn by `seed`, the same in every run.

    `step_s` passes between two receipts of a document; `hold_at` is the code at which lists stop until they are
    released by hand; `reject` is the share of lists that come back (100), `reject_orders` those of these orders, the
    first time only; `review` and `inspect` send lists over 300 and 500. `skip` leaves receipts out, `shuffle` sends
    those of a document in another sequence, `repeat` sends some twice. Faults go with the operations post and receipts.
    """

    declarants: tuple[Registered, ...] = ()
    seed: int = 20261122
    step_s: float = 0.0
    hold_at: str = ""
    reject: float = 0.0
    reject_orders: frozenset[str] = frozenset()
    review: float = 0.0
    inspect: float = 0.0
    skip: float = 0.0
    shuffle: float = 0.0
    repeat: float = 0.0
    latency_ms: float = 0.0
    page: int = 20
    push_url: str = ""
    faults: tuple[Fault, ...] = ()
    clock: Callable[[], float] = time.time


_SHARES = ("reject", "review", "inspect", "skip", "shuffle", "repeat")
_NUMBERS = ("step_s", "latency_ms")


def read_options(plain: Mapping[str, Any]) -> Options:
    """Return options from plain values, as files and the command line have them; raise `OptionsRefused`."""
    unknown = set(plain) - ({one.name for one in fields(Options)} - {"clock"})
    if unknown:
        raise OptionsRefused(f"unknown options: {', '.join(sorted(unknown))}")
    read = dict(plain)
    try:
        for name in _SHARES:
            if not 0 <= float(read.get(name, 0)) <= 1:
                raise OptionsRefused(f"{name}: a share between 0 and 1 is wanted")
        for name in _NUMBERS:
            if float(read.get(name, 0)) < 0:
                raise OptionsRefused(f"{name}: 0 or more is wanted")
        read["declarants"] = tuple(registered(one) for one in read.get("declarants", ()))
        read["faults"] = tuple(Fault.read(one) for one in read.get("faults", ()))
        read["reject_orders"] = frozenset(read.get("reject_orders", ()))
        return Options(**read)
    except (TypeError, KeyError) as error:
        raise OptionsRefused(str(error)) from error


def read_file(path: Path) -> dict[str, Any]:
    """Return the plain options of a TOML file; certificates may be named as files beside it."""
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
        for one in plain.get("declarants", ()):
            if "certificate_file" in one:
                file = path.parent / one.pop("certificate_file")
                one["certificate"] = base64.b64encode(file.read_bytes()).decode()
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise OptionsRefused(f"{path}: {error}") from error
    return plain


def registered(plain: Mapping[str, Any]) -> Registered:
    """Return one registration from plain values; raise `OptionsRefused`.

    `certificate` is PEM text, or a file of PEM or DER in base64; `algorithms` are names of sets.
    """
    needed = ("account", "password", "code", "name", "dxp_id", "certificate")
    missing = [name for name in needed if not isinstance(plain.get(name), str) or not plain[name]]
    unknown = set(plain) - {*needed, "card", "algorithms"}
    if missing or unknown:
        raise OptionsRefused(f"a declarant lacks {missing}, or has {sorted(unknown)}")
    names = plain.get("algorithms") or list(ALGORITHMS)
    if not set(names) <= set(ALGORITHMS):
        raise OptionsRefused(f"algorithms: {', '.join(ALGORITHMS)} are known")
    try:
        certificate = read_certificate(_octets(plain["certificate"]))
    except ValueError as error:
        raise OptionsRefused(f"certificate: {error}") from error
    texts = {name: plain[name] for name in needed[:-1]}
    return Registered(
        **texts,
        certificate=certificate,
        card=str(plain.get("card", "")),
        algorithms=tuple(ALGORITHMS[name] for name in names),
    )


def _octets(text: str) -> bytes:
    return text.encode() if text.startswith("-----") else base64.b64decode(text, validate=True)
