"""The sheets that ship with the project, and the refusal of bad ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo import rulebook
from fahuo.rating import queries, sheet_codec
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.queries import products
from fahuo.rating.sheet_files import read_sheet
from fahuo.rulebook.strict_yaml import FileError
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.service import ServiceLevel

TODAY = date(2026, 11, 22)
GOOD = products.SHEETS / "yunexpress" / "THZXR@2026-01-01.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of sheets in place of the shipped one."""
    monkeypatch.setattr(products, "SHEETS", tmp_path)
    queries.sheets.cache_clear()
    yield tmp_path
    queries.sheets.cache_clear()


def copy(folder: Path, old: str = "", new: str = "", *, name: str = GOOD.name) -> Path:
    text = GOOD.read_text("utf-8")
    assert old in text
    path = folder / "yunexpress" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(old, new, 1) if old else text, "utf-8")
    return path


@pytest.mark.parametrize("sheet", queries.sheets(), ids=lambda sheet: sheet.name)
def test_every_country_has_a_tariff_or_is_said_not_to_be_served(sheet: RateSheet) -> None:
    assert set(sheet.zone_of) | sheet.not_served == ISO_COUNTRIES
    assert not set(sheet.zone_of) & sheet.not_served
    named = set(sheet.zone_of.values()) | {entry.zone for entry in sheet.postcode_zones if entry.zone}
    assert named == set(sheet.tariffs)


@pytest.mark.parametrize("name", [name for name in rulebook.names() if name.startswith("zones.")])
def test_every_country_stands_in_exactly_one_zone(name: str) -> None:
    zones = rulebook.value(name, on=TODAY)
    counted = Counter(country for countries in zones.values() for country in countries.split())
    assert counted == dict.fromkeys(ISO_COUNTRIES, 1)


@pytest.mark.parametrize("sheet", queries.sheets(), ids=lambda sheet: sheet.name)
def test_shipped_sheets_are_samples_and_say_so(sheet: RateSheet) -> None:
    assert sheet.sample
    path = products.SHEETS / f"{sheet.name}.yaml"
    assert path.read_text("utf-8").startswith("# SAMPLE")


@pytest.mark.parametrize("sheet", queries.sheets(), ids=lambda sheet: sheet.name)
def test_no_band_makes_a_heavier_parcel_cheaper(sheet: RateSheet) -> None:
    """Base and registered fee may trade places at a band's end, even with fuel and the highest premium on the base."""
    for tariff in sheet.tariffs.values():
        for lighter, heavier in zip(tariff.bands, tariff.bands[1:], strict=False):
            for share in (0, 1):  # fuel and premium together never exceed the base
                end, start = lighter.up_to_g, lighter.up_to_g + 1
                before = (lighter.flat + lighter.per_step * lighter.steps(end)) * (1 + share) + lighter.registered
                after = (heavier.flat + heavier.per_step * heavier.steps(start)) * (1 + share) + heavier.registered
                assert before <= after


def test_duty_and_tax_are_known_wherever_a_sheet_delivers_duties_paid() -> None:
    rules = queries.price_rules(on=TODAY)
    for sheet in queries.sheets_in_force(on=TODAY).values():
        assert sheet.ddp.countries <= rules.duties.keys() & rules.import_taxes.keys(), sheet.name
        assert sheet.currency in rules.yuan_per_unit


def test_the_official_levels_and_three_carriers_have_sheets() -> None:
    services = queries.services()
    official = {service.level for service in services if service.carrier == "cainiao"}
    assert official == set(ServiceLevel)
    in_force = queries.sheets_in_force(on=TODAY)
    by_carrier = Counter(service.carrier for service in services if service.key in in_force)
    assert by_carrier["cainiao"] == 7
    assert len([carrier for carrier, count in by_carrier.items() if carrier != "cainiao" and count >= 3]) >= 3


def test_every_sheet_is_of_a_service_that_exists() -> None:
    assert {sheet.service_key for sheet in queries.sheets()} <= {service.key for service in queries.services()}


def test_somebody_goes_to_two_hundred_countries() -> None:
    served = {country for sheet in queries.sheets_in_force(on=TODAY).values() for country in sheet.zone_of}
    assert len(served) >= 200


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), "cainiao/CAINIAO_STANDARD@2026-01-01"),
        (date(2026, 6, 30), "cainiao/CAINIAO_STANDARD@2026-01-01"),
        (date(2026, 7, 1), "cainiao/CAINIAO_STANDARD@2026-07-01"),
        (date(2030, 1, 1), "cainiao/CAINIAO_STANDARD@2026-07-01"),
    ],
)
def test_the_version_of_the_day(on: date, name: str | None) -> None:
    sheet = queries.sheets_in_force(on=on).get("cainiao/CAINIAO_STANDARD")
    assert (sheet.name if sheet else None) == name


