"""84 rate sheets with every kind of tariff and term that a sheet can have."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from functools import cache

from fahuo import rulebook
from fahuo.rating.domain.sheet import (
    ZERO,
    Band,
    Basis,
    DdpTerms,
    Discount,
    Insurance,
    Oversize,
    Peak,
    PostcodeFee,
    PostcodeRange,
    PostcodeZone,
    Premium,
    RateSheet,
    Rebate,
    RebateMode,
    ReturnLabel,
    Tariff,
)
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.service import Service, ServiceLevel
from tests.bench.world.places import DESTINATIONS, FORMATS, SHARES, remote_beginnings
from tests.bench.world.terms import CARRIERS, EU, ON, services

# One carrier bills in dollars, one in yen (no minor unit), two in Hong Kong dollars; a unit is worth so many yuan.
_CURRENCIES = {2: ("HKD", 0.9), 6: ("HKD", 0.9), 4: ("JPY", 0.046), 8: ("USD", 7.0)}
_SPEED = {level: 1 + place * 0.35 for place, level in enumerate(ServiceLevel)}
_BRACKETS = (50, 100, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000, 30_000)
_SEGMENTS = (100, 200, 300, 500, 1000, 2000, 5000, 30_000)


@cache
def sheets() -> dict[str, RateSheet]:
    """Return the sheet of each service, by service key."""
    return {service.key: _Maker(service).sheet() for service in services()}


class _Maker:
    """Draws one sheet. A carrier's services share its remote list; all else is the service's own."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.chance = random.Random(f"sheet {service.key}")
        place = CARRIERS.index(service.carrier)
        self.currency, self.worth = _CURRENCIES.get(place, ("CNY", 1.0))
        self.kind = ("FIRST_STEP", "PER_KG", "BRACKET", "FLAT", "MIXED")[(place * 7 + int(service.code[1:])) % 5]

    def sheet(self) -> RateSheet:
        share = {ServiceLevel.PREMIUM: 1.0, ServiceLevel.STANDARD: 0.9}.get(self.service.level, 0.6)
        served = [code for code in DESTINATIONS if code in SHARES or self.chance.random() < share]
        zones = [f"Z{number:02d}" for number in range(1, self.chance.randint(8, 40) + 1)]
        zone_of = {code: zones[at % len(zones)] for at, code in enumerate(served)}
        return RateSheet(
            name=f"{self.service.key}@2026-07-01",
            service_key=self.service.key,
            currency=self.currency,
            valid_from=date(2026, 7, 1),
            valid_until=self.chance.choice((None, date(2027, 1, 1))),
            zone_of=zone_of,
            tariffs={zone: self._tariff(1 + at * 0.06) for at, zone in enumerate(zones)},
            not_served=ISO_COUNTRIES - frozenset(served),
            remote_fees=self._remote_fees(zone_of),
            fuel=self._fuel(),
            premiums=self._premiums(),
            ddp=self._ddp(zone_of),
            postcode_zones=self._postcode_zones(zones) if self._some(0.3) else (),
            postcode_fees=self._postcode_fees() if self._some(0.85) else (),
            oversize=self._oversize() if self._some(0.6) else (),
            peak=self._peak(zones) if self._some(0.6) else (),
            insurance=self._insurance() if self._some(0.5) else None,
            return_label=ReturnLabel(self._price(9), self._some(0.15)) if self._some(0.5) else None,
            discount=Discount(self._percent(1, 12), self._basis()) if self._some(0.4) else None,
            rebate=self._rebate() if self._some(0.5) else None,
            sample=True,
        )

    def _some(self, share: float) -> bool:
        return self.chance.random() < share

    def _price(self, yuan: float) -> Decimal:
        """Return an amount near so many yuan in the sheet's currency, in whole minor units."""
        amount = Decimal(repr(yuan / self.worth * self.chance.uniform(0.8, 1.2)))
        return amount.quantize(Decimal(1) if self.currency == "JPY" else Decimal("0.01"))

    def _percent(self, least: int, most: int) -> Decimal:
        return Decimal(self.chance.randint(least * 4, most * 4)) / 4

    def _basis(self) -> Basis:
        return self.chance.choice((Basis.BASE, Basis.FREIGHT))

    def _tariff(self, distance: float) -> Tariff:
        dear = distance * _SPEED[self.service.level]
        bands = {
            "FIRST_STEP": self._first_step, "PER_KG": self._per_kg, "BRACKET": self._brackets, "FLAT": self._flat,
            "MIXED": self._mixed,
        }[self.kind](dear)  # fmt: skip
        return Tariff(
            bands=bands,
            min_g=self.chance.choice((0, 30, 50)) if self.kind in ("PER_KG", "MIXED") else 0,
            minimum=self._price(9 * dear) if self.kind in ("PER_KG", "FIRST_STEP") and self._some(0.35) else ZERO,
            days=self._days() if self._some(0.5) else None,
        )

    def _days(self) -> tuple[int, int]:
        first = self.service.days_min + self.chance.randrange(3)
        return first, first + max(1, self.service.days_max - self.service.days_min)

    def _first_step(self, dear: float) -> tuple[Band, ...]:
        first, step = self.chance.choice(((500, 500), (1000, 1000), (1000, 500), (100, 100)))
        return (
            Band(5_000, self._price(13 * dear), first, step, self._price(0.009 * step * dear)),
            Band(30_000, self._price(14 * dear), first, step, self._price(0.008 * step * dear)),
        )

    def _per_kg(self, dear: float) -> tuple[Band, ...]:
        step = self.chance.choice((1, 1, 10, 100))
        tops = _SEGMENTS[self.chance.randrange(4) :]
        return tuple(self._kg_band(top, step, dear * (1 - 0.03 * at)) for at, top in enumerate(tops))

    def _kg_band(self, top: int, step: int, dear: float) -> Band:
        per_kg = self._price(42 * dear)
        return Band(top, ZERO, 0, step, (per_kg * step).scaleb(-3), self._price(14 + 3 * dear), per_kg)

    def _brackets(self, dear: float) -> tuple[Band, ...]:
        price, bands = 11 * dear, []
        for top in _BRACKETS[self.chance.randrange(3) :]:
            price += top**0.62 * 0.12 * dear
            bands.append(Band(top, self._price(price), 0, 1, ZERO))
        return tuple(bands)

    def _flat(self, dear: float) -> tuple[Band, ...]:
        return (Band(2_000, self._price(24 * dear), 0, 1, ZERO),)

    def _mixed(self, dear: float) -> tuple[Band, ...]:
        return (*(band for band in self._brackets(dear) if band.up_to_g <= 2_000), self._kg_band(30_000, 100, dear))

    def _remote_fees(self, zone_of: dict[str, str]) -> dict[str, Decimal | None]:
        areas = rulebook.value("destinations.remote_areas", on=ON)
        return {
            code: None if self._some(0.3) else self._price(22)
            for code, area in areas.items()
            if area["country"] in zone_of
        }

    def _fuel(self) -> tuple[tuple[date, Decimal], ...]:
        if self._some(0.2):
            return ((date(2026, 7, 1), ZERO),)
        return tuple((date(2026, month, 1), self._percent(4, 24)) for month in (7, 9, 10, 11, 12))

    def _premiums(self) -> dict[CargoClass, Premium] | None:
        if self._some(0.3):
            return None
        return {
            cargo: Premium(fixed=self._price(6)) if self._some(0.3) else Premium(percent=self._percent(30, 80))
            for cargo in list(CargoClass)[1:]
            if self._some(0.8)
        }

    def _ddp(self, zone_of: dict[str, str]) -> DdpTerms:
        if not self.service.ddp:
            return DdpTerms()
        countries = {"US", "BR", "MX", *EU, *self.chance.sample(DESTINATIONS, 12)} & set(zone_of)
        return DdpTerms(frozenset(countries), self._price(2), self._percent(0, 4))

    def _postcode_zones(self, zones: list[str]) -> tuple[PostcodeZone, ...]:
        """About 250 ranges: wide ones by the first digits, and inside some of them narrow ones."""
        found = []
        for country in self.chance.sample(sorted(FORMATS), 3):
            for start in range(100, 1000, 18):
                end = start + 17 if start < 982 else 999
                zone = None if self._some(0.02) else self.chance.choice(zones)
                found.append(PostcodeZone(PostcodeRange(country, f"{start:03d}", f"{end:03d}"), zone))
                if self._some(0.6):
                    narrow = f"{self.chance.randint(start, end):03d}"
                    found.append(PostcodeZone(PostcodeRange(country, narrow, narrow), self.chance.choice(zones)))
        return tuple(found)

    def _postcode_fees(self) -> tuple[PostcodeFee, ...]:
        """About 300 ranges, nearly the same for all services of a carrier, with fees of their own."""
        shared = random.Random(f"remote list {self.service.carrier}")
        found = []
        for country in FORMATS:
            digits = min(5, FORMATS[country].count("#"))
            for begins in remote_beginnings(country):
                if shared.random() < 0.65:
                    first, last = sorted(shared.sample(range(10 ** (digits - 3)), 2))
                    width = digits - 3
                    postcodes = PostcodeRange(country, f"{begins}{first:0{width}d}", f"{begins}{last:0{width}d}")
                    found.append(PostcodeFee(postcodes, f"{country}_{begins}", self._price(25)))
        return tuple(found)

    def _oversize(self) -> tuple[Oversize, ...]:
        return (
            Oversize(self._price(60), over_side_mm=1_000, over_weight_g=20_000),
            Oversize(self._price(120), over_side_mm=1_200, over_girth_mm=2_200),
        )

    def _peak(self, zones: list[str]) -> tuple[Peak, ...]:
        early, late = date(2026, 11, 1), date(2026, 12, 15)
        some = frozenset(zones[: len(zones) // 2]) if self._some(0.5) else frozenset()
        return (
            Peak(early, late, self._percent(2, 9), self._price(1.5) if self._some(0.5) else ZERO, some),
            Peak(late, date(2027, 1, 11), ZERO, self._price(3)),
        )

    def _insurance(self) -> Insurance:
        up_to = self._price(20_000) if self._some(0.5) else None
        return Insurance(self._price(150), self._percent(1, 2), self._price(5), up_to)

    def _rebate(self) -> Rebate:
        tiers = ((1_000, Decimal("1.5")), (5_000, Decimal("3.5")), (20_000, Decimal("5.25")))
        return Rebate(tiers, self.chance.choice(tuple(RebateMode)), self._basis())
