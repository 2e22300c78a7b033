"""Sets of templates as files: read, written, and what is refused cell by cell; and the names that may be kept."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fahuo.routing import template_file
from fahuo.routing.domain.templates import Template
from fahuo.routing.models import TemplateSet
from fahuo.routing.services import templates as writes
from fahuo.routing.tests.template_sets import EUROPE, NOON, REST, a_set, edit_of, names
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import ServiceLevel

pytestmark = pytest.mark.django_db
GROUPS = {"EAST_ASIA": frozenset({"JP", "KR"})}


def test_files_say_what_they_were_made_of():
    rows = (EUROPE, Template(0, "a/1", cargo=frozenset({CargoClass.MAGNET}), levels=frozenset({ServiceLevel.ECONOMY})))
    assert template_file.read(template_file.to_csv(rows).encode(), {}).rows == rows
    text = template_file.to_json(rows, name="Main", smart_first=False, smart_margin=Decimal("2.50"))
    assert template_file.read(text.encode(), {}) == template_file.SetFile(
        rows, "Main", smart_first=False, smart_margin=Decimal("2.50")
    )


def test_a_group_becomes_its_countries():
    read = template_file.read(b"service,countries\na/1,@EAST_ASIA DE\n", GROUPS)
    assert read.rows[0].countries == {"JP", "KR", "DE"}


@pytest.mark.parametrize(
    ("content", "field", "detail"),
    [
        ("service,countries\na/1,DE XX\n", "line 2 countries", "XX"),
        ("service,countries\na/1,@NOWHERE\n", "line 2 countries", "@NOWHERE"),
        ("service,weight_from_g\na/1,-5\n", "line 2 weight_from_g", "-5"),
        ("service,weight_from_g\na/1,12345678901234567890\n", "line 2 weight_from_g", "12345678901234567890"),
        ("service,weight_from_g,weight_until_g\na/1,500,500\n", "line 2 weight_until_g", "500 ≤ 500"),
        ("service,levels\na/1,FAST\n", "line 2 levels", "FAST"),
        ("service,cargo\na/1,BOMB\n", "line 2 cargo", "BOMB"),
        ("service,name\na/1,=1+1\n", "line 2 name", "=1+1"),
        ("service\n\na/1,DE\n", "line 3 columns", "DE"),
        ("name,service\n\nx,\n", "line 3 service", ""),
        ("weight\n5\n", "columns", "missing: service, unknown: weight"),
        ('{"templates": 5}', "templates", ""),
        ('{"templates": [{"service": "a/1", "colour": "red"}]}', "templates.1 colour", ""),
        ('{"templates": [], "smart_margin": "-1"}', "smart_margin", "-1"),
        ('{"templates": [], "smart_margin": "0.005"}', "smart_margin", "0.005"),
        ('{"templates": [], "smart_margin": "999999.999"}', "smart_margin", "999999.999"),
        ('{"templates": [], "smart_first": "yes"}', "smart_first", "yes"),
    ],
)
def test_a_wrong_cell_is_named(content: str, field: str, detail: str):
    with pytest.raises(template_file.TemplatesRefused) as refused:
        template_file.read(content.encode(), GROUPS)
    assert (refused.value.problems[0].field, refused.value.problems[0].detail) == (field, detail)


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe", b"a\x00b", b"{", b"x" * 1_000_001])
def test_what_is_no_such_file_is_refused(content: bytes):
    with pytest.raises(template_file.TemplatesRefused) as refused:
        template_file.read(content, GROUPS)
    assert refused.value.problems[0].code in {"TEMPLATES_UNREADABLE", "TEMPLATE_INVALID"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("countries\na/1,XX\n", "TEMPLATE_COUNTRIES"),
        ("weight_until_g\na/1,abc\n", "TEMPLATE_WEIGHT"),
        ("levels\na/1,FAST\n", "TEMPLATE_LEVELS"),
        ("cargo\na/1,BOMB\n", "TEMPLATE_CARGO"),
        ("name\na/1,@x\n", "TEMPLATE_NAME"),
        ("name\na/1,＝x\n", "TEMPLATE_NAME"),
        ("name\na,x\n", "TEMPLATE_SERVICE"),
        ("countries\na/1,DE,FR\n", "TEMPLATE_COLUMNS"),
    ],
)
def test_each_fault_has_a_reason_of_its_own(cells: str, code: str):
    with pytest.raises(template_file.TemplatesRefused) as refused:
        template_file.read(f"service,{cells}".encode(), GROUPS)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize("content", ["name,service\n", '{"templates": []}', '{"name": "A", "templates": []}', "[]"])
def test_a_file_without_a_template_is_refused(content: str):
    with pytest.raises(template_file.TemplatesRefused) as refused:
        template_file.read(content.encode(), GROUPS)
    assert refused.value.problems[0].code == "TEMPLATES_EMPTY"


BAD_NAMES = ("=B", "+B", "@B", "-B", "＝B", " =B", "", "  ", "\u200b", "x" * 300, "\ud800")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_set_has_a_name_that_can_be_read_and_run_by_nothing(clerk, amys, name: str):
    with pytest.raises(writes.BadName):
        writes.create_set(seller=amys, person=None, name=name, at=NOON, rows=[REST])
    assert not TemplateSet.objects.exists()
    found = a_set(amys, REST)
    with pytest.raises(writes.BadName):
        writes.change_set(edit=edit_of(amys, found), name=name, smart_first=True, smart_margin=Decimal(0))
    text = json.dumps({"name": name, "templates": [template_file.as_json(REST)]})
    with pytest.raises(template_file.TemplatesRefused):
        template_file.read(text.encode(), GROUPS)
    assert TemplateSet.objects.get().name == found.name


def test_a_name_loses_what_stands_around_it(amys):
    assert writes.create_set(seller=amys, person=None, name=" Ｅurope\x00 ", at=NOON, rows=[REST]).name == "Europe"


@pytest.mark.parametrize("name", ["=B", "x" * 81])
def test_pages_refuse_such_names_with_words(clerk, amys, name: str):
    upload = SimpleUploadedFile("set.csv", b"service\na/1\n")
    answer = clerk.post(reverse("import-templates"), {"file": upload, "name": name})
    assert (answer.status_code, "Name cannot be used" in answer.text) == (422, True)
    clerk.post(reverse("new-template-set"), {"name": name})
    assert not TemplateSet.objects.exists()


def test_a_file_goes_out_and_comes_back(clerk, amys):
    found = a_set(amys, EUROPE, REST)
    sent = clerk.get(reverse("export-templates", args=[found.pk, "json"]))
    assert json.loads(sent.content)["templates"][0]["countries"] == ["DE", "FR"]
    upload = SimpleUploadedFile("set.json", sent.content)
    taken = clerk.post(reverse("import-templates"), {"file": upload})
    assert taken.status_code == 422
    assert "Another set has this name" in taken.text
    upload = SimpleUploadedFile("set.json", sent.content)
    clerk.post(reverse("import-templates"), {"file": upload, "name": "Second"})
    assert names(TemplateSet.objects.get(name="Second")) == ["Europe", "Rest"]


def test_a_bad_file_names_its_cells_and_nothing_is_written(clerk, amys):
    upload = SimpleUploadedFile("set.csv", b"service,countries\na/1,DE XX\n,FR\n")
    answer = clerk.post(reverse("import-templates"), {"file": upload})
    assert answer.status_code == 422
    assert "line 2 countries" in answer.text
    assert "line 3 service" in answer.text
    assert not TemplateSet.objects.exists()
