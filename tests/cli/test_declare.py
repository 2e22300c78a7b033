"""`fahuo declare` and `fahuo declarations`, as somebody types them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from fahuo.customs.models import Declaration
from fahuo.customs.tests.conftest import window, window_address  # noqa: F401 - the emulated window
from fahuo.site import bootstrap
from fahuo.site.cli import main
from tests.fixtures.declaring import make_declarant, to_declare

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _started(monkeypatch):
    """Django runs already, with the database of the tests."""
    monkeypatch.setattr(bootstrap, "start", lambda: None)


def run(*words: str):
    return CliRunner().invoke(main, list(words))


def test_parcels_are_declared_and_listed(amys, window):  # noqa: F811
    make_declarant(amys, window)
    rows = to_declare(amys, 2)
    done = run("declare", "--seller", amys.name, "--all", "--wait", "600")
    assert (done.exit_code, "2 of 2 parcels declared; 0 still open." in done.output) == (0, True), done.output
    again = run("declare", "--seller", amys.name, rows[0].order.number)
    assert again.exit_code == 3
    assert "DECLARATION_EXISTS" in again.output
    listed = run("declarations", "--seller", amys.name, "--json")
    found = json.loads(listed.output)
    assert found["counts"] == {"CLOSED": 2}
    assert {one["order_number"] for one in found["declarations"]} == {row.order.number for row in rows}
    assert run("declarations", "--seller", amys.name, "--state", "rejected").output.split() == ["CLOSED", "2"]


def test_without_a_card_nothing_is_declared_and_the_code_said(amys):
    make_declarant(amys, card_number="")
    to_declare(amys, 1)
    refused = run("declare", "--seller", amys.name, "--all")
    assert refused.exit_code == 1
    assert "ERR_NO_EPORT_CARD" in refused.output
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("words", [("--all", "811"), ()])
def test_either_all_or_some(amys, words):
    assert run("declare", "--seller", amys.name, *words).exit_code == 2
