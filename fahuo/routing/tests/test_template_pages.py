"""Sets of templates: written, refused, and on their pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from fahuo.accounts.models import Action
from fahuo.routing.domain.templates import Template
from fahuo.routing.models import TemplateSet
from fahuo.routing.queries import templates as reads
from fahuo.routing.services import templates as writes
from fahuo.routing.tests.template_sets import EUROPE, NOON, REST, a_set, edit_of, names
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import ServiceLevel
from tests.fixtures.accounts import connect_emulated

pytestmark = pytest.mark.django_db


def test_rows_are_added_moved_and_removed_in_order(amys):
    found = a_set(amys, EUROPE, REST)
    third = Template(0, "yunexpress/BKPHR", "Third", levels=frozenset({ServiceLevel.STANDARD}))
    found = writes.save_row(edit=edit_of(amys, found), row=third)
    assert names(found) == ["Europe", "Rest", "Third"]
    assert reads.rows(found.pk)[2].levels == {ServiceLevel.STANDARD}
    key = reads.rows(found.pk)[2].id
    found = writes.move_row(edit=edit_of(amys, found), row_id=key, by=-1)
    assert names(found) == ["Europe", "Third", "Rest"]
    found = writes.move_row(edit=edit_of(amys, found), row_id=key, by=-200)
    assert names(found) == ["Third", "Europe", "Rest"]
    found = writes.remove_row(edit=edit_of(amys, found), row_id=key)
    assert names(found) == ["Europe", "Rest"]
    assert Action.objects.filter(verb="change_templates").count() == 4


def test_the_second_of_two_people_is_refused_and_nothing_is_lost(amys):
    found = a_set(amys, EUROPE)
    bobs, amys_view = edit_of(amys, found), edit_of(amys, found)
    writes.save_row(edit=bobs, row=REST)
    key = reads.rows(found.pk)[0].id
    for refused in (
        lambda: writes.save_row(edit=amys_view, row=EUROPE),
        lambda: writes.remove_row(edit=amys_view, row_id=key),
        lambda: writes.move_row(edit=amys_view, row_id=key, by=1),
        lambda: writes.change_set(edit=amys_view, name="Mine", smart_first=False, smart_margin=Decimal(1)),
        lambda: writes.delete_set(edit=amys_view),
    ):
        with pytest.raises(writes.SetChanged):
            refused()
    assert names(found) == ["Europe", "Rest"]
    assert TemplateSet.objects.get().name == "Main"


def test_two_changes_in_one_tick_still_differ(amys):
    found = a_set(amys)
    first = writes.save_row(edit=edit_of(amys, found, minutes=0), row=EUROPE)
    assert first.changed_at > NOON


def test_one_set_at_most_is_in_use(amys, carols):
    first, second, hers = a_set(amys), a_set(amys, REST, name="Other"), a_set(carols)
    assert reads.templates_in_use(amys.pk) is None
    for found in (first, second):
        writes.use_set(seller=amys, person=None, set_id=found.pk, use=True, at=NOON)
    assert list(TemplateSet.objects.filter(in_use=True)) == [second]
    used = reads.templates_in_use(amys.pk)
    assert used is not None
    assert used.service_of == ("yunexpress/THPHR",)
    writes.use_set(seller=amys, person=None, set_id=first.pk, use=False, at=NOON)  # said on a page of before
    assert list(TemplateSet.objects.filter(in_use=True)) == [second]
    writes.use_set(seller=amys, person=None, set_id=second.pk, use=False, at=NOON)
    assert reads.templates_in_use(amys.pk) is None
    with pytest.raises(writes.SetChanged):
        writes.use_set(seller=amys, person=None, set_id=hers.pk, use=True, at=NOON)


def test_a_name_is_taken_once(amys, carols):
    a_set(amys)
    a_set(carols)
    with pytest.raises(writes.NameTaken):
        a_set(amys)
    assert TemplateSet.objects.count() == 2


def test_too_many_templates_are_refused_whole(amys):
    with pytest.raises(writes.TooMany):
        a_set(amys, *[REST] * 201)
    assert not TemplateSet.objects.exists()


def test_the_editor_shows_what_is_wrong_and_what_a_parcel_would_take(clerk, amys):
    found = a_set(amys, REST, EUROPE)
    page = clerk.get(reverse("template-set", args=[found.pk]), {"country": "DE", "weight_g": "500", "cargo": "GENERAL"})
    assert "Never reached" in page.text
    assert "by template 1 (Rest)" in page.text
    assert "Template 1 (Rest)" in page.text
    writes.move_row(edit=edit_of(amys, found), row_id=reads.rows(found.pk)[1].id, by=-1)
    assert "Never reached" not in clerk.get(reverse("template-set", args=[found.pk])).text


def test_a_template_is_written_from_the_form(clerk, amys):
    found = a_set(amys)
    form = {
        "seen": found.changed_at.isoformat(), "groups": ["EAST_ASIA"], "countries": "de", "weight_until_g": "2000",
        "levels": ["STANDARD"], "cargo": ["GENERAL"], "service_key": "yunexpress/THPHR", "name": "Asia",
    }  # fmt: skip
    answer = clerk.post(reverse("new-template", args=[found.pk]), form)
    assert answer.url == reverse("template-set", args=[found.pk])
    row = reads.rows(found.pk)[0]
    assert row == Template(
        row.id, "yunexpress/THPHR", "Asia", frozenset({"JP", "KR", "DE"}), 0, 2000,
        frozenset({ServiceLevel.STANDARD}), frozenset({CargoClass.GENERAL}),
    )  # fmt: skip
    shown = clerk.get(reverse("template", args=[found.pk, row.id])).text
    assert 'value="DE JP KR"' in shown


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("countries", "DE ZZ", "Not an ISO code: ZZ"),
        ("weight_until_g", "100", "It must lie above the lower end."),
        ("service_key", "", "This field is required."),
        ("name", "=SUM(A1)", "A name has 1 to 80 characters and does not begin with = + - or @."),
        ("weight_until_g", "1.000", "Whole grams in plain digits"),
        ("weight_until_g", "1,000", "Whole grams in plain digits"),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_nothing_is_written(clerk, amys, field, value, said):
    found = a_set(amys)
    form = {"seen": found.changed_at.isoformat(), "weight_from_g": "100", "service_key": "yunexpress/THPHR"}
    answer = clerk.post(reverse("new-template", args=[found.pk]), form | {field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert reads.rows(found.pk) == ()


def test_whoever_comes_second_keeps_what_he_typed(clerk, amys):
    found = a_set(amys, EUROPE)
    key, seen = reads.rows(found.pk)[0].id, found.changed_at.isoformat()
    changed = writes.save_row(edit=edit_of(amys, found), row=REST)
    form = {"seen": seen, "service_key": "yunexpress/THPHR", "name": "My long work"}
    answer = clerk.post(reverse("template", args=[found.pk, key]), form)
    assert answer.status_code == 409
    assert "Somebody else changed this set" in answer.text
    assert 'value="My long work"' in answer.text
    assert names(found) == ["Europe", "Rest"]
    assert changed.changed_at.isoformat() in answer.text
    again = clerk.post(reverse("template", args=[found.pk, key]), form | {"seen": changed.changed_at.isoformat()})
    assert again.status_code == 302
    assert names(found) == ["My long work", "Rest"]


def test_without_scripts_a_template_moves_by_a_button(clerk, amys):
    found = a_set(amys, EUROPE, REST)
    key = reads.rows(found.pk)[1].id
    answer = clerk.post(
        reverse("move-template", args=[found.pk, key]), {"seen": found.changed_at.isoformat(), "to": "up"}
    )
    assert answer.url.endswith(f"#template-{key}")
    assert names(found) == ["Rest", "Europe"]
    clerk.post(reverse("remove-template", args=[found.pk, key]), {"seen": found.changed_at.isoformat()})
    assert names(found) == ["Rest", "Europe"]  # made on an older version


def test_the_first_visit_offers_a_set_made_of_ones_own_services(clerk, amys):
    assert "No routing templates yet" in clerk.get(reverse("templates")).text
    assert "Start from my services" not in clerk.get(reverse("templates")).text
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:1")
    assert "Start from my services" in clerk.get(reverse("templates")).text
    answer = clerk.post(reverse("new-template-set"), {"starter": "1"}, follow=True)
    assert "Starter set" in answer.text
    assert "Never reached" not in answer.text
    assert "Overlaps" not in answer.text
    assert reads.rows(TemplateSet.objects.get().pk)


def test_a_set_is_copied_used_and_deleted(clerk, amys):
    found = a_set(amys, EUROPE)
    clerk.post(reverse("copy-template-set", args=[found.pk]))
    copy = TemplateSet.objects.get(name="Main, copy")
    assert names(copy) == ["Europe"]
    assert not copy.in_use
    assert (
        "From now on orders are routed by"
        in clerk.post(reverse("use-template-set", args=[copy.pk]), {"use": "1"}, follow=True).text
    )
    clerk.post(reverse("delete-template-set", args=[copy.pk]), {"seen": copy.changed_at.isoformat()})
    assert list(TemplateSet.objects.values_list("name", flat=True)) == ["Main"]


def test_the_switch_is_saved_with_its_margin(clerk, amys):
    found = a_set(amys)
    seen = found.changed_at.isoformat()
    wrong = clerk.post(
        reverse("change-template-set", args=[found.pk]), {"seen": seen, "name": "Main", "smart_margin": "x"}
    )
    assert wrong.status_code == 422
    clerk.post(reverse("change-template-set", args=[found.pk]), {"seen": seen, "name": "New", "smart_margin": "2.50"})
    found.refresh_from_db()
    assert (found.name, found.smart_first, found.smart_margin) == ("New", False, Decimal("2.50"))
