"""What is stored, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.notifications.domain.message import Outcome, Sent
from fahuo.notifications.kinds import KINDS
from fahuo.trade import error_book

CHANNEL_KINDS = {
    "EMAIL": _("E-mail"),
    "SMS": _("SMS"),
    "WEBHOOK": _("Webhook"),
    "DINGTALK": _("DingTalk robot"),
    "WECOM": _("WeCom robot"),
}
MODES = {"AT_ONCE": _("At once"), "DIGEST": _("In the digest"), "OFF": _("Not at all")}
STATES = {
    "DUE": (_("Waiting"), ""),
    "SENDING": (_("Being sent"), "busy"),
    "SENT": (_("Sent"), "good"),
    "DOUBTFUL": (_("Doubtful"), "late"),
    "FAILED": (_("Not delivered"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something did not arrive."""

    code: str
    title: str
    fix: str
    detail: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of notification, with what is chosen in each column: (name of the field, mode, modes to choose from)."""

    kind: str
    title: str
    meaning: str
    urgent: bool
    cells: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...]


def trouble(code: str, detail: str = "") -> Trouble | None:
    """Return a code in the page's language; None without one."""
    if not code:
        return None
    entry, language = error_book.entry(code), get_language() or "en"
    return Trouble(code, entry.title(language), entry.fix(language), detail)


def came_of(outcome: Outcome | None) -> tuple[bool, str]:
    """Say what came of a test: whether it went well, and a sentence."""
    if outcome is None:
        return False, str(_("Wait a few seconds between two tests."))
    if isinstance(outcome, Sent):
        return True, str(_("The test message was taken. Look whether it is there."))
    found = trouble(outcome.code, outcome.detail)
    assert found is not None
    return False, f"{found.title}. {found.fix}"


def kind_rows(columns: Mapping[str, tuple[str, Mapping[str, str]]]) -> list[KindRow]:
    """Build the table of kinds. `columns`: name of the column → its words, and kind → mode."""
    language = get_language() or "en"
    return [
        KindRow(
            kind, words.title(language), words.meaning(language), words.urgent,
            tuple(
                (f"{column}-{kind}", label, modes[kind], _choices(column)) for column, (label, modes) in columns.items()
            ),
        )
        for kind, words in KINDS.items()
    ]  # fmt: skip


def _choices(column: str) -> tuple[tuple[str, str], ...]:
    return tuple((mode, str(text)) for mode, text in MODES.items() if column != "IN_SITE" or mode != "DIGEST")


def chosen(posted: Mapping[str, str], column: str) -> dict[str, str]:
    """Read a column of the table of kinds back."""
    return {kind: posted[name] for kind in KINDS if (name := f"{column}-{kind}") in posted}
