"""What a carrier can do, and the page that says so: its manifest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from fahuo.carriers.check_digits import CHECKS
from fahuo.trade.label import BarSymbology


class Capability(StrEnum):
    """What can be asked of a carrier through its API. Read from the manifest, never guessed from an exception."""

    CREATE = "create"
    FIND = "find"  # look-up by our own reference; without it a doubtful booking needs a person
    LABEL = "label"
    CANCEL = "cancel"
    HOLD = "hold"
    TRACK = "track"
    PUSH = "push"  # the carrier sends tracking events to us
    SERVICES = "services"
    QUOTE = "quote"
    TRACK_MANY = "track_many"  # the events of several parcels in one call
    REGISTER = "register"  # numbers must be handed in before their events can be asked for
    DDP = "ddp"
    LATE_NUMBER = "late_number"  # the tracking number may come after the waybill number
    PICKUP = "pickup"  # a pick-up can be asked for together with the booking
    ORDER_PICKUP = "order_pickup"  # a pick-up can be asked for by a call of its own
    FIND_PICKUP = "find_pickup"  # look-up by our own reference; without it a doubtful pick-up needs a person
    CANCEL_PICKUP = "cancel_pickup"


# What a carrier has, rather than what it is asked for: no method of the contract belongs to these.
TRAITS = frozenset({Capability.DDP, Capability.LATE_NUMBER, Capability.PICKUP})


class ManifestError(ValueError):
    """A manifest that cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of an account: what a form asks for. All entries are stored sealed; `secret` ones are never shown.

    `choices` are the only values it may have, the first one is proposed. `demo` opens the emulator and nothing else.
    """

    key: str
    label_en: str
    label_zh: str
    demo: str
    secret: bool = False
    optional: bool = False
    choices: tuple[str, ...] = ()
    hint_en: str = ""
    hint_zh: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How an account may be called. `verified` is True only where the carrier publishes the figures.

    `calls_per_s` on average, after a `burst` at once; `calls_at_once` in flight; `track_batch` numbers in one call.
    """

    calls_per_s: float = 10.0
    burst: int = 20
    calls_at_once: int = 50
    track_batch: int = 1
    verified: bool = False


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How this carrier's numbers look, so that one can be told from another carrier's; `check` names its check digit.

    Only what leaves no doubt belongs here: who asks about a stranger's number is told about a stranger's parcel.
    """

    pattern: str
    check: str = ""

    def fits(self, number: str) -> bool:
        """Tell whether a number, without spaces and in large letters, is one of these."""
        return re.fullmatch(self.pattern, number) is not None and CHECKS[self.check](number)


@dataclass(frozen=True, slots=True)
class Accreditation:
    """Whether the platform counts the carrier among its own, as far as public sources say. Never more than they say."""

    platform: str = ""
    state: str = "UNKNOWN"  # NAMED: sources name it a carrier of the platform
    source: str = ""
    checked_on: str = ""


@dataclass(frozen=True, slots=True)
class TrackingPage:
    """The carrier's own page about one parcel. `verified` is True only where the carrier publishes the pattern."""

    url: str  # with {number} in it
    source: str
    checked_on: str
    verified: bool = False

    def of(self, number: str) -> str:
        """Return the page of the parcel with this number; nothing in a number can lead elsewhere."""
        return self.url.replace("{number}", quote(number, safe=""))


