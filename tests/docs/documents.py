"""The project's documents and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


def documents() -> list[Path]:
    """Every Markdown file of the repository, folders of the machine left out."""
    folders = (ROOT, ROOT / "docs", ROOT / "fahuo")
    found = {*ROOT.glob("*.md"), *folders[1].rglob("*.md"), *folders[2].rglob("*.md")}
    return sorted(found)


def text(name: str) -> str:
    """The text of a document by its path below the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def links(document: Path) -> list[str]:
    """Targets of the document's links and pictures, code blocks left out."""
    return _LINK.findall(_FENCE.sub("", document.read_text(encoding="utf-8")))


def headings(name: str, level: int = 2) -> list[str]:
    """Headings of one level, in sequence."""
    prose = _FENCE.sub("", text(name))
    return re.findall(rf"^{'#' * level} (.+)$", prose, re.MULTILINE)


def anchors(document: Path) -> set[str]:
    """The names that a link with `#…` may point to, as GitHub makes them."""
    prose = _FENCE.sub("", document.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def named_paths(name: str) -> list[str]:
    """Paths written as code in a document: `fahuo/…`, `tests/…`, `docs/…`."""
    found = _CODE.findall(_FENCE.sub("", text(name)))
    return [word for word in found if re.fullmatch(r"(fahuo|tests|docs|scripts)/[\w./-]+", word)]
