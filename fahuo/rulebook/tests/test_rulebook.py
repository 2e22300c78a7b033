"""Every rule file, and the looking up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo import rulebook
from fahuo.rulebook import book
from fahuo.rulebook.schema import entry_from
from fahuo.rulebook.strict_yaml import FileError, load

TODAY = date(2026, 11, 22)
GOOD = """
description: Fuel
description_zh: 燃油
unit: percent
checked_on: 2026-11-22
confidence: verified
values:
  2026-01-01: {value: 10.5, reference: {title: Carrier's notice}}
  2026-07-01: {value: 12.0, reference: {title: Carrier's notice, href: https://example.com/fuel}}
  2026-10-01: {value: null, reference: {title: Fuel became part of the price}}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "fuel.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def fuel_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, GOOD)
    monkeypatch.setattr(book, "FOLDER", tmp_path)
    book.entry.cache_clear()
    book.value.cache_clear()
    yield
    book.entry.cache_clear()
    book.value.cache_clear()


@pytest.mark.parametrize("name", rulebook.names())
def test_every_rule_file_fits_the_schema(name: str) -> None:
    rule = rulebook.entry(name)
    assert rule.description_zh != rule.description
    for dated in rule.values:
        assert dated.reference.title
        assert rule.confidence != "verified" or dated.valid_from <= rule.checked_on
        if dated.value is not None:
            assert rulebook.value(name, on=dated.valid_from) == dated.value


def test_there_are_rules() -> None:
    assert {"destinations.eu_members", "money.exchange_rates"} <= set(rulebook.names())


@pytest.mark.usefixtures("fuel_rule")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 1), Decimal("10.5")),  # the first day counts
        (date(2026, 6, 30), Decimal("10.5")),  # the last day before the next value
        (date(2026, 7, 1), Decimal("12.0")),
        (date(2026, 9, 30), Decimal("12.0")),
    ],
)
def test_the_value_of_the_day(on: date, expected: Decimal) -> None:
    assert rulebook.value("fuel", on=on) == expected


@pytest.mark.usefixtures("fuel_rule")
@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 10, 1), date(2030, 1, 1)])
def test_no_value_before_the_rule_begins_and_after_it_ended(on: date) -> None:
    with pytest.raises(rulebook.NoValueOnDate, match="fuel"):
        rulebook.value("fuel", on=on)


@pytest.mark.parametrize("name", ["no.such.rule", "", "../pyproject", "..", "destinations"])
def test_unknown_rule(name: str) -> None:
    with pytest.raises(rulebook.UnknownRule):
        rulebook.value(name, on=TODAY)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("unit: percent\n", "", "missing \\['unit'\\]"),
        ("unit: percent", "unit: percent\ncolour: red", "unknown \\['colour'\\]"),
        ("unit: percent", "unit: 5", "unit must be a str"),
        ("confidence: verified", "confidence: sure", "confidence is one of"),
        ("checked_on: 2026-11-22", "checked_on: yesterday", "checked_on must be a date"),
        ("checked_on: 2026-11-22", "checked_on: 2026-08-01", "cannot be verified"),
        ("  2026-01-01:", "  2026-08-01:", "oldest first"),
        ("  2026-01-01:", "  2026-07-01:", "written twice"),
        ("  2026-01-01:", "  January:", "must be a date"),
        ("value: 10.5", "value: ten", "of one type"),
        (", reference: {title: Carrier's notice}}", "}", "missing \\['reference'\\]"),
        ("reference: {title: Carrier's notice}", "reference: {title: }", "title"),
        ("description: Fuel", "description: [", "fuel.yaml"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(FileError, match=complaint):
        entry_from("fuel", load(written(tmp_path, GOOD.replace(old, new, 1))))


def test_yaml_has_no_traps(tmp_path: Path) -> None:
    read = load(written(tmp_path, "a: NO\nb: 1.10\nc: [yes, off, 007, 12:30]\nd: 3\ne: true\nf: ~\n"))
    assert read == {"a": "NO", "b": Decimal("1.10"), "c": ("yes", "off", "007", "12:30"), "d": 3, "e": True, "f": None}
    assert str(read["b"]) == "1.10"
    with pytest.raises(TypeError):
        read["a"] = "SE"


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match=r"x\.yaml"):
        load(path)


def test_countries_named_in_rules_exist() -> None:
    from fahuo.trade.country import ISO_COUNTRIES

    for name in (
        "destinations.eu_members",
        "customs.duty",
        "customs.import_tax",
    ):
        for dated in rulebook.entry(name).values:
            assert set(dated.value) <= ISO_COUNTRIES, name
    assert len(rulebook.value("destinations.eu_members", on=TODAY)) == 27
