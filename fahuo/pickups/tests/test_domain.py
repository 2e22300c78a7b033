"""Windows, addresses, answers and texts: tables of cases, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from fahuo.carriers.errors import (
    DuplicateReference,
    NotAuthorised,
    Paused,
    RateLimited,
    Refused,
    Unavailable,
    Unexpected,
    Unsupported,
)
from fahuo.kit.romanise import place_in_latin
from fahuo.pickups.domain import answers
from fahuo.pickups.domain.addresses import differences, same_place
from fahuo.pickups.domain.texts import Late, Matter, message
from fahuo.pickups.domain.windows import Opening, window_problems
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupConfirmed, PickupWindow
from fahuo.trade.problem import Severity

# Friday, 20 November 2026, 15:00 in Shenzhen.
AT = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
OPEN = Opening(time(9), time(18), "Asia/Shanghai", frozenset({7}))
HOME = Address("Amy", "CN", "Nanshan Road No. 1, Building 2", city="Shenzhen", province="Guangdong", postcode="518000")
SETTLE = timedelta(seconds=60)


@pytest.mark.parametrize(
    ("day", "ready", "close", "cut_off", "codes"),
    [
        (FRIDAY, time(15, 30), time(18), None, []),
        (FRIDAY, time(9), time(18), None, []),  # ready since this morning
        (FRIDAY, time(9), time(15), None, ["PICKUP_WINDOW_PAST"]),  # it ends now
        (FRIDAY, time(9), time(15, 59), None, ["PICKUP_WINDOW_SHORT"]),  # 59 minutes are left of it
        (FRIDAY, time(9), time(16), None, []),  # 60 minutes
        (FRIDAY - timedelta(days=1), time(9), time(18), None, ["PICKUP_WINDOW_PAST"]),
        (FRIDAY, time(17), time(16), None, ["PICKUP_WINDOW_SHORT"]),  # the wrong way round
        (FRIDAY, time(15), time(18), time(15), ["PICKUP_PAST_CUT_OFF"]),
        (FRIDAY, time(15), time(18), time(15, 1), []),
        (FRIDAY + timedelta(days=1), time(9), time(18), time(8), []),  # tomorrow's cut-off is not over
        (FRIDAY + timedelta(days=2), time(9), time(18), None, ["PICKUP_CLOSED_DAY"]),
        (FRIDAY + timedelta(days=1), time(8), time(18), None, ["PICKUP_OUTSIDE_HOURS"]),
        (FRIDAY + timedelta(days=31), time(9), time(18), None, ["PICKUP_WINDOW_FAR"]),
    ],
)
def test_what_speaks_against_a_window(day, ready, close, cut_off, codes) -> None:
    window = PickupWindow(day, ready, close, "Asia/Shanghai")
    found = window_problems(window, at=AT, opening=OPEN, cut_off=cut_off)
    assert [problem.code for problem in found] == codes
    impossible = {"PICKUP_WINDOW_PAST", "PICKUP_WINDOW_SHORT", "PICKUP_WINDOW_FAR"}
    assert all((problem.severity is Severity.BLOCK) == (problem.code in impossible) for problem in found)


def test_a_window_is_that_of_the_warehouse_not_of_the_server() -> None:
    """18:00 in Los Angeles on Thursday is still ahead when it is Friday morning in Shenzhen."""
    here = PickupWindow(date(2026, 11, 19), time(12), time(18), "America/Los_Angeles")
    at = datetime(2026, 11, 19, 22, 0, tzinfo=UTC)  # Thursday 14:00 there, Friday 06:00 in Shenzhen
    assert window_problems(here, at=at, opening=None, cut_off=time(15)) == ()


@pytest.mark.parametrize(
    ("window", "at", "codes"),
    [
        # Clocks go on from 2:00 to 3:00 on 29 March 2026 in Berlin: 1:30 to 3:15 is three quarters of an hour.
        (("2026-03-29", "01:30", "03:15", "Europe/Berlin"), "2026-03-28T12:00+00:00", ["PICKUP_WINDOW_SHORT"]),
        (("2026-03-29", "01:30", "03:30", "Europe/Berlin"), "2026-03-28T12:00+00:00", []),
        # They go back from 3:00 to 2:00 on 25 October: 2:30 to 3:00 is an hour and a half, its first 2:30 counts.
        (("2026-10-25", "02:30", "03:00", "Europe/Berlin"), "2026-10-24T12:00+00:00", []),
        (("2026-10-25", "01:00", "02:30", "Europe/Berlin"), "2026-10-25T00:31+00:00", ["PICKUP_WINDOW_PAST"]),
        (("2028-02-29", "14:00", "18:00", "Asia/Shanghai"), "2028-02-28T12:00+00:00", []),
        (("0001-01-01", "00:00", "23:00", "Asia/Shanghai"), "2026-11-20T07:00+00:00", ["PICKUP_WINDOW_PAST"]),
        (("9999-12-31", "00:00", "23:59", "America/New_York"), "2026-11-20T07:00+00:00", ["PICKUP_WINDOW_FAR"]),
    ],
)
def test_windows_at_the_edges_of_clocks_and_calendars(window, at, codes) -> None:
    day, ready, close, zone = window
    asked = PickupWindow(date.fromisoformat(day), time.fromisoformat(ready), time.fromisoformat(close), zone)
    found = window_problems(asked, at=datetime.fromisoformat(at), opening=None, cut_off=None)
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("day", "ready", "close", "zone", "codes"),
    [
        (FRIDAY, time(16), time(19), "Asia/Tokyo", []),  # until 18:00 at the warehouse
        (FRIDAY, time(16), time(19, 30), "Asia/Tokyo", ["PICKUP_OUTSIDE_HOURS"]),
        (FRIDAY + timedelta(days=1), time(18), time(23), "America/Los_Angeles", ["PICKUP_CLOSED_DAY"]),  # Sunday there
        (date(9999, 12, 31), time(9), time(18), "America/New_York", ["PICKUP_WINDOW_FAR"]),
        (date(1, 1, 1), time(0), time(18), "Asia/Tokyo", ["PICKUP_WINDOW_PAST"]),
    ],
)
def test_a_window_of_another_zone_is_judged_by_the_hours_of_the_warehouse(day, ready, close, zone, codes) -> None:
    found = window_problems(PickupWindow(day, ready, close, zone), at=AT, opening=OPEN, cut_off=None)
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"street": "nanshan rd 1 bldg 2"},
        {"street": "Nanshan Road No.1,  BUILDING-2"},
        {"street": "Ｎanshan Road No. 1, Building 2"},
        {"province": "Guangdong Province", "city": "Shenzhen City"},
        {"postcode": ""},  # says nothing
        {"name": "Somebody else", "phone": "1"},  # a door is not a person
    ],
)
def test_the_same_door_written_otherwise(same: dict[str, str]) -> None:
    assert same_place(replace(HOME, **same), HOME)


@pytest.mark.parametrize(
    ("here", "there", "parts"),
    [
        (HOME, replace(HOME, street="Nanshan Road 1, Building 3"), ["street"]),
        (HOME, replace(HOME, street=""), ["street"]),
        (HOME, replace(HOME, city="Yiwu", province="Zhejiang", postcode="322000"), ["province", "city", "postcode"]),
        (
            Address("A", "CN", "南山路1号", city="深圳市", province="广东省"),
            Address("B", "CN", "南山路１", city="深圳", province="广东"),
            [],
        ),
        (Address("A", "CN", "南山路1号"), Address("B", "CN", "南山路11号"), ["street"]),
        (Address("A", "CN", "南山路1号2楼"), Address("B", "CN", "南山路12号楼"), ["street"]),
        (Address("A", "CN", "Room 1, 12 Keji Road"), Address("B", "CN", "Room 11, 2 Keji Road"), ["street"]),
        (Address("A", "CN", "3-12 Keji Road"), Address("B", "CN", "31-2 Keji Road"), ["street"]),
        (Address("A", "CN", "5.1 Keji Road"), Address("B", "CN", "51 Keji Road"), ["street"]),
        (Address("A", "JP", "たかだ 1"), Address("B", "JP", "たかた 1"), ["street"]),
        (Address("A", "FR", "5-A, rue de l’École"), Address("B", "FR", "5A Rue de l'Ecole"), []),
    ],
)
def test_where_two_addresses_differ(here: Address, there: Address, parts: list[str]) -> None:
    assert [one.part for one in differences(here, there)] == parts


@pytest.mark.parametrize(
    ("han", "latin", "alike"),
    [
        ("科技南路18号", "18 Keji South Road", True),
        ("科技南路18号", "No. 18, Ke Ji South Rd.", True),
        ("科技南路18号", "18 Keji North Road", False),
        ("科技南路18号", "81 Keji South Road", False),
        ("科技南路18号", "Keji South Road", False),
        ("科技南路", "Keji South Road", False),  # no door
        ("南山区科技南路18号3栋501室", "Room 501, Building 3, 18 Keji South Road, Nanshan District", True),
        ("南山区科技南路18号3栋501室", "Room 3, Building 501, 18 Keji South Road, Nanshan District", False),
        ("南山区科技南路18号3栋", "18 Keji South Road, Room 3, Nanshan District", False),
        ("科技南路18號A座5樓", "5/F, Tower A, 18 Keji South Road", True),
        ("稠州北路１号2单元", "Unit 2, 1 Chouzhou North Road", True),
        ("重庆路1号", "1 Chongqing Road", True),
        ("科技南路18号", "18 Technology South Road, China", False),
    ],
)
def test_a_street_in_han_and_one_in_latin_letters(han: str, latin: str, alike: bool) -> None:
    one = Address("A", "CN", han, city="深圳市", province="广东省", postcode="518057")
    other = Address("B", "CN", latin, city="Shenzhen", province="Guangdong", postcode="518057")
    for here, there in ((one, other), (other, one)):
        assert [part.part for part in differences(here, there, place_in_latin)] == ([] if alike else ["street"])
        unnamed = replace(here, postcode="")
        assert [part.part for part in differences(unnamed, there, place_in_latin)] == ["street"]


@pytest.mark.parametrize(
    ("error", "can_be_asked", "kind", "sent"),
    [
        (Refused("no"), False, answers.Refusal, None),
        (NotAuthorised("key"), False, answers.Refusal, None),
        (Unsupported("no"), False, answers.Refusal, None),
        (DuplicateReference("again"), False, answers.Doubt, None),
        (DuplicateReference("again"), True, answers.Again, True),
        (RateLimited("slow"), False, answers.Again, False),
        (Paused("circuit open", doubtful=False), False, answers.Again, False),
        (Unavailable("down", doubtful=False), False, answers.Again, False),
        (Unavailable("time-out"), False, answers.Doubt, None),  # may have been taken, and nobody can be asked
        (Unavailable("time-out"), True, answers.Again, True),
        (Unexpected("?"), False, answers.Doubt, None),
        (Unexpected("?"), True, answers.Again, True),
    ],
)
def test_what_a_failed_order_means(error, can_be_asked, kind, sent) -> None:
    result = answers.after_order(error, can_be_asked=can_be_asked, settle=SETTLE)
    assert isinstance(result, kind)
    assert sent is None or result.sent is sent


def test_not_there_is_believed_the_second_time_and_then_a_person_decides() -> None:
    found = PickupConfirmed("c", "PRG1")
    assert answers.after_look(found, looked=5, settle=SETTLE) == found
    first = answers.after_look(None, looked=0, settle=SETTLE)
    assert isinstance(first, answers.Again)
    assert (first.sent, first.looked) == (True, True)  # it is not sent again
    assert isinstance(answers.after_look(None, looked=1, settle=SETTLE), answers.Doubt)


def test_looking_ends_with_a_person() -> None:
    down = Unavailable("down")
    assert isinstance(answers.after_look_error(down, looked=10, settle=SETTLE), answers.Again)
    assert isinstance(answers.after_look_error(down, looked=11, settle=SETTLE), answers.Doubt)
    assert isinstance(answers.after_look_error(Unsupported("no"), looked=0, settle=SETTLE), answers.Doubt)
    held = answers.after_look_error(Paused("open", doubtful=False), looked=3, settle=SETTLE)
    assert isinstance(held, answers.Again)
    assert not held.looked


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_names_parcels_place_and_confirmation_and_no_recipient(language: str) -> None:
    parcels = [Late(f"N{place}", AT - timedelta(hours=place)) for place in range(7)]
    text = message(Matter("Carrier", HOME, parcels, "2026-11-20 14:00-18:00", "PRG7"), language)
    for said in ("N0", "N6", "Nanshan", "PRG7", "2026-11-20 14:00-18:00", "2026-11-20 01:00"):
        assert said in text
    assert "PRG" not in message(Matter("Carrier", HOME, parcels), language)
