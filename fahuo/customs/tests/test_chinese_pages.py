"""In Chinese no sentence of the pages of customs stays English, in whatever state they are."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.customs.models import DeclarationState, Receipt
from fahuo.kit import clock
from fahuo.printing.tests.test_chinese_pages import NAMES, english
from tests.fixtures.declaring import make_declarant
from tests.fixtures.rows import make_customs, make_declaration, make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db
# Names, sources of rules, and words of the trade that stand on these pages in Chinese too.
TRADE = ("AliExpress", "USCC", "DXP", "PEM", "DER", "CEB", "GTIN", "XML", "OFD", "RSA", "SHA", "TWL-GY", "FH", "https",
         "EORI", "ws://", "784", "CZ", "CERTIFICATE", "USD", "GM-FIELD", "发票.pdf", "SUM0",
         "Secondary reading of")  # fmt: skip


@pytest.fixture
def owner(amy, amys) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(amy)
    client.post(reverse("language"), {"language": "zh-hans", "next": "/"})
    make_product(amys)
    return client


def left(page: str) -> list[str]:
    return [text for text in english(page) if not any(word in text for word in TRADE)]


def test_lists_and_forms(owner, amys) -> None:
    names = ("declarations", "declarant", "summaries", "rebate")
    assert {name: found for name in names if (found := left(owner.get(reverse(name)).text))} == {}
    parcel = make_shipment(amys, make_order(amys, "8112833000000001"))
    make_shipment(amys, make_order(amys, "8112833000000002"))
    keys = make_customs(amys, parcel)
    Receipt.objects.create(
        seller=amys, kind="CEB604", guid="F0B1", sha256="0" * 64, code="800", received_at=clock.now(),
        refused="RECEIPT_FOREIGN",
    )  # fmt: skip
    make_declarant(amys)
    addresses = [
        *map(reverse, names),
        reverse("declaration", args=[keys["declaration"]]),
        reverse("rebate-month", args=[2026, 11]),
        reverse("shipment-declaration", args=[parcel.pk]),
        f"{reverse('declare')}?all=1",
        f"{reverse('declare')}?id={parcel.pk}",
    ]
    assert {address: found for address in addresses if (found := left(owner.get(address).text))} == {}
    posted = [
        reverse("declarant"),
        reverse("make-master-list"),
        reverse("cancel-declaration", args=[keys["declaration"]]),
        reverse("add-rebate-document", args=[2026, 11]),
    ]
    assert {address: found for address in posted if (found := left(owner.post(address).text))} == {}


def test_a_declaration_in_every_state(owner, amys) -> None:
    found: dict[str, list[str]] = {}
    for number, state in enumerate(DeclarationState.values):
        parcel = make_shipment(amys, make_order(amys, f"81128330000001{number:02}"))
        row = make_declaration(amys, parcel, state=state, cancel_state=state if state != "DRAFT" else "")
        found[state] = left(owner.get(reverse("declaration", args=[row.pk])).text)
    assert {state: texts for state, texts in found.items() if texts} == {}
    assert left(owner.get(reverse("declarations")).text) == []


def test_the_words_that_may_stay_are_few() -> None:
    assert not NAMES.fullmatch("declared")
    assert left("<p>Waiting to be sent</p>") == ["Waiting to be sent"]
