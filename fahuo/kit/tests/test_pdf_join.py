"""Many files into one, in any sequence."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit.pdf import PdfUnreadable
from fahuo.kit.pdf_join import Leaf, join


def make(*words: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    for word in words:
        canvas.drawString(50, 700, word)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return texts


A, B = make("a0", "a1", "a2"), make("b0", "b1")


@pytest.mark.parametrize(
    ("leaves", "words"),
    [
        ([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)], ["a0", "a1", "a2", "b0", "b1"]),
        ([(1, 1), (0, 2), (1, 0), (0, 0)], ["b1", "a2", "b0", "a0"]),
        ([(0, 1)], ["a1"]),
        ([(1, 0), (0, 1)], ["b0", "a1"]),
    ],
)
def test_sequences(leaves: list[tuple[int, int]], words: list[str]) -> None:
    assert read(join([A, B], [Leaf(*leaf) for leaf in leaves])) == words


def test_a_whole_file_stays_as_it_is() -> None:
    assert join([A], [Leaf(0, page) for page in range(3)]) is A


@pytest.mark.parametrize("leaves", [[], [Leaf(0, 0), Leaf(0, 0)], [Leaf(0, 3)]], ids=["none", "twice", "missing"])
def test_refusals(leaves: list[Leaf]) -> None:
    with pytest.raises(ValueError, match=r"."):
        join([A], leaves)


def test_what_is_no_pdf_is_named() -> None:
    with pytest.raises(PdfUnreadable, match="File 2"):
        join([A, b"nothing"], [Leaf(0, 0), Leaf(1, 0)])


def test_fonts_are_copied_once() -> None:
    many = make(*(f"label {number}" for number in range(40)))
    whole = join([many, B], [*(Leaf(0, page) for page in range(39, -1, -1)), Leaf(1, 0)])
    assert len(whole) < len(many) * 1.5
