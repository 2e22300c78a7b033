"""Pages of alerts: what a clerk sees when there is nothing, something, very much; and what buttons do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action, Person
from fahuo.alerts.models import Alert, AlertEntry, Watch
from fahuo.alerts.queries import board
from fahuo.alerts.tests.scene import act, alert_of, parcel
from fahuo.alerts.web.latency import first_day
from fahuo.kit import clock
from fahuo.tracking.models import Latency
from fahuo.tracking.services.counts import BUCKETS
from tests.fixtures.people import make_person
from tests.fixtures.rows import NOON, make_order

pytestmark = pytest.mark.django_db


def shown(client: Client, name: str = "alerts", *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.text


# --- the board


def test_an_empty_board_says_what_is_watched_and_whether_anybody_watches(clerk, amys):
    page = shown(clerk)
    assert "no worker has ever run" in page
    assert "All is well" not in page, "nobody can know"
    Watch.objects.create(name="PARCELS", looked_at=clock.now())
    assert "Nothing to watch yet" in shown(clerk)
    parcel(amys)
    page = shown(clerk)
    assert "All is well" in page
    assert "Nobody is watching" not in page
    Watch.objects.update(looked_at=clock.now() - timedelta(minutes=5))
    assert "Nobody is watching: no worker has looked at parcels since" in shown(clerk)


def test_an_order_without_a_label_shows_how_long_it_is_overdue(clerk, amys):
    order = make_order(amys, "8112833000000777")
    made = Alert.objects.create(
        seller=amys, kind="LABEL_OVERDUE", cause=f"order:{order.pk}", order=order,
        caused_at=clock.now() - timedelta(hours=3), opened_at=clock.now(),
    )  # fmt: skip
    assert "countdown-overdue" in shown(clerk)
    assert "countdown-overdue" in shown(clerk, "alert", made.pk)


def test_groups_stand_worst_first_and_lead_to_their_alerts(clerk, amys):
    alert_of(amys, "DAMAGED")
    alert_of(amys, "CUSTOMS_HELD")
    alert_of(amys, "CUSTOMS_HELD")
    page = shown(clerk)
    assert page.index("Held at customs") < page.index("Damaged")
    address = reverse("alerts") + "?kind=CUSTOMS_HELD&amp;carrier=yunexpress"
    assert address in page
    assert shown(clerk, kind="CUSTOMS_HELD", carrier="yunexpress").count("data-row") == 2


def test_the_list_is_filtered_by_each_facet_and_odd_values_count_as_none(clerk, amys, bob):
    mine = alert_of(amys, assigned_to=bob, caused_at=clock.now(), country="DE", state="ACKNOWLEDGED")
    other = alert_of(amys, "LOST", caused_at=clock.now() - timedelta(days=9))
    for query, alert in (
        ({"person": str(bob.pk)}, mine), ({"person": "none"}, other), ({"age": "HOUR"}, mine),
        ({"age": "OLDER"}, other), ({"country": "DE"}, mine), ({"state": "ACKNOWLEDGED"}, mine),
        ({"state": "OPEN"}, other), ({"kind": "LOST"}, other),
        ({"text": mine.shipment.waybill_number}, mine), ({"text": other.order.number[:16]}, other),
    ):  # fmt: skip
        page = shown(clerk, **query)
        assert f'id="open-{alert.pk}"' in page, query
        assert page.count("data-row") == 1, query
    leo = make_person("leo", amys)
    Person.objects.filter(pk=leo.pk).update(is_active=False)
    Alert.objects.filter(pk=mine.pk).update(assigned_to=leo)
    assert f'<option value="{leo.pk}"' in shown(clerk)  # what somebody had who left can be found
    odd = shown(clerk, state="x", kind="'", person="9" * 40, age="\x00", before="-1")
    assert odd.count("data-row") == 2
    assert "No alert matches" in shown(clerk, text="nothing")


@pytest.mark.parametrize("so_many", [0, 2_000])
def test_both_ways_of_searching_find_the_same(clerk, amys, monkeypatch, so_many: int):
    mine, other = alert_of(amys), alert_of(amys, "LOST")
    monkeypatch.setattr(board, "SO_MANY", so_many)
    for text in (mine.shipment.waybill_number, mine.shipment.waybill_number.lower(), mine.order.number):
        page = shown(clerk, text=text)
        assert f'id="open-{mine.pk}"' in page, text
        assert f'id="open-{other.pk}"' not in page, text


def test_a_page_costs_the_same_whatever_is_on_it(clerk, amys, django_assert_max_num_queries):
    for _ in range(3):
        alert_of(amys)
    Alert.objects.bulk_create(
        Alert(seller=amys, kind="SILENT", cause=f"test:{n}", carrier="yunexpress", caused_at=NOON, opened_at=NOON)
        for n in range(60)
    )
    # session, person, seller, cube, closed, page, rows, journeys, last look, people twice, unread
    with django_assert_max_num_queries(14):
        page = shown(clerk)
    assert page.count("data-row") == 50
    assert "63 alerts" in page


# --- what buttons do


def test_acknowledging_says_who_and_when_and_a_second_clerk_changes_nothing(clerk, amys, bob):
    alert = alert_of(amys)
    assert "1 alert changed." in act(clerk, "acknowledge", alert)
    alert.refresh_from_db()
    assert (alert.state, alert.acknowledged_by) == ("ACKNOWLEDGED", bob)
    assert "Nothing was changed" in act(clerk, "acknowledge", alert)
    assert AlertEntry.objects.filter(verb="ACKNOWLEDGED").count() == 1
    action = Action.objects.get(verb="acknowledged_alerts")
    assert (action.person, action.detail) == (bob, {"alerts": 1})


@pytest.mark.parametrize(
    ("do", "least", "most"), [("snooze:1", 0.9, 1.1), ("snooze:4", 3.9, 4.1), ("snooze:morning", 1, 34)]
)
def test_snoozing_puts_it_out_of_sight_until_it_comes_back(clerk, amys, do, least, most):
    alert = alert_of(amys)
    act(clerk, do, alert)
    alert.refresh_from_db()
    assert alert.state == "SNOOZED"
    assert least < (alert.snoozed_until - clock.now()) / timedelta(hours=1) < most


def test_assigning_to_me_to_another_and_to_nobody_but_never_to_a_stranger(clerk, amys, bob, amy, carol):
    alert = alert_of(amys)
    for do, to, expected in (
        ("assign:me", "", bob), ("assign:other", amy.pk, amy), ("assign:other", carol.pk, amy),
        ("assign:other", "", None),
    ):  # fmt: skip
        act(clerk, do, alert, to=to)
        alert.refresh_from_db()
        assert alert.assigned_to == expected


def test_closing_wants_a_reason(clerk, amys, bob):
    alert = alert_of(amys)
    for why in ("", "CAUSE_ENDED", "nonsense"):
        act(clerk, "close", alert, why=why)
        alert.refresh_from_db()
        assert (alert.state, alert.closed_at) == ("OPEN", None)
    act(clerk, "close", alert, why="CLAIMED", comment="  claim 17 ")
    alert.refresh_from_db()
    assert (alert.state, alert.closed_by, alert.closed_why, alert.ended_at) == ("CLOSED", bob, "CLAIMED", None)
    page = shown(clerk, "alert", alert.pk)
    assert "Claimed from the carrier claim 17" in page
    assert f'id="open-{alert.pk}"' in shown(clerk, state="CLOSED")
    assert f'id="open-{alert.pk}"' not in shown(clerk)


def test_all_that_match_are_changed_and_nothing_else(clerk, amys, carols):
    lost, held_, foreign = alert_of(amys, "LOST"), alert_of(amys), alert_of(carols, "LOST")
    page = act(clerk, "acknowledge", kind="LOST", all_matching="1")
    assert "1 alert changed." in page
    states = [Alert.objects.get(pk=alert.pk).state for alert in (lost, held_, foreign)]
    assert states == ["ACKNOWLEDGED", "OPEN", "OPEN"]


def test_another_sellers_alert_does_not_exist(clerk, carols):
    foreign = alert_of(carols)
    assert "Nothing was changed" in act(clerk, "close", foreign, why="SETTLED")
    assert clerk.get(reverse("alert", args=[foreign.pk])).status_code == 404
    assert clerk.post(reverse("comment-alert", args=[foreign.pk]), {"text": "x"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "OPEN"


def test_nothing_chosen_and_unknown_verbs_change_nothing(clerk, amys):
    alert = alert_of(amys)
    assert "Choose at least one alert" in act(clerk, "acknowledge")
    assert "Choose at least one alert" in act(clerk, "delete", alert)
    assert "Nothing was changed" in act(clerk, "snooze:100", alert)
    alert.refresh_from_db()
    assert alert.state == "OPEN"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", ""])
def test_the_way_back_stays_in_the_house(clerk, amys, address):
    answer = clerk.post(reverse("act-on-alerts"), {"id": alert_of(amys).pk, "do": "acknowledge", "next": address})
    assert answer["Location"] == reverse("alerts")


# --- one alert, a shipment's alerts, how quick we are


def test_comments_stand_in_the_history_escaped(clerk, amys):
    alert = alert_of(amys)
    clerk.post(reverse("comment-alert", args=[alert.pk]), {"text": "<b>called</b> them"})
    page = shown(clerk, "alert", alert.pk)
    assert "&lt;b&gt;called&lt;/b&gt; them" in page
    assert (
        "Write something first"
        in clerk.post(reverse("comment-alert", args=[alert.pk]), {"text": " \x00 "}, follow=True).text
    )


def test_a_shipments_part_is_there_only_when_there_is_an_alert(clerk, amys):
    quiet, alert = parcel(amys), alert_of(amys)
    part = {"headers": {"HX-Request": "true"}}
    assert clerk.get(reverse("shipment-alerts", args=[quiet.pk]), **part).text.strip() == ""
    assert (
        reverse("alert", args=[alert.pk])
        in clerk.get(reverse("shipment-alerts", args=[alert.shipment_id]), **part).text
    )
    assert "No alert was ever raised" in shown(clerk, "shipment-alerts", quiet.pk)


def test_how_quick_we_are_is_shown_by_carrier(clerk, amys, carols):
    page = shown(clerk, "alert-latency")
    for why in ("No carrier told us of an event", "No parcel rang", "No message about a parcel left"):
        assert why in page
    today = clock.now().date()
    for seller, carrier, seconds, rows in (
        (amys, "yunexpress", 5, 98),
        (amys, "yanwen", 900, 2),
        (amys, "yanwen", BUCKETS[-1], 0),
        (carols, "yanwen", 1, 5003),
    ):
        Latency.objects.create(
            seller=seller, carrier=carrier, day=today, span="SEEN_TO_ALERT", seconds=seconds, rows=rows
        )
    page = shown(clerk, "alert-latency")
    assert "All carriers" in page
    assert "≤ 15 min" in page  # p99 of all: the ninety-ninth of a hundred
    assert "98.0 %" in page
    for bucket in ("2 s – 5 s", "10 min – 15 min", "&gt; 30 d"):  # a bar is a bucket, not all that were so quick
        assert f">{bucket}</text>" in page
    assert "5,003" not in page
    Latency.objects.filter(carrier="yanwen").delete()
    assert "All carriers" not in shown(clerk, "alert-latency"), "of one carrier the same figures stand once"


def test_a_reader_sees_and_changes_nothing(amys):
    reader = Client(headers={"accept-language": "en"})
    reader.force_login(make_person("rita", amys, "READ_ONLY"))
    alert = alert_of(amys)
    assert 'name="do"' not in shown(reader)
    assert 'name="do"' not in shown(reader, "alert", alert.pk)
    assert reader.post(reverse("act-on-alerts"), {"id": alert.pk, "do": "acknowledge"}).status_code == 403
    alert.refresh_from_db()
    assert alert.state == "OPEN"


def test_the_last_day_is_that_of_the_count_also_when_it_is_tomorrow_in_china():
    assert first_day(1, datetime(2026, 11, 22, 20, tzinfo=UTC)) == date(2026, 11, 22)  # the 23rd in Shanghai
    assert first_day(7, datetime(2026, 11, 22, 20, tzinfo=UTC)) == date(2026, 11, 16)
