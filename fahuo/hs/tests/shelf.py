"""A small lexicon of our own for tests, so that they do not hang on what the shipped one says today."""

from __future__ import annotations

from pathlib import Path

from fahuo.hs.encoder.build import build
from fahuo.hs.lexicon_files import read_families
from fahuo.hs.library import Library, assemble, encoded_texts
from fahuo.hs.tables import ranked
from fahuo.hs.tables.shape import Table, by_material

LINES = """\
# goods of tests
851762,851830\twireless earphone;bluetooth earphone\t蓝牙耳机;无线耳机
851830\tearphone;wired headphone\t耳机;有线耳机
392690,420232\tphone case\t手机壳
851713\tphone;smartphone\t手机
732690\tphone stand\t手机支架
@mug\tmug;coffee cup\t马克杯;咖啡杯
420100\tdog collar\t狗项圈
940542\tled desk lamp;table lamp\t台灯
"""
CATEGORIES = """\
392690\tphones > cases;phone bags & cases\t手机保护壳
420100\tdog supplies\t狗狗用品
"""
TABLES = {
    "mug": by_material({"glass": "701337", "plastic": "392410", "steel": "732393"}, ("691200", "691110")),
    "sure": Table(lambda _facets: ranked("420100")),
}


def write(folder: Path, lines: str = LINES, categories: str = CATEGORIES) -> Path:
    """Write the files of a lexicon and return their folder."""
    (folder / "goods.tsv").write_text(lines, encoding="utf-8")
    (folder / "categories.tsv").write_text(categories, encoding="utf-8")
    return folder


def plain(folder: Path) -> Library:
    """Return the library without the encoder."""
    return assemble(write(folder), TABLES, deep=False)


def deep(folder: Path) -> Library:
    """Return the library with the encoder and vectors of its phrases; it must be installed."""
    texts = [text for entry in read_families(write(folder), TABLES)[0] for text in encoded_texts(entry)]
    build(texts, folder / "vectors.npz")
    return assemble(folder, TABLES, deep=True, kept=folder / "vectors.npz")
