"""What a new version does to the days: holes that must be meant, ends that come earlier."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fahuo.accounts.models import Seller
from fahuo.kit.files import FileRefused
from fahuo.rating.domain.sheet_days import Effects, Span, effects
from fahuo.rating.models import SheetVersion
from fahuo.rating.queries.uploads import comparison, day_warnings
from fahuo.rating.services.sheets import SheetHole, import_sheet
from fahuo.rating.services.uploads import open_prices
from fahuo.rating.tests.test_versions import AT, sheet, take


def day(number: int, month: int = 6) -> date:
    return date(2026, month, number)


OPEN = [Span("v4", day(1), None)]
UNTIL_JULY = [Span("v4", day(1), day(1, 7))]
TWO = [Span("v4", day(1), day(1, 7)), Span("v5", day(1, 7), None)]
WITH_GAP = [Span("v4", day(1), day(10)), Span("v5", day(1, 7), None)]


@pytest.mark.parametrize(
    ("held", "begins", "until", "expected"),
    [
        ([], day(15), day(16), Effects()),  # nothing held before, nothing is lost
        (OPEN, day(15), None, Effects()),
        (OPEN, day(15), day(16), Effects(hole=Span("v4", day(16), None))),
        (OPEN, day(1), day(16), Effects(hole=Span("v4", day(16), None))),  # in place of v4 itself
        (UNTIL_JULY, day(15), day(16), Effects(hole=Span("v4", day(16), day(1, 7)))),
        (UNTIL_JULY, day(15), day(1, 7), Effects()),
        (UNTIL_JULY, day(15), day(1, 8), Effects()),
        (UNTIL_JULY, day(1, 8), day(1, 9), Effects()),
        (TWO, day(15), day(16), Effects(hole=Span("v4", day(16), day(1, 7)))),
        (TWO, day(15), None, Effects(cut=Span("v5", day(1, 7), None))),
        (TWO, day(15), day(1, 8), Effects(cut=Span("v5", day(1, 7), day(1, 8)))),
        (TWO, day(15), day(1, 7), Effects()),
        (WITH_GAP, day(15), day(20), Effects()),  # those days had no prices before
        (WITH_GAP, day(5), day(8), Effects(hole=Span("v4", day(8), day(10)))),
    ],
)
def test_days_that_lose_their_prices(held: list[Span], begins: date, until: date | None, expected: Effects) -> None:
    assert effects(held, begins, until) == expected


@pytest.mark.django_db
def test_a_hole_is_refused_until_it_is_meant(amys: Seller) -> None:
    take(amys, day(1))
    short = sheet(day(15), day(16), fuel="10.5")
    (warning,) = day_warnings(comparison(amys.pk, short).effects)
    assert (warning.code, warning.detail) == ("SHEET_HOLE", "v1: 2026-06-16 – …")
    with pytest.raises(SheetHole) as refused:
        import_sheet(seller=amys, person=None, sheet=short, at=AT)
    assert refused.value.hole == Span("v1", day(16), None)
    assert list(SheetVersion.objects.values_list("version", "replaced_at")) == [(1, None)]
    assert import_sheet(seller=amys, person=None, sheet=short, at=AT, allow_hole=True).version.version == 2


@pytest.mark.django_db
def test_a_version_cut_short_by_a_later_one_is_said_and_imported(amys: Seller) -> None:
    take(amys, day(1, 7))
    cut = sheet(day(1), day(1, 8), fuel="10.5")
    (warning,) = day_warnings(comparison(amys.pk, cut).effects)
    assert (warning.code, warning.detail) == ("SHEET_CUT_SHORT", "v1: 2026-07-01 – 2026-07-31")
    assert import_sheet(seller=amys, person=None, sheet=cut, at=AT).new


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("prices.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "SHEET_FILE_FORMAT", "save it as .xlsx or CSV"),
        ("prices.csv", b'{"prices": []}', "SHEET_FILE_FORMAT", "save it as .xlsx or CSV"),
        ("prices.csv", "国家,0-1kg\n".encode() + "美国,10\n".encode() * 50_001, "SHEET_FILE_TOO_LARGE", "ranges"),
        ("prices.csv", b"a,b\n" * 6_000_000, "SHEET_FILE_TOO_LARGE", "ranges"),
    ],
)
def test_a_refused_price_file_says_what_helps(tmp_path: Path, name: str, content: bytes, code: str, said: str) -> None:
    """It spoke of order details, and of a limit that does not apply."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        open_prices(path)
    assert refused.value.code == code
    sentence = refused.value.sentence("en")
    assert said in sentence
    assert "order" not in sentence.lower()
    assert "FAHUO_IMPORT_LIMIT_MB" not in sentence
