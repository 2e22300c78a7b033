"""A real browser before the real site: Chromium, the live server, an emulated carrier, and the real worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.looking import equip

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder; without Chromium it is skipped with that reason."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (apt install chromium)"))


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """One browser for a module. Playwright keeps an event loop in this thread, where Django would refuse its database.

    The permission ends with the module, and the loop with it, so that no other test is touched.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield browser
            browser.close()


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    """A fresh window at 1440 × 900. Whatever the console complains about fails the test: CSP, 404s, errors."""
    complaints: list[str] = []
    with closing(
        chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=live_server.url, locale="en-US")
    ) as window:
        equip(window)
        page = window.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert complaints == []


@pytest.fixture
def work_off() -> Callable[[], None]:
    """Run `fahuo worker` on the test's database until no job is left."""
    database = connection.settings_dict
    place = urlencode({"host": database["HOST"] or "localhost", "port": database["PORT"] or 5432})
    who = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    environment = {**os.environ, "DATABASE_URL": f"postgresql://{who}@/{database['NAME']}?{place}"}

    def run() -> None:
        subprocess.run([sys.executable, "-m", "fahuo", "worker", "--once"], env=environment, check=True, timeout=60)

    return run
