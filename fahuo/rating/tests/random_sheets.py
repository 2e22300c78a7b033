"""Random rate sheets that use every part a sheet can have, in currencies of no, two and three decimals. Seeded."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from fahuo.rating.domain.places import COUNTRIES
from fahuo.rating.domain.rules import Duty, ImportTax, MonthVolume, PriceRules, RemoteArea
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
from fahuo.trade.money import Money, minor_digits
from fahuo.trade.service import Service, ServiceLevel

ON = date(2026, 11, 22)
AREAS = {"US_AK": "US", "US_HI": "US", "US_PACIFIC": "US", "ES_CANARY": "ES", "ES_AFRICA": "ES", "GB_ISLANDS": "GB"}
SERVED = ("US", "DE", "FR", "ES", "GB", "KR", "JP", "BR", "MX", "AU", "IT", "CH", "ZA")
VOLUMES = {"one": MonthVolume(4_999, 0), "two": MonthVolume(10, 7_000), "three": MonthVolume(999, 4_000)}
YUAN = {
    "CNY": "1", "USD": "7.1", "EUR": "8.1", "GBP": "9.41237", "JPY": "0.04600000", "KWD": "23.12345678",
    "IDR": "0.00043521", "VND": "0.00027186",
}  # fmt: skip
_WORTH = {"CNY": 1, "JPY": 20, "KWD": 0.05, "IDR": 2000, "VND": 3500, "CHF": 1}


def rules() -> PriceRules:
    """Return rules with thresholds, chapters and gaps: no duty in CH and ZA, no exchange rate for CHF and KZT."""
    chapters = {"85": Decimal("27.25"), "63": Decimal("16.5"), "95": ZERO}
    eu = Duty(Decimal("4.7"), Money(Decimal(150), "EUR"), Money(Decimal(3), "EUR"), {"61": Decimal(12)})
    duties = {code: Duty(Decimal("33.5"), chapters=chapters) for code in ("US", "MX", "JP", "AU")}
    duties |= dict.fromkeys(("DE", "FR", "ES", "IT"), eu) | {
        "GB": Duty(ZERO),
        "BR": Duty(Decimal(20)),
        "KR": Duty(Decimal(8)),
    }
    return PriceRules(
        yuan_per_unit={currency: Decimal(yuan) for currency, yuan in YUAN.items()},
        duties=duties,
        import_taxes={code: ImportTax(Decimal("19.5"), Money(Decimal(150), "EUR")) for code in (*duties, "CH")},
        premiums={CargoClass.BATTERY_BUILTIN: Premium(Decimal(30)), CargoClass.LIQUID: Premium(Decimal("50.55"))},
        areas=(
            RemoteArea("US_AK", PostcodeRange("US", "995", "999")),
            RemoteArea("US_PACIFIC", PostcodeRange("US", "96799", "96799")),
            RemoteArea("US_HI", PostcodeRange("US", "967", "968")),
            RemoteArea("ES_CANARY", PostcodeRange("ES", "35", "35")),
            RemoteArea("ES_AFRICA", PostcodeRange("ES", "51", "52")),
            RemoteArea("GB_ISLANDS", PostcodeRange("GB", "BT", "BT")),
            RemoteArea("GB_ISLANDS", PostcodeRange("GB", "ZE", "ZE")),
        ),
    )


def services(count: int) -> list[Service]:
    """Return services of three carriers; every second one delivers duties paid."""
    return [
        Service(
            carrier=("one", "two", "three")[place % 3],
            code=f"R{place}",
            name_en=f"Service {place}",
            name_zh=f"{place} 号",
            level=ServiceLevel.STANDARD,
            volumetric_divisor=(5000, 6000, 8000)[place % 3],
            ddp=place % 2 == 0,
        )
        for place in range(count)
    ]


def sheets(count: int, seed: int) -> dict[str, RateSheet]:
    """Return a sheet for each service but the last one, by service key."""
    return {
        service.key: _Maker(random.Random(f"{seed} {service.key}"), service).sheet() for service in services(count)[:-1]
    }


def nearly_free(sheets_: Mapping[str, RateSheet], seed: int) -> dict[str, RateSheet]:
    """Return the sheets with prices of a few minor units and reductions up to all but nothing."""
    chance = random.Random(seed)
    return {key: _nearly_free(sheet, chance) for key, sheet in sheets_.items()}


def _nearly_free(sheet: RateSheet, chance: random.Random) -> RateSheet:
    least = Decimal(1).scaleb(-minor_digits(sheet.currency))
    off = Decimal(chance.randint(3_000, 9_999)).scaleb(-2)
    tariffs = {zone: Tariff((Band(30_000, least * chance.randint(1, 9), 0, 1, ZERO),)) for zone in sheet.tariffs}
    back = Rebate(((1000, off),), chance.choice(tuple(RebateMode)), chance.choice(tuple(Basis)))
    return replace(
        sheet,
        tariffs=tariffs,
        remote_fees=dict.fromkeys(sheet.remote_fees, ZERO),
        discount=Discount(off, chance.choice(tuple(Basis))) if chance.random() < 0.5 else None,
        rebate=back if chance.random() < 0.7 else None,
    )


class _Maker:
    def __init__(self, chance: random.Random, service: Service) -> None:
        self.chance, self.service = chance, service
        self.currency = chance.choice(tuple(_WORTH)) if service.code != "R1" else "CNY"
        self.zones = [f"Z{number}" for number in range(chance.randint(1, 5))]

    def money(self, yuan: float) -> Decimal:
        amount = Decimal(repr(yuan * _WORTH[self.currency] * self.chance.uniform(0.5, 1.5)))
        return amount.quantize(Decimal(1).scaleb(-minor_digits(self.currency)))

    def percent(self, most: int) -> Decimal:
        return Decimal(self.chance.randint(1, most * 100)).scaleb(-2)

    def some(self, share: float = 0.6) -> bool:
        return self.chance.random() < share

    def sheet(self) -> RateSheet:
        chance = self.chance
        served = [code for code in SERVED if self.some(0.85)] or ["US"]
        return RateSheet(
            name=f"{self.service.key}@2026-01-01",
            service_key=self.service.key,
            currency=self.currency,
            valid_from=date(2026, 1, 1),
            valid_until=None,
            zone_of={code: chance.choice(self.zones) for code in served},
            tariffs={zone: self.tariff() for zone in self.zones},
            not_served=frozenset(COUNTRIES) - set(served),
            remote_fees={code: self.money(20) if self.some(0.7) else None for code in AREAS if self.some(0.9)},
            fuel=((date(2026, 1, 1), self.percent(20) if self.some() else ZERO),),
            premiums=self.premiums() if self.some() else None,
            ddp=DdpTerms(frozenset(code for code in served if self.some()), self.money(2), self.percent(4)),
            postcode_zones=tuple(self.postcode_zones()) if self.some() else (),
            postcode_fees=tuple(PostcodeFee(held, "list", self.money(9)) for held in self.ranges())
            if self.some()
            else (),
            oversize=tuple(self.oversize()) if self.some() else (),
            peak=tuple(self.peak()) if self.some() else (),
            insurance=self.insurance() if self.some(0.8) else None,
            return_label=ReturnLabel(self.money(8), self.some(0.3)) if self.some(0.7) else None,
            discount=Discount(self.percent(15), chance.choice(tuple(Basis))) if self.some() else None,
            rebate=self.rebate() if self.some(0.7) else None,
        )

    def tariff(self) -> Tariff:
        kind, tops = self.chance.randrange(4), sorted(self.chance.sample((100, 300, 500, 1000, 2000, 5000, 30000), 3))
        if kind == 0:
            first, step = self.chance.choice(((500, 500), (1000, 500), (1000, 1000), (100, 100)))
            bands = [Band(30000, self.money(20), first, step, self.money(step / 100))]
        elif kind == 1:
            bands = [self.per_kg(top, self.chance.choice((1, 10, 100))) for top in tops]
        elif kind == 2:
            bands = [Band(top, self.money(top / 20), 0, 1, ZERO) for top in tops]
        else:
            bands = [Band(tops[0], self.money(15), 0, 1, ZERO), self.per_kg(30000, 100)]
        return Tariff(
            tuple(bands),
            min_g=self.chance.choice((0, 50, 170)) if kind == 1 else 0,
            minimum=self.money(12) if self.some(0.4) else ZERO,
        )

    def per_kg(self, top: int, step: int) -> Band:
        per_kg = self.money(45)
        return Band(top, ZERO, 0, step, (per_kg * step).scaleb(-3), self.money(12) if self.some() else ZERO, per_kg)

    def premiums(self) -> dict[CargoClass, Premium]:
        kinds = [cargo for cargo in CargoClass if cargo is not CargoClass.GENERAL and self.some(0.8)]
        return {cargo: Premium(self.percent(80)) if self.some() else Premium(ZERO, self.money(6)) for cargo in kinds}

    def ranges(self) -> list[PostcodeRange]:
        """Return ranges that lie inside one another or apart."""
        found = []
        for country in self.chance.sample(SERVED, 4):
            for tens in self.chance.sample(range(10), 4):
                if country == "GB":
                    found.append(PostcodeRange("GB", f"BT{tens}", f"BT{tens}"))
                    continue
                found.append(PostcodeRange(country, str(tens), str(tens)))
                low = self.chance.randrange(50)
                found.append(PostcodeRange(country, f"{tens}{low:02d}", f"{tens}{low + self.chance.randrange(50):02d}"))
        return found

    def postcode_zones(self) -> list[PostcodeZone]:
        return [PostcodeZone(held, self.chance.choice((None, *self.zones))) for held in self.ranges()]

    def oversize(self) -> list[Oversize]:
        return [
            Oversize(self.money(30), over_side_mm=self.chance.randint(100, 600)),
            Oversize(self.money(60), over_girth_mm=self.chance.randint(300, 2000), over_weight_g=5000),
        ]

    def peak(self) -> list[Peak]:
        """Return one window that holds on the day, one that ends with it, and one for some zones."""
        some = frozenset(self.zones[::2])
        early, late = ON - timedelta(days=20), ON + timedelta(days=20)
        if self.some(0.2):
            return [Peak(early, ON, self.percent(9))]
        if self.some(0.5):
            return [Peak(early, late, self.percent(9), self.money(1))]
        return [
            Peak(early, late, self.percent(9), ZERO, some),
            Peak(late, late + timedelta(days=1), ZERO, self.money(2)),
        ]

    def insurance(self) -> Insurance:
        return Insurance(
            self.money(100) if self.some() else ZERO,
            self.percent(3),
            self.money(5),
            self.money(3000) if self.some() else None,
        )

    def rebate(self) -> Rebate:
        tiers = ((1000, self.percent(3)), (5000, Decimal("3.5")), (20000, Decimal(9)))
        return Rebate(tiers, self.chance.choice(tuple(RebateMode)), self.chance.choice(tuple(Basis)))
