"""Carriers' labels for ZPL printers: passed on when they fit, else sent as dots that were read."""

from __future__ import annotations

import numpy as np
import pytest

from fahuo.kit import barcode
from fahuo.labels import zpl
from fahuo.labels.carrier import Foreign, as_zpl
from fahuo.labels.carrier.tests import files
from fahuo.labels.carrier.tests.files import NUMBER, label_pdf, picture
from fahuo.labels.dots import Head
from fahuo.trade.label import LabelSize
from fahuo.trade.problem import Problem


def drawn(content: bytes | Problem, head: Head = Head.DPI_203) -> list[np.ndarray]:
    assert isinstance(content, bytes)
    return zpl.draw(content, head)


@pytest.mark.parametrize("head", Head)
@pytest.mark.parametrize("make", [label_pdf, picture, files.lying_pdf], ids=["PDF", "PNG", "lying"])
def test_any_label_becomes_dots_that_read(make, head: Head) -> None:
    [sent] = as_zpl([Foreign(make(), NUMBER, "A-001 · 2 × 红色")], head=head)
    [image] = drawn(sent, head)
    found = barcode.find(np.ascontiguousarray(image), barcode.Symbology.CODE128)
    assert [code.text for code in found] == [NUMBER]


def test_the_carriers_own_zpl_is_passed_on_as_it_came() -> None:
    content = files.zpl_label()
    assert as_zpl([Foreign(content, NUMBER)]) == [content]
    assert as_zpl([Foreign(files.in_base64(content), NUMBER)]) == [content]


def test_zpl_for_another_head_or_paper_or_with_a_pick_line_is_drawn() -> None:
    content = files.zpl_label()
    for options in ({"head": Head.DPI_300}, {"size": LabelSize.MM_100X100}):
        [sent] = as_zpl([Foreign(content, NUMBER)], **options)  # type: ignore[arg-type]
        assert isinstance(sent, bytes)
        assert sent != content
    [sent] = as_zpl([Foreign(content, NUMBER, "A-001")])
    assert sent != content


def test_zpl_with_another_number_is_not_passed_on() -> None:
    [sent] = as_zpl([Foreign(files.zpl_label(files.OTHER), NUMBER)])
    assert isinstance(sent, Problem)
    assert sent.code == "LABEL_WRONG_NUMBER"


def test_a_bad_label_stops_no_other() -> None:
    sent = as_zpl([Foreign(b"<html>", NUMBER), Foreign(label_pdf(), NUMBER), Foreign(b"", NUMBER)])
    assert [one.code if isinstance(one, Problem) else "" for one in sent] == ["LABEL_IS_A_MESSAGE", "", "LABEL_EMPTY"]


def test_all_pages_of_a_label_come_in_one_piece() -> None:
    canvas = files.canvas_of(100, 150)
    files.draw_label(canvas)
    canvas.showPage()
    files.draw_label(canvas, is_form=True)
    [sent] = as_zpl([Foreign(files.finished(canvas), NUMBER)])
    assert len(drawn(sent)) == 2


def test_bars_of_two_dots_survive() -> None:
    [sent] = as_zpl([Foreign(label_pdf(module_mm=0.25), NUMBER)])
    [image] = drawn(sent)
    assert barcode.read(image, barcode.Symbology.CODE128) == (NUMBER,)
