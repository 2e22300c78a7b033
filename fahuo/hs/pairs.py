"""Codes between which customs offices and experts themselves differ. Both are shown; the seller decides once."""

from __future__ import annotations

# Code, the code held against it, and where the two part. Looked through in November 2026.
PAIRS: tuple[tuple[str, str, str], ...] = (
    (
        "851762",
        "851830",
        "wireless earphones: China classifies them as radio transmission apparatus, others as headphones",
    ),
    ("851762", "910212", "smart watches: apparatus that communicates, or a wrist-watch with electronic display"),
    (
        "392690",
        "420232",
        "phone cases: an article of plastics, or a case for the pocket with an outer surface of plastics",
    ),
    ("854340", "240412", "disposable vapes: the device, or the nicotine liquid that gives it its character"),
    (
        "640411",
        "640419",
        "mesh shoes: sports footwear in the sense of the heading, or other footwear with textile uppers",
    ),
)


def pair_of(code: str, among: frozenset[str]) -> tuple[str, str]:
    """Return the code held against this one when it is among the candidates, and why; empty texts otherwise."""
    for one, other, why in PAIRS:
        if code == one and other in among:
            return other, why
        if code == other and one in among:
            return one, why
    return "", ""
