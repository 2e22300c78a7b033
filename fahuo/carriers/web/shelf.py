"""The carriers of the registry as the market shows them, and which of them a filter leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fahuo.backoffice.filters import Choice, choices
from fahuo.backoffice.formats import country
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability, Field, Manifest
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.quality import LIVE_TESTED
from fahuo.carriers.web.words import ABILITIES, accredited, chinese, words

WORLD = "*"
SHOWN_IN_LIST = tuple(ABILITIES)[:9]
FACETS = ("can", "origin", "to", "show", "q")


@dataclass(frozen=True, slots=True)
class Ability:
    """One thing that a carrier can do or cannot, short and as a sentence."""

    words: str
    sentence: str
    can: bool


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the carrier wants to know before it lets an account in."""

    label: str
    hint: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Offering:
    """One carrier of the market. `used` are the seller's accounts that are in use: one, in a family any number."""

    page: Manifest
    name: str
    other_name: str
    services: int
    live_tested: bool
    accredited: bool
    used: tuple[CarrierAccount, ...]

    @property
    def tracking_only(self) -> bool:
        """Whether nothing can be booked there."""
        return not self.page.can(Capability.CREATE)

    @property
    def abilities(self) -> tuple[Ability, ...]:
        """Everything a seller may ask for, in one sequence for all carriers."""
        return tuple(Ability(str(a), str(b), self.page.can(capability)) for capability, (a, b) in ABILITIES.items())

    @property
    def listed(self) -> tuple[str, ...]:
        """What it can, in short words."""
        return tuple(str(ABILITIES[capability][0]) for capability in SHOWN_IN_LIST if self.page.can(capability))

    @property
    def needs(self) -> tuple[Need, ...]:
        """What an account is opened with."""
        return tuple(_need(entry) for entry in self.page.fields)

    def goes_to(self, code: str) -> bool:
        """Whether parcels may go there, as far as the manifest says."""
        return WORLD in self.page.destinations or code in self.page.destinations


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person filters by; empty parts let everything through."""

    can: str = ""
    origin: str = ""
    to: str = ""
    show: str = ""
    q: str = ""

    def query(self) -> dict[str, str]:
        """The parts as a query of the address."""
        return {name: getattr(self, name) for name in FACETS}

    def fits(self, one: Offering) -> bool:
        """Whether a carrier is what is looked for."""
        return self._shown(one) and self._found(one) and self._able(one)

    def _able(self, one: Offering) -> bool:
        able = not self.can or any(self.can == capability.value for capability in one.page.capabilities)
        return able and self.origin in ("", *one.page.countries) and (not self.to or one.goes_to(self.to))

    def _shown(self, one: Offering) -> bool:
        states = {"": True, "connected": bool(one.used), "tracking": one.tracking_only, "named": one.accredited}
        return states.get(self.show, True)

    def _found(self, one: Offering) -> bool:
        names = (one.page.code, one.page.name_en, one.page.name_zh, *(account.name for account in one.used))
        return all(any(word in name.casefold() for name in names) for word in self.q.casefold().split())


def shelf(accounts: Iterable[CarrierAccount]) -> list[Offering]:
    """Return every carrier, those in use first, then by name."""
    used = list(accounts)
    found = [offering(code, used) for code in registry.codes()]
    return sorted(found, key=lambda one: (not one.used, one.tracking_only, one.page.name_en.casefold()))


def offering(code: str, accounts: Iterable[CarrierAccount]) -> Offering:
    """Return one carrier; of the accounts those count that are in use there."""
    page = registry.manifest(code)
    grade = registry.quality(code).get(LIVE_TESTED)
    name = words(page)
    return Offering(
        page=page,
        name=name,
        other_name=page.name_en if name == page.name_zh else page.name_zh,
        services=len(registry.services(code)),
        live_tested=bool(grade and grade.done),
        accredited=accredited(page.accreditation),
        used=tuple(one for one in accounts if one.active and registry.family_of(one.carrier) == page.code),
    )


def _need(entry: Field) -> Need:
    label, hint = (entry.label_zh, entry.hint_zh) if chinese() else (entry.label_en, entry.hint_en)
    return Need(label, hint, entry.optional)


def ability_chips(offerings: Sequence[Offering], wish: Wish, path: str) -> tuple[Choice, ...]:
    """Return a chip for each ability, counting what the other filters leave."""
    others = Wish(**{**wish.query(), "can": ""})
    counts = Counter(capability.value for one in offerings if others.fits(one) for capability in one.page.capabilities)
    labels = [(capability.value, str(ABILITIES[capability][0]), "") for capability in SHOWN_IN_LIST]
    return choices("can", labels, counts, path=path, query=wish.query())


def countries(offerings: Iterable[Offering], *, origin: bool) -> tuple[Mapping[str, str], ...]:
    """Return the countries that can be filtered by, by name: where parcels start, or where they may go."""
    codes = {
        code for one in offerings for code in (one.page.countries if origin else one.page.destinations) if code != WORLD
    }
    named = [{"value": code, "label": country(code)} for code in codes]
    return tuple(sorted(named, key=lambda entry: entry["label"]))
