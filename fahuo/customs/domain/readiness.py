"""Whether a firm may declare at all: card, account, licence, names, codes. No card, no declaration."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fahuo.compliance.identifiers import kind
from fahuo.customs.ceb.modes import BONDED, ORDER_TYPES
from fahuo.customs.domain.ports import unreadable
from fahuo.trade.problem import Problem, Severity

ACTIVE = "ACTIVE"
ON_CARD = "CARD"
OVERSEAS_PLATFORM = "无"
NO_OWNER_CODE = "NO"
_ENDS_SOON = timedelta(days=60)
# What every declaration states, so that nothing is declared without it.
_NEEDED = (
    *("name", "platform_code", "platform_name", "customs_district", "exit_port", "transport_mode", "wrap_type"),
    *("statistics_flag", "trade_mode", "dxp_id", "receiver_id", "algorithms", "window_url"),
)
_BONDED = ("warehouse_code", "warehouse_name", "account_book")


@dataclass(frozen=True, slots=True)
class Holder:
    """What is known of the firm that declares: plain details by name, and what its deadlines are.

    The ID number of the legal person is only ever judged, never shown.
    """

    details: Mapping[str, str]
    card_until: date | None = None
    licence_until: date | None = None
    licence_endless: bool = False
    has_key: bool = False
    has_certificate: bool = False
    has_pin: bool = False
    card_stopped: Problem | None = None  # the card refused; nothing is asked of it until a person enters the PIN
    legal_person_id: str = field(default="", repr=False)

    def __getitem__(self, name: str) -> str:
        """Return a detail, empty if it is not given."""
        return self.details.get(name, "")


def readiness(holder: Holder, on: date) -> tuple[Problem, ...]:
    """Return everything that keeps the firm from declaring on a day, and warnings of what ends soon."""
    return (*_card(holder, on), *_account(holder), *_licence(holder, on), *detail_problems(holder, complete=True))


def detail_problems(holder: Holder, *, complete: bool) -> tuple[Problem, ...]:
    """Return which details cannot be; with `complete` also which are missing."""
    found = [Problem("DECLARANT_INCOMPLETE", name) for name in _missing(holder)] if complete else []
    return (*found, *_impossible(holder), *_names(holder))


def same_name(one: str, other: str) -> bool:
    """Tell whether two names of a firm are the same but for width, spaces, brackets and capitals."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    normal = unicodedata.normalize("NFKC", name).replace("·", "").replace("・", "")
    return "".join(normal.split()).upper()


def _card(holder: Holder, on: date) -> Iterator[Problem]:
    if not holder["card_number"]:
        yield Problem("ERR_NO_EPORT_CARD", "card_number")
    elif not kind("cn_card").fits(holder["card_number"]):
        yield Problem("ERR_EPORT_CARD_NUMBER", "card_number")
    elif holder.card_until is None:
        yield Problem("DECLARANT_INCOMPLETE", "card_until")
    elif holder.card_until < on:
        yield Problem("ERR_EPORT_CARD_EXPIRED", "card_until", holder.card_until.isoformat())
    elif holder.card_until < on + _ENDS_SOON:
        yield Problem("ERR_EPORT_CARD_ENDS_SOON", "card_until", holder.card_until.isoformat(), Severity.WARN)
    yield from _signing(holder)


def _signing(holder: Holder) -> Iterator[Problem]:
    """A key in a file, or a card with its PIN, its certificate and an address; a card's key is never asked for."""
    if holder["signs_with"] != ON_CARD:
        if not holder.has_key:
            yield Problem("ERR_NO_SIGNING_KEY", "certificate")
        return
    there = {"card_pin": holder.has_pin, "certificate": holder.has_certificate, "card_url": bool(holder["card_url"])}
    yield from (Problem("CARD_INCOMPLETE", name) for name, given in there.items() if not given)
    if holder.card_stopped is not None:
        yield holder.card_stopped


def _account(holder: Holder) -> Iterator[Problem]:
    if not holder["window_account"] or holder["window_state"] != ACTIVE:
        yield Problem("ERR_NO_WINDOW_ACCOUNT", "window_account", holder["window_state"])
    elif holder["window_uscc"] != holder["uscc"]:
        yield Problem("ERR_WINDOW_ACCOUNT_FOREIGN", "window_uscc")


def _licence(holder: Holder, on: date) -> Iterator[Problem]:
    if holder.licence_endless:
        return
    if holder.licence_until is None:
        yield Problem("DECLARANT_INCOMPLETE", "licence_until")
    elif holder.licence_until < on:
        yield Problem("ERR_LICENCE_EXPIRED", "licence_until", holder.licence_until.isoformat())


def _missing(holder: Holder) -> Iterator[str]:
    yield from (name for name in _NEEDED if not holder[name])
    if not holder["customs_code"] and not holder["uscc"]:
        yield "uscc"
    if holder["trade_mode"] == BONDED:
        yield from (name for name in _BONDED if not holder[name])


def _impossible(holder: Holder) -> Iterator[Problem]:
    for name, wanted in (("uscc", "cn_uscc"), ("window_uscc", "cn_uscc"), ("customs_code", "cn_customs")):
        if holder[name] and not kind(wanted).fits(holder[name]):
            yield Problem("DECLARANT_INCOMPLETE", name, holder[name])
    for name in ("platform_code", "agent_code", "owner_code", "warehouse_code"):
        if holder[name] and not is_party_code(holder[name], also=_OTHERS.get(name, "")):
            yield Problem("DECLARANT_INCOMPLETE", name, holder[name])
    for name in ("customs_district", "exit_port"):
        if holder[name] and not (len(holder[name]) == 4 and holder[name].isascii() and holder[name].isdigit()):
            yield Problem("DECLARANT_INCOMPLETE", name, holder[name])
    for part in unreadable(holder["destination_ports"]):
        yield Problem("DECLARANT_INCOMPLETE", "destination_ports", part[:40])
    if holder["trade_mode"] and holder["trade_mode"] not in ORDER_TYPES:
        yield Problem("DECLARANT_INCOMPLETE", "trade_mode", holder["trade_mode"])
    if holder["statistics_flag"] not in {"", "A", "B"}:
        yield Problem("DECLARANT_INCOMPLETE", "statistics_flag", holder["statistics_flag"])


def is_party_code(code: str, *, also: str = "") -> bool:
    """Tell whether a code names a party: ten characters of customs, eighteen of the credit code, or a set word."""
    return kind("cn_uscc" if len(code) == 18 else "cn_customs").fits(code) or (also != "" and code == also)


def _names(holder: Holder) -> Iterator[Problem]:
    # The account of a sole proprietor bears the owner's name as often as the firm's: a person looks at it.
    if not holder["account_name"] or same_name(holder["account_name"], holder["name"]):
        return
    sole = holder["is_sole_proprietor"] == "yes"
    yield Problem("ERR_ACCOUNT_NAME", "account_name", "", Severity.WARN if sole else Severity.BLOCK)


_OTHERS = {"platform_code": OVERSEAS_PLATFORM, "owner_code": NO_OWNER_CODE}
