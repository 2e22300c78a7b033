"""What keeps a label from being drawn, asked before anything is drawn."""

from __future__ import annotations

from fahuo.kit import fonts
from fahuo.kit.barcode import BarcodeError
from fahuo.labels.codes import place_bars, place_qr
from fahuo.labels.outcome import LETTERS_MISSING, NUMBER_UNPRINTABLE, QR_TOO_LONG
from fahuo.trade.address import Address
from fahuo.trade.label import LabelContent
from fahuo.trade.problem import Problem


def problems_of(content: LabelContent) -> tuple[Problem, ...]:
    """Return what is wrong with this label's content; nothing means that `render` takes it.

    A letter that no font has does not stop `render` (it prints □), but such a label must not go out unseen.
    """
    found = [_missing_letters("recipient", content.recipient), _missing_letters("sender", content.sender)]
    try:
        place_bars(content.barcode, symbology=content.symbology)
    except BarcodeError as error:
        found.append(Problem(NUMBER_UNPRINTABLE, "barcode", str(error)))
    try:
        place_qr(content.qr)
    except BarcodeError as error:
        found.append(Problem(QR_TOO_LONG, "qr", str(error)))
    return tuple(problem for problem in found if problem)


def _missing_letters(party: str, address: Address) -> Problem | None:
    parts = (address.name, address.company, address.street, address.street2, address.city, address.province)
    letters = fonts.missing(" ".join(parts))
    return Problem(LETTERS_MISSING, party, " ".join(letters[:20])) if letters else None
