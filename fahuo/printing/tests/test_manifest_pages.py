"""The pages of hand-over lists: what waits, making one, its rows and files, voiding it; who may do what."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import load_workbook

from fahuo.accounts.models import Action, Person, Seller
from fahuo.printing.models import Manifest, ManifestLine
from fahuo.printing.tests.test_manifests import listed, ready
from fahuo.shipments.models import Shipment
from tests.fixtures.people import make_person


@pytest.fixture
def client() -> Client:
    """A browser that reads English, whatever the pages' own language is."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def clerk(client: Client, bob: Person) -> Client:
    client.force_login(bob)
    return client


def page_of(client: Client, name: str, *arguments: object, **query: Any) -> str:
    return " ".join(client.get(reverse(name, args=arguments), query).content.decode().split())


def test_nothing_there(clerk: Client) -> None:
    assert "No parcel waits to be handed over" in page_of(clerk, "manifests")


def test_what_waits_and_one_click(clerk: Client, amys: Seller) -> None:
    ready(amys, 3)
    ready(amys, 1, start=9, carrier="yanwen")
    page = page_of(clerk, "manifests")
    assert "No list yet" in page
    assert '<strong class="num ramp-count">3</strong> parcels' in page
    assert '<strong class="num ramp-count">1</strong> parcel<' in page
    assert "the oldest label is" in page
    answer = clerk.post(reverse("make-manifest"), {"carrier": "yunexpress"}, follow=True)
    found = Manifest.objects.get()
    assert answer.redirect_chain == [(reverse("manifest", args=[found.pk]), 302)]
    assert f"{found.number} is made: 3 parcels for YunExpress." in answer.content.decode()
    assert Action.objects.filter(verb="make_manifest", subject=found.number).count() == 1
    after = page_of(clerk, "manifests")
    assert found.number in after
    assert 'value="yunexpress"' not in after
    assert 'value="yanwen"' in after


def test_a_second_click_finds_nothing_and_makes_nothing(clerk: Client, amys: Seller) -> None:
    ready(amys, 1)
    clerk.post(reverse("make-manifest"), {"carrier": "yunexpress"})
    answer = clerk.post(reverse("make-manifest"), {"carrier": "yunexpress"}, follow=True)
    assert "No parcel waits for this carrier" in answer.content.decode()
    assert Manifest.objects.count() == 1


def test_the_chosen_ones_by_carrier_and_who_is_left_out(clerk: Client, amys: Seller, carols: Seller) -> None:
    ids = [*ready(amys, 3), *ready(amys, 1, start=9, carrier="yanwen"), *ready(carols, 1)]
    Shipment.objects.filter(pk=ids[0]).update(status="CANCELLED")
    answer = clerk.post(reverse("make-manifest"), {"id": ids}, follow=True).content.decode()
    assert sorted(Manifest.objects.values_list("carrier", "parcels")) == [("yanwen", 1), ("yunexpress", 2)]
    assert "1 parcel is not listed: The parcel is cancelled" in answer
    assert not ManifestLine.objects.filter(seller=carols).exists()


@pytest.mark.parametrize("form", [{}, {"id": ["x", "0"]}, {"carrier": "pigeon"}, {"carrier": "a\x00b"}])
def test_a_form_that_names_nothing_makes_nothing(clerk: Client, amys: Seller, form: dict[str, Any]) -> None:
    ready(amys, 1)
    answer = clerk.post(reverse("make-manifest"), form, follow=True)
    assert "No parcel waits for this carrier" in answer.content.decode()
    assert not Manifest.objects.exists()


def test_one_list_with_what_was_cancelled_since(clerk: Client, amys: Seller) -> None:
    ids = ready(amys, 3)
    found = listed(amys).manifest
    assert found is not None
    Shipment.objects.filter(pk=ids[1]).update(status="CANCELLED")
    page = page_of(clerk, "manifest", found.pk)
    number = Shipment.objects.get(pk=ids[1]).waybill_number
    assert f"<s>{number}</s>" in page
    assert "1 parcel was cancelled after the list was made" in page
    assert "of 3 listed" in page
    assert page.count("960 g") == 3  # in all, twice, and to the only country: 2 × 480
    assert "1 cancelled since" in page_of(clerk, "manifests")


