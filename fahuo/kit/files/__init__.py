"""Reading files that strangers made: size, kind, encoding and shape are checked before anything is believed.

`arrival.open_file` tells what a file is, `tables.read` gives the rows of a CSV text or an Excel workbook,
`cells` reads numbers. Everything that is wrong comes out as `FileRefused` with row, column and reason.
"""

from fahuo.kit.files.refused import FileRefused

__all__ = ["FileRefused"]
