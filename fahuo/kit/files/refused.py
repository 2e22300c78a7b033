"""The one error of this room."""

from __future__ import annotations

from fahuo.trade import error_book


class FileRefused(ValueError):
    """A file is refused whole. Who must act: whoever made the file.

    `code` has an entry in the error book. `row` counts from 1: the line of a table as a spreadsheet program shows it,
    or the entry of a JSON file; 0 when no row is to blame. `column` is the header as written in the file, `detail` the
    offending value or a figure, in no language.
    """

    def __init__(self, code: str, *, row: int = 0, column: str = "", detail: str = "") -> None:
        self.code = code
        self.row = row
        self.column = column
        self.file_name = ""  # set by whoever reads more than one file
        self.detail = detail if len(detail) <= 120 else f"{detail[:117]}..."
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """Return one sentence with the place, the reason and what to do, in `zh…` or else English."""
        chinese = language.startswith("zh")
        entry = error_book.entry(self.code)
        place = self._place_zh() if chinese else self._place_en()
        detail = f"({self.detail!r})" if self.detail else ""
        if chinese:
            return f"{place}{entry.title(language)}{detail}。{entry.fix(language)} [{self.code}]"
        return f"{place}{entry.title(language)}{' ' + detail if detail else ''}. {entry.fix(language)} [{self.code}]"

    def _place_en(self) -> str:
        parts = [f"row {self.row}" if self.row else "", f"column {self.column!r}" if self.column else ""]
        named = ", ".join(part for part in parts if part)
        return f"{named}: " if named else ""

    def _place_zh(self) -> str:
        row = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”列" if self.column else ""
        return f"{row}{column}：" if row or column else ""
