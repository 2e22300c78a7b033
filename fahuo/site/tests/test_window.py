"""The emulated single window of `fahuo run`."""

from __future__ import annotations

import pytest

from fahuo.customs.models import Declarant
from fahuo.customs.window import server
from fahuo.site.demo.window import is_there, standing_in
from tests.fixtures.declaring import make_declarant, to_declare

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_firm_whose_window_has_ended_declares_at_a_new_one(amys):
    from fahuo.customs.tests.at_window import worked_off

    with server.running() as gone:
        firm = make_declarant(amys, gone)
    Declarant.objects.filter(pk=firm.pk).update(receipts_after=40)  # of the window that has ended
    with standing_in() as url:
        firm.refresh_from_db()
        assert (firm.window_url, firm.receipts_after) == (url, 0)
        assert is_there(url)
        assert worked_off(amys, to_declare(amys)) == {"CLOSED": 1}
        with standing_in() as another:
            assert another == "", "one that answers is left alone"


def test_a_firm_at_the_real_window_stays_there(amys):
    firm = make_declarant(amys)
    Declarant.objects.filter(pk=firm.pk).update(emulated=False)
    with standing_in() as url:
        assert url == ""
    firm.refresh_from_db()
    assert firm.window_url == "http://127.0.0.1:9"
