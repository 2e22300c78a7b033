from __future__ import annotations

import pytest

from fahuo.kit.romanise import is_latin, name_in_latin, place_in_latin

NAMES = [
    ("Александр Константинопольский", "Aleksandr Konstantinopolskiy"),
    ("ИВАН щербаков", "Ivan Shcherbakov"),
    ("ИП Иванов-Петров", "IP Ivanov-Petrov"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoylos"),
    ("黄超梅", "Huang Chaomei"),
    ("欧阳娜娜", "Ouyang Nana"),
    ("曾国藩", "Zeng Guofan"),
    ("やまだ はなこ", "Yamada Hanako"),
    ("キャット ジェシー", "Kyatto Jeshi"),
    ("김민준", "Kim Minjun"),
    ("남궁민수", "Namgung Minsu"),
    ("محمد بن عبد الله الأحمدي", "Mhmd Bn Abd Allh Al-Ahmdy"),  # codespell:ignore abd
    ("علی‌رضا کتاب‌ها", "Alyrda Ktabha"),
    ("יוֹסִי כֹּהֵן", "Yvosiy Khohen"),
    ("ณัฐพงศ์ ศรีสุวรรณ", "Nathphngs Srisuwrrn"),
    ("გიორგი", "Giorgi"),
    ("🎉 Anna-Łucja O'Brien", "Anna-Łucja O'Brien"),
    ("🏠", ""),
    ("", ""),
]

PLACES = [
    ("ул. Королёва, д. 12", "RU", "ul. Koroleva, d. 12"),
    ("МОСКВА", "RU", "MOSKVA"),
    ("Λεωφ. Κηφισίας 12", "GR", "Leof. Kifisias 12"),
    ("浙江省", "CN", "Zhejiang Sheng"),
    ("仓前街道文一西路196号2栋961室", "CN", "Cangqian Jiedao Wenyixi Lu 196 Hao 2 Dong 961 Shi"),
    ("重庆市渝中区", "CN", "Chongqing Shi Yuzhong Qu"),
    ("臺北市信義區", "TW", "Taipei Shi Xinyi Qu"),
    ("東京都千代田区", "JP", "Tokyo"),
    ("千代田区", "JP", ""),
    ("ｱﾊﾟｰﾄ１２", "JP", "Apato12"),
    ("강남구 테헤란로 152 33층", "KR", "Gangnam-gu Teheran-ro 152 33Cheung"),
    ("서울특별시", "KR", "Seoul-teukbyeolsi"),
    ("شارع الملك فهد، مبنى ١٢", "SA", "Shar Al-Mlk Fhd, Mbna 12"),
    ("الرياض", "SA", "Al-Ryad"),
    ("רחוב הרצל 15, דירה 7", "IL", "Rhvv Hrtsl 15, Dyrh 7"),
    ("99/1 หมู่ที่ 4 ซอยสุขุมวิท", "TH", "99/1 Hmuthi 4 Soysukhumwith"),
    ("Łódź", "PL", "Łódź"),
]


@pytest.mark.parametrize(("native", "latin"), NAMES)
def test_names(native: str, latin: str) -> None:
    assert name_in_latin(native) == latin
    assert is_latin(name_in_latin(native))


@pytest.mark.parametrize(("native", "country", "latin"), PLACES)
def test_places(native: str, country: str, latin: str) -> None:
    assert place_in_latin(native, country) == latin


@pytest.mark.parametrize(
    ("text", "expected"), [("Łódź 12, ß", True), ("𝓐nna ½", True), ("Anna М.", False), ("名", False), ("12-34", True)]
)
def test_is_latin(text: str, expected: bool) -> None:
    assert is_latin(text) is expected


def test_any_letter_at_all_gives_latin_or_nothing() -> None:
    for start in range(0x0300, 0x30000, 61):
        character = chr(start)
        if character.isprintable() and not 0xD800 <= start < 0xE000:
            assert name_in_latin(f"A{character}").isprintable()
