"""What every test in the browser does: sign in, wait until a page is quiet, have axe-core judge it."""

from __future__ import annotations

from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.fixtures.people import PASSWORD

# Counts htmx's requests. A part that has come may ask for parts of its own once it has settled, 20 ms later.
_COUNT = """
window.asking = 0; window.askedAt = 0;
document.addEventListener("htmx:beforeRequest", () => { window.asking += 1; });
document.addEventListener("htmx:afterRequest", () => { window.asking -= 1; window.askedAt = performance.now(); });
"""
_QUIET = """() => new Promise(done => {
    const look = () => window.asking || performance.now() < window.askedAt + 40 ? setTimeout(look, 5) : done();
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
    page.evaluate(_QUIET)


def sign_in(page: Page, name: str, address: str = "/") -> None:
    """Sign somebody in, and go where they wanted to."""
    page.goto(f"/sign-in?next={quote(address)}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    quiet(page)


def violations(page: Page) -> list[str]:
    """Return what axe-core finds: address, rule, element."""
    found: list[str] = page.evaluate(_JUDGE)
    return found
