"""Addresses on papers: parts in the sequence of the label's, and every one in letters that customs abroad read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fahuo.customs.domain.case import CountryName, Exporter
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import paper_of
from fahuo.customs.domain.postal import postal
from fahuo.customs.domain.printed import printed
from fahuo.customs.tests.test_domain import COUNTRIES, case
from fahuo.labels.layout import lay_out
from fahuo.labels.tests.samples import label_to
from fahuo.trade.address import Address
from fahuo.trade.label import LabelSize

NATIVE = Address(
    "林小明", "CN", "示例路1号", city="深圳市", province="广东省", postcode="518000", phone="+8675526000000"
)
LATIN = replace(NATIVE, name="Lin Xiaoming", street="Shili Lu 1 Hao", city="Shenzhen Shi", province="Guangdong Sheng")
TOWNS = [
    (("GB", "SW1A 1AA", "London", ""), "London SW1A 1AA"),
    (("US", "00708", "Ponce", "Puerto Rico"), "Ponce, Puerto Rico 00708"),
    (("BR", "13120-148", "Campinas", "São Paulo"), "Campinas, São Paulo 13120-148"),
    (("JP", "100-0005", "千代田区", "東京都"), "100-0005 東京都千代田区"),
    (("KR", "06236", "강남구", "서울특별시"), "06236 서울특별시 강남구"),
    (("ES", "50086", "Zaragoza", "Zaragoza"), "50086 Zaragoza"),
]


def lines_of(party):
    return [line["text"] for line in (party["name"], *party["lines"])]


@pytest.mark.parametrize(("place", "line"), TOWNS)
def test_the_town_reads_as_on_the_label(place, line):
    country, postcode, city, province = place
    to = Address("Anke", country, "Street 5", city=city, province=province, postcode=postcode)
    found = case(consignee=to, countries={**COUNTRIES, country: CountryName(country, country)})
    invoice = lines_of(printed(paper_of(found, PaperKind.INVOICE), "en")["consignee"])
    form = {
        entry["key"]: entry["value"]["text"] for entry in postal(paper_of(found, PaperKind.CN23), "en")["addressee"]
    }
    label = ["".join(piece.text for piece in placed.line.pieces)
             for placed in lay_out(label_to(to, country), LabelSize.MM_100X150).lines]  # fmt: skip
    assert form["place"] == line
    assert line in label
    assert invoice.count(line) == 1
    is_large_first = country in {"JP", "KR"}
    assert (invoice.index(line) < invoice.index("Street 5")) == is_large_first
    assert (label.index(line) < label.index("Street 5")) == is_large_first


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_exporter_in_han_stands_in_latin_letters_as_well(language):
    found = case(exporter=Exporter("晴川", "Qingchuan Ltd", "", NATIVE, LATIN))
    exporter = lines_of(printed(paper_of(found, PaperKind.INVOICE), language)["exporter"])
    wanted = ["Lin Xiaoming", "Shili Lu 1 Hao", "Shenzhen Shi, Guangdong Sheng 518000"]
    assert exporter[2:5] == wanted
    assert exporter[5:8] == ["林小明", "518000 广东省深圳市", "示例路1号"]
    sender = {entry["key"]: entry for entry in postal(paper_of(found, PaperKind.CN23), language)["sender"]}
    for key, latin, native in (("name", "Lin Xiaoming", "林小明"), ("street", "Shili Lu 1 Hao", "示例路1号")):
        assert (sender[key]["value"]["text"], sender[key]["beside"]["text"]) == (latin, native)


def test_an_exporter_in_latin_letters_stands_once():
    exporter = lines_of(printed(paper_of(case(), PaperKind.INVOICE), "en")["exporter"])
    assert exporter == [
        "Qingchuan Ltd", "晴川", "Amy Lin", "18 Keji South Road", "Shenzhen, Guangdong 518057", "CHINA 中国 (CN)"
    ]  # fmt: skip
