"""Where the key is that signs: what cannot be is refused, and what a card lacks is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fahuo.customs.ceb.algorithms import KeySort
from fahuo.customs.ceb.identities import make
from fahuo.customs.models import Declarant
from fahuo.customs.services import declare
from fahuo.customs.services.declarant import Wish, save
from fahuo.kit import secrets
from tests.fixtures.declaring import AT, details, identity, make_declarant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"card_url": "ws://8.8.8.8:61232"}, "CARD_ADDRESS", "card_url"),
        ({"card_url": "ws://169.254.169.254:80"}, "CARD_ADDRESS", "card_url"),
        ({"card_url": "http://127.0.0.1:61232"}, "CARD_ADDRESS", "card_url"),
        ({"card_url": "ws://a:b@127.0.0.1"}, "CARD_ADDRESS", "card_url"),
        ({"signs_with": "PAPER"}, "DECLARANT_INCOMPLETE", "signs_with"),
        ({"signs_with": "CARD", "algorithms": "GM-2022"}, "ERR_SIGNING_KEY_UNFIT", "algorithms"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stored(amys, changes, code, field):
    wish = Wish(details(7, "http://127.0.0.1:9") | changes, emulated=True, certificate=identity().certificate)
    saved = save(seller=amys, person=None, wish=wish, at=AT)
    assert (saved.declarant, {(one.code, one.field) for one in saved.problems}) == (None, {(code, field)})
    assert not Declarant.objects.exists()


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        ({}, set()),
        ({"card_url": ""}, {"card_url"}),
        ({"certificate": None}, {"certificate"}),
        ({"secrets": None}, {"card_pin"}),
    ],
)
def test_a_card_needs_pin_certificate_and_address_but_no_key(amys, columns, fields):
    row = make_declarant(amys, signs_with="CARD", card_url="ws://127.0.0.1:61232")
    sealed = secrets.unseal(bytes(row.secrets))
    del sealed["signing_key"]
    Declarant.objects.update(**{"secrets": secrets.seal(sealed)} | columns)
    lacking = declare.ready(amys, at=AT)
    assert {(problem.code, problem.field) for problem in lacking} == {("CARD_INCOMPLETE", field) for field in fields}


def test_a_card_may_take_over_from_a_key_file_of_another_certificate(amys):
    """The stored key is not looked at any more."""
    make_declarant(amys)
    other = make(KeySort.RSA, "Amy's card", at=datetime(2026, 1, 1, tzinfo=UTC))
    card = {"signs_with": "CARD", "card_url": "ws://192.168.1.20:61232"}
    wish = Wish(details(8, "http://127.0.0.1:9") | card, licence_endless=True, card_until=AT.date(), emulated=True,
                certificate=other.certificate)  # fmt: skip
    saved = save(seller=amys, person=None, wish=wish, at=AT)
    assert saved.declarant is not None
    assert (saved.declarant.signs_with, saved.declarant.card_url) == ("CARD", "ws://192.168.1.20:61232")


def test_the_form_sets_the_card_and_leaves_it_when_nothing_is_said(amy, client):
    client.force_login(amy)
    said = {"declares": "SELF", "window_state": "NONE", "signs_with": "CARD", "card_url": "ws://192.168.1.20:61232"}
    assert client.post("/customs/declarant", said).status_code == 302
    assert client.post("/customs/declarant", said | {"card_url": "ws://8.8.8.8"}).status_code == 422
    del said["signs_with"]
    assert client.post("/customs/declarant", said).status_code == 302
    row = Declarant.objects.get()
    assert (row.signs_with, row.card_url) == ("CARD", "ws://192.168.1.20:61232")
