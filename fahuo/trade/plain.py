"""Words of somebody else's, fit to be kept and shown: no signs that a database or a page chokes on, and not endless."""

from __future__ import annotations

STRANGE = "\N{REPLACEMENT CHARACTER}"


def plain(text: str, most: int) -> str:
    """Return the text with every sign that cannot be printed replaced, cut to `most` characters.

    PostgreSQL takes no NUL, and nothing takes half of a surrogate pair. Line breaks and tabs become spaces.
    """
    cut = text[: most + 1]
    if not cut.isprintable():
        cut = "".join(" " if sign in "\t\n\r" else sign if sign.isprintable() else STRANGE for sign in cut)
    return cut if len(cut) <= most else f"{cut[: most - 1]}…"
