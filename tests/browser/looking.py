"""What every test in the browser does: sign in, wait until a page is quiet, have axe-core judge it."""

from __future__ import annotations

from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.fixtures.people import PASSWORD
from tests.fixtures.waiting import LONGEST_S

# Counts htmx's requests that are sent, but not those that come again and again: on a slow machine they never end. A
# part that has come may ask for parts of its own once it has settled, 20 ms later.
_COUNT = """
window.asking = 0; window.askedAt = 0; window.heldBack = 0;
window.comesAgain = event => (event.detail.elt.getAttribute("hx-trigger") || "").startsWith("every");
document.addEventListener("htmx:beforeSend", event => { if (!comesAgain(event)) window.asking += 1; });
document.addEventListener("htmx:afterRequest", event => {
    if (!comesAgain(event)) { window.asking -= 1; window.askedAt = performance.now(); }
});
window.addEventListener("htmx:beforeRequest", event => { if (event.defaultPrevented) window.heldBack += 1; });
"""
_QUIET = "!window.asking && performance.now() >= window.askedAt + 40"
_HELD_BACK = "window.heldBack > since"
# A page of ours evaluates no text, and so neither does Playwright's own waiting in it.
_UNTIL = """longest => new Promise((done, fail) => {
    const end = performance.now() + longest, since = window.heldBack;
    const look = () => (REACHED) ? done() : performance.now() > end ? fail("in vain: REACHED") : setTimeout(look, 5);
    look();
})"""
_JUDGE = """() => axe.run({resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${location.href} ${rule.id}: ${node.html.slice(0, 120)}`)))
"""


def equip(window: BrowserContext) -> None:
    """Have every page of a window count its requests, and know axe-core."""
    window.add_init_script(script=_COUNT)
    window.add_init_script(script=Axe().axe_script)


def quiet(page: Page) -> None:
    """Wait until the page is there with every part that it asks for by itself; keys work from then on."""
    page.wait_for_load_state("load")
    _wait(page, _QUIET)


def sign_in(page: Page, name: str, address: str = "/") -> None:
    """Sign somebody in, and go where they wanted to."""
    page.goto(f"/sign-in?next={quote(address)}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    quiet(page)


def wait_until_held_back(page: Page) -> None:
    """Wait until the page would have asked for news by itself, and did not."""
    _wait(page, _HELD_BACK)


def _wait(page: Page, reached: str) -> None:
    page.evaluate(_UNTIL.replace("REACHED", reached), LONGEST_S * 1000)


def violations(page: Page) -> list[str]:
    """Return what axe-core finds: address, rule, element."""
    found: list[str] = page.evaluate(_JUDGE)
    return found
