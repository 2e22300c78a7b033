"""Every way to spoil our ZPL that we could think of, and what the check says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fahuo.labels import Expectation, expectation_of
from fahuo.labels.codes import place_bars, place_qr
from fahuo.labels.dots import Head
from fahuo.labels.tests.samples import LABEL, PLAIN_PICK
from fahuo.labels.zpl import check, write
from fahuo.trade.label import LabelSize

EXPECTED = expectation_of(LABEL)
BARS, QR = place_bars(LABEL.barcode), place_qr(LABEL.qr)
MIDDLE = BARS.box.y + BARS.box.height // 2
SIDE = QR.modules.shape[0] * QR.module


@pytest.fixture(scope="module")
def own() -> bytes:
    return write([LABEL])[0]


def spoilt(content: bytes, fields: str) -> bytes:
    """Draw more fields upon the label."""
    return content.replace(b"^XZ", fields.encode() + b"^XZ")


def outcome(content: bytes, expected: Expectation = EXPECTED) -> tuple[str, str]:
    found = check(content, [expected])[0]
    assert found.passed is (found.problem is None)
    return (found.problem.code, found.problem.field) if found.problem else ("", "")


def test_a_faultless_label_passes_and_says_what_was_read(own: bytes) -> None:
    assert check(own, [EXPECTED])[0].decoded == (LABEL.barcode, LABEL.qr)
    assert outcome(own) == ("", "")


FAULTS = {
    f"^FO{BARS.x},{MIDDLE}^GB600,3,3^FS": ("LABEL_DAMAGED", "barcode"),
    f"^FO{BARS.x - 30},{MIDDLE}^GB2,2,2^FS": ("LABEL_QUIET_ZONE", "barcode"),
    f"^FO{BARS.box.x},{BARS.box.y}^GB768,148,148,W^FS": ("LABEL_CODE_NOT_FOUND", "barcode"),
    f"^FO{BARS.box.x},{BARS.box.y}^FR^GB768,140,140^FS": ("LABEL_CODE_NOT_FOUND", "barcode"),
    f"^FT{BARS.x + 300},{MIDDLE}^A0N,40,40^FDFRAGILE^FS": ("LABEL_DAMAGED", "barcode"),
    f"^FT{BARS.x - 44},{MIDDLE}^A0N,22,22^FDTel^FS": ("LABEL_QUIET_ZONE", "barcode"),
    f"^FT{QR.x - 120},{QR.y + 80}^A0N,30,30^FD12 Long Street^FS": ("LABEL_DAMAGED", "qr"),
    f"^FT{QR.x - 300},{QR.y + 80}^A0N,30,30^FB330,1,0,R^FDLong Street^FS": ("LABEL_DAMAGED", "qr"),
    f"^FT{QR.x + 30},{QR.y + 150}^A0B,20,20^FDno^FS": ("LABEL_DAMAGED", "qr"),
    f"^FO{QR.x + 90},{QR.y + 90}^GB8,8,8^FS": ("LABEL_DAMAGED", "qr"),
    f"^FO{QR.x + 90},{QR.y + 90}^FR^GFA,1,1,1,C0^FS": ("LABEL_DAMAGED", "qr"),
    f"^FO{QR.x},{QR.y + SIDE + 3}^GB{SIDE},2,2^FS": ("LABEL_QUIET_ZONE", "qr"),
    "^POI": ("LABEL_CODE_NOT_FOUND", "barcode"),
    "^PMY": ("LABEL_CODE_NOT_FOUND", "qr"),
    "^LL1000": ("LABEL_WRONG_SIZE", "label"),
    "^PW700": ("LABEL_WRONG_SIZE", "label"),
    "^PQ2": ("LABEL_UNREADABLE", "label"),
    "^FO1,1^BDN^FDx^FS": ("LABEL_UNREADABLE", "label"),
}


@pytest.mark.parametrize("fields", FAULTS)
def test_every_fault_is_caught_and_named(own: bytes, fields: str) -> None:
    assert outcome(spoilt(own, fields)) == FAULTS[fields]


def test_drawing_upon_a_label_elsewhere_is_no_fault(own: bytes) -> None:
    # Proves that the faults above are caught for what they are, not for the way they are drawn.
    assert outcome(spoilt(own, "^FO400,420^GB50,20,20^FS^FT300,560^A0N,40,40^FDFRAGILE^FS")) == ("", "")


def test_another_number_or_address(own: bytes) -> None:
    assert outcome(own, EXPECTED._replace(barcode="YT2612345678901235")) == ("LABEL_WRONG_NUMBER", "barcode")
    assert outcome(own, EXPECTED._replace(qr=LABEL.qr + "5")) == ("LABEL_WRONG_NUMBER", "qr")
    assert outcome(own, EXPECTED._replace(barcode="运单")) == ("LABEL_NUMBER_UNPRINTABLE", "barcode")
    assert outcome(own, EXPECTED._replace(qr="x" * 400)) == ("LABEL_QR_TOO_LONG", "qr")


@pytest.mark.parametrize("wrong", [b"", b"no zpl", b"%PDF-1.4 %%EOF"])
def test_what_is_no_zpl_is_a_label_missing(wrong: bytes) -> None:
    assert outcome(wrong) == ("LABEL_PAGE_MISSING", "label")


def test_one_byte_of_a_code_changed(own: bytes) -> None:
    at = own.index(b":Z64:") + 40
    changed = own[:at] + (b"A" if own[at : at + 1] != b"A" else b"B") + own[at + 1 :]
    assert outcome(changed) == ("LABEL_UNREADABLE", "label")


def test_one_bad_label_fails_alone() -> None:
    contents = [replace(LABEL, barcode=f"LB86806612{number}CN") for number in range(3)]
    files = write(contents)
    files[1] = spoilt(files[1], f"^FO{BARS.box.x},{MIDDLE}^GB768,3,3^FS")
    checks = check(b"".join(files), [expectation_of(content) for content in contents])
    assert [one.passed for one in checks] == [True, False, True]


def test_a_portion_of_a_batch_is_read_whole_on_the_largest_paper() -> None:
    """What a file may paint grows with the labels that are asked for."""
    size, head = LabelSize.MM_100X150, Head.DPI_300
    (one,) = write([PLAIN_PICK], size, head)
    checks = check(one * 120, [expectation_of(PLAIN_PICK)] * 120, size, head)
    assert all(check.passed for check in checks)


def test_labels_missing_in_excess_and_in_the_wrong_sequence(own: bytes) -> None:
    checks = check(own, [EXPECTED, EXPECTED])
    assert [one.problem and one.problem.code for one in checks] == [None, "LABEL_PAGE_MISSING"]
    checks = check(own * 2, [EXPECTED])
    assert [one.problem and one.problem.code for one in checks] == ["LABEL_UNREADABLE"]
    other = replace(LABEL, barcode="LB868066126CN")
    checks = check(b"".join(write([other, LABEL])), [EXPECTED, expectation_of(other)])
    assert [one.problem and one.problem.code for one in checks] == ["LABEL_WRONG_NUMBER"] * 2


def test_a_label_for_another_head_or_paper_fails() -> None:
    size = LabelSize.MM_100X150
    for_300 = write([LABEL], size, Head.DPI_300)[0]
    assert check(for_300, [EXPECTED], size, Head.DPI_300)[0].passed
    assert outcome(for_300) == ("LABEL_WRONG_SIZE", "label")
    assert outcome(write([LABEL], LabelSize.MM_100X100)[0]) == ("LABEL_WRONG_SIZE", "label")
