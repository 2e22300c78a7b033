"""The pages of the first mile: empty, full, half-way, of somebody else, in the other language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from fahuo.kit import clock
from fahuo.pickups.models import Hours, PickupLine, Urge, UrgeLine
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.services import fetched
from fahuo.pickups.tests.conftest import again, tomorrow
from fahuo.pickups.tests.ramp import asking, waiting
from fahuo.pickups.web import rows
from fahuo.shipments.models import Shipment
from fahuo.site.first_mile import FIRST_MILE
from fahuo.tracking.models import Journey
from tests.fixtures.pickups import make_pickup, make_urge, wait_for_scan
from tests.fixtures.rows import make_manifest

pytestmark = pytest.mark.django_db


def test_nothing_yet_says_what_will_stand_here(page) -> None:
    answer = page.get(reverse("first-mile"))
    assert "As soon as labels are ready" in answer.content.decode()
    assert "No parcel waits" in page.get(reverse("urge")).content.decode()
    assert "No parcel was scanned" in page.get(reverse("pickup-figures")).content.decode()


def test_what_waits_stands_by_carrier_with_its_clock(page, ups) -> None:
    waiting(ups, 2, hours=50)
    waiting(ups, 1, first=5, hours=1)
    shown = page.get(reverse("first-mile")).content.decode()
    assert "countdown-overdue" in shown
    assert "2 overdue" in shown
    assert reverse("ask-pickup") + "?carrier=ups" in shown


def test_from_a_hand_over_list_its_parcels_are_chosen_and_both_lead_to_each_other(page, ups) -> None:
    parcels = waiting(ups, 3)
    manifest = make_manifest(ups.seller, *parcels[:2])
    shown = page.get(reverse("ask-pickup"), {"list": manifest.pk}).content.decode()
    assert shown.count(" checked aria-label") == 2
    pickup = make_pickup(ups.seller, *parcels)
    assert reverse("manifest", args=[manifest.pk]) in page.get(reverse("pickup", args=[pickup.pk])).content.decode()
    link = reverse("ask-pickup") + f"?list={manifest.pk}"
    assert link in page.get(reverse("manifest", args=[manifest.pk])).content.decode()


def test_a_long_list_chooses_its_parcels_and_none_of_the_others(page, ups, monkeypatch) -> None:
    monkeypatch.setattr("fahuo.pickups.web.ask.ROWS_SHOWN", 2)
    parcels = waiting(ups, 5)
    manifest = make_manifest(ups.seller, *parcels[1:4])
    shown = page.get(reverse("ask-pickup"), {"list": manifest.pk}).content.decode()
    assert shown.count(" checked aria-label") == 2
    assert "1 more that was chosen" in shown
    assert re.search(r'name="all"[^>]*checked', shown) is None
    assert re.search(r'name="all"[^>]*checked', page.get(reverse("ask-pickup"), {"carrier": "ups"}).content.decode())
    named = re.findall(r'name="ids?" value="([0-9,]+)"(?: checked)', shown)
    assert {int(key) for keys in named for key in keys.split(",")} == {parcel.pk for parcel in parcels[1:4]}


def test_a_driver_who_did_not_come_stands_on_top_until_the_parcels_are_scanned(page, ups) -> None:
    parcels = waiting(ups, 2)
    pickup = make_pickup(ups.seller, *parcels, comes_on=tomorrow() - timedelta(days=3))
    assert "the driver did not come" in page.get(reverse("first-mile")).content.decode()
    scanned = clock.now()
    Journey.objects.filter(shipment=parcels[0]).update(scanned_at=scanned, pickup_due_at=None)
    fetched.note_scans(scans=FIRST_MILE.scans, at=clock.now())
    assert again(pickup).state == "CONFIRMED"  # one still waits
    assert PickupLine.objects.get(shipment=parcels[0]).fetched_at == scanned
    Shipment.objects.filter(pk=parcels[1].pk).update(status="TENDERED")
    fetched.note_scans(scans=FIRST_MILE.scans, at=clock.now())
    assert again(pickup).state == "DONE"
    assert not PickupLine.objects.filter(is_open=True).exists()
    assert "the driver did not come" not in page.get(reverse("first-mile")).content.decode()


def test_urging_shows_the_text_notes_it_and_watches_the_scan(page, ups) -> None:
    parcels = waiting(ups, 2, hours=30)
    waiting(ups, 1, first=9, hours=2)  # too young
    shown = page.get(reverse("urge"), {"carrier": "ups", "hours": "24"}).content.decode()
    assert shown.count('name="id"') == 2
    ids = [row.pk for row in parcels]
    text = page.post(reverse("urge-text"), {"carrier": "ups", "id": ids}).content.decode()
    assert all(row.waybill_number in text for row in parcels)
    assert "请尽快安排上门揽收" in text
    assert "Anke Petersen" not in text
    noted = {"carrier": "ups", "id": ids, "way": "PHONE", "language": "zh", "text-zh": "请来", "answer": "5 pm"}
    page.post(reverse("record-urge"), noted)
    urge = Urge.objects.get()
    assert (urge.way, urge.text, urge.answer, urge.lines.count()) == ("PHONE", "请来", "5 pm", 2)
    Journey.objects.filter(shipment=parcels[0]).update(scanned_at=urge.at + timedelta(hours=3))
    fetched.note_scans(scans=FIRST_MILE.scans, at=clock.now())
    assert UrgeLine.objects.filter(fetched_at__isnull=False).count() == 1
    assert "1 of 2 scanned" in page.get(reverse("urge")).content.decode()
    panel = page.get(reverse("shipment-first-mile", args=[parcels[0].pk]), headers={"hx-request": "true"})
    assert "first after 3 hours" in panel.content.decode()
    assert "<html" not in panel.content.decode()


def test_an_urging_for_thousands_of_parcels_is_noted(page, ups) -> None:
    """A form holds a thousand fields at most, so the parcels come in one."""
    parcels = waiting(ups, 2)
    text = page.post(reverse("urge-text"), {"carrier": "ups", "id": [row.pk for row in parcels]}).content.decode()
    both = ",".join(str(row.pk) for row in parcels)
    assert f'name="ids" value="{both}"' in text
    assert 'name="id"' not in text
    others = ",".join(str(parcels[-1].pk + place) for place in range(1, 4000))  # nobody's
    noted = page.post(reverse("record-urge"), {"carrier": "ups", "ids": f"{both},{others}", "way": "MESSAGE"})
    assert (noted.status_code, UrgeLine.objects.count()) == (302, 2)
    too_many = {"carrier": "ups", "ids": ",".join(map(str, range(1, 6000))), "way": "PHONE"}
    assert "Too many parcels" in page.post(reverse("record-urge"), too_many, follow=True).content.decode()
    assert Urge.objects.count() == 1


def test_a_scan_made_before_the_urging_is_no_answer_to_it(page, ups) -> None:
    parcels = waiting(ups, 2)
    urge = make_urge(ups.seller, *parcels, at=clock.now())
    for parcel, hours in zip(parcels, (-5, 2), strict=True):
        at = urge.at + timedelta(hours=hours)
        Journey.objects.filter(shipment=parcel).update(scanned_at=at, pickup_due_at=None)
    fetched.note_scans(scans=FIRST_MILE.scans, at=clock.now())
    [row] = reads.urges(ups.seller)
    assert (row.parcels, row.fetched, row.scanned_before, row.first_at) == (2, 1, 1, urge.at + timedelta(hours=2))
    assert "1 scanned before that" in page.get(reverse("urge")).content.decode()
    [alone] = reads.urges_of(ups.seller, parcels[0].pk)
    assert (alone.fetched, alone.scanned_before, alone.first_at) == (0, 1, None)


def test_what_lies_behind_thousands_that_are_taken_can_be_asked_for(page, ups, monkeypatch) -> None:
    monkeypatch.setattr(rows, "MOST", 3)
    make_pickup(ups.seller, *waiting(ups, 4, hours=40))
    last = waiting(ups, 2, first=10, hours=5)
    shown = page.get(reverse("ask-pickup"), {"carrier": "ups"}).content.decode()
    assert shown.count('name="id"') == 2
    text = page.post(reverse("urge-text"), {"carrier": "ups", "id": [row.pk for row in last]}).content.decode()
    assert all(row.waybill_number in text for row in last)


def test_a_window_that_ended_far_in_the_east_is_missed_at_once(ups) -> None:
    """08:00 to 10:00 of the 23rd in Auckland is over at 21:00 of the 22nd in Greenwich."""
    pickup = make_pickup(
        ups.seller, *ups.parcels(1), comes_on=date(2026, 11, 23), ready=time(8), close=time(10), zone="Pacific/Auckland"
    )
    before, after = (datetime(2026, 11, 22, 21, minute, tzinfo=UTC) for minute in (0, 1))
    assert reads.missed(ups.seller, before) == []
    assert [row.id for row in reads.missed(ups.seller, after)] == [pickup.pk]


def test_a_pickup_in_which_nothing_waits_says_so(page, ups) -> None:
    pickup = make_pickup(ups.seller, *waiting(ups, 1), comes_on=tomorrow())
    address = reverse("pickup", args=[pickup.pk])
    assert "No parcel waits for this driver" not in page.get(address).content.decode()
    Shipment.objects.update(status="CANCELLED")
    assert "No parcel waits for this driver" in page.get(address).content.decode()


def test_nobody_urges_for_anothers_parcels(client, ups, carols) -> None:
    from tests.fixtures.people import make_person

    parcel = waiting(ups, 1)[0]
    client.force_login(make_person("carol", carols))
    client.post(reverse("record-urge"), {"carrier": "ups", "id": parcel.pk})
    assert not Urge.objects.exists()
    assert (
        parcel.waybill_number
        not in client.post(reverse("urge-text"), {"carrier": "ups", "id": parcel.pk}, follow=True).content.decode()
    )
    assert client.get(reverse("ask-pickup"), {"carrier": "ups"}).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"opens": "09:00", "closes": "18:00", "zone": "Asia/Shanghai", "closed": ["7"]}, 302),
        ({"opens": "18:00", "closes": "09:00", "zone": "Asia/Shanghai"}, 422),
        ({"opens": "nine", "closes": "18:00", "zone": "Asia/Shanghai"}, 422),
        ({"opens": "09:00", "closes": "18:00", "zone": "../../etc/passwd"}, 422),
        ({"opens": "09:00", "closes": "18:00", "zone": ""}, 422),
    ],
)
def test_opening_hours_are_kept_or_refused(page, amys, given, status) -> None:
    assert page.post(reverse("keep-hours"), given).status_code == status
    assert Hours.objects.filter(seller=amys).count() == (status == 302)


def test_opening_hours_propose_and_judge_the_window(page, ups) -> None:
    closed = tomorrow().isoweekday()
    given = {"opens": "10:00", "closes": "16:00", "zone": "Asia/Shanghai", "closed": [closed]}
    page.post(reverse("keep-hours"), given)
    shown = page.get(reverse("ask-pickup"), {"carrier": "ups"}).content.decode()
    assert tomorrow().isoformat() not in shown
    assert 'value="16:00"' in shown
    answer = page.post(reverse("send-pickup"), asking(ups, waiting(ups, 1)))
    assert "Nobody is at the warehouse on that day" in answer.content.decode()


def test_the_figure_is_the_median_from_label_to_first_scan(page, ups) -> None:
    now = clock.now()
    for place, hours in enumerate((2, 10, 60)):
        [parcel] = ups.parcels(1, first=place + 1, labelled_at=now - timedelta(hours=hours))
        wait_for_scan(ups.seller, parcel, scanned_at=now, pickup_due_at=None)
    shown = page.get(reverse("pickup-figures")).content.decode()
    assert "10.0 h" in shown  # of 2, 10, 60
    assert "66.7 %" in shown  # two of three within 48 h


def test_every_page_of_it_speaks_chinese(page, ups, bob) -> None:
    page.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    parcels = waiting(ups, 2)
    pickup = make_pickup(ups.seller, parcels[0])
    make_urge(ups.seller, parcels[1])
    for address in (reverse("first-mile"), reverse("pickup", args=[pickup.pk]), reverse("urge")):
        assert page.get(address).status_code == 200
