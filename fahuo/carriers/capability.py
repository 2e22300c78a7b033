"""What a carrier can do, and the page that says so: its manifest."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any


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
    DDP = "ddp"
    LATE_NUMBER = "late_number"  # the tracking number may come after the waybill number


class ManifestError(ValueError):
    """A manifest that cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One carrier, as its `manifest.toml` describes it.

    `countries` are where parcels are handed over; where they may go is said by services and rate sheets.
    `credentials` are the keys that an account must have, `optional_credentials` those that some capabilities need.
    `demo_credentials` open the emulator and nothing else; `demo_eori` stands in for an importer's number there.
    `base_urls` has at least `production`.
    """

    code: str
    name_en: str
    name_zh: str
    countries: tuple[str, ...]
    capabilities: frozenset[Capability]
    website: str
    documentation: str
    credentials: tuple[str, ...]
    demo_credentials: Mapping[str, str]
    base_urls: Mapping[str, str]
    optional_credentials: tuple[str, ...] = ()
    demo_eori: str = ""

    def can(self, capability: Capability) -> bool:
        """Tell whether the carrier offers this."""
        return capability in self.capabilities


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
    if set(manifest.credentials) | set(manifest.optional_credentials) != set(manifest.demo_credentials):
        raise ManifestError(f"{path}: demo_credentials must have the keys of credentials")
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
        credentials=tuple(written["credentials"]),
        demo_credentials=MappingProxyType(dict(written["demo_credentials"])),
        base_urls=MappingProxyType(dict(written["base_urls"])),
        optional_credentials=tuple(written.get("optional_credentials", ())),
        demo_eori=written.get("demo_eori", ""),
    )