def test_a_long_list_is_shown_in_parts(clerk: Client, amys: Seller) -> None:
    ids = ready(amys, 105)
    found = listed(amys).manifest
    assert found is not None
    first, second = page_of(clerk, "manifest", found.pk), page_of(clerk, "manifest", found.pk, **{"from": 101})
    assert first.count("data-row") == 100
    assert "1 to 100 of 105" in first
    assert second.count("data-row") == 5
    assert "101 to 105 of 105" in second
    assert reverse("shipment", args=[ids[104]]) in second
    assert page_of(clerk, "manifest", found.pk, **{"from": "nonsense"}).count("data-row") == 100


def test_files_in_both_languages(clerk: Client, amys: Seller) -> None:
    ready(amys, 2)
    found = listed(amys).manifest
    assert found is not None
    for language, title in (("en", "Hand-over list"), ("zh", "交接清单")):
        answer = clerk.get(reverse("manifest-file", args=[found.pk, language, "pdf"]))
        assert answer["Content-Type"] == "application/pdf"
        text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
        assert title in text
        assert found.number in text
        answer = clerk.get(reverse("manifest-file", args=[found.pk, language, "xlsx"]))
        assert f'filename="{found.number}.xlsx"' in answer["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert sheet[0][0] == title
    for language, extension in (("fr", "pdf"), ("en", "exe"), ("en", "zpl")):
        assert clerk.get(reverse("manifest-file", args=[found.pk, language, extension])).status_code == 404


def test_voiding_asks_first_and_says_why_not(clerk: Client, amys: Seller) -> None:
    ids = ready(amys, 1)
    found = listed(amys).manifest
    assert found is not None
    assert "Void a list only if no driver signed it" in page_of(clerk, "void-manifest", found.pk)
    assert not Manifest.objects.exclude(voided_at=None).exists()
    Shipment.objects.filter(pk__in=ids).update(status="TENDERED")
    refused = clerk.post(reverse("void-manifest", args=[found.pk]))
    assert refused.status_code == 409
    assert "Parcels of this list were handed over" in refused.content.decode()
    Shipment.objects.filter(pk__in=ids).update(status="LABELLED")
    answer = clerk.post(reverse("void-manifest", args=[found.pk]), follow=True).content.decode()
    assert "The list is void" in answer
    assert 'value="yunexpress"' in answer
    assert "This list is void since" in page_of(clerk, "manifest", found.pk)
    assert clerk.post(reverse("void-manifest", args=[found.pk])).status_code == 409
    assert Action.objects.filter(verb="void_manifest").count() == 1


def test_who_only_reads_sees_all_and_changes_nothing(client: Client, amys: Seller) -> None:
    ready(amys, 1)
    found = listed(amys).manifest
    assert found is not None
    ready(amys, 1, start=5)
    client.force_login(make_person("rita", amys, "READ_ONLY"))
    assert "Make the list" not in page_of(client, "manifests")
    assert "Void the list" not in page_of(client, "manifest", found.pk)
    assert client.post(reverse("make-manifest"), {"carrier": "yunexpress"}).status_code == 403
    assert client.post(reverse("void-manifest", args=[found.pk])).status_code == 403
    assert (Manifest.objects.count(), Manifest.objects.filter(voided_at=None).count()) == (1, 1)


def test_lists_of_others_do_not_exist(client: Client, amys: Seller, carol: Person) -> None:
    ready(amys, 1)
    found = listed(amys).manifest
    assert found is not None
    client.force_login(carol)
    assert found.number not in page_of(client, "manifests")
    for name, *more in (("manifest",), ("void-manifest",), ("manifest-file", "en", "pdf")):
        assert client.get(reverse(name, args=[found.pk, *more])).status_code == 404
    assert client.post(reverse("void-manifest", args=[found.pk])).status_code == 404
    client.post(reverse("make-manifest"), {"id": Shipment.objects.values_list("pk", flat=True)})
    assert Manifest.objects.filter(voided_at=None).count() == 1


def test_pages_ask_no_more_of_the_database_for_more_rows(
    clerk: Client, amys: Seller, django_assert_max_num_queries: Any
) -> None:
    for start in range(0, 12, 2):
        ready(amys, 2, start=start)
        listed(amys)
    ready(amys, 1, start=50)
    with django_assert_max_num_queries(7):  # session, person, seller, waiting, lists, struck out, menu
        page_of(clerk, "manifests")
