"""The page and its files: what is shown, to whom, and that a spreadsheet program computes nothing of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count as numbers

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Seller
from fahuo.figures.domain.period import Period
from fahuo.figures.services import count
from fahuo.figures.web.asking import View
from fahuo.figures.web.export import as_csv
from fahuo.figures.web.tables import lines
from fahuo.kit import clock
from tests.fixtures.journeys import make_journey
from tests.fixtures.people import make_person
from tests.fixtures.rows import make_order, make_shipment

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
_number = numbers(1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def send(seller: Seller, parcels: int, *, days_ago: int, late: int = 0, **columns: str) -> None:
    """Let parcels be labelled after an hour and scanned after a day; the first `late` of them after three days."""
    came = NOW - timedelta(days=days_ago)
    for place in range(parcels):
        order = make_order(
            seller, f"81{next(_number):014}", paid_at=came, imported_at=came, label_due_at=came + timedelta(hours=2),
            stage="SHIPPED", store=columns.get("store", ""), country=columns.get("country", "DE"),
        )  # fmt: skip
        made = make_shipment(
            seller, order, labelled_at=came + timedelta(hours=1), carrier=columns.get("carrier", "yunexpress"),
            service_code=columns.get("service", "THPHR"),
        )  # fmt: skip
        scanned = made.labelled_at + timedelta(days=3 if place < late else 1)
        make_journey(seller, made, scanned_at=scanned if scanned < NOW else None, figures_due=True)
    count.count_due(at=NOW)


@pytest.fixture
def page(client: Client, amys: Seller) -> Client:
    client.force_login(make_person("amy", amys, "OWNER"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_nothing_counted_yet(page: Client) -> None:
    shown = page.get(reverse("figures")).text
    assert "Nothing to count yet" in shown
    assert reverse("import-orders") in shown


def test_rates_intervals_and_trend(page: Client, amys: Seller) -> None:
    send(amys, 100, days_ago=10, late=10)
    send(amys, 60, days_ago=40, late=30)
    shown = page.get(reverse("figures"), {"days": "30"}).text
    assert "100 orders" in shown
    assert "90.0 %" in shown
    assert "95 % interval 82.6–94.5 %" in shown  # Wilson for 90 of 100
    assert "better than 50.0 % before" in shown
    assert "target reached" in shown  # tracking: all 100 came back
    assert page.get(reverse("figures"), {"from": "2026-10-01", "until": "2026-10-30"}).text.count("50.0 %")


def test_few_parcels_are_not_judged(page: Client, amys: Seller) -> None:
    send(amys, 3, days_ago=10, late=3)
    shown = page.get(reverse("figures")).text
    assert "too few to judge" in shown
    assert "target missed" not in shown


def test_young_parcels_wait(page: Client, amys: Seller) -> None:
    send(amys, 40, days_ago=0)
    shown = page.get(reverse("figures"), {"days": "7"}).text
    assert "besides 40" in shown
    assert "not yet due: the hours are not over" in shown


def test_filters_and_break_downs(page: Client, amys: Seller) -> None:
    send(amys, 35, days_ago=12, store="US & co", country="US")
    send(amys, 31, days_ago=3, carrier="yanwen", service="481", late=31)
    assert "35 orders" in page.get(reverse("figures"), {"store": "US & co"}).text
    assert "31 orders" in page.get(reverse("figures"), {"service": "yanwen/481", "country": "DE"}).text
    assert "31 orders" in page.get(reverse("figures"), {"store": "-"}).text
    assert "Nothing in this period" in page.get(reverse("figures"), {"service": "yanwen/481", "country": "US"}).text
    for by in ("carrier", "service", "lane", "country", "store", "day"):
        view = View.read({"by": by, "days": "30"}, today=TODAY)
        assert sorted(line.parcels for line in lines(view, amys.pk)) == [31, 35], by
        assert page.get(reverse("figures"), {"by": by}).status_code == 200


@pytest.mark.parametrize("query", [{"service": "yanwen"}, {"service": "-"}, {"service": "/"}, {"service": "/481"}])
def test_a_service_that_is_none_filters_nothing_and_does_not_say_so(
    page: Client, amys: Seller, query: dict[str, str]
) -> None:
    send(amys, 31, days_ago=10, carrier="yanwen", service="481")
    send(amys, 35, days_ago=10)
    assert "66 orders" in page.get(reverse("figures"), query).text
    assert "service" not in View.read(query, today=TODAY).filters


def test_a_day_far_back_is_the_same_by_months_and_by_days(amys: Seller) -> None:
    for days_ago in (3, 20, 45, 80, 110):
        send(amys, days_ago, days_ago=days_ago)
    for first, last, parcels in (
        ("2026-08-01", "2026-11-22", 258), ("2026-08-04", "2026-11-19", 258), ("2026-08-05", "2026-11-18", 145),
        ("2026-09-01", "2026-10-31", 125), ("2026-11-19", "2026-11-19", 3),
    ):  # fmt: skip
        view = View.read({"by": "lane", "from": first, "until": last}, today=TODAY)
        assert sum(line.parcels for line in lines(view, amys.pk)) == parcels, (first, last)


@pytest.mark.parametrize("sort", ["name", "orders", "parcels", "pickup", "on_time", "transit"])
@pytest.mark.parametrize("down", ["0", "1"])
def test_every_head_sorts(page: Client, amys: Seller, sort: str, down: str) -> None:
    send(amys, 2, days_ago=4, carrier="yanwen", service="481")
    send(amys, 3, days_ago=4, late=3)
    view = View.read({"by": "carrier", "sort": sort, "down": down}, today=TODAY)
    rows = lines(view, amys.pk)
    if sort == "pickup":
        assert [line.parcels for line in rows] == ([2, 3] if down == "1" else [3, 2])
    if sort == "parcels":
        assert [line.parcels for line in rows] == ([3, 2] if down == "1" else [2, 3])
    sign = "descending" if down == "1" else "ascending"
    assert f'aria-sort="{sign}"' in page.get(reverse("figures"), {"sort": sort, "down": down}).text


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, "2026-10-24", "2026-11-22"),
        ({"days": "7"}, "2026-11-16", "2026-11-22"),
        ({"days": "13"}, "2026-10-24", "2026-11-22"),
        ({"from": "2026-11-05", "until": "2026-11-01"}, "2026-11-01", "2026-11-05"),
        ({"from": "2026-11-05"}, "2026-11-05", "2026-11-22"),
        ({"until": "2099-01-01", "from": "2026-11-20"}, "2026-11-20", "2026-11-22"),
        ({"from": "1999-01-01", "until": "no"}, "2026-10-24", "2026-11-22"),
        ({"from": "2001-01-01", "until": "2026-11-22"}, "2024-11-22", "2026-11-22"),
    ],
)
def test_periods(query: dict[str, str], first: str, last: str) -> None:
    found = View.read(query, today=TODAY).period
    assert (f"{found.first}", f"{found.last}") == (first, last)


def test_the_last_thirty_days_are_so_also_when_the_form_sends_them() -> None:
    assert View.read({"from": "2026-10-24", "until": "2026-11-22"}, today=TODAY).days == 30
    assert View.read({"from": "2026-10-23", "until": "2026-11-22"}, today=TODAY).days is None


def test_another_seller_sees_none_of_it(page: Client, amys: Seller, carols: Seller) -> None:
    send(carols, 40, days_ago=3, store="Carol’s")
    assert "Nothing to count yet" in page.get(reverse("figures")).text
    send(amys, 1, days_ago=3)
    for address in (reverse("figures"), reverse("figures-file", args=["csv"])):
        answer = page.get(address, {"by": "store"})
        shown = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert "Carol" not in shown
        assert not [part for part in (">40<", ",40,", "40 orders", "41 orders") if part in shown]


def test_an_excel_file_of_real_numbers(page: Client, amys: Seller) -> None:
    send(amys, 40, days_ago=10, late=10, store="=1+1")
    answer = page.get(reverse("figures-file", args=["xlsx"]), {"by": "store"})
    assert 'filename="figures-store-2026-10-24-2026-11-22.xlsx"' in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows())
    heads = next(row for row in rows if row[0].value == "Store")
    place = next(place for place, cell in enumerate(heads) if cell.value == "Pick-up ≤ 48 h")
    (row,) = [row for row in rows if row[0].value == "=1+1"]
    assert row[0].data_type == "s"
    assert (row[place].value, row[place].number_format) == (0.75, "0.00%")
    assert [cell.value for cell in row[place + 1 : place + 4]] == [30, 40, 0]


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "＝1+1"])
def test_a_csv_file_is_never_computed(page: Client, amys: Seller, name: str) -> None:
    send(amys, 4, days_ago=10, store=name)
    answer = page.get(reverse("figures-file", args=["csv"]), {"by": "store"})
    assert answer.streaming
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Period", "2026-10-24 – 2026-11-22"]
    assert ["Time zone", "Asia/Shanghai"] in rows
    assert rows[-1][:3] == [f"'{name}", "4", "4"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_a_file_of_another_kind_is_not_there(page: Client) -> None:
    assert page.get(reverse("figures-file", args=["pdf"])).status_code == 404


def test_a_file_has_all_rows_and_the_page_a_hundred(page: Client, amys: Seller) -> None:
    from fahuo.figures.models import Cell

    cells = [
        Cell(seller=amys, level="LANE_MONTH", starts_on=date(2026, 10, 1), carrier="yunexpress", service=f"S{place}",
             country="DE", orders=1, parcels=1)
        for place in range(130)
    ]  # fmt: skip
    Cell.objects.bulk_create(cells)
    query = {"by": "lane", "from": "2026-10-01", "until": "2026-10-31"}
    Cell.objects.create(
        seller=amys, level="DAY", starts_on=date(2026, 10, 1), carrier="yunexpress", orders=130, parcels=130
    )
    assert "30 more rows are in the file" in page.get(reverse("figures"), query).text
    view = View.read(query, today=TODAY)
    assert b"".join(as_csv(view, lines(view, amys.pk))).count(b"\r\n") == 130 + 12


def test_a_period_is_the_sum_of_its_months_and_days() -> None:
    """Each day of it counts once, no other day counts, and fewer days are read than a month has at either end."""
    for first in range(0, 70, 3):
        for length in (1, 2, 27, 28, 29, 31, 32, 59, 60, 61, 62, 90, 365, 366, 731):
            for ahead in (0, 3, 40):
                period = Period(date(2027, 12, 1) + timedelta(days=first), date(2027, 12, 1) + timedelta(days=first))
                period = Period(period.first, period.first + timedelta(days=length - 1))
                laid = period.laid(today=period.last + timedelta(days=ahead))
                counted: Counter[date] = Counter()
                for begin, end in laid.more:
                    counted.update(Period(begin, end).days())
                month = laid.months[0] if laid.months else None
                while laid.months and month and month <= laid.months[1]:
                    after = (month + timedelta(days=31)).replace(day=1)
                    counted.update(Period(month, after - timedelta(days=1)).days())
                    month = after
                for begin, end in laid.less:
                    counted.subtract(Period(begin, end).days())
                assert +counted == Counter(period.days()), period
                assert min(counted.values()) >= 0
                if length > 61:
                    assert sum(Period(*edge).length for edge in laid.more) <= 31
