"""What the print dialogue holds: what was typed, else what was chosen last time, else what is usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fahuo.backoffice.asked import text_of
from fahuo.printing.domain import BatchWish
from fahuo.printing.domain.wish import KINDS, LABELS, LANGUAGES, LONGEST_REASON, PICK_LIST, SEQUENCES, SIZES
from fahuo.printing.models import Printer

AS_FILE = "file"
SENT = "sent"  # as `shown`, which names the kind whose fields were shown: what is sent counts, whatever was shown
SESSION = "print"  # kind → what was chosen last
REMEMBERED = ("target", "form", "size", "sequence", "source", "pick_line", "language")
# What a file may be: the words of the field → format and resolution.
LABEL_FORMS = {"PDF": ("PDF", 203), "ZPL-203": ("ZPL", 203), "ZPL-300": ("ZPL", 300)}
PAPER_FORMS = {"PDF": ("PDF", 203), "XLSX": ("XLSX", 203)}


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the dialogue as they stand. `target` is a printer's key or `file`; `form` a key of the forms."""

    kind: str
    target: str
    form: str
    size: str
    sequence: str
    source: str
    pick_line: bool
    language: str
    reason: str = ""

    def wish(self, printers: Sequence[Printer]) -> BatchWish:
        """Return what is to be printed; a printer settles format, size and resolution."""
        printer = next((one for one in printers if str(one.pk) == self.target), None)
        file_format, dpi = forms_of(self.kind)[self.form]
        wish = BatchWish(
            kind=self.kind,
            format=file_format,
            size=self.size,
            dpi=dpi,
            sequence=self.sequence,
            own_labels=self.source == "own",
            pick_line=self.pick_line,
            language=self.language,
            reason=self.reason,
        )
        if printer is None:
            return wish
        return replace(wish, printer_id=printer.pk, format=printer.format, size=printer.size, dpi=printer.dpi)


def forms_of(kind: str) -> Mapping[str, tuple[str, int]]:
    """Return what a file of this kind may be."""
    return LABEL_FORMS if kind == LABELS else PAPER_FORMS


def takers(kind: str, printers: Sequence[Printer]) -> list[Printer]:
    """Return the printers that can print this: only labels are written in ZPL."""
    return [one for one in printers if kind == LABELS or one.format == "PDF"]


def typed(query: Mapping[str, str], session: Mapping[str, Any], printers: Sequence[Printer], language: str) -> Typed:
    """Read the dialogue's fields; what is missing or odd is as last time, or as is usual."""
    kind = _one_of(query.get("kind", ""), KINDS, LABELS)
    if query.get("shown", kind) not in {kind, SENT}:  # the other fields still say what another kind was offered
        query = {name: value for name, value in query.items() if name == "reason"}
    able = takers(kind, printers)
    last = session.get(SESSION, {}).get(kind, {})
    shown = "shown" in query  # a box without a tick is not sent

    def field(name: str, choices: Sequence[str], usual: str) -> str:
        return _one_of(query.get(name, ""), choices, _one_of(last.get(name, ""), choices, usual))

    return Typed(
        kind=kind,
        target=field("target", [AS_FILE, *(str(one.pk) for one in able)], usual_target(kind, able)),
        form=field("form", list(forms_of(kind)), "PDF"),
        size=field("size", SIZES, SIZES[0]),
        sequence=field("sequence", SEQUENCES, "PICK_PATH" if kind == PICK_LIST else SEQUENCES[0]),
        source=field("source", ("carrier", "own"), "carrier"),
        pick_line="pick_line" in query if shown else bool(last.get("pick_line", True)),
        language=field("language", LANGUAGES, LANGUAGES[1] if kind == PICK_LIST and language == "zh" else LANGUAGES[0]),
        reason=text_of(query, "reason", LONGEST_REASON),
    )


def usual_target(kind: str, able: Sequence[Printer]) -> str:
    """Return the default printer for labels; papers are larger than labels and are kept as a file unless chosen."""
    default = next((one for one in able if one.is_default), None) if kind == LABELS else None
    return str(default.pk) if default else AS_FILE


def remembered(session: Mapping[str, Any], fields: Typed) -> dict[str, Any]:
    """Return what the session keeps for the next time: the reason is asked for each time."""
    return {**session.get(SESSION, {}), fields.kind: {name: getattr(fields, name) for name in REMEMBERED}}


def like(kind: str, wish: Mapping[str, Any]) -> dict[str, str]:
    """Return the dialogue's fields that ask for the same as a batch did."""
    forms = {value: name for name, value in forms_of(kind).items()}
    return {
        "kind": kind,
        "target": str(wish["printer_id"] or AS_FILE),
        "form": forms.get((wish["format"], wish["dpi"]), "PDF"),
        "size": wish["size"],
        "sequence": wish["sequence"],
        "source": "own" if wish["own_labels"] else "carrier",
        "language": wish["language"],
    }


def _one_of(value: str, choices: Sequence[str], otherwise: str) -> str:
    return value if value in choices else otherwise