@dataclass(frozen=True, slots=True)
class Manifest:
    """One carrier, as its `manifest.toml` describes it.

    `countries` are where parcels are handed over, `destinations` where they may go (`*`: worldwide; what a service
    really serves is said by its rate sheet). `base_urls` has at least `production`, except in a `family`: that is one
    software run by many forwarders, and each account brings its own address and name.
    `demo_eori` stands in for an importer's number at emulators. `symbology` is how the carrier's scanners expect the
    number on a label that we draw; another than Code 128 only where the carrier says so. `tracking_page` is None where
    no public page is known. `numbers` are the forms by which its numbers are known without doubt. Pushes
    of a carrier that does not sign them (`signs_pushes`) can be believed only by the secret address they come to.
    """

    code: str
    name_en: str
    name_zh: str
    countries: tuple[str, ...]
    capabilities: frozenset[Capability]
    website: str
    documentation: str
    fields: tuple[Field, ...]
    base_urls: Mapping[str, str]
    destinations: tuple[str, ...] = ("*",)
    limits: Limits = Limits()
    accreditation: Accreditation = Accreditation()
    family: bool = False
    demo_eori: str = ""
    symbology: BarSymbology = BarSymbology.CODE128
    tracking_page: TrackingPage | None = None
    numbers: tuple[NumberFormat, ...] = ()
    signs_pushes: bool = True

    def owns(self, number: str) -> bool:
        """Tell whether a number is surely one of this carrier's."""
        return any(form.fits(number) for form in self.numbers)

    def can(self, capability: Capability) -> bool:
        """Tell whether the carrier offers this."""
        return capability in self.capabilities

    @property
    def credentials(self) -> tuple[str, ...]:
        """The keys without which an account cannot be opened."""
        return tuple(field.key for field in self.fields if not field.optional)

    @property
    def optional_credentials(self) -> tuple[str, ...]:
        """The keys that some capabilities need."""
        return tuple(field.key for field in self.fields if field.optional)

    @property
    def secret_credentials(self) -> frozenset[str]:
        """The keys whose values are never shown again."""
        return frozenset(field.key for field in self.fields if field.secret)

    @property
    def demo_credentials(self) -> dict[str, str]:
        """The one account that the emulator knows."""
        return {field.key: field.demo for field in self.fields}


def read_manifest(folder: Path) -> Manifest:
    """Read `manifest.toml` of an adapter's folder; its code must be the folder's name."""
    path = folder / "manifest.toml"
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        manifest = _manifest(written)
    except KeyError as error:
        raise ManifestError(f"{path}: {error.args[0]} is missing") from error
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise ManifestError(f"{path}: {error}") from error
    if manifest.code != folder.name:
        raise ManifestError(f"{path}: code is {manifest.code!r}, the folder is {folder.name!r}")
    if not manifest.family and "production" not in manifest.base_urls:
        raise ManifestError(f"{path}: base_urls lacks production")
    return manifest


def _manifest(written: Mapping[str, Any]) -> Manifest:
    return Manifest(
        code=written["code"],
        name_en=written["name_en"],
        name_zh=written["name_zh"],
        countries=tuple(written["countries"]),
        capabilities=frozenset(Capability(word) for word in written["capabilities"]),
        website=written["website"],
        documentation=written["documentation"],
        fields=tuple(_field(entry) for entry in written["fields"]),
        base_urls=MappingProxyType(dict(written.get("base_urls", {}))),
        destinations=tuple(written.get("destinations", ("*",))),
        limits=Limits(**written.get("limits", {})),
        accreditation=Accreditation(**written.get("accreditation", {})),
        family=written.get("family", False),
        demo_eori=written.get("demo_eori", ""),
        symbology=BarSymbology(written.get("symbology", BarSymbology.CODE128)),
        tracking_page=_tracking_page(written.get("tracking_page")),
        numbers=tuple(_number_format(entry) for entry in written.get("numbers", ())),
        signs_pushes=written.get("signs_pushes", True),
    )


def _tracking_page(entry: Mapping[str, Any] | None) -> TrackingPage | None:
    if entry is None:
        return None
    page = TrackingPage(**entry)
    if not page.url.startswith("https://") or page.url.count("{number}") != 1:
        raise ValueError(f"tracking_page.url must be https with one {{number}}: {page.url}")
    return page


def _number_format(entry: Mapping[str, str]) -> NumberFormat:
    form = NumberFormat(**entry)
    re.compile(form.pattern)
    if form.check not in CHECKS:
        raise ValueError(f"no such check digit: {form.check!r}")
    return form


def _field(entry: Mapping[str, Any]) -> Field:
    return Field(**{**entry, "choices": tuple(entry.get("choices", ()))})
