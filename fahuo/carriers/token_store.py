"""An access token, and what it takes to share one with other processes. Adapters use it through `tokens`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

# A token is no longer used this long before its end, or at half its life if that is later.
RENEW_BEFORE_S = 300
# No token is trusted for longer, whatever a carrier says of it.
LONGEST_LIFE_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when (seconds since 1970) it should no longer be used."""

    text: str
    renew_at: float

    @classmethod
    def lasting(cls, text: str, *, asked_at: float, seconds: float) -> Token:
        """Return a token that the carrier lent for so many seconds at that moment."""
        life = max(0, min(seconds, LONGEST_LIFE_S))
        return cls(text, asked_at + max(life - RENEW_BEFORE_S, life / 2))

    def good(self, *, refused: str, at: float) -> bool:
        """Tell whether it may be used: the carrier did not refuse it, and its end is not near."""
        return self.text != refused and self.renew_at > at


class Turn(StrEnum):
    """What there is to do where no good token is known."""

    YOURS = "YOURS"  # fetch one, then `put` it or `give_up`
    WAIT = "WAIT"  # somebody is fetching one
    NOBODYS = "NOBODYS"  # nobody is, and you may not either


class TokenStore(Protocol):
    """Keeps the token of one account for many processes, and lets one of them renew it at a time."""

    async def take(self, key: str, *, refused: str, at: float, may_renew: bool) -> Token | Turn:
        """Return a good token for these credentials, or whose turn it is. Raises `Paused` when it cannot be told."""

    def put(self, key: str, token: Token) -> None:
        """Keep the token that was fetched when it was our turn."""

    def give_up(self) -> None:
        """Leave the turn to somebody else: no token came."""


class Alone:
    """A store for who shares with nobody: whoever has no token fetches one."""

    async def take(self, key: str, *, refused: str, at: float, may_renew: bool) -> Token | Turn:
        """Say whose turn it is."""
        return Turn.YOURS if may_renew else Turn.NOBODYS

    def put(self, key: str, token: Token) -> None:
        """Keep nothing."""

    def give_up(self) -> None:
        """Nobody waits."""
