"""Names in the 26 letters, as some carriers want them."""

from __future__ import annotations

import re
import unicodedata

# Letters that have no decomposition in Unicode.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)


def without_marks(text: str) -> str:
    """Return the text with bare Latin letters (`Łódź` → `Lodz`); other scripts stay as they are."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def plain_latin(name: str) -> str:
    """Return the name in a–z and spaces (`Zoë O'Brien-Müller` → `Zoe O Brien Muller`).

    Empty when anything else is left (another script, digits): such a name cannot be written here.
    """
    spaced = " ".join(re.sub(r"[.,'’`´()/&_-]", " ", without_marks(name)).split())
    return spaced if re.fullmatch(r"[A-Za-z]+(?: [A-Za-z]+)*", spaced) else ""
