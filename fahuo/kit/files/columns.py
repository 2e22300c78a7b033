"""Which column of a table is which, told by its header in any of the spellings we know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from fahuo.kit.files.cells import is_formula
from fahuo.kit.files.refused import FileRefused
from fahuo.trade.text import tidy

_STARTS = frozenset("=@+-")


@dataclass(frozen=True, slots=True)
class Column:
    """One column we know: our name for it, the headers it may carry, whether a table can do without it.

    `prose`: people write what they like there, so a text that starts with `=` is a text; everywhere else it is refused.
    """

    name: str
    headers: tuple[str, ...]
    required: bool = True
    prose: bool = False


class Layout:
    """The columns of one kind of table, in our own order."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self._by_header = {_folded(header): column for column in self.columns for header in column.headers}

    def recognised(self, header: Sequence[str]) -> int:
        """Return how many cells of a first row are headers we know."""
        return sum(_folded(cell) in self._by_header for cell in header)

    def places(self, header: Sequence[str]) -> Places:
        """Return where each column lies; raise `FileRefused` (FILE_COLUMNS) when one is missing or there twice."""
        found = {self._by_header[_folded(cell)].name: place for place, cell in self._known(header)}
        missing = [column.headers[0] for column in self.columns if column.required and column.name not in found]
        if missing:
            raise FileRefused("FILE_COLUMNS", row=1, detail=f"missing: {', '.join(missing)}")
        counted = Counter(self._by_header[_folded(cell)].name for _, cell in self._known(header))
        twice = [header[found[name]] for name, times in counted.items() if times > 1]
        if twice:
            raise FileRefused("FILE_COLUMNS", row=1, detail=f"twice: {', '.join(twice)}")
        indexes = tuple(found.get(column.name, len(header)) for column in self.columns)
        strict = tuple(place for place, column in enumerate(self.columns) if not column.prose)
        return Places(tuple(header), indexes, strict)

    def _known(self, header: Sequence[str]) -> list[tuple[int, str]]:
        return [(place, cell) for place, cell in enumerate(header) if _folded(cell) in self._by_header]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of our columns in one table; a column that is not there reads as empty. `strict` are not prose."""

    header: tuple[str, ...]
    indexes: tuple[int, ...]
    strict: tuple[int, ...]

    def refuse_formulas(self, picked: Sequence[str], row: int) -> None:
        """Raise `FileRefused` when a text outside the prose is one that a spreadsheet program would compute."""
        for place in self.strict:
            text = picked[place]
            if text[:1] in _STARTS and is_formula(text):
                raise FileRefused("FILE_FORMULA", row=row, column=self.headers()[place], detail=text)

    def pick(self, cells: list[str]) -> tuple[str, ...]:
        """Return the cells of our columns, in our order; `cells` has exactly the header's length."""
        cells.append("")
        return itemgetter(*self.indexes)(cells)  # type: ignore[no-any-return]

    def headers(self) -> tuple[str, ...]:
        """Return the headers as the file writes them, in our order."""
        return tuple((*self.header, "")[index] for index in self.indexes)


def _folded(header: str) -> str:
    return tidy(header).casefold().replace(" ", "_")
