"""The page behind the QR: what it tells everybody, in ten languages, and what it never tells anybody."""

from __future__ import annotations

import re
import string
import tomllib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fahuo.kit import clock
from fahuo.shipments.models import Shipment
from fahuo.tracking.domain.public_way import HINTS, OURS, TROUBLES, standing_phrase
from fahuo.tracking.domain.towns import town_of, words_of
from fahuo.tracking.web import public
from fahuo.tracking.web.public_pace import Pace
from fahuo.tracking.web.public_words import LANGUAGES, choose, tongue, towns, zone_of
from fahuo.trade.milestone import Milestone
from tests.fixtures.journeys import make_event, make_journey
from tests.fixtures.rows import NOON, make_order, make_shipment

HOUR = timedelta(hours=1)
SECRETS = {
    "recipient": "Wolfgang Fritz Schnabeltier", "street": "Krokodilgasse 77b", "street2": "Hinterhaus links",
    "postcode": "22765", "phone": "+4915112345678", "buyer_login": "schnabel77", "tax_id": "DE777888999",
    "city": "Pinneberg",
}  # fmt: skip
LOOSE = re.compile(r"Wolfgang|Fritz|Schnabel|Krokodil|Hinterhaus|22765|4915112345678|0151|DE777888999|@|neighbo", re.I)


@pytest.fixture(autouse=True)
def _fresh_pace(monkeypatch):
    monkeypatch.setattr(public, "PACE", Pace())


@pytest.fixture
def shipment(amys) -> Shipment:
    return make_shipment(amys, make_order(amys, "8112833000000001", stage="SHIPPED", **SECRETS))


def ask(client, shipment, query: str = "?lang=en", **headers: str):
    return client.get(reverse("public-tracking", args=[shipment.public_token]) + query, headers=headers)


