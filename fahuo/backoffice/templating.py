"""The Jinja2 environment of all pages: translation, addresses of pages and files, and the formats of a cell."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from fahuo.backoffice import assets, formats, navigation
from fahuo.kit import clock


def environment(**options: Any) -> Environment:
    """Build the environment; Django passes its options. A name that a view forgot to pass is an error, not a blank."""
    strict = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**{**options, **strict})  # noqa: S701 it is set one line above
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        url=url,
        asset=assets.versioned,
        navigation=navigation.entries,
        seldom=navigation.seldom_entries,
        place_of=navigation.place_of,
        language=page_language,
        other_language=other_language,
        server_time=clock.now,
    )
    env.filters.update(formats.FILTERS)
    return env


def url(name: str, *args: object, **query: object) -> str:
    """Return the address of a page by its name, with the query parameters that have a value."""
    return formats.with_query(reverse(name, args=[str(arg) for arg in args]), query)


def page_language() -> str:
    """Return the language of this page as browsers spell it: `zh-Hans` or `en`."""
    return "zh-Hans" if (get_language() or "").startswith("zh") else "en"


def other_language() -> tuple[str, str]:
    """Return code and own name of the language one could switch to."""
    return ("en", "English") if page_language() == "zh-Hans" else ("zh-hans", "中文")
