"""The platforms we know, by code. The only door to the adapters."""

from __future__ import annotations

from fahuo.platforms.adapters.aliexpress import PLATFORM as ALIEXPRESS
from fahuo.platforms.contract import Platform

_PLATFORMS = {platform.code: platform for platform in (ALIEXPRESS,)}


class UnknownPlatform(LookupError):
    """No adapter of this code. Who must act: a developer."""


def platform(code: str) -> Platform:
    """Return the platform; raise `UnknownPlatform`."""
    try:
        return _PLATFORMS[code]
    except KeyError:
        raise UnknownPlatform(code) from None


def platforms() -> tuple[Platform, ...]:
    """Return every platform, in the order of their codes."""
    return tuple(_PLATFORMS[code] for code in sorted(_PLATFORMS))