def hostile(seller, shipment) -> None:
    """What a carrier may write into any of its fields."""
    places = (
        "Wolfgang Fritz Schnabeltier", "Krokodilgasse 77b, Hamburg", "22765 Hamburg", "Schnabeltier, Pinneberg",
        "HAMBURG - DE", "wolfgang.f@example.com", "neighbour Ms Krokodil / Leipzig", "+49 151 12345678", "Fritz",
    )  # fmt: skip
    for hours, place in enumerate(places):
        make_event(
            seller, shipment, list(Milestone)[2 + hours % 6], NOON + hours * HOUR, place=place, country="DE",
            description=f"Left with neighbour {place}, signed W. Schnabeltier, tel 015112345678",
            raw_code="W-SCHNABELTIER", raw_time="2026-11-20 12:00 Schnabeltier",
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_names_the_recipient_whatever_carriers_write(client, amys, shipment, language):
    make_journey(amys, shipment, milestone="OUT_FOR_DELIVERY", exception="ADDRESS_UNCLEAR")
    hostile(amys, shipment)
    answer = ask(client, shipment, f"?lang={language}")
    words = tongue(language)
    assert not LOOSE.search(answer.text)
    assert "Amy Trading" not in answer.text
    assert not re.search(r"(?<!YT)8112833000000001", answer.text)
    assert words.phrases["address_unclear"] in answer.text
    assert words.phrases["hint_address"] in answer.text.replace("&#39;", "'")
    assert words.country("DE") in answer.text
    assert f'<html lang="{words.lang}">' in answer.text
    assert ("汉堡" if language == "zh" else "Hamburg") in answer.text
    assert "Leipzig" in answer.text or "莱比锡" in answer.text
    assert "Pinneberg" in answer.text  # the recipient's own town, which they may read
    assert len(answer.content) < 20_000


@pytest.mark.django_db
def test_it_says_ordered_at_once_and_answers_without_traces(client, amys):
    order = make_order(amys, "8112833000000002")
    shipment = make_shipment(amys, order, status="BOOKING", waybill_number="YT999", booked_at=None, labelled_at=None)
    answer = ask(client, shipment)
    assert "<strong>Ordered</strong>" in answer.text
    assert "YT999" not in answer.text  # nothing is printed yet
    assert not answer.cookies
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, max-age=60"
    assert answer["Content-Language"] == "en"
    assert "script" not in answer["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_a_label_shows_what_is_on_paper_and_the_expected_days(client, amys, shipment):
    today = timezone.localdate()
    make_journey(amys, shipment, expected_from=today - timedelta(days=3), expected_until=today + timedelta(days=2))
    make_event(amys, shipment, "IN_TRANSIT", NOON, place="Shenzhen")
    text = ask(client, shipment).text
    assert shipment.waybill_number in text
    assert "YunExpress" in text
    assert tongue("en").days(today, today + timedelta(days=2)) in text
    assert "Shenzhen, China" in text
    assert "深圳, 中国" in ask(client, shipment, "?lang=zh").text


# journey, shipment → phrase that is shown big, and the hint below it
STANDINGS = [
    ({"milestone": "DELIVERED", "delivered_at": NOON, "ended_at": NOON}, {}, "Delivered", "hint_delivered"),
    ({"milestone": "RETURNED", "exception": "RETURNED"}, {}, "Returned to the sender", "hint_back"),
    ({"milestone": "RETURNING", "exception": "RETURNED"}, {}, "On its way back to the sender", "hint_back"),
    ({"milestone": "LOST", "exception": "LOST"}, {}, "The carrier cannot find the parcel", "hint_lost"),
    ({"milestone": "IN_TRANSIT"}, {"status": "CANCELLED"}, "This shipment was cancelled", "hint_cancelled"),
    ({"milestone": "IMPORT_CUSTOMS", "exception": "CUSTOMS_HELD"}, {}, "Customs need more details", "hint_customs"),
    ({"milestone": "HELD", "exception": "HELD"}, {}, "Held for the moment", "hint_wait"),
    ({"milestone": "", "exception": ""}, {}, "Packed and ready for hand-over", ""),
    ({"milestone": "INFO_RECEIVED"}, {}, "Packed and ready for hand-over", ""),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("journey", "columns", "words", "hint"), STANDINGS)
def test_every_standing_is_said_calmly_with_what_can_be_done(client, amys, shipment, journey, columns, words, hint):
    Shipment.objects.filter(pk=shipment.pk).update(**columns)
    soon = timezone.localdate() + timedelta(days=2)
    make_journey(amys, shipment, expected_from=soon, expected_until=soon, **journey)
    text = ask(client, shipment).text
    assert f"<strong>{words}</strong>" in text
    assert ("What you can do" in text) == bool(hint)
    assert not hint or tongue("en").phrases[hint] in text
    is_over = words[:4] in {"Deli", "Retu", "On i", "The ", "This"}
    assert ("Expected delivery" in text) != is_over


@pytest.mark.django_db
def test_odd_and_unknown_events_are_never_shown(client, amys, shipment):
    make_journey(amys, shipment)
    make_event(amys, shipment, "DELIVERED", NOON + timedelta(days=4000), odd="FUTURE", country="FR")
    make_event(amys, shipment, "UNMAPPED", NOON, country="ES")
    text = ask(client, shipment).text
    assert "France" not in text
    assert "Spain" not in text
    assert "<span>Delivered" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["nothing-here", "x" * 24, "x" * 500, "%00", "a%00b", "%E2%98%83"])
def test_whatever_leads_nowhere_is_answered_alike(client, token):
    answer = client.get(f"/t/{token}?lang=de")
    assert answer.status_code == 404
    assert "Kein Paket gefunden" in answer.text
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert token not in answer.text
    assert not answer.cookies


@pytest.mark.django_db
def test_many_requests_of_one_address_are_slowed_and_nobody_is_kept(client, shipment, monkeypatch, caplog):
    monkeypatch.setattr(public, "PACE", Pace(3))
    monkeypatch.setattr(clock, "now", lambda: NOON)  # with the next minute it would forget
    address = reverse("public-tracking", args=[shipment.public_token]) + "?lang=fr"
    codes = [client.get(address, REMOTE_ADDR="198.51.100.7").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert shipment.public_token not in caplog.text
    assert "198.51.100.7" not in repr(vars(public.PACE))
    assert client.get(address, REMOTE_ADDR="198.51.100.8").status_code == 200
    slow = client.get(address, REMOTE_ADDR="198.51.100.7")
    assert "Un instant" in slow.text
    assert slow["Retry-After"] == "60"


@pytest.mark.django_db
def test_no_log_ever_names_the_address(client, shipment, caplog, monkeypatch):
    address = reverse("public-tracking", args=[shipment.public_token])
    assert client.post(address).status_code == 405
    monkeypatch.setattr(client, "raise_request_exception", False)
    monkeypatch.setattr(public, "PACE", None)  # whatever fails inside
    assert client.get(address).status_code == 500
    assert len(caplog.records) >= 2
    assert not [one for one in caplog.records if shipment.public_token in one.getMessage()]


def test_a_pace_forgets_every_minute_and_takes_a_household_for_one():
    pace = Pace(2)
    asked = [pace.admits(f"2001:db8:1:2::{n}", NOON) for n in range(3)]
    assert asked == [True, True, False]
    assert pace.admits("2001:db8:1:3::1", NOON)
    assert pace.admits("2001:db8:1:2::1", NOON + timedelta(minutes=1))
    assert [pace.admits("::ffff:192.0.2.1", NOON), pace.admits("192.0.2.1", NOON), pace.admits("192.0.2.1", NOON)] == [
        True, True, False,
    ]  # fmt: skip
    assert pace.admits("not an address", NOON)


def phrases(code: str) -> dict[str, str]:
    return dict(tongue(code).phrases)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_phrase(code: str):
    assert set(phrases(code)) == set(phrases("en"))
    assert all(text.strip() == text and text for text in phrases(code).values())
    assert not any("{" in text or "%" in text for text in phrases(code).values())
    same = {name for name, text in phrases(code).items() if text == phrases("en")[name]}
    assert code == "en" or same <= {"destination"}  # a French word, too
    assert len(set(phrases(code).values())) >= len(phrases(code)) - 3  # "delivered" may stand twice


SCRIPTS = {"ru": "а-яё", "ko": "가-힣", "ja": "ぁ-ヿ一-龥", "zh": "一-龥"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_phrase_is_in_the_script_of_its_language(code: str):
    letters = re.compile(f"[{SCRIPTS.get(code, string.ascii_lowercase)}]", re.I)
    assert all(letters.search(text) for text in phrases(code).values())


def test_every_standing_has_its_phrase():
    named = {*OURS.values(), *TROUBLES.values(), *HINTS, *HINTS.values()}
    named |= {m.value.lower() for m in Milestone} - {"created", "info_received", "unmapped"}
    assert named <= set(phrases("en"))
    for milestone in Milestone:
        assert standing_phrase(milestone.value, "", [("BOOKED", NOON)], cancelled=False) in phrases("en")


WISHES = [
    ("fr", "de", "PL", "fr"),  # asked for in the address
    ("xx", "de-AT,de;q=0.9,en;q=0.5", "PL", "de"),
    ("", "en;q=0.4, ja;q=0.8", "PL", "ja"),
    ("", "tr, nl;q=0.9", "PL", "pl"),  # the destination's
    ("", "", "AT", "de"),
    ("", "", "BR", "pt"),
    ("", "", "MX", "es"),
    ("", "", "NL", "en"),
    ("", "", "", "en"),
    ("", "*;q=0.1, ;;q=x, de;q=5", "XX", "en"),
    ("", "zh-TW", "DE", "zh"),
]


@pytest.mark.parametrize(("asked", "accepted", "country", "code"), WISHES)
def test_the_language_is_the_readers(asked: str, accepted: str, country: str, code: str):
    assert choose(asked, accepted, country) == code


# place, country, own city → the town that may be shown
PLACES = [
    ("Hamburg", "DE", "", "Hamburg"),
    ("HAMBURG - DE", "DE", "", "Hamburg"),
    ("Shenzhen, Guangdong, CN", "CN", "", "Shenzhen"),
    ("【深圳市】", "CN", "", "Shenzhen"),
    ("Los Angeles CA", "US", "", "Los Angeles"),
    ("São Paulo", "BR", "", "Sao Paulo"),
    ("Liège", "BE", "", "Liege"),
    ("Paris", "US", "", None),  # not that one
    ("Krokodilgasse 77b", "DE", "", None),
    ("Ms Hamburg", "DE", "", None),
    ("Kleinkleckersdorf", "DE", "", None),
    ("Kleinkleckersdorf", "DE", "Kleinkleckersdorf", "Kleinkleckersdorf"),
    ("Elbe 5", "DE", "Elbe 5", None),  # a street in the field of the city
    ("Schnabeltier", "DE", "Schnabeltier", None),  # a name in it
    ("Leipzig", "DE", "", None),  # the recipient is called so
    ("", "DE", "", None),
]


@pytest.mark.parametrize(("place", "country", "own", "name"), PLACES)
def test_only_towns_are_shown(place: str, country: str, own: str, name: str | None):
    hidden = words_of(["Paul Leipzig Schnabeltier", "Krokodilgasse 77b"])
    found = town_of(place, country, known=towns(), own_city=own, hidden=hidden)
    assert (found.name if found else None) == name


def test_a_country_of_several_clocks_has_none():
    assert zone_of("DE", NOON) == "Europe/Berlin"
    assert zone_of("CN", NOON) == "Asia/Shanghai"
    assert zone_of("US", NOON) == zone_of("", NOON) == zone_of("XX", NOON) == ""
    assert tongue("de").moment(NOON, "DE") == "20.11.2026, 13:00"
    assert tongue("de").moment(NOON, "US") == "20.11.2026, 12:00 UTC"


def test_every_file_of_phrases_is_a_language_of_texts():
    import fahuo.tracking.web.public_words as module

    for path in module._FOLDER.glob("*.toml"):
        assert path.stem in LANGUAGES
        assert all(isinstance(text, str) for text in tomllib.loads(path.read_text(encoding="utf-8")).values())
