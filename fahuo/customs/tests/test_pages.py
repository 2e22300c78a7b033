"""Pages of declarations: what each state shows, what buttons do, what is never shown, and what other firms see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from fahuo.customs.models import Declarant, Declaration, Message, Receipt
from fahuo.customs.queries.underway import DECLARE
from fahuo.kit import clock
from tests.fixtures.declaring import LEGAL_PERSON, PASSWORD, make_declarant
from tests.fixtures.people import make_person, make_seller
from tests.fixtures.rows import NOON, make_customs, make_declaration, make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db
RETURNED = {"code": "DECLARATION_REJECTED", "field": "CEB603", "detail": "[Code:1003;Desc:商品编码与规格型号不符]"}


@pytest.fixture
def clerk(bob) -> Client:
    return signed_in(bob)


@pytest.fixture
def owner(amy) -> Client:
    return signed_in(amy)


@pytest.fixture
def parcel(amys) -> Any:
    make_product(amys)
    return make_shipment(amys, make_order(amys, "8112833000000001"))


def signed_in(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def another(seller: Any, number: int) -> Any:
    return make_shipment(seller, make_order(seller, f"81128330000001{number:02}"))


def page(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.text


def jobs() -> list[dict[str, Any]]:
    return list(ProcrastinateJob.objects.filter(task_name=DECLARE).values_list("args", flat=True))


# --- the list


def test_without_a_declarant_the_list_says_so_and_offers_no_button(owner, clerk, parcel) -> None:
    shown = page(owner, "declarations")
    assert "It is not said who declares for export" in shown
    assert "Declare them all" not in shown
    assert reverse("declarant") + '">' in shown
    assert f'<a class="button" href="{reverse("declarant")}"' not in page(clerk, "declarations")


def test_only_what_can_be_declared_again_can_be_ticked(clerk, amys, parcel) -> None:
    states = ("DRAFT", "REJECTED", "ERROR", "SEND_FAILED", "RELEASED", "QUEUED", "CANCELLED")
    rows = {state: make_declaration(amys, another(amys, place), state=state) for place, state in enumerate(states)}
    shown = page(clerk, "declarations")
    for state, row in rows.items():
        assert (f'name="id" value="{row.pk}"' in shown) is (state in {"DRAFT", "REJECTED", "ERROR", "SEND_FAILED"})
        assert reverse("declaration", args=[row.pk]) in shown


def test_declaring_again_says_what_stays_as_it_is(clerk, amys, parcel) -> None:
    released = make_declaration(amys, parcel)
    answer = clerk.post(reverse("declare-again"), {"id": released.pk}, follow=True).text
    assert "1 stays as it is" in answer
    released.refresh_from_db()
    assert (released.state, released.attempt) == ("RELEASED", 1)
    assert "Choose at least one declaration" in clerk.post(reverse("declare-again"), follow=True).text


def test_the_list_asks_again_only_while_an_answer_is_near(clerk, amys, parcel) -> None:
    row = make_declaration(amys, parcel, state="SENT", declared_at=clock.now(), released_at=None)
    assert 'hx-trigger="every 3s"' in page(clerk, "declarations", group="UNDERWAY")
    assert 'hx-trigger="every 3s"' in page(clerk, "declaration", row.pk)
    long_ago = clock.now() - timedelta(hours=2)
    Declaration.objects.update(declared_at=long_ago, state_at=long_ago, created_at=long_ago)
    for quiet in (page(clerk, "declarations"), page(clerk, "declaration", row.pk)):
        assert "every 3s" not in quiet


def test_a_message_without_answer_is_sent_again_only_in_two_steps(clerk, amys, parcel) -> None:
    message = Message.objects.get(pk=make_customs(amys, parcel)["message"])
    shown = page(clerk, "declarations")
    assert "No answer came" in shown
    assert shown.index("<summary") < shown.index('value="no"'), "behind a fold"
    clerk.post(reverse("settle-customs-message", args=[message.pk]), {"arrived": "yes"})
    message.refresh_from_db()
    assert message.status == "TAKEN"
    again = clerk.post(reverse("settle-customs-message", args=[message.pk]), {"arrived": "no"}, follow=True).text
    message.refresh_from_db()
    assert message.status == "TAKEN", "settled is settled"
    assert "notice-warning" in again


def test_receipts_that_were_refused_are_listed_with_their_reason(clerk, amys, parcel) -> None:
    Receipt.objects.create(
        seller=amys, kind="CEB604", guid="F0B1", sha256="0" * 64, code="800", received_at=clock.now(),
        refused="RECEIPT_FOREIGN",
    )  # fmt: skip
    shown = page(clerk, "declarations")
    assert "1 receipt was refused" in shown
    assert reverse("error", args=["RECEIPT_FOREIGN"]) in shown
    assert "F0B1" in shown


def test_of_many_declarations_a_page_shows_fifty(clerk, amys, parcel, django_assert_max_num_queries) -> None:
    first = make_declaration(amys, parcel, state="REJECTED", problems=[RETURNED])
    fields = {field.attname: getattr(first, field.attname) for field in Declaration._meta.concrete_fields}
    copies = [another(amys, number) for number in range(60)]
    Declaration.objects.bulk_create(
        Declaration(**fields | {"id": None, "shipment_id": copy.pk, "cop_no": f"X{copy.pk}"}) for copy in copies
    )
    with django_assert_max_num_queries(25):
        shown = page(clerk, "declarations")
    assert shown.count("<tr data-row>") == 50
    assert 'rel="next"' in shown


# --- choosing


def test_before_anything_is_declared_a_page_says_what(clerk, amys, parcel) -> None:
    make_declarant(amys)
    done = make_declaration(amys, another(amys, 1)).shipment_id
    shown = page(clerk, "declare", id=[parcel.pk, done])
    assert "Declare 2 shipments" in shown
    assert "1 parcel is declared to China" in shown
    assert "1 of the chosen is left out" in shown
    assert "A, simplified: no refund" in shown
    assert "emulator on this machine" in shown
    assert jobs() == [], "looking declares nothing"
    answer = clerk.post(reverse("declare"), {"id": [parcel.pk, done]}, follow=True).text
    assert "1 shipment is being declared." in answer
    assert [job["shipment_ids"] for job in jobs()] == [[parcel.pk]]
    assert "every 3s" in answer


def test_while_something_stops_declaring_the_button_is_off(clerk, amys, parcel) -> None:
    make_declarant(amys, card_number="")
    shown = page(clerk, "declare", all=1)
    assert "No e-port IC card is bound" in shown
    assert "disabled" in shown
    assert "(ERR_NO_EPORT_CARD)" in clerk.post(reverse("declare"), {"all": "1"}, follow=True).text
    assert jobs() == []


@pytest.mark.parametrize("query", [{"all": "1"}, {"all_matching": "1", "status": "LABELLED"}, {"all_matching": "1"}])
def test_all_can_be_chosen_at_once(clerk, amys, parcel, query) -> None:
    make_declarant(amys)
    other = another(amys, 1)
    clerk.post(reverse("declare"), query)
    assert [sorted(job["shipment_ids"]) for job in jobs()] == [[parcel.pk, other.pk]]


def test_nobody_declares_parcels_of_another_firm(parcel) -> None:
    stranger = make_seller("Ben Trading")
    make_declarant(stranger)
    client = signed_in(make_person("ben", stranger, "OWNER"))
    assert client.get(reverse("declare"), {"id": parcel.pk}).status_code == 302
    client.post(reverse("declare"), {"id": parcel.pk})
    assert jobs() == []
    row = make_declaration(parcel.seller, parcel, state="REJECTED")
    assert "Choose at least one declaration" in client.post(reverse("declare-again"), {"id": row.pk}, follow=True).text
    assert client.get(reverse("declaration", args=[row.pk])).status_code == 404
    assert client.get(reverse("shipment-declaration", args=[parcel.pk])).status_code == 404


# --- one declaration, and the panel of its shipment


def test_what_customs_returned_leads_to_the_goods(clerk, amys, parcel) -> None:
    row = make_declaration(amys, parcel, state="REJECTED", problems=[RETURNED], released_at=None)
    shown = page(clerk, "declaration", row.pk)
    assert "商品编码与规格型号不符" in shown
    assert reverse("product", args=[amys.product_set.get().pk]) in shown
    assert "Ask customs to cancel it" not in shown
    assert "6.80 USD" in shown


def test_a_cancellation_needs_a_reason_and_keeps_it(clerk, amys, parcel) -> None:
    row = make_declaration(amys, parcel)
    path = reverse("cancel-declaration", args=[row.pk])
    empty = clerk.post(path, {"reason": " "})
    assert empty.status_code == 422
    assert "Customs want a reason" in empty.text
    refused = clerk.post(path, {"reason": "包裹退回 <b>"})  # nobody said who declares
    assert refused.status_code == 422
    assert 'value="包裹退回 &lt;b&gt;"' in refused.text
    row.refresh_from_db()
    assert row.cancel_state == ""
    make_declarant(amys)
    assert "Customs are asked to cancel it" in clerk.post(path, {"reason": "包裹退回"}, follow=True).text
    assert Message.objects.filter(seller=amys, kind="CEB605").count() == 1


def test_the_panel_of_a_shipment_follows_its_declaration(clerk, amys, parcel) -> None:
    path = reverse("shipment-declaration", args=[parcel.pk])
    assert "It is not said who declares" in clerk.get(path).text
    make_declarant(amys)
    assert reverse("declare") + f"?id={parcel.pk}" in clerk.get(path).text
    clerk.post(reverse("declare"), {"id": parcel.pk})
    begun = clerk.get(path, headers={"hx-request": "true"}).text
    assert "being declared" in begun
    assert "every 3s" in begun
    assert reverse("declare") not in begun
    make_declaration(amys, parcel, state="SENT", declared_at=clock.now(), released_at=None)
    assert "Sent to customs" in clerk.get(path).text


# --- who declares


def test_the_form_keeps_what_was_typed_and_never_shows_a_secret(owner, amys) -> None:
    make_declarant(amys)
    typed = {"declares": "SELF", "window_state": "NONE", "name": "杭州示例贸易有限公司", "uscc": "123",
             "card_pin": "778899", "legal_person_id": LEGAL_PERSON}  # fmt: skip
    answer = owner.post(reverse("declarant"), typed)
    assert answer.status_code == 422
    assert 'value="杭州示例贸易有限公司"' in answer.text
    assert 'value="123"' in answer.text
    assert "enter those again" in answer.text
    stored = page(owner, "declarant")
    assert stored.count("stored sealed; empty leaves it as it is") == 3
    for text in (answer.text, stored):
        assert not [secret for secret in ("778899", LEGAL_PERSON, PASSWORD, "PRIVATE KEY") if secret in text]
    assert Declarant.objects.get(seller=amys).uscc != "123"


# --- summaries and the rebate record


def test_a_master_list_that_cannot_be_made_keeps_what_was_typed(clerk, amys, parcel) -> None:
    make_declaration(amys, parcel)
    typed = {"carrier": "yunexpress", "bill_no": "784-123", "transport_name": "中国货运航空", "voyage_no": "CK0203"}
    answer = clerk.post(reverse("make-master-list"), typed)
    assert answer.status_code == 422
    for value in ("784-123", "中国货运航空", "CK0203"):
        assert f'value="{value}"' in answer.text
    assert not amys.masterlist_set.exists()


def test_months_are_offered_with_what_waits_for_a_summary(clerk, amys, parcel) -> None:
    make_declaration(amys, parcel)
    make_declaration(amys, another(amys, 1), statistics_flag="A")
    assert '<option value="2026-11">2026-11 · 1 list</option>' in page(clerk, "summaries")


def test_a_document_that_was_not_taken_says_why_in_its_form(clerk, amys, parcel) -> None:
    make_customs(amys, parcel)
    typed = {"kind": "FREIGHT_INVOICE", "list_number": "29042026E999999999"}
    answer = clerk.post(reverse("add-rebate-document", args=[2026, 11]), typed)
    assert answer.status_code == 422
    assert "Choose a file" in answer.text
    assert 'value="29042026E999999999"' in answer.text
    assert '<option value="FREIGHT_INVOICE" selected>' in answer.text
    assert amys.rebatedocument_set.count() == 1


def test_a_pack_that_is_being_made_refreshes_itself(clerk, amys, parcel) -> None:
    make_customs(amys, parcel)
    assert "every 3s" not in page(clerk, "rebate-month", 2026, 11)
    amys.rebatepack_set.update(status="QUEUED")
    shown = page(clerk, "rebate-month", 2026, 11)
    assert 'hx-select="#packs"' in shown
    assert "Make the pack" not in shown
    assert NOON.strftime("%Y-%m") in shown
