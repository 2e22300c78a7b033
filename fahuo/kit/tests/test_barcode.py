from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from fahuo.kit import barcode
from fahuo.kit.barcode import BarcodeError, Modules, Symbology, code128_modules, find, qr_modules, read


def drawn(modules: np.ndarray, *, module: int = 3, quiet: int = 10, height: int = 40) -> np.ndarray:
    """Modules as pixels, black on white."""
    rows = modules if modules.ndim == 2 else np.repeat(modules[np.newaxis], height, axis=0)
    scaled = rows.repeat(module, axis=1)
    if modules.ndim == 2:
        scaled = scaled.repeat(module, axis=0)
    return np.pad(np.where(scaled, 0, 255).astype(np.uint8), quiet * module, constant_values=255)


def test_code128_is_the_known_pattern() -> None:
    # "A" in code set B: start B 211214, A 111323, check (104 + 33) mod 103 = 34 → 131123, stop 2331112.
    widths = [length for _, _, length in barcode.black_runs(code128_modules("A")[np.newaxis])]
    assert widths == [2, 1, 1, 1, 1, 2, 1, 1, 2, 2, 3, 1, 2]
    assert len(code128_modules("A")) == 11 * 3 + 13


def test_digits_are_packed_in_pairs() -> None:
    assert len(code128_modules("12345678")) == 11 * (1 + 4 + 1) + 13  # start C, four pairs, check, stop


def test_qr_grows_with_its_text() -> None:
    assert qr_modules("12345").shape == (21, 21)  # version 1
    assert qr_modules("x" * 42).shape == (29, 29)  # version 3-M holds 42 bytes
    assert qr_modules("x" * 43).shape == (33, 33)
    assert qr_modules("x", level="H").shape == (21, 21)


@pytest.mark.parametrize("text", ["LB868066126CN", "1", "a b", "1Z999AA10123456784", "~!@#", "00012345600000000018"])
def test_code128_reads_back(text: str) -> None:
    assert read(drawn(code128_modules(text)), Symbology.CODE128) == (text,)


@pytest.mark.parametrize("text", ["https://fahuo.example.com/t/1", "运单号 查询", "ÄÖÜ", "x" * 900])
def test_qr_reads_back(text: str) -> None:
    assert read(drawn(qr_modules(text)), Symbology.QR) == (text,)


@pytest.mark.parametrize("text", ["", "运单", "é", "a\nb", "\x00", "x" * 300])
def test_code128_refuses_what_scanners_disagree_on(text: str) -> None:
    with pytest.raises(BarcodeError):
        code128_modules(text)


@pytest.mark.parametrize("text", ["", "x" * 3000, "\ud800"])
def test_qr_refuses_what_it_cannot_hold(text: str) -> None:
    with pytest.raises(BarcodeError):
        qr_modules(text)


def test_modules_cannot_be_changed_by_mistake() -> None:
    with pytest.raises(ValueError, match="read-only"):
        qr_modules("x")[0, 0] = False


def test_only_the_named_symbologies_are_read() -> None:
    assert read(drawn(qr_modules("x")), Symbology.CODE128) == ()
    assert read(drawn(code128_modules("x1")), Symbology.QR) == ()


def test_inverted_codes_are_not_read() -> None:
    image = drawn(code128_modules("LB868066126CN"))
    assert read(255 - image, Symbology.CODE128) == ()
    assert find(255 - image, *Symbology, is_patient=True) == ()


def test_a_standing_code_is_found_with_patience() -> None:
    image = np.rot90(drawn(code128_modules("LB868066126CN"))).copy()
    assert find(image, Symbology.CODE128) == ()
    found = find(image, Symbology.CODE128, is_patient=True)
    assert [(code.text, code.is_standing) for code in found] == [("LB868066126CN", True)]


def test_the_place_of_a_code_is_known() -> None:
    modules = code128_modules("LB868066126CN")
    found = find(drawn(modules), Symbology.CODE128)[0]
    assert not found.is_standing
    assert abs(found.left - 30) <= 2
    assert abs(found.right - (30 + len(modules) * 3)) <= 2
    assert abs(found.bottom - found.top - 40) <= 3


@pytest.mark.parametrize(
    ("make", "text", "symbology", "printed"),
    [
        (barcode.gs1_128_modules, "00340434123456789012", Symbology.CODE128, "00340434123456789012"),
        (barcode.code39_modules, "RR 123456785-CN", Symbology.CODE39, "RR 123456785-CN"),
        (barcode.itf_modules, "12345678901234", Symbology.ITF, "12345678901234"),
        (barcode.data_matrix_modules, "YT2612345678901234", Symbology.DATA_MATRIX, "YT2612345678901234"),
    ],
)
def test_what_other_carriers_scan_is_drawn_and_read(
    make: Callable[[str], Modules], text: str, symbology: Symbology, printed: str
) -> None:
    modules = make(text)
    assert read(drawn(modules), symbology) == (printed,)
    assert not modules.flags.writeable
    if modules.ndim == 2:
        assert modules.shape[0] == modules.shape[1]


def test_itf_is_the_known_pattern() -> None:
    # Start 1111, the pair 0 and 1 interleaved (0: nnwwn in bars, 1: wnnnw in spaces), stop wide bar, space, bar.
    widths = [length for _, _, length in barcode.black_runs(barcode.itf_modules("01")[np.newaxis])]
    assert widths == [1, 1, 1, 1, 3, 3, 1, 3, 1]  # a wide one is three modules


def test_gs1_128_begins_with_its_sign() -> None:
    # Start C 211232, then FNC1 411131: without the sign a sorter takes the number for something else.
    runs = barcode.black_runs(barcode.gs1_128_modules("00340434123456789012")[np.newaxis])
    assert runs[:6, 2].tolist() == [2, 1, 3, 4, 1, 3]
    assert not np.array_equal(barcode.gs1_128_modules("00340434123456789012"), code128_modules("00340434123456789012"))


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (barcode.gs1_128_modules, "00340434123456789013"),  # the check digit is 2
        (barcode.gs1_128_modules, "YT2612345678901234"),
        (barcode.gs1_128_modules, ""),
        (barcode.code39_modules, "yt26"),
        (barcode.code39_modules, "运单"),
        (barcode.code39_modules, ""),
        (barcode.itf_modules, "123"),
        (barcode.itf_modules, "12a4"),
        (barcode.itf_modules, "１２"),
        (barcode.itf_modules, ""),
        (barcode.data_matrix_modules, "运单"),
        (barcode.data_matrix_modules, ""),
        (barcode.data_matrix_modules, "x" * 4000),
    ],
)
def test_what_a_symbology_cannot_say_is_refused(make: Callable[[str], Modules], text: str) -> None:
    with pytest.raises(BarcodeError):
        make(text)


def test_black_runs_go_row_by_row() -> None:
    rows = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 1]], dtype=bool)
    assert barcode.black_runs(rows).tolist() == [[0, 0, 2], [0, 3, 1], [2, 1, 3]]


def test_noise_is_no_code() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (200, 300), dtype=np.uint8)
    assert find(noise, *Symbology, is_patient=True) == ()
