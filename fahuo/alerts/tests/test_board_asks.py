"""The alerts' page asks for news every five seconds: nothing comes back while nothing is new."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from fahuo.alerts.models import Watch
from fahuo.alerts.tests.scene import alert_of
from fahuo.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(clerk, monkeypatch):
    """Ask as a tab does, at noon and some seconds; "" is the page itself."""
    noon = clock.now().replace(second=0, microsecond=0)
    Watch.objects.update_or_create(name="PARCELS", defaults={"looked_at": noon})

    def asked(seen="", *, seconds=0, **query):
        monkeypatch.setattr(clock, "now", lambda: noon + timedelta(seconds=seconds))
        headers = {"hx-request": "true"} if seen else {}
        answer = clerk.get(reverse("alerts"), query | ({"seen": seen} if seen else {}), headers=headers)
        return answer.status_code, (re.findall(r'"seen": "([^"]+)"', answer.text) or [""])[0], answer.text

    return asked


def test_nothing_new_is_no_answer_and_every_change_is_one(ask, amys, clerk):
    _, empty, page = ask()
    assert "Nothing to watch yet" in page
    assert ask(empty, seconds=5)[0] == 204
    alert = alert_of(amys)
    status, seen, page = ask(empty, seconds=10)
    assert (status, f'id="open-{alert.pk}"' in page) == (200, True)
    assert ask(seen, seconds=15)[0] == 204
    clerk.post(reverse("act-on-alerts"), {"do": "acknowledge", "id": alert.pk})
    status, again, _ = ask(seen, seconds=20)
    assert (status, again == seen) == (200, False)
    assert ask(again, seconds=25)[0] == 204
    assert ask(again, seconds=61)[0] == 200  # ages and countdowns go on
    assert ask(again, seconds=25, kind="LOST")[0] == 204


def test_a_worker_that_fell_asleep_is_said(ask, amys):
    seen = ask()[1]
    Watch.objects.update(looked_at=clock.now() - timedelta(minutes=5))
    status, _, page = ask(seen)
    assert (status, "Nobody is watching" in page) == (200, True)


def test_what_was_seen_never_comes_into_an_address(ask, amys):
    alert_of(amys)
    _, _, page = ask("0-0-0-awake", state="OPEN", after="3")
    assert f'hx-get="{reverse("alerts")}?state=OPEN&amp;after=3"' in page


def test_another_sellers_alerts_are_no_news(ask, carols):
    seen = ask()[1]
    alert_of(carols)
    assert ask(seen)[0] == 204