def test_versions_that_overlap_are_refused(folder: Path) -> None:
    copy(folder)
    copy(folder, "valid_from: 2026-01-01", "valid_from: 2026-05-01", name="THZXR@2026-05-01.yaml").write_text(
        GOOD.read_text("utf-8")
        .replace("valid_from: 2026-01-01", "valid_from: 2026-05-01")
        .replace("fuel_percent: {2026-01-01: 9.0,", "fuel_percent: {2026-05-01: 9.0,"),
        "utf-8",
    )
    with pytest.raises(queries.OverlappingSheets, match=r"THZXR@2026-01-01.*THZXR@2026-05-01.*2026-05-01"):
        queries.sheets()


def test_versions_that_touch_are_taken(folder: Path) -> None:
    copy(folder, "valid_until: null", "valid_until: 2026-05-01")
    (folder / "yunexpress" / "THZXR@2026-05-01.yaml").write_text(
        GOOD.read_text("utf-8")
        .replace("valid_from: 2026-01-01", "valid_from: 2026-05-01")
        .replace("fuel_percent: {2026-01-01: 9.0,", "fuel_percent: {2026-05-01: 9.0,"),
        "utf-8",
    )
    assert [sheet.name for sheet in queries.sheets()] == ["yunexpress/THZXR@2026-01-01", "yunexpress/THZXR@2026-05-01"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("sample: true\n", "", "keys"),
        ("sample: true", "sample: true\ncolour: red", "keys"),
        ("valid_from: 2026-01-01", "valid_from: 2026-02-01", "file name"),
        ("valid_until: null", "valid_until: 2026-01-01", "after valid_from"),
        ("currency: CNY", "currency: JPY", "more than 0 decimals"),
        ("currency: CNY", "currency: yuan", "no ISO 4217 code"),
        ("zones: zones.yunexpress", "zones: zones.nobody", "zones.nobody"),
        ("not_served: [NOWHERE]", "not_served: []", "zones: found"),
        ("not_served: [NOWHERE]", "not_served: [NOWHERE, US]", "zones: found"),
        ("kind: PER_KG", "kind: PER_POUND", "PER_POUND"),
        ("per_kg: 62.00", "per_kg: -62.00", "negative"),
        ("per_kg: 62.00", "per_kg: 62.005", "more than 2 decimals"),
        ("per_kg: 62.00", "per_kg: 0.00", "price of nothing"),
        ("    min_g: 50\n", "    min_g: 50\n    days: [9, 5]\n", "9 to 5 days"),
        ("    min_g: 50\n", "    min_g: 50\n    minimum: -1\n", "negative"),
        ("    min_g: 50\n", "    min_g: 40000\n", "outside the bands"),
        ("per_kg: 62.00", "per_kg: much", "InvalidOperation"),
        ("up_to_g: 300, per_kg: 62.00", "up_to_g: 3000, per_kg: 62.00", "bands must rise"),
        ("    step_g: 1\n", "    step_g: 7\n", "whole step"),
        ("  US_AK: 22.50\n", "", "remote areas"),
        ("  US_AK: 22.50\n", "  US_AK: 22.50\n  US_ATLANTIS: 1.00\n", "remote areas"),
        ("fuel_percent: {2026-01-01", "fuel_percent: {2026-03-01", "fuel_percent begins"),
        ("cargo_premium: {BATTERY_BUILTIN", "cargo_premium: {PLUTONIUM", "PLUTONIUM"),
        ("MAGNET: {percent: 20}", "MAGNET: {percent: 20, fixed: 5.00}", "MAGNET"),
        ("MAGNET: {percent: 20}", "GENERAL: {percent: 20}", "general cargo has no premium"),
        ("countries: [PR, US", "countries: [KP, PR, US", "not served"),
    ],
)
def test_a_bad_sheet_is_refused_with_file_and_reason(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(FileError, match=rf"(?s)yunexpress/THZXR@2026-01-01\.yaml.*{complaint}"):
        read_sheet(copy(tmp_path, old, new))


PARTS = """
postcode_zones: [{country: DE, postcodes: "10-19 20", zone: GB}, {country: DE, postcodes: "104", zone: NOT_SERVED}]
postcode_fees: [{country: US, postcodes: "590-599", area: Montana, fee: 16.00}]
oversize: [{fee: 50.00, over_side_mm: 800}]
peak: [{valid_from: 2026-11-01, valid_until: 2027-01-01, percent: 5, zones: [US]}]
insurance: {included: 100.00, percent: 2, minimum: 6.00}
return_label: {fee: 9.00}
discount: {percent: 5, of: BASE}
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"10-19 20"', '"10-199"', "differ in length"),
        ('"10-19 20"', '"19-10"', "lies behind"),
        ('"10-19 20"', '"10-19 15-25"', "DE 10–19 and DE 15–25 overlap"),
        ("zone: GB", "zone: MOON", "the zone has no tariff"),
        ("country: US, postcodes", "country: UX, postcodes", "no ISO 3166-1 country: UX"),
        ("fee: 16.00", "fee: 16.001", "more than 2 decimals"),
        ("over_side_mm: 800", "over_side_mm: 0", "at least one limit"),
        ("over_side_mm: 800", "over_the_top: 800", "over_the_top"),
        ("valid_until: 2027-01-01", "valid_until: 2026-11-01", "after valid_from"),
        (
            "zones: [US]}",
            "zones: [US]}, {valid_from: 2026-12-31, valid_until: 2027-02-01, fixed: 1}",
            "overlap in zone US",
        ),
        ("zones: [US]", "zones: [MARS]", "MARS"),
        ("minimum: 6.00", "minimum: 6.00, up_to: 50.00", "below what is included"),
        ("fee: 9.00", "fee: 9.00, often: true", "often"),
        ("percent: 5, of: BASE", "percent: 105, of: BASE", "105 % is above 99.99 %"),
        ("percent: 5, of: BASE", "percent: 100, of: FREIGHT", "discount.percent: 100 % is above 99.99 %"),
        ("{5000: 3.5}", "{5000: 3.5, 9000: 100}", "rebate.9000: 100 % is above 99.99 %"),
        ("percent: 5, of: BASE", "percent: 5, of: EVERYTHING", "EVERYTHING"),
        ("mode: ABOVE", "mode: BELOW", "BELOW"),
        ("{5000: 3.5}", "{5000: 3.5, 1000: 2}", "tiers must rise"),
    ],
)
def test_a_bad_part_is_refused_with_its_reason(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = copy(tmp_path)
    text = path.read_text("utf-8") + PARTS
    assert old in text
    path.write_text(text, "utf-8")
    assert read_sheet(path).peak
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FileError, match=rf"(?s)yunexpress/THZXR@2026-01-01\.yaml.*{complaint}"):
        read_sheet(path)


@pytest.mark.parametrize("sheet", queries.sheets(), ids=lambda sheet: sheet.name)
def test_a_sheet_survives_its_bytes(sheet: RateSheet) -> None:
    content = sheet_codec.encode(sheet)
    again = sheet_codec.decode(content)
    assert again == sheet
    assert sheet_codec.encode(again) == content
    rewritten = replace(sheet, fuel=tuple((since, percent + Decimal("0.00")) for since, percent in sheet.fuel))
    assert sheet_codec.digest(sheet_codec.encode(rewritten)) == sheet_codec.digest(content)
    dearer = replace(sheet, fuel=tuple((since, percent + 1) for since, percent in sheet.fuel))
    assert sheet_codec.digest(sheet_codec.encode(dearer)) != sheet_codec.digest(content)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"name": 1}', b"\xff"])
def test_bytes_that_are_no_sheet_are_refused(content: bytes) -> None:
    with pytest.raises(sheet_codec.BadContent):
        sheet_codec.decode(content)


def test_price_rules_survive_their_json() -> None:
    rules = queries.price_rules(on=TODAY)
    assert sheet_codec.rules_of(sheet_codec.rules_as_json(rules)) == rules
    with pytest.raises(sheet_codec.BadContent):
        sheet_codec.rules_of({"yuan_per_unit": {"USD": "much"}})


def test_exchange_rates_say_since_when_and_from_where() -> None:
    rules = queries.price_rules(on=TODAY)
    assert (rules.exchange_from, rules.exchange_source) == (
        date(2026, 10, 1),
        "Sample rates of the project, no official source",
    )
    before = queries.price_rules(on=date(2024, 12, 31))
    assert (before.exchange_from, before.exchange_source, dict(before.yuan_per_unit)) == (None, "", {})


def test_a_good_sheet_is_read(tmp_path: Path) -> None:
    sheet = read_sheet(copy(tmp_path))
    assert (sheet.service_key, sheet.currency, sheet.zone_of["DE"]) == ("yunexpress/THZXR", "CNY", "EUROPE_1")
    assert sheet.premiums is not None
    assert CargoClass.MAGNET in sheet.premiums


@pytest.mark.parametrize(
    ("country", "postcode", "area"),
    [
        ("US", "99501", "US_AK"),
        ("US", "99501-1234", "US_AK"),
        ("US", "96813", "US_HI"),
        ("US", "96799", "US_PACIFIC"),
        ("US", "96798", "US_HI"),
        ("US", "00907", "US_PR"),
        ("PR", "00907", "US_PR"),
        ("US", "９９５０１", "US_AK"),
        ("US", "60601", ""),
        ("US", "", ""),
        ("DE", "99501", ""),
        ("ES", "35001", "ES_CANARY"),
        ("GB", "BT1 5GS", "GB_ISLANDS"),
        ("GB", "bt1 5gs", "GB_ISLANDS"),
        ("GB", "B1 1AA", ""),
        ("PT", "9000-082", "PT_ISLANDS"),
        ("JP", "900-0001", "JP_OKINAWA"),
        ("JP", "156-0054", ""),
    ],
)
def test_remote_areas_by_postcode(country: str, postcode: str, area: str) -> None:
    assert queries.remote_area(country, postcode, on=TODAY) == area
