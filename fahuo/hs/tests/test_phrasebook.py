"""Which phrases are found in a title, and what is the article and what stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.hs.tests import shelf
from fahuo.hs.words import fold, latin_words, normal, stem


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Bluetooth Earphones with Microphone", ["Bluetooth Earphones"]),
        ("Phone Case for Phone", ["Phone Case", "Phone"]),
        ("Silicone phone-case 2024", ["phone-case"]),
        ("Telephone casement", []),
        ("蓝牙耳机 充电盒", ["蓝牙耳机"]),
        ("适用苹果手机壳", ["手机壳"]),
        ("手机支架 桌面", ["手机支架"]),
        ("LED台灯 mug", ["mug", "台灯"]),
        ("ＬＥＤ　Ｄｅｓｋ Lamp", ["ＬＥＤ　Ｄｅｓｋ Lamp"]),
        ("", []),
        ("!!! 123", []),
    ],
)
def test_the_longest_phrases_are_found_as_written(tmp_path: Path, title: str, found: list[str]) -> None:
    assert [hit.words for hit in shelf.plain(tmp_path).words.find(title)] == found


@pytest.mark.parametrize(
    ("title", "head", "aside"),
    [
        ("Phone Stand Aluminium", False, False),
        ("Aluminium Phone Stand", True, False),
        ("Aluminium Phone Stand for Desk", True, False),
        ("Sticker for Phone Stand", True, True),
        ("铝合金手机支架", True, False),
        ("手机支架底座", False, False),
        ("适用于手机支架", True, True),
    ],
)
def test_the_head_of_a_noun_phrase_and_what_it_is_for(tmp_path: Path, title: str, head: bool, aside: bool) -> None:
    (hit,) = shelf.plain(tmp_path).words.find(title)
    assert (hit.is_head, hit.is_aside) == (head, aside)


def test_a_phrase_with_latin_letters_does_not_cut_words(tmp_path: Path) -> None:
    shelf.write(tmp_path, "852351\tflash drive\tU盘;TF卡\n", "")
    from fahuo.hs.library import assemble

    words = assemble(tmp_path, {}, deep=False).words
    assert [hit.words for hit in words.find("32G U盘 高速")] == ["U盘"]
    assert not words.find("MATF卡")


@pytest.mark.parametrize(
    ("title", "found"),
    [("不锈钢销 定位", ["销"]), ("厂家直销 现货", []), ("销售冠军", []), ("红旗", ["旗"]), ("官方旗舰店 旗", ["旗"])],
)
def test_one_chinese_letter_is_goods_only_at_the_end_of_a_word(tmp_path: Path, title: str, found: list[str]) -> None:
    from fahuo.hs.library import assemble

    shelf.write(tmp_path, "731824\tcotter pin\t销\n630790\tflag\t旗\n", "")
    assert [hit.words for hit in assemble(tmp_path, {}, deep=False).words.find(title)] == found


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("watches", "watch"), ("batteries", "battery"), ("dresses", "dress"), ("glass", "glass"), ("bus", "bus"),
        ("boxes", "box"), ("scarves", "scarf"), ("lens", "lens"), ("shoes", "shoe"), ("gas", "gas"),
    ],
)  # fmt: skip
def test_plurals(word: str, singular: str) -> None:
    assert stem(word) == singular


def test_titles_that_differ_in_nothing_said_are_the_same() -> None:
    assert normal("  Café  MUG\tx ") == normal("cafe mug x")
    assert normal("ＵＳＢ线") == "usb线"
    assert fold("Women’s") == "women's"
    assert [word.stem for word in latin_words("women's t-shirts")] == ["woman", "t", "shirt"]
