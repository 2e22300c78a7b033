"""`fahuo import` on what cannot be taken in: one sentence with row and reason, exit code, nothing changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fahuo.kit.files.tests import workbooks
from fahuo.platforms.adapters.aliexpress.tests.orders import HEADERS, as_csv, as_json, child, detail, rows
from tests.cli import orders
from tests.cli.shell import Shell

MEGABYTE = 1024 * 1024
OLDER = "the report of yesterday\n"


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


def sparse(megabytes: int) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "huge.json"
        with path.open("wb") as file:
            file.truncate(megabytes * MEGABYTE)
        return path

    return write


def with_formula(folder: Path) -> Path:
    lines = [list(line) for line in rows(detail(11)) + rows(detail(12))]
    lines[1][HEADERS.index("邮编")] = workbooks.Formula("20354")
    return workbooks.write(folder / "orders.xlsx", [HEADERS, *lines])


def zip_bomb(folder: Path) -> Path:
    return workbooks.write(folder / "orders.xlsx", [HEADERS], {"xl/worksheets/sheet1.xml": b" " * (60 * MEGABYTE)})


def workbook_cut_off(folder: Path) -> Path:
    path = workbooks.write(folder / "orders.xlsx", [HEADERS, *rows(detail(11))])
    path.write_bytes(path.read_bytes()[:-100])
    return path


WHOLE = as_json(detail(11), detail(12), detail(13)).replace(b'}, {"id": 1', b'},\n{"id": 1')
TABLE = as_csv(rows(detail(11)) + rows(detail(12)))
BROKEN = {
    "cut off JSON": (written("a.json", WHOLE[: len(WHOLE) // 2]), "row 2: the file ends in the middle"),
    "cut off workbook": (workbook_cut_off, "the file ends in the middle"),
    "wrong encoding": (written("a.csv", TABLE.replace(b"20354", b"\xff\x81\xff")), "neither UTF-8 nor GB 18030"),
    "wrong columns": (
        written("a.csv", as_csv(rows(detail(11)), ["x", *HEADERS[1:]])), "the columns are not the expected ones"
    ),
    "short row": (written("a.csv", TABLE + b"11,12\r\n"), "row 4: the row does not fit the columns"),
    "formula": (with_formula, "row 3, column '邮编': a cell holds a formula"),
    "zip bomb": (zip_bomb, "the workbook unpacks to far more"),
    "200 MB": (sparse(200), "the file is too large ('200 MB > 100 MB')"),
    "empty": (written("a.json", b""), "the file is empty"),
    "quantity": (
        written("a.json", as_json(detail(11), detail(12, child_order_list=[child(product_count=-1)]))),
        "row 2, column 'product_count': the quantity is not a whole number",
    ),
    "damaged number": (
        written("a.csv", TABLE.replace(b"\n12,", b"\n8.19E+15,")), "row 3, column '订单号': the number was damaged"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def stock(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A seller who has orders already, under the numbers that the broken files use."""
    shell.done(*orders.write(tmp_path_factory.mktemp("stock"), detail(11), detail(12)), "--seller", "Refused")
    return "Refused"


@pytest.mark.parametrize(("make", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_changes_nothing(
    shell: Shell, stock: str, tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    file, report = make(tmp_path), tmp_path / "report.csv"
    report.write_text(OLDER)
    before = shell.content()
    sentence = shell("import", file, "--seller", stock, "--report", report, "--json").refused()
    assert sentence.startswith(f"{file.name} was refused and nothing was taken in: "), sentence
    assert reason in sentence
    assert (shell.content(), report.read_text()) == (before, OLDER)
    assert {path.name for path in tmp_path.iterdir()} == {file.name, "report.csv"}


def test_a_broken_catalogue_is_named_and_no_seller_is_left(shell: Shell, tmp_path: Path) -> None:
    arguments = orders.write(tmp_path, ready=1)
    (tmp_path / "catalogue.csv").write_text("sku,title_en\nHUB,Hub\n")
    sentence = shell(*arguments, "--seller", "Never made").refused()
    assert sentence.startswith("catalogue.csv was refused and nothing was taken in: ")
    assert shell.rows("SELECT name FROM accounts_seller WHERE name = 'Never made'") == []


def test_the_limit_of_the_installation_holds(shell: Shell, stock: str, tmp_path: Path) -> None:
    file = sparse(2)(tmp_path)
    assert "'2 MB > 1 MB'" in shell("import", file, "--seller", stock, FAHUO_IMPORT_LIMIT_MB="1").refused()


@pytest.mark.parametrize("limit", ["much", "0"])
def test_a_limit_that_is_none_is_wrong_use(shell: Shell, limit: str) -> None:
    ended = shell("import", "a.json", "--seller", "Amy", FAHUO_IMPORT_LIMIT_MB=limit)
    assert ended.refused(2) == f"FAHUO_IMPORT_LIMIT_MB must be a whole number above 0, not {limit!r}."


def test_a_report_that_cannot_be_written_is_said_before_anything_is_done(
    shell: Shell, stock: str, tmp_path: Path
) -> None:
    arguments, before = orders.write(tmp_path, ready=2), shell.content()
    nowhere = tmp_path / "nowhere" / "report.csv"
    sentence = shell(*arguments, "--seller", stock, "--report", nowhere).refused()
    assert sentence == f"Cannot write {nowhere}: No such file or directory."
    assert shell.content() == before


def test_a_report_never_overwrites_the_orders(shell: Shell, stock: str, tmp_path: Path) -> None:
    arguments, before = orders.write(tmp_path, ready=2), shell.content()
    content = Path(arguments[1]).read_bytes()
    (tmp_path / "report.csv").symlink_to(arguments[1])
    sentence = shell(*arguments, "--seller", stock, "--report", tmp_path / "report.csv").refused(2)
    assert sentence == f"--report would overwrite {arguments[1]}: name another file."
    assert (shell.content(), Path(arguments[1]).read_bytes()) == (before, content)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nowhere.json", "--seller", "Refused"], 1, "nowhere.json was refused and nothing was taken in: the file can"),
        (["/tmp", "--seller", "Refused"], 2, "Invalid value for 'FILE': File '/tmp' is a directory."),
        (["/dev/zero", "--seller", "Refused"], 2, "/dev/zero is a pipe or a device"),
        (["a.json", "--seller", "Refused", "--repotr", "b"], 2, "--repotr"),
        (["a.json"], 2, "Missing option '--seller'."),
        (["--seller", "Refused"], 2, "Missing argument 'FILE'."),
        (["a.json", "--seller", "x" * 81], 2, "--seller: name: Ensure this value has at most 80 characters"),
        (["a.json", "--seller", " "], 2, "--seller: name: This field cannot be blank"),
        (["a.json", "--seller", os.fsdecode(b"\xb7\xa2\xbb\xf5")], 2, "is not UTF-8: set the terminal to UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(shell: Shell, arguments: list[str], code: int, sentence: str) -> None:
    before = shell.content()
    assert sentence in shell("import", *arguments).refused(code)
    assert shell.content() == before
