"""Read the lexicon: lines of codes (or a decision table), English phrases, Chinese phrases.

A line whose code is not in the nomenclature, whose table does not exist, or whose phrase stands in another line already
is refused; `check` says so, and a test keeps the shipped files free of such lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.words import fold, has_chinese, latin_words

FOLDER = Path(__file__).parent / "lexicon"
CATEGORIES = "categories.tsv"
TABLE = "@"


class LexiconRefused(ValueError):
    """Lines of the lexicon that cannot be; the message names file, line and reason of each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what the phrases mean. `codes` are the likeliest first; else `table` names a decision table."""

    place: str
    codes: tuple[str, ...]
    table: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]


def read_families(folder: Path, tables: Collection[str]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries of all family files in order of names, and what was refused."""
    paths = sorted(path for path in folder.glob("*.tsv") if path.name != CATEGORIES)
    return _read(paths, tables)


def read_categories(folder: Path, tables: Collection[str]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries for names of categories, and what was refused."""
    path = folder / CATEGORIES
    return _read([path] if path.is_file() else [], tables)


def check(folder: Path, tables: Collection[str]) -> None:
    """Raise LexiconRefused when a line was refused."""
    refused = read_families(folder, tables)[1] + read_categories(folder, tables)[1]
    if refused:
        raise LexiconRefused("\n".join(refused))


def phrase_key(phrase: str) -> str:
    """Return what makes two phrases the same: Latin phrases word by word, Chinese ones letter by letter."""
    folded = fold(phrase)
    if has_chinese(folded):
        return folded.replace(" ", "")
    levels = [" ".join(word.stem for word in latin_words(level)) for level in folded.split(">")]
    return " > ".join(levels).strip()


def _read(paths: Collection[Path], tables: Collection[str]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    entries: list[Entry] = []
    refused: list[str] = []
    seen: dict[str, str] = {}
    for path in paths:
        for entry in _lines(path):
            if reason := _reason(entry, tables):
                refused.append(f"{entry.place}: {reason}")
            else:
                entries.append(_without_doubles(entry, seen, refused))
    return tuple(entries), tuple(refused)


def _lines(path: Path) -> Iterator[Entry]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        first, english, chinese = [*line.split("\t"), "", ""][:3]
        codes = tuple(code.strip() for code in first.split(",")) if not first.startswith(TABLE) else ()
        table = first.removeprefix(TABLE).strip() if not codes else ""
        yield Entry(f"{path.name}:{number}", codes, table, _phrases(english), _phrases(chinese))


def _phrases(column: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in column.split(";") if phrase.strip())


def _reason(entry: Entry, tables: Collection[str]) -> str:
    if entry.table and entry.table not in tables:
        return f"there is no decision table {entry.table}"
    unknown = [code for code in entry.codes if not nomenclature().knows(code)]
    if unknown:
        return f"not in HS 2022: {', '.join(unknown)}"
    if not entry.english and not entry.chinese:
        return "it has no phrase"
    return ""


def _without_doubles(entry: Entry, seen: dict[str, str], refused: list[str]) -> Entry:
    """Return the entry with those phrases that no line before it has; note the others."""
    kept: dict[bool, list[str]] = {False: [], True: []}
    own: set[str] = set()
    for is_chinese, phrases in ((False, entry.english), (True, entry.chinese)):
        for phrase in phrases:
            key = phrase_key(phrase)
            if not key or key in seen:
                refused.append(
                    f"{entry.place}: “{phrase}” " + (f"stands in {seen[key]} already" if key else "is no word")
                )
            elif key not in own:
                own.add(key)
                kept[is_chinese].append(phrase)
    seen.update(dict.fromkeys(own, entry.place))
    return Entry(entry.place, entry.codes, entry.table, tuple(kept[False]), tuple(kept[True]))
