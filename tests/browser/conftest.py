"""A real browser before the real site: Chromium, the live server, an emulated carrier, and the real worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.looking import equip
from tests.fixtures.waiting import LONGEST_S, wait_until

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
    """One browser for a module, which gives pages as long as every wait has.

    Playwright keeps an event loop in this thread, where Django would refuse its database. The permission ends with the
    module, and the loop with it, so that no other test is touched.
    """
    expect.set_options(timeout=LONGEST_S * 1000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=LONGEST_S * 1000)
            yield browser
            browser.close()


@pytest.fixture
def calm(live_server) -> Iterator[None]:
    """In the end what pages asked last is answered before the rows go: emptying tables beside it might deadlock."""
    asked: list[object] = []

    def begin(**_: object) -> None:
        asked.append(None)

    def end(**_: object) -> None:
        if asked:
            asked.pop()

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    wait_until(lambda: not asked)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def new_window(chromium: Browser, live_server, calm: None) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows on the site, closed in the end, with patience for a slow machine."""
    with ExitStack() as windows:

        def open_window(**options: Any) -> BrowserContext:
            window = chromium.new_context(base_url=live_server.url, locale="en-US", **options)
            window.set_default_timeout(LONGEST_S * 1000)
            return windows.enter_context(closing(window))

        yield open_window


@pytest.fixture
def page(new_window: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A fresh window at 1440 × 900. Whatever the console complains about fails the test: CSP, 404s, errors."""
    complaints: list[str] = []
    window = new_window(viewport={"width": 1440, "height": 900})
    equip(window)
    page = window.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    window.close()
    assert complaints == []


@pytest.fixture
def work_off() -> Callable[[], None]:
    """Run `fahuo worker` on the test's database until no job is left."""
    database = connection.settings_dict
    place = urlencode({"host": database["HOST"] or "localhost", "port": database["PORT"] or 5432})
    who = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    environment = {**os.environ, "DATABASE_URL": f"postgresql://{who}@/{database['NAME']}?{place}"}

    def run() -> None:
        command = [sys.executable, "-m", "fahuo", "worker", "--once"]
        subprocess.run(command, env=environment, check=True, timeout=5 * LONGEST_S)

    return run
